use crate::domain::Spellings;

/// The spelling of the name that the cashier chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum NameChoice {
    /// The cashier has not chosen: capitals, or the typed name if its capitals are not certain.
    #[default]
    Suggested,
    /// The typed name instead of the one with capitals.
    AsTyped,
    /// The small letter of `I` is `i`.
    WithDottedI,
    /// The small letter of `I` is `ı`.
    WithDotlessI,
}

impl NameChoice {
    /// Returns the next spelling, or the first one after the last.
    pub(super) const fn next(self, spellings: &Spellings) -> Self {
        match (spellings, self) {
            (Spellings::Unsure(_), Self::Suggested | Self::AsTyped) => Self::WithDottedI,
            (Spellings::Unsure(_), Self::WithDottedI) => Self::WithDotlessI,
            (Spellings::Unsure(_), Self::WithDotlessI) | (_, Self::AsTyped) => Self::Suggested,
            _ => Self::AsTyped,
        }
    }

    /// Returns the choice as a draft stores it. `None` means that the cashier has not chosen.
    pub(super) const fn to_draft(self) -> Option<&'static str> {
        match self {
            Self::Suggested => None,
            Self::AsTyped => Some(""),
            Self::WithDottedI => Some("i"),
            Self::WithDotlessI => Some("ı"),
        }
    }

    pub(super) fn from_draft(stored: Option<&str>) -> Self {
        match stored {
            None => Self::Suggested,
            Some("i") => Self::WithDottedI,
            Some("ı") => Self::WithDotlessI,
            Some(_) => Self::AsTyped,
        }
    }
}
