use crate::app::Key;

/// What a control byte is, other than ESC.
pub(super) fn control(byte: u8) -> Option<Key> {
    Some(match byte {
        b'\r' => Key::Enter,
        b'\t' => Key::Tab,
        0x7f => Key::Backspace,
        0x00 => Key::Ctrl(' '),
        0x01..=0x1a => Key::Ctrl(char::from(byte - 1 + b'a')),
        0x1c..=0x1f => Key::Ctrl(char::from(byte - 0x1c + b'4')),
        _ => return None,
    })
}

/// `ESC O` and a byte: cursor keys and the number pad in their application modes.
pub(super) fn ss3(byte: u8) -> Option<Key> {
    match byte {
        b'M' => Some(Key::Enter),
        b'p'..=b'y' => Some(Key::Char(char::from(byte - b'p' + b'0'))),
        _ => moved(byte, Held::default()),
    }
}

/// `ESC [`, parameters and a final byte. What is no key (an answer of the terminal, a mouse) is nothing.
pub(super) fn csi(parameters: &[u8], last: u8) -> Option<Key> {
    let numbers = numbers(parameters)?;
    let number = |at: usize| numbers.get(at).copied().unwrap_or(0);
    match (last, number(0)) {
        (b'Z', _) => Some(Key::BackTab),
        (b'~', 1 | 7) => Some(Key::Home),
        (b'~', 4 | 8) => Some(Key::End),
        (b'~', 3) => Some(Key::Delete),
        // As terminals send any key when they are asked to tell its modifiers.
        (b'~', 27) => spelled(number(2), Held::of(number(1))),
        (b'u', code) => spelled(code, Held::of(number(1))),
        _ => moved(last, Held::of(number(1))),
    }
}

/// `1;5` as numbers; of `1;5:1` the kind of the event is looked at alone: a key that is let go is no key. Anything
/// else is no key's.
fn numbers(parameters: &[u8]) -> Option<Vec<u32>> {
    let text = str::from_utf8(parameters).ok()?;
    let mut numbers = Vec::new();
    for part in text.split(';') {
        let mut parts = part.split(':');
        let number = parts.next().unwrap_or_default();
        if parts.next() == Some("3") {
            return None;
        }
        numbers.push(if number.is_empty() { 0 } else { number.parse().ok()? });
    }
    Some(numbers)
}

/// Which of the keys that do nothing alone are held.
#[derive(Clone, Copy, Default)]
struct Held {
    shift: bool,
    alt: bool,
    ctrl: bool,
}

impl Held {
    /// As terminals tell it: one more than the sum.
    const fn of(number: u32) -> Self {
        let sum = number.saturating_sub(1);
        Self { shift: sum & 1 != 0, alt: sum & 2 != 0, ctrl: sum & 4 != 0 }
    }
}

fn moved(last: u8, held: Held) -> Option<Key> {
    Some(match last {
        b'A' => Key::Up,
        b'B' => Key::Down,
        b'C' if held.ctrl || held.alt => Key::WordRight,
        b'D' if held.ctrl || held.alt => Key::WordLeft,
        b'C' => Key::Right,
        b'D' => Key::Left,
        b'H' => Key::Home,
        b'F' => Key::End,
        _ => return None,
    })
}

/// A key by its character's number.
fn spelled(code: u32, held: Held) -> Option<Key> {
    let c = char::from_u32(code)?;
    Some(match c {
        '\r' => Key::Enter,
        '\t' if held.shift => Key::BackTab,
        '\t' => Key::Tab,
        '\x1b' => Key::Esc,
        '\x7f' | '\x08' if held.alt => Key::AltBackspace,
        '\x7f' | '\x08' => Key::Backspace,
        _ if c.is_control() => return None,
        // Keys without a character (Caps Lock, media) have numbers in the private area.
        '\u{e000}'..='\u{f8ff}' => return None,
        _ if held.ctrl => Key::Ctrl(c.to_ascii_lowercase()),
        _ if held.alt => Key::Alt(c.to_ascii_lowercase()),
        _ => Key::Char(c),
    })
}

/// Whether this byte makes a string of what began with the one before: as the answers of terminals do.
pub(super) const fn begins_string(by: u8, byte: u8) -> bool {
    match by {
        // A number says what it is about; `l` and `L` are a window's titles.
        b']' => matches!(byte, b'0'..=b'9' | b'l' | b'L'),
        b'P' => matches!(byte, b'0'..=b'9' | b'>' | b'!' | b'$' | b'+'),
        // Pictures.
        b'_' => byte == b'G',
        _ => false,
    }
}

/// The key that it was, if it is no string.
pub(super) const fn opened(by: u8, told: bool) -> Key {
    let by = by as char;
    if told { Key::Char(by) } else { Key::Alt(by.to_ascii_lowercase()) }
}

/// Whether bytes that came at once and alone are a letter or a control key: pastes come in larger pieces. An ESC may
/// begin the end of a paste.
pub(super) fn is_one_key(bytes: &[u8]) -> bool {
    match bytes {
        [0x1b] => false,
        [_] => true,
        bytes => str::from_utf8(bytes).is_ok_and(|text| text.chars().count() == 1),
    }
}
