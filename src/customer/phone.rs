use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use rlibphonenumber::{NumberLengthType, PHONE_NUMBER_UTIL, PhoneNumber, PhoneNumberFormat, Region, ValidationError};

use super::personal::redacted_debug;
use super::{Flaw, Reading};

/// A country by its two letters (ISO 3166-1), whose numbers are typed without a calling code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Country(Region);

impl Default for Country {
    /// Azerbaijan.
    fn default() -> Self {
        Self(Region::AZ)
    }
}

/// Two letters that name no country with phone numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a country’s two letters: use one like AZ or UZ")]
pub struct UnknownCountry;

impl FromStr for Country {
    type Err = UnknownCountry;

    /// Reads two letters in either case.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let region = Region::from_code(text.trim()).map_err(|_| UnknownCountry)?;
        match PHONE_NUMBER_UTIL.get_country_code_for_region(region) {
            Some(_) if region != Region::World => Ok(Self(region)),
            _ => Err(UnknownCountry),
        }
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// How sure it is that a phone number exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Certainty {
    /// Its length and its prefix are ones that its country gives out.
    Valid,
    /// Its length is right, its prefix is not known to be in use: allowed, with a warning.
    Possible,
}

/// A phone number in E.164, e.g. `+994501234567`. Two are the same if that is the same, however they were typed.
#[derive(Clone)]
pub struct Phone {
    e164: String,
    certainty: Certainty,
}

redacted_debug!(Phone);

/// Loads the metadata of all countries, which the first number would else wait for (10 ms).
pub fn warm_phones() {
    let _ = Phone::read("+994501234567", Country::default());
}

impl Phone {
    /// Reads a number as it is typed: national (`050 123 45 67`, `501234567`) or international (`+994…`,
    /// `00994…`, or the calling code alone).
    #[must_use]
    pub fn read(text: &str, country: Country) -> Reading<Self> {
        let text = text.trim();
        let text = text.strip_prefix("tel:").unwrap_or(text);
        if text.trim().is_empty() {
            return Reading::Empty;
        }
        match digits(text) {
            Err(flaw) => Reading::Bad(flaw),
            Ok(Typed::International(digits)) => international(&digits),
            Ok(Typed::National(digits)) => national(&digits, country),
        }
    }

    /// Reads a number as the API stored it: with or without `+`, with blanks. Nothing where it is none.
    #[must_use]
    pub fn from_stored(text: &str, country: Country) -> Option<Self> {
        Self::read(text, country).good()
    }

    /// E.164, e.g. `+994501234567`: what is sent.
    #[must_use]
    pub fn e164(&self) -> &str {
        &self.e164
    }

    /// E.164 without the `+`, e.g. `994501234567`: what is looked for.
    #[must_use]
    pub fn digits(&self) -> &str {
        self.e164.trim_start_matches('+')
    }

    /// As people write it, e.g. `+994 50 123 45 67`.
    #[must_use]
    pub fn international(&self) -> String {
        PHONE_NUMBER_UTIL.parse(&self.e164, None).map_or_else(
            |_| self.e164.clone(),
            |number| number.format_as(PhoneNumberFormat::International).into_owned(),
        )
    }

    /// Whether the number is known to be valid.
    #[must_use]
    pub const fn certainty(&self) -> Certainty {
        self.certainty
    }

    fn of(number: &PhoneNumber) -> Self {
        Self {
            e164: number.format_as(PhoneNumberFormat::E164).into_owned(),
            certainty: if number.is_valid() { Certainty::Valid } else { Certainty::Possible },
        }
    }
}

impl PartialEq for Phone {
    fn eq(&self, other: &Self) -> bool {
        self.e164 == other.e164
    }
}

impl Eq for Phone {}

impl PartialOrd for Phone {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Phone {
    fn cmp(&self, other: &Self) -> Ordering {
        self.e164.cmp(&other.e164)
    }
}

impl Hash for Phone {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.e164.hash(state);
    }
}

/// The digits of a text, and whether they begin with a calling code.
enum Typed {
    International(String),
    National(String),
}

/// Takes out what people write between digits. Anything else is a slip and not silently dropped: `O` for `0`
/// would make another number.
fn digits(text: &str) -> Result<Typed, Flaw> {
    let mut digits = String::new();
    let mut plus = false;
    for c in text.chars() {
        match c {
            '+' | '＋' if digits.is_empty() && !plus => plus = true,
            ' ' | '\u{A0}' | '.' | '-' | '–' | '‐' | '‑' | '/' | '(' | ')' => {}
            _ => digits.push(digit(c).ok_or(Flaw::PhoneCharacter(c))?),
        }
    }
    if plus {
        return Ok(Typed::International(digits));
    }
    match digits.strip_prefix("00") {
        Some(rest) => Ok(Typed::International(rest.to_owned())),
        None => Ok(Typed::National(digits)),
    }
}

/// A decimal digit of one of the scripts on keyboards here, as ASCII.
fn digit(c: char) -> Option<char> {
    let zero = match c {
        '0'..='9' => '0',
        '٠'..='٩' => '٠',
        '۰'..='۹' => '۰',
        '０'..='９' => '０',
        _ => return None,
    };
    char::from_digit(u32::from(c) - u32::from(zero), 10)
}

fn international(digits: &str) -> Reading<Phone> {
    let (mut complete, mut begun) = (false, false);
    for code in PHONE_NUMBER_UTIL.get_supported_calling_codes() {
        let code = code.to_string();
        complete |= digits.starts_with(&code);
        begun |= code.starts_with(digits);
    }
    match (complete, begun) {
        (true, _) => judged(digits),
        (false, true) => Reading::Partial(Flaw::PhoneDigitsMissing(missing(digits).unwrap_or(1))),
        (false, false) => Reading::Bad(Flaw::PhoneCountryUnknown),
    }
}

fn national(digits: &str, Country(region): Country) -> Reading<Phone> {
    let code = PHONE_NUMBER_UTIL.get_country_code_for_region(region).unwrap_or_default().to_string();
    // The library knows best what a complete number is, also with a carrier's prefix or the calling code.
    if let Ok(number) = PHONE_NUMBER_UTIL.parse(digits, Some(region))
        && number.is_valid()
    {
        return Reading::Good(Phone::of(&number));
    }
    let prefix = national_prefix(region);
    let significant = if prefix.is_empty() { digits } else { digits.strip_prefix(&prefix).unwrap_or(digits) };
    match judged(&format!("{code}{significant}")) {
        Reading::Bad(_) if digits.starts_with(&code) => judged(digits),
        reading => reading,
    }
}

/// What is dialled before a number inside its country, e.g. `0`; nothing in countries without. The library does not
/// hand it out, but writes its example that way.
fn national_prefix(region: Region) -> String {
    let Ok(example) = PHONE_NUMBER_UTIL.get_example_number(region) else {
        return String::new();
    };
    let national = example.format_as(PhoneNumberFormat::National);
    let dialled = PHONE_NUMBER_UTIL.normalize_digits_only(&national);
    let significant = rlibphonenumber::get_national_significant_number_owned(&example);
    dialled.strip_suffix(significant.as_str()).unwrap_or_default().to_owned()
}

/// A number that begins with a calling code, by its length and its country.
fn judged(digits: &str) -> Reading<Phone> {
    let Ok(number) = PHONE_NUMBER_UTIL.parse(format!("+{digits}"), None) else {
        return unfinished_or(digits, Flaw::PhoneLength);
    };
    match number.is_possible_with_reason() {
        Ok(NumberLengthType::IsPossible) => Reading::Good(Phone::of(&number)),
        Ok(NumberLengthType::IsPossibleLocalOnly) | Err(ValidationError::TooShort | ValidationError::InvalidLength) => {
            unfinished_or(digits, Flaw::PhoneLength)
        }
        Err(ValidationError::TooLong) => Reading::Bad(Flaw::PhoneDigitsTooMany(surplus(digits))),
        Err(ValidationError::InvalidCountryCode) => Reading::Bad(Flaw::PhoneCountryUnknown),
    }
}

fn unfinished_or(digits: &str, flaw: Flaw) -> Reading<Phone> {
    missing(digits).map_or(Reading::Bad(flaw), |count| Reading::Partial(Flaw::PhoneDigitsMissing(count)))
}

/// E.164 has at most 15 digits.
const LONGEST: usize = 15;

/// The smallest number of further digits that makes a possible number.
fn missing(digits: &str) -> Option<u8> {
    let room = LONGEST.saturating_sub(digits.len());
    (1..=room)
        .find(|count| is_possible(&format!("{digits}{}", "1".repeat(*count))))
        .and_then(|count| u8::try_from(count).ok())
}

/// How many digits have to go at the end until the number is possible; 1 where none does.
fn surplus(digits: &str) -> u8 {
    let found = (1..digits.len()).find(|count| digits.get(..digits.len() - count).is_some_and(is_possible));
    found.and_then(|count| u8::try_from(count).ok()).unwrap_or(1)
}

fn is_possible(digits: &str) -> bool {
    let parsed = PHONE_NUMBER_UTIL.parse(format!("+{digits}"), None);
    parsed.is_ok_and(|number| number.is_possible_with_reason() == Ok(NumberLengthType::IsPossible))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn az(text: &str) -> Reading<Phone> {
        Phone::read(text, Country::default())
    }

    fn e164(text: &str) -> Option<String> {
        az(text).good().map(|phone| phone.e164().to_owned())
    }

    #[test]
    fn one_number_however_it_is_typed() {
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
        assert_eq!(Phone::read("90 123 45 67", uz).good().unwrap().e164(), "+998901234567");
        assert_eq!(e164("+1 555 123 4567").as_deref(), Some("+15551234567"));
    }

    #[test]
    fn it_is_written_as_people_write_it() {
        assert_eq!(az("501234567").good().unwrap().international(), "+994 50 123 45 67");
    }

    #[test]
    fn possible_and_not_known_to_be_valid_is_allowed() {
        assert_eq!(az("501234567").good().unwrap().certainty(), Certainty::Valid);
        assert_eq!(az("001234567").good(), None);
        assert_eq!(az("991234567").good().map(|phone| phone.certainty()), Some(Certainty::Valid));
        assert_eq!(az("081234567").good(), None, "a digit is missing after the 0");
        assert_eq!(az("0811234567").good().map(|phone| phone.certainty()), Some(Certainty::Possible));
    }

    #[test]
    fn what_is_missing_is_counted() {
        for (text, flaw) in [
            ("050 123 45 6", Flaw::PhoneDigitsMissing(1)),
            ("50123456", Flaw::PhoneDigitsMissing(1)),
            ("050123456", Flaw::PhoneDigitsMissing(1)),
            ("5012345", Flaw::PhoneDigitsMissing(2)),
            ("0", Flaw::PhoneDigitsMissing(9)),
            ("5", Flaw::PhoneDigitsMissing(8)),
            ("+99450", Flaw::PhoneDigitsMissing(7)),
        ] {
            assert_eq!(az(text), Reading::Partial(flaw), "{text}");
        }
        for text in ["+", "+9", "+99", "00", "+994"] {
            assert!(matches!(az(text), Reading::Partial(_)), "{text}: {:?}", az(text));
        }
    }

    #[test]
    fn what_can_become_no_number_is_bad() {
        for (text, flaw) in [
            ("050 123 45 6O", Flaw::PhoneCharacter('O')),
            ("abc", Flaw::PhoneCharacter('a')),
            ("050123456789", Flaw::PhoneDigitsTooMany(2)),
            ("+999123", Flaw::PhoneCountryUnknown),
            ("50+1", Flaw::PhoneCharacter('+')),
        ] {
            assert_eq!(az(text), Reading::Bad(flaw), "{text}");
        }
    }

    #[test]
    fn nothing_is_empty() {
        for text in ["", "  ", "tel:"] {
            assert_eq!(az(text), Reading::Empty, "{text:?}");
        }
    }

    #[test]
    fn a_stored_number_is_found_again() {
        let country = Country::default();
        for stored in ["+994505355757", "+994 50 535 57 57", "994505355757", "0505355757"] {
            assert_eq!(Phone::from_stored(stored, country).unwrap().digits(), "994505355757", "{stored}");
        }
        assert_eq!(Phone::from_stored("n/a", country), None);
    }

    #[test]
    fn a_country_is_two_letters() {
        assert_eq!(Country::from_str(" az ").unwrap(), Country::default());
        for text in ["", "A", "AZE", "994", "001", "XX", "Ə"] {
            assert_eq!(Country::from_str(text), Err(UnknownCountry), "{text:?}");
        }
    }

    fn never_bad_while_typed(text: &str, country: Country) {
        let chars: Vec<char> = text.chars().collect();
        for length in 0..=chars.len() {
            let begun: String = chars.iter().take(length).collect();
            assert!(!matches!(Phone::read(&begun, country), Reading::Bad(_)), "{begun:?} of {text:?}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in any::<String>()) {
            let _ = az(&text);
        }

        #[test]
        fn no_digits_panic_and_what_is_good_reads_back(text in "[+0-9 ().-]{0,24}") {
            if let Reading::Good(phone) = az(&text) {
                prop_assert_eq!(az(phone.e164()), Reading::Good(phone.clone()));
                prop_assert_eq!(az(&phone.international()), Reading::Good(phone));
            }
        }

        #[test]
        fn typing_a_number_never_turns_red(line in 0_u32..10_000_000, operator in proptest::sample::select(vec![10, 50, 51, 55, 70, 77, 99])) {
            let national = format!("{operator}{line:07}");
            for text in [national.clone(), format!("0{national}"), format!("+994{national}"), format!("00994 {national}"), format!("994{national}")] {
                never_bad_while_typed(&text, Country::default());
            }
            never_bad_while_typed(&format!("+998 90 {line:07}"), Country::default());
        }
    }
}
