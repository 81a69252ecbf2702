//! What the desk and the cashier say to each other, a line at a time: the lines.

use std::time::Duration;

use crate::app::{Intent, Mode, Model, Msg, Notice, Outcome, Overlay, update};
use crate::domain::{ApiError, Cid, Draft};
use crate::form::FormField;
use crate::locale::Locale;

use super::words::Sentence;

/// What a desk and a person say to each other, a line at a time.
pub struct Conversation {
    pub(super) model: Model,
    pub(super) say: &'static Locale,
    pub(super) step: Step,
    /// What was printed last of the results, so that it is not said again.
    pub(super) printed_notice: Option<Notice>,
    /// When the line came that is being taken, since the desk was opened.
    at: Duration,
    /// The field that was filled last: an offer that is made there can be answered.
    pub(super) filled: Option<FormField>,
    source: Source,
    /// The cashier has chosen a row of the list, and its form is about to come.
    pub(super) is_opening: bool,
    /// The registrations of the list in the order in which it was printed: its rows may have changed since.
    pub(super) listed: Vec<Cid>,
    /// Whether the rows of the outbox have come since the list was opened.
    pub(super) has_rows: bool,
    /// Whether the drafts of an earlier run have come.
    pub(super) has_drafts: bool,
    pub(super) reply: Reply,
}

/// Where the lines come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// A person, who reads each answer and can react to it.
    Terminal,
    /// A pipe or a file, which cannot: an error ends the run.
    Pipe,
}

/// An error for which a pipe is stopped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// A line is not what was asked for, or a field is not valid.
    Invalid,
    /// The API did not take a customer.
    Rejected(ApiError),
    /// The customer could not be stored on this computer.
    NotStored,
}

/// What comes of a line or of something that happened.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Reply {
    /// To be printed as it is.
    pub printed: String,
    /// The next question, to be printed behind it. Empty means that none is asked.
    pub question: String,
    /// Whether lines that were typed until now must not answer the question: it is not the one that they were typed for.
    pub drops_typed_ahead: bool,
    /// The error for which a pipe is stopped. A terminal goes on.
    pub failure: Option<Failure>,
    /// The effects, and the end of the loop.
    pub outcome: Outcome,
    /// Whether the conversation is over.
    pub over: bool,
}

/// What is being asked, or waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// A field.
    Field(FormField),
    /// The groups have to come before one can be asked for.
    AwaitGroups,
    /// Whether to register.
    Confirm,
    /// The answer to a save.
    AwaitAnswer,
    /// What is kept has to be listed.
    AwaitList,
    /// Which row of the list.
    Row,
    /// The registration of that row has to be read.
    AwaitOpened,
}

impl Conversation {
    /// Begins, with the first question.
    pub fn begin(model: Model, say: &'static Locale, source: Source) -> (Self, Reply) {
        let mut it = Self {
            model,
            say,
            step: Step::Field(FormField::Phone),
            printed_notice: None,
            at: Duration::ZERO,
            filled: None,
            source,
            is_opening: false,
            listed: Vec::new(),
            has_rows: false,
            has_drafts: false,
            reply: Reply::default(),
        };
        it.print_line(&say.header_title());
        if it.model.desk.mode == Mode::Training {
            it.print_line(&say.header_training());
        }
        it.print_line(&say.plain_begin());
        it.ask();
        let reply = it.take_reply();
        (it, reply)
    }

    /// Whether a line is awaited at this moment. Others wait until this one is dealt with.
    pub const fn listens(&self) -> bool {
        !matches!(self.step, Step::AwaitGroups | Step::AwaitAnswer | Step::AwaitList | Step::AwaitOpened)
    }

    /// What a crash would lose.
    pub fn drafts(&self) -> Vec<Draft> {
        self.model.drafts()
    }

    /// A line was typed, so long after the desk was opened.
    pub fn line(&mut self, line: &str, at: Duration) -> Reply {
        self.at = self.at.max(at);
        // A blank before a sign makes it a text; behind it blanks mean nothing.
        let line = line.trim_end();
        match (self.step, line) {
            (_, "q") => return self.end(),
            (_, "?") => self.help(),
            (Step::Field(_) | Step::Confirm, "o") => self.open_list(),
            (Step::Field(field), _) => self.field(field, line),
            (Step::Confirm, "k") => self.answer_offer(),
            (Step::Confirm, _) => self.answer_confirm(line),
            (Step::Row, _) => self.answer_row(line),
            (Step::AwaitGroups | Step::AwaitAnswer | Step::AwaitList | Step::AwaitOpened, _) => {}
        }
        self.ask();
        self.take_reply()
    }

    /// A line came that cannot be read.
    pub fn unreadable(&mut self) -> Reply {
        self.error(&self.say.plain_line_unreadable());
        self.ask();
        self.take_reply()
    }

    /// No line will come any more. What becomes of what is half typed, whoever keeps it says.
    pub fn end(&mut self) -> Reply {
        self.reply.over = true;
        self.take_reply()
    }

    /// The question once more, where one stands.
    pub fn again(&mut self) -> Reply {
        if self.listens() {
            self.print_line("");
            self.ask();
        }
        self.take_reply()
    }

    pub(super) fn print_sentence(&mut self, sentence: Sentence) {
        match sentence {
            Sentence::Plain(words) => self.print_line(&words),
            Sentence::Warning(words) => self.print_line(&self.say.plain_warning(words)),
            Sentence::Error(words) => self.error(&words),
        }
    }

    pub(super) fn error(&mut self, words: &str) {
        self.print_line(&self.say.plain_error(words));
        self.reply.drops_typed_ahead = true;
        self.reply.failure = Some(Failure::Invalid);
    }

    pub(super) fn print_line(&mut self, words: &str) {
        self.reply.printed.push_str(words);
        self.reply.printed.push('\n');
    }

    /// Carries out what the cashier wants.
    pub(super) fn intend(&mut self, intent: Intent) {
        self.feed(Msg::Intent { intent, at: self.at });
    }

    pub(super) fn feed(&mut self, msg: Msg) {
        let outcome = update(&mut self.model, msg);
        self.reply.outcome.merge(outcome);
    }

    pub(super) const fn lists(&self) -> bool {
        matches!(self.model.overlay, Some(Overlay::Waiting { .. }))
    }

    pub(super) fn take_reply(&mut self) -> Reply {
        self.reply.over |= self.is_stopped();
        std::mem::take(&mut self.reply)
    }

    /// Returns true if the next line would answer another question than the one that it was written for.
    pub(super) const fn is_stopped(&self) -> bool {
        matches!(self.source, Source::Pipe) && self.reply.failure.is_some()
    }
}
