use std::io;
use std::thread;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::{Errno, read};

use crate::app::Key;

use super::parser::Parser;

/// What comes from the terminal.
#[derive(Clone, PartialEq, Eq)]
pub enum Input {
    /// A key, and when it was read.
    Key(Key, Instant),
    /// A marked paste, or the last part of one, as it came, cut where it is longer than any field takes.
    Paste(String),
    /// What has come of a paste that has stalled: more is awaited.
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

/// Reads the terminal in a thread of its own until it is gone or nobody takes what is read. The thread ends with
/// the process.
pub fn read_into(mut take: impl FnMut(Input) -> bool + Send + 'static) {
    let locale = super::locale();
    thread::spawn(move || {
        let mut open = true;
        let mut now = Instant::now();
        let mut parser = Parser::new(&locale, now);
        let mut bytes = [0; 4096];
        while open {
            let mut emit = |input| open = open && take(input);
            // What is there already came with what was read before: it may be one pasted block.
            let ready = match wait(Some(Duration::ZERO)) {
                Ok(false) => {
                    let ready = wait(parser.timeout());
                    now = Instant::now();
                    ready
                }
                ready => ready,
            };
            match ready {
                Ok(false) => parser.on_timeout(&mut emit),
                Ok(true) => match read(io::stdin(), &mut bytes) {
                    Err(Errno::INTR | Errno::AGAIN) => {}
                    Ok(0) | Err(_) => {
                        parser.finish(&mut emit);
                        emit(Input::Gone);
                        return;
                    }
                    Ok(length) => parser.feed(bytes.get(..length).unwrap_or_default(), now, &mut emit),
                },
                Err(_) => {
                    parser.finish(&mut emit);
                    emit(Input::Gone);
                    return;
                }
            }
        }
    });
}

/// Waits until there is something to read, or the terminal is gone, which reading then tells.
fn wait(time: Option<Duration>) -> io::Result<bool> {
    let time = time.map(Timespec::try_from).transpose().map_err(io::Error::other)?;
    let stdin = io::stdin();
    loop {
        match poll(&mut [PollFd::new(&stdin, PollFlags::IN)], time.as_ref()) {
            Err(Errno::INTR) => {}
            ready => return Ok(ready? > 0),
        }
    }
}
