//! The form on the screen, and the forms that were cleared, interrupted or sent.

use crate::domain::{Cid, DisplayText, Draft};
use crate::form::Form;

/// The form on the screen, being edited or being sent.
#[derive(Debug, Clone, PartialEq)]
pub enum FormState {
    /// The cashier edits the form.
    Editing {
        /// The form.
        form: Form,
        /// The text that Clopos rejected, if this is a rejected registration. It is still in the outbox.
        refused: Option<Box<Draft>>,
        /// The form that Ctrl-R cleared. A second Ctrl-R restores it until something new is typed.
        cleared: Option<Box<Cleared>>,
    },
    /// The form was saved. It is shown until the answer comes or the next form is begun.
    Submitting(InFlight),
}

impl FormState {
    pub(in crate::app) const fn typing(form: Form) -> Self {
        Self::Editing { form, refused: None, cleared: None }
    }

    /// Returns the registration that is being sent.
    pub(crate) const fn sent(&self) -> Option<&InFlight> {
        match self {
            Self::Submitting(sent) => Some(sent),
            Self::Editing { .. } => None,
        }
    }

    pub(in crate::app) fn rejected(form: Form) -> Self {
        Self::Editing { refused: Some(Box::new(form.to_draft())), form, cleared: None }
    }
}

/// A form that was cleared.
#[derive(Debug, Clone, PartialEq)]
pub struct Cleared {
    /// The form with its text.
    pub form: Form,
    /// As in [`FormState::Editing`]. The rejected registration is deleted when the next form is begun.
    pub refused: Option<Box<Draft>>,
}

/// A form that was opened, and the one that was set aside for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interrupted {
    /// The opened form, on the screen or being sent.
    pub opened: Cid,
    /// The form that comes back when the opened one is settled.
    pub draft: Cid,
}

/// A registration that was saved and has no first answer yet.
#[derive(Debug, Clone, PartialEq)]
pub struct InFlight {
    /// The form as it was saved. It comes back if the registration is rejected.
    pub form: Form,
    /// The customer's name.
    pub name: DisplayText,
    /// True if it is on the disk. Until then it is saved as a draft.
    pub is_persisted: bool,
}

impl InFlight {
    /// Returns the `cid` of the registration.
    pub const fn cid(&self) -> Cid {
        self.form.cid()
    }
}

/// Returns true if a form has the same text as this draft. `None` gives false.
pub(in crate::app) fn is_unchanged(form: &Form, refused: Option<&Draft>) -> bool {
    refused.is_some_and(|kept| kept.texts == form.to_draft().texts)
}
