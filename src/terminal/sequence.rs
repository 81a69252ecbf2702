//! What the parts of an escape sequence mean, whoever sent them: xterm, rxvt, the Linux console, and terminals that
//! another program has left in a keyboard mode of its own. `parser.rs` cuts the bytes; nothing here keeps a state.

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

/// `ESC O`, perhaps modifiers (old xterm: `5`, others: `1;5`), and a final byte: cursor keys and the keypad in their
/// application modes.
pub(super) fn ss3(parameters: &[u8], last: u8) -> Option<Key> {
    let fields = fields(parameters)?;
    let held = Modifiers::of(fields.last().and_then(|field| field.first()).copied().unwrap_or(0));
    match last {
        b'M' => from_codepoint(u32::from(b'\r'), held),
        b'I' => from_codepoint(u32::from(b'\t'), held),
        b' ' => from_codepoint(u32::from(b' '), held),
        b'X' => from_codepoint(u32::from(b'='), held),
        // `*+,-./` and the digits, 0x40 apart.
        b'j'..=b'y' => from_codepoint(u32::from(last - 0x40), held),
        // rxvt, with Ctrl.
        b'a'..=b'd' => cursor_key(last.to_ascii_uppercase(), Modifiers(held.0 | Modifiers::CTRL)),
        _ => cursor_key(last, held),
    }
}

/// `ESC [`, parameters and a final byte. `None` means that it is no key: an answer of the terminal, a mouse, a key that
/// is let go.
pub(super) fn csi(parameters: &[u8], last: u8) -> Option<Key> {
    let fields = fields(parameters)?;
    let number = |at: usize, part: usize| fields.get(at).and_then(|field| field.get(part)).copied().unwrap_or(0);
    let held = Modifiers::of(number(1, 0));
    if number(1, 1) == RELEASED {
        return None;
    }
    match (last, number(0, 0)) {
        (b'Z', _) => Some(Key::BackTab),
        // rxvt ends them by the modifiers: `$` Shift, `^` Ctrl, `@` both.
        (b'~' | b'$' | b'^' | b'@', 1 | 7) => Some(Key::Home),
        (b'~' | b'$' | b'^' | b'@', 4 | 8) => Some(Key::End),
        (b'~' | b'$' | b'^' | b'@', 3) => Some(Key::Delete),
        // As xterm sends any key when it is asked for modifiers.
        (b'~', 27) => from_codepoint(number(2, 0), held),
        (b'u', code) => {
            let [shifted, latin, text] = [number(0, 1), number(0, 2), number(2, 0)];
            let typed = [text, if held.has(Modifiers::SHIFT) { shifted } else { 0 }].into_iter().find(|code| *code > 0);
            match (held.is_chord(), typed) {
                // The key of a Cyrillic keyboard is the one of the Latin letter.
                (true, _) if latin > 0 && code > 0x7f => from_codepoint(latin, held),
                (false, Some(typed)) if !is_named(code) => from_codepoint(typed, Modifiers::default()),
                _ => from_codepoint(code, held),
            }
        }
        // rxvt, with Shift.
        (b'a'..=b'd', _) if parameters.is_empty() => cursor_key(last.to_ascii_uppercase(), held),
        _ => cursor_key(last, held),
    }
}

/// The kind of an event, after the modifiers: `1;5:3`.
const RELEASED: u32 = 3;

/// `99:67;5:1` as numbers. Anything else is no key's.
fn fields(parameters: &[u8]) -> Option<Vec<Vec<u32>>> {
    let number = |part: &str| if part.is_empty() { Some(0) } else { part.parse().ok() };
    let text = str::from_utf8(parameters).ok()?;
    text.split(';').map(|field| field.split(':').map(number).collect()).collect()
}

/// The keys that are held with another one, as terminals add them up.
#[derive(Clone, Copy, Default)]
struct Modifiers(u32);

impl Modifiers {
    const SHIFT: u32 = 1;
    const ALT: u32 = 2;
    const CTRL: u32 = 4;
    /// Super, Hyper and Meta: no key of the desk has them.
    const OTHER: u32 = 8 | 16 | 32;
    const CAPS_LOCK: u32 = 64;

    /// Terminals send one more than the sum.
    const fn of(number: u32) -> Self {
        Self(number.saturating_sub(1))
    }

    const fn has(self, any: u32) -> bool {
        self.0 & any != 0
    }

    /// Whether a letter with them is not typed.
    const fn is_chord(self) -> bool {
        self.has(Self::ALT | Self::CTRL | Self::OTHER)
    }
}

fn cursor_key(last: u8, held: Modifiers) -> Option<Key> {
    Some(match last {
        b'A' => Key::Up,
        b'B' => Key::Down,
        b'C' if held.is_chord() => Key::WordRight,
        b'D' if held.is_chord() => Key::WordLeft,
        b'C' => Key::Right,
        b'D' => Key::Left,
        b'H' => Key::Home,
        b'F' => Key::End,
        _ => return None,
    })
}

/// Whether a key's number is not the one of a letter or sign that it types.
const fn is_named(code: u32) -> bool {
    matches!(code, 0..=0x1f | 0x7f | 0xe000..=0xf8ff)
}

/// A key by its number: a character's, or one of kitty's for keys without a character.
fn from_codepoint(code: u32, held: Modifiers) -> Option<Key> {
    if held.has(Modifiers::OTHER) {
        return None;
    }
    if (KEYPAD..).contains(&code)
        && let Some(byte) = KEYPAD_KEYS.get(usize::try_from(code - KEYPAD).ok()?)
    {
        return match byte {
            b'A'..=b'Z' => cursor_key(*byte, held),
            0x7f => Some(Key::Delete),
            byte => from_codepoint((*byte).into(), held),
        };
    }
    let c = char::from_u32(code)?;
    Some(match c {
        '\r' => Key::Enter,
        '\t' if held.has(Modifiers::SHIFT) => Key::BackTab,
        '\t' => Key::Tab,
        '\x1b' => Key::Esc,
        '[' if held.has(Modifiers::CTRL) => Key::Esc,
        '\x7f' | '\x08' if held.has(Modifiers::ALT) => Key::AltBackspace,
        '\x7f' | '\x08' => Key::Backspace,
        _ if c.is_control() => return None,
        // Keys without a character (Caps Lock, media) have numbers in the private area.
        '\u{e000}'..='\u{f8ff}' => return None,
        _ if held.has(Modifiers::CTRL) => Key::Ctrl(c.to_ascii_lowercase()),
        _ if held.has(Modifiers::ALT) => Key::Alt(c.to_ascii_lowercase()),
        // kitty tells the letter of the key, not the one that it types.
        _ if held.has(Modifiers::SHIFT) != held.has(Modifiers::CAPS_LOCK) => {
            Key::Char(one(c.to_uppercase()).unwrap_or(c))
        }
        _ => Key::Char(c),
    })
}

/// kitty's numbers of the keypad's keys, from here on.
const KEYPAD: u32 = 57_399;

/// What they are. Capital letters are the final bytes of cursor keys; `E` (page up and down, insert) is none.
const KEYPAD_KEYS: &[u8] = b"0123456789./*-+\r=,DCABEEHFE\x7f";

fn one(mut letters: impl Iterator<Item = char>) -> Option<char> {
    letters.next().filter(|_| letters.next().is_none())
}

/// Whether a letter that comes with a sequence makes it a word that was typed after Esc, such as `Olga` or `OLGA`.
pub(super) const fn is_word(by: u8, last: u8, next: u8) -> bool {
    match next {
        b'A'..=b'Z' => by == b'[' || last.is_ascii_uppercase(),
        b'a'..=b'z' | 0x80.. => by == b'[' || !last.is_ascii_uppercase(),
        _ => false,
    }
}

/// Whether this final byte after `ESC [` or `ESC O` means the same key everywhere, and is seldom the second letter of
/// a name that is typed after Esc.
pub(super) const fn is_unambiguous(by: u8, last: u8) -> bool {
    match last {
        b'A'..=b'D' | b'F' | b'H' => true,
        // rxvt's cursor keys with Ctrl: more often pressed than such a name is typed.
        b'a'..=b'd' => by == b'O',
        // Back-Tab, and the window's focus.
        b'Z' | b'I' | b'O' => by == b'[',
        _ => false,
    }
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
