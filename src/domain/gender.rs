/// A gender as the API knows it. An unspecified gender is the absence of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
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
