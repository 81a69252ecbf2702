use std::io;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use rand::TryRng as _;
use rand::rngs::SysRng;
use ratatui::Terminal;

use crate::app::{self, CidGenerator, Effect, IdleTimeouts, Mode, Model, Msg, Pasted, update};
use crate::domain::Today;
use crate::form::ParseContext;
use crate::locale::Locale;
use crate::settings::{ApiTarget, Settings};
use crate::terminal::{Input, NonblockingTty, Renderer, TerminalGuard, read_into, shell_waits, theme};
use crate::view::{RenderContext, draw};

use super::background::Background;
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
    background.order(Effect::LoadDesk);
    let (mut drafts, mut follows) = (model.drafts(), false);
    loop {
        let patience = Patience { opened, behind: face.is_behind() };
        let turn = turn(&mut model, &woken, &background, patience, || face.size());
        // Before anything that can fail: what is typed must not be lost with it.
        let now = model.drafts();
        if now != drafts {
            drafts.clone_from(&now);
            background.keep(now);
        }
        if follows != model.follows_outbox() {
            follows = !follows;
            background.follow(follows);
        }
        fail_if_asked(&model)?;
        // A terminal that takes no frame is gone: there is nobody to tell, and nothing to do but leave.
        let shown = match turn {
            Turn::Quit => return Ok(()),
            Turn::Suspend if leave == Leave::ToShell && shell_waits() => {
                face.guard.suspend(|| background.hold()).and_then(|()| face.paint(&model, Paint::Taken))
            }
            // Also where the size is the one that it was: it may have been another one meanwhile.
            Turn::Resized => face.paint(&model, Paint::Anew),
            Turn::Anew => face.guard.reenter().and_then(|()| face.paint(&model, Paint::Taken)),
            Turn::Suspend | Turn::Paint => face.paint(&model, Paint::Changes),
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

/// How much of the screen is painted.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Paint {
    Changes,
    /// Everything: its size is another one.
    Anew,
    /// Everything, on a terminal that was in other hands.
    Taken,
}

/// The terminal, taken, and what draws on it.
struct Face {
    terminal: Terminal<Renderer<NonblockingTty>>,
    brush: RenderContext<'static>,
    /// What the next frame that the terminal has room for has to be.
    next: Paint,
    guard: TerminalGuard,
}

impl Face {
    /// Takes the terminal and paints the first frame.
    fn show(model: &Model) -> anyhow::Result<Self> {
        let guard = TerminalGuard::enter().context(Locale::english().fatal_terminal())?;
        let brush = RenderContext { say: Locale::english(), theme: theme() };
        let terminal = Terminal::new(Renderer::new(NonblockingTty::of_the_terminal()?).showing(brush.theme.signs))?;
        let mut face = Self { terminal, brush, next: Paint::Anew, guard };
        face.paint(model, Paint::Anew).context(Locale::english().fatal_terminal())?;
        Ok(face)
    }

    /// The columns and rows that the terminal has at this moment, if it says so.
    fn size(&self) -> Option<(u16, u16)> {
        self.terminal.size().ok().map(|size| (size.width, size.height))
    }

    /// Whether the terminal has not taken the last frame yet.
    fn is_behind(&mut self) -> bool {
        self.terminal.backend_mut().has_pending()
    }

    /// Paints the model, unless the terminal has no room for a frame: then the next one shows what has become of it.
    fn paint(&mut self, model: &Model, paint: Paint) -> io::Result<()> {
        self.next = self.next.max(paint);
        self.terminal.backend_mut().flush_pending()?;
        if self.is_behind() {
            return Ok(());
        }
        let screen = self.terminal.backend_mut();
        match std::mem::replace(&mut self.next, Paint::Changes) {
            Paint::Changes => {}
            Paint::Anew => {
                screen.invalidate();
                self.terminal.clear()?;
            }
            Paint::Taken => {
                screen.enter();
                self.terminal.clear()?;
            }
        }
        self.terminal.draw(|frame| draw(model, self.brush, frame)).map(|_| ())
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

pub(super) fn fresh(settings: &Settings, today: Today) -> anyhow::Result<Model> {
    let mut seed = [0; 32];
    SysRng.try_fill_bytes(&mut seed).context(Locale::english().fatal_randomness())?;
    let mode = match settings.api {
        ApiTarget::Training => Mode::Training,
        ApiTarget::Live(_) => Mode::Live,
    };
    let rules =
        ParseContext { country: settings.country, language: settings.language, date_order: settings.date_order, today };
    let desk = app::Desk {
        sticky_group: settings.sticky_group,
        scanner_prefix: settings.scanner_prefix,
        code_template: settings.code_template.clone(),
        privacy: IdleTimeouts { hide_after: settings.hide_after, put_away_after: settings.shelve_after },
        ..app::Desk::new(mode, rules)
    };
    Ok(Model::new(desk, CidGenerator::seeded(seed)))
}

/// Waits for something to happen, then takes everything that has happened by now, so that a burst of keys is one
/// frame.
fn turn(
    model: &mut Model,
    woken: &Receiver<Wake>,
    background: &Background,
    patience: Patience,
    size: impl Fn() -> Option<(u16, u16)>,
) -> Turn {
    let Some(first) = wait(model, woken, patience) else { return Turn::Quit };
    // Before any key: what it may do depends on what can be seen. The signal of the change may come later.
    let resized = size().map(|(columns, rows)| Wake::Msg(Msg::Resized { columns, rows }));
    let mut first = resized.into_iter().chain([first]);
    let mut next = first.next();
    let mut turn = Turn::Paint;
    while let Some(wake) = next {
        match wake {
            Wake::Msg(msg) => {
                for command in update(model, msg) {
                    match command {
                        Effect::Quit => return Turn::Quit,
                        Effect::Suspend => turn = Turn::Suspend,
                        command => background.order(command),
                    }
                }
            }
            Wake::Resized if matches!(turn, Turn::Paint) => turn = Turn::Resized,
            // Lines are read where the desk speaks in lines.
            Wake::Resized | Wake::Typed => {}
            Wake::Stopped => turn = Turn::Suspend,
            Wake::Continued => turn = Turn::Anew,
        }
        if matches!(turn, Turn::Suspend) {
            return turn;
        }
        next = first.next().or_else(|| woken.try_recv().ok());
    }
    turn
}

/// How long to wait for the next thing that happens.
#[derive(Clone, Copy)]
struct Patience {
    opened: Instant,
    /// Whether a frame waits for the terminal to have room.
    behind: bool,
}

/// So often it is looked after.
const BEHIND: Duration = Duration::from_millis(50);

/// The next thing that happens, be it that for some time nothing does; nothing after the end.
fn wait(model: &Model, woken: &Receiver<Wake>, patience: Patience) -> Option<Wake> {
    let idle = model.idle_due().map(|due| due.saturating_sub(patience.opened.elapsed()));
    let behind = patience.behind.then_some(BEHIND);
    let Some(longest) = idle.into_iter().chain(behind).min() else { return woken.recv().ok() };
    match woken.recv_timeout(longest) {
        Ok(wake) => Some(wake),
        Err(RecvTimeoutError::Timeout) => Some(Wake::Msg(Msg::Idle { at: patience.opened.elapsed() })),
        Err(RecvTimeoutError::Disconnected) => None,
    }
}

fn awaken(input: Input, opened: Instant) -> Wake {
    match input {
        Input::Key(key, at) => Wake::Msg(Msg::Key { key, at: at.saturating_duration_since(opened) }),
        Input::Paste(text) => Wake::Msg(Msg::Paste { text: Pasted(text), at: opened.elapsed() }),
        Input::PastePart(text) => Wake::Msg(Msg::PastePart { text: Pasted(text), at: opened.elapsed() }),
        Input::Unreadable => Wake::Msg(Msg::Unreadable),
        Input::Gone => Wake::Msg(Msg::HangUp),
    }
}
