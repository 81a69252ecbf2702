//! The meaning of complete escape sequences from xterm, rxvt, the Linux console, and terminals that another program
//! left in its own keyboard mode. `parser.rs` splits the bytes and calls these functions. This module keeps no state.

use crate::keys::Key;

/// Returns the key of a control byte other than ESC.
pub(super) fn control_key(byte: u8) -> Option<Key> {
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

/// Returns the key of `ESC O`, optional modifiers (old xterm: `5`, others: `1;5`), and a final byte: cursor keys and
/// the keypad in their application modes.
pub(super) fn ss3_key(parameters: &[u8], final_byte: u8) -> Option<Key> {
    let fields = parse_fields(parameters)?;
    let modifiers = Modifiers::from_parameter(fields.last().and_then(|field| field.first()).copied().unwrap_or(0));
    match final_byte {
        b'P'..=b'S' if modifiers.0 == 0 => Some(Key::Function(final_byte - b'P' + 1)),
        b'M' => from_codepoint(u32::from(b'\r'), modifiers),
        b'I' => from_codepoint(u32::from(b'\t'), modifiers),
        b' ' => from_codepoint(u32::from(b' '), modifiers),
        b'X' => from_codepoint(u32::from(b'='), modifiers),
        // `*+,-./` and the digits, 0x40 apart.
        b'j'..=b'y' => from_codepoint(u32::from(final_byte - 0x40), modifiers),
        // With Ctrl in rxvt.
        b'a'..=b'd' => cursor_key(final_byte.to_ascii_uppercase(), Modifiers(modifiers.0 | Modifiers::CTRL)),
        _ => cursor_key(final_byte, modifiers),
    }
}

/// Returns the key of `ESC [`, parameters and a final byte. `None` means that the sequence is no key press: an answer
/// of the terminal, a mouse report, or a key release.
pub(super) fn csi_key(parameters: &[u8], final_byte: u8) -> Option<Key> {
    let fields = parse_fields(parameters)?;
    let number = |at: usize, part: usize| fields.get(at).and_then(|field| field.get(part)).copied().unwrap_or(0);
    let modifiers = Modifiers::from_parameter(number(1, 0));
    if number(1, 1) == RELEASE_EVENT {
        return None;
    }
    match (final_byte, number(0, 0)) {
        (b'Z', _) => Some(Key::BackTab),
        (b'~', code @ 11..=15) if modifiers.0 == 0 => u8::try_from(code - 10).ok().map(Key::Function),
        // VT220 leaves 16 out.
        (b'~', code @ 17..=18) if modifiers.0 == 0 => u8::try_from(code - 11).ok().map(Key::Function),
        // kitty. `R` is a report of the cursor's position.
        (b'P' | b'Q' | b'S', 0 | 1) if modifiers.0 == 0 => Some(Key::Function(final_byte - b'P' + 1)),
        // rxvt shows the modifiers in the final byte: `$` Shift, `^` Ctrl, `@` both.
        (b'~' | b'$' | b'^' | b'@', 1 | 7) => Some(Key::Home),
        (b'~' | b'$' | b'^' | b'@', 4 | 8) => Some(Key::End),
        (b'~' | b'$' | b'^' | b'@', 3) => Some(Key::Delete),
        // The form in which xterm sends any key if modifiers are requested.
        (b'~', 27) => from_codepoint(number(2, 0), modifiers),
        (b'u', code) => {
            let [shifted, latin, text] = [number(0, 1), number(0, 2), number(2, 0)];
            let typed = [text, if modifiers.has_any(Modifiers::SHIFT) { shifted } else { 0 }]
                .into_iter()
                .find(|code| *code > 0);
            match (modifiers.is_chord(), typed) {
                // A shortcut on a Cyrillic keyboard is the one of the Latin letter on the same key.
                (true, _) if latin > 0 && code > 0x7f => from_codepoint(latin, modifiers),
                (false, Some(typed)) if !is_functional(code) => from_codepoint(typed, Modifiers::default()),
                _ => from_codepoint(code, modifiers),
            }
        }
        // With Shift in rxvt.
        (b'a'..=b'd', _) if parameters.is_empty() => cursor_key(final_byte.to_ascii_uppercase(), modifiers),
        _ => cursor_key(final_byte, modifiers),
    }
}

/// The event type of a key release, which follows the modifiers: `1;5:3`.
const RELEASE_EVENT: u32 = 3;

/// Parses parameters such as `99:67;5:1` into numbers. `None` means that they belong to no key.
fn parse_fields(parameters: &[u8]) -> Option<Vec<Vec<u32>>> {
    let number = |part: &str| if part.is_empty() { Some(0) } else { part.parse().ok() };
    let text = str::from_utf8(parameters).ok()?;
    text.split(';').map(|field| field.split(':').map(number).collect()).collect()
}

/// The modifier keys of a key press, as the sum that terminals send.
#[derive(Clone, Copy, Default)]
struct Modifiers(u32);

impl Modifiers {
    const SHIFT: u32 = 1;
    const ALT: u32 = 2;
    const CTRL: u32 = 4;
    /// Super, Hyper and Meta. The desk has no key binding with them.
    const OTHER: u32 = 8 | 16 | 32;
    const CAPS_LOCK: u32 = 64;

    /// Subtracts one, because terminals send the sum plus one.
    const fn from_parameter(number: u32) -> Self {
        Self(number.saturating_sub(1))
    }

    const fn has_any(self, any: u32) -> bool {
        self.0 & any != 0
    }

    /// Returns true if a letter with these modifiers is a shortcut and not text.
    const fn is_chord(self) -> bool {
        self.has_any(Self::ALT | Self::CTRL | Self::OTHER)
    }
}

fn cursor_key(final_byte: u8, modifiers: Modifiers) -> Option<Key> {
    Some(match final_byte {
        b'A' => Key::Up,
        b'B' => Key::Down,
        b'C' if modifiers.is_chord() => Key::WordRight,
        b'D' if modifiers.is_chord() => Key::WordLeft,
        b'C' => Key::Right,
        b'D' => Key::Left,
        b'H' => Key::Home,
        b'F' => Key::End,
        _ => return None,
    })
}

/// Returns true if a codepoint stands for a key without a character.
const fn is_functional(code: u32) -> bool {
    matches!(code, 0..=0x1f | 0x7f | 0xe000..=0xf8ff)
}

/// Returns the key of a codepoint: that of its character, or a number that kitty gives to keys without a character.
fn from_codepoint(code: u32, modifiers: Modifiers) -> Option<Key> {
    if modifiers.has_any(Modifiers::OTHER) {
        return None;
    }
    if (FIRST_KEYPAD_CODE..).contains(&code)
        && let Some(byte) = KEYPAD_KEYS.get(usize::try_from(code - FIRST_KEYPAD_CODE).ok()?)
    {
        return match byte {
            b'A'..=b'Z' => cursor_key(*byte, modifiers),
            0x7f => Some(Key::Delete),
            byte => from_codepoint((*byte).into(), modifiers),
        };
    }
    let c = char::from_u32(code)?;
    Some(match c {
        '\r' => Key::Enter,
        '\t' if modifiers.has_any(Modifiers::SHIFT) => Key::BackTab,
        '\t' => Key::Tab,
        '\x1b' => Key::Esc,
        '[' if modifiers.has_any(Modifiers::CTRL) => Key::Esc,
        '\x7f' | '\x08' if modifiers.has_any(Modifiers::ALT) => Key::AltBackspace,
        '\x7f' | '\x08' => Key::Backspace,
        _ if c.is_control() => return None,
        // Keys without a character (Caps Lock, media) have numbers in the private use area.
        '\u{e000}'..='\u{f8ff}' => return None,
        _ if modifiers.has_any(Modifiers::CTRL) => Key::Ctrl(c.to_ascii_lowercase()),
        _ if modifiers.has_any(Modifiers::ALT) => Key::Alt(c.to_ascii_lowercase()),
        // kitty sends the base letter of the key, not the letter that it types.
        _ if modifiers.has_any(Modifiers::SHIFT) != modifiers.has_any(Modifiers::CAPS_LOCK) => {
            Key::Char(single(c.to_uppercase()).unwrap_or(c))
        }
        _ => Key::Char(c),
    })
}

/// The first of kitty's codepoints for the keypad.
const FIRST_KEYPAD_CODE: u32 = 57_399;

/// The keypad's keys in the order of their codepoints. Capital letters are the final bytes of cursor keys; `E` (page up
/// and down, insert) has no meaning here.
const KEYPAD_KEYS: &[u8] = b"0123456789./*-+\r=,DCABEEHFE\x7f";

fn single(mut letters: impl Iterator<Item = char>) -> Option<char> {
    letters.next().filter(|_| letters.next().is_none())
}

/// Returns true if the letter right after a sequence makes it a name that was typed after Esc, such as `Olga` or
/// `OLGA`.
pub(super) const fn is_typed_word(intro_byte: u8, final_byte: u8, next: u8) -> bool {
    match next {
        b'A'..=b'Z' => intro_byte == b'[' || final_byte.is_ascii_uppercase(),
        b'a'..=b'z' | 0x80.. => intro_byte == b'[' || !final_byte.is_ascii_uppercase(),
        _ => false,
    }
}

/// Returns true if this final byte after `ESC [` or `ESC O` means the same key on every terminal, and is seldom the
/// second letter of a name that is typed after Esc.
pub(super) const fn is_unambiguous(intro_byte: u8, final_byte: u8) -> bool {
    match final_byte {
        b'A'..=b'D' | b'F' | b'H' => true,
        // rxvt's cursor keys with Ctrl: pressed more often than such a name is typed.
        b'a'..=b'd' => intro_byte == b'O',
        // Back-Tab, and the focus reports of the window.
        b'Z' | b'I' | b'O' => intro_byte == b'[',
        _ => false,
    }
}

/// Returns true if this byte after the introducer begins a string, as in the answers of terminals.
pub(super) const fn begins_string(intro_byte: u8, byte: u8) -> bool {
    match intro_byte {
        // A number names the subject of the answer; `l` and `L` report the titles of a window.
        b']' => matches!(byte, b'0'..=b'9' | b'l' | b'L'),
        b'P' => matches!(byte, b'0'..=b'9' | b'>' | b'!' | b'$' | b'+'),
        // Images.
        b'_' => byte == b'G',
        _ => false,
    }
}
