use crate::domain::{BirthDate, Certainty, Email, FieldError, Group, Name, Parsed, Phone};

use super::{Form, FormField, Groups, ParseContext, ServerError};

/// What is to be said below a field, as data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldStatus<'a> {
    /// Nothing to say.
    Neutral,
    /// Not finished, and still being typed: said without alarm.
    Incomplete(FieldError),
    /// Has to be mended before it can be sent.
    Invalid(FieldError),
    /// Understood; how.
    Valid(Interpretation),
    /// Understood and allowed, but not known to be right.
    Doubtful(Interpretation),
    /// The API said so.
    Rejected(&'a ServerError),
}

/// How a text is understood, to be spelled out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Interpretation {
    /// The number as it will be sent.
    Phone(Phone),
    /// The name in other letters than it is typed.
    Capitalized(Name),
    /// The name in the letters in which it is typed, because the cashier wants them.
    AsTyped(Name),
    /// The address that was probably meant.
    EmailSuggestion(Email),
    /// The day, and the age that it makes.
    BirthDate(BirthDate),
    /// The group that the filter stands for.
    Group(Group),
}

impl Form {
    /// What is to be said below a spot at this moment.
    ///
    /// Three voices: *unfinished* while more typing can help, *wrong* when it cannot, or once the field was
    /// left or a save was tried, *understood* with the interpretation.
    pub fn status(&self, field: FormField, context: &ParseContext, groups: &Groups) -> FieldStatus<'_> {
        if let Some(error) = field.api_field().and_then(|api_field| self.server_error(api_field)) {
            return FieldStatus::Rejected(error);
        }
        match field {
            FormField::Phone => self.status_from(field, self.phone(context), |phone| match phone.certainty() {
                Certainty::Valid => FieldStatus::Valid(Interpretation::Phone(phone)),
                Certainty::Possible => FieldStatus::Doubtful(Interpretation::Phone(phone)),
            }),
            FormField::Name => match self.name(context) {
                Parsed::Empty if self.is_touched(field) => FieldStatus::Invalid(FieldError::NameMissing),
                parsed => self.status_from(field, parsed, |name| {
                    match (self.has_other_capitals(context), self.name_as_typed) {
                        (false, _) => FieldStatus::Neutral,
                        (true, false) => FieldStatus::Valid(Interpretation::Capitalized(name)),
                        (true, true) => FieldStatus::Valid(Interpretation::AsTyped(name)),
                    }
                }),
            },
            FormField::BirthDate => self.status_from(field, self.birth_date(context), |date| {
                FieldStatus::Valid(Interpretation::BirthDate(date))
            }),
            FormField::Group => self.status_from(field, self.parsed_group(groups), |group| {
                FieldStatus::Valid(Interpretation::Group(group))
            }),
            FormField::Email => self.status_from(field, self.email(), |email| match email.suggestion() {
                Some(suggestion) => FieldStatus::Doubtful(Interpretation::EmailSuggestion(suggestion)),
                None => FieldStatus::Neutral,
            }),
            FormField::Code => self.status_from(field, self.code(), |_| FieldStatus::Neutral),
            FormField::Note => self.status_from(field, self.note(), |_| FieldStatus::Neutral),
            FormField::Gender | FormField::Register => FieldStatus::Neutral,
        }
    }

    fn status_from<T>(
        &self,
        field: FormField,
        parsed: Parsed<T>,
        on_valid: impl FnOnce(T) -> FieldStatus<'static>,
    ) -> FieldStatus<'static> {
        match parsed {
            Parsed::Empty => FieldStatus::Neutral,
            Parsed::Incomplete(error) if self.is_touched(field) => FieldStatus::Invalid(error),
            Parsed::Incomplete(error) => FieldStatus::Incomplete(error),
            Parsed::Invalid(error) => FieldStatus::Invalid(error),
            Parsed::Valid(value) => on_valid(value),
        }
    }

    /// A field that has the focus again is being mended, but stays in its voice until it is good: going back
    /// to it is no reason to take the word back.
    const fn is_touched(&self, field: FormField) -> bool {
        self.touched.contains(field)
    }
}
