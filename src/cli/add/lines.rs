//! Reads the lines of standard input on a thread of its own: a line is there as soon as the other program has written it,
//! and no more than two lines are in memory.

use std::io::{self, BufRead, Read as _};
use std::thread;

use tokio::sync::mpsc::{Receiver, Sender, channel};

use super::json_line::BrokenLine;

/// A longer line is no customer.
const MAX_LINE_BYTES: usize = 64 * 1024;

/// A line without its line break, or the error that ends the input.
pub(super) type RawLine = io::Result<Result<Vec<u8>, BrokenLine>>;

/// Starts the thread. It ends after the last line and after an error.
pub(super) fn read_standard_input() -> io::Result<Receiver<RawLine>> {
    let (lines, received) = channel(1);
    thread::Builder::new().name("input".to_owned()).spawn(move || read_all(io::stdin().lock(), &lines))?;
    Ok(received)
}

fn read_all(mut input: impl BufRead, lines: &Sender<RawLine>) {
    while let Some(line) = next_line(&mut input).transpose() {
        let is_last = line.is_err();
        if lines.blocking_send(line).is_err() || is_last {
            return;
        }
    }
}

/// Reads a line. The rest of one that is too long is skipped. `None` means that there is no further line.
fn next_line(input: &mut impl BufRead) -> io::Result<Option<Result<Vec<u8>, BrokenLine>>> {
    let mut line = Vec::new();
    let limit = u64::try_from(MAX_LINE_BYTES).unwrap_or(u64::MAX);
    if input.by_ref().take(limit.saturating_add(1)).read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    if line.pop_if(|last| *last == b'\n').is_some() || line.len() <= MAX_LINE_BYTES {
        return Ok(Some(Ok(line)));
    }
    input.skip_until(b'\n')?;
    Ok(Some(Err(BrokenLine::TooLong { max_bytes: MAX_LINE_BYTES })))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_at_a_line_break_or_at_the_end_and_a_long_one_is_skipped() {
        let longest = "x".repeat(MAX_LINE_BYTES);
        let input = format!("a\r\n\nb\n{longest}\n{longest}y\nc\n{longest}{longest}");
        let mut input = input.as_bytes();
        let mut lines = Vec::new();
        while let Some(line) = next_line(&mut input).unwrap() {
            lines.push(line.map(|line| line.len()).map_err(|error| error.to_string()));
        }
        let too_long = || Err(BrokenLine::TooLong { max_bytes: MAX_LINE_BYTES }.to_string());
        assert_eq!(lines, [Ok(2), Ok(0), Ok(1), Ok(MAX_LINE_BYTES), too_long(), Ok(1), too_long()]);
    }
}
