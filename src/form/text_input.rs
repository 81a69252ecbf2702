use tui_input::Input;
use unicode_width::UnicodeWidthStr;

use crate::domain::{Recent, sanitize_line};

use super::Edit;

/// A text input of one line with a cursor and undo.
///
/// It is tui-input's core, in which the cursor moves and deletes by grapheme. Text is sanitised before it is inserted,
/// because that core would store a newline or an escape character. `Debug` shows only the length, because the text is
/// personal data.
#[derive(derive_more::Debug, Clone, Default)]
#[debug("TextInput({} characters, cursor {})", self.value().chars().count(), self.cursor())]
pub struct TextInput {
    input: Input,
    /// The text and the cursor before each change that can be undone.
    undo_stack: Recent<(String, usize), 100>,
    open_group: Option<EditGroup>,
}

/// The kind of a change. Successive changes of one kind are undone together.
#[derive(Clone, Copy, PartialEq, Eq)]
enum EditGroup {
    Typing,
    Erasing(Edit),
}

/// The characters of a paste that are read at all, before the text is sanitised. The terminal's reader passes on less.
const MAX_INSERTED_CHARS: usize = 70_000;

impl TextInput {
    /// The maximum length, so that a note and the line about consent have at most 1,000 characters.
    pub const MAX_CHARS: usize = 940;

    /// Returns the text as typed.
    pub fn value(&self) -> &str {
        self.input.value()
    }

    /// Returns true if the text is empty or has only spaces.
    pub fn is_blank(&self) -> bool {
        self.value().trim().is_empty()
    }

    /// Returns the number of characters (Unicode scalar values) before the cursor.
    pub fn cursor(&self) -> usize {
        self.input.cursor()
    }

    /// Returns the number of columns of the text before the cursor.
    pub fn columns_before_cursor(&self) -> usize {
        let before: String = self.value().chars().take(self.cursor()).collect();
        before.width()
    }

    /// Inserts a typed character or a pasted text at the cursor. Returns true if anything changed.
    ///
    /// Line breaks become spaces. Characters that are not allowed and those beyond [`TextInput::MAX_CHARS`] are
    /// dropped.
    pub fn insert(&mut self, typed: &str) -> bool {
        let free_chars = Self::MAX_CHARS.saturating_sub(self.value().chars().count());
        // The length is limited first, because the paste may have megabytes.
        let bounded: String = typed.chars().take(MAX_INSERTED_CHARS).collect();
        let line: String = sanitize_line(&bounded).chars().take(free_chars).collect();
        match line.chars().count() {
            0 => false,
            1 => {
                self.push_undo(Some(EditGroup::Typing));
                line.chars().all(|c| self.input.handle(Edit::InsertChar(c)).is_some())
            }
            _ => {
                self.push_undo(None);
                let cursor = self.cursor();
                let mut value: String = self.value().chars().take(cursor).collect();
                value.push_str(&line);
                let new_cursor = value.chars().count();
                value.extend(self.value().chars().skip(cursor));
                self.input = Input::new(value).with_cursor(new_cursor);
                true
            }
        }
    }

    /// Edits the text or moves the cursor. Returns true if the text changed.
    pub fn edit(&mut self, edit: Edit) -> bool {
        let before = self.input.clone();
        let changed = self.input.handle(edit).is_some_and(|changed| changed.value);
        if changed {
            // A new input drops the deleted text that tui-input keeps. `undo_stack` already has it.
            let after = Input::new(self.input.value().to_owned()).with_cursor(self.input.cursor());
            self.input = before;
            self.push_undo(Some(EditGroup::Erasing(edit)));
            self.input = after;
        } else {
            self.open_group = None;
        }
        changed
    }

    /// Replaces the text and moves the cursor to its end. Returns true, because it counts as a change.
    pub fn replace(&mut self, text: &str) -> bool {
        self.push_undo(None);
        self.amend(text)
    }

    /// Replaces the text as a part of the change before. Undo takes both back. Returns true, because it counts as a
    /// change.
    pub fn amend(&mut self, text: &str) -> bool {
        self.input = Input::new(sanitize_line(text).chars().take(Self::MAX_CHARS).collect());
        true
    }

    /// Undoes the last change. Returns true if there was one.
    pub fn undo(&mut self) -> bool {
        self.open_group = None;
        let Some((value, cursor)) = self.undo_stack.pop() else { return false };
        self.input = Input::new(value).with_cursor(cursor);
        true
    }

    fn push_undo(&mut self, group: Option<EditGroup>) {
        if group.is_none() || group != self.open_group {
            self.undo_stack.push((self.value().to_owned(), self.cursor()));
        }
        self.open_group = group;
    }
}

impl From<&str> for TextInput {
    fn from(value: &str) -> Self {
        let mut text = Self::default();
        text.insert(value);
        // The initial text is no change.
        text.undo_stack = Recent::default();
        text
    }
}

impl PartialEq for TextInput {
    fn eq(&self, other: &Self) -> bool {
        self.value() == other.value() && self.cursor() == other.cursor()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_cursor_moves_and_deletes_by_grapheme() {
        for grapheme in ["Ə", "ё", "漢", "e\u{301}", "👩\u{200d}👩\u{200d}👧", "🇦🇿"] {
            let mut text = TextInput::from(format!("a{grapheme}").as_str());
            text.edit(Edit::GoToPrevChar);
            assert_eq!(text.cursor(), 1, "{grapheme}");
            text.edit(Edit::GoToEnd);
            text.edit(Edit::DeletePrevChar);
            assert_eq!(text.value(), "a", "{grapheme}");
        }
    }

    #[test]
    fn a_paste_is_inserted_at_the_cursor_as_one_line() {
        let mut text = TextInput::from("ad");
        text.edit(Edit::GoToPrevChar);
        assert!(text.insert("b\r\n\x1b[31mc"));
        assert_eq!(text.value(), "ab [31mcd");
        assert_eq!(text.cursor(), 8);
    }

    #[test]
    fn changes_are_undone_in_reverse_order() {
        let mut text = TextInput::from("050");
        for c in ["1", "2", "3"] {
            text.insert(c);
        }
        text.edit(Edit::DeletePrevChar);
        text.edit(Edit::DeletePrevChar);
        text.edit(Edit::GoToStart);
        text.insert("+994");
        text.edit(Edit::DeleteTillEnd);
        let mut states = vec![text.value().to_owned()];
        while text.undo() {
            states.push(format!("{}|{}", text.value(), text.cursor()));
        }
        assert_eq!(states, ["+994", "+9940501|4", "0501|0", "050123|6", "050|3"]);
        assert!(!text.undo());
    }

    #[test]
    fn a_character_that_is_not_allowed_changes_nothing() {
        let mut text = TextInput::from("a");
        for typed in ["", "\x1b", "\0", "\u{202e}", "\u{200b}"] {
            assert!(!text.insert(typed), "{typed:?}");
        }
        assert_eq!(text.value(), "a");
    }

    #[test]
    fn a_long_paste_is_truncated() {
        let mut text = TextInput::default();
        text.insert(&"x".repeat(64_000));
        text.insert("y");
        assert_eq!(text.value().len(), TextInput::MAX_CHARS);
    }

    #[test]
    fn columns_are_counted_as_a_terminal_does() {
        assert_eq!(TextInput::from("aƏ漢e\u{301}").columns_before_cursor(), 5);
    }

    #[test]
    fn debug_shows_nothing_typed() {
        assert_eq!(format!("{:?}", TextInput::from("Aysel")), "TextInput(5 characters, cursor 5)");
    }

    proptest! {
        #[test]
        fn no_edit_panics_or_moves_the_cursor_out_of_the_text(
            pastes in proptest::collection::vec(any::<String>(), 0..6),
            edits in proptest::collection::vec(0_usize..15, 0..40),
        ) {
            const EDITS: [Edit; 15] = [
                Edit::GoToPrevChar, Edit::GoToNextChar, Edit::GoToPrevWord, Edit::GoToNextWord, Edit::GoToStart,
                Edit::GoToEnd, Edit::DeletePrevChar, Edit::DeleteNextChar, Edit::DeletePrevWord, Edit::DeleteNextWord,
                Edit::DeleteLine, Edit::DeleteTillEnd, Edit::DeleteFromStart, Edit::Yank, Edit::SetCursor(3),
            ];
            let mut text = TextInput::default();
            for (paste, edits) in pastes.iter().zip(edits.chunks(7)) {
                text.insert(paste);
                for edit in edits {
                    text.edit(EDITS[*edit]);
                    prop_assert!(text.cursor() <= text.value().chars().count());
                }
            }
            prop_assert!(text.value().chars().all(crate::domain::is_allowed));
        }
    }
}
