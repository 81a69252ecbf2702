//! The front end line by line: for screen readers, pipes, `expect`, and terminals without cursor movement. Printed
//! lines are never changed. Every choice has a number, and every error begins with a word.
//!
//! It uses the same state machine as the screen: a line becomes an intent. `wording` has the sentences. `runtime` reads
//! the lines and carries out the effects. This module must not know the terminal or the screen.

mod ask;
mod conversation;
mod fields;
mod find;
mod happened;
mod waiting;

pub use conversation::{Conversation, Failure, Reply, Source};
