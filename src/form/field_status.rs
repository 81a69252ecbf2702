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
    pub fn status(&self, spot: FormField, rules: &ParseContext, groups: &Groups) -> FieldStatus<'_> {
        if let Some(mark) = spot.field().and_then(|field| self.server_error(field)) {
            return FieldStatus::Rejected(mark);
        }
        match spot {
            FormField::Phone => self.status_of(spot, self.phone(rules), |phone| match phone.certainty() {
                Certainty::Valid => FieldStatus::Valid(Interpretation::Phone(phone)),
                Certainty::Possible => FieldStatus::Doubtful(Interpretation::Phone(phone)),
            }),
            FormField::Name => match self.name(rules) {
                Parsed::Empty if self.is_touched(spot) => FieldStatus::Invalid(FieldError::NameMissing),
                reading => {
                    self.status_of(spot, reading, |name| match (self.is_recapitalized(rules), self.name_as_typed) {
                        (false, _) => FieldStatus::Neutral,
                        (true, false) => FieldStatus::Valid(Interpretation::Capitalized(name)),
                        (true, true) => FieldStatus::Valid(Interpretation::AsTyped(name)),
                    })
                }
            },
            FormField::BirthDate => {
                self.status_of(spot, self.birth_date(rules), |date| FieldStatus::Valid(Interpretation::BirthDate(date)))
            }
            FormField::Group => self
                .status_of(spot, self.parsed_group(groups), |group| FieldStatus::Valid(Interpretation::Group(group))),
            FormField::Email => self.status_of(spot, self.email(), |email| match email.suggestion() {
                Some(meant) => FieldStatus::Doubtful(Interpretation::EmailSuggestion(meant)),
                None => FieldStatus::Neutral,
            }),
            FormField::Code => self.status_of(spot, self.code(), |_| FieldStatus::Neutral),
            FormField::Note => self.status_of(spot, self.note(), |_| FieldStatus::Neutral),
            FormField::Gender | FormField::Register => FieldStatus::Neutral,
        }
    }

    fn status_of<T>(
        &self,
        spot: FormField,
        reading: Parsed<T>,
        good: impl FnOnce(T) -> FieldStatus<'static>,
    ) -> FieldStatus<'static> {
        match reading {
            Parsed::Empty => FieldStatus::Neutral,
            Parsed::Incomplete(flaw) if self.is_touched(spot) => FieldStatus::Invalid(flaw),
            Parsed::Incomplete(flaw) => FieldStatus::Incomplete(flaw),
            Parsed::Invalid(flaw) => FieldStatus::Invalid(flaw),
            Parsed::Valid(value) => good(value),
        }
    }

    /// A field that has the focus again is being mended, but stays in its voice until it is good: going back
    /// to it is no reason to take the word back.
    const fn is_touched(&self, spot: FormField) -> bool {
        self.touched.contains(spot)
    }
}
