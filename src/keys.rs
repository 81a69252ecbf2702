//! A key of the keyboard. It is a leaf: the parser makes it, and the tables of key bindings name it.

use std::fmt;

/// A key as the tables of key bindings name it. `terminal` makes it from the bytes of the terminal.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub enum Key {
    /// A character typed.
    Char(char),
    /// A letter or sign with Ctrl, in lower case.
    Ctrl(char),
    /// A letter with Alt, in lower case.
    Alt(char),
    /// Enter or Return.
    Enter,
    /// Tab
    Tab,
    /// Shift-Tab
    BackTab,
    /// Cursor up.
    Up,
    /// Cursor down.
    Down,
    /// Cursor left.
    Left,
    /// Cursor right.
    Right,
    /// Cursor left with Ctrl or Alt.
    WordLeft,
    /// Cursor right with Ctrl or Alt.
    WordRight,
    /// Home
    Home,
    /// End
    End,
    /// Backspace
    Backspace,
    /// Backspace with Alt.
    AltBackspace,
    /// Delete
    Delete,
    /// Escape
    Esc,
    /// A function key, from 1.
    Function(u8),
}

impl fmt::Debug for Key {
    /// Shows the keys with Ctrl and Alt. A typed character is personal data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Char(_) => f.write_str("Char(…)"),
            Self::Ctrl(c) => write!(f, "Ctrl({c:?})"),
            Self::Alt(c) => write!(f, "Alt({c:?})"),
            Self::Enter => f.write_str("Enter"),
            Self::Tab => f.write_str("Tab"),
            Self::BackTab => f.write_str("BackTab"),
            Self::Up => f.write_str("Up"),
            Self::Down => f.write_str("Down"),
            Self::Left => f.write_str("Left"),
            Self::Right => f.write_str("Right"),
            Self::WordLeft => f.write_str("WordLeft"),
            Self::WordRight => f.write_str("WordRight"),
            Self::Home => f.write_str("Home"),
            Self::End => f.write_str("End"),
            Self::Backspace => f.write_str("Backspace"),
            Self::AltBackspace => f.write_str("AltBackspace"),
            Self::Delete => f.write_str("Delete"),
            Self::Esc => f.write_str("Esc"),
            Self::Function(number) => f.debug_tuple("Function").field(number).finish(),
        }
    }
}
