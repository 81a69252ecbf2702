//! Addresses that were typed under another keyboard layout, as a whole or in parts: `aysel"gmail.com`,
//! `aysel@gmail,com`, `фныуд"пьфшд.сщь`.

use super::Email;
use crate::domain::KeyboardLayout;

/// The characters that other layouts type for Shift-2, which is `@`.
const TYPED_FOR_AT: [char; 2] = ['"', '\''];

/// The characters that other layouts type for the key of the dot, or whose dot is on the key of the slash.
const TYPED_FOR_DOT: [char; 6] = [',', 'ю', 'Ю', 'ş', 'ç', '/'];

impl Email {
    /// Returns the address that was probably meant if a text was typed under another keyboard layout. `None` means that
    /// the text is probably meant as it is.
    pub fn from_other_layout(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.is_ascii() && Self::parse(text).valid().is_some() {
            return None;
        }
        let at = text.rfind('@').or_else(|| text.find(TYPED_FOR_AT))?;
        let (local, rest) = text.split_at_checked(at)?;
        let mut rest = rest.chars();
        let has_at = rest.next() == Some('@');
        let domain = rest.as_str();
        KeyboardLayout::ALL.into_iter().find_map(|layout| {
            // A layout with `@` types its own letters on purpose, unless they are in another alphabet.
            let local = if local.is_ascii() || has_at && !is_cyrillic(layout) {
                local.replace(',', ".")
            } else {
                typed_under(layout, local)?
            };
            let domains = [domain.replace(TYPED_FOR_DOT, "."), typed_under(layout, domain).unwrap_or_default()];
            let addresses = domains.into_iter().map(|domain| format!("{local}@{domain}"));
            addresses
                .filter(|address| address != text && address.is_ascii())
                .find_map(|address| Self::parse(&address).valid())
        })
    }
}

/// Returns a text as the keys type it under the US layout. Dots and commas are typed as dots.
fn typed_under(layout: KeyboardLayout, text: &str) -> Option<String> {
    text.chars().map(|c| if matches!(c, '.' | ',') { Some('.') } else { layout.to_us(c) }).collect()
}

const fn is_cyrillic(layout: KeyboardLayout) -> bool {
    matches!(layout, KeyboardLayout::Russian | KeyboardLayout::UzbekCyrillic)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meant(text: &str) -> Option<String> {
        Email::from_other_layout(text).map(|email| email.as_str().to_owned())
    }

    #[test]
    fn an_address_typed_under_another_layout_is_found() {
        for (typed, expected) in [
            // Shift-2 of the Azerbaijani, Russian and Turkish layouts.
            ("aysel\"gmail.com", "aysel@gmail.com"),
            ("aysel'gmail.com", "aysel@gmail.com"),
            ("aysel.m-1\"mail.ru", "aysel.m-1@mail.ru"),
            // The dot.
            ("aysel@gmail,com", "aysel@gmail.com"),
            ("aysel,m@gmail.com", "aysel.m@gmail.com"),
            ("aysel@gmailюcom", "aysel@gmail.com"),
            ("aysel@gmailşcom", "aysel@gmail.com"),
            ("aysel@gmailçcom", "aysel@gmail.com"),
            ("aysel@gmail/com", "aysel@gmail.com"),
            ("aysel\"gmail,com", "aysel@gmail.com"),
            ("aysel\"yahoo,co,uk", "aysel@yahoo.co.uk"),
            // The whole address.
            ("фныуд\"учфьзду.сщь", "aysel@example.com"),
            ("фныуд\"учфьздуюсщь", "aysel@example.com"),
            ("ФНЫУД\"ПЬФШД.СЩЬ", "AYSEL@GMAIL.COM"),
            ("фныуд2\"ьфшд.кг", "aysel2@mail.ru"),
            ("фнқуд\"ьфшдюкг", "aysel@mail.ru"),
            ("ülvi\"gmailşcom", "wlvi@gmail.com"),
            ("aysel'gmaılçcom", "aysel@gmail.com"),
            // One of its parts.
            ("aysel@пьфшд.сщь", "aysel@gmail.com"),
            ("aysel\"пьфшдюсщь", "aysel@gmail.com"),
            ("фныуд@gmail.com", "aysel@gmail.com"),
            ("фныуд@пьфшд.сщь", "aysel@gmail.com"),
        ] {
            assert_eq!(meant(typed).as_deref(), Some(expected), "{typed}");
        }
    }

    #[test]
    fn an_address_that_may_be_meant_is_left_alone() {
        for typed in [
            "",
            "aysel",
            "aysel@gmail.com",
            "o'neil@gmail.com",
            "\"a.b\"@gmail.com",
            "ülvi@mail.az",
            "aysel@şəki.az",
            "aysel gmail.com",
            "aysel@",
            "aysel\"",
            "@gmail,com",
            "aysel@gmail,,com",
            "әли\"пошта",
            "漢@字.com",
        ] {
            assert_eq!(meant(typed), None, "{typed}");
        }
    }
}
