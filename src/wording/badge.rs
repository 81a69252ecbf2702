use crate::app::Notice;
use crate::locale::Locale;

use super::{Severity, Wording};

/// What became of a registration, in one or a few words before the sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Badge {
    /// The customer is registered.
    Registered,
    /// The customer is not registered. The cashier has to do something.
    NotRegistered,
    /// The registration is on the disk, and will be sent.
    SavedNotSent,
    /// The question about quitting.
    Quit,
}

impl Badge {
    /// Returns the badge of a notice. `None` means that it is not about the outcome of a registration.
    pub const fn of(notice: &Notice) -> Option<Self> {
        match notice {
            Notice::Registered(_) => Some(Self::Registered),
            Notice::Waiting { .. } => Some(Self::SavedNotSent),
            Notice::Refused(_)
            | Notice::RefusedEarlier { .. }
            | Notice::NotSaved(_)
            | Notice::NotSavedEarlier { .. }
            | Notice::FixField
            | Notice::SetAside { refused: Some(_), .. } => Some(Self::NotRegistered),
            _ => None,
        }
    }

    /// Returns its words.
    pub fn words(self, say: &Locale) -> String {
        match self {
            Self::Registered => say.badge_registered(),
            Self::NotRegistered => say.badge_not_registered(),
            Self::SavedNotSent => say.badge_waiting(),
            Self::Quit => say.badge_quit(),
        }
    }

    /// Returns how serious it is.
    pub const fn severity(self) -> Severity {
        match self {
            Self::Registered => Severity::Good,
            Self::NotRegistered => Severity::Bad,
            Self::SavedNotSent => Severity::Warning,
            Self::Quit => Severity::Quiet,
        }
    }
}

impl Wording<'_> {
    /// Returns what happens if the cashier quits now.
    pub fn quit_question(self) -> String {
        if self.model.draft_trouble.is_some() { self.say.quit_question_unsafe() } else { self.say.quit_question() }
    }
}
