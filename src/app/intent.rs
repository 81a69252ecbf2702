//! The meaning of a key, or of a line in `plain`.
//!
//! `input` finds the intents of keys, `plain` those of lines, and `update` carries them out. Intents know neither keys
//! nor the time between them.

use std::time::Duration;

use crate::domain::Cid;
use crate::form::{Edit, FormField};

/// An intent of the cashier. `Debug` does not show a typed character, because it is personal data.
#[derive(derive_more::Debug, Clone, PartialEq, Eq)]
pub enum Intent {
    /// Type a character into the focused field.
    Type(#[debug("…")] char),
    /// Type a character that may begin a scan. [`Intent::StartScan`] takes it back.
    TypeSuspect(#[debug("…")] char),
    /// Type the first characters of a scan into the code field, and remove them from the field in which they were
    /// typed.
    StartScan(ScannedCode),
    /// Replace the code by the scan as it is now, with one more character.
    ContinueScan(ScannedCode),
    /// Remove the code from the field in which it was typed, because it was scanned before.
    DropScan,
    /// Edit the text of the focused field, or step through its choices.
    Edit(Edit),
    /// Replace the text of a field.
    SetField {
        /// The field, which gets the focus.
        field: FormField,
        /// The new text. An empty text clears the field.
        text: TypedText,
    },
    /// Move the focus to a field.
    Focus(FormField),
    /// Move the focus to the next field.
    Next,
    /// Move the focus to the previous field.
    Previous,
    /// Move the focus to the next field. On the button, register.
    Advance,
    /// Register the customer, from any field.
    Register,
    /// Register at this time, unless a key before it shows that Enter is held down.
    RegisterAt(Duration),
    /// Register the form with this `cid`, if its button still has the focus.
    RegisterForm(Cid),
    /// Ask for another Enter: this one may belong to a pasted text or a held key.
    AskForEnter,
    /// Clear the form. On an empty form, restore what was cleared.
    Clear,
    /// Undo the last change of the field, or the clear.
    Undo,
    /// Accept the suggestion: keep the name as typed, or use the suggested e-mail address.
    AcceptSuggestion,
    /// Open an overlay.
    Open(OverlayKind),
    /// Move the selection of the overlay.
    Select(Selection),
    /// Open the selected row, or answer the question with yes.
    Confirm,
    /// Ask whether to delete the selected row.
    Delete,
    /// Close the overlay, or answer the question with no.
    Dismiss,
    /// Show the masked screen again.
    Unmask,
    /// Show the desk in the next language.
    ChangeLanguage,
    /// End the program. If the form has text, a question comes first.
    Quit,
    /// Stop the program until the shell continues it.
    Suspend,
}

/// An overlay that a key opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OverlayKind {
    /// The keys.
    Help,
    /// The customer who is registered already.
    Card,
    /// Drafts, and registrations that are not delivered.
    WaitingList,
    /// Today’s registrations.
    Shift,
    /// The customers who have the typed name.
    NameSearch,
}

/// The new selection of an overlay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Selection {
    /// To the next row or page.
    Next,
    /// To the previous row or page.
    Previous,
    /// To the first row.
    First,
    /// To the last row.
    Last,
    /// To the row of this registration, if there is one.
    Row(Cid),
}

impl Selection {
    /// Returns the selected row, from 0. The row of a registration is for the caller to find.
    pub(super) fn position(self, at: usize, last: usize) -> usize {
        match self {
            Self::Next => at.saturating_add(1).min(last),
            Self::Previous => at.saturating_sub(1),
            Self::First => 0,
            Self::Last => last,
            Self::Row(_) => at,
        }
    }
}

/// The text of the code field during a scan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScannedCode {
    /// The text.
    pub text: TypedText,
    /// True if the scanner typed under another keyboard layout, and the text is the twin of the US layout.
    pub is_mapped: bool,
}

/// A text that was typed, pasted or scanned. `Debug` shows only its length.
#[derive(derive_more::Debug, Clone, PartialEq, Eq)]
#[debug("TypedText({} bytes)", _0.len())]
pub struct TypedText(pub String);
