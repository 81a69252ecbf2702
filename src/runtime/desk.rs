use std::fs::File;
use std::io;
use std::os::fd::AsFd as _;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::Instant;

use anyhow::Context as _;
use chrono::NaiveDate;
use rand::TryRng as _;
use rand::rngs::SysRng;
use ratatui::Terminal;
use ratatui::backend::Backend as _;

use crate::app::{self, Cids, Command, Mode, Model, Msg, Pasted, Privacy, update};
use crate::form::Rules;
use crate::locale::Locale;
use crate::settings::{Line, Settings};
use crate::terminal::{Guard, Input, Screen, read_into, shell_waits, theme};
use crate::view::{Brush, draw};

use super::background::{Background, Order};
use super::{Wake, day};

/// Where Ctrl-Z leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leave {
    /// To the shell, if one waits.
    ToShell,
    /// Nowhere: whoever sits here has nothing but the desk.
    Nowhere,
}

/// Opens the desk and runs it until the cashier quits or the terminal goes away.
///
/// The first frame is painted before anything is asked of the network.
///
/// # Errors
///
/// Where the terminal cannot be taken over, or the system gives no thread or randomness.
pub fn run(settings: Settings, leave: Leave) -> anyhow::Result<()> {
    let opened = Instant::now();
    let mut model = fresh(&settings, day::today())?;
    let (wake, woken) = mpsc::channel();
    let background = Background::start(settings, wake.clone())?;
    let mut face = Face::show(&model)?;
    read_into(move |input| wake.send(awaken(input, opened)).is_ok());
    background.order(Order::Command(Command::LoadDesk));
    let mut drafts = model.drafts();
    loop {
        let turn = turn(&mut model, &woken, &background, opened);
        // Before anything that can fail: what is typed must not be lost with it.
        let now = model.drafts();
        if now != drafts {
            drafts.clone_from(&now);
            background.order(Order::Drafts(now));
        }
        fail_if_asked(&model)?;
        // A terminal that takes no frame is gone: there is nobody to tell, and nothing to do but leave.
        let shown = match turn {
            Turn::Quit => return Ok(()),
            Turn::Suspend if leave == Leave::ToShell && shell_waits() => {
                background.keep_now();
                face.guard.suspend().and_then(|()| face.paint_anew(&model))
            }
            // Also where the size is the one that it was: it may have been another one meanwhile.
            Turn::Resized => face.paint_anew(&model),
            Turn::Anew => face.guard.take_again().and_then(|()| face.paint_anew(&model)),
            Turn::Suspend | Turn::Paint => face.paint(&model),
        };
        if shown.is_err() {
            return Ok(());
        }
    }
}

/// Fails on purpose once something is typed, if a test asks for it: no key leads to these ways out.
#[cfg(debug_assertions)]
#[expect(clippy::panic, reason = "that is what the test asks for")]
fn fail_if_asked(model: &Model) -> anyhow::Result<()> {
    let typed = !model.drafts().is_empty();
    match std::env::var("FRONTDESK_TEST_END").as_deref() {
        Ok("panic") if typed => panic!("asked for"),
        Ok("error") if typed => anyhow::bail!("asked for"),
        _ => Ok(()),
    }
}

/// What is shipped has nothing of it.
#[cfg(not(debug_assertions))]
#[expect(clippy::unnecessary_wraps, reason = "the other one fails")]
const fn fail_if_asked(_: &Model) -> anyhow::Result<()> {
    Ok(())
}

/// The terminal, taken, and what draws on it.
struct Face {
    terminal: Terminal<Screen<File>>,
    brush: Brush<'static>,
    guard: Guard,
}

impl Face {
    /// Takes the terminal and paints the first frame.
    fn show(model: &Model) -> anyhow::Result<Self> {
        let guard = Guard::take().context(Locale::english().fatal_terminal())?;
        let terminal = Terminal::new(Screen::new(unbuffered(&io::stdout())?))?;
        let mut face = Self { terminal, brush: Brush { say: Locale::english(), theme: theme() }, guard };
        face.terminal.backend_mut().clear()?;
        face.paint(model).context(Locale::english().fatal_terminal())?;
        Ok(face)
    }

    fn paint(&mut self, model: &Model) -> io::Result<()> {
        self.terminal.draw(|frame| draw(model, self.brush, frame)).map(|_| ())
    }

    /// Paints everything on a terminal that somebody else has written to.
    fn paint_anew(&mut self, model: &Model) -> io::Result<()> {
        self.terminal.backend_mut().forget();
        self.terminal.clear()?;
        self.paint(model)
    }
}

/// What is to be done once everything that has happened is taken in.
enum Turn {
    Paint,
    /// Paint everything: who knows what the terminal has kept.
    Resized,
    /// Paint everything: the terminal was in other hands.
    Anew,
    Suspend,
    Quit,
}

pub(super) fn fresh(settings: &Settings, today: NaiveDate) -> anyhow::Result<Model> {
    let mut seed = [0; 32];
    SysRng.try_fill_bytes(&mut seed).context(Locale::english().fatal_randomness())?;
    let mode = match settings.line {
        Line::Training => Mode::Training,
        Line::Live(_) => Mode::Live,
    };
    let rules =
        Rules { country: settings.country, language: settings.language, date_order: settings.date_order, today };
    let desk = app::Desk {
        sticky_group: settings.sticky_group,
        scanner_prefix: settings.scanner_prefix,
        code_template: settings.code_template.clone(),
        privacy: Privacy { hide_after: settings.hide_after, put_away_after: settings.put_away_after },
        ..app::Desk::new(mode, rules)
    };
    Ok(Model::new(desk, Cids::seeded(seed)))
}

/// Waits for something to happen, then takes everything that has happened by now, so that a burst of keys is one
/// frame.
fn turn(model: &mut Model, woken: &Receiver<Wake>, background: &Background, opened: Instant) -> Turn {
    let Some(first) = wait(model, woken, opened) else { return Turn::Quit };
    let mut next = Some(first);
    let mut turn = Turn::Paint;
    while let Some(wake) = next {
        match wake {
            Wake::Msg(msg) => {
                for command in update(model, msg) {
                    match command {
                        Command::Quit => return Turn::Quit,
                        Command::Suspend => turn = Turn::Suspend,
                        command => background.order(Order::Command(command)),
                    }
                }
            }
            Wake::Resized if matches!(turn, Turn::Paint) => turn = Turn::Resized,
            // Lines are read where the desk speaks in lines.
            Wake::Resized | Wake::Line(_) => {}
            Wake::Continued => turn = Turn::Anew,
        }
        if matches!(turn, Turn::Suspend) {
            return turn;
        }
        next = woken.try_recv().ok();
    }
    turn
}

/// The next thing that happens, be it that for some time nothing does; nothing after the end.
fn wait(model: &Model, woken: &Receiver<Wake>, opened: Instant) -> Option<Wake> {
    let Some(due) = model.idle_due() else { return woken.recv().ok() };
    match woken.recv_timeout(due.saturating_sub(opened.elapsed())) {
        Ok(wake) => Some(wake),
        Err(RecvTimeoutError::Timeout) => Some(Wake::Msg(Msg::Idle { at: opened.elapsed() })),
        Err(RecvTimeoutError::Disconnected) => None,
    }
}

fn awaken(input: Input, opened: Instant) -> Wake {
    match input {
        Input::Key(key, at) => Wake::Msg(Msg::Key { key, at: at.saturating_duration_since(opened) }),
        Input::Paste(text) => Wake::Msg(Msg::Paste { text: Pasted(text), at: opened.elapsed() }),
        Input::Unreadable => Wake::Msg(Msg::Unreadable),
        Input::Gone => Wake::Msg(Msg::HangUp),
    }
}

/// The standard output without std's buffer, which would cut a frame into several writes.
fn unbuffered(stdout: &io::Stdout) -> io::Result<File> {
    Ok(File::from(stdout.as_fd().try_clone_to_owned()?))
}
