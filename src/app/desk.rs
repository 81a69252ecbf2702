use crate::domain::{CodeTemplate, DisplayText};
use crate::form::ParseContext;

use super::IdleTimeouts;

/// The columns and rows that the form needs. On a smaller screen it is not shown, and no key reaches it.
pub const SMALLEST_SCREEN: (u16, u16) = (40, 12);

/// Whose desk this is, and by which rules it reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Desk {
    /// The venue's name, once the API has told it.
    pub venue: Option<DisplayText>,
    /// Whether what is registered is real.
    pub mode: Mode,
    /// By what the fields are read.
    pub rules: ParseContext,
    /// Whether a customer's group is the next one's, until another one is chosen.
    pub sticky_group: bool,
    /// What a scanner types before each code, if it is set up so.
    pub scanner_prefix: Option<char>,
    /// How a code is made for a customer who is saved without one, if at all.
    pub code_template: Option<CodeTemplate>,
    /// What becomes of the screen when nobody types.
    pub privacy: IdleTimeouts,
}

impl Desk {
    /// A desk of which the settings say nothing.
    pub fn new(mode: Mode, rules: ParseContext) -> Self {
        Self {
            venue: None,
            mode,
            rules,
            sticky_group: false,
            scanner_prefix: None,
            code_template: None,
            privacy: IdleTimeouts::default(),
        }
    }
}

/// Whether what is registered is real.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// The desk talks to its own server; nothing leaves the machine.
    Training,
    /// The desk talks to Clopos, or to whatever the settings name.
    Live,
}
