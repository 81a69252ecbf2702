use std::time::Duration;

use super::charset::TextDecoder;

/// A paste without a new byte for this long has stalled. Its text so far is delivered, and the rest is still expected.
const STALL_TIMEOUT: Duration = Duration::from_millis(300);

/// After a stall, an ESC without a following byte for this long is the Esc key, which ends the paste.
const LONE_ESC_TIMEOUT: Duration = Duration::from_millis(150);

/// The longest paste that is kept: more than any field accepts. The rest is left out.
pub(super) const MAX_PASTE_BYTES: usize = 65_536;

const END_MARK: &[u8] = b"\x1b[201~";

/// A bracketed paste in progress. No byte of it is a key, even after a long stall.
pub(super) struct Paste {
    decoder: TextDecoder,
    /// The bytes that have not been delivered yet.
    undelivered: Vec<u8>,
    /// The number of bytes that still fit.
    free_bytes: usize,
    /// The number of bytes of [`END_MARK`] that arrived last.
    matched_end_bytes: usize,
    has_stalled: bool,
}

impl Paste {
    pub(super) const fn new(decoder: TextDecoder) -> Self {
        Self { decoder, undelivered: Vec::new(), free_bytes: MAX_PASTE_BYTES, matched_end_bytes: 0, has_stalled: false }
    }

    /// Returns how long to wait for the next byte before the paste has stalled or the Esc key has ended it. `None`
    /// means for ever.
    pub(super) const fn timeout(&self) -> Option<Duration> {
        match (self.has_stalled, self.is_at_lone_esc()) {
            (false, _) => Some(STALL_TIMEOUT),
            (true, true) => Some(LONE_ESC_TIMEOUT),
            (true, false) => None,
        }
    }

    /// Consumes a byte. Returns true if it completes the end mark.
    pub(super) fn push(&mut self, byte: u8) -> bool {
        self.has_stalled = false;
        if END_MARK.get(self.matched_end_bytes) == Some(&byte) {
            self.matched_end_bytes += 1;
            return self.matched_end_bytes == END_MARK.len();
        }
        // The bytes that looked like the end mark are text. ESC occurs only at the beginning of the mark.
        let matched = std::mem::take(&mut self.matched_end_bytes);
        self.append(END_MARK.get(..matched).unwrap_or_default());
        if byte == 0x1b {
            self.matched_end_bytes = 1;
        } else {
            self.append(&[byte]);
        }
        false
    }

    fn append(&mut self, bytes: &[u8]) {
        let accepted = bytes.get(..self.free_bytes).unwrap_or(bytes);
        self.undelivered.extend_from_slice(accepted);
        self.free_bytes -= accepted.len();
    }

    /// Returns true if the last byte was an ESC. It is data unless no byte follows.
    pub(super) const fn is_at_lone_esc(&self) -> bool {
        self.matched_end_bytes == 1
    }

    pub(super) const fn has_stalled(&self) -> bool {
        self.has_stalled
    }

    /// Returns the text that has arrived so far, and true if all of it was valid. A CR is held back until its LF
    /// arrives.
    pub(super) fn take_part(&mut self) -> (String, bool) {
        self.has_stalled = true;
        let mut bytes = std::mem::take(&mut self.undelivered);
        if bytes.last() == Some(&b'\r') {
            bytes.pop();
            self.undelivered.push(b'\r');
        }
        self.decoder.decode(&bytes, false)
    }

    /// Returns the rest of the text without the complete or partial end mark, and true if all of it was valid. If the
    /// text was cut, an incomplete last letter is dropped and not reported.
    pub(super) fn finish(mut self) -> (String, bool) {
        self.decoder.decode(&self.undelivered, self.free_bytes > 0)
    }
}
