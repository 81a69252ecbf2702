use std::fmt::Write as _;
use std::str::FromStr;

use chrono::NaiveDate;

/// The template for codes that the desk makes: a text with `{seq}` (the number of the day) and usually `{date}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeTemplate(String);

/// The error of a text that is no template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidCodeTemplate;

const DATE_PLACEHOLDER: &str = "{date}";
const SEQ_PLACEHOLDER: &str = "{seq}";

impl CodeTemplate {
    /// Returns the code of a day and its number, e.g. `K-20261124-007`.
    pub fn render(&self, day: NaiveDate, number: u32) -> String {
        let mut padded = String::new();
        // Writing to a string cannot fail.
        let _ = write!(padded, "{number:03}");
        self.0.replace(DATE_PLACEHOLDER, &day.format("%Y%m%d").to_string()).replace(SEQ_PLACEHOLDER, &padded)
    }
}

impl FromStr for CodeTemplate {
    type Err = InvalidCodeTemplate;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let rest = text.replacen(DATE_PLACEHOLDER, "", 1).replacen(SEQ_PLACEHOLDER, "", 1);
        let is_template =
            text.contains(SEQ_PLACEHOLDER) && !rest.contains(['{', '}']) && rest.chars().all(super::is_allowed);
        if is_template { Ok(Self(text.to_owned())) } else { Err(InvalidCodeTemplate) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_the_day_and_its_number() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 4).unwrap();
        for (template, number, code) in [
            ("K-{date}-{seq}", 7, "K-20261104-007"),
            ("{seq}", 12, "012"),
            (" K{seq}/{date} ", 12345, "K12345/20261104"),
        ] {
            assert_eq!(template.parse::<CodeTemplate>().unwrap().render(day, number), code);
        }
    }

    #[test]
    fn a_template_needs_seq_exactly_once() {
        for text in ["", "K-{date}", "{seq}{seq}", "{seq}{day}", "{seq", "{seq}\n{date}\u{1b}"] {
            assert_eq!(text.parse::<CodeTemplate>(), Err(InvalidCodeTemplate), "{text:?}");
        }
    }
}
