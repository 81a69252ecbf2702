use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

/// The customer's `cid`, a UUID that this program makes before the first attempt.
///
/// With it the program recognises its own registration if the answer was lost. It is not personal data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Cid(Uuid);

impl Cid {
    /// Makes a version 4 UUID from 16 random bytes, which the caller passes.
    pub fn from_random_bytes(bytes: [u8; 16]) -> Self {
        Self(uuid::Builder::from_random_bytes(bytes).into_uuid())
    }
}

impl fmt::Display for Cid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.hyphenated().fmt(f)
    }
}

impl FromStr for Cid {
    type Err = uuid::Error;

    /// Parses any of the usual spellings of a UUID, in either case.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Uuid::parse_str(text).map(Self)
    }
}
