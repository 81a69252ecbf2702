//! The desk line by line: for screen readers, pipes, `expect`, and terminals that cannot be painted on. Nothing that
//! was printed is changed. Every choice has a number, and every error begins with a word.
//!
//! It is another front end of the same state machine: a line becomes an intent. The status of a field and notices are
//! data, which `words.rs` puts into sentences. `runtime` reads the lines and carries out the effects. This module must not
//! know the terminal or the screen.

mod ask;
mod conversation;
mod fields;
mod happened;
mod waiting;
mod words;

pub use conversation::{Conversation, Failure, Reply, Source};
