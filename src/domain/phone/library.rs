//! The phone library with one calling code at a time.
//!
//! The library's own instance has the metadata of all countries, which takes 4 MB of each desk. Most numbers of a desk are
//! of one country, so there is an instance for each calling code, made when the first number of it is parsed.

use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

use chrono::NaiveDate;
use prost::Message as _;
use rlibphonenumber::{PhoneMetadata, PhoneMetadataCollection, PhoneNumberUtil};

use super::Country;

/// The metadata of all countries: `metadata.bin` of the same version of the library. A test compares them.
static METADATA: &[u8] = include_bytes!("../../../assets/phone/metadata.bin");

/// The version of Google's libphonenumber whose metadata this is.
pub const PHONE_DATA_VERSION: &str = "9.0.42";

/// The day on which the library with this metadata was published.
pub const PHONE_DATA_DATE: NaiveDate = match NaiveDate::from_ymd_opt(2026, 10, 26) {
    Some(date) => date,
    None => NaiveDate::MIN,
};

/// The data of the numbers with one calling code.
pub(super) struct CallingCode {
    /// The possible numbers of digits after the code, ascending. Lengths that are enough only inside a town are not among
    /// them.
    pub(super) lengths: Vec<usize>,
    /// The encoded metadata of the countries that share the code.
    countries: Vec<&'static [u8]>,
    instance: OnceLock<Option<PhoneNumberUtil>>,
}

static CODES: LazyLock<BTreeMap<i32, CallingCode>> = LazyLock::new(calling_codes);

/// Returns all calling codes, ascending.
pub(super) fn codes() -> impl Iterator<Item = (i32, &'static CallingCode)> {
    CODES.iter().map(|(code, known)| (*code, known))
}

/// Returns the possible numbers of digits after a calling code.
pub(super) fn lengths(code: i32) -> &'static [usize] {
    CODES.get(&code).map_or(&[], |known| &known.lengths)
}

/// Returns the library for a calling code. `None` means that there is no such code.
pub(super) fn with_code(code: i32) -> Option<&'static PhoneNumberUtil> {
    let known = CODES.get(&code)?;
    let make =
        || PhoneNumberUtil::new_for_metadata(PhoneMetadataCollection { metadata: known.metadata().collect() }).ok();
    known.instance.get_or_init(make).as_ref()
}

/// Returns the library for the numbers of a country, and of others that share its calling code.
pub(super) fn of_country(country: Country) -> Option<&'static PhoneNumberUtil> {
    with_code(country.calling_code())
}

/// Splits the digits of an international number into its calling code and the rest.
pub(super) fn split_calling_code(digits: &str) -> Option<(i32, &str)> {
    // No calling code is the beginning of another one.
    (1..=3).find_map(|length| {
        let (code, rest) = digits.split_at_checked(length)?;
        let code = code.parse().ok()?;
        CODES.contains_key(&code).then_some((code, rest))
    })
}

/// Returns true if other digits than `00` lead abroad from a country. Only the library with all countries knows what they
/// lead to.
pub(super) fn dials_abroad_otherwise(country: Country) -> bool {
    let letters = country.to_string();
    let countries = CODES.get(&country.calling_code()).into_iter().flat_map(CallingCode::metadata);
    countries.filter(|metadata| metadata.id == letters).any(|metadata| metadata.international_prefix() != ZEROS)
}

/// The expression for `00` in the metadata.
const ZEROS: &str = "^(?:00)$";

impl CallingCode {
    fn metadata(&self) -> impl Iterator<Item = PhoneMetadata> {
        self.countries.iter().filter_map(|encoded| PhoneMetadata::decode(*encoded).ok())
    }
}

/// Finds the metadata of each calling code.
fn calling_codes() -> BTreeMap<i32, CallingCode> {
    let mut codes: BTreeMap<i32, CallingCode> = BTreeMap::new();
    let mut rest = METADATA;
    // A collection is a list of messages, each with a tag of one byte and its length.
    while let Some((_, mut after_tag)) = rest.split_first()
        && let Ok(length) = prost::decode_length_delimiter(&mut after_tag)
        && let Some((encoded, next)) = after_tag.split_at_checked(length)
    {
        rest = next;
        let Ok(metadata) = PhoneMetadata::decode(encoded) else { continue };
        let known = codes.entry(metadata.country_code()).or_insert_with(|| CallingCode {
            lengths: Vec::new(),
            countries: Vec::new(),
            instance: OnceLock::new(),
        });
        known.countries.push(encoded);
        // Of several countries with one code, the main one has the lengths of all.
        if known.lengths.is_empty() || metadata.main_country_for_code() {
            known.lengths = possible_lengths(&metadata);
        }
    }
    codes
}

#[expect(deprecated, reason = "the field is empty in the library's own type, not in a decoded message")]
fn possible_lengths(metadata: &PhoneMetadata) -> Vec<usize> {
    let lengths = metadata.general_desc.iter().flat_map(|numbers| &numbers.possible_length);
    let mut lengths: Vec<usize> = lengths.filter_map(|length| usize::try_from(*length).ok()).collect();
    lengths.sort_unstable();
    lengths
}

#[cfg(test)]
mod tests {
    use rlibphonenumber::{NumberLengthType, PHONE_NUMBER_UTIL, PhoneNumber, PhoneNumberFormat};

    use super::*;

    /// The version and the day are in the library's readme and in the registry only.
    #[test]
    fn the_version_and_the_day_of_the_metadata_are_those_of_the_library_in_use() {
        let lock = include_str!("../../../Cargo.lock");
        let known = "name = \"rlibphonenumber\"\nversion = \"2.2.15\"";
        assert!(lock.contains(known), "Change PHONE_DATA_VERSION and PHONE_DATA_DATE with the library.");
    }

    #[test]
    fn every_calling_code_of_the_library_is_known_with_its_lengths() {
        let mut expected: Vec<i32> = PHONE_NUMBER_UTIL.get_supported_calling_codes().collect();
        expected.sort_unstable();
        assert_eq!(codes().map(|(code, _)| code).collect::<Vec<_>>(), expected);
        for (code, known) in codes() {
            let is_possible = |length: &u32| {
                let national_number = 10_u64.pow(length - 1);
                let number = PhoneNumber { country_code: code, national_number, ..PhoneNumber::default() };
                number.is_possible_with_reason() == Ok(NumberLengthType::IsPossible)
            };
            let possible: Vec<usize> = (2..=17).filter(is_possible).map(|length| length as usize).collect();
            assert_eq!(known.lengths, possible, "+{code}");
        }
    }

    #[test]
    fn most_countries_dial_00_to_lead_abroad() {
        for (letters, otherwise) in
            [("AZ", false), ("TR", false), ("DE", false), ("US", true), ("RU", true), ("JP", true)]
        {
            assert_eq!(dials_abroad_otherwise(letters.parse().unwrap()), otherwise, "{letters}");
        }
    }

    #[test]
    fn the_library_with_one_code_says_the_same_as_the_one_with_all() {
        for region in PHONE_NUMBER_UTIL.get_supported_regions() {
            let country: Country = region.to_string().parse().unwrap();
            let library = of_country(country).unwrap();
            assert_eq!(library.is_nanpa_country(region), PHONE_NUMBER_UTIL.is_nanpa_country(region), "{country}");
            let code = country.calling_code();
            let main = |library: &PhoneNumberUtil| library.get_region_for_country_code(code);
            assert_eq!(main(library), main(&PHONE_NUMBER_UTIL), "{country}");
            let example = PHONE_NUMBER_UTIL.get_example_number(region).unwrap();
            assert_eq!(library.get_example_number(region).unwrap(), example, "{country}");
            for digits in [example.national_number, example.national_number / 10, example.national_number + 12345] {
                let text = format!("+{code}{digits}");
                let of = |library: &PhoneNumberUtil| {
                    let number = library.parse(&text, None).ok()?;
                    let forms =
                        [PhoneNumberFormat::E164, PhoneNumberFormat::International, PhoneNumberFormat::National];
                    let written = forms.map(|form| library.format(&number, form).into_owned());
                    Some((library.is_valid_number(&number), library.get_region_for_number(&number), written))
                };
                assert_eq!(of(library), of(&PHONE_NUMBER_UTIL), "{text}");
            }
        }
    }
}
