//! A dialogue line by line: the state, and the lines that the cashier types.

use std::time::Duration;

use crate::app::{Intent, Mode, Model, Msg, Notice, Outcome, Overlay, update};
use crate::domain::{ApiError, Cid, Draft};
use crate::form::FormField;
use crate::locale::Locale;

use crate::wording::{FrontEnd, Message, Severity, Wording};

/// A dialogue between the desk and a cashier, line by line. `runtime` passes lines and messages to it, and prints its
/// replies.
pub struct Conversation {
    pub(super) model: Model,
    pub(super) say: &'static Locale,
    pub(super) step: Step,
    /// The notice that was printed last. It is not printed again.
    pub(super) printed_notice: Option<Notice>,
    /// The time of the current line, since the desk was opened.
    at: Duration,
    /// The field that was filled last. `k` accepts the suggestion there.
    pub(super) filled: Option<FormField>,
    source: Source,
    /// True if the cashier has chosen a row of the list and its form has not come yet.
    pub(super) is_opening: bool,
    /// The registrations of the list as it was printed. The rows may have changed since.
    pub(super) listed: Vec<Cid>,
    /// True if the rows of the outbox have come since the list was opened.
    pub(super) has_rows: bool,
    /// True if the drafts of an earlier run have come.
    pub(super) has_drafts: bool,
    pub(super) reply: Reply,
}

/// The source of the lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// A terminal: a person reads each answer and can react to it.
    Terminal,
    /// A pipe or a file. It cannot react, so an error ends the run.
    Pipe,
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
    /// The error that stops a pipe. A terminal continues.
    pub failure: Option<Failure>,
    /// The effects, and the end of the loop.
    pub outcome: Outcome,
    /// True if the dialogue is over.
    pub over: bool,
}

/// The current question, or the message that is awaited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// The question for a field.
    Field(FormField),
    /// The question whether to register.
    Confirm,
    /// The question for a row of the list.
    Row,
    /// The question for a customer who was found by name.
    FoundRow,
    /// No question: a message is awaited.
    Await(Awaited),
}

/// The message that is awaited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Awaited {
    /// The groups, which the next question needs.
    Groups,
    /// The answer to a registration.
    Answer,
    /// The rows of the waiting list.
    List,
    /// The registration of the chosen row.
    Opened,
    /// The customers with the typed name.
    Found,
}

impl Conversation {
    /// Begins a dialogue. Returns the reply with the first question.
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

    /// Returns true if a line is expected. Otherwise lines must wait for a message.
    pub const fn listens(&self) -> bool {
        !matches!(self.step, Step::Await(_))
    }

    /// Returns what a crash would lose.
    pub fn drafts(&self) -> Vec<Draft> {
        self.model.drafts()
    }

    /// Takes a line. `at` is the time since the desk was opened.
    pub fn line(&mut self, line: &str, at: Duration) -> Reply {
        self.at = self.at.max(at);
        // A space before a command character makes it text. Spaces at the end are ignored.
        let line = line.trim_end();
        match (self.step, line) {
            (_, "q") => return self.end(),
            (_, "?") => self.help(),
            (Step::Field(_) | Step::Confirm, "o") => self.open_list(),
            (Step::Field(_) | Step::Confirm, "/") => self.find_by_name(),
            (Step::Field(field), _) => self.answer_field(field, line),
            (Step::Confirm, "k") => self.accept_suggestion(),
            (Step::Confirm, _) => self.answer_confirm(line),
            (Step::Row, _) => self.answer_row(line),
            (Step::FoundRow, _) => self.answer_found(line),
            (Step::Await(_), _) => {}
        }
        self.ask();
        self.take_reply()
    }

    /// Reports a line that cannot be read, and repeats the question.
    pub fn unreadable(&mut self) -> Reply {
        self.error(&self.say.plain_line_unreadable());
        self.ask();
        self.take_reply()
    }

    /// Ends the dialogue when no more lines come. The caller says what happens to unfinished forms.
    pub fn end(&mut self) -> Reply {
        self.reply.over = true;
        self.take_reply()
    }

    /// Repeats the question, if one is open.
    pub fn again(&mut self) -> Reply {
        if self.listens() {
            self.print_line("");
            self.ask();
        }
        self.take_reply()
    }

    /// Returns what words the model.
    pub(super) const fn wording(&self) -> Wording<'_> {
        Wording { model: &self.model, say: self.say, front_end: FrontEnd::Lines }
    }

    pub(super) fn print_message(&mut self, (severity, words): Message) {
        match severity {
            Severity::Quiet | Severity::Good => self.print_line(&words),
            Severity::Warning => self.print_line(&self.say.plain_warning(words)),
            Severity::Bad => self.error(&words),
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

    /// Sends an intent to the state machine.
    pub(super) fn intend(&mut self, intent: Intent) {
        self.feed(Msg::Intent { intent, at: self.at });
    }

    pub(super) fn feed(&mut self, msg: Msg) {
        let outcome = update(&mut self.model, msg);
        self.reply.outcome.merge(outcome);
    }

    pub(super) const fn is_list_open(&self) -> bool {
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
