use std::collections::HashSet;

use chrono::Datelike as _;
use proptest::prelude::*;

use super::*;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 24).unwrap()
}

const DMY: DateOrder = DateOrder::DayMonthYear;
const MDY: DateOrder = DateOrder::MonthDayYear;
const YMD: DateOrder = DateOrder::YearMonthDay;

fn parse(text: &str, order: DateOrder) -> Parsed<BirthDate> {
    BirthDate::parse(text, order, today())
}

fn iso(text: &str, order: DateOrder) -> Option<String> {
    parse(text, order).valid().map(BirthDate::iso)
}

#[test]
fn all_notations_give_the_same_day() {
    for (text, order) in [
        ("15051990", DMY),
        ("15.05.1990", DMY),
        ("15.5.1990", DMY),
        ("15/05/1990", DMY),
        ("15-05-1990", DMY),
        ("15 05 1990", DMY),
        ("15. 5. 1990", DMY),
        (" 15.05.1990 ", DMY),
        ("15.05.90", DMY),
        ("150590", DMY),
        ("1990-05-15", DMY),
        ("1990/5/15", DMY),
        ("19900515", DMY),
        ("05151990", MDY),
        ("5/15/1990", MDY),
        ("05/15/90", MDY),
        ("051590", MDY),
        ("1990-05-15", MDY),
        ("19900515", YMD),
        ("1990.05.15", YMD),
        ("90.5.15", YMD),
        ("900515", YMD),
    ] {
        assert_eq!(iso(text, order).as_deref(), Some("1990-05-15"), "{text} {order:?}");
    }
    assert_eq!(iso("5.3.1990", DMY).as_deref(), Some("1990-03-05"));
    assert_eq!(iso("5.3.1990", MDY).as_deref(), Some("1990-05-03"));
}

#[test]
fn a_short_year_is_never_in_the_future() {
    for (text, expected) in [
        ("24.11.26", "2026-11-24"),
        ("25.11.26", "1926-11-25"),
        ("010127", "1927-01-01"),
        ("29.02.24", "2024-02-29"),
        ("290200", "2000-02-29"),
    ] {
        assert_eq!(iso(text, DMY).as_deref(), Some(expected), "{text}");
    }
}

#[test]
fn an_unfinished_date_is_not_invalid() {
    for text in [
        "1",
        "15",
        "150",
        "1505",
        "15051",
        "1505199",
        "15.",
        "15.0",
        "15.05",
        "15.05.",
        "15.05.1",
        "15.05.199",
        "0",
        "1990-",
        "1990-0",
        "1990-05-",
        "1990-05-0",
        "29.02.19",
        "199005",
        "2010051",
        "9",
        "189",
        "1 ",
        "1896-11-2",
    ] {
        assert_eq!(parse(text, DMY), Parsed::Incomplete(FieldError::DateIncomplete), "{text}");
    }
    assert_eq!(parse("  ", DMY), Parsed::Empty);
}

#[test]
fn a_text_that_cannot_become_a_date_is_invalid() {
    for (text, flaw) in [
        ("31.04.1990", FieldError::DateDoesNotExist),
        ("31.04.", FieldError::DateDoesNotExist),
        ("31041990", FieldError::DateDoesNotExist),
        ("29.02.1991", FieldError::DateDoesNotExist),
        ("29021991", FieldError::DateDoesNotExist),
        ("32", FieldError::DateDoesNotExist),
        ("32.", FieldError::DateDoesNotExist),
        ("1513", FieldError::DateDoesNotExist),
        ("310499", FieldError::DateDoesNotExist),
        ("29.02.27", FieldError::DateDoesNotExist),
        ("0.", FieldError::DateDoesNotExist),
        ("15.05.203", FieldError::DateInFuture),
        ("2027-", FieldError::DateInFuture),
        ("15.05.188", FieldError::DateTooLongAgo),
        ("1895-", FieldError::DateTooLongAgo),
        ("1.5.1.", FieldError::DateUnreadable),
        ("150.5", FieldError::DateUnreadable),
        ("15.13", FieldError::DateDoesNotExist),
        ("00.05.1990", FieldError::DateDoesNotExist),
        ("1990-13-01", FieldError::DateDoesNotExist),
        ("25.11.2026", FieldError::DateInFuture),
        ("15051890", FieldError::DateTooLongAgo),
        ("23.11.1896", FieldError::DateTooLongAgo),
        ("15.05.19900", FieldError::DateUnreadable),
        ("150519901", FieldError::DateUnreadable),
        ("1.2.3.4", FieldError::DateUnreadable),
        (".5", FieldError::DateUnreadable),
        ("199-05-15", FieldError::DateUnreadable),
        ("15 May", FieldError::DateInvalidCharacter('M')),
        ("15,05", FieldError::DateInvalidCharacter(',')),
    ] {
        assert_eq!(parse(text, DMY), Parsed::Invalid(flaw), "{text}");
    }
}

#[test]
fn the_bounds_are_today_and_130_years_ago() {
    assert_eq!(iso("24.11.2026", DMY).as_deref(), Some("2026-11-24"));
    assert_eq!(iso("24.11.1896", DMY).as_deref(), Some("1896-11-24"));
}

#[test]
fn age_turns_on_the_birthday() {
    let born = |text| parse(text, DMY).valid().unwrap();
    let on = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
    assert_eq!(born("15.05.1990").age(today()), 36);
    assert_eq!(born("24.11.1990").age(today()), 36);
    assert_eq!(born("25.11.1990").age(today()), 35);
    assert_eq!(born("24.11.2026").age(today()), 0);
    assert_eq!(born("29.02.2000").age(on(2026, 2, 28)), 25);
    assert_eq!(born("29.02.2000").age(on(2026, 3, 1)), 26);
}

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
    ];
    for year in [1927, 1988, 1999, 2000, 2025] {
        for date in NaiveDate::from_ymd_opt(year, 1, 1).unwrap().iter_days().take_while(|date| date.year() == year) {
            for (order, format) in formats {
                let text = date.format(format).to_string();
                for length in 0..=text.len() {
                    let typed = text.get(..length).unwrap();
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
            // Several separators count as one, and the beginnings above have only single separators.
            for text in texts.iter().filter(|text| !text.contains("..")) {
                let can_become_date = !matches!(parse(text, order), Parsed::Invalid(_));
                assert_eq!(can_become_date, beginnings.contains(text), "{text} {order:?}");
            }
        }
    }
}

proptest! {
    #[test]
    fn no_text_panics(text in any::<String>()) {
        for order in [DMY, MDY, YMD] {
            let _ = parse(&text, order);
        }
    }

    #[test]
    fn no_date_like_text_panics_and_a_valid_date_parses_to_itself(text in "[0-9./ -]{0,14}") {
        for order in [DMY, MDY, YMD] {
            if let Parsed::Valid(date) = parse(&text, order) {
                prop_assert_eq!(parse(&date.iso(), order), Parsed::Valid(date));
            }
        }
    }
}

#[test]
fn a_wrong_clock_rejects_no_date_that_may_be_in_the_past() {
    let build_date = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
    let parse = |text: &str| BirthDate::parse(text, DateOrder::DayMonthYear, Today::NotBefore(build_date));
    let valid = [
        ("15.05.1990", "1990-05-15"),
        ("24112026", "2026-11-24"),
        ("25.11.2026", "2026-11-25"),
        ("15.05.2031", "2031-05-15"),
        ("2040-01-02", "2040-01-02"),
        // A two-digit year gives the latest date that is certainly in the past.
        ("150526", "2026-05-15"),
        ("150527", "1927-05-15"),
        ("01.01.30", "1930-01-01"),
    ];
    for (text, iso) in valid {
        assert_eq!(parse(text).valid().map(BirthDate::iso).as_deref(), Some(iso), "{text}");
    }
    // These dates are impossible on every day that today can be.
    assert_eq!(parse("15.05.1880"), Parsed::Invalid(FieldError::DateTooLongAgo));
    assert_eq!(parse("15.05.2990"), Parsed::Invalid(FieldError::DateInFuture));
    assert_eq!(parse("30.02.1990"), Parsed::Invalid(FieldError::DateDoesNotExist));
    for partial in ["1", "15", "15.", "15.05", "1505202", "15.05.20"] {
        assert!(!matches!(parse(partial), Parsed::Invalid(_)), "{partial}");
    }
}
