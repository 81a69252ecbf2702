use std::io::{self, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::Command;
use crossterm::cursor::Show;
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};

/// Whether the terminal is ours at this moment. One process has one terminal.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Holds the terminal in raw mode on its alternate screen and gives it back when dropped, also while a panic
/// unwinds.
pub struct Guard(());

impl Guard {
    /// Takes the terminal over: raw mode, alternate screen, marked pastes.
    ///
    /// # Errors
    ///
    /// Where the terminal cannot be set to raw mode or written to; it is given back before.
    pub fn take() -> io::Result<Self> {
        enable_raw_mode()?;
        TAKEN.store(true, Ordering::SeqCst);
        let guard = Self(());
        write_now(&(ansi(&EnterAlternateScreen) + &ansi(&EnableBracketedPaste)))?;
        Ok(guard)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        restore();
    }
}

/// Gives the terminal back: raw mode, alternate screen, pastes, caret. Each step is tried whatever became of the
/// one before; a second call does nothing.
pub fn restore() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    // A terminal that is gone takes none of it, and nobody is left to be told.
    let _ = disable_raw_mode();
    let _ = write_now(&(ansi(&LeaveAlternateScreen) + &ansi(&DisableBracketedPaste) + &ansi(&Show)));
}

fn write_now(bytes: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(bytes.as_bytes())?;
    out.flush()
}

fn ansi(command: &impl Command) -> String {
    let mut bytes = String::new();
    // Writing to a String does not fail.
    let _ = command.write_ansi(&mut bytes);
    bytes
}
