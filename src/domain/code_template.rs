use std::str::FromStr;

use chrono::NaiveDate;

/// The template for codes that the desk makes: a text with `{seq}` (the number of the day) and usually `{date}`. With
/// `{host}` (the name of the host) no two hosts make the same code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeTemplate {
    text: String,
    host: Option<HostName>,
}

/// The error of a text that is no template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidCodeTemplate;

/// The name of a host: ASCII letters, digits and `-`, `.` or `_`. It is not `localhost`, which every host without a name
/// of its own is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostName(String);

impl HostName {
    /// Parses the name that the system gives. `None` means that it does not distinguish this host from others.
    pub fn parse(text: &str) -> Option<Self> {
        let is_distinct = !text.is_empty() && text.split('.').next() != Some("localhost");
        let is_name = text.chars().all(|c| c.is_ascii_alphanumeric() || "-._".contains(c));
        (is_distinct && is_name).then(|| Self(text.to_owned()))
    }
}

const DATE_PLACEHOLDER: &str = "{date}";
const SEQ_PLACEHOLDER: &str = "{seq}";
const HOST_PLACEHOLDER: &str = "{host}";

impl CodeTemplate {
    /// Returns the template for the codes of a host. `None` means that the host has no name of its own.
    #[must_use]
    pub fn for_host(self, host: Option<HostName>) -> Self {
        Self { host, ..self }
    }

    /// Returns true if the codes have the name of the host.
    pub fn has_host(&self) -> bool {
        self.text.contains(HOST_PLACEHOLDER)
    }

    /// Returns the code of a day and its number, e.g. `K-20261124-007`. `None` means that it needs the name of the host,
    /// which has none: another host could make the same code.
    pub fn render(&self, day: NaiveDate, number: u32) -> Option<String> {
        let text = match &self.host {
            Some(HostName(host)) => self.text.replace(HOST_PLACEHOLDER, host),
            None if self.has_host() => return None,
            None => self.text.clone(),
        };
        Some(
            text.replace(DATE_PLACEHOLDER, &day.format("%Y%m%d").to_string())
                .replace(SEQ_PLACEHOLDER, &format!("{number:03}")),
        )
    }
}

impl FromStr for CodeTemplate {
    type Err = InvalidCodeTemplate;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let without = |text: &str, placeholder| text.replacen(placeholder, "", 1);
        let without_date = without(text, DATE_PLACEHOLDER);
        let rest = without(&without(&without_date, SEQ_PLACEHOLDER), HOST_PLACEHOLDER);
        let is_template =
            text.contains(SEQ_PLACEHOLDER) && !rest.contains(['{', '}']) && rest.chars().all(super::is_allowed);
        if is_template && is_host_separate(&without_date) {
            Ok(Self { text: text.to_owned(), host: None })
        } else {
            Err(InvalidCodeTemplate)
        }
    }
}

/// Returns false if host and number could be read in two ways: the code `desk11001` of `{host}{seq}` has the number 1001
/// of `desk1`, or the first of `desk11`.
fn is_host_separate(text: &str) -> bool {
    let (Some(host), Some(seq)) = (text.find(HOST_PLACEHOLDER), text.find(SEQ_PLACEHOLDER)) else { return true };
    let between = if host < seq { host + HOST_PLACEHOLDER.len()..seq } else { seq + SEQ_PLACEHOLDER.len()..host };
    text.get(between).is_some_and(|between| between.contains(|c: char| !c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn code_of(template: &str, host: &str, day: u32, number: u32) -> Option<String> {
        let day = NaiveDate::from_ymd_opt(2026, 11, day).unwrap();
        template.parse::<CodeTemplate>().unwrap().for_host(HostName::parse(host)).render(day, number)
    }

    #[test]
    fn a_code_has_the_day_and_its_number_and_the_host_if_the_template_has_it() {
        for (template, number, code) in [
            ("K-{date}-{seq}", 7, "K-20261104-007"),
            ("{seq}", 12, "012"),
            (" K{seq}/{date} ", 12345, "K12345/20261104"),
            ("K-{host}-{date}-{seq}", 7, "K-baku-1-20261104-007"),
            ("{seq}@{host}", 7, "007@baku-1"),
            ("{host}{date}/{seq}", 7, "baku-120261104/007"),
        ] {
            assert_eq!(code_of(template, "baku-1", 4, number).as_deref(), Some(code));
        }
    }

    #[test]
    fn a_template_needs_seq_exactly_once_and_apart_from_the_host() {
        for text in [
            "",
            "K-{date}",
            "K-{host}",
            "{seq}{seq}",
            "{seq}{day}",
            "{seq",
            "{seq}\n{date}\u{1b}",
            "{host}-{host}-{seq}",
            "{host}{seq}",
            "{seq}{host}",
            "{host}0{seq}",
            "{host}{date}{seq}",
            "{host}1{date}2{seq}",
            "{HOST}-{seq}",
        ] {
            assert_eq!(text.parse::<CodeTemplate>(), Err(InvalidCodeTemplate), "{text:?}");
        }
    }

    #[test]
    fn a_host_without_a_name_of_its_own_makes_no_code_with_it() {
        for name in ["", "localhost", "localhost.localdomain", "(none)", "baku 1", "bakı", "a{seq}", "a\n", "\u{1b}[2J"]
        {
            assert_eq!(HostName::parse(name), None, "{name:?}");
            assert_eq!(code_of("K-{host}-{seq}", name, 4, 1), None, "{name:?}");
            assert_eq!(code_of("K-{seq}", name, 4, 1).as_deref(), Some("K-001"), "{name:?}");
        }
        for name in ["baku-1", "desk.baku.example", "KASSA_2", "7", "localhost2"] {
            assert!(HostName::parse(name).is_some(), "{name:?}");
        }
    }

    const SEPARATE: [&str; 5] =
        ["K-{host}-{date}-{seq}", "{seq}-{host}", "{host}.{seq}", "{host}{date}-{seq}", "{host}-1{seq}{date}"];

    proptest! {
        #[test]
        fn two_hosts_never_make_the_same_code(
            hosts in ("[a-b0-2._-]{1,4}", "[a-b0-2._-]{1,4}"),
            days in (1..=30_u32, 1..=30_u32),
            numbers in (1..=20_000_u32, 1..=20_000_u32),
            template in prop::sample::select(&SEPARATE),
        ) {
            let one = code_of(template, &hosts.0, days.0, numbers.0);
            let other = code_of(template, &hosts.1, days.1, numbers.1);
            prop_assert!(hosts.0 == hosts.1 || one != other, "{one:?} {hosts:?}");
        }
    }
}
