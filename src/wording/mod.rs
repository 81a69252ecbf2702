//! Chooses the sentences for the states of the model: the message of a field, the notice, the rows of the waiting list.
//!
//! `view` and `plain` show them. A state has one place that words it. The two front ends differ only where a sentence
//! names a key or a command, or must fit into a line of the screen. This module must not know styles or the terminal.

mod card;
pub mod clip;
mod field;
mod name_search;
mod notice;
mod waiting_list;

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

/// The front end that shows a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FrontEnd {
    /// The screen. A sentence names keys. If it has a shorter form, it fits into this number of columns.
    Screen {
        /// The columns for the sentence and its sign.
        columns: usize,
    },
    /// Line by line. A sentence is complete, and names commands such as `k` instead of keys.
    Lines,
}

/// The model to be worded, in a language and for a front end.
#[derive(Clone, Copy)]
pub struct Wording<'a> {
    /// The model.
    pub model: &'a Model,
    /// The sentences.
    pub say: &'a Locale,
    /// The front end.
    pub front_end: FrontEnd,
}

/// The columns of a sign and the space after it.
pub const SIGN_COLUMNS: usize = 2;

impl Wording<'_> {
    /// Returns the columns for the words after a sign.
    fn room(self) -> usize {
        match self.front_end {
            FrontEnd::Screen { columns } => columns.saturating_sub(SIGN_COLUMNS),
            FrontEnd::Lines => u16::MAX.into(),
        }
    }

    /// Returns the whole sentence if there is room for it, else the short one.
    fn fit(self, whole: String, short: impl FnOnce() -> String) -> String {
        if whole.width() > self.room() { short() } else { whole }
    }

    /// Returns the sentence of the screen, or the one of the line front end.
    fn of_screen_or_lines(self, screen: impl FnOnce() -> String, lines: impl FnOnce() -> String) -> String {
        if self.front_end == FrontEnd::Lines { lines() } else { screen() }
    }
}
