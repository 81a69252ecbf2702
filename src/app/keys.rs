use std::fmt;

use crate::form::Edit;

/// A key as the desk knows it; `terminal` makes it from what the terminal sent.
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
    /// The chords are shown, what is typed is not: it is personal data, letter by letter as well.
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

impl fmt::Debug for Intent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Type(_) => f.write_str("Type(…)"),
            Self::Edit(edit) => write!(f, "Edit({edit:?})"),
            Self::Enter => f.write_str("Enter"),
            Self::Next => f.write_str("Next"),
            Self::Previous => f.write_str("Previous"),
            Self::Save => f.write_str("Save"),
            Self::Clear => f.write_str("Clear"),
            Self::Open => f.write_str("Open"),
            Self::Card => f.write_str("Card"),
            Self::Shift => f.write_str("Shift"),
            Self::Group => f.write_str("Group"),
            Self::Undo => f.write_str("Undo"),
            Self::AnswerOffer => f.write_str("AnswerOffer"),
            Self::Help => f.write_str("Help"),
            Self::Quit => f.write_str("Quit"),
            Self::Suspend => f.write_str("Suspend"),
        }
    }
}

/// What a key does.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Intent {
    /// To the next field; on the button: save.
    Enter,
    /// To the next field.
    Next,
    /// To the field before.
    Previous,
    /// Save from anywhere.
    Save,
    /// Clear the form; once more brings it back.
    Clear,
    /// Show what was registered today.
    Shift,
    /// To the group, from anywhere.
    Group,
    /// Take the last change of the field back, or the clearing.
    Undo,
    /// Keep the name as typed; take the address that was probably meant.
    AnswerOffer,
    /// Open a form that was set aside.
    Open,
    /// Show the customer who is registered already.
    Card,
    /// Show the keys.
    Help,
    /// End the program.
    Quit,
    /// Back to the shell, until it brings the program to the fore again.
    Suspend,
    /// Edit the text of the field, or walk through its choices.
    Edit(Edit),
    /// Type a character.
    Type(char),
}

/// Where a binding is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In the footer and in the help. Where the footer has no room for all, those with the highest number go first.
    Footer(u8),
    /// In the help alone.
    Help,
}

/// One row of the table that both dispatches the keys and prints the footer and the help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Binding {
    /// Any of these; the first one is printed in the footer, all of them in the help.
    pub keys: &'static [Key],
    /// What they do.
    pub action: Intent,
    /// Where it is said.
    pub place: Place,
}

const fn bind(keys: &'static [Key], action: Intent, place: Place) -> Binding {
    Binding { keys, action, place }
}

/// Every key of the desk except the characters that are typed.
///
/// The function keys are for terminals that keep a Ctrl key for themselves (a browser's Ctrl-T) or send none with a
/// Cyrillic layout. Ctrl-J and Ctrl-M are what Enter is on some lines, Ctrl-H what Backspace is, Ctrl-7 and Ctrl-/ what Ctrl-_ is.
pub const BINDINGS: &[Binding] = &[
    bind(&[Key::Enter, Key::Ctrl('j'), Key::Ctrl('m')], Intent::Enter, Place::Footer(3)),
    bind(&[Key::Ctrl('s'), Key::Function(2)], Intent::Save, Place::Footer(0)),
    bind(&[Key::Ctrl('p'), Key::Function(3)], Intent::Card, Place::Footer(1)),
    bind(&[Key::Ctrl('o'), Key::Function(4)], Intent::Open, Place::Footer(1)),
    bind(&[Key::Ctrl('r')], Intent::Clear, Place::Footer(5)),
    bind(&[Key::Ctrl('g'), Key::Function(1)], Intent::Help, Place::Footer(2)),
    bind(&[Key::Ctrl('q'), Key::Ctrl('c')], Intent::Quit, Place::Footer(4)),
    bind(&[Key::Ctrl('t'), Key::Function(5)], Intent::Shift, Place::Help),
    bind(&[Key::Ctrl('l')], Intent::Group, Place::Help),
    bind(&[Key::Ctrl('y')], Intent::AnswerOffer, Place::Help),
    bind(&[Key::Ctrl('_'), Key::Ctrl('7'), Key::Ctrl('/')], Intent::Undo, Place::Help),
    bind(&[Key::Ctrl('z')], Intent::Suspend, Place::Help),
    bind(&[Key::Tab, Key::Down, Key::Ctrl('i')], Intent::Next, Place::Help),
    bind(&[Key::BackTab, Key::Up], Intent::Previous, Place::Help),
    bind(&[Key::Left, Key::Ctrl('b')], Intent::Edit(Edit::GoToPrevChar), Place::Help),
    bind(&[Key::Right, Key::Ctrl('f')], Intent::Edit(Edit::GoToNextChar), Place::Help),
    bind(&[Key::WordLeft, Key::Alt('b')], Intent::Edit(Edit::GoToPrevWord), Place::Help),
    bind(&[Key::WordRight, Key::Alt('f')], Intent::Edit(Edit::GoToNextWord), Place::Help),
    bind(&[Key::Home, Key::Ctrl('a')], Intent::Edit(Edit::GoToStart), Place::Help),
    bind(&[Key::End, Key::Ctrl('e')], Intent::Edit(Edit::GoToEnd), Place::Help),
    bind(&[Key::Backspace, Key::Ctrl('h')], Intent::Edit(Edit::DeletePrevChar), Place::Help),
    bind(&[Key::Delete, Key::Ctrl('d')], Intent::Edit(Edit::DeleteNextChar), Place::Help),
    bind(&[Key::Ctrl('w'), Key::AltBackspace], Intent::Edit(Edit::DeletePrevWord), Place::Help),
    bind(&[Key::Ctrl('u')], Intent::Edit(Edit::DeleteFromStart), Place::Help),
    bind(&[Key::Ctrl('k')], Intent::Edit(Edit::DeleteTillEnd), Place::Help),
];

/// What a key does, if anything.
pub fn action(key: Key) -> Option<Intent> {
    if let Key::Char(c) = key {
        return Some(Intent::Type(c));
    }
    BINDINGS.iter().find(|binding| binding.keys.contains(&key)).map(|binding| binding.action)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_key_stands_in_the_table_twice() {
        let mut seen = HashSet::new();
        for key in BINDINGS.iter().flat_map(|binding| binding.keys) {
            assert!(seen.insert(key), "{key:?}");
        }
    }

    #[test]
    fn nothing_needs_escape_alt_or_an_arrow_alone() {
        // Esc arrives late or split over SSH, and Alt is Esc and a letter.
        for binding in BINDINGS {
            let reachable = binding.keys.iter().any(|key| !matches!(key, Key::Esc | Key::Alt(_) | Key::AltBackspace));
            assert!(reachable, "{:?}", binding.action);
        }
    }
}
