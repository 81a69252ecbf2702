use derive_more::{Display, FromStr};
use serde::{Deserialize, Serialize};

/// A gender as the API knows it. An unspecified gender is the absence of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Display, FromStr)]
#[serde(rename_all = "lowercase")]
#[display(rename_all = "lowercase")]
#[from_str(rename_all = "lowercase")]
pub enum Gender {
    /// 1 on the wire.
    Male,
    /// 2 on the wire.
    Female,
}

impl Gender {
    /// Returns the API's number: 1 for male, 2 for female.
    pub const fn api_number(self) -> u8 {
        match self {
            Self::Male => 1,
            Self::Female => 2,
        }
    }
}
