use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{DisplayText, is_allowed};

/// The shop's question about consent, and the version of its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentQuestion {
    /// The question as the cashier asks it.
    pub text: ConsentText,
    /// Its version.
    pub version: ConsentVersion,
}

/// The text of the question: one line of at most [`ConsentText::MAX_CHARS`] characters, so that a row has room for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentText(DisplayText);

/// The version of the question: at most [`ConsentVersion::MAX_CHARS`] letters and digits of ASCII, dots and hyphens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentVersion(String);

/// The error of a text that is no question or no version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidConsent;

/// The customer's answer to the shop's question.
///
/// `Display` gives the line that is sent: `consent=yes version=2026-1 day=2026-11-24`. It is a record, read by programs:
/// its format never changes, and it has no day if the clock was wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// True means yes.
    pub is_given: bool,
    /// The version of the question that was asked.
    pub version: ConsentVersion,
    /// The day of the answer. `None` means that the clock was wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub day: Option<NaiveDate>,
}

impl ConsentText {
    /// The maximum length.
    pub const MAX_CHARS: usize = 60;

    /// Returns the text.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl FromStr for ConsentText {
    type Err = InvalidConsent;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let is_question = !text.is_empty() && text.chars().count() <= Self::MAX_CHARS && text.chars().all(is_allowed);
        if is_question { Ok(Self(DisplayText::new(text))) } else { Err(InvalidConsent) }
    }
}

impl ConsentVersion {
    /// The maximum length.
    pub const MAX_CHARS: usize = 20;
}

impl FromStr for ConsentVersion {
    type Err = InvalidConsent;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_possible = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
        let is_version = (1..=Self::MAX_CHARS).contains(&text.len()) && text.chars().all(is_possible);
        if is_version { Ok(Self(text.to_owned())) } else { Err(InvalidConsent) }
    }
}

impl fmt::Display for Consent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let answer = if self.is_given { "yes" } else { "no" };
        let day = self.day.map(|day| format!(" day={day}")).unwrap_or_default();
        write!(f, "consent={answer} version={}{day}", self.version.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_has_answer_version_and_day() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 24);
        for (is_given, day, line) in [
            (true, day, "consent=yes version=2026-1 day=2026-11-24"),
            (false, day, "consent=no version=2026-1 day=2026-11-24"),
            (true, None, "consent=yes version=2026-1"),
        ] {
            assert_eq!(Consent { is_given, version: "2026-1".parse().unwrap(), day }.to_string(), line);
        }
    }

    #[test]
    fn a_version_is_one_word() {
        for text in ["1", "2026-1", "v1.2", &"x".repeat(20)] {
            assert!(text.parse::<ConsentVersion>().is_ok(), "{text:?}");
        }
        for text in ["", " ", "a b", "a=b", "ə", "1\n", "a_b", &"x".repeat(21)] {
            assert_eq!(text.parse::<ConsentVersion>(), Err(InvalidConsent), "{text:?}");
        }
    }

    #[test]
    fn a_question_is_one_line_that_fits_into_a_row() {
        for text in ["May we send you messages?", "Sizə mesaj göndərə bilərik?", &"x".repeat(60)] {
            assert_eq!(text.parse::<ConsentText>().unwrap().as_str(), text);
        }
        for text in ["", "  ", "a\nb", "a\u{202e}b", "\x1b[1m", &"x".repeat(61)] {
            assert_eq!(text.parse::<ConsentText>(), Err(InvalidConsent), "{text:?}");
        }
    }
}
