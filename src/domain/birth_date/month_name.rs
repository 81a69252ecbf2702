//! The names of months in the languages of the customers' documents, and their beginnings of at least three letters.

use crate::domain::fold_for_search;

/// The meaning of a word in a date.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum MonthName {
    /// The number of the month.
    Month(usize),
    /// The beginning of several names, or of one while it is typed.
    Unfinished,
    /// No month.
    Unknown,
}

/// The months of a year in English, Azerbaijani, Turkish, Uzbek and Russian, as [`fold_for_search`] writes them.
const MONTHS: [&[&str]; 12] = [
    &["january", "yanvar", "ocak", "января", "январь", "январ"],
    &["february", "fevral", "subat", "февраля", "февраль", "феврал"],
    &["march", "mart", "марта"],
    &["april", "aprel", "nisan", "апреля", "апрель", "апрел"],
    &["may", "mayis", "мая", "маи"],
    &["june", "iyun", "haziran", "июня", "июнь", "июн"],
    &["july", "iyul", "temmuz", "июля", "июль", "июл"],
    &["august", "avqust", "agustos", "avgust", "августа"],
    &["september", "sentyabr", "eylul", "sentabr", "сентября", "сентябрь", "сентябр"],
    &["october", "oktyabr", "ekim", "oktabr", "октября", "октябрь", "октябр"],
    &["november", "noyabr", "kasim", "ноября", "ноябрь", "ноябр"],
    &["december", "dekabr", "aralik", "декабря", "декабрь", "декабр"],
];

/// The shortest abbreviation of a month.
const MIN_LETTERS: usize = 3;

pub(super) fn month_name(word: &str) -> MonthName {
    let word = fold_for_search(word);
    let begins = |names: &[&str]| names.iter().any(|name| name.starts_with(&word));
    let mut found = (1..).zip(MONTHS).filter(|(_, names)| begins(names)).map(|(number, _)| number);
    match (found.next(), found.next()) {
        (Some(number), None) if word.chars().count() >= MIN_LETTERS => MonthName::Month(number),
        (Some(_), _) => MonthName::Unfinished,
        (None, _) => MonthName::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_its_month_in_any_case() {
        for (number, names) in (1..).zip(MONTHS) {
            for name in names {
                assert_eq!(fold_for_search(name), *name, "it would never be found");
                assert_eq!(month_name(name), MonthName::Month(number), "{name}");
                assert_eq!(month_name(&name.to_uppercase()), MonthName::Month(number), "{name}");
            }
        }
        for (word, month) in
            [("Mayıs", 5), ("MAYIS", 5), ("Май", 5), ("Eylül", 9), ("Ağustos", 8), ("Şubat", 2), ("KASIM", 11)]
        {
            assert_eq!(month_name(word), MonthName::Month(month), "{word}");
        }
    }

    #[test]
    fn three_letters_are_enough_unless_two_months_have_them() {
        for (word, meaning) in [
            ("sep", MonthName::Month(9)),
            ("дек", MonthName::Month(12)),
            ("mar", MonthName::Month(3)),
            ("iyu", MonthName::Unfinished),
            ("ma", MonthName::Unfinished),
            ("d", MonthName::Unfinished),
            ("x", MonthName::Unknown),
            ("mayo", MonthName::Unknown),
        ] {
            assert_eq!(month_name(word), meaning, "{word}");
        }
    }
}
