//! The lines that a dialogue prints, and the reply with them.

use crate::wording::{Message, Severity};

use super::Conversation;
use super::reply::{Failure, Reply};
use super::words::{Words, sentence};

impl Conversation {
    /// Returns what words the model.
    pub(super) const fn words(&self) -> Words<'_> {
        Words { model: &self.model, say: self.say }
    }

    pub(super) fn print_message(&mut self, (severity, words): Message) {
        match severity {
            Severity::Quiet | Severity::Good => self.print_line(&words),
            Severity::Warning => self.print_line(&self.say.plain_warning(sentence(words))),
            Severity::Bad => self.error(&words),
        }
    }

    pub(super) fn error(&mut self, words: &str) {
        self.print_line(&self.say.plain_error(sentence(words.to_owned())));
        self.reply.drops_typed_ahead = true;
        self.reply.has_error = true;
        self.reply.failure = Some(Failure::Invalid);
    }

    /// Prints a line. An open question ends before it.
    pub(super) fn print_line(&mut self, words: &str) {
        if std::mem::take(&mut self.is_question_open) {
            self.reply.printed.push('\n');
        }
        self.reply.printed.push_str(words);
        self.reply.printed.push('\n');
    }

    pub(super) fn take_reply(&mut self) -> Reply {
        self.reply.over |= self.is_stopped();
        std::mem::take(&mut self.reply)
    }
}
