//! Values that are read from standard input, because other users of the computer can read a command line.

use std::io::{self, BufRead as _, IsTerminal as _, Read as _, Write as _};

/// Reads standard input, at most this number of bytes. At a terminal it asks for the value, which is one line.
pub(super) fn read(question: &str, max_bytes: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut input = io::stdin().lock().take(max_bytes);
    if io::stdin().is_terminal() {
        write!(io::stderr(), "{question} ")?;
        input.read_until(b'\n', &mut bytes)?;
    } else {
        input.read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}
