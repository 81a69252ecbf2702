use super::Reading;
use super::personal::redacted_debug;

/// Name
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(String);

redacted_debug!(Name);

impl Name {
    /// Reads what is typed.
    #[must_use]
    pub fn read(_text: &str) -> Reading<Self> {
        todo!()
    }

    /// The text as it is sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
