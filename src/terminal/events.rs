use std::io;
use std::os::fd::BorrowedFd;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec};
use rustix::io::{Errno, read};

use crate::app::Key;

use super::parser::Parser;

/// One thing that came from the terminal.
#[derive(Clone, PartialEq, Eq)]
pub enum Input {
    /// A key, and when it was read.
    Key(Key, Instant),
    /// A bracketed paste, or its last part. It is cut if it is longer than any field takes.
    Paste(String),
    /// A part of a paste that has stalled: the rest is awaited.
    PastePart(String),
    /// Bytes that are no letter in this locale.
    Unreadable,
    /// Nothing can be read any more.
    Gone,
}

impl std::fmt::Debug for Input {
    /// A paste shows its length alone, as a key shows no letter: what is typed is personal data.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Key(key, _) => write!(f, "Key({key:?})"),
            Self::Paste(text) => write!(f, "Paste({} bytes)", text.len()),
            Self::PastePart(text) => write!(f, "PastePart({} bytes)", text.len()),
            Self::Unreadable => f.write_str("Unreadable"),
            Self::Gone => f.write_str("Gone"),
        }
    }
}

/// Reads the terminal, one piece at a time, and parses it.
pub struct TerminalInput {
    parser: Parser,
    is_gone: bool,
}

impl TerminalInput {
    /// Begins at this time, with the locale of the environment.
    pub fn new(now: Instant) -> Self {
        Self { parser: Parser::new(&super::locale(), now), is_gone: false }
    }

    /// Returns true until the terminal is gone.
    pub const fn is_open(&self) -> bool {
        !self.is_gone
    }

    /// When [`TerminalInput::on_timeout`] is to be called if nothing comes. `None` means never.
    pub fn deadline(&self) -> Option<Instant> {
        self.parser.deadline()
    }

    /// Ends what is unfinished and due.
    pub fn on_timeout(&mut self, now: Instant, emit: &mut impl FnMut(Input)) {
        if self.deadline().is_some_and(|deadline| deadline <= now) {
            self.parser.on_timeout(emit);
        }
    }

    /// Reads what is there. It is called when [`poll`] says that there is something, since it waits otherwise.
    pub fn read(&mut self, now: Instant, emit: &mut impl FnMut(Input)) {
        let mut bytes = [0; 4096];
        match read(io::stdin(), &mut bytes) {
            Err(Errno::INTR | Errno::AGAIN) => {}
            Ok(0) | Err(_) => {
                self.is_gone = true;
                self.parser.finish(emit);
                emit(Input::Gone);
            }
            Ok(length) => self.parser.feed(bytes.get(..length).unwrap_or_default(), now, emit),
        }
    }
}

/// What can be done without waiting.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ready {
    /// The standard input has something to read, or has ended.
    pub input: bool,
    /// The wake descriptor is readable.
    pub wake: bool,
}

/// Waits until the standard input or `wake` is readable, or `output` takes bytes, but no longer than `timeout`. A signal
/// may end the wait early.
///
/// # Errors
///
/// The system cannot wait for these descriptors.
pub fn poll(
    input: bool,
    wake: BorrowedFd<'_>,
    output: Option<BorrowedFd<'_>>,
    timeout: Option<Duration>,
) -> io::Result<Ready> {
    let stdin = io::stdin();
    // `poll` without events still tells that a descriptor is gone, which would wake the loop for ever.
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
