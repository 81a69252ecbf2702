//! Country and time zone of the host, as defaults.

use std::fs;

use crate::clock::host_zone_name;
use crate::domain::{Country, TimeZone};
use crate::settings::process_environment;

/// The countries of the time zones, a part of tzdata.
const ZONE_TABLE: &str = "/usr/share/zoneinfo/zone.tab";

/// What the host says about its place.
pub(super) struct Host {
    /// Its time zone. `None` if it has none, or that of a data centre (UTC).
    zone: Option<String>,
    /// Country and zone of each row.
    table: Vec<(String, String)>,
}

impl Host {
    pub(super) fn read() -> Self {
        Self::new(host_zone_name(), &fs::read_to_string(ZONE_TABLE).unwrap_or_default())
    }

    fn new(zone: Option<String>, table: &str) -> Self {
        let is_place = |zone: &String| zone.contains('/') && !zone.starts_with("Etc/");
        let row = |line: &str| {
            let mut columns = line.split('\t');
            Some((columns.next()?.to_owned(), columns.nth(1)?.to_owned()))
        };
        let zone = zone.filter(is_place).filter(|zone| zone.parse::<TimeZone>().is_ok());
        Self { zone, table: table.lines().filter(|line| !line.starts_with('#')).filter_map(row).collect() }
    }

    /// Returns the country: that of the time zone, else that of the locale.
    pub(super) fn country(&self) -> Option<String> {
        let of_zone = self.table.iter().find(|(_, zone)| Some(zone) == self.zone.as_ref());
        let letters = of_zone.map(|(country, _)| country.clone()).or_else(|| {
            let locale = ["LC_ALL", "LANG"].iter().find_map(|name| process_environment(name))?;
            Some(locale.split_once('_')?.1.get(..2)?.to_owned())
        });
        letters.filter(|letters| letters.parse::<Country>().is_ok())
    }

    /// Returns the time zone: that of the host, else the only one of the country.
    pub(super) fn zone(&self, country: &str) -> Option<String> {
        let mut of_country = self.table.iter().filter(|(other, _)| other == country);
        let only = of_country.next().filter(|_| of_country.next().is_none());
        self.zone.clone().or_else(|| only.map(|(_, zone)| zone.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_zone_names_the_country_and_the_country_the_zone() {
        let table = "# comment\nAZ\t+4023+04951\tAsia/Baku\nUZ\t+3940+06648\tAsia/Samarkand\twest\nUZ\t+4120+06918\tAsia/Tashkent\teast\n";
        for (zone, country, of_az, of_uz) in [
            (Some("Asia/Tashkent"), Some("UZ"), Some("Asia/Tashkent"), Some("Asia/Tashkent")),
            (Some("Asia/Baku"), Some("AZ"), Some("Asia/Baku"), Some("Asia/Baku")),
            // The zones of a data centre, and names that are none.
            (Some("Etc/UTC"), None, Some("Asia/Baku"), None),
            (Some("UTC"), None, Some("Asia/Baku"), None),
            (Some("Nowhere/City"), None, Some("Asia/Baku"), None),
            (None, None, Some("Asia/Baku"), None),
        ] {
            let host = Host::new(zone.map(str::to_owned), table);
            if country.is_some() {
                assert_eq!(host.country().as_deref(), country, "{zone:?}");
            }
            assert_eq!((host.zone("AZ").as_deref(), host.zone("UZ").as_deref()), (of_az, of_uz), "{zone:?}");
        }
        assert_eq!(Host::new(Some("Asia/Baku".to_owned()), "").zone("AZ").as_deref(), Some("Asia/Baku"));
    }
}
