use std::fs::{File, OpenOptions};
use std::io::{self, IsTerminal as _, Write};
use std::os::fd::{AsFd as _, BorrowedFd};
use std::os::unix::fs::OpenOptionsExt as _;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::OFlags;
use rustix::io::Errno;

/// The terminal as it is written to, without a buffer: it never waits for a terminal that does not read. One that
/// stands still (a line without packets, Ctrl-S at the far end) must not keep the desk from taking keys, writing drafts
/// and ending when it is told to.
///
/// Opened anew, since the standard output is shared with whoever started the program: they would find it not waiting
/// either.
#[derive(Debug, Clone, Copy)]
pub struct NonblockingTty(&'static File);

static TTY: OnceLock<File> = OnceLock::new();

impl NonblockingTty {
    /// The terminal that is the standard output.
    ///
    /// # Errors
    ///
    /// Where the process has no file left to open.
    pub fn of_the_terminal() -> io::Result<Self> {
        if let Some(file) = TTY.get() {
            return Ok(Self(file));
        }
        let file =
            reopen().map_or_else(|| Ok(File::from(io::stdout().as_fd().try_clone_to_owned()?)), Ok::<_, io::Error>)?;
        Ok(Self(TTY.get_or_init(|| file)))
    }

    /// Returns the descriptor, to wait until it takes bytes.
    pub fn fd(self) -> BorrowedFd<'static> {
        self.0.as_fd()
    }

    /// Writes it all, or as much as the terminal takes until then.
    ///
    /// # Errors
    ///
    /// `TimedOut` where it does not take it, another where it is gone.
    pub(super) fn write_within(mut self, mut bytes: &[u8], time: Duration) -> io::Result<()> {
        let deadline = Instant::now() + time;
        while !bytes.is_empty() {
            match self.write(bytes) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(length) => bytes = bytes.get(length..).unwrap_or_default(),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    if !self.is_ready(deadline.saturating_duration_since(Instant::now()))? {
                        return Err(io::ErrorKind::TimedOut.into());
                    }
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    fn is_ready(self, within: Duration) -> io::Result<bool> {
        let time = Timespec::try_from(within).map_err(io::Error::other)?;
        match poll(&mut [PollFd::new(self.0, PollFlags::OUT)], Some(&time)) {
            // A signal: there may be room, and if not it is asked for again.
            Err(Errno::INTR) => Ok(true),
            ready => Ok(ready? > 0),
        }
    }
}

impl Write for NonblockingTty {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // Where it could not be opened anew, a write waits; then it is at least not begun on a terminal that is full.
        if !self.is_ready(Duration::ZERO)? {
            return Err(io::ErrorKind::WouldBlock.into());
        }
        (&*self.0).write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The same terminal with a state of its own. Nothing where it belongs to another user (after `su`) or has no name.
fn reopen() -> Option<File> {
    let stdout = io::stdout();
    if !stdout.is_terminal() {
        return None;
    }
    let open = |path: &str| {
        let flags = OFlags::NONBLOCK | OFlags::NOCTTY;
        OpenOptions::new().write(true).custom_flags(flags.bits().cast_signed()).open(path).ok()
    };
    // In a container the name of the terminal may lead to another one, or nowhere; this one is the file itself.
    let itself = if cfg!(target_os = "linux") { open("/proc/self/fd/1") } else { None };
    let by_name = || rustix::termios::ttyname(&stdout, Vec::new()).ok()?.to_str().ok().and_then(open);
    itself.or_else(by_name)
}
