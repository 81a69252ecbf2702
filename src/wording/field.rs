use unicode_width::UnicodeWidthStr as _;

use crate::app::find_duplicate;
use crate::domain::{BirthDate, Certainty, Customer, Group, Name, Phone, PhoneLookup, Spellings};
use crate::form::{FieldStatus, FormField, Groups, Interpretation, Offer, ServerError, TextInput};

use super::{Message, Severity, Wording, clip};

impl Wording<'_> {
    /// Returns the message of a field, not cut: the API's error, what to do, the value as it is understood, or an
    /// example while the field is empty and focused.
    pub fn field(self, field: FormField) -> Option<Message> {
        let Self { model, say, .. } = self;
        let field_error = |error| say.field_error(error, model.desk.rules.date_order);
        Some(match model.form().status(field, &model.desk.rules, &model.groups) {
            FieldStatus::Neutral if model.form().focus() == field && self.is_empty(field) => {
                (Severity::Quiet, self.example(field)?)
            }
            FieldStatus::Neutral => return None,
            // A braille line would be drawn again with each key.
            FieldStatus::Incomplete(_) if model.desk.is_quiet => (Severity::Quiet, self.example(field)?),
            FieldStatus::Incomplete(error) => (Severity::Quiet, field_error(error)),
            FieldStatus::Invalid(error) => (Severity::Bad, field_error(error)),
            FieldStatus::Valid(Interpretation::Phone(phone)) => self.phone(&phone),
            FieldStatus::Valid(Interpretation::Email(email)) => (Severity::Good, email.as_str().to_owned()),
            FieldStatus::Valid(Interpretation::BirthDate(date)) => self.birth_date(date),
            FieldStatus::Valid(Interpretation::Group(group)) => (Severity::Good, self.group_and_others(&group)),
            FieldStatus::Valid(Interpretation::Spellings(_)) => self.spellings()?,
            FieldStatus::Valid(Interpretation::Chosen(name)) => (Severity::Good, self.chosen_spelling(&name)),
            FieldStatus::Valid(Interpretation::AsTyped) => (Severity::Good, say.interpretation_name_as_typed()),
            FieldStatus::TwoAlphabets(letter) => {
                (Severity::Warning, say.interpretation_two_alphabets(letter.to_string()))
            }
            FieldStatus::Offered(offer) => (Severity::Warning, self.offer(&offer)),
            FieldStatus::InvalidWithOffer(offer) => (Severity::Bad, self.offer(&offer)),
            FieldStatus::Rejected(error) => (Severity::Bad, self.server_error(error)),
        })
    }

    /// Returns the label of a field: empty for the button.
    pub fn label(self, field: FormField) -> String {
        match field {
            FormField::Consent => self.say.label_consent(),
            _ => field.api_field().map(|field| self.say.label(field)).unwrap_or_default(),
        }
    }

    fn server_error(self, error: &ServerError) -> String {
        match error {
            ServerError::AlreadyRegistered { owner: None } => self.say.field_error_registered(),
            ServerError::AlreadyRegistered { owner: Some(owner) } => {
                self.say.field_error_registered_as(owner.name.as_str(), owner.id.to_string())
            }
            ServerError::Rejected(sentence) if sentence.is_empty() => self.say.field_error_rejected(),
            ServerError::Rejected(sentence) => sentence.to_string(),
        }
    }

    fn is_empty(self, field: FormField) -> bool {
        self.model.form().text(field).is_none_or(TextInput::is_blank)
    }

    /// Returns what may be typed into a field, if the label does not show it.
    fn example(self, field: FormField) -> Option<String> {
        let Self { model, say, .. } = self;
        match (field, &model.groups) {
            (FormField::Code, _) => model.made_code().map(|code| say.hint_code_template(code)),
            (FormField::BirthDate, _) => Some(say.date_order(model.desk.rules.date_order)),
            (FormField::Group, Groups::Loading) => Some(say.hint_groups_loading()),
            (FormField::Group, Groups::Failed(error)) => Some(say.hint_groups_failed(say.api_error_of_read(error))),
            (FormField::Gender, _) => Some(say.hint_gender()),
            (FormField::Consent, _) => Some(say.hint_consent(model.desk.consent.as_ref()?.text.as_str())),
            (FormField::Group, Groups::Loaded(_)) => Some(say.hint_group()),
            _ => None,
        }
    }

    /// Returns a phone as it is understood, and if it is registered already.
    fn phone(self, phone: &Phone) -> Message {
        let Self { model, say, .. } = self;
        let number = phone.international();
        let (severity, understood) = match phone.certainty() {
            Certainty::Valid => (Severity::Good, number),
            Certainty::Possible => {
                let whole = say.interpretation_phone_doubtful(number.as_str());
                (Severity::Warning, self.fit(whole, || say.interpretation_phone_doubtful_short(number)))
            }
        };
        // The phone is valid, but it is unknown if it is registered: no ✓. It is no alarm, because the API checks the phone
        // when the customer is saved.
        let unchecked = if severity == Severity::Good { Severity::Quiet } else { severity };
        let (severity, more, short) = match model.lookups.status() {
            Some(Ok(PhoneLookup::Registered(customer))) => {
                return (Severity::Warning, self.registered_customer(customer));
            }
            Some(Ok(PhoneLookup::NotRegistered)) => {
                (severity, say.lookup_not_registered(), say.lookup_not_registered_short())
            }
            Some(Ok(PhoneLookup::NotFoundAsSent)) => {
                (unchecked, say.lookup_not_found_as(phone.e164()), say.lookup_not_found_as_short())
            }
            Some(Err(error)) if error.is_connection_error() => (unchecked, say.lookup_offline(), say.lookup_failed()),
            Some(Err(_)) => (unchecked, say.lookup_failed(), say.lookup_failed()),
            None if model.lookups.is_awaited() => (severity, say.lookup_loading(), say.lookup_loading()),
            None => return (severity, understood),
        };
        (severity, self.fit(format!("{understood} · {more}"), || format!("{understood} · {short}")))
    }

    /// Returns `already registered: NAME · #ID · GROUP · since YEAR`.
    fn registered_customer(self, customer: &Customer) -> String {
        let say = self.say;
        let group = customer.group.as_ref().map(ToString::to_string);
        let since = customer.since_year.map(|year| say.lookup_since(year.to_string()));
        let parts: Vec<String> = group.into_iter().chain(since).collect();
        let id = customer.id.to_string();
        let sentence = |name| say.lookup_registered(name, id.as_str());
        clip::name_and_parts(customer.name.as_str(), parts, 2, self.room(), sentence)
    }

    /// Returns a birth date with the age, or with another customer who has the same name and birth date.
    fn birth_date(self, date: BirthDate) -> Message {
        match find_duplicate(self.model) {
            Some(person) => {
                (Severity::Warning, self.say.birth_date_of_duplicate(date, person.name.as_str(), person.id))
            }
            None => (Severity::Good, self.say.birth_date(date, self.model.desk.rules.today)),
        }
    }

    /// Returns the group. While the field is focused, the other matching groups follow, as far as there is room.
    fn group_and_others(self, group: &Group) -> String {
        let form = self.model.form();
        let alone = self.say.group_with_discount(group);
        if form.focus() != FormField::Group {
            return alone;
        }
        let found = self.model.groups.matching(form.group().filter().value());
        let at = found.iter().position(|other| other.id == group.id).unwrap_or(0);
        let others = found.iter().cycle().skip(at + 1).take(found.len().saturating_sub(1));
        let mut listed = String::new();
        let mut best = alone.clone();
        for other in others {
            if !listed.is_empty() {
                listed.push_str(", ");
            }
            listed.push_str(other.name.as_str());
            let longer = self.say.interpretation_group_others(alone.as_str(), listed.as_str());
            if longer.width() > self.room() {
                break;
            }
            best = longer;
        }
        best
    }

    /// Returns the name with capitals, or the two spellings that are possible. `None` while the preview waits for a pause
    /// in the typing.
    fn spellings(self) -> Option<Message> {
        let say = self.say;
        Some(match self.model.name_preview()? {
            Spellings::AsTyped => return None,
            Spellings::Capitalized(name) => {
                let whole = |name: &str| say.interpretation_name(name);
                (Severity::Good, self.name_and_key(name, whole, |name| say.interpretation_name_short(name)))
            }
            Spellings::Unsure([dotted, dotless]) => {
                let whole = say.interpretation_name_unsure(dotted.as_str(), dotless.as_str());
                (Severity::Warning, self.fit(whole, || say.interpretation_name_unsure_short()))
            }
        })
    }

    /// Returns the spelling that the cashier chose of two, and the key that chooses the next one.
    fn chosen_spelling(self, name: &Name) -> String {
        let say = self.say;
        let whole = |name: &str| say.interpretation_name_chosen(name);
        self.name_and_key(name, whole, |name| say.interpretation_name_chosen_short(name))
    }

    /// Returns a name and what a key does with it. The key matters more than the end of a long name. It has a fixed
    /// column behind most names: if it moved with each letter, it would be sent again each time.
    fn name_and_key(self, name: &Name, whole: impl Fn(&str) -> String, short: impl Fn(&str) -> String) -> String {
        let is_whole = self.room() >= USUAL_NAME_COLUMNS + whole("").width();
        let sentence = |name: &str| if is_whole { whole(name) } else { short(name) };
        let room = self.room().saturating_sub(sentence("").width());
        let mut name = clip::end(name.as_str(), room);
        let spaces = USUAL_NAME_COLUMNS.min(room).saturating_sub(name.width());
        name.push_str(&" ".repeat(spaces));
        sentence(&name)
    }

    fn offer(self, offer: &Offer) -> String {
        let (say, text) = (self.say, offer.text.as_str());
        self.fit(say.interpretation_offer(text), || say.interpretation_offer_short(text))
    }
}

/// The columns that are enough for most names.
const USUAL_NAME_COLUMNS: usize = 26;
