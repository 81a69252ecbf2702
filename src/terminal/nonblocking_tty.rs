use std::fs::{File, OpenOptions};
use std::io::{self, IsTerminal as _, Write};
use std::os::fd::{AsFd as _, BorrowedFd};
use std::os::unix::fs::OpenOptionsExt as _;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::OFlags;
use rustix::io::Errno;

/// An unbuffered writer to the terminal that never waits for a terminal that does not read. A stalled terminal (a
/// connection without packets, Ctrl-S at the far end) must not keep the desk from accepting keys, writing drafts and
/// ending when requested.
///
/// The terminal is opened a second time, because the standard output is shared with the parent process, which would
/// otherwise find it non-blocking too.
#[derive(Debug, Clone, Copy)]
pub struct NonblockingTty(&'static Tty);

static TTY: OnceLock<Tty> = OnceLock::new();

#[derive(Debug)]
struct Tty {
    file: File,
    /// False if the terminal could not be opened again, so that a write may block.
    is_nonblocking: bool,
}

impl NonblockingTty {
    /// Opens the terminal behind the standard output.
    ///
    /// # Errors
    ///
    /// The error of the system if the process has no file descriptor left.
    pub fn stdout() -> io::Result<Self> {
        if let Some(tty) = TTY.get() {
            return Ok(Self(tty));
        }
        let tty = match reopen() {
            Some(file) => Tty { file, is_nonblocking: true },
            None => Tty { file: io::stdout().as_fd().try_clone_to_owned()?.into(), is_nonblocking: false },
        };
        Ok(Self(TTY.get_or_init(|| tty)))
    }

    /// Returns the descriptor, for a caller that waits until the terminal accepts bytes.
    pub fn fd(self) -> BorrowedFd<'static> {
        self.0.file.as_fd()
    }

    /// Writes all bytes, or as many as the terminal accepts before the timeout.
    ///
    /// # Errors
    ///
    /// `TimedOut` if the terminal does not accept all bytes in time; the error of the system if it is closed.
    pub(super) fn write_all_within(mut self, mut bytes: &[u8], timeout: Duration) -> io::Result<()> {
        let deadline = Instant::now() + timeout;
        while !bytes.is_empty() {
            match self.write(bytes) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(length) => bytes = bytes.get(length..).unwrap_or_default(),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    if !self.is_writable(deadline.saturating_duration_since(Instant::now()))? {
                        return Err(io::ErrorKind::TimedOut.into());
                    }
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    fn is_writable(self, timeout: Duration) -> io::Result<bool> {
        let time = Timespec::try_from(timeout).map_err(io::Error::other)?;
        match poll(&mut [PollFd::new(&self.0.file, PollFlags::OUT)], Some(&time)) {
            // A signal interrupted the call. If the terminal is still full, the write reports it.
            Err(Errno::INTR) => Ok(true),
            ready => Ok(ready? > 0),
        }
    }
}

impl Write for NonblockingTty {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // A write that may block at least never begins on a full terminal.
        if !self.0.is_nonblocking && !self.is_writable(Duration::ZERO)? {
            return Err(io::ErrorKind::WouldBlock.into());
        }
        (&self.0.file).write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Opens the same terminal with its own file status. `None` if it belongs to another user (after `su`) or has no name.
fn reopen() -> Option<File> {
    let stdout = io::stdout();
    if !stdout.is_terminal() {
        return None;
    }
    let open = |path: &str| {
        let flags = OFlags::NONBLOCK | OFlags::NOCTTY;
        OpenOptions::new().write(true).custom_flags(flags.bits().cast_signed()).open(path).ok()
    };
    // In a container the terminal's name may lead to another terminal or to no file. The descriptor's path leads to the
    // terminal itself.
    let by_descriptor = if cfg!(target_os = "linux") { open("/proc/self/fd/1") } else { None };
    let by_name = || rustix::termios::ttyname(&stdout, Vec::new()).ok()?.to_str().ok().and_then(open);
    by_descriptor.or_else(by_name)
}
