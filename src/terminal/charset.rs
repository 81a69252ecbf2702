use std::borrow::Cow;

use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8};

use crate::view::CharacterSet;

use super::locales::locale_encoding;

/// An incremental decoder for typed bytes, in the charset of the locale.
pub(super) struct Charset {
    /// `None` decodes ASCII only.
    decoder: Option<Decoder>,
    /// True while the decoder holds the first bytes of an incomplete letter.
    pending: bool,
}

/// The result of decoding one byte.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Decoded {
    /// The letter is incomplete and needs more bytes.
    Pending,
    Letter(char),
    /// The byte is invalid in this charset.
    Invalid,
    /// The bytes before this one are invalid. The byte itself begins something else and must be decoded again.
    InvalidThenRetry,
}

impl Charset {
    /// Creates a decoder for a locale name such as `az_AZ.UTF-8`, `ru_RU.KOI8-R`, `tr_TR` or `C`.
    pub(super) fn from_locale(locale: &str) -> Self {
        Self { decoder: locale_encoding(locale).map(Encoding::new_decoder_without_bom_handling), pending: false }
    }

    /// Returns true inside an incomplete letter. The next byte then belongs to that letter, whatever its value.
    pub(super) const fn is_pending(&self) -> bool {
        self.pending
    }

    pub(super) fn decode(&mut self, byte: u8) -> Decoded {
        let Some(decoder) = &mut self.decoder else {
            return if byte.is_ascii() { Decoded::Letter(byte.into()) } else { Decoded::Invalid };
        };
        let mut utf8 = [0; 8];
        let (result, consumed, length) = decoder.decode_to_utf8_without_replacement(&[byte], &mut utf8, false);
        let letter =
            utf8.get(..length).and_then(|bytes| str::from_utf8(bytes).ok()).and_then(|text| text.chars().next());
        self.pending = false;
        match (result, letter) {
            (_, Some(letter)) => Decoded::Letter(letter),
            (DecoderResult::Malformed(..), None) if consumed == 0 => Decoded::InvalidThenRetry,
            (DecoderResult::Malformed(..), None) => Decoded::Invalid,
            (DecoderResult::InputEmpty | DecoderResult::OutputFull, None) => {
                self.pending = true;
                Decoded::Pending
            }
        }
    }

    /// Discards the bytes of an incomplete letter.
    pub(super) fn reset(&mut self) {
        self.pending = false;
        if let Some(decoder) = &mut self.decoder {
            *decoder = decoder.encoding().new_decoder_without_bom_handling();
        }
    }

    /// Creates a decoder of the same charset for a text that arrives in parts.
    pub(super) fn text_decoder(&self) -> TextDecoder {
        TextDecoder(self.decoder.as_ref().map(|decoder| decoder.encoding().new_decoder_without_bom_handling()))
    }
}

/// Decodes a text that arrives in parts, such as a paste. A letter may be split between two parts.
pub(super) struct TextDecoder(Option<Decoder>);

impl TextDecoder {
    /// Decodes the next part, and returns true if all of it was valid. Invalid bytes are left out. A letter that is
    /// still incomplete after the last part is invalid.
    pub(super) fn decode(&mut self, bytes: &[u8], is_last: bool) -> (String, bool) {
        let Some(decoder) = &mut self.0 else {
            let text = bytes.iter().filter(|byte| byte.is_ascii()).map(|byte| char::from(*byte)).collect();
            return (text, bytes.is_ascii());
        };
        let mut text = String::with_capacity(decoder.max_utf8_buffer_length(bytes.len()).unwrap_or_default());
        let (_, _, is_broken) = decoder.decode_to_string(bytes, &mut text, is_last);
        text.retain(|letter| letter != char::REPLACEMENT_CHARACTER);
        (text, !is_broken)
    }
}

/// Returns the characters that a terminal with this locale can display.
pub(super) fn character_set(locale: &str) -> CharacterSet {
    match locale_encoding(locale) {
        Some(charset) if charset == UTF_8 => CharacterSet::Unicode,
        Some(charset) => CharacterSet::Letters(charset),
        None => CharacterSet::Ascii,
    }
}

/// Encodes a text. The caller has already replaced every character that `character_set` does not contain.
pub(super) fn encode(text: &str, character_set: CharacterSet) -> Cow<'_, [u8]> {
    match character_set {
        CharacterSet::Unicode | CharacterSet::Ascii => Cow::Borrowed(text.as_bytes()),
        CharacterSet::Letters(charset) => {
            let (mut bytes, _, _) = charset.encode(text);
            // Some charsets have letters where other terminals have control codes (C1). This is the last check for
            // them.
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

#[cfg(test)]
mod tests {
    use super::*;

    fn decode_all(locale: &str, bytes: &[u8]) -> (String, usize) {
        let mut charset = Charset::from_locale(locale);
        let (mut text, mut invalid) = (String::new(), 0);
        for byte in bytes {
            match charset.decode(*byte) {
                Decoded::Letter(letter) => text.push(letter),
                Decoded::Pending => {}
                Decoded::Invalid => invalid += 1,
                Decoded::InvalidThenRetry => {
                    invalid += 1;
                    charset.reset();
                    if let Decoded::Letter(letter) = charset.decode(*byte) {
                        text.push(letter);
                    }
                }
            }
        }
        (text, invalid)
    }

    #[test]
    fn bytes_are_decoded_by_the_charset_of_the_locale() {
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
            ("de_DE", b"\xe4", "ä", 0),
            ("de_DE@euro", b"\xa4", "€", 0),
            ("ru_RU", b"\xc0\xd0\xe3\xe4", "Рауф", 0),
            ("tr_TR", b"\xdeule", "Şule", 0),
            ("ru_RU.koi8r", b"\xf2\xc1", "Ра", 0),
            ("et_EE.885915", b"\xa4", "€", 0),
            ("xx_XX", b"\xe4", "", 1),
            ("ka_GE", b"\xe4", "", 1),
            ("latin1", b"\xe4", "", 1),
            ("de", b"\xe4", "", 1),
            ("en_US.ANSI_X3.4-1968", b"\xe4", "", 1),
            ("xx_XX.NOSUCH", b"\xe4", "", 1),
            ("C.UTF-8", b"a\xffb", "ab", 1),
            ("C.UTF-8", b"\xc6b", "b", 1),
        ] {
            assert_eq!(decode_all(locale, bytes), (text.to_owned(), unreadable), "{locale} {bytes:?}");
        }
    }

    #[test]
    fn a_text_is_decoded_alike_wherever_it_is_split() {
        for (locale, bytes, text, is_whole) in [
            ("ru_RU.KOI8-R", b"\xf2\xc1\n".as_slice(), "Ра\n", true),
            ("C", b"a\xc6\x8fb", "ab", false),
            ("C.UTF-8", b"a\xff\xc6\x8f", "aƏ", false),
            ("C.UTF-8", b"\xc6\x8f\xc6", "Ə", false),
            ("az_AZ", "Ə漢👩".as_bytes(), "Ə漢👩", true),
            ("ja_JP.eucJP", b"\xb4\xc1", "漢", true),
        ] {
            for cut in 0..bytes.len() {
                let mut decoder = Charset::from_locale(locale).text_decoder();
                let (first, first_is_whole) = decoder.decode(&bytes[..cut], false);
                let (second, second_is_whole) = decoder.decode(&bytes[cut..], true);
                let read = (first + &second, first_is_whole && second_is_whole);
                assert_eq!(read, (text.to_owned(), is_whole), "{locale} {bytes:?} {cut}");
            }
        }
    }

    #[test]
    fn any_spelling_of_utf_8_is_utf_8() {
        for locale in [
            "UTF-8",
            "utf8",
            "UTF8",
            "utf-8",
            "Utf_8",
            "UTF-8@x",
            "C.UTF-8",
            "C.utf8",
            "az_AZ.utf8@x",
            "POSIX.UTF8",
            "xx_XX.UTF-8",
            ".UTF-8",
            "az_AZ.UTF-8 ",
            "az_AZ",
            "az_AZ@x",
            "az_AZ.",
            "uz_UZ@cyrillic",
            "hy_AM",
            "vi_VN",
        ] {
            assert_eq!(character_set(locale), CharacterSet::Unicode, "{locale}");
        }
    }

    #[test]
    fn the_name_of_a_locale_gives_its_character_set() {
        let ascii = [
            "C",
            "",
            "POSIX",
            ".",
            "@",
            "@euro",
            "en",
            "xx_XX",
            "en_US.ANSI_X3.4-1968",
            "en_US.US-ASCII",
            "utf",
            "ja_JP.ISO-2022-JP",
            "xx_XX.UTF-16",
            "kk_KZ",
        ];
        for locale in ascii {
            assert_eq!(character_set(locale), CharacterSet::Ascii, "{locale}");
        }
        assert_eq!(*encode("Ра", character_set("ru_RU.KOI8-R")), *b"\xf2\xc1");
        assert_eq!(*encode("Ра", character_set("ru_RU")), *b"\xc0\xd0");
        assert_eq!(*encode("a›Ş", character_set("tr_TR.ISO-8859-9")), *b"a?\xde", "9B is a command elsewhere");
        assert_eq!(*encode("Ра", character_set("ru_RU.UTF-8")), *"Ра".as_bytes());
    }
}
