use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The API's nine fields of a customer, in the order of the desk's form; `cid` is made by the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
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
    /// `cid`
    Cid,
}

impl Field {
    /// Every field, in the order of the form.
    pub const ALL: [Self; 9] = [
        Self::Phone,
        Self::Name,
        Self::Code,
        Self::BirthDate,
        Self::Gender,
        Self::Group,
        Self::Email,
        Self::Note,
        Self::Cid,
    ];

    /// Returns the field's name in the API's JSON, e.g. `date_of_birth`.
    pub const fn api_name(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Name => "name",
            Self::Code => "code",
            Self::BirthDate => "date_of_birth",
            Self::Gender => "gender",
            Self::Group => "group_id",
            Self::Email => "email",
            Self::Note => "description",
            Self::Cid => "cid",
        }
    }
}

impl Serialize for Field {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.api_name())
    }
}

/// Reads a stored field. `None` also means that this version of the program does not know the field.
pub(crate) fn deserialize_known<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Field>, D::Error> {
    let name = Option::<String>::deserialize(deserializer)?;
    Ok(name.and_then(|name| Field::ALL.into_iter().find(|field| field.api_name() == name)))
}
