use std::fs::File;
use std::io;
use std::os::fd::AsFd as _;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::Instant;

use anyhow::Context as _;
use rand::TryRng as _;
use rand::rngs::SysRng;
use ratatui::Terminal;
use ratatui::backend::Backend as _;

use crate::app::{self, Cids, Command, Mode, Model, Msg, Pasted, Privacy, update};
use crate::form::Rules;
use crate::locale::Locale;
use crate::settings::{Line, Settings};
use crate::terminal::{Guard, Input, Screen, read_into, theme};
use crate::view::{Brush, draw};

use super::background::{Background, Order};
use super::{Wake, day};

/// Opens the desk and runs it until the cashier quits or the terminal goes away.
///
/// The first frame is painted before anything is asked of the network.
///
/// # Errors
///
/// Where the terminal cannot be taken over, or the system gives no thread or randomness.
pub fn run(settings: Settings) -> anyhow::Result<()> {
    let opened = Instant::now();
    let mut model = fresh(&settings)?;
    let (wake, woken) = mpsc::channel();
    let background = Background::start(settings, wake.clone())?;
    let guard = Guard::take().context(Locale::english().fatal_terminal())?;
    let mut terminal = Terminal::new(Screen::new(unbuffered(&io::stdout())?))?;
    terminal.backend_mut().clear()?;
    let brush = Brush { say: Locale::english(), theme: theme() };
    // A terminal that takes no frame is gone: there is nobody to tell, and nothing to do but leave.
    let mut painted = paint(&mut terminal, &model, brush);
    read_into(move |input| wake.send(awaken(input, opened)).is_ok());
    background.order(Order::Command(Command::LoadDesk));
    let mut drafts = model.drafts();
    while painted && turn(&mut model, &woken, &background, opened) {
        painted = paint(&mut terminal, &model, brush);
        let now = model.drafts();
        if now != drafts {
            drafts.clone_from(&now);
            background.order(Order::Drafts(now));
        }
    }
    drop(guard);
    background.end();
    Ok(())
}

fn fresh(settings: &Settings) -> anyhow::Result<Model> {
    let mut seed = [0; 32];
    SysRng.try_fill_bytes(&mut seed).context(Locale::english().fatal_randomness())?;
    let mode = match settings.line {
        Line::Training => Mode::Training,
        Line::Live(_) => Mode::Live,
    };
    let rules = Rules {
        country: settings.country,
        language: settings.language,
        date_order: settings.date_order,
        today: day::today(),
    };
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
/// frame. Gives back whether the desk goes on.
fn turn(model: &mut Model, woken: &Receiver<Wake>, background: &Background, opened: Instant) -> bool {
    let Some(first) = wait(model, woken, opened) else { return false };
    let mut next = Some(first);
    while let Some(wake) = next {
        if let Wake::Msg(msg) = wake {
            for command in update(model, msg) {
                if command == Command::Quit {
                    return false;
                }
                background.order(Order::Command(command));
            }
        }
        next = woken.try_recv().ok();
    }
    true
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

fn paint(terminal: &mut Terminal<Screen<File>>, model: &Model, brush: Brush<'_>) -> bool {
    terminal.draw(|frame| draw(model, brush, frame)).is_ok()
}

fn awaken(input: Input, opened: Instant) -> Wake {
    match input {
        Input::Key(key, at) => Wake::Msg(Msg::Key { key, at: at.saturating_duration_since(opened) }),
        Input::Paste(text) => Wake::Msg(Msg::Paste { text: Pasted(text), at: opened.elapsed() }),
        Input::Resized => Wake::Resized,
        Input::Gone => Wake::Msg(Msg::HangUp),
    }
}

/// The standard output without std's buffer, which would cut a frame into several writes.
fn unbuffered(stdout: &io::Stdout) -> io::Result<File> {
    Ok(File::from(stdout.as_fd().try_clone_to_owned()?))
}
