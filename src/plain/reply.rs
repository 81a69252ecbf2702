//! What `runtime` passes to a dialogue and gets from it.

use crate::app::Outcome;
use crate::domain::ApiError;

/// The source of the lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// A terminal: a person reads each answer and can react to it.
    Terminal,
    /// A pipe or a file. It cannot react, so an error ends the run.
    Pipe,
}

/// How much a question says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuestionStyle {
    /// The label, the position, the format, the old value and the choices.
    Whole,
    /// The label and the old value.
    Short,
}

/// An error that stops a pipe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// A line does not fit the question, or a field is not valid.
    Invalid,
    /// The API rejected a customer.
    Rejected(ApiError),
    /// The customer could not be written to the disk.
    NotStored,
}

/// The reply to a line or a message.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Reply {
    /// The text to print.
    pub printed: String,
    /// The next question, to print behind it. Empty means that no question is asked.
    pub question: String,
    /// True if lines that were typed before the question must not answer it, because they were typed for another one.
    pub drops_typed_ahead: bool,
    /// True if an error is printed, so that the bell may ring.
    pub has_error: bool,
    /// The error that stops a pipe. A terminal continues.
    pub failure: Option<Failure>,
    /// The effects, and the end of the loop.
    pub outcome: Outcome,
    /// True if the dialogue is over.
    pub over: bool,
}
