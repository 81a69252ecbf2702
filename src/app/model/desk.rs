use std::time::Duration;

use crate::domain::{CodeTemplate, ConsentQuestion, DisplayText, Letters};
use crate::form::ParseContext;

/// The columns and rows that the form needs. On a smaller screen the form is not shown and takes no keys.
pub const SMALLEST_SCREEN: (u16, u16) = (40, 12);

/// From this width in columns, the registrations of the shift or the found customer stand beside the form.
pub const WIDE_SCREEN: u16 = 100;

/// The settings of the desk, and the venue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Desk {
    /// The venue's name. `None` until the API has returned it.
    pub venue: Option<DisplayText>,
    /// The cashier's name.
    pub cashier: DisplayText,
    /// Training or live.
    pub mode: Mode,
    /// The letters that choose a gender, and yes or no.
    pub letters: Letters,
    /// The rules for parsing the fields.
    pub rules: ParseContext,
    /// True if the next form begins with the group of the last customer.
    pub sticky_group: bool,
    /// The character that the scanner sends before each code. `None` means that the scanner sends no prefix.
    pub scanner_prefix: Option<char>,
    /// The template of the code for a customer who is saved without one. `None` means that the desk makes no codes.
    pub code_template: Option<CodeTemplate>,
    /// The question about consent. `None` means that the desk does not ask.
    pub consent: Option<ConsentQuestion>,
    /// True if hints stay the same while a field is being typed.
    pub is_quiet: bool,
    /// The idle timeouts.
    pub privacy: IdleTimeouts,
}

impl Desk {
    /// Builds a desk with the default settings.
    pub fn new(mode: Mode, rules: ParseContext) -> Self {
        Self {
            venue: None,
            cashier: DisplayText::default(),
            mode,
            letters: Letters::ENGLISH,
            rules,
            sticky_group: false,
            scanner_prefix: None,
            code_template: None,
            consent: None,
            is_quiet: false,
            privacy: IdleTimeouts::default(),
        }
    }
}

/// Training or live.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// The desk talks to a built-in training server. Nothing is sent to Clopos.
    Training,
    /// The desk talks to the API that the settings name.
    Live,
}

/// Idle timeouts. `None` disables the step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdleTimeouts {
    /// The time without a key after which the screen is masked.
    pub hide_after: Option<Duration>,
    /// The time without a key after which the form is shelved as a draft.
    pub shelve_after: Option<Duration>,
}

impl Default for IdleTimeouts {
    /// Returns one minute and five minutes.
    fn default() -> Self {
        Self { hide_after: Some(Duration::from_mins(1)), shelve_after: Some(Duration::from_mins(5)) }
    }
}
