use std::str::FromStr as _;

use proptest::prelude::*;
use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumberType};

use super::*;
use crate::domain::FieldError;

mod prefixes;

fn az(text: &str) -> Parsed<Phone> {
    Phone::parse(text, Country::default())
}

fn e164(text: &str) -> Option<String> {
    az(text).valid().map(|phone| phone.e164().to_owned())
}

#[test]
fn all_notations_give_the_same_number() {
    for text in [
        "0501234567",
        "501234567",
        "050 123 45 67",
        "(050) 123-45-67",
        "50.123.45.67",
        "+994501234567",
        "+994 50 123 45 67",
        "00994501234567",
        "994501234567",
        "994 50 1234567",
        "tel:+994501234567",
        " 0501234567 ",
        "٠٥٠١٢٣٤٥٦٧",
        "050·123•45_67",
        "(+994)-50–123—45‑67",
        "۰۵۰ ۱۲۳ ۴۵ ۶۷",
        "０５０１２３４５６７",
        "+994 (0) 50 123 45 67",
    ] {
        assert_eq!(e164(text).as_deref(), Some("+994501234567"), "{text}");
    }
}

#[test]
fn other_countries_are_typed_with_their_code() {
    assert_eq!(e164("+998 90 123 45 67").as_deref(), Some("+998901234567"));
    let uz = Country::from_str("uz").unwrap();
    assert_eq!(Phone::parse("90 123 45 67", uz).valid().unwrap().e164(), "+998901234567");
    assert_eq!(e164("+1 555 123 4567").as_deref(), Some("+15551234567"));
}

#[test]
fn the_international_format_has_spaces() {
    assert_eq!(az("501234567").valid().unwrap().international(), "+994 50 123 45 67");
}

#[test]
fn a_number_that_is_only_possible_is_allowed() {
    assert_eq!(az("501234567").valid().unwrap().certainty(), Certainty::Valid);
    assert_eq!(az("001234567").valid(), None);
    assert_eq!(az("991234567").valid().map(|phone| phone.certainty()), Some(Certainty::Valid));
    assert_eq!(az("081234567").valid(), None, "a digit is missing after the 0");
    assert_eq!(az("0811234567").valid().map(|phone| phone.certainty()), Some(Certainty::Possible));
}

#[test]
fn missing_digits_are_counted() {
    for (text, flaw) in [
        ("050 123 45 6", FieldError::PhoneDigitsMissing(1)),
        ("50123456", FieldError::PhoneDigitsMissing(1)),
        ("050123456", FieldError::PhoneDigitsMissing(1)),
        ("5012345", FieldError::PhoneDigitsMissing(2)),
        ("0", FieldError::PhoneDigitsMissing(9)),
        ("5", FieldError::PhoneDigitsMissing(8)),
        ("+99450", FieldError::PhoneDigitsMissing(7)),
        ("+994", FieldError::PhoneDigitsMissing(9)),
        ("994 50 123 45 6", FieldError::PhoneDigitsMissing(1)),
        // 7 digits are enough inside a town, but not here.
        ("+994 123 45 67", FieldError::PhoneDigitsMissing(2)),
        // The 0 after the code is not one of the nine.
        ("+994 (0) 50 123 45 6", FieldError::PhoneDigitsMissing(1)),
        ("+994 0", FieldError::PhoneDigitsMissing(9)),
        ("994 0 50 123 45 6", FieldError::PhoneDigitsMissing(1)),
        ("+998 90 123 45 6", FieldError::PhoneDigitsMissing(1)),
        // The shortest numbers after a code that begins with 99: +993 and 8 digits (Turkmenistan).
        ("+99", FieldError::PhoneDigitsMissing(9)),
        ("tel:", FieldError::PhoneDigitsMissing(9)),
        ("(", FieldError::PhoneDigitsMissing(9)),
    ] {
        assert_eq!(az(text), Parsed::Incomplete(flaw), "{text}");
    }
    for text in ["+", "+9", "+99", "00", "+994", "+0", "000", "+00", "+009", "09945012345"] {
        assert!(matches!(az(text), Parsed::Incomplete(_)), "{text}: {:?}", az(text));
    }
}

#[test]
fn a_text_that_cannot_become_a_number_is_invalid() {
    for (text, flaw) in [
        ("050 123 45 6O", FieldError::PhoneInvalidCharacter('O')),
        ("abc", FieldError::PhoneInvalidCharacter('a')),
        ("050123456789", FieldError::PhoneDigitsTooMany(2)),
        ("+9945012345678", FieldError::PhoneDigitsTooMany(1)),
        ("9945012345678", FieldError::PhoneDigitsTooMany(1)),
        ("+99450123456789012345", FieldError::PhoneDigitsTooMany(8)),
        ("+999123", FieldError::PhoneUnknownCountry),
        ("+01234567890", FieldError::PhoneUnknownCountry),
        ("0009991234567", FieldError::PhoneUnknownCountry),
        ("50+1", FieldError::PhoneInvalidCharacter('+')),
    ] {
        assert_eq!(az(text), Parsed::Invalid(flaw), "{text}");
    }
}

#[test]
fn a_text_without_visible_characters_is_empty() {
    for text in ["", "  ", "\u{a0}\n", "\u{200b}"] {
        assert_eq!(az(text), Parsed::Empty, "{text:?}");
    }
}

#[test]
fn a_number_is_parsed_from_any_stored_spelling() {
    let country = Country::default();
    for stored in ["+994505355757", "+994 50 535 57 57", "994505355757", "0505355757"] {
        assert_eq!(Phone::from_api(stored, country).unwrap().digits(), "994505355757", "{stored}");
    }
    for stored in ["998 90 123 45 67", "998901234567"] {
        assert_eq!(Phone::from_api(stored, country).unwrap().digits(), "998901234567", "{stored}");
    }
    for stored in ["n/a", "", "0", "12345", "+"] {
        assert_eq!(Phone::from_api(stored, country), None, "{stored}");
    }
}

#[test]
fn a_country_is_two_letters() {
    assert_eq!(Country::from_str(" az ").unwrap(), Country::default());
    assert_eq!(Country::from_str("uz").unwrap().to_string(), "UZ");
    for text in ["", "A", "AZE", "994", "001", "Ə", "1A"] {
        assert_eq!(Country::from_str(text), Err(UnknownCountry::NotTwoLetters), "{text:?}");
    }
    assert_eq!(Country::from_str("xx"), Err(UnknownCountry::NoSuchCountry("XX".to_owned())));
}

/// The test would not end if the time grew with the square of the length.
#[test]
fn a_huge_paste_is_parsed_in_linear_time() {
    for text in ["1".repeat(1_000_000), format!("+994{}", "1".repeat(1_000_000))] {
        assert_eq!(az(&text), Parsed::Invalid(FieldError::PhoneDigitsTooMany(u8::MAX)));
    }
}

#[test]
fn debug_shows_no_digit() {
    assert_eq!(format!("{:?}", az("0501234567")), "Valid(Phone(…))");
}

/// Types the library's example number of each country in its three formats.
#[test]
fn no_number_of_any_country_is_invalid_while_it_is_typed() {
    let formats = [PhoneNumberFormat::E164, PhoneNumberFormat::International, PhoneNumberFormat::National];
    let mut countries = 0;
    for region in PHONE_NUMBER_UTIL.get_supported_regions() {
        let country = Country::from_str(&region.to_string()).unwrap();
        let mobile = PHONE_NUMBER_UTIL.get_example_number_for_type_and_region(region, PhoneNumberType::Mobile);
        let Ok(number) = mobile.or_else(|_| PHONE_NUMBER_UTIL.get_example_number(region)) else { continue };
        let e164 = number.format_as(PhoneNumberFormat::E164);
        for format in formats {
            let text = number.format_as(format);
            assert_never_invalid_while_typed(&text, country);
            assert_eq!(Phone::parse(&text, country).valid().unwrap().e164(), e164, "{text} {region}");
        }
        countries += 1;
    }
    assert!(countries > 200, "{countries}");
}

fn assert_never_invalid_while_typed(text: &str, country: Country) {
    let chars: Vec<char> = text.chars().collect();
    for length in 0..=chars.len() {
        let typed: String = chars.iter().take(length).collect();
        assert!(!matches!(Phone::parse(&typed, country), Parsed::Invalid(_)), "{typed:?} of {text:?}");
    }
}

proptest! {
    #[test]
    fn no_text_panics(text in any::<String>()) {
        let _ = az(&text);
    }

    #[test]
    fn no_digits_panic_and_a_valid_number_parses_to_itself(text in "[+0-9 ().-]{0,24}") {
        if let Parsed::Valid(phone) = az(&text) {
            prop_assert_eq!(az(phone.e164()), Parsed::Valid(phone.clone()));
            prop_assert_eq!(az(&phone.international()), Parsed::Valid(phone));
        }
    }

    #[test]
    fn a_number_is_never_invalid_while_it_is_typed(line in 0_u32..10_000_000, operator in proptest::sample::select(vec![10, 50, 51, 55, 70, 77, 99])) {
        let national = format!("{operator}{line:07}");
        for text in [national.clone(), format!("0{national}"), format!("+994{national}"), format!("00994 {national}"), format!("994{national}"), format!("tel:+994{national}"), format!("+994 (0) {national}")] {
            assert_never_invalid_while_typed(&text, Country::default());
        }
        assert_never_invalid_while_typed(&format!("+998 90 {line:07}"), Country::default());
    }
}

proptest! {
    /// The missing digit must not make a prefix of the first digits, and the surplus one no other number.
    #[test]
    fn a_digit_too_few_or_too_many_gives_no_other_number(
        line in 0_u32..10_000_000,
        (country, prefix) in proptest::sample::select(vec![("AZ", "50"), ("AZ", "099"), ("AZ", "+99455"), ("AZ", "012"), ("UZ", "90"), ("UZ", "+99888"), ("AZ", "850"), ("AZ", "870"), ("UZ", "890"), ("UZ", "899"), ("TR", "0532"), ("TR", "+90532"), ("RU", "8912"), ("RU", "+7900"), ("KZ", "8701"), ("GE", "555"), ("GE", "+995599")]),
        surplus in 0_u32..10,
    ) {
        let country: Country = country.parse().unwrap();
        let whole = format!("{prefix}{line:07}");
        let of_library = |text: &str| {
            let number = PHONE_NUMBER_UTIL.parse(text, Some(country.region())).ok()?;
            PHONE_NUMBER_UTIL.is_valid_number(&number).then(|| number.format_as(PhoneNumberFormat::E164).into_owned())
        };
        for text in [whole.get(..whole.len() - 1).unwrap().to_owned(), format!("{whole}{surplus}")] {
            let phone = Phone::parse(&text, country).valid().filter(|phone| phone.certainty() == Certainty::Valid);
            prop_assert_eq!(phone.map(|phone| phone.e164().to_owned()), of_library(&text), "{} {}", country, text);
        }
    }
}
