//! A writer for a log that may have no reader: writing never blocks. `log` gives it to `tracing`.
//!
//! A thread writes the lines. If it cannot keep up, because a pipe is full, or if the pipe is closed, lines are lost and
//! counted, and the next line that is written is preceded by their number. This is written by hand because
//! `tracing-appender` does not count failed writes, prints to standard output when it ends with a full pipe, and brings
//! six crates.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread;
use std::time::Duration;

/// The lines that may wait. With lines of 150 bytes this is less than 1 MB.
const MAX_WAITING_LINES: usize = 4096;

/// The longest wait for the thread at the end of the program.
const FLUSH_TIMEOUT: Duration = Duration::from_millis(500);

/// The sending half: `write` passes a whole line to the thread, or counts it as lost.
#[derive(Debug, Clone)]
pub(super) struct LossyWriter {
    messages: SyncSender<Message>,
    lost: Arc<AtomicU64>,
}

#[derive(Debug)]
enum Message {
    Line(Box<[u8]>),
    /// A request for an answer when all lines before it are written.
    Flush(Sender<()>),
}

impl LossyWriter {
    /// Starts the thread that writes to `output`.
    ///
    /// # Errors
    ///
    /// The system cannot start a thread.
    pub(super) fn start(output: impl Write + Send + 'static) -> io::Result<Self> {
        let (messages, received) = sync_channel(MAX_WAITING_LINES);
        let writer = Self { messages, lost: Arc::default() };
        let lost = Arc::clone(&writer.lost);
        thread::Builder::new().name("log".to_owned()).spawn(move || write_all(output, &received, &lost))?;
        Ok(writer)
    }

    /// Waits until the lines are written, at most [`FLUSH_TIMEOUT`].
    pub(super) fn finish(&self) {
        let (done, is_done) = channel();
        if self.messages.try_send(Message::Flush(done)).is_ok() {
            let _ = is_done.recv_timeout(FLUSH_TIMEOUT);
        }
    }
}

impl Write for LossyWriter {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        if self.messages.try_send(Message::Line(line.into())).is_err() {
            self.lost.fetch_add(1, Ordering::Relaxed);
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn write_all(mut output: impl Write, messages: &Receiver<Message>, lost: &AtomicU64) {
    while let Ok(message) = messages.recv() {
        match message {
            Message::Line(line) => {
                let lost_before = lost.swap(0, Ordering::Relaxed);
                if write_line(&mut output, &line, lost_before).is_err() {
                    lost.fetch_add(lost_before.saturating_add(1), Ordering::Relaxed);
                }
            }
            Message::Flush(done) => drop(done.send(())),
        }
    }
}

fn write_line(output: &mut impl Write, line: &[u8], lost_before: u64) -> io::Result<()> {
    if lost_before > 0 {
        writeln!(output, "{lost_before} lines of this log were lost, because nothing read it.")?;
    }
    output.write_all(line)
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    /// An output whose reader stops and fails as the test says.
    #[derive(Clone, Default)]
    struct Output(Arc<Mutex<(bool, Vec<u8>)>>);

    impl Write for Output {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let mut output = self.0.lock().unwrap();
            if output.0 {
                return Err(io::ErrorKind::BrokenPipe.into());
            }
            output.1.extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn lines_are_written_in_order_and_lost_lines_are_counted() {
        let output = Output::default();
        let mut writer = LossyWriter::start(output.clone()).unwrap();
        let mut write = |line: &str| {
            writer.write_all(line.as_bytes()).unwrap();
            writer.finish();
        };
        write("one\n");
        output.0.lock().unwrap().0 = true;
        write("two\n");
        write("three\n");
        output.0.lock().unwrap().0 = false;
        write("four\n");
        write("five\n");
        let written = String::from_utf8(output.0.lock().unwrap().1.clone()).unwrap();
        assert_eq!(written, "one\n2 lines of this log were lost, because nothing read it.\nfour\nfive\n");
    }

    #[test]
    fn a_reader_that_stops_keeps_no_writer_waiting() {
        let output = Output::default();
        let mut writer = LossyWriter::start(output.clone()).unwrap();
        let stopped = output.0.lock().unwrap();
        // The thread may have taken one line.
        let lines = u64::try_from(MAX_WAITING_LINES).unwrap() + 10;
        for _ in 0..lines {
            writer.write_all(b"line\n").unwrap();
        }
        let lost = writer.lost.load(Ordering::Relaxed);
        assert!((9..=10).contains(&lost), "{lost}");
        drop(stopped);
        // The queue is full at the moment, so this line waits for a place by trying again.
        while writer.lost.load(Ordering::Relaxed) > 0 {
            writer.write_all(b"line\n").unwrap();
            thread::yield_now();
        }
        writer.finish();
        let written = String::from_utf8(output.0.lock().unwrap().1.clone()).unwrap();
        assert!(written.contains(" lines of this log were lost"), "no report in {} bytes", written.len());
    }
}
