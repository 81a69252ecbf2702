use email_address::{EmailAddress, Options};

use super::personal::redacted_debug;
use super::{Flaw, Reading};

/// An e-mail address that could exist: a local part by RFC 5322, a domain with a dot.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Email(String);

redacted_debug!(Email);

/// RFC 5321: what a mail server takes.
const LONGEST: usize = 254;

impl Email {
    /// Reads what is typed.
    #[must_use]
    pub fn read(text: &str) -> Reading<Self> {
        let text = text.trim();
        if text.is_empty() {
            return Reading::Empty;
        }
        if text.chars().any(char::is_whitespace) {
            return Reading::Bad(Flaw::EmailBlank);
        }
        let Some((local, domain)) = text.rsplit_once('@') else {
            return if may_become_local(text) {
                Reading::Partial(Flaw::EmailAtMissing)
            } else {
                Reading::Bad(Flaw::EmailLocalPart)
            };
        };
        if !EmailAddress::is_valid_local_part(local) {
            return Reading::Bad(Flaw::EmailLocalPart);
        }
        if is_complete(text, domain) {
            Reading::Good(Self(text.to_owned()))
        } else if text.len() < LONGEST && may_become_domain(domain) {
            Reading::Partial(Flaw::EmailDomain)
        } else {
            Reading::Bad(Flaw::EmailDomain)
        }
    }

    /// The address as it is sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_complete(text: &str, domain: &str) -> bool {
    let options = Options::default().with_required_tld().without_display_text().without_domain_literal();
    let last_label = domain.rsplit('.').next().unwrap_or_default();
    text.len() <= LONGEST && last_label.chars().count() >= 2 && EmailAddress::parse_with_options(text, options).is_ok()
}

/// What is typed before the `@` may end in a dot for a moment, or stand in quotes that are still open.
fn may_become_local(text: &str) -> bool {
    let begun = text.strip_suffix('.').unwrap_or(text);
    text.starts_with('"') || EmailAddress::is_valid_local_part(begun)
}

/// What is typed after the `@` may end in a dot or a dash for a moment, or lack its dot.
fn may_become_domain(domain: &str) -> bool {
    let begun = domain.strip_suffix('.').unwrap_or(domain);
    let begun = begun.trim_end_matches('-');
    let ends_oddly = domain.ends_with("-.") || begun.ends_with('.');
    domain.is_empty() || (!ends_oddly && !domain.starts_with('[') && EmailAddress::is_valid_domain(begun))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn addresses_that_people_have() {
        for text in [
            "aysel@example.com",
            "a.b+tag@sub.example.co.uk",
            "o'neil@mail.az",
            "\"a b\"@example.com".replace(' ', "_").as_str(),
            "иван@пример.рф",
            "aysel@пример.рф",
            "a@b.de",
            "A-B_1@x-y.info",
        ] {
            assert_eq!(Email::read(text).good().map(|email| email.as_str().to_owned()).as_deref(), Some(text));
        }
        assert_eq!(Email::read("  a@b.de ").good().unwrap().as_str(), "a@b.de");
    }

    #[test]
    fn unfinished_says_what_is_missing() {
        for (text, flaw) in [
            ("aysel", Flaw::EmailAtMissing),
            ("aysel.", Flaw::EmailAtMissing),
            ("\"aysel", Flaw::EmailAtMissing),
            ("aysel@", Flaw::EmailDomain),
            ("aysel@gmail", Flaw::EmailDomain),
            ("aysel@gmail.", Flaw::EmailDomain),
            ("aysel@gmail.c", Flaw::EmailDomain),
            ("aysel@x-", Flaw::EmailDomain),
        ] {
            assert_eq!(Email::read(text), Reading::Partial(flaw), "{text}");
        }
    }

    #[test]
    fn what_can_become_no_address_is_bad() {
        for (text, flaw) in [
            ("a b@c.de", Flaw::EmailBlank),
            ("@x.de", Flaw::EmailLocalPart),
            ("a..b@c.de", Flaw::EmailLocalPart),
            ("a..b", Flaw::EmailLocalPart),
            (".a", Flaw::EmailLocalPart),
            ("a@@b.de", Flaw::EmailLocalPart),
            ("a@b..de", Flaw::EmailDomain),
            ("a@.de", Flaw::EmailDomain),
            ("a@[127.0.0.1]", Flaw::EmailDomain),
            ("Aysel<a@b.de>", Flaw::EmailLocalPart),
        ] {
            assert_eq!(Email::read(text), Reading::Bad(flaw), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics_and_what_is_good_reads_back(text in any::<String>()) {
            if let Reading::Good(email) = Email::read(&text) {
                prop_assert_eq!(Email::read(email.as_str()), Reading::Good(email.clone()));
            }
        }

        #[test]
        fn typing_an_address_never_turns_red(text in "[a-z][a-z0-9]{0,8}([.+_-][a-z0-9]{1,5})?@[a-z0-9]{1,8}(-[a-z0-9]{1,4})?(\\.[a-z]{2,6}){1,2}") {
            for length in 0..=text.len() {
                let begun = text.get(..length).unwrap();
                prop_assert!(!matches!(Email::read(begun), Reading::Bad(_)), "{}", begun);
            }
            prop_assert!(Email::read(&text).good().is_some(), "{}", text);
        }

        #[test]
        fn no_almost_address_panics(text in "[a-z@.\\-\\[\\]\"<>() ]{0,30}") {
            let _ = Email::read(&text);
        }
    }
}
