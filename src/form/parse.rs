use crate::domain::{
    BirthDate, Code, Consent, Country, DateOrder, Email, FieldError, Group, Language, Name, NewCustomer, Note, Parsed,
    Phone, PhoneRules, Spellings, Today,
};

use super::{Form, FormField, Groups, NameChoice, ServerError};

/// The context in which texts are parsed. It comes from the settings, and the day from the clock in `runtime`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParseContext {
    /// The country whose phone numbers are typed without a calling code.
    pub country: Country,
    /// `None` while the phone library is loading: a phone is incomplete until then.
    pub phone_rules: Option<PhoneRules>,
    /// The language that decides the capitals of names.
    pub language: Language,
    /// The order in which dates are typed.
    pub date_order: DateOrder,
    /// The latest possible date of birth.
    pub today: Today,
}

impl Form {
    /// Parses the phone as typed so far.
    pub fn phone(&self, context: &ParseContext) -> Parsed<Phone> {
        Phone::parse_with(context.phone_rules, self.value(FormField::Phone), context.country)
    }

    /// Parses the name as typed so far. A name in small letters or capitals alone is capitalized, unless the cashier
    /// keeps it as typed.
    pub fn name(&self, context: &ParseContext) -> Parsed<Name> {
        self.typed_name().map(|typed| match (self.name_choice, typed.spellings(context.language)) {
            (
                NameChoice::Suggested | NameChoice::WithDottedI | NameChoice::WithDotlessI,
                Spellings::Capitalized(name),
            )
            | (NameChoice::WithDottedI, Spellings::Unsure([name, _]))
            | (NameChoice::WithDotlessI, Spellings::Unsure([_, name])) => name,
            _ => typed,
        })
    }

    pub(super) fn typed_name(&self) -> Parsed<Name> {
        Name::parse(self.value(FormField::Name))
    }

    /// Returns the spellings of the typed name. `None` means that there is no other than the typed one.
    pub fn name_spellings(&self, context: &ParseContext) -> Option<Spellings> {
        let spellings = self.typed_name().valid()?.spellings(context.language);
        (spellings != Spellings::AsTyped).then_some(spellings)
    }

    /// Parses the code as typed so far.
    pub fn code(&self) -> Parsed<Code> {
        Code::parse(self.value(FormField::Code))
    }

    /// Parses the date of birth as typed so far.
    pub fn birth_date(&self, context: &ParseContext) -> Parsed<BirthDate> {
        BirthDate::parse(self.value(FormField::BirthDate), context.date_order, context.today)
    }

    /// Returns the group as chosen so far.
    pub fn parsed_group(&self, groups: &Groups) -> Parsed<Group> {
        self.group.resolve(groups)
    }

    /// Parses the e-mail address as typed so far.
    pub fn email(&self) -> Parsed<Email> {
        Email::parse(self.value(FormField::Email))
    }

    /// Parses the note as typed so far.
    pub fn note(&self) -> Parsed<Note> {
        Note::parse(self.value(FormField::Note))
    }

    /// Returns the registration of this form.
    ///
    /// # Errors
    ///
    /// The topmost field that cannot be sent. A phone that only waits for the phone library comes last.
    pub fn to_customer(&self, context: &ParseContext, groups: &Groups) -> Result<NewCustomer, FormField> {
        let error_at = |field| Some((self.field_error(field, context, groups)?, field));
        let errors = self.fields().filter_map(error_at);
        if let Some((_, field)) = errors.min_by_key(|(error, _)| *error == FieldError::PhoneRulesNotLoaded) {
            return Err(field);
        }
        Ok(NewCustomer {
            cid: self.cid,
            name: self.name(context).valid().ok_or(FormField::Name)?,
            phone: self.phone(context).valid(),
            email: self.email().valid(),
            code: self.code().valid(),
            birth_date: self.birth_date(context).valid(),
            gender: self.gender,
            group: self.parsed_group(groups).valid().map(|group| group.id),
            note: self.note().valid(),
            consent: self.consent_version.clone().map(|version| Consent {
                is_given: self.has_consent,
                version,
                day: context.today.known(),
            }),
        })
    }

    /// Returns the API's error of a field, unless the field has been changed since.
    pub fn server_error(&self, field: FormField) -> Option<&ServerError> {
        self.server_errors.get(&field)
    }
}
