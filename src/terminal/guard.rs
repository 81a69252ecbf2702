use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use rustix::process::{Signal, getpgrp, getsid, kill_current_process_group};
use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};

use super::NonblockingTty;
use super::control::{enter_sequence, leave_sequence};

/// True while this process has the terminal in raw mode. One process has one terminal.
static ENTERED: AtomicBool = AtomicBool::new(false);

/// Keeps the terminal in raw mode on its alternate screen. Dropping the guard restores the terminal, also while a panic
/// unwinds.
pub struct TerminalGuard(());

impl TerminalGuard {
    /// Enters raw mode, the alternate screen and bracketed paste.
    ///
    /// # Errors
    ///
    /// The error of the system if raw mode cannot be set or the terminal cannot be written to. The terminal is restored
    /// before the error is returned.
    pub fn enter() -> io::Result<Self> {
        let guard = Self(());
        enter_raw_mode_and_screen()?;
        Ok(guard)
    }

    /// Enters raw mode again after the program was stopped, because other programs may have changed the terminal's mode
    /// meanwhile. The caller must then write [`enter_sequence`] and redraw everything.
    ///
    /// # Errors
    ///
    /// The error of the system if the terminal is closed.
    pub fn reenter(&self) -> io::Result<()> {
        // crossterm remembers that raw mode is set and would not set it again. Leaving raw mode in between would echo
        // the keys that arrive at that moment.
        let mut mode = tcgetattr(io::stdin())?;
        mode.make_raw();
        tcsetattr(io::stdin(), OptionalActions::Now, &mode)?;
        ENTERED.store(true, Ordering::SeqCst);
        Ok(())
    }

    /// Restores the terminal and stops the program until the shell resumes it; then enters raw mode again. The caller
    /// must then write [`enter_sequence`] and redraw everything. If `prepare` returns `None` the program does
    /// not stop, because a lock that it holds would block other processes. If the system does not permit it, the program
    /// goes on.
    ///
    /// # Errors
    ///
    /// The error of the system if the terminal is closed.
    pub fn suspend<T>(&self, prepare: impl FnOnce() -> Option<T>) -> io::Result<()> {
        restore();
        let prepared = prepare();
        if prepared.is_some() {
            let _ = stop_job();
        }
        drop(prepared);
        enter_raw_mode()
    }
}

/// Stops the program until the shell resumes it. The whole process group stops, as if the terminal had requested it, so
/// that a shell that waits for a wrapper sees it too.
///
/// # Errors
///
/// The error of the system if it does not permit the signal.
pub fn stop_job() -> io::Result<()> {
    // Not TSTP: the program catches that signal. The call returns when the job is resumed.
    Ok(kill_current_process_group(Signal::STOP)?)
}

impl Drop for TerminalGuard {
    fn drop(&mut self) {
        restore();
    }
}

fn enter_raw_mode_and_screen() -> io::Result<()> {
    enter_raw_mode()?;
    write_within_timeout(&enter_sequence())
}

fn enter_raw_mode() -> io::Result<()> {
    enable_raw_mode()?;
    ENTERED.store(true, Ordering::SeqCst);
    Ok(())
}

/// Returns true if a shell with job control can resume this job. The first program of a login session, and every
/// program in its process group, has no shell above it.
pub fn has_job_control() -> bool {
    getsid(None).is_ok_and(|session| session != getpgrp())
}

/// Restores raw mode, alternate screen, paste mode and cursor. A failed step does not prevent the next one, and a
/// second call does nothing. Returns true if there was anything to restore.
pub fn restore() -> bool {
    if !ENTERED.swap(false, Ordering::SeqCst) {
        return false;
    }
    // A closed terminal accepts none of this, and there is nowhere left to report an error.
    let _ = disable_raw_mode();
    let _ = write_within_timeout(&leave_sequence());
    true
}

/// A terminal that accepts no output for this long is left as it is.
const RESTORE_TIMEOUT: Duration = Duration::from_secs(1);

fn write_within_timeout(bytes: &str) -> io::Result<()> {
    NonblockingTty::stdout()?.write_all_within(bytes.as_bytes(), RESTORE_TIMEOUT)
}
