//! Messages that come without a line. What they say is printed between an answer and the next question.

use std::time::Duration;

use crate::app::{Card, Exit, FormState, Msg, Notice, Overlay};
use crate::domain::PhoneLookup;
use crate::form::{FormField, Groups};
use crate::wording::Severity;

use super::Conversation;
use super::reply::{Reply, Source};
use super::step::{Awaited, Step};

/// A terminal waits so long for the answer to a save. Then the next customer is asked for.
const ANSWER_GRACE: Duration = Duration::from_millis(400);

/// After this time without an answer the cashier hears that the desk is waiting, and then again at each interval.
const FIRST_WORD: Duration = Duration::from_secs(3);
const WORD_INTERVAL: Duration = Duration::from_secs(5);

impl Conversation {
    /// Takes a message. While a line is being typed nothing is printed, and no other form comes to the screen.
    /// `has_begun_line` is true if the cashier has typed a part of a line, `at` the time since the desk was opened.
    pub fn on_message(&mut self, msg: Msg, has_begun_line: bool, at: Duration) -> Reply {
        self.at = self.at.max(at);
        let is_typing = has_begun_line && self.is_question_open;
        if is_typing && matches!(msg, Msg::Answered { .. } | Msg::Opened { .. }) {
            self.postponed.push(msg);
            return Reply::default();
        }
        self.take_message(msg);
        if self.reply.outcome.exit == Some(Exit::Quit) {
            return self.take_reply();
        }
        self.go_on(is_typing)
    }

    /// Returns when to call [`Conversation::on_pause`], as the time since the desk was opened.
    pub const fn deadline(&self) -> Option<Duration> {
        self.word_due
    }

    /// Says that the desk is still waiting, and for what.
    pub fn on_pause(&mut self, has_begun_line: bool, at: Duration) -> Reply {
        self.at = self.at.max(at);
        let is_typing = has_begun_line && self.is_question_open;
        if self.word_due.take_if(|due| *due <= at).is_none() {
            return self.go_on(is_typing);
        }
        if self.step == Step::Await(Awaited::Answer) && self.source == Source::Terminal {
            // Lines typed before this question do not answer it.
            self.reply.drops_typed_ahead = true;
            self.ask_next_customer();
            self.word_due = Some(at + FIRST_WORD.saturating_sub(ANSWER_GRACE));
            return self.go_on(false);
        }
        if !is_typing {
            let words = self.waiting_words();
            self.print_line(&words);
            self.reply.drops_typed_ahead |= matches!(self.step, Step::Await(_)) && self.waiting_words == 0;
            self.waiting_words = self.waiting_words.saturating_add(1);
        }
        self.word_due = Some(at + WORD_INTERVAL);
        self.go_on(is_typing)
    }

    fn waiting_words(&self) -> String {
        let sent = self.model.stage.sent().or(self.model.in_flight.first());
        match (self.step, sent) {
            (Step::Await(Awaited::Answer), Some(sent)) => self.say.plain_sending(sent.name.as_str()),
            (Step::Await(Awaited::Groups), _) => self.say.plain_groups_loading(),
            (Step::Await(_), _) | (_, None) => self.say.plain_still_loading(),
            (_, Some(sent)) => self.say.plain_still_sending(sent.name.as_str()),
        }
    }

    /// Plans the next word if the desk waits for something.
    pub(super) fn plan_word(&mut self) {
        let is_awaiting = matches!(self.step, Step::Await(_));
        let is_sending = self.model.stage.sent().is_some() || !self.model.in_flight.is_empty();
        if !is_awaiting {
            self.waiting_words = 0;
        }
        if !is_awaiting && !is_sending {
            self.word_due = None;
        } else if self.word_due.is_none() {
            let is_save = self.step == Step::Await(Awaited::Answer) && self.source == Source::Terminal;
            self.word_due = Some(self.at + if is_save { ANSWER_GRACE } else { FIRST_WORD });
        }
    }

    /// Takes a message, and prints what belongs to the awaited one. Everything else becomes news.
    pub(super) fn take_message(&mut self, msg: Msg) {
        let form = self.model.form().cid();
        let is_list = matches!(msg, Msg::WaitingRows(_));
        self.has_rows |= is_list;
        self.has_drafts |= matches!(msg, Msg::DraftsFound(_));
        let has_disk_error = matches!(msg, Msg::Disk(_));
        let is_lookup = matches!(msg, Msg::LookedUp { .. });
        let had_groups = matches!(self.model.groups, Groups::Loaded(_));
        let is_groups = matches!(msg, Msg::Groups(_));
        let is_shift = matches!(msg, Msg::Shift(_));
        let was_sent = matches!(self.model.stage, FormState::Submitting(_));
        self.feed(msg);
        let has_come_back = was_sent && matches!(self.model.stage, FormState::Editing { .. });
        let is_other_form = (has_come_back || self.model.form().cid() != form) && !self.model.form().is_blank();
        match self.step {
            Step::Await(Awaited::Groups) if !matches!(self.model.groups, Groups::Loading) => {
                self.reply.drops_typed_ahead = true;
                self.asked = None;
                self.step = Step::Field(FormField::Group);
            }
            Step::Await(Awaited::Answer) if matches!(self.model.stage, FormState::Editing { .. }) => self.on_answer(),
            Step::Await(Awaited::List) if self.has_rows && self.has_drafts => self.print_list(),
            Step::Await(Awaited::Opened(_)) if is_other_form => self.on_opened(true),
            Step::Await(Awaited::Opened(cid)) if has_disk_error || is_list && !self.is_rejected(cid) => {
                self.on_not_opened();
            }
            Step::Await(Awaited::Found) if self.name_search().is_some_and(|search| search.answer.is_some()) => {
                self.print_found();
            }
            Step::Await(Awaited::Card) if !matches!(self.model.overlay, Some(Overlay::Card(Card::Awaited(_)))) => {
                self.print_card();
            }
            Step::Await(Awaited::Shift(page)) if is_shift => self.print_shift(page),
            Step::Field(_) | Step::Confirm if is_other_form => self.on_opened(false),
            _ if is_other_form => self.return_to = Step::after_focus(self.model.form().focus()),
            _ => {}
        }
        if is_lookup && matches!(self.model.lookups.status(), Some(Ok(PhoneLookup::Registered(_)))) {
            let status = self.status(FormField::Phone);
            self.news.extend(status.map(|message| (message, None)));
        }
        if is_groups && !had_groups {
            self.on_groups();
        }
        self.note_notice();
    }

    /// Continues after the answer to a registration: with the rejected field, or with the next customer.
    fn on_answer(&mut self) {
        self.reply.drops_typed_ahead = true;
        if !self.model.form().is_blank() {
            return self.on_opened(false);
        }
        self.print_notice();
        self.asked = None;
        self.ask_next_customer();
    }

    fn ask_next_customer(&mut self) {
        if !self.is_stopped() {
            self.print_line(&self.say.plain_next_customer());
        }
        self.step = Step::Field(FormField::Phone);
    }

    /// Says that the groups are loaded, if the cashier was asked for one before.
    fn on_groups(&mut self) {
        if self.source == Source::Pipe || !matches!(self.model.groups, Groups::Loaded(_)) {
            return;
        }
        if self.step == Step::Field(FormField::Group) {
            self.asked = None;
            self.news.push(((Severity::Quiet, self.say.plain_groups_loaded()), None));
        } else if !self.model.form().group().filter().is_blank() {
            let status = self.status(FormField::Group);
            self.news.extend(status.map(|message| (message, None)));
        }
    }

    /// Adds a new notice to the news. One about the computer or about a waiting registration does not stop a pipe.
    fn note_notice(&mut self) {
        if self.model.notice == self.seen_notice {
            return;
        }
        self.seen_notice.clone_from(&self.model.notice);
        // The list that is about to be read has the drafts.
        if self.step == Step::Await(Awaited::List) && self.model.notice == Some(Notice::DraftsFound) {
            return;
        }
        if let Some(message) = self.seen_notice.as_ref().and_then(|notice| self.words().notice(notice)) {
            let failure = self.failure_of_notice();
            self.news.push((message, failure));
        }
    }

    /// Prints the notice, unless it was printed already.
    pub(super) fn print_notice(&mut self) {
        self.note_notice();
        self.print_news();
    }

    pub(super) fn print_news(&mut self) {
        for (message, failure) in std::mem::take(&mut self.news) {
            let before = self.reply.failure.take();
            self.print_message(message);
            self.reply.failure = failure.or(before);
        }
    }
}
