//! A dialogue line by line: its state, and what `runtime` calls.

use std::time::Duration;

use crate::app::{Effect, Intent, Mode, Model, Msg, Notice, Overlay, update};
use crate::domain::{Cid, Draft, GroupId};
use crate::form::FormField;
use crate::locale::{Languages, Locale};
use crate::wording::Message;

use super::command::Command;
use super::reply::{Failure, QuestionStyle, Reply, Source};
use super::step::Step;

/// A dialogue between the desk and a cashier, line by line. `runtime` passes lines and messages to it, and prints its
/// replies.
pub struct Conversation {
    pub(super) model: Model,
    pub(super) say: &'static Locale,
    languages: Languages,
    pub(super) step: Step,
    /// The step to go back to when a list or a card is closed.
    pub(super) return_to: Step,
    /// The step whose question was printed last. It is repeated without its choices.
    pub(super) asked: Option<Step>,
    /// True if a question was printed and no line has answered it.
    pub(super) is_question_open: bool,
    /// The notice that was printed last, or waits in `news`. It is not printed again.
    pub(super) seen_notice: Option<Notice>,
    /// What happened while a line was being typed, to be printed after the line.
    pub(super) news: Vec<(Message, Option<Failure>)>,
    /// The messages that came while a line was being typed and would have put another form under that line.
    pub(super) postponed: Vec<Msg>,
    /// The time of the current line or message, since the desk was opened.
    pub(super) at: Duration,
    /// When the cashier must hear that the desk is still waiting. `None` means that it waits for nothing.
    pub(super) word_due: Option<Duration>,
    /// How often the cashier was informed that the desk is waiting. After the first time lines are taken.
    pub(super) waiting_words: u32,
    /// The field that was filled last. `k` uses the suggestion there.
    pub(super) filled: Option<FormField>,
    /// The changes of the form on the screen that can be undone: the field and the text before.
    pub(super) changes: Vec<(Cid, FormField, String)>,
    pub(super) source: Source,
    pub(super) style: QuestionStyle,
    /// The registrations of the list as it was printed. The rows may have changed since.
    pub(super) listed: Vec<Cid>,
    /// The groups with their numbers as they were printed, from 1.
    pub(super) listed_groups: Vec<GroupId>,
    /// True if the rows of the outbox have come since the list was opened.
    pub(super) has_rows: bool,
    /// True if the drafts of an earlier run have come.
    pub(super) has_drafts: bool,
    pub(super) reply: Reply,
}

impl Conversation {
    /// Begins a dialogue. Returns the reply with the first question.
    pub fn begin(model: Model, languages: Languages, source: Source, style: QuestionStyle) -> (Self, Reply) {
        let first = Step::Field(FormField::Phone);
        let say = languages.current();
        let mut it = Self {
            model,
            say,
            languages,
            step: first,
            return_to: first,
            asked: None,
            is_question_open: false,
            seen_notice: None,
            news: Vec::new(),
            postponed: Vec::new(),
            at: Duration::ZERO,
            word_due: None,
            waiting_words: 0,
            filled: None,
            changes: Vec::new(),
            source,
            style,
            listed: Vec::new(),
            listed_groups: Vec::new(),
            has_rows: false,
            has_drafts: false,
            reply: Reply::default(),
        };
        it.print_line(&say.plain_title());
        if it.model.desk.mode == Mode::Training {
            it.print_line(&say.plain_training());
        }
        it.print_line(&say.plain_begin());
        it.ask();
        let reply = it.take_reply();
        (it, reply)
    }

    /// Returns true if a line is expected. Otherwise lines must wait for a message.
    pub const fn listens(&self) -> bool {
        !matches!(self.step, Step::Await(_)) || self.waiting_words > 0 && matches!(self.source, Source::Terminal)
    }

    /// Returns what a crash would lose.
    pub fn drafts(&self) -> Vec<Draft> {
        self.model.drafts()
    }

    /// Takes a line. `at` is the time since the desk was opened.
    pub fn line(&mut self, line: &str, at: Duration) -> Reply {
        self.is_question_open = false;
        self.at = self.at.max(at);
        self.take_line(line.trim_end());
        self.go_on(false)
    }

    /// Reports that keys of a line were left out. The line follows.
    pub fn report_removed_keys(&mut self) {
        self.is_question_open = false;
        self.print_line(&self.say.plain_keys_removed());
    }

    /// Reports a line that cannot be read, and repeats the question.
    pub fn unreadable(&mut self) -> Reply {
        self.is_question_open = false;
        self.error(&self.say.plain_line_unreadable());
        self.go_on(false)
    }

    /// Ends the dialogue when no more lines come. `begun` is the line that was being typed; it goes into its field. The
    /// caller says what happens to unfinished forms.
    pub fn end(&mut self, begun: &str) -> Reply {
        if let Step::Field(field) = self.step
            && !begun.trim().is_empty()
            && Command::parse(begun, self.say).is_none()
        {
            self.begin_next_form();
            if let Some(text) = self.chosen_key(field, begun.trim()) {
                self.set(field, text);
            }
        }
        if std::mem::take(&mut self.is_question_open) {
            self.reply.printed.push('\n');
        }
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

    fn take_line(&mut self, line: &str) {
        let is_gender = self.step == Step::Field(FormField::Gender)
            && line.chars().all(char::is_alphabetic)
            && self.gender_key(line).is_some();
        // A letter of the language can also be a sign. At this question it is an answer.
        let command = if is_gender { None } else { Command::parse(line, self.say) };
        match (self.step, command) {
            (_, Some(Command::Language)) => self.change_language(),
            (_, Some(Command::Quit)) => self.quit(),
            (_, Some(Command::Help)) => self.help(),
            (Step::Await(_) | Step::Row | Step::FoundRow, Some(Command::Back)) => self.leave_overlay(),
            (Step::Await(_), _) => self.print_line(&self.say.plain_wait()),
            (Step::Field(_) | Step::Confirm, Some(command)) => self.carry_out(command),
            (Step::Field(field), None) => self.answer_field(field, line),
            (Step::Confirm, None) => self.answer_confirm(line),
            (Step::Row | Step::FoundRow, _) if line.is_empty() => self.leave_overlay(),
            (Step::Row, _) => self.answer_row(line),
            (Step::Delete(cid), _) => self.answer_delete(cid, line),
            (Step::FoundRow, _) => self.answer_found(line),
        }
    }

    /// Continues in the next language.
    fn change_language(&mut self) {
        self.say = self.languages.advance();
        self.feed(Msg::Letters(self.say.letters()));
        self.reply.outcome.effects.push(Effect::RememberLanguage(self.say.code()));
        self.print_line(&self.say.plain_language());
        // The choices of the question are new words.
        self.asked = None;
    }

    /// Returns the language of the dialogue.
    pub const fn language(&self) -> &'static Locale {
        self.say
    }

    /// Says that the desk is closed, and what happens to waiting customers.
    fn quit(&mut self) {
        self.print_line(&self.say.plain_closed());
        let waiting = self.model.counts.waiting;
        if waiting > 0 {
            self.print_line(&self.say.plain_closed_waiting(waiting));
        }
        self.reply.over = true;
    }

    /// Prints what happened meanwhile, and asks the next question. While a line is being typed, nothing is printed.
    pub(super) fn go_on(&mut self, is_typing: bool) -> Reply {
        if !is_typing && !self.reply.over {
            for msg in std::mem::take(&mut self.postponed) {
                self.take_message(msg);
            }
            self.print_news();
            if !self.is_question_open {
                self.ask();
            }
        }
        self.plan_word();
        self.take_reply()
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

    /// Returns true if the next line would answer another question than the one that it was written for.
    pub(super) const fn is_stopped(&self) -> bool {
        matches!(self.source, Source::Pipe) && self.reply.failure.is_some()
    }
}
