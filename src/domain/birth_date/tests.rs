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

fn read(text: &str, order: DateOrder) -> Parsed<BirthDate> {
    BirthDate::parse(text, order, today())
}

fn iso(text: &str, order: DateOrder) -> Option<String> {
    read(text, order).valid().map(BirthDate::iso)
}

#[test]
fn one_day_however_it_is_typed() {
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
fn unfinished_is_not_bad() {
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
        assert_eq!(read(text, DMY), Parsed::Incomplete(FieldError::DateIncomplete), "{text}");
    }
    assert_eq!(read("  ", DMY), Parsed::Empty);
}

#[test]
fn what_can_become_no_date_is_bad() {
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
        assert_eq!(read(text, DMY), Parsed::Invalid(flaw), "{text}");
    }
}

#[test]
fn the_bounds_are_today_and_130_years_ago() {
    assert_eq!(iso("24.11.2026", DMY).as_deref(), Some("2026-11-24"));
    assert_eq!(iso("24.11.1896", DMY).as_deref(), Some("1896-11-24"));
}

#[test]
fn age_turns_on_the_birthday() {
    let born = |text| read(text, DMY).valid().unwrap();
    let on = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
    assert_eq!(born("15.05.1990").age(today()), 36);
    assert_eq!(born("24.11.1990").age(today()), 36);
    assert_eq!(born("25.11.1990").age(today()), 35);
    assert_eq!(born("24.11.2026").age(today()), 0);
    assert_eq!(born("29.02.2000").age(on(2026, 2, 28)), 25);
    assert_eq!(born("29.02.2000").age(on(2026, 3, 1)), 26);
}

/// Every day of some years, typed letter by letter in every usual way, never turns red and comes out right.
#[test]
fn typing_a_date_never_turns_red() {
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
                    let begun = text.get(..length).unwrap();
                    assert!(!matches!(read(begun, order), Parsed::Invalid(_)), "{begun} of {text} {order:?}");
                }
                let long_year = format.contains("%Y");
                let expected = if long_year { date } else { read(&text, order).valid().unwrap().date() };
                assert_eq!(iso(&text, order), Some(expected.to_string()), "{text} {order:?}");
                assert_eq!((expected.month(), expected.day()), (date.month(), date.day()), "{text}");
            }
        }
    }
}

/// The first four characters of every birth date, in every way it can be typed in this order.
fn beginnings(order: DateOrder) -> HashSet<String> {
    // So early the year of a date that ends in one does not matter, nor the day of a date that ends in one.
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

/// Whatever is the beginning of a birth date may still become one; whatever is not is bad.
#[test]
fn red_is_exact() {
    for order in [DMY, MDY, YMD] {
        let beginnings = beginnings(order);
        let mut texts = vec![String::new()];
        for _ in 0..4 {
            texts = texts.iter().flat_map(|text| "0123456789.".chars().map(move |c| format!("{text}{c}"))).collect();
            // Separators are read as one, and the beginnings above have only single ones.
            for text in texts.iter().filter(|text| !text.contains("..")) {
                let may_become_one = !matches!(read(text, order), Parsed::Invalid(_));
                assert_eq!(may_become_one, beginnings.contains(text), "{text} {order:?}");
            }
        }
    }
}

proptest! {
    #[test]
    fn no_text_panics(text in any::<String>()) {
        for order in [DMY, MDY, YMD] {
            let _ = read(&text, order);
        }
    }

    #[test]
    fn no_almost_date_panics_and_what_is_good_reads_back(text in "[0-9./ -]{0,14}") {
        for order in [DMY, MDY, YMD] {
            if let Parsed::Valid(date) = read(&text, order) {
                prop_assert_eq!(read(&date.iso(), order), Parsed::Valid(date));
            }
        }
    }
}

#[test]
fn a_wrong_clock_refuses_no_date_that_may_be_past() {
    let built = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
    let read = |text: &str| BirthDate::parse(text, DateOrder::DayMonthYear, Today::NotBefore(built));
    let good = [
        ("15.05.1990", "1990-05-15"),
        ("24112026", "2026-11-24"),
        ("25.11.2026", "2026-11-25"),
        ("15.05.2031", "2031-05-15"),
        ("2040-01-02", "2040-01-02"),
        // Two digits are the youngest date that is in the past for certain.
        ("150526", "2026-05-15"),
        ("150527", "1927-05-15"),
        ("01.01.30", "1930-01-01"),
    ];
    for (text, iso) in good {
        assert_eq!(read(text).valid().map(BirthDate::iso).as_deref(), Some(iso), "{text}");
    }
    // What cannot be whatever day it is.
    assert_eq!(read("15.05.1880"), Parsed::Invalid(FieldError::DateTooLongAgo));
    assert_eq!(read("15.05.2990"), Parsed::Invalid(FieldError::DateInFuture));
    assert_eq!(read("30.02.1990"), Parsed::Invalid(FieldError::DateDoesNotExist));
    for partial in ["1", "15", "15.", "15.05", "1505202", "15.05.20"] {
        assert!(!matches!(read(partial), Parsed::Invalid(_)), "{partial}");
    }
}
