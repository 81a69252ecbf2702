use super::Reading;
use super::personal::redacted_debug;

/// A country by its two letters (ISO 3166-1), whose numbers are typed without a calling code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Country(());

impl Default for Country {
    /// Azerbaijan.
    fn default() -> Self {
        Self(())
    }
}

/// How sure it is that a phone number exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Certainty {
    /// Its length and its prefix are ones that its country gives out.
    Valid,
    /// Its length is right, its prefix is not known to be in use: allowed, with a warning.
    Possible,
}

/// A phone number in E.164, e.g. `+994501234567`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phone {
    e164: String,
}

redacted_debug!(Phone);

impl Phone {
    /// Reads a number as it is typed: national (`050 123 45 67`, `501234567`) or international (`+994…`, `00994…`).
    #[must_use]
    pub fn read(_text: &str, _country: Country) -> Reading<Self> {
        todo!()
    }

    /// E.164, e.g. `+994501234567`: what is sent.
    #[must_use]
    pub fn e164(&self) -> &str {
        &self.e164
    }

    /// As people write it, e.g. `+994 50 123 45 67`.
    #[must_use]
    pub fn international(&self) -> String {
        todo!()
    }

    /// Whether the number is known to be valid.
    #[must_use]
    pub fn certainty(&self) -> Certainty {
        todo!()
    }
}
