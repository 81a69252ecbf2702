use crate::domain::{Draft, GroupId, NewCustomer};

use super::{Form, FormField, NameChoice, TextInput};

/// The names of the texts in a draft, in the order of [`FormField::TEXTS`]. Other versions of the program read them.
const TEXT_KEYS: [&str; FormField::TEXTS.len()] = ["phone", "name", "code", "date_of_birth", "email", "description"];
const GENDER_KEY: &str = "gender";
const GROUP_KEY: &str = "group_id";
const GROUP_FILTER_KEY: &str = "group";
const NAME_AS_TYPED_KEY: &str = "name_as_typed";
const CONSENT_KEY: &str = "consent";
const CONSENT_VALUE: &str = "yes";

impl Form {
    /// Returns the form as plain strings.
    pub fn to_draft(&self) -> Draft {
        let texts = TEXT_KEYS.into_iter().zip(&self.texts).chain([(GROUP_FILTER_KEY, self.group.filter())]);
        let typed = texts.map(|(key, text)| (key, text.value().to_owned())).filter(|(_, text)| !text.is_empty());
        let chosen = [
            (GENDER_KEY, self.gender.map(|gender| gender.to_string())),
            (GROUP_KEY, self.group.picked().map(|group| group.0.to_string())),
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
        form.texts = TEXT_KEYS.map(text);
        form.gender = draft.texts.get(GENDER_KEY).and_then(|gender| gender.parse().ok());
        form.name_choice = NameChoice::from_draft(draft.texts.get(NAME_AS_TYPED_KEY).map(String::as_str));
        let picked = draft.texts.get(GROUP_KEY).and_then(|id| id.parse().ok()).map(GroupId);
        form.group.restore(text(GROUP_FILTER_KEY), picked);
        form.has_consent = draft.texts.get(CONSENT_KEY).is_some_and(|answer| answer == CONSENT_VALUE);
        form.stats = draft.stats;
        form
    }

    /// Makes the form that gives this registration, so that the cashier can correct it.
    pub fn from_customer(customer: &NewCustomer) -> Self {
        let mut form = Self::empty(customer.cid);
        form.texts = FormField::TEXTS.map(|field| text_of(customer, field).unwrap_or_default().as_str().into());
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Cid, Gender};

    /// Drafts are on the disk, and other versions of the program read them.
    #[test]
    fn a_draft_keeps_the_names_of_its_texts() {
        let mut form = Form::empty(Cid::from_random_bytes([7; 16]));
        for field in FormField::ALL {
            form.focus_on(field);
            form.insert(&format!("{field:?}"));
        }
        form.group.restore("Group".into(), Some(GroupId(2)));
        form.gender = Some(Gender::Female);
        form.has_consent = true;
        form.name_choice = NameChoice::AsTyped;
        let stored = [
            ("code", "Code"),
            ("consent", "yes"),
            ("date_of_birth", "BirthDate"),
            ("description", "Note"),
            ("email", "Email"),
            ("gender", "female"),
            ("group", "Group"),
            ("group_id", "2"),
            ("name", "Name"),
            ("name_as_typed", ""),
            ("phone", "Phone"),
        ];
        let draft = form.to_draft();
        let texts: Vec<_> = draft.texts.iter().map(|(key, text)| (key.as_str(), text.as_str())).collect();
        assert_eq!(texts, stored);
        assert_eq!(Form::from_draft(&draft).to_draft(), draft);
        form.gender = Some(Gender::Male);
        assert_eq!(form.to_draft().texts.get("gender").map(String::as_str), Some("male"));
    }
}
