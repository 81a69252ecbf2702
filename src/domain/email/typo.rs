//! Likely typos in the domain of an e-mail address: `gmial.com`, `mail.ur`.

use super::Email;

/// The usual domains of customers here, the most frequent first, then existing domains that look like a typo of one of
/// them.
const KNOWN_DOMAINS: &[&str] = &[
    "gmail.com",
    "mail.ru",
    "yandex.ru",
    "yahoo.com",
    "hotmail.com",
    "outlook.com",
    "icloud.com",
    "bk.ru",
    "list.ru",
    "inbox.ru",
    "rambler.ru",
    "yandex.com",
    "ya.ru",
    "box.az",
    "mail.az",
    "live.com",
    "msn.com",
    "me.com",
    "mac.com",
    "aol.com",
    "gmx.com",
    "gmx.de",
    "gmx.net",
    "proton.me",
    "protonmail.com",
    "googlemail.com",
    "yahoo.co.uk",
    "hotmail.co.uk",
    "yandex.kz",
    "yandex.by",
    "yandex.ua",
    "mail.com",
    "email.com",
    "ymail.com",
    "rocketmail.com",
    "mail.uz",
    "mail.kz",
    "mail.ua",
    "mail.by",
    "mail.de",
    "mail.bg",
    "inbox.lv",
    "inbox.com",
    "bk.com",
    "list.com",
    "live.ru",
    "umail.uz",
];

/// The largest edit distance of a typo: one letter too many, missing or wrong, or two neighbours swapped.
const MAX_TYPO_DISTANCE: usize = 1;

/// The shortest domain for which a typo is suggested. Shorter domains differ from too many others by one letter.
const MIN_DOMAIN_BYTES: usize = 7;

impl Email {
    /// Returns the address that was probably meant if the domain is one typo away from a known domain.
    pub fn suggestion(&self) -> Option<Self> {
        let (local, domain) = self.0.rsplit_once('@')?;
        let domain = domain.to_lowercase();
        if domain.len() < MIN_DOMAIN_BYTES || KNOWN_DOMAINS.contains(&domain.as_str()) {
            return None;
        }
        let suggested = KNOWN_DOMAINS.iter().find(|known| {
            known.len() >= MIN_DOMAIN_BYTES
                && may_be_typo_of(&domain, known)
                && strsim::osa_distance(&domain, known) <= MAX_TYPO_DISTANCE
        })?;
        Some(Self(format!("{local}@{suggested}")))
    }
}

/// Returns true unless the two domains may belong to one provider in two countries.
///
/// `yahoo.co` may be a typo of `yahoo.com`, but `yandex.rs` is no typo of `yandex.ru`.
fn may_be_typo_of(domain: &str, known: &str) -> bool {
    let split = |domain: &str| domain.split_once('.').map(|(name, tld)| (name.to_owned(), tld.to_owned()));
    match (split(domain), split(known)) {
        (Some((name, tld)), Some((known_name, known_tld))) if name == known_name => {
            known_tld == "com" || is_reversed(&tld, &known_tld)
        }
        _ => true,
    }
}

/// Returns true if `tld` is `known_tld` backwards, which for two letters means swapped.
fn is_reversed(tld: &str, known_tld: &str) -> bool {
    tld.chars().rev().eq(known_tld.chars())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Parsed;

    fn suggestion(text: &str) -> Option<String> {
        match Email::parse(text) {
            Parsed::Valid(email) => email.suggestion().map(|email| email.as_str().to_owned()),
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn a_typo_in_a_known_domain_is_found() {
        for (typed, expected) in [
            ("aysel@gmial.com", "aysel@gmail.com"),
            ("aysel@gmai.com", "aysel@gmail.com"),
            ("aysel@gmaill.com", "aysel@gmail.com"),
            ("aysel@gnail.com", "aysel@gmail.com"),
            ("aysel@gmail.con", "aysel@gmail.com"),
            ("aysel@gmail.cm", "aysel@gmail.com"),
            ("aysel@gmail.co", "aysel@gmail.com"),
            ("Aysel.M@GMIAL.COM", "Aysel.M@gmail.com"),
            ("rauf@mail.ur", "rauf@mail.ru"),
            ("rauf@mial.ru", "rauf@mail.ru"),
            ("rauf@yandx.ru", "rauf@yandex.ru"),
            ("rauf@yadnex.ru", "rauf@yandex.ru"),
            ("rauf@hotmial.com", "rauf@hotmail.com"),
            ("rauf@outlok.com", "rauf@outlook.com"),
            ("rauf@yaho.com", "rauf@yahoo.com"),
            ("rauf@iclod.com", "rauf@icloud.com"),
        ] {
            assert_eq!(suggestion(typed).as_deref(), Some(expected), "{typed}");
        }
    }

    #[test]
    fn an_existing_domain_is_no_typo() {
        for typed in KNOWN_DOMAINS.iter().map(|domain| format!("a@{domain}")) {
            assert_eq!(suggestion(&typed), None, "{typed}");
        }
        for typed in ["a@example.com", "a@clopos.com", "a@mail.rs", "a@yandex.rs", "a@company.az", "a@x.az", "a@bk.rs"]
        {
            assert_eq!(suggestion(typed), None, "{typed}");
        }
    }
}
