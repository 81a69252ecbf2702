//! Dates while they are typed, character by character: the beginning of a date is never invalid.

use std::collections::HashSet;

use chrono::Datelike as _;

use super::*;

/// Types every day of some years character by character in every usual notation. The text is never invalid and gives
/// the right day.
#[test]
fn a_date_is_never_invalid_while_it_is_typed() {
    let formats = [
        (DMY, "%d%m%Y"),
        (DMY, "%d.%m.%Y"),
        (DMY, "%-d.%-m.%Y"),
        (DMY, "%d/%m/%y"),
        (DMY, "%d%m%y"),
        (DMY, "%Y-%m-%d"),
        (MDY, "%m%d%Y"),
        (MDY, "%-m/%-d/%Y"),
        (MDY, "%m/%d/%y"),
        (MDY, "%Y-%m-%d"),
        (YMD, "%Y%m%d"),
        (YMD, "%Y.%-m.%-d"),
        (YMD, "%y-%m-%d"),
        (YMD, "%y%m%d"),
        (DMY, "%d,%m,%Y,"),
        (DMY, "%-d %B %Y"),
        (MDY, "%b %-d, %Y"),
    ];
    // Many days begin in the same way.
    let mut typed_before = HashSet::new();
    for year in [1927, 1988, 1999, 2000, 2025] {
        for date in NaiveDate::from_ymd_opt(year, 1, 1).unwrap().iter_days().take_while(|date| date.year() == year) {
            for (order, format) in formats {
                let text = date.format(format).to_string();
                for length in 0..=text.len() {
                    let typed = text.get(..length).unwrap();
                    if !typed_before.insert((order as u8, typed.to_owned())) {
                        continue;
                    }
                    assert!(!matches!(parse(typed, order), Parsed::Invalid(_)), "{typed} of {text} {order:?}");
                }
                let long_year = format.contains("%Y");
                let expected = if long_year { date } else { parse(&text, order).valid().unwrap().date() };
                assert_eq!(iso(&text, order), Some(expected.to_string()), "{text} {order:?}");
                assert_eq!((expected.month(), expected.day()), (date.month(), date.day()), "{text}");
            }
        }
    }
}

/// Returns the first four characters of every birth date, in every notation of this order.
fn beginnings(order: DateOrder) -> HashSet<String> {
    // Four characters do not reach the last part. If a notation ends in the year, the year does not matter; if it ends
    // in the day, the day does not matter.
    let oldest = NaiveDate::from_ymd_opt(1896, 11, 24).unwrap();
    let year_first = oldest.iter_days().take_while(|date| *date <= today()).filter(|date| date.day() == 24);
    let leap_year = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap().iter_days().take(366);
    let mut beginnings = HashSet::new();
    let mut add = |date: NaiveDate, format: &str| {
        let text = date.format(format).to_string();
        beginnings.extend((1..=text.len().min(4)).map(|length| text.get(..length).unwrap().to_owned()));
    };
    for date in year_first {
        for format in ["%Y%m%d", "%Y.%m.%d", "%Y.%-m.%-d"] {
            add(date, format);
        }
        if order == YMD {
            for format in ["%y%m%d", "%y.%m.%d", "%y.%-m.%-d"] {
                add(date, format);
            }
        }
    }
    for date in leap_year {
        let formats: &[&str] = match order {
            DMY => &["%d%m", "%d.%m.", "%-d.%m.", "%d.%-m.", "%-d.%-m."],
            MDY => &["%m%d", "%m.%d.", "%-m.%d.", "%m.%-d.", "%-m.%-d."],
            YMD => &[],
        };
        for format in formats {
            add(date, format);
        }
    }
    beginnings
}

/// The beginning of a birth date can still become one. Every other text is invalid.
#[test]
fn exactly_the_beginnings_of_dates_are_not_invalid() {
    for order in [DMY, MDY, YMD] {
        let beginnings = beginnings(order);
        let mut texts = vec![String::new()];
        for _ in 0..4 {
            texts = texts.iter().flat_map(|text| "0123456789.".chars().map(move |c| format!("{text}{c}"))).collect();
            // Several separators count as one, and the beginnings above have only single separators between digits.
            for text in texts.iter().filter(|text| !text.contains("..") && !text.starts_with('.')) {
                let can_become_date = !matches!(parse(text, order), Parsed::Invalid(_));
                assert_eq!(can_become_date, beginnings.contains(text), "{text} {order:?}");
            }
        }
    }
}
