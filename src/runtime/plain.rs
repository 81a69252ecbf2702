//! The front end line by line: it prints questions and reads lines.

use std::io::{self, IsTerminal as _, Write as _};
use std::os::fd::BorrowedFd;
use std::time::Instant;

use crate::app::{Effect, Exit, Msg, Outcome};
use crate::domain::PhoneRules;
use crate::plain::{Conversation, Failure, QuestionStyle, Reply, Source};
use crate::settings::{ApiTarget, Bell, DeskConfig, OutboxConfig};
use crate::terminal::{BELL, TypedLine, TypedLines, has_input, print_encoded, stop_job, theme};
use crate::view::{CharacterSet, transliterate};

use super::background::{Background, WorkerRuntime};
use super::event::{self, Event};
use super::event_loop::{self, FrontEnd, SuspendPolicy};
use super::language::languages;
use super::screen::initial_model;

/// The end of a run.
#[derive(Debug)]
pub enum PlainEnd {
    /// The cashier quit, or the input ended.
    Done,
    /// An error ended it, because its lines come from a pipe.
    Stopped(Failure),
}

/// Opens the desk line by line and runs it until its input ends, the cashier quits or the terminal goes away.
///
/// # Errors
///
/// The system gives no thread, descriptor or randomness, or takes no output; the unfinished form could not be saved as
/// a draft in the end.
pub fn run_plain(
    config: DeskConfig,
    api: ApiTarget,
    outbox: OutboxConfig,
    suspend: SuspendPolicy,
) -> anyhow::Result<PlainEnd> {
    match converse(config, api, outbox, suspend) {
        // If the reader of the output is gone, this is no error.
        Err(error) if is_broken_pipe(&error) => Ok(PlainEnd::Done),
        done => done,
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

fn converse(
    config: DeskConfig,
    api: ApiTarget,
    outbox: OutboxConfig,
    suspend: SuspendPolicy,
) -> anyhow::Result<PlainEnd> {
    let opened = Instant::now();
    // A pipe may send all lines at once, and each one is answered before the next.
    let phone_rules = PhoneRules::load(config.country);
    let is_short = config.accessibility.has_short_questions;
    let style = if is_short { QuestionStyle::Short } else { QuestionStyle::Whole };
    let bell = config.accessibility.bell;
    let signs = theme().signs;
    let languages = languages(&config, &outbox, signs);
    let model = initial_model(&config, &api, &outbox.cashier, languages.current(), Some(phone_rules))?;
    let (sender, events) = event::channel()?;
    let background = Background::start(WorkerRuntime::new()?, config, api, outbox, sender)?;
    let source = if io::stdin().is_terminal() { Source::Terminal } else { Source::Pipe };
    let (conversation, first) = Conversation::begin(model, languages, source, style);
    let (lines, unprinted) = (TypedLines::open(signs), String::new());
    let mut plain =
        Plain { opened, conversation, lines, line_number: 0, source, signs, bell, unprinted, failure: None };
    plain.apply(first, &mut Outcome::default());
    plain.show()?;
    background.order(Effect::LoadDesk);
    if source == Source::Terminal {
        background.order(Effect::FindSample);
    }
    event_loop::run(&mut plain, &events, &background, suspend)?;
    plain.finish(&background)
}

/// The front end that prints.
struct Plain {
    opened: Instant,
    conversation: Conversation,
    /// Lines that were read before the dialogue asked for them.
    lines: TypedLines,
    /// The number of the last line that was used, from 1.
    line_number: u64,
    source: Source,
    signs: CharacterSet,
    bell: Bell,
    /// The text to print next.
    unprinted: String,
    /// The error that stops the run.
    failure: Option<Failure>,
}

impl Plain {
    /// Passes lines to the dialogue, as long as there are lines and the dialogue expects one.
    fn take_lines(&mut self, outcome: &mut Outcome) {
        while outcome.exit.is_none()
            && self.conversation.listens()
            && let Some((line, echo)) = self.lines.take()
        {
            if line != TypedLine::End {
                self.unprinted.push_str(&echo);
                self.line_number += 1;
            }
            let reply = match line {
                TypedLine::Text { text, has_lost_keys } => {
                    if has_lost_keys {
                        self.conversation.report_removed_keys();
                    }
                    self.conversation.line(&text, self.opened.elapsed())
                }
                TypedLine::Unreadable => self.conversation.unreadable(),
                TypedLine::End => self.conversation.end(&self.lines.begun()),
            };
            self.apply(reply, outcome);
        }
    }

    /// Ends the dialogue because the terminal is gone, or because the system asks for it.
    fn hang_up(&mut self, outcome: &mut Outcome) {
        // What was typed before the signal is still in the terminal.
        if self.source == Source::Terminal && self.lines.is_reading() && has_input() {
            self.lines.read();
        }
        let reply = self.conversation.end(&self.lines.begun());
        self.apply(reply, outcome);
    }

    fn apply(&mut self, reply: Reply, outcome: &mut Outcome) {
        outcome.merge(reply.outcome);
        if reply.has_error && self.bell == Bell::Errors {
            self.unprinted.push_str(BELL);
        }
        self.unprinted.push_str(&reply.printed);
        if self.source == Source::Terminal && reply.drops_typed_ahead {
            // Dropped before the answer is shown: lines that are typed after it count.
            let dropped = self.lines.discard();
            if dropped > 0 {
                self.unprinted.push_str(&self.conversation.language().plain_lines_dropped(dropped));
                self.unprinted.push('\n');
            }
        }
        self.unprinted.push_str(&reply.question);
        if reply.over {
            outcome.exit = Some(Exit::Quit);
            if self.source == Source::Pipe {
                self.failure = reply.failure;
            }
        }
    }

    /// Prints what happens to an unfinished form.
    fn finish(self, background: &Background) -> anyhow::Result<PlainEnd> {
        let say = self.conversation.language();
        if self.failure.is_some() {
            writeln!(io::stdout(), "{}", say.plain_stopped(self.line_number))?;
        }
        let end = self.failure.map_or(PlainEnd::Done, PlainEnd::Stopped);
        if self.conversation.drafts().is_empty() {
            // A rejected registration is in the outbox and can be opened like a draft.
            if matches!(end, PlainEnd::Stopped(Failure::Rejected(_))) {
                writeln!(io::stdout(), "{}", say.plain_draft_saved())?;
            }
            return Ok(end);
        }
        if !background.keep_now() {
            anyhow::bail!(say.plain_draft_lost());
        }
        writeln!(io::stdout(), "{}", say.plain_draft_saved())?;
        Ok(end)
    }
}

impl FrontEnd for Plain {
    const SHOW_MAY_BLOCK: bool = true;

    fn is_reading(&self) -> bool {
        self.lines.is_reading()
    }

    fn pending_output(&self) -> Option<BorrowedFd<'_>> {
        None
    }

    fn deadline(&self) -> Option<Instant> {
        self.conversation.deadline().map(|due| self.opened + due)
    }

    fn on_timeout(&mut self, now: Instant, outcome: &mut Outcome) {
        let at = now.saturating_duration_since(self.opened);
        let reply = self.conversation.on_pause(self.lines.is_begun(), at);
        self.apply(reply, outcome);
        self.take_lines(outcome);
    }

    fn on_input(&mut self, _: Instant, outcome: &mut Outcome) {
        self.lines.read();
        self.take_lines(outcome);
    }

    fn on_event(&mut self, event: Event, outcome: &mut Outcome) {
        match event {
            Event::Msg(Msg::HangUp) => self.hang_up(outcome),
            Event::Msg(msg) => {
                let reply = self.conversation.on_message(msg, self.lines.is_begun(), self.opened.elapsed());
                self.apply(reply, outcome);
            }
            Event::Stopped => outcome.exit_with(Exit::Suspend),
            // The shell may have printed something after the question.
            Event::Continued => {
                self.lines.retake_terminal();
                let again = self.conversation.again();
                self.apply(again, outcome);
            }
            Event::Resized => {}
        }
        self.take_lines(outcome);
    }

    fn show(&mut self) -> anyhow::Result<Option<Exit>> {
        let words = transliterate(self.signs, &std::mem::take(&mut self.unprinted));
        let begun = if self.conversation.listens() { self.lines.echo() } else { String::new() };
        print_encoded(&(words + &begun), self.signs)?;
        Ok(None)
    }

    fn suspend<T>(&mut self, prepare: impl FnOnce() -> Option<T>) -> anyhow::Result<Option<Exit>> {
        if let Some(_held) = prepare() {
            self.lines.release_terminal();
            stop_job()?;
        }
        Ok(None)
    }

    fn follows_outbox(&self) -> bool {
        // The list is printed once and not updated.
        false
    }
}
