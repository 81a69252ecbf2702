//! The desk line by line: for screen readers, pipes, `expect`, and terminals that cannot be painted on. Nothing that
//! was printed is ever changed; every choice has a number and every error begins with a word.
//!
//! It is another face of the same state machine: a line becomes the keys and pastes that would have been typed, the
//! sentences are those of the screen. `runtime` reads the lines and carries out the commands. This room must not know
//! the terminal.

mod ask;
mod conversation;
mod fields;
mod waiting;

pub use conversation::{Conversation, Failure, Reply, Source};
