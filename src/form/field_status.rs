use crate::domain::{
    BirthDate, Email, FieldError, Group, GroupId, Name, Parsed, Phone, Spellings, code_twin, code_with_hyphens,
    letter_of_second_alphabet,
};

use super::{Form, FormField, Groups, NameChoice, ParseContext, ServerError};

/// The status of a field, which the screen shows below it, as data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldStatus<'a> {
    /// No message.
    Neutral,
    /// Incomplete while it is still being typed. It is shown without alarm.
    Incomplete(FieldError),
    /// It must be corrected before it can be sent.
    Invalid(FieldError),
    /// Valid, with its interpretation.
    Valid(Interpretation),
    /// Valid and allowed, but something else was probably meant.
    Offered(Offer),
    /// It must be corrected before it can be sent, and this was probably meant.
    InvalidWithOffer(Offer),
    /// Valid and allowed, but this letter is of another alphabet than the rest of its word.
    TwoAlphabets(char),
    /// The API rejected it.
    Rejected(&'a ServerError),
}

/// The interpretation of a text, which the screen spells out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Interpretation {
    /// The number as it will be sent.
    Phone(Phone),
    /// The name, capitalized in another way than it is typed, or the spellings that are offered.
    Spellings(Spellings),
    /// One of two spellings of the name, because the cashier chose it.
    Chosen(Name),
    /// The name is saved exactly as it is typed, because the cashier chose so.
    AsTyped,
    /// The address in a longer text, as other programs copy it.
    Email(Email),
    /// The date of birth, which gives the age.
    BirthDate(BirthDate),
    /// The group that the filter finds.
    Group(Group),
}

/// A text that was probably meant. The cashier can put it into its field with one key.
#[derive(derive_more::Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The field.
    pub field: FormField,
    /// The text.
    #[debug("…")]
    pub text: String,
}

impl Form {
    /// Returns the current status of a field.
    ///
    /// It is `Incomplete` while more typing can make it valid. It is `Invalid` if typing cannot, or if the incomplete
    /// field is touched or a save was tried. It is `Valid` with the interpretation.
    pub fn status(&self, field: FormField, context: &ParseContext, groups: &Groups) -> FieldStatus<'_> {
        if let Some(error) = self.server_error(field) {
            return FieldStatus::Rejected(error);
        }
        // It stays touched when it has the focus again, so that an error stays on the screen until the field is valid.
        let is_touched = self.touched.contains(&field);
        match self.interpret(field, context, groups) {
            Parsed::Empty if field == FormField::Name && is_touched => FieldStatus::Invalid(FieldError::NameMissing),
            Parsed::Empty => FieldStatus::Neutral,
            Parsed::Incomplete(error) if !is_touched => FieldStatus::Incomplete(error),
            Parsed::Incomplete(error) | Parsed::Invalid(error) => {
                self.offer(field).map_or(FieldStatus::Invalid(error), FieldStatus::InvalidWithOffer)
            }
            Parsed::Valid(status) => status,
        }
    }

    /// Parses a field as typed so far. A valid value is its status.
    fn interpret(&self, field: FormField, context: &ParseContext, groups: &Groups) -> Parsed<FieldStatus<'static>> {
        match field {
            FormField::Phone => self.phone(context).map(|phone| FieldStatus::Valid(Interpretation::Phone(phone))),
            FormField::Name => self.typed_name().map(|name| match letter_of_second_alphabet(name.as_str()) {
                Some(letter) => FieldStatus::TwoAlphabets(letter),
                None => self.name_status(name.spellings(context.language)),
            }),
            FormField::Code => self.code().map(|code| self.doubt(field, code.as_str())),
            FormField::BirthDate => {
                self.birth_date(context).map(|date| FieldStatus::Valid(Interpretation::BirthDate(date)))
            }
            FormField::Group => self.parsed_group(groups).map(|group| FieldStatus::Valid(Interpretation::Group(group))),
            FormField::Email => self.email().map(|email| match self.doubt(field, email.as_str()) {
                FieldStatus::Neutral if email.as_str() != self.value(field).trim() => {
                    FieldStatus::Valid(Interpretation::Email(email))
                }
                status => status,
            }),
            FormField::Note => self.note().map(|_| FieldStatus::Neutral),
            FormField::Gender | FormField::Consent | FormField::Register => Parsed::Empty,
        }
    }

    fn name_status(&self, spellings: Spellings) -> FieldStatus<'static> {
        FieldStatus::Valid(match (spellings, self.name_choice) {
            (Spellings::AsTyped, _) => return FieldStatus::Neutral,
            (Spellings::Capitalized(_), NameChoice::AsTyped) => Interpretation::AsTyped,
            (Spellings::Unsure([name, _]), NameChoice::WithDottedI)
            | (Spellings::Unsure([_, name]), NameChoice::WithDotlessI) => Interpretation::Chosen(name),
            (spellings, _) => Interpretation::Spellings(spellings),
        })
    }

    /// Returns the status of a valid text that may not be what was meant.
    fn doubt(&self, field: FormField, valid: &str) -> FieldStatus<'static> {
        match letter_of_second_alphabet(valid) {
            Some(letter) => FieldStatus::TwoAlphabets(letter),
            None => self.offer(field).map_or(FieldStatus::Neutral, FieldStatus::Offered),
        }
    }

    /// Returns the text that was probably meant in a field.
    pub(super) fn offer(&self, field: FormField) -> Option<Offer> {
        let text = match field {
            FormField::Code => {
                let code = self.code().valid()?;
                code_twin(code.as_str()).or_else(|| code_with_hyphens(code.as_str()))?
            }
            FormField::Email => {
                let suggestion = self.email().valid().and_then(|email| email.suggestion());
                suggestion.or_else(|| Email::from_other_layout(self.value(field)))?.as_str().to_owned()
            }
            _ => return None,
        };
        Some(Offer { field, text })
    }

    /// Returns why a field cannot be sent: the error of its text, or that it is required and empty.
    pub fn field_error(&self, field: FormField, context: &ParseContext, groups: &Groups) -> Option<FieldError> {
        match self.interpret(field, context, groups) {
            Parsed::Empty => (field == FormField::Name).then_some(FieldError::NameMissing),
            parsed => parsed.error(),
        }
    }
}

/// Everything in the form from which the status of a field follows: if it is equal, the status is.
#[derive(derive_more::Debug, Clone, PartialEq, Eq)]
#[debug("FieldInput(…)")]
pub struct FieldInput {
    /// The text, and the characters before the cursor.
    pub(super) text: Option<(String, usize)>,
    pub(super) is_touched: bool,
    pub(super) server_error: Option<ServerError>,
    pub(super) name_choice: NameChoice,
    /// The picked group, and whether it is the previous customer's.
    pub(super) group: Option<(Option<GroupId>, bool)>,
    /// The answer about consent.
    pub(super) has_consent: bool,
}

impl FieldInput {
    /// Returns the text, and the number of characters before the cursor. `None` for a choice and the button.
    pub fn text(&self) -> Option<(&str, usize)> {
        self.text.as_ref().map(|(text, cursor)| (text.as_str(), *cursor))
    }
}
