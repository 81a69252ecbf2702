use std::io::{self, Write};

use crate::view::CharacterSet;

use super::charset::encode;

/// Writes frames to a terminal that may not accept all bytes at once. What it does not accept stays pending.
pub struct Output<W: Write> {
    writer: W,
    /// The characters that the terminal can display.
    character_set: CharacterSet,
    /// The bytes that the terminal has not accepted yet.
    pending: Vec<u8>,
}

/// A frame of at least this many bytes may become visible in parts, so it is sent as a synchronized update.
const MIN_SYNCHRONIZED_BYTES: usize = 512;

/// The marks around a synchronized update (mode 2026). A terminal without this mode ignores them.
const BEGIN_SYNCHRONIZED: &[u8] = b"\x1b[?2026h";
const END_SYNCHRONIZED: &[u8] = b"\x1b[?2026l";

impl<W: Write> Output<W> {
    /// Creates an output to a terminal that can display these characters.
    pub const fn new(writer: W, character_set: CharacterSet) -> Self {
        Self { writer, character_set, pending: Vec::new() }
    }

    /// Returns the writer.
    pub const fn writer(&self) -> &W {
        &self.writer
    }

    /// Returns true if the terminal has not accepted everything. The next frame should wait.
    pub const fn has_pending(&self) -> bool {
        !self.pending.is_empty()
    }

    /// Appends bytes that are written with the next frame, before it.
    pub fn queue(&mut self, bytes: &str) {
        self.pending.extend_from_slice(bytes.as_bytes());
    }

    /// Writes a frame, as far as the terminal accepts it now. A frame is one `write`; an empty frame is none.
    ///
    /// # Errors
    ///
    /// The error of the writer if the terminal is closed.
    pub fn write_frame(&mut self, frame: &str) -> io::Result<()> {
        if !frame.is_empty() {
            let is_large = frame.len() >= MIN_SYNCHRONIZED_BYTES;
            self.pending.extend_from_slice(if is_large { BEGIN_SYNCHRONIZED } else { b"" });
            self.pending.extend_from_slice(&encode(frame, self.character_set));
            self.pending.extend_from_slice(if is_large { END_SYNCHRONIZED } else { b"" });
        }
        self.flush()
    }

    /// Writes the pending bytes that the terminal accepts now.
    ///
    /// # Errors
    ///
    /// The error of the writer if the terminal is closed.
    pub fn flush(&mut self) -> io::Result<()> {
        while !self.pending.is_empty() {
            match self.writer.write(&self.pending) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(length) => drop(self.pending.drain(..length)),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(()),
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A writer that accepts this many bytes and then would block. It records each write separately.
    struct LimitedWriter(Vec<String>, usize);

    impl Write for LimitedWriter {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let length = bytes.len().min(self.1);
            if length == 0 {
                return Err(io::ErrorKind::WouldBlock.into());
            }
            self.0.push(String::from_utf8(bytes[..length].to_vec()).unwrap());
            self.1 -= length;
            Ok(length)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_frame_is_one_write_and_an_empty_frame_is_none() {
        let mut output = Output::new(LimitedWriter(Vec::new(), 9_999), CharacterSet::Unicode);
        for frame in ["a", "", "bc"] {
            output.write_frame(frame).unwrap();
        }
        output.queue("d");
        output.write_frame("e").unwrap();
        assert_eq!(output.writer().0, ["a", "bc", "de"]);
    }

    #[test]
    fn output_that_the_terminal_does_not_take_stays_pending() {
        let mut output = Output::new(LimitedWriter(Vec::new(), 2), CharacterSet::Unicode);
        output.write_frame("abc").unwrap();
        assert!(output.has_pending());
        output.write_frame("d").unwrap();
        output.writer.1 = 1;
        output.flush().unwrap();
        assert!(output.has_pending());
        output.writer.1 = 9;
        output.flush().unwrap();
        assert!(!output.has_pending());
        assert_eq!(output.writer().0.concat(), "abcd");
    }

    #[test]
    fn a_large_frame_is_a_synchronized_update() {
        let mut output = Output::new(LimitedWriter(Vec::new(), 9_999), CharacterSet::Unicode);
        output.write_frame(&"x".repeat(MIN_SYNCHRONIZED_BYTES - 1)).unwrap();
        output.write_frame(&"x".repeat(MIN_SYNCHRONIZED_BYTES)).unwrap();
        let frames = &output.writer().0;
        assert!(!frames[0].contains('\x1b'));
        assert!(frames[1].starts_with("\x1b[?2026hx") && frames[1].ends_with("x\x1b[?2026l"));
    }

    #[test]
    fn a_frame_is_encoded_in_the_charset_of_the_terminal() {
        let mut output = Output::new(Vec::new(), CharacterSet::Letters(encoding_rs::KOI8_R));
        output.write_frame("Ра").unwrap();
        assert_eq!(output.writer(), b"\xf2\xc1");
    }
}
