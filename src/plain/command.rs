//! The signs and words that are commands at a question. A space before one makes it an answer.

use crate::domain::{Letters, fold_for_search, twins_of_us, us_twins};
use crate::locale::Locale;

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
    /// Continue in the next language.
    Language,
}

/// A word in the language of the dialogue.
type Word = fn(&Locale) -> String;

/// Each command with its sign and its word. The signs are the same in every language.
const COMMANDS: [(&str, Word, Command); 14] = [
    ("?", Locale::plain_word_help, Command::Help),
    ("q", Locale::plain_word_quit, Command::Quit),
    ("b", Locale::plain_word_back, Command::Back),
    ("-", Locale::plain_word_erase, Command::Erase),
    (".", Locale::plain_word_end, Command::End),
    ("g", Locale::plain_word_go, Command::Go(None)),
    ("k", Locale::plain_word_spelling, Command::Suggestion),
    ("u", Locale::plain_word_undo, Command::Undo),
    ("c", Locale::plain_word_clear, Command::Clear),
    ("p", Locale::plain_word_customer, Command::Card),
    ("/", Locale::plain_word_find, Command::Find),
    ("o", Locale::plain_word_list, Command::Waiting),
    ("t", Locale::plain_word_today, Command::Shift(1)),
    ("lang", Locale::plain_word_language, Command::Language),
];

impl Command {
    /// Returns the command of a line: its sign, or its word in this language or in English, in any case and under any
    /// keyboard layout.
    pub(super) fn parse(line: &str, say: &Locale) -> Option<Self> {
        let (first, number) = match line.split_once(' ') {
            Some((first, number)) => (first, Some(number.trim().parse().ok()?)),
            None => (line, None),
        };
        let is_meant =
            |(sign, word, _): &&(&str, Word, Self)| first.eq_ignore_ascii_case(sign) || is_word_of(first, *word, say);
        let command = COMMANDS.iter().find(is_meant).or_else(|| COMMANDS.iter().find(|row| is_twin(first, row.0)));
        match (command?.2, number) {
            (Self::Go(_), number) => Some(Self::Go(number)),
            (Self::Shift(_), Some(page)) => Some(Self::Shift(page)),
            (command, None) => Some(command),
            (_, Some(_)) => None,
        }
    }
}

/// Returns the answer to a question that is answered with yes or no: a word or a letter of this language, or in English.
pub(super) fn yes_or_no(line: &str, say: &Locale) -> Option<bool> {
    let english = Letters::ENGLISH;
    if is_word_of(line, Locale::plain_word_yes, say) {
        return Some(true);
    }
    if is_word_of(line, Locale::plain_word_no, say) {
        return Some(false);
    }
    // A number goes to the question of this number. A letter that is the sign of a command never deletes or registers.
    let is_sign = |c: char| COMMANDS.iter().any(|(sign, ..)| sign.chars().eq([c]));
    let only = line.parse().ok().filter(|c: &char| c.is_alphabetic() && !is_sign(*c))?;
    let answer = say.letters().answer_in_any_layout(only);
    if answer == english.yes { Some(true) } else { (answer == english.no).then_some(false) }
}

/// Returns the number of the row that a line deletes, e.g. `d 2`.
pub(super) fn row_to_delete<'a>(line: &'a str, say: &Locale) -> Option<&'a str> {
    let (first, number) = line.split_once(' ')?;
    let is_meant =
        first.eq_ignore_ascii_case("d") || is_word_of(first, Locale::plain_word_delete, say) || is_twin(first, "d");
    is_meant.then_some(number.trim())
}

/// Returns true if a line is this word in this language or in English.
fn is_word_of(line: &str, word: Word, say: &Locale) -> bool {
    is_word(line, &word(say)) || is_word(line, &word(Locale::english()))
}

/// Returns true if a line is this word, in any case and without regard to accents, which not every keyboard has. Letters
/// of another keyboard layout count as those on the same keys.
pub(super) fn is_word(line: &str, word: &str) -> bool {
    let folded = fold_for_search(word);
    let is = |typed: &str| fold_for_search(typed) == folded;
    // The twin of a text in US characters counts only for a word in other letters: `lf` is the Russian `да`.
    let twins = || if folded.is_ascii() { us_twins(line) } else { twins_of_us(line) };
    is(line) || twins().iter().any(|twin| is(twin))
}

/// Returns true if the key of a sign types this line under another layout. Letters and digits of the US layout are not
/// taken for another key: they can be an answer.
fn is_twin(line: &str, sign: &str) -> bool {
    let is_punctuation = line.chars().all(|c| c.is_ascii_punctuation());
    let is_on_key =
        line.eq_ignore_ascii_case(sign) || us_twins(line).iter().any(|twin| twin.eq_ignore_ascii_case(sign));
    is_on_key || is_punctuation && twins_of_us(sign).iter().any(|twin| twin == line)
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
                assert_eq!(Command::parse(line, Locale::english()), Some(command), "{line:?}");
            }
        }
        for line in ["", " q", "f", "m", "1", "Aysel", "quit now", "help me", "g x", "b 2", "d 2", "h", "Mr. O", "!"] {
            assert_eq!(Command::parse(line, Locale::english()), None, "{line:?}");
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
                assert_eq!(yes_or_no(line, Locale::english()), answer, "{line:?}");
            }
        }
        for (code, lines, answer) in [
            ("az", &["bəli", "BƏLİ", "beli", "yes", "y"][..], Some(true)),
            ("az", &["xeyr", "x", "no", "n"], Some(false)),
            // `b` is the sign of "back", and must not delete.
            ("az", &["b", "ha"], None),
            ("ru", &["да", "Да", "д", "yes", "y", "lf"], Some(true)),
            ("ru", &["нет", "н", "Н", "no", "n", "ytn"], Some(false)),
            ("tr", &["evet", "EVET", "e", "yes"], Some(true)),
            ("tr", &["hayır", "HAYIR", "hayir", "h", "no"], Some(false)),
            ("uz", &["ha", "h", "yes"], Some(true)),
            ("uz", &["yoʻq", "yo'q", "yoq", "y", "no", "n"], Some(false)),
        ] {
            for line in lines {
                assert_eq!(yes_or_no(line, Locale::of(code).unwrap()), answer, "{code}: {line:?}");
            }
        }
        assert_eq!(row_to_delete("d 2", Locale::english()), Some("2"));
        assert_eq!(row_to_delete("В 2", Locale::english()), Some("2"));
        assert_eq!((row_to_delete("2", Locale::english()), row_to_delete("d", Locale::english())), (None, None));
    }

    /// A word of a language must not be a command of another meaning in English, whose words work in every language.
    #[test]
    fn each_language_has_its_words_and_none_has_two_meanings() {
        let words = |say: &Locale| COMMANDS.map(|(_, word, command)| (word(say), command));
        for say in Locale::all() {
            for (word, command) in words(say).into_iter().chain(words(Locale::english())) {
                assert_eq!(Command::parse(&word, say), Some(command), "{}: {word}", say.code());
                assert_eq!(Command::parse(&word.to_uppercase(), say), Some(command), "{}: {word}", say.code());
                assert!(yes_or_no(&word, say).is_none(), "{}: {word}", say.code());
            }
            for answer in [say.plain_word_yes(), say.plain_word_no(), say.plain_word_delete()] {
                assert_eq!(Command::parse(&answer, say), None, "{}: {answer}", say.code());
            }
            let to_delete = format!("{} 2", say.plain_word_delete());
            assert_eq!(row_to_delete(&to_delete, say), Some("2"), "{to_delete}");
        }
    }
}
