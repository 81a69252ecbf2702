//! A key of the keyboard. It is a leaf: the parser makes it, and the tables of key bindings name it.

/// A key as the tables of key bindings name it. `terminal` makes it from the bytes of the terminal.
/// `Debug` does not show a typed character, because it is personal data.
#[derive(derive_more::Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Key {
    /// A character typed.
    Char(#[debug("…")] char),
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
