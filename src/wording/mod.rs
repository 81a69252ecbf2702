//! Chooses the sentences of the screen for the states of the model: the message of a field, the notice, the rows of the
//! waiting list. They name keys and fit into a line.
//!
//! `view` shows them. `plain` has its own sentences (`plain/words`), and takes only the severity and the rows of a
//! customer from here. This module must not know styles or the terminal.

mod badge;
mod card;
pub mod clip;
mod field;
mod name_search;
mod notice;
mod waiting_list;

pub use badge::Badge;
pub use card::customer_rows;

use unicode_width::UnicodeWidthStr as _;

use crate::app::Model;
use crate::locale::Locale;

/// The severity of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// A hint, or what is not finished yet.
    Quiet,
    /// A valid value, or success.
    Good,
    /// Allowed, but the cashier should look at it.
    Warning,
    /// An error to be corrected.
    Bad,
}

impl Severity {
    /// Returns the sign before a message of this severity, with a space after it.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Quiet => "",
            Self::Good => "✓ ",
            Self::Warning => "! ",
            Self::Bad => "✗ ",
        }
    }

    /// Returns true if the cashier has to look at the message.
    pub const fn is_alarm(self) -> bool {
        matches!(self, Self::Warning | Self::Bad)
    }
}

/// A message and how serious it is.
pub type Message = (Severity, String);

/// The model to be worded, in a language.
#[derive(Clone, Copy)]
pub struct Wording<'a> {
    /// The model.
    pub model: &'a Model,
    /// The sentences.
    pub say: &'a Locale,
    /// The columns for a sentence and its sign. If it has a shorter form, it fits into them.
    pub columns: usize,
}

/// The columns of a sign and the space after it.
pub const SIGN_COLUMNS: usize = 2;

impl Wording<'_> {
    /// Returns the columns for the words after a sign.
    const fn room(self) -> usize {
        self.columns.saturating_sub(SIGN_COLUMNS)
    }

    /// Returns the whole sentence if there is room for it, else the short one.
    fn fit(self, whole: String, short: impl FnOnce() -> String) -> String {
        if whole.width() > self.room() { short() } else { whole }
    }
}
