use std::time::Duration;

use crate::app::{Effect, FormState, Key, LookupStatus, Mode, Model, Msg, Notice, Overlay, Pasted, update};
use crate::domain::{ApiError, Cid};
use crate::form::{Draft, FormField, Groups};
use crate::view::{RenderContext, Said, Severity, displayable, of_result};

/// What a desk and a person say to each other, a line at a time.
pub struct Conversation {
    pub(super) model: Model,
    pub(super) brush: RenderContext<'static>,
    pub(super) step: Step,
    /// What was printed last of the results, so that it is not said again.
    pub(super) told: Option<Notice>,
    /// When the line came that is being taken, since the desk was opened.
    at: Duration,
    /// The field that was filled last: an offer that is made there can be answered.
    pub(super) filled: Option<FormField>,
    source: Source,
    /// The cashier has chosen a row of the list, and its form is about to come.
    pub(super) is_opening: bool,
    /// The registrations of the list in the order in which it was printed: its rows may have changed since.
    pub(super) listed: Vec<Cid>,
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
    /// To be carried out.
    pub commands: Vec<Effect>,
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

/// A key that comes as late after the one before is no key that is held down.
const DELIBERATE: Duration = Duration::from_millis(250);

/// The keys that sentences of the screen name, and what stands for them here.
const SIGNS: [(&str, &str); 2] = [("Ctrl-Y", "k"), ("Press Ctrl-O", "Type o")];

impl Conversation {
    /// Begins, with the first question.
    pub fn begin(model: Model, brush: RenderContext<'static>, source: Source) -> (Self, Reply) {
        let mut it = Self {
            model,
            brush,
            step: Step::Field(FormField::Phone),
            told: None,
            at: Duration::ZERO,
            filled: None,
            source,
            is_opening: false,
            listed: Vec::new(),
            reply: Reply::default(),
        };
        it.say(&brush.say.header_title());
        if it.model.desk.mode == Mode::Training {
            it.say(&brush.say.header_training());
        }
        it.say(&brush.say.plain_begin());
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
            (Step::Field(spot), _) => self.field(spot, line),
            (Step::Confirm, "k") => self.answer_offer(),
            (Step::Confirm, _) => self.confirmed(line),
            (Step::Row, _) => self.row(line),
            (Step::AwaitGroups | Step::AwaitAnswer | Step::AwaitList | Step::AwaitOpened, _) => {}
        }
        self.ask();
        self.take_reply()
    }

    /// A line came that cannot be read.
    pub fn unreadable(&mut self) -> Reply {
        self.error(&self.brush.say.plain_line_unreadable());
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
            self.say("");
            self.ask();
        }
        self.take_reply()
    }

    /// Something else happened.
    pub fn happened(&mut self, msg: Msg) -> Reply {
        let form = self.model.form().cid();
        let listed = matches!(msg, Msg::Kept(_));
        let (was_opening, disk) = (self.is_opening, matches!(msg, Msg::Disk(_)));
        let looked_up = matches!(msg, Msg::LookedUp { .. });
        self.feed(msg);
        if self.reply.commands.contains(&Effect::Quit) {
            return self.end();
        }
        match self.step {
            Step::AwaitGroups if !matches!(self.model.groups, Groups::Loading) => {
                self.reply.drops_typed_ahead = true;
                self.step = Step::Field(FormField::Group);
            }
            Step::AwaitAnswer if matches!(self.model.stage, FormState::Typing { .. }) => self.answered(),
            Step::AwaitList if listed => self.listed(),
            Step::Field(_) | Step::Confirm | Step::AwaitOpened if self.model.form().cid() != form => self.opened(),
            Step::AwaitOpened if listed || disk => self.not_opened(),
            Step::AwaitGroups | Step::AwaitAnswer | Step::AwaitList | Step::AwaitOpened => return self.take_reply(),
            Step::Field(_) | Step::Confirm if looked_up => {
                if !matches!(self.model.lookups.verdict(), Some(LookupStatus::Registered(_))) {
                    return self.take_reply();
                }
                self.say("");
                self.what_is_said_of(FormField::Phone);
            }
            Step::Field(_) | Step::Confirm | Step::Row => {
                // A question stands there: only what is new is worth to break its line.
                if self.model.notice == self.told || self.model.notice.is_none() {
                    return self.take_reply();
                }
                self.say("");
            }
        }
        self.result();
        if was_opening && !self.is_opening {
            // What is wrong with the form is why it was opened.
            self.reply.failure = None;
        }
        self.ask();
        self.take_reply()
    }

    /// A save was answered: to the field that it is about, or to the next customer.
    fn answered(&mut self) {
        self.reply.drops_typed_ahead = true;
        let form = self.model.form();
        let (spot, blank) = (form.focus(), form.is_blank());
        let marked = spot.api_field().is_some_and(|field| form.server_error(field).is_some());
        self.step = if marked {
            // The field's own words say more than the result's.
            self.told.clone_from(&self.model.notice);
            self.what_is_said_of(spot);
            self.reply.failure = self.failure_of_notice().or(self.reply.failure.take());
            Step::Field(spot)
        } else if blank {
            self.result();
            self.say("");
            Step::Field(FormField::Phone)
        } else {
            // Nothing at a field can mend it: as it is, it can be tried again.
            Step::Confirm
        };
    }

    /// Says what became of something, unless it is said already.
    fn result(&mut self) {
        if self.model.notice == self.told {
            return;
        }
        self.told = self.model.notice.clone();
        match &self.told {
            Some(Notice::DraftsFound) => self.say(&self.brush.say.plain_drafts_found()),
            // Said at the field, or of keys that are not pressed here.
            None | Some(Notice::MendFirst | Notice::EnterAgain | Notice::Cleared | Notice::Restored) => {}
            Some(_) => {
                let before = self.reply.failure.take();
                if let Some(said) = of_result(&self.model, self.brush) {
                    self.voice(&said);
                }
                // A notice about the computer or about a customer who is stored and waits stops nothing.
                self.reply.failure = self.failure_of_notice().or(before);
            }
        }
    }

    fn failure_of_notice(&self) -> Option<Failure> {
        match &self.model.notice {
            Some(Notice::Refused(trouble) | Notice::RefusedBehind { trouble, .. }) => {
                Some(Failure::Rejected(trouble.clone()))
            }
            Some(Notice::NotKept(_)) => Some(Failure::NotStored),
            _ => None,
        }
    }

    pub(super) fn voice(&mut self, said: &Said) {
        let words = SIGNS.iter().fold(said.words.clone(), |words, (key, sign)| words.replace(key, sign));
        match said.tone {
            Severity::Quiet | Severity::Good => self.say(&words),
            Severity::Warning => self.say(&self.brush.say.plain_warning(words)),
            Severity::Bad => self.error(&words),
        }
    }

    pub(super) fn error(&mut self, words: &str) {
        self.say(&self.brush.say.plain_error(words));
        self.reply.drops_typed_ahead = true;
        self.reply.failure = Some(Failure::Invalid);
    }

    pub(super) fn say(&mut self, words: &str) {
        self.print(words);
        self.reply.printed.push('\n');
    }

    pub(super) fn print(&mut self, words: &str) {
        self.reply.printed.push_str(&displayable(words, self.brush));
    }

    /// The key as if it were pressed, deliberately: how soon the lines of a pipe come says nothing of it.
    pub(super) fn press(&mut self, key: Key) {
        self.at = self.at.saturating_add(DELIBERATE);
        self.feed(Msg::Key { key, at: self.at });
    }

    pub(super) fn paste(&mut self, text: &str) {
        self.feed(Msg::Paste { text: Pasted(text.to_owned()), at: self.at });
    }

    fn feed(&mut self, msg: Msg) {
        let commands = update(&mut self.model, msg);
        self.reply.commands.extend(commands);
    }

    pub(super) const fn lists(&self) -> bool {
        matches!(self.model.overlay, Some(Overlay::Waiting { .. }))
    }

    fn take_reply(&mut self) -> Reply {
        self.reply.over |= self.is_stopped();
        std::mem::take(&mut self.reply)
    }

    /// Returns true if the next line would answer another question than the one that it was written for.
    pub(super) const fn is_stopped(&self) -> bool {
        matches!(self.source, Source::Pipe) && self.reply.failure.is_some()
    }
}
