use crate::domain::{
    BirthDate, Code, Country, DateOrder, Email, Field, FieldError, Group, Language, Name, NewCustomer, Note, Parsed,
    Phone, Today, capitalize_name,
};

use super::{Form, FormField, Groups, ServerError};

/// By what the texts are read. The settings give it, the day comes from the edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParseContext {
    /// Whose phone numbers are typed without a calling code.
    pub country: Country,
    /// By which language's letters names are written.
    pub language: Language,
    /// In which order dates are typed.
    pub date_order: DateOrder,
    /// No birth date lies after it.
    pub today: Today,
}

impl Form {
    /// The phone, as typed so far.
    pub fn phone(&self, context: &ParseContext) -> Parsed<Phone> {
        Phone::parse(self.phone.value(), context.country)
    }

    /// The name, as typed so far: written with capitals where it was typed in small letters or in capitals alone,
    /// unless the cashier wants it as typed.
    pub fn name(&self, context: &ParseContext) -> Parsed<Name> {
        if self.name_as_typed { Name::parse(self.name.value()) } else { self.capitalized_name(context) }
    }

    fn capitalized_name(&self, context: &ParseContext) -> Parsed<Name> {
        Name::parse(&capitalize_name(self.name.value(), context.language))
    }

    /// Whether the rules would write the name in other letters than it is typed.
    pub(super) fn has_other_capitals(&self, context: &ParseContext) -> bool {
        self.capitalized_name(context) != Name::parse(self.name.value())
    }

    /// The address that was probably meant, where the one typed looks like a slip.
    pub fn email_suggestion(&self) -> Option<Email> {
        self.email().valid()?.suggestion()
    }

    /// The code, as typed so far.
    pub fn code(&self) -> Parsed<Code> {
        Code::parse(self.code.value())
    }

    /// The date of birth, as typed so far.
    pub fn birth_date(&self, context: &ParseContext) -> Parsed<BirthDate> {
        BirthDate::parse(self.birth_date.value(), context.date_order, context.today)
    }

    /// The group, as chosen so far.
    pub fn parsed_group(&self, groups: &Groups) -> Parsed<Group> {
        self.group.resolve(groups)
    }

    /// The email, as typed so far.
    pub fn email(&self) -> Parsed<Email> {
        Email::parse(self.email.value())
    }

    /// The note, as typed so far.
    pub fn note(&self) -> Parsed<Note> {
        Note::parse(self.note.value())
    }

    /// What keeps a field from being sent: the flaw of its text, or that it is required and empty.
    pub fn field_error(&self, field: FormField, context: &ParseContext, groups: &Groups) -> Option<FieldError> {
        match field {
            FormField::Phone => self.phone(context).error(),
            FormField::Name if self.name(context) == Parsed::Empty => Some(FieldError::NameMissing),
            FormField::Name => self.name(context).error(),
            FormField::Code => self.code().error(),
            FormField::BirthDate => self.birth_date(context).error(),
            FormField::Group => self.parsed_group(groups).error(),
            FormField::Email => self.email().error(),
            FormField::Note => self.note().error(),
            FormField::Gender | FormField::Register => None,
        }
    }

    /// The registration, or the first field that has to be mended.
    ///
    /// # Errors
    ///
    /// The topmost spot with a flaw.
    pub fn to_customer(&self, context: &ParseContext, groups: &Groups) -> Result<NewCustomer, FormField> {
        if let Some(invalid_field) =
            FormField::ALL.into_iter().find(|field| self.field_error(*field, context, groups).is_some())
        {
            return Err(invalid_field);
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
        })
    }

    /// What the API said of a field and is not outdated by a change.
    pub fn server_error(&self, field: Field) -> Option<&ServerError> {
        self.server_errors.get(field)
    }
}
