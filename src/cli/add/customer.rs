//! A customer of the command line or of a JSON line, parsed as in the form.

use crate::clock;
use crate::domain::{
    BirthDate, Cid, Code, Consent, DateOrder, Email, Field, FieldError, Gender, Group, GroupId, Name, NewCustomer,
    Note, Parsed, Phone,
};
use crate::locale::Locale;
use crate::settings::DeskConfig;

use super::super::CustomerArguments;

/// Why a value is not valid.
#[derive(Debug)]
pub(super) enum InvalidValue {
    Field { field: Field, error: FieldError, date_order: DateOrder },
    UnknownGroup,
    UnknownGroupId(GroupId),
    SeveralGroups(Vec<Group>),
    UnknownGender,
    NoConsentQuestion,
}

impl InvalidValue {
    pub(super) const fn field(&self) -> Field {
        match self {
            Self::Field { field, .. } => *field,
            Self::UnknownGroup | Self::UnknownGroupId(_) | Self::SeveralGroups(_) => Field::Group,
            Self::UnknownGender => Field::Gender,
            Self::NoConsentQuestion => Field::Note,
        }
    }

    /// Returns what is wrong and what to do.
    pub(super) fn in_words(&self, say: &Locale) -> String {
        let one = |group: &Group| say.add_group_choice(say.group_with_discount(group), group.id.0.to_string());
        match self {
            Self::Field { error, date_order, .. } => say.field_error(*error, *date_order),
            Self::UnknownGroup => say.add_group_unknown(),
            Self::UnknownGroupId(id) => say.add_group_id_unknown(id.0.to_string()),
            Self::SeveralGroups(groups) => say.add_group_several(groups.iter().map(one).collect::<Vec<_>>().join("; ")),
            Self::UnknownGender => say.add_gender_unknown(),
            Self::NoConsentQuestion => say.add_consent_without_question(),
        }
    }
}

/// Parses all fields except the group, which needs the list of the API.
pub(super) fn parse(arguments: &CustomerArguments, config: &DeskConfig, cid: Cid) -> Result<NewCustomer, InvalidValue> {
    let (date_order, today) = (config.date_order, clock::today(config.time_zone));
    let invalid = |(field, error)| InvalidValue::Field { field, error, date_order };
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let name = optional(Field::Name, Name::parse(&text(&arguments.name))).map_err(invalid)?;
    let birth_date = BirthDate::parse(&text(&arguments.birth_date), date_order, today);
    Ok(NewCustomer {
        cid,
        name: name.ok_or((Field::Name, FieldError::NameMissing)).map_err(invalid)?,
        phone: optional(Field::Phone, Phone::parse(&text(&arguments.phone), config.country)).map_err(invalid)?,
        email: optional(Field::Email, Email::parse(&text(&arguments.email))).map_err(invalid)?,
        code: optional(Field::Code, Code::parse(&text(&arguments.code))).map_err(invalid)?,
        birth_date: optional(Field::BirthDate, birth_date).map_err(invalid)?,
        gender: gender(arguments.gender.as_deref())?,
        group: None::<GroupId>,
        note: optional(Field::Note, Note::parse(&text(&arguments.note))).map_err(invalid)?,
        consent: arguments.consent.map(|is_given| consent(is_given, config)).transpose()?,
    })
}

fn consent(is_given: bool, config: &DeskConfig) -> Result<Consent, InvalidValue> {
    let question = config.consent.as_ref().ok_or(InvalidValue::NoConsentQuestion)?;
    Ok(Consent { is_given, version: question.version.clone(), day: clock::today(config.time_zone).known() })
}

fn optional<T>(field: Field, parsed: Parsed<T>) -> Result<Option<T>, (Field, FieldError)> {
    match parsed {
        Parsed::Empty => Ok(None),
        Parsed::Valid(value) => Ok(Some(value)),
        Parsed::Incomplete(error) | Parsed::Invalid(error) => Err((field, error)),
    }
}

/// Parses a gender: a word, a letter or the API's number. No text means not given.
fn gender(text: Option<&str>) -> Result<Option<Gender>, InvalidValue> {
    match text.map(|text| text.trim().to_lowercase()).as_deref() {
        None | Some("" | "unspecified" | "-") => Ok(None),
        Some("male" | "m" | "1") => Ok(Some(Gender::Male)),
        Some("female" | "f" | "2") => Ok(Some(Gender::Female)),
        Some(_) => Err(InvalidValue::UnknownGender),
    }
}
