use crate::app::{FormState, find_duplicate};
use crate::domain::{BirthDate, Certainty, Discount, FieldError, Group, Phone, PhoneLookup, Spellings};
use crate::form::{FieldStatus, FormField, Groups, Interpretation, Offer, ServerError};
use crate::wording::{Message, Severity};

use super::{Words, joined};

impl Words<'_> {
    /// Returns the text or the choice of a field, as it is. A form that is being sent is not asked about any more.
    pub(in crate::plain) fn value(self, field: FormField) -> String {
        if matches!(self.model.stage, FormState::Submitting(_)) {
            return String::new();
        }
        let form = self.model.form();
        match field {
            FormField::Gender => form.gender().map(|gender| self.say.gender(Some(gender))).unwrap_or_default(),
            FormField::Consent => self.say.consent(form.has_consent()),
            FormField::Group => form
                .parsed_group(&self.model.groups)
                .valid()
                .map_or_else(|| form.group().filter().value().to_owned(), |group| group.name.to_string()),
            _ => form.text(field).map(|text| text.value().to_owned()).unwrap_or_default(),
        }
    }

    /// Returns the value of a field for a voice: a phone is in groups of digits.
    pub(in crate::plain) fn readable_value(self, field: FormField) -> String {
        let value = self.value(field);
        let Self { model, .. } = self;
        let phone = if field == FormField::Phone { model.form().phone(&model.desk.rules).valid() } else { None };
        phone.filter(|_| !value.is_empty()).map_or(value, |phone| phone.international())
    }

    /// Returns the value of a field as it will be saved, or the text if it has no value.
    pub(in crate::plain) fn saved_value(self, field: FormField) -> String {
        let form = self.model.form();
        let FieldStatus::Valid(interpretation) = form.status(field, &self.model.desk.rules, &self.model.groups) else {
            return self.value(field);
        };
        match interpretation {
            Interpretation::Phone(phone) => phone.international(),
            Interpretation::Email(email) => email.as_str().to_owned(),
            Interpretation::BirthDate(date) => self.say.date(date.date()),
            Interpretation::Spellings(Spellings::Capitalized(name)) | Interpretation::Chosen(name) => {
                name.as_str().to_owned()
            }
            Interpretation::Spellings(_) | Interpretation::AsTyped | Interpretation::Group(_) => self.value(field),
        }
    }

    /// Returns the value of a field as it is understood, or what is wrong. `None` means that the field is empty.
    pub(in crate::plain) fn field(self, field: FormField) -> Option<Message> {
        let Self { model, say } = self;
        let value = self.value(field);
        let error = |error| (Severity::Bad, say.spoken_field_error(error, model.desk.rules.date_order));
        Some(match model.form().status(field, &model.desk.rules, &model.groups) {
            FieldStatus::Neutral if value.trim().is_empty() => return None,
            FieldStatus::Neutral => (Severity::Good, value),
            FieldStatus::Incomplete(FieldError::GroupsNotLoaded)
            | FieldStatus::Invalid(FieldError::GroupsNotLoaded)
                if matches!(model.groups, Groups::Loading) =>
            {
                (Severity::Quiet, say.plain_group_later(value))
            }
            FieldStatus::Incomplete(reason) | FieldStatus::Invalid(reason) => error(reason),
            FieldStatus::Valid(Interpretation::Phone(phone)) => self.phone(&phone),
            FieldStatus::Valid(Interpretation::Email(email)) => (Severity::Good, email.as_str().to_owned()),
            FieldStatus::Valid(Interpretation::BirthDate(date)) => self.birth_date(date),
            FieldStatus::Valid(Interpretation::Group(group)) => (Severity::Good, self.group(&group)),
            FieldStatus::Valid(Interpretation::Spellings(spellings)) => self.spellings(spellings, value),
            FieldStatus::Valid(Interpretation::Chosen(name)) => (Severity::Good, say.plain_name_chosen(name.as_str())),
            FieldStatus::Valid(Interpretation::AsTyped) => (Severity::Good, say.plain_name_as_typed(value)),
            FieldStatus::TwoAlphabets(letter) => {
                (Severity::Warning, say.plain_two_alphabets(value, letter.to_string()))
            }
            FieldStatus::Offered(offer) => (Severity::Warning, self.offer(&value, &offer)),
            FieldStatus::InvalidWithOffer(offer) => (Severity::Bad, self.offer(&value, &offer)),
            FieldStatus::Rejected(error) => (Severity::Bad, self.server_error(error)),
        })
    }

    /// Returns a phone as it is understood, and what is known about it.
    fn phone(self, phone: &Phone) -> Message {
        let say = self.say;
        let number = phone.international();
        match self.model.lookups.status() {
            Some(Ok(PhoneLookup::Registered(customer))) => {
                (Severity::Warning, say.plain_registered_already(self.customer(customer)))
            }
            _ if phone.certainty() == Certainty::Possible => (Severity::Warning, say.plain_phone_doubtful(number)),
            Some(Ok(PhoneLookup::NotRegistered)) => (Severity::Good, say.plain_phone_new(number)),
            Some(Ok(PhoneLookup::NotFoundAsSent)) => (Severity::Quiet, say.plain_phone_not_found_as(number)),
            Some(Err(error)) if error.is_connection_error() => (Severity::Quiet, say.plain_phone_not_checked(number)),
            Some(Err(_)) => (Severity::Quiet, say.plain_phone_check_failed(number)),
            None => (Severity::Good, number),
        }
    }

    fn birth_date(self, date: BirthDate) -> Message {
        let say = self.say;
        match find_duplicate(self.model) {
            Some(person) => {
                let number = person.id.map(|id| self.number(id));
                let who = joined([Some(person.name.to_string()), number]);
                (Severity::Warning, say.plain_duplicate(say.date(date.date()), who))
            }
            None => (Severity::Good, say.birth_date(date, self.model.desk.rules.today)),
        }
    }

    fn group(self, group: &Group) -> String {
        let (say, name) = (self.say, group.name.as_str());
        match &group.discount {
            None => name.to_owned(),
            Some(Discount { value, is_percent: true }) => say.plain_group_percent(name, say.number(value.as_str())),
            Some(Discount { value, is_percent: false }) => say.plain_group_discount(name, say.number(value.as_str())),
        }
    }

    fn spellings(self, spellings: Spellings, typed: String) -> Message {
        match spellings {
            Spellings::AsTyped => (Severity::Good, typed),
            Spellings::Capitalized(name) => (Severity::Good, self.say.plain_name(name.as_str())),
            Spellings::Unsure(_) => (Severity::Warning, self.say.plain_name_unsure(typed)),
        }
    }

    fn offer(self, value: &str, offer: &Offer) -> String {
        format!("{value}. {}", self.say.plain_offer(offer.text.as_str()))
    }

    fn server_error(self, error: &ServerError) -> String {
        let say = self.say;
        match error {
            ServerError::AlreadyRegistered { owner: None } => say.plain_registered_elsewhere(),
            ServerError::AlreadyRegistered { owner: Some(owner) } => {
                say.plain_registered_by(format!("{}, {}", owner.name, self.number(owner.id)))
            }
            ServerError::Rejected(sentence) if sentence.is_empty() => say.field_error_rejected(),
            ServerError::Rejected(sentence) => sentence.to_string(),
        }
    }
}
