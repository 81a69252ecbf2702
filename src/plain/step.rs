use crate::domain::Cid;
use crate::form::FormField;

/// The current question, or the message that is awaited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// The question for a field.
    Field(FormField),
    /// The question whether to register.
    Confirm,
    /// The question for a row of the list.
    Row,
    /// The question whether to delete a registration of the list.
    Delete(Cid),
    /// The question for a customer who was found by name.
    FoundRow,
    /// No question: a message is awaited.
    Await(Awaited),
}

/// The message that is awaited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Awaited {
    /// The groups. Only a pipe waits for them.
    Groups,
    /// The answer to a registration. A terminal waits only for a moment.
    Answer,
    /// The rows of the waiting list.
    List,
    /// This rejected registration of the list.
    Opened(Cid),
    /// The customers with the typed name.
    Found,
    /// The registered customer.
    Card,
    /// This page of today's registrations.
    Shift(usize),
}

impl Step {
    /// Returns the question for the field with the focus. The button is the question whether to register.
    pub(super) const fn after_focus(field: FormField) -> Self {
        match field {
            FormField::Register => Self::Confirm,
            field => Self::Field(field),
        }
    }
}
