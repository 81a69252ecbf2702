use serde::de::value::{Error, StrDeserializer};
use serde::{Deserialize, Deserializer, Serialize};

/// The API's nine fields of a customer, in the order of the desk's form; `cid` is made by the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// `phone`
    Phone,
    /// `name`
    Name,
    /// `code`
    Code,
    /// `date_of_birth`
    #[serde(rename = "date_of_birth")]
    BirthDate,
    /// `gender`
    Gender,
    /// `group_id`
    #[serde(rename = "group_id")]
    Group,
    /// `email`
    Email,
    /// `description`
    #[serde(rename = "description")]
    Note,
    /// `cid`
    Cid,
}

impl Field {
    /// Returns the field with this name in the API's JSON, e.g. `date_of_birth`.
    pub(crate) fn from_api_name(name: &str) -> Option<Self> {
        Self::deserialize(StrDeserializer::<Error>::new(name)).ok()
    }
}

/// Reads a stored field. `None` also means that this version of the program does not know the field.
pub(crate) fn deserialize_known<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Field>, D::Error> {
    Ok(Option::<String>::deserialize(deserializer)?.as_deref().and_then(Field::from_api_name))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The outbox stores the names, and other versions of the program read them.
    #[test]
    fn a_field_keeps_its_name() {
        for (field, name) in [
            (Field::Phone, "phone"),
            (Field::Name, "name"),
            (Field::Code, "code"),
            (Field::BirthDate, "date_of_birth"),
            (Field::Gender, "gender"),
            (Field::Group, "group_id"),
            (Field::Email, "email"),
            (Field::Note, "description"),
            (Field::Cid, "cid"),
        ] {
            assert_eq!(serde_json::to_string(&field).unwrap(), format!("\"{name}\""));
            assert_eq!(Field::from_api_name(name), Some(field));
        }
        assert_eq!(["birth_date", "Phone", ""].map(Field::from_api_name), [None; 3]);
    }
}
