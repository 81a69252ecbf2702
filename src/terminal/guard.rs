use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crossterm::Command;
use crossterm::cursor::Show;
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::style::ResetColor;
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use rustix::process::{Signal, getpgrp, getsid, kill_current_process_group};
use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};

use super::NonblockingTty;
use super::renderer::CLEAR;

/// Whether the terminal is ours at this moment. One process has one terminal.
static ENTERED: AtomicBool = AtomicBool::new(false);

/// Holds the terminal in raw mode on its alternate screen and gives it back when dropped, also while a panic
/// unwinds.
pub struct TerminalGuard(());

impl TerminalGuard {
    /// Takes the terminal over: raw mode, alternate screen, marked pastes.
    ///
    /// # Errors
    ///
    /// Where the terminal cannot be set to raw mode or written to; it is given back before.
    pub fn enter() -> io::Result<Self> {
        let guard = Self(());
        enter_raw_screen()?;
        Ok(guard)
    }

    /// Takes the terminal over once more: whoever had it while the program was stopped has left it in a state of
    /// its own. The screen has to enter it again, and everything be painted anew.
    ///
    /// # Errors
    ///
    /// Where the terminal is gone.
    pub fn reenter(&self) -> io::Result<()> {
        // crossterm remembers raw mode as set and would not set it again; to give it back in between would let keys
        // that come just then be echoed.
        let mut mode = tcgetattr(io::stdin())?;
        mode.make_raw();
        tcsetattr(io::stdin(), OptionalActions::Now, &mode)?;
        ENTERED.store(true, Ordering::SeqCst);
        Ok(())
    }

    /// Gives the terminal back and stops the program, until the shell brings it to the fore again; then takes the
    /// terminal once more. The screen has to enter it again, and everything be painted anew. If `prepare` returns `None`
    /// the program does not stop: what it holds would block others.
    ///
    /// # Errors
    ///
    /// Where the terminal is gone.
    pub fn suspend<T>(&self, prepare: impl FnOnce() -> Option<T>) -> io::Result<()> {
        restore();
        let prepared = prepare();
        if prepared.is_some() {
            stop_job()?;
        }
        drop(prepared);
        take_raw()
    }
}

/// Stops the program until the shell brings it to the fore again. The whole job stops, as if the terminal had asked for
/// it: a shell that waits for a wrapper sees it too.
///
/// # Errors
///
/// Where the system does not allow it.
pub fn stop_job() -> io::Result<()> {
    // Not TSTP: that is caught. The call comes back when the job goes on.
    Ok(kill_current_process_group(Signal::STOP)?)
}

impl Drop for TerminalGuard {
    fn drop(&mut self) {
        restore();
    }
}

fn enter_raw_screen() -> io::Result<()> {
    take_raw()?;
    write_now(&entering())
}

fn take_raw() -> io::Result<()> {
    enable_raw_mode()?;
    ENTERED.store(true, Ordering::SeqCst);
    Ok(())
}

/// What a terminal is told that is taken over: the other screen, marked pastes.
pub(super) fn entering() -> String {
    ansi(&EnterAlternateScreen) + &ansi(&EnableBracketedPaste)
}

/// Whether a shell waits for this job and can bring it back. A login session's own program, and what it runs in its
/// process group, has nobody above it.
pub fn shell_waits() -> bool {
    getsid(None).is_ok_and(|session| session != getpgrp())
}

/// Gives the terminal back: raw mode, alternate screen, pastes, caret. Each step is tried whatever became of the
/// one before; a second call does nothing. Tells whether there was anything to give back.
///
/// The screen is cleared first: where there is no alternate screen, customers would stay on it for whoever comes
/// next, and where there is one they would stay behind it.
pub fn restore() -> bool {
    if !ENTERED.swap(false, Ordering::SeqCst) {
        return false;
    }
    // A terminal that is gone takes none of it, and nobody is left to be told.
    let _ = disable_raw_mode();
    let clear = ansi(&ResetColor) + CLEAR;
    let _ = write_now(&(clear + &ansi(&LeaveAlternateScreen) + &ansi(&DisableBracketedPaste) + &ansi(&Show)));
    true
}

/// A terminal that takes nothing for so long is left as it is.
const RESTORE_TIMEOUT: Duration = Duration::from_secs(1);

fn write_now(bytes: &str) -> io::Result<()> {
    NonblockingTty::of_the_terminal()?.write_within(bytes.as_bytes(), RESTORE_TIMEOUT)
}

fn ansi(command: &impl Command) -> String {
    let mut bytes = String::new();
    // Writing to a String does not fail.
    let _ = command.write_ansi(&mut bytes);
    bytes
}
