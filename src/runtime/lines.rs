use std::io::{self, IsTerminal as _, Write as _};
use std::sync::mpsc;
use std::time::Instant;

use crate::app::{Effect, Msg};
use crate::form::Draft;
use crate::locale::Locale;
use crate::plain::{Conversation, Failure, Reply, Source};
use crate::settings::Settings;
use crate::terminal::{TypedLine, TypedLines, print, shell_waits, stop_job, theme};
use crate::view::{CharacterSet, RenderContext};

use super::background::Background;
use super::desk::{Leave, fresh};
use super::{Wake, day};

/// Opens the desk line by line and runs it until its input ends, somebody quits or the terminal goes away.
///
/// # Errors
///
/// Where the system gives no thread or randomness, or takes no output; where what is half typed in the end could not be
/// kept.
pub fn run_plain(settings: Settings, leave: Leave) -> anyhow::Result<PlainEnd> {
    match talk(settings, leave) {
        // A reader that has gone away has heard what it wanted.
        Err(error) if is_broken_pipe(&error) => Ok(PlainEnd::Done),
        done => done,
    }
}

/// How a run ended.
#[derive(Debug)]
pub enum PlainEnd {
    /// The cashier quit, or the input ended.
    Done,
    /// An error ended it, because its lines come from a pipe.
    Stopped(Failure),
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

fn talk(settings: Settings, leave: Leave) -> anyhow::Result<PlainEnd> {
    let model = fresh(&settings, day::today())?;
    let (wake, woken) = mpsc::channel();
    let background = Background::start(settings, wake.clone())?;
    let brush = RenderContext { say: Locale::english(), theme: theme() };
    let source = if io::stdin().is_terminal() { Source::Terminal } else { Source::Pipe };
    let (conversation, first) = Conversation::begin(model, brush, source);
    let lines = TypedLines::read(move || wake.send(Wake::Typed).is_ok());
    let mut talk = Talk {
        opened: Instant::now(),
        conversation,
        background,
        drafts: Vec::new(),
        lines,
        line_number: 0,
        source,
        signs: brush.theme.signs,
        failure: None,
    };
    talk.carry_out(first)?;
    talk.background.order(Effect::LoadDesk);
    while let Ok(wake) = woken.recv() {
        let goes_on = match wake {
            Wake::Msg(msg) => talk.happened(msg)?,
            Wake::Stopped => {
                if leave == Leave::ToShell && shell_waits() {
                    let held = talk.background.hold();
                    if held.is_some() {
                        stop_job()?;
                    }
                }
                true
            }
            // Whatever the shell has printed meanwhile stands behind the question.
            Wake::Continued => {
                let again = talk.conversation.again();
                talk.carry_out(again)?
            }
            Wake::Typed | Wake::Resized => true,
        };
        if !(goes_on && talk.hear()?) {
            return talk.part();
        }
    }
    Ok(PlainEnd::Done)
}

/// The conversation, and what carries it.
struct Talk {
    opened: Instant,
    conversation: Conversation,
    background: Background,
    /// What is half typed, as the background knows it.
    drafts: Vec<Draft>,
    /// Typed, or read from a pipe, before they were asked for.
    lines: TypedLines,
    /// The number of the line that was taken last, from 1.
    line_number: u64,
    source: Source,
    signs: CharacterSet,
    /// Why the run is stopped.
    failure: Option<Failure>,
}

impl Talk {
    fn happened(&mut self, msg: Msg) -> io::Result<bool> {
        let reply = self.conversation.happened(msg);
        self.carry_out(reply)
    }

    /// Takes as many lines as are there and asked for. Gives back whether the conversation goes on.
    fn hear(&mut self) -> io::Result<bool> {
        while self.conversation.listens() {
            let Some(line) = self.lines.next() else { return Ok(true) };
            // A terminal shows what is typed, its line's end too.
            if self.source == Source::Pipe {
                writeln!(io::stdout())?;
            }
            self.line_number += u64::from(line != TypedLine::End);
            let reply = match line {
                TypedLine::Text(text) => self.conversation.line(&text, self.opened.elapsed()),
                TypedLine::Unreadable => self.conversation.unreadable(),
                TypedLine::End => self.conversation.end(),
            };
            if !self.carry_out(reply)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Says what becomes of what is half typed.
    fn part(self) -> anyhow::Result<PlainEnd> {
        let say = Locale::english();
        if self.failure.is_some() {
            writeln!(io::stdout(), "{}", say.plain_stopped(self.line_number))?;
        }
        let end = self.failure.map_or(PlainEnd::Done, PlainEnd::Stopped);
        if self.drafts.is_empty() {
            // A rejected customer is in the outbox, from where it can be opened like a draft.
            if matches!(end, PlainEnd::Stopped(Failure::Rejected(_))) {
                writeln!(io::stdout(), "{}", say.plain_draft_saved())?;
            }
            return Ok(end);
        }
        if !self.background.keep_now() {
            writeln!(io::stdout())?;
            anyhow::bail!(say.plain_draft_lost());
        }
        writeln!(io::stdout(), "\n{}", say.plain_draft_saved())?;
        Ok(end)
    }

    fn carry_out(&mut self, reply: Reply) -> io::Result<bool> {
        let drafts = self.conversation.drafts();
        if drafts != self.drafts {
            self.drafts.clone_from(&drafts);
            self.background.keep(drafts);
        }
        for command in reply.commands {
            self.background.order(command);
        }
        let mut text = reply.printed;
        if self.source == Source::Terminal && reply.drops_typed_ahead {
            // Before the answer is seen: what is typed from then on counts.
            let dropped = self.lines.discard();
            if dropped > 0 {
                text.push_str(&Locale::english().plain_lines_dropped(dropped));
                text.push('\n');
            }
        }
        text.push_str(&reply.question);
        print(&text, self.signs)?;
        if reply.over && self.source == Source::Pipe {
            self.failure = reply.failure;
        }
        Ok(!reply.over)
    }
}
