use crate::domain::Field;

/// A field of the form that can have the focus. The order is the order on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FormField {
    /// `phone`
    Phone,
    /// `name`
    Name,
    /// `code`
    Code,
    /// `date_of_birth`
    BirthDate,
    /// `gender`
    Gender,
    /// `group_id`
    Group,
    /// `email`
    Email,
    /// `description`
    Note,
    /// The question about consent, if the desk asks it. Its answer is the last line of `description`.
    Consent,
    /// The button.
    Register,
}

impl FormField {
    /// All fields from top to bottom. A form may be without [`FormField::Consent`], see [`Form::fields`](super::Form::fields).
    pub const ALL: [Self; 10] = [
        Self::Phone,
        Self::Name,
        Self::Code,
        Self::BirthDate,
        Self::Gender,
        Self::Group,
        Self::Email,
        Self::Note,
        Self::Consent,
        Self::Register,
    ];

    /// The fields that are a text, from top to bottom. The text of the group is only a filter.
    pub(super) const TEXTS: [Self; 6] = [Self::Phone, Self::Name, Self::Code, Self::BirthDate, Self::Email, Self::Note];

    /// Returns the index of a field in [`FormField::TEXTS`].
    pub(super) fn text_index(self) -> Option<usize> {
        Self::TEXTS.iter().position(|field| *field == self)
    }

    /// Returns the API's field that is typed here. `None` means that this is the button or the question about consent.
    pub const fn api_field(self) -> Option<Field> {
        match self {
            Self::Phone => Some(Field::Phone),
            Self::Name => Some(Field::Name),
            Self::Code => Some(Field::Code),
            Self::BirthDate => Some(Field::BirthDate),
            Self::Gender => Some(Field::Gender),
            Self::Group => Some(Field::Group),
            Self::Email => Some(Field::Email),
            Self::Note => Some(Field::Note),
            Self::Consent | Self::Register => None,
        }
    }

    /// Returns the form's field for a field of the API. `None` means that it is the `cid`, which is not typed.
    pub fn for_api_field(api_field: Field) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.api_field() == Some(api_field))
    }
}
