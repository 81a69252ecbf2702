use crate::domain::{BirthDate, Certainty, Email, FieldError, Group, GroupId, Name, Parsed, Phone};

use super::{Form, FormField, Groups, ParseContext, ServerError};

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
    /// Valid and allowed, but probably not what was meant.
    Doubtful(Interpretation),
    /// The API rejected it.
    Rejected(&'a ServerError),
}

/// The interpretation of a text, which the screen spells out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Interpretation {
    /// The number as it will be sent.
    Phone(Phone),
    /// The name, capitalized in another way than it is typed.
    Capitalized(Name),
    /// The name exactly as it is typed, because the cashier chose so.
    AsTyped(Name),
    /// The address that was probably meant.
    EmailSuggestion(Email),
    /// The date of birth, which gives the age.
    BirthDate(BirthDate),
    /// The group that the filter finds.
    Group(Group),
}

impl Form {
    /// Returns the current status of a field.
    ///
    /// It is `Incomplete` while more typing can make it valid. It is `Invalid` if typing cannot, or if the incomplete
    /// field is touched or a save was tried. It is `Valid` with the interpretation.
    pub fn status(&self, field: FormField, context: &ParseContext, groups: &Groups) -> FieldStatus<'_> {
        if let Some(error) = field.api_field().and_then(|api_field| self.server_error(api_field)) {
            return FieldStatus::Rejected(error);
        }
        match field {
            FormField::Phone => self.status_from(field, self.phone(context), |phone| match phone.certainty() {
                Certainty::Valid => FieldStatus::Valid(Interpretation::Phone(phone)),
                Certainty::Possible => FieldStatus::Doubtful(Interpretation::Phone(phone)),
            }),
            FormField::Name => self.name_status(context),
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

    /// Returns the status of the name. The capitals are looked up only once, because a name is typed more often than
    /// any other text.
    fn name_status(&self, context: &ParseContext) -> FieldStatus<'static> {
        let (typed, capitalized) = (self.typed_name(), self.capitalized_name(context));
        if typed == Parsed::Empty && self.is_touched(FormField::Name) {
            return FieldStatus::Invalid(FieldError::NameMissing);
        }
        match (typed == capitalized, self.name_as_typed) {
            (true, _) => self.status_from(FormField::Name, typed, |_| FieldStatus::Neutral),
            (false, false) => self.status_from(FormField::Name, capitalized, |name| {
                FieldStatus::Valid(Interpretation::Capitalized(name))
            }),
            (false, true) => {
                self.status_from(FormField::Name, typed, |name| FieldStatus::Valid(Interpretation::AsTyped(name)))
            }
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

    /// Returns true if the field is touched. It stays touched when it has the focus again, so that an error stays on
    /// the screen until the field is valid.
    const fn is_touched(&self, field: FormField) -> bool {
        self.touched.contains(field)
    }
}

/// Everything in the form from which the status of a field follows: if it is equal, the status is.
#[derive(Clone, PartialEq, Eq)]
pub struct FieldInput {
    /// The text, and the characters before the cursor.
    pub(super) text: Option<(String, usize)>,
    pub(super) is_touched: bool,
    pub(super) server_error: Option<ServerError>,
    pub(super) name_as_typed: bool,
    /// The picked group, and whether it is the previous customer's.
    pub(super) group: Option<(Option<GroupId>, bool)>,
}

impl std::fmt::Debug for FieldInput {
    /// Shows nothing: what is typed is personal data.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FieldInput(…)")
    }
}
