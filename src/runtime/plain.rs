//! The front end line by line: it prints questions and reads lines.

use std::io::{self, IsTerminal as _, Write as _};
use std::os::fd::BorrowedFd;
use std::time::Instant;

use crate::app::{Effect, Exit, Outcome};
use crate::clock;
use crate::domain::PhoneRules;
use crate::locale::Locale;
use crate::plain::{Conversation, Failure, Reply, Source};
use crate::settings::{ApiTarget, DeskConfig, OutboxConfig};
use crate::terminal::{TypedLine, TypedLines, print_encoded, stop_job, theme};
use crate::view::{CharacterSet, transliterate};

use super::background::Background;
use super::event::{self, Event};
use super::event_loop::{self, FrontEnd, SuspendPolicy};
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
    let model = initial_model(&config, &api, clock::today(config.time_zone), Some(phone_rules))?;
    let (sender, events) = event::channel()?;
    let background = Background::start(config, api, outbox, sender)?;
    let source = if io::stdin().is_terminal() { Source::Terminal } else { Source::Pipe };
    let (conversation, first) = Conversation::begin(model, Locale::english(), source);
    let mut plain = Plain {
        opened,
        conversation,
        lines: TypedLines::with_environment_locale(),
        line_number: 0,
        source,
        signs: theme().signs,
        unprinted: String::new(),
        failure: None,
    };
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
            && let Some(line) = self.lines.take()
        {
            // A terminal shows the typed line and its end itself.
            if self.source == Source::Pipe {
                self.unprinted.push('\n');
            }
            self.line_number += u64::from(line != TypedLine::End);
            let reply = match line {
                TypedLine::Text(text) => self.conversation.line(&text, self.opened.elapsed()),
                TypedLine::Unreadable => self.conversation.unreadable(),
                TypedLine::End => self.conversation.end(),
            };
            self.apply(reply, outcome);
        }
    }

    fn apply(&mut self, reply: Reply, outcome: &mut Outcome) {
        outcome.merge(reply.outcome);
        self.unprinted.push_str(&reply.printed);
        if self.source == Source::Terminal && reply.drops_typed_ahead {
            // Dropped before the answer is shown: lines that are typed after it count.
            let dropped = self.lines.discard();
            if dropped > 0 {
                self.unprinted.push_str(&Locale::english().plain_lines_dropped(dropped));
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
        let say = Locale::english();
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
            writeln!(io::stdout())?;
            anyhow::bail!(say.plain_draft_lost());
        }
        writeln!(io::stdout(), "\n{}", say.plain_draft_saved())?;
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
        None
    }

    fn on_timeout(&mut self, _: Instant, _: &mut Outcome) {}

    fn on_input(&mut self, _: Instant, outcome: &mut Outcome) {
        self.lines.read();
        self.take_lines(outcome);
    }

    fn on_event(&mut self, event: Event, outcome: &mut Outcome) {
        match event {
            Event::Msg(msg) => {
                let reply = self.conversation.on_message(msg);
                self.apply(reply, outcome);
            }
            Event::Stopped => outcome.merge(Exit::Suspend.into()),
            // The shell may have printed something after the question.
            Event::Continued => {
                let again = self.conversation.again();
                self.apply(again, outcome);
            }
            Event::Resized => {}
        }
        self.take_lines(outcome);
    }

    fn show(&mut self) -> anyhow::Result<Option<Exit>> {
        print_encoded(&transliterate(self.signs, &std::mem::take(&mut self.unprinted)), self.signs)?;
        Ok(None)
    }

    fn suspend<T>(&mut self, prepare: impl FnOnce() -> Option<T>) -> anyhow::Result<Option<Exit>> {
        if let Some(_held) = prepare() {
            stop_job()?;
        }
        Ok(None)
    }

    fn follows_outbox(&self) -> bool {
        // The list is printed once and not updated.
        false
    }
}
