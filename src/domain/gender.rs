/// A gender as the API knows it; unspecified is the absence of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Gender {
    /// 1 on the wire.
    Male,
    /// 2 on the wire.
    Female,
}

impl Gender {
    /// The API's number: 1 male, 2 female.
    pub const fn api_number(self) -> u8 {
        match self {
            Self::Male => 1,
            Self::Female => 2,
        }
    }
}
