//! The signs and words that are commands at a question. A space before one makes it an answer.

use crate::domain::{twins_of_us, us_twins};

/// A command at the question for a field, or at “Register?”.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Command {
    /// Say what can be typed now.
    Help,
    /// End the dialogue.
    Quit,
    /// Go to the field before, or close a list.
    Back,
    /// Empty the field.
    Erase,
    /// Go to “Register?”.
    End,
    /// Go to the field of this number. `None` means that there is no such field.
    Go(Option<usize>),
    /// Use the suggestion, or choose another spelling.
    Suggestion,
    /// Undo the last change.
    Undo,
    /// Clear the form.
    Clear,
    /// Read the registered customer.
    Card,
    /// Find customers with the typed name.
    Find,
    /// Read the waiting list.
    Waiting,
    /// Read today's registrations, this page of them.
    Shift(usize),
}

/// Each command with its sign and its word.
const COMMANDS: [(&str, &str, Command); 13] = [
    ("?", "help", Command::Help),
    ("q", "quit", Command::Quit),
    ("b", "back", Command::Back),
    ("-", "erase", Command::Erase),
    (".", "end", Command::End),
    ("g", "go", Command::Go(None)),
    ("k", "spelling", Command::Suggestion),
    ("u", "undo", Command::Undo),
    ("c", "clear", Command::Clear),
    ("p", "customer", Command::Card),
    ("/", "find", Command::Find),
    ("o", "list", Command::Waiting),
    ("t", "today", Command::Shift(1)),
];

impl Command {
    /// Returns the command of a line: its sign or its word, in any case and under any keyboard layout.
    pub(super) fn parse(line: &str) -> Option<Self> {
        let (first, number) = match line.split_once(' ') {
            Some((first, number)) => (first, Some(number.trim().parse().ok()?)),
            None => (line, None),
        };
        let is_meant = |(sign, word, _): &&(&str, &str, Self)| first.eq_ignore_ascii_case(sign) || is_word(first, word);
        let command = COMMANDS.iter().find(is_meant).or_else(|| COMMANDS.iter().find(|row| is_twin(first, row.0)));
        match (command?.2, number) {
            (Self::Go(_), number) => Some(Self::Go(number)),
            (Self::Shift(_), Some(page)) => Some(Self::Shift(page)),
            (command, None) => Some(command),
            (_, Some(_)) => None,
        }
    }
}

/// Returns the answer to a question that is answered with yes or no.
pub(super) fn yes_or_no(line: &str) -> Option<bool> {
    let is = |sign, word| line.eq_ignore_ascii_case(sign) || is_twin(line, sign) || is_word(line, word);
    if is("y", "yes") { Some(true) } else { is("n", "no").then_some(false) }
}

/// Returns the number of the row that a line deletes, e.g. `d 2`.
pub(super) fn row_to_delete(line: &str) -> Option<&str> {
    let (first, number) = line.split_once(' ')?;
    (first.eq_ignore_ascii_case("d") || is_word(first, "delete") || is_twin(first, "d")).then_some(number.trim())
}

/// Returns true if a line is this word, in any case. Letters of another keyboard layout count as those on the same keys.
pub(super) fn is_word(line: &str, word: &str) -> bool {
    let is = |typed: &str| typed.to_lowercase() == word.to_lowercase();
    is(line) || us_twins(line).iter().any(|twin| is(twin))
}

/// Returns true if the key of a sign types this line under another layout. Letters and digits of the US layout are not
/// taken for another key: they can be an answer.
fn is_twin(line: &str, sign: &str) -> bool {
    let is_punctuation = line.chars().all(|c| c.is_ascii_punctuation());
    is_word(line, sign) || is_punctuation && twins_of_us(sign).iter().any(|twin| twin == line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_or_a_word_is_a_command_in_any_case_and_layout() {
        for (lines, command) in [
            (&["?", "help", "HELP", "Help", ",", ":", ";", "рудз", "РУДЗ"][..], Command::Help),
            (&["q", "Q", "quit", "Quit", "й", "Й", "йгше", "quıt", "QUİT"], Command::Quit),
            (&["b", "B", "BACK", "и", "ифсл"], Command::Back),
            (&["-", "erase", "*"], Command::Erase),
            (&[".", "end", "ю", "ş"], Command::End),
            (&["k", "K", "л"], Command::Suggestion),
            (&["u", "undo", "UNDO", "г"], Command::Undo),
            (&["c", "clear", "с"], Command::Clear),
            (&["p", "customer", "з"], Command::Card),
            (&["/", "find", "fınd"], Command::Find),
            (&["o", "O", "list", "щ"], Command::Waiting),
            (&["t", "today", "t 1", "е"], Command::Shift(1)),
            (&["t 2", "today 2", "е 2"], Command::Shift(2)),
            (&["g 4", "go 4", "G  4", "п 4"], Command::Go(Some(4))),
            (&["g", "go"], Command::Go(None)),
        ] {
            for line in lines {
                assert_eq!(Command::parse(line), Some(command), "{line:?}");
            }
        }
        for line in ["", " q", "f", "m", "1", "Aysel", "quit now", "help me", "g x", "b 2", "d 2", "h", "Mr. O", "!"] {
            assert_eq!(Command::parse(line), None, "{line:?}");
        }
    }

    #[test]
    fn yes_and_no_are_answers_in_any_case_and_layout() {
        for (lines, answer) in [
            (&["y", "Y", "yes", "YES", "н", "Н", "нуы"][..], Some(true)),
            (&["n", "N", "no", "No", "т", "Т", "тщ"], Some(false)),
            (&["", "yep", "1", "ye", "not"], None),
        ] {
            for line in lines {
                assert_eq!(yes_or_no(line), answer, "{line:?}");
            }
        }
        assert_eq!(row_to_delete("d 2"), Some("2"));
        assert_eq!(row_to_delete("В 2"), Some("2"));
        assert_eq!((row_to_delete("2"), row_to_delete("d")), (None, None));
    }
}
