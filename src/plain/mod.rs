//! The front end line by line: for screen readers, pipes, `expect`, and terminals without cursor movement. Printed
//! lines are never changed, and nothing is printed into a line that is being typed.
//!
//! It uses the same state machine as the screen: a line becomes intents. `words` has its sentences, which a voice can
//! speak. `runtime` reads the lines and carries out the effects. This module must not know the terminal or the screen.

mod answers;
mod ask;
mod command;
mod conversation;
mod errands;
mod help;
mod news;
mod printing;
mod reply;
mod step;
mod waiting;
mod words;

pub use conversation::Conversation;
pub use reply::{Failure, QuestionStyle, Reply, Source};
