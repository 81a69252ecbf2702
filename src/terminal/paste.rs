use std::time::Duration;

use super::charset::TextDecoder;

/// A paste that stops for this long has stalled: what has come is handed over, and more is awaited.
const STALL_TIMEOUT: Duration = Duration::from_millis(300);

/// After a stall, an ESC that nothing follows for this long is the key, which ends the paste.
const LONE_ESC_TIMEOUT: Duration = Duration::from_millis(150);

/// More than any field takes. What is beyond is left out.
pub(super) const MAX_PASTE_BYTES: usize = 65_536;

const END: &[u8] = b"\x1b[201~";

/// A paste between its marks. Nothing in it is a key, however long it stalls.
pub(super) struct Paste {
    decoder: TextDecoder,
    /// Not handed over yet.
    bytes: Vec<u8>,
    /// How many bytes may still be taken.
    room: usize,
    /// How many bytes of `END` came last.
    matched: usize,
    has_stalled: bool,
}

impl Paste {
    pub(super) const fn new(decoder: TextDecoder) -> Self {
        Self { decoder, bytes: Vec::new(), room: MAX_PASTE_BYTES, matched: 0, has_stalled: false }
    }

    /// How long to wait for the next byte before it has stalled, or been ended by the Esc key. `None` means for ever.
    pub(super) const fn timeout(&self) -> Option<Duration> {
        match (self.has_stalled, self.is_at_lone_esc()) {
            (false, _) => Some(STALL_TIMEOUT),
            (true, true) => Some(LONE_ESC_TIMEOUT),
            (true, false) => None,
        }
    }

    /// Takes a byte. Returns true if it is the last one of the end mark.
    pub(super) fn push(&mut self, byte: u8) -> bool {
        self.has_stalled = false;
        if END.get(self.matched) == Some(&byte) {
            self.matched += 1;
            return self.matched == END.len();
        }
        // What looked like the beginning of the end mark is text. ESC stands only at that beginning.
        let matched = std::mem::take(&mut self.matched);
        self.append(END.get(..matched).unwrap_or_default());
        if byte == 0x1b {
            self.matched = 1;
        } else {
            self.append(&[byte]);
        }
        false
    }

    fn append(&mut self, bytes: &[u8]) {
        let kept = bytes.get(..self.room).unwrap_or(bytes);
        self.bytes.extend_from_slice(kept);
        self.room -= kept.len();
    }

    /// Whether an ESC came last: data, unless nothing follows.
    pub(super) const fn is_at_lone_esc(&self) -> bool {
        self.matched == 1
    }

    pub(super) const fn has_stalled(&self) -> bool {
        self.has_stalled
    }

    /// Hands over what has come until now, and whether all of it could be read. A CR waits for its LF.
    pub(super) fn stall(&mut self) -> (String, bool) {
        self.has_stalled = true;
        let mut bytes = std::mem::take(&mut self.bytes);
        if bytes.last() == Some(&b'\r') {
            bytes.pop();
            self.bytes.push(b'\r');
        }
        self.decoder.decode(&bytes, false)
    }

    /// Hands over the rest, without the end mark or what came of it. The last letter of a text that was cut is
    /// dropped in silence.
    pub(super) fn end(mut self) -> (String, bool) {
        self.decoder.decode(&self.bytes, self.room > 0)
    }
}
