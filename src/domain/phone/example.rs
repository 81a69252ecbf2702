//! An example of a phone number for each country.

use super::Country;

/// A line for each country: its letters, its calling code and a mobile number as its people write it.
const EXAMPLES: &str = include_str!("examples.txt");

/// An example of a number, for the hint at an empty field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PhoneExample {
    /// As it is dialled in the country, e.g. `050 123 45 67`.
    pub national: &'static str,
    /// The digits after the `+` of an international number, e.g. `994`.
    pub calling_code: &'static str,
}

impl Country {
    /// Returns a mobile number of the country. It comes from a table, because the first frame does not wait for the phone
    /// library.
    pub fn phone_example(self) -> Option<PhoneExample> {
        let letters = self.to_string();
        let row = EXAMPLES.lines().find_map(|line| line.strip_prefix(letters.as_str()))?;
        let (calling_code, national) = row.trim_start().split_once(' ')?;
        Some(PhoneExample { national, calling_code })
    }
}

#[cfg(test)]
mod tests {
    use rlibphonenumber::PHONE_NUMBER_UTIL;

    use super::*;
    use crate::domain::{Certainty, Phone};

    #[test]
    fn every_country_has_an_example_that_can_be_typed_there() {
        for region in PHONE_NUMBER_UTIL.get_supported_regions() {
            let country: Country = region.to_string().parse().unwrap();
            let example = country.phone_example().unwrap_or_else(|| panic!("{country}"));
            let calling_code = PHONE_NUMBER_UTIL.get_country_code_for_region(region).unwrap();
            assert_eq!(country.calling_code(), calling_code, "{country}");
            let phone = Phone::parse(example.national, country).valid();
            let phone = phone.unwrap_or_else(|| panic!("{country}: {}", example.national));
            assert_eq!(phone.certainty(), Certainty::Valid, "{country}: {}", example.national);
            assert!(phone.digits().starts_with(example.calling_code), "{country}: {}", example.national);
        }
    }

    #[test]
    fn the_example_is_that_of_the_country() {
        let example = |letters: &str| letters.parse::<Country>().unwrap().phone_example().unwrap();
        assert_eq!(example("AZ"), PhoneExample { national: "050 123 45 67", calling_code: "994" });
        assert_eq!(example("TR").calling_code, "90");
        assert_eq!(example("UZ").calling_code, "998");
    }
}
