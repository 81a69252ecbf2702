use super::Reading;
use super::personal::redacted_debug;

/// Free text about a customer (`description`), without blanks at its ends.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Note(String);

redacted_debug!(Note);

impl Note {
    /// Reads what is typed: anything but blanks.
    #[must_use]
    pub fn read(text: &str) -> Reading<Self> {
        match text.trim() {
            "" => Reading::Empty,
            text => Reading::Good(Self(text.to_owned())),
        }
    }

    /// The text as it is sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_are_trimmed_and_the_inside_is_kept() {
        assert_eq!(Note::read(" a  b ").good().unwrap().as_str(), "a  b");
        assert_eq!(Note::read("  "), Reading::Empty);
    }
}
