use crate::domain::{Draft, Field, GroupId, NewCustomer};

use super::{Form, FormField, NameChoice, TextInput};

const GROUP_FILTER_KEY: &str = "group";
const NAME_AS_TYPED_KEY: &str = "name_as_typed";
const CONSENT_KEY: &str = "consent";
const CONSENT_VALUE: &str = "yes";

impl Form {
    /// Returns the form as plain strings.
    pub fn to_draft(&self) -> Draft {
        let typed = FormField::ALL.into_iter().filter_map(|field| {
            let name = field.api_field()?.api_name();
            let key = if field == FormField::Group { GROUP_FILTER_KEY } else { name };
            Some((key, self.text(field)?.value().to_owned())).filter(|(_, text)| !text.is_empty())
        });
        let chosen = [
            (Field::Gender.api_name(), self.gender.map(|gender| gender.to_string())),
            (Field::Group.api_name(), self.group.picked().map(|group| group.0.to_string())),
            (CONSENT_KEY, self.has_consent.then(|| CONSENT_VALUE.to_owned())),
            (NAME_AS_TYPED_KEY, self.name_choice.to_draft().map(str::to_owned)),
        ];
        let chosen = chosen.into_iter().filter_map(|(key, value)| Some((key, value?)));
        let texts = typed.chain(chosen).map(|(key, value)| (key.to_owned(), value)).collect();
        Draft { cid: self.cid, texts, stats: self.stats }
    }

    /// Restores the form of a draft. The focus is on the phone.
    pub fn from_draft(draft: &Draft) -> Self {
        let text = |key: &str| TextInput::from(draft.texts.get(key).map_or("", String::as_str));
        let mut form = Self::empty(draft.cid);
        for (field, input) in FormField::TEXTS.into_iter().zip(&mut form.texts) {
            *input = field.api_field().map(|field| text(field.api_name())).unwrap_or_default();
        }
        form.gender = draft.texts.get(Field::Gender.api_name()).and_then(|gender| gender.parse().ok());
        form.name_choice = NameChoice::from_draft(draft.texts.get(NAME_AS_TYPED_KEY).map(String::as_str));
        let picked = draft.texts.get(Field::Group.api_name()).and_then(|id| id.parse().ok()).map(GroupId);
        form.group.restore(text(GROUP_FILTER_KEY), picked);
        form.has_consent = draft.texts.get(CONSENT_KEY).is_some_and(|answer| answer == CONSENT_VALUE);
        form.stats = draft.stats;
        form
    }

    /// Makes the form that gives this registration, so that the cashier can correct it.
    pub fn from_customer(customer: &NewCustomer) -> Self {
        let mut form = Self::empty(customer.cid);
        for (field, input) in FormField::TEXTS.into_iter().zip(&mut form.texts) {
            *input = TextInput::from(text_of(customer, field).unwrap_or_default().as_str());
        }
        // The cashier wanted the letters that were sent.
        form.name_choice = NameChoice::AsTyped;
        form.gender = customer.gender;
        form.has_consent = customer.consent.as_ref().is_some_and(|consent| consent.is_given);
        form.group.restore(TextInput::default(), customer.group);
        form
    }
}

/// Returns the text from which a value of a registration is parsed.
fn text_of(customer: &NewCustomer, field: FormField) -> Option<String> {
    match field {
        FormField::Phone => customer.phone.as_ref().map(crate::domain::Phone::international),
        FormField::Name => Some(customer.name.as_str().to_owned()),
        FormField::Code => customer.code.as_ref().map(|code| code.as_str().to_owned()),
        FormField::BirthDate => customer.birth_date.map(crate::domain::BirthDate::iso),
        FormField::Email => customer.email.as_ref().map(|email| email.as_str().to_owned()),
        FormField::Note => customer.note.as_ref().map(|note| note.as_str().to_owned()),
        FormField::Gender | FormField::Group | FormField::Consent | FormField::Register => None,
    }
}
