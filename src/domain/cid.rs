use derive_more::{Display, FromStr};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The customer's `cid`, a UUID that this program makes before the first attempt.
///
/// With it the program recognises its own registration if the answer was lost. It is not personal data.
///
/// Any of the usual spellings of a UUID is parsed, in either case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Display, FromStr)]
#[serde(transparent)]
pub struct Cid(Uuid);

impl Cid {
    /// Makes a version 4 UUID from 16 random bytes, which the caller passes.
    pub fn from_random_bytes(bytes: [u8; 16]) -> Self {
        Self(uuid::Builder::from_random_bytes(bytes).into_uuid())
    }
}
