use crate::domain::{
    BirthDate, Code, Country, DateOrder, Email, Field, FieldError, Group, Language, Name, NewCustomer, Note, Parsed,
    Phone, Today, with_capitals,
};

use super::{Form, Groups, Mark, Spot};

/// By what the texts are read. The settings give it, the day comes from the edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
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
    #[must_use]
    pub fn phone(&self, rules: &Rules) -> Parsed<Phone> {
        Phone::parse(self.phone.value(), rules.country)
    }

    /// The name, as typed so far: written with capitals where it was typed in small letters or in capitals alone,
    /// unless the cashier wants it as typed.
    #[must_use]
    pub fn name(&self, rules: &Rules) -> Parsed<Name> {
        if self.name_as_typed { Name::parse(self.name.value()) } else { self.name_with_capitals(rules) }
    }

    fn name_with_capitals(&self, rules: &Rules) -> Parsed<Name> {
        Name::parse(&with_capitals(self.name.value(), rules.language))
    }

    /// Whether the rules would write the name in other letters than it is typed.
    pub(super) fn has_other_capitals(&self, rules: &Rules) -> bool {
        self.name_with_capitals(rules) != Name::parse(self.name.value())
    }

    /// The address that was probably meant, where the one typed looks like a slip.
    #[must_use]
    pub fn email_probably_meant(&self) -> Option<Email> {
        self.email().valid()?.suggestion()
    }

    /// The code, as typed so far.
    #[must_use]
    pub fn code(&self) -> Parsed<Code> {
        Code::parse(self.code.value())
    }

    /// The date of birth, as typed so far.
    #[must_use]
    pub fn birth_date(&self, rules: &Rules) -> Parsed<BirthDate> {
        BirthDate::parse(self.birth_date.value(), rules.date_order, rules.today)
    }

    /// The group, as chosen so far.
    #[must_use]
    pub fn group_reading(&self, groups: &Groups) -> Parsed<Group> {
        self.group.reading(groups)
    }

    /// The email, as typed so far.
    #[must_use]
    pub fn email(&self) -> Parsed<Email> {
        Email::parse(self.email.value())
    }

    /// The note, as typed so far.
    #[must_use]
    pub fn note(&self) -> Parsed<Note> {
        Note::parse(self.note.value())
    }

    /// What keeps a field from being sent: the flaw of its text, or that it is required and empty.
    #[must_use]
    pub fn flaw(&self, spot: Spot, rules: &Rules, groups: &Groups) -> Option<FieldError> {
        match spot {
            Spot::Phone => self.phone(rules).error(),
            Spot::Name if self.name(rules) == Parsed::Empty => Some(FieldError::NameMissing),
            Spot::Name => self.name(rules).error(),
            Spot::Code => self.code().error(),
            Spot::BirthDate => self.birth_date(rules).error(),
            Spot::Group => self.group_reading(groups).error(),
            Spot::Email => self.email().error(),
            Spot::Note => self.note().error(),
            Spot::Gender | Spot::Register => None,
        }
    }

    /// The registration, or the first field that has to be mended.
    ///
    /// # Errors
    ///
    /// The topmost spot with a flaw.
    pub fn customer(&self, rules: &Rules, groups: &Groups) -> Result<NewCustomer, Spot> {
        if let Some(spot) = Spot::ALL.into_iter().find(|spot| self.flaw(*spot, rules, groups).is_some()) {
            return Err(spot);
        }
        Ok(NewCustomer {
            cid: self.cid,
            name: self.name(rules).valid().ok_or(Spot::Name)?,
            phone: self.phone(rules).valid(),
            email: self.email().valid(),
            code: self.code().valid(),
            birth_date: self.birth_date(rules).valid(),
            gender: self.gender,
            group: self.group_reading(groups).valid().map(|group| group.id),
            note: self.note().valid(),
        })
    }

    /// What the API said of a field and is not outdated by a change.
    #[must_use]
    pub fn mark_of(&self, field: Field) -> Option<&Mark> {
        self.marks.of(field)
    }
}
