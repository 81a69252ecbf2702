use proptest::prelude::*;

use super::*;

mod invalid;
mod typing;

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
        ("15,05,1990", DMY),
        ("15–05–1990", DMY),
        ("15—05—1990", DMY),
        ("15−05−1990", DMY),
        ("15‑05‑1990", DMY),
        ("15.05.1990.", DMY),
        ("15.05.90,", DMY),
        ("15.05.1990 -", DMY),
        ("15051990.", DMY),
        ("150590/", DMY),
        (".15.05.1990", DMY),
        ("(15.05.1990)", DMY),
        ("15..05..1990", DMY),
        ("15. 05. 1990", DMY),
        ("15_05_1990", DMY),
        ("15:05:1990", DMY),
        ("15;05;1990", DMY),
        ("15\\05\\1990", DMY),
        ("15\u{a0}05\u{2009}1990", DMY),
        ("15\u{200e}.05\u{200f}.1990\u{fe0f}", DMY),
        ("١٥٠٥١٩٩٠", DMY),
        ("۱۵/۰۵/۱۹۹۰", DMY),
        ("१५.०५.१९९०", DMY),
        ("１５／０５／１９９０", DMY),
        ("15．05．1990", DMY),
        ("١٥،٠٥،١٩٩٠", DMY),
        ("1990年5月15日", DMY),
        ("1990년 5월 15일", DMY),
        ("15.05.1990 г.", DMY),
        ("15.05.1990-cı il", DMY),
        ("15 may 1990", DMY),
        ("15 May, 1990", DMY),
        ("15may1990", DMY),
        ("15-MAY-90", DMY),
        ("15 Mayıs 1990", DMY),
        ("15 мая 1990 года", DMY),
        ("15 май 1990", DMY),
        ("May 15, 1990", DMY),
        ("1990-may-15", DMY),
        ("May 15 1990", YMD),
        ("15.may.1990", MDY),
        ("90 may 15", YMD),
        ("1990-05-15.", MDY),
        ("15.05.90", DMY),
        ("150590", DMY),
        ("1990-05-15", DMY),
        ("1990-05-15T00:00:00", DMY),
        ("1990-05-15T00:00", MDY),
        ("1990-05-15t00:00:00.000000Z", DMY),
        ("1990-05-15T00:00:00+04:00", DMY),
        ("1990-05-15T00:00:00-05:00", DMY),
        ("1990-05-15 00:00:00", YMD),
        ("15.05.1990 0:00", DMY),
        ("15.05.1990 0:00:00", DMY),
        ("5/15/1990 00:00", MDY),
        ("15 may 1990 00:00", DMY),
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
        ".",
        ".5",
        "15,05",
        "15 may",
        "15 May 199",
        "15 iyu",
        "15 m",
        "m",
        "may",
        "may 15",
        "1990 may",
        "١٥",
    ] {
        assert_eq!(parse(text, DMY), Parsed::Incomplete(FieldError::DateIncomplete), "{text}");
    }
    assert_eq!(parse("  ", DMY), Parsed::Empty);
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
