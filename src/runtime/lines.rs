use std::collections::VecDeque;
use std::io::{self, IsTerminal as _, Write as _};
use std::sync::mpsc;
use std::time::Instant;

use crate::app::{Command, Msg};
use crate::form::Draft;
use crate::locale::Locale;
use crate::plain::{Conversation, Reply};
use crate::settings::Settings;
use crate::terminal::{TypedLine, print, read_lines_into, shell_waits, stop_job, theme};
use crate::view::{Brush, Signs};

use super::background::Background;
use super::desk::{Leave, fresh};
use super::{Wake, day};

/// Opens the desk line by line and runs it until its input ends, somebody quits or the terminal goes away.
///
/// # Errors
///
/// Where the system gives no thread or randomness, or takes no output; where what is half typed in the end could not be
/// kept.
pub fn run_plain(settings: Settings, leave: Leave) -> anyhow::Result<()> {
    match talk(settings, leave) {
        // A reader that has gone away has heard what it wanted.
        Err(error) if is_broken_pipe(&error) => Ok(()),
        done => done,
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

fn talk(settings: Settings, leave: Leave) -> anyhow::Result<()> {
    let model = fresh(&settings, day::today())?;
    let (wake, woken) = mpsc::channel();
    let background = Background::start(settings, wake.clone())?;
    let brush = Brush { say: Locale::english(), theme: theme() };
    let (conversation, first) = Conversation::begin(model, brush);
    let (drafts, lines, opened) = (Vec::new(), VecDeque::new(), Instant::now());
    let (echoed, signs) = (io::stdin().is_terminal(), brush.theme.signs);
    let mut talk = Talk { opened, conversation, background, drafts, lines, echoed, signs };
    talk.carry_out(first)?;
    read_lines_into(move |line| wake.send(Wake::Line(line)).is_ok());
    talk.background.order(Command::LoadDesk);
    while let Ok(wake) = woken.recv() {
        let goes_on = match wake {
            Wake::Msg(msg) => talk.happened(msg)?,
            Wake::Line(line) => {
                talk.lines.push_back(line);
                true
            }
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
            Wake::Resized => true,
        };
        if !(goes_on && talk.hear()?) {
            return talk.part();
        }
    }
    Ok(())
}

/// The conversation, and what carries it.
struct Talk {
    opened: Instant,
    conversation: Conversation,
    background: Background,
    /// What is half typed, as the background knows it.
    drafts: Vec<Draft>,
    /// Typed, or read from a pipe, before they were asked for.
    lines: VecDeque<TypedLine>,
    /// Whether a terminal shows what is typed, its line's end too.
    echoed: bool,
    signs: Signs,
}

impl Talk {
    fn happened(&mut self, msg: Msg) -> io::Result<bool> {
        let reply = self.conversation.happened(msg);
        self.carry_out(reply)
    }

    /// Takes as many lines as are there and asked for. Gives back whether the conversation goes on.
    fn hear(&mut self) -> io::Result<bool> {
        while self.conversation.listens() {
            let Some(line) = self.lines.pop_front() else { return Ok(true) };
            if !self.echoed {
                writeln!(io::stdout())?;
            }
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
    fn part(self) -> anyhow::Result<()> {
        if self.drafts.is_empty() {
            return Ok(());
        }
        let say = Locale::english();
        if !self.background.keep_now() {
            writeln!(io::stdout())?;
            anyhow::bail!(say.plain_lost());
        }
        Ok(writeln!(io::stdout(), "\n{}", say.plain_kept())?)
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
        print(&reply.printed, self.signs)?;
        Ok(!reply.over)
    }
}
