use std::borrow::Cow;

use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8};

use crate::view::Signs;

/// What the bytes of a letter mean, by the locale.
pub(super) struct Charset {
    /// None knows ASCII alone.
    decoder: Option<Decoder>,
    /// Whether bytes of a letter came and the rest is awaited.
    pending: bool,
}

/// What became of a byte.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Decoded {
    /// The letter has more bytes.
    Pending,
    Letter(char),
    /// No letter of this locale.
    Unreadable,
    /// No letter of this locale; the byte itself begins something else.
    UnreadableBefore,
}

impl Charset {
    /// By the name of a locale, such as `az_AZ.UTF-8`, `ru_RU.KOI8-R` or `C`. A locale that does not name its
    /// charset, or one that nobody knows, has ASCII alone.
    pub(super) fn of_locale(locale: &str) -> Self {
        let encoding = codeset(locale).and_then(|label| Encoding::for_label(label.as_bytes()));
        let decoder =
            encoding.filter(|encoding| encoding.is_ascii_compatible()).map(Encoding::new_decoder_without_bom_handling);
        Self { decoder, pending: false }
    }

    /// Whether it is in the middle of a letter: the next byte belongs to it, whatever it is.
    pub(super) const fn is_pending(&self) -> bool {
        self.pending
    }

    pub(super) fn decode(&mut self, byte: u8) -> Decoded {
        let Some(decoder) = &mut self.decoder else {
            return if byte.is_ascii() { Decoded::Letter(byte.into()) } else { Decoded::Unreadable };
        };
        let mut room = [0; 8];
        let (result, read, written) = decoder.decode_to_utf8_without_replacement(&[byte], &mut room, false);
        let letter =
            room.get(..written).and_then(|bytes| str::from_utf8(bytes).ok()).and_then(|text| text.chars().next());
        self.pending = false;
        match (result, letter) {
            (_, Some(letter)) => Decoded::Letter(letter),
            (DecoderResult::Malformed(..), None) if read == 0 => Decoded::UnreadableBefore,
            (DecoderResult::Malformed(..), None) => Decoded::Unreadable,
            (DecoderResult::InputEmpty | DecoderResult::OutputFull, None) => {
                self.pending = true;
                Decoded::Pending
            }
        }
    }

    /// Forgets the bytes of a letter whose rest has not come.
    pub(super) fn reset(&mut self) {
        self.pending = false;
        if let Some(decoder) = &mut self.decoder {
            *decoder = decoder.encoding().new_decoder_without_bom_handling();
        }
    }

    /// A whole text, such as a paste, and whether it is whole: what cannot be read is left out.
    pub(super) fn text(&self, bytes: &[u8]) -> (String, bool) {
        let Some(decoder) = &self.decoder else {
            let text = bytes.iter().filter(|byte| byte.is_ascii()).map(|byte| char::from(*byte)).collect();
            return (text, bytes.is_ascii());
        };
        let (text, is_broken) = decoder.encoding().decode_without_bom_handling(bytes);
        (text.chars().filter(|letter| *letter != char::REPLACEMENT_CHARACTER).collect(), !is_broken)
    }
}

/// What can be shown in a locale.
pub(super) fn signs(locale: &str) -> Signs {
    match codeset(locale).and_then(|label| Encoding::for_label(label.as_bytes())) {
        Some(charset) if charset == UTF_8 => Signs::Unicode,
        Some(charset) if charset.is_ascii_compatible() => Signs::Letters(charset),
        _ => Signs::Ascii,
    }
}

/// The bytes of a text that has nothing but what can be shown.
pub(super) fn encoded(text: &str, signs: Signs) -> Cow<'_, [u8]> {
    match signs {
        Signs::Unicode | Signs::Ascii => Cow::Borrowed(text.as_bytes()),
        Signs::Letters(charset) => {
            let (mut bytes, _, _) = charset.encode(text);
            // Some charsets have letters where other terminals have commands (C1): the last gate for them.
            if charset.is_single_byte() && bytes.iter().any(|byte| is_c1(*byte)) {
                bytes.to_mut().iter_mut().filter(|byte| is_c1(**byte)).for_each(|byte| *byte = b'?');
            }
            bytes
        }
    }
}

const fn is_c1(byte: u8) -> bool {
    matches!(byte, 0x80..=0x9f)
}

/// `language_COUNTRY.CODESET@modifier`. What is ASCII to the C library is Windows-1252 to the web, whose labels
/// these are.
fn codeset(locale: &str) -> Option<String> {
    let (_, codeset) = locale.split_once('.')?;
    let codeset = codeset.split('@').next()?.to_ascii_lowercase();
    let ascii = ["ascii", "us-ascii", "usascii", "ansi_x3.4-1968"];
    match codeset.strip_prefix("euc") {
        Some(of @ ("jp" | "kr")) => Some(format!("euc-{of}")),
        _ => Some(codeset).filter(|codeset| !ascii.contains(&codeset.as_str())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(locale: &str, bytes: &[u8]) -> (String, usize) {
        let mut charset = Charset::of_locale(locale);
        let (mut text, mut unreadable) = (String::new(), 0);
        for byte in bytes {
            match charset.decode(*byte) {
                Decoded::Letter(letter) => text.push(letter),
                Decoded::Pending => {}
                Decoded::Unreadable => unreadable += 1,
                Decoded::UnreadableBefore => {
                    unreadable += 1;
                    charset.reset();
                    if let Decoded::Letter(letter) = charset.decode(*byte) {
                        text.push(letter);
                    }
                }
            }
        }
        (text, unreadable)
    }

    #[test]
    fn bytes_are_read_as_the_locale_says() {
        for (locale, bytes, text, unreadable) in [
            ("az_AZ.UTF-8", "aƏ漢👩".as_bytes(), "aƏ漢👩", 0),
            ("C.utf8", "Ə".as_bytes(), "Ə", 0),
            ("ru_RU.KOI8-R", b"\xf2\xc1\xd5\xc6", "Рауф", 0),
            ("ru_RU.CP1251", b"\xd0\xe0\xf3\xf4", "Рауф", 0),
            ("tr_TR.ISO-8859-9", b"\xdeule", "Şule", 0),
            ("de_DE.iso885915@euro", b"\xa4", "€", 0),
            ("ja_JP.eucJP", b"\xb4\xc1", "漢", 0),
            ("zh_CN.GBK", b"\x81\x40a", "丂a", 0),
            ("C", "aƏb".as_bytes(), "ab", 2),
            ("POSIX", b"a\xff", "a", 1),
            ("de_DE", b"\xe4", "", 1),
            ("en_US.ANSI_X3.4-1968", b"\xe4", "", 1),
            ("xx_XX.NOSUCH", b"\xe4", "", 1),
            ("C.UTF-8", b"a\xffb", "ab", 1),
            ("C.UTF-8", b"\xc6b", "b", 1),
        ] {
            assert_eq!(read(locale, bytes), (text.to_owned(), unreadable), "{locale} {bytes:?}");
        }
    }

    #[test]
    fn a_paste_is_read_by_the_same_charset() {
        assert_eq!(Charset::of_locale("ru_RU.KOI8-R").text(b"\xf2\xc1\n"), ("Ра\n".to_owned(), true));
        assert_eq!(Charset::of_locale("C").text(b"a\xc6\x8fb"), ("ab".to_owned(), false));
        assert_eq!(Charset::of_locale("C.UTF-8").text(b"a\xff\xc6\x8f"), ("aƏ".to_owned(), false));
    }

    #[test]
    fn what_can_be_shown_is_known_by_the_locale_s_name() {
        for locale in ["C.UTF-8", "az_AZ.utf8@x"] {
            assert_eq!(signs(locale), Signs::Unicode, "{locale}");
        }
        for locale in ["C", "", "POSIX", "de_DE", "en_US.ANSI_X3.4-1968", "ja_JP.ISO-2022-JP"] {
            assert_eq!(signs(locale), Signs::Ascii, "{locale}");
        }
        assert_eq!(*encoded("Ра", signs("ru_RU.KOI8-R")), *b"\xf2\xc1");
        assert_eq!(*encoded("a›Ş", signs("tr_TR.ISO-8859-9")), *b"a?\xde", "9B is a command elsewhere");
        assert_eq!(*encoded("Ра", signs("ru_RU.UTF-8")), *"Ра".as_bytes());
    }
}
