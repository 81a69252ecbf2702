use super::Reading;
use super::personal::redacted_debug;

/// Note
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Note(String);

redacted_debug!(Note);

impl Note {
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
