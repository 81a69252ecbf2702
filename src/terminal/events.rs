use std::io;
use std::os::fd::BorrowedFd;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec};
use rustix::io::{Errno, read};

use super::input::Input;
use super::parser::Parser;

/// A reader of the terminal that reads one chunk at a time and parses it.
pub struct TerminalInput {
    parser: Parser,
    is_closed: bool,
    bytes: Box<[u8; 4096]>,
}

impl TerminalInput {
    /// Creates a reader with the locale of the environment.
    pub fn new(now: Instant) -> Self {
        Self { parser: Parser::new(&super::locale(), now), is_closed: false, bytes: Box::new([0; 4096]) }
    }

    /// Returns true until the terminal is closed.
    pub const fn is_open(&self) -> bool {
        !self.is_closed
    }

    /// Returns when to call [`TerminalInput::on_timeout`] if no input arrives before. `None` means never.
    pub fn deadline(&self) -> Option<Instant> {
        self.parser.deadline()
    }

    /// Returns an unfinished input if its deadline has passed.
    pub fn on_timeout(&mut self, now: Instant) -> Vec<Input> {
        let is_due = self.deadline().is_some_and(|deadline| deadline <= now);
        if is_due { self.parser.on_timeout() } else { Vec::new() }
    }

    /// Reads and parses the available input. The caller calls it only after [`poll`] has reported input, because it
    /// would block otherwise.
    pub fn read(&mut self, now: Instant) -> Vec<Input> {
        match read(io::stdin(), &mut *self.bytes) {
            Err(Errno::INTR | Errno::AGAIN) => Vec::new(),
            Ok(0) | Err(_) => {
                self.is_closed = true;
                let mut inputs = self.parser.finish();
                inputs.push(Input::Closed);
                inputs
            }
            Ok(length) => self.parser.feed(self.bytes.get(..length).unwrap_or_default(), now),
        }
    }
}

/// The descriptors that are ready, as [`poll`] reports them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ready {
    /// The standard input has something to read, or has ended.
    pub input: bool,
    /// The wake descriptor is readable.
    pub wake: bool,
}

/// Waits until the standard input or `wake` is readable, or `output` accepts bytes, but no longer than `timeout`.
/// `input` false leaves the standard input out. A signal may end the wait early.
///
/// # Errors
///
/// The error of the system if it cannot wait for these descriptors.
pub fn poll(
    input: bool,
    wake: BorrowedFd<'_>,
    output: Option<BorrowedFd<'_>>,
    timeout: Option<Duration>,
) -> io::Result<Ready> {
    let stdin = io::stdin();
    // Even without events, `poll` reports a closed descriptor, which would wake the loop without end.
    let mut descriptors = vec![PollFd::from_borrowed_fd(wake, PollFlags::IN)];
    if input {
        descriptors.push(PollFd::new(&stdin, PollFlags::IN));
    }
    descriptors.extend(output.map(|output| PollFd::from_borrowed_fd(output, PollFlags::OUT)));
    let timeout = timeout.map(Timespec::try_from).transpose().map_err(io::Error::other)?;
    match rustix::event::poll(&mut descriptors, timeout.as_ref()) {
        Err(Errno::INTR) => return Ok(Ready::default()),
        polled => polled?,
    };
    let is_ready = |at: usize| descriptors.get(at).is_some_and(|descriptor| !descriptor.revents().is_empty());
    Ok(Ready { wake: is_ready(0), input: input && is_ready(1) })
}

/// Returns true if the standard input has something to read, or has ended.
pub fn has_input() -> bool {
    let stdin = io::stdin();
    rustix::event::poll(&mut [PollFd::new(&stdin, PollFlags::IN)], Some(&Timespec::default()))
        .is_ok_and(|ready| ready > 0)
}
