//! Likely typos in the domain of an e-mail address: `gmial.com`, `mail.ry`.

use super::Email;
use crate::domain::Country;

/// The usual providers of customers here with their endings, the most frequent first. After them come providers whose
/// domains look like a typo of one of these.
const PROVIDERS: &[(&str, &[&str])] = &[
    (ONLY_WITH_COM, &["com"]),
    ("mail", &["ru", "az", "uz", "kz", "com", "ua", "by", "kg", "tj", "ge", "md", "lv", "ee", "bg", "de", "pt", "fr"]),
    ("yandex", &["ru", "com", "kz", "by", "ua", "uz", "az", "com.tr", "com.ge", "com.am", "co.il"]),
    ("bk", &["ru", "com"]),
    ("list", &["ru", "com"]),
    ("inbox", &["ru", "uz", "lv", "lt", "ee", "com", "az"]),
    ("yahoo", &["com", "com.tr", "co.uk", "de", "fr", "it", "es", "ca", "co.in", "co.jp", "com.br", "com.au"]),
    ("hotmail", &["com", "com.tr", "co.uk", "de", "fr", "it", "es", "ru", "be", "nl", "se", "ca"]),
    ("outlook", &["com", "com.tr", "de", "fr", "es", "it", "pt", "sa"]),
    ("icloud", &["com"]),
    ("rambler", &["ru", "ua"]),
    ("ya", &["ru"]),
    ("internet", &["ru"]),
    ("live", &["com", "ru", "de", "fr", "nl", "it", "ca", "co.uk", "com.tr", "com.au"]),
    ("box", &["az"]),
    ("day", &["az"]),
    ("azeronline", &["com"]),
    ("mynet", &["com"]),
    ("umail", &["uz"]),
    ("ukr", &["net"]),
    ("i", &["ua"]),
    ("meta", &["ua"]),
    ("bigmir", &["net"]),
    ("msn", &["com"]),
    ("me", &["com"]),
    ("mac", &["com"]),
    ("aol", &["com", "de", "co.uk"]),
    ("gmx", &["com", "de", "net", "at", "ch", "org", "fr"]),
    ("proton", &["me"]),
    ("pm", &["me"]),
    ("protonmail", &["com", "ch"]),
    ("googlemail", &["com", "de"]),
    ("windowslive", &["com"]),
    ("ttmail", &["com"]),
    ("superonline", &["com"]),
    ("autorambler", &["ru"]),
    ("myrambler", &["ru"]),
    ("lenta", &["ru"]),
    ("pochta", &["ru"]),
    ("narod", &["ru"]),
    ("xmail", &["ru", "uz"]),
    ("vk", &["com"]),
    ("tut", &["by"]),
    ("email", &["com", "ru", "ua", "cz", "it", "de"]),
    ("ymail", &["com"]),
    ("zmail", &["ru"]),
    ("rocketmail", &["com"]),
    ("fastmail", &["com", "fm"]),
    ("zoho", &["com", "eu"]),
    ("mailbox", &["org"]),
    ("cloud", &["com"]),
];

/// The provider that has no other ending than `com`, and which most customers use.
const ONLY_WITH_COM: &str = "gmail";

/// The largest edit distance of a typo: one letter too many, missing or wrong, or two neighbours swapped.
const MAX_TYPO_DISTANCE: usize = 1;

/// The shortest domain in which a typo of the name is suggested. Shorter domains differ from too many others by one
/// letter.
const MIN_DOMAIN_BYTES: usize = 7;

/// Endings that are neither a country with phone numbers nor one of the providers, but exist.
const OTHER_ENDINGS: [&str; 7] = ["uk", "eu", "su", "run", "bet", "pet", "ink"];

impl Email {
    /// Returns the address that was probably meant if the domain is one typo away from a known domain.
    pub fn suggestion(&self) -> Option<Self> {
        let (local, domain) = self.0.rsplit_once('@')?;
        let domain = domain.to_lowercase();
        let (name, ending) = domain.split_once('.')?;
        let known = || PROVIDERS.iter().flat_map(|(name, endings)| endings.iter().map(move |ending| (*name, *ending)));
        if known().any(|known| known == (name, ending)) {
            return None;
        }
        let (known_name, known_ending) = known().find(|(known_name, known_ending)| {
            if name == *known_name {
                is_typo_of_ending(ending, known_ending) || name == ONLY_WITH_COM
            } else {
                // Most lengths differ, which costs less to compare than the letters.
                let known_length = known_name.len() + ".".len() + known_ending.len();
                domain.len().min(known_length) >= MIN_DOMAIN_BYTES
                    && domain.chars().count().abs_diff(known_length) <= MAX_TYPO_DISTANCE
                    && is_near(&domain, &format!("{known_name}.{known_ending}"))
            }
        })?;
        Some(Self(format!("{local}@{known_name}.{known_ending}")))
    }
}

/// Returns true unless the ending may be the provider's in another country.
///
/// `yahoo.co` may be a typo of `yahoo.com`, but `yandex.rs` is no typo of `yandex.ru`.
fn is_typo_of_ending(ending: &str, known: &str) -> bool {
    let last = |ending: &str| ending.rsplit('.').next().unwrap_or_default().to_owned();
    let typed = last(ending);
    // In hotmail.con.tr the slip is before the country.
    let exists = typed != last(known) && (OTHER_ENDINGS.contains(&typed.as_str()) || typed.parse::<Country>().is_ok());
    is_near(ending, known) && (!exists || known == "com" || ending.chars().rev().eq(known.chars()))
}

fn is_near(typed: &str, known: &str) -> bool {
    strsim::osa_distance(typed, known) <= MAX_TYPO_DISTANCE
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
            ("a@mail.ry", "a@mail.ru"),
            ("a@mail.tu", "a@mail.ru"),
            ("a@mail.ruu", "a@mail.ru"),
            ("a@mail.rru", "a@mail.ru"),
            ("a@mail.rus", "a@mail.ru"),
            ("a@yandex.ry", "a@yandex.ru"),
            ("a@yandex.cmo", "a@yandex.com"),
            ("a@yandex.com.rt", "a@yandex.com.tr"),
            ("a@list.ry", "a@list.ru"),
            ("a@bk.ry", "a@bk.ru"),
            ("a@bk.rj", "a@bk.ru"),
            ("a@ya.ri", "a@ya.ru"),
            ("a@inbox.tu", "a@inbox.ru"),
            ("a@internet.tu", "a@internet.ru"),
            ("a@intenet.ru", "a@internet.ru"),
            ("a@rambler.ruu", "a@rambler.ru"),
            ("a@ramler.ru", "a@rambler.ru"),
            ("a@umail.uzz", "a@umail.uz"),
            ("a@umial.uz", "a@umail.uz"),
            ("a@mail.uzb", "a@mail.uz"),
            ("a@box.azz", "a@box.az"),
            ("a@mail.aaz", "a@mail.az"),
            ("a@day.za", "a@day.az"),
            ("a@gmail.comm", "a@gmail.com"),
            ("a@gmail.vom", "a@gmail.com"),
            ("a@gmail.cpm", "a@gmail.com"),
            ("a@gmail.ru", "a@gmail.com"),
            ("a@gmail.az", "a@gmail.com"),
            ("a@gmail.com.tr", "a@gmail.com"),
            ("a@hotmail.con", "a@hotmail.com"),
            ("a@hotmail.com.rt", "a@hotmail.com.tr"),
            ("a@hotmail.con.tr", "a@hotmail.com.tr"),
            ("a@outlook.cm", "a@outlook.com"),
            ("a@outlook.cok", "a@outlook.com"),
            ("a@icloud.om", "a@icloud.com"),
            ("a@mynet.co", "a@mynet.com"),
            ("a@mymet.com", "a@mynet.com"),
            ("a@ukr.ner", "a@ukr.net"),
            ("a@ukr.nett", "a@ukr.net"),
            ("a@proton.mee", "a@proton.me"),
            ("a@protonmial.com", "a@protonmail.com"),
            ("a@googlemail.con", "a@googlemail.com"),
            ("a@live.con", "a@live.com"),
            ("a@me.con", "a@me.com"),
            ("a@yahoo.com.rt", "a@yahoo.com.tr"),
        ] {
            assert_eq!(suggestion(typed).as_deref(), Some(expected), "{typed}");
        }
    }

    #[test]
    fn an_existing_domain_is_no_typo() {
        for (name, endings) in PROVIDERS {
            for ending in *endings {
                assert_eq!(suggestion(&format!("a@{name}.{ending}")), None, "{name}.{ending}");
            }
        }
        for typed in [
            "a@example.com",
            "a@clopos.com",
            "a@mail.rs",
            "a@mail.ro",
            "a@mail.tr",
            "a@mail.eu",
            "a@mail.su",
            "a@mail.run",
            "a@yandex.rs",
            "a@company.az",
            "a@x.az",
            "a@bk.rs",
            "a@ymail.com",
            "a@mail.com",
            "a@email.com",
            "a@gmx.at",
            "a@gmx.li",
            "a@me.com",
            "a@hotmail.no",
            "a@outlook.ie",
            "a@live.se",
            "a@yahoo.gr",
            "a@mil.ru",
            "a@пример.рф",
            "a@mail.xn--p1ai",
        ] {
            assert_eq!(suggestion(typed), None, "{typed}");
        }
    }
}
