use crate::domain::{DateOrder, EmailError, FieldError, is_visible};

use super::Locale;

impl Locale {
    /// Returns what is wrong with a field and what to do. `order` is the one in which dates are typed.
    pub fn field_error(&self, error: FieldError, order: DateOrder) -> String {
        self.field_error_with(error, order, Self::character)
    }

    /// Returns the same for a voice, which speaks no punctuation: a sign has its name.
    pub fn spoken_field_error(&self, error: FieldError, order: DateOrder) -> String {
        self.field_error_with(error, order, Self::spoken_character)
    }

    fn field_error_with(&self, error: FieldError, order: DateOrder, name: fn(&Self, char) -> String) -> String {
        match error {
            FieldError::NameMissing => self.field_error_name_missing(),
            FieldError::NameWithoutLetters => self.field_error_name_without_letters(),
            FieldError::PhoneDigitsMissing(count) => self.field_error_phone_digits_missing(count),
            FieldError::PhoneDigitsTooMany(count) | FieldError::DateDigitsTooMany(count) => {
                self.field_error_digits_too_many(count)
            }
            FieldError::PhoneInvalidCharacter(c) => self.field_error_phone_character(name(self, c)),
            FieldError::PhoneUnknownCountry => self.field_error_phone_country(),
            FieldError::PhoneRulesNotLoaded => self.field_error_phone_loading(),
            FieldError::PhoneLength => self.field_error_phone_length(),
            FieldError::Email(error) => self.email_error(error, name),
            FieldError::DateIncomplete => self.field_error_date_incomplete(),
            FieldError::DateInvalidCharacter(c) => self.field_error_date_character(name(self, c)),
            FieldError::DateUnreadable => self.field_error_date_unreadable(self.date_example(order)),
            FieldError::DateDoesNotExist => self.field_error_date_does_not_exist(),
            FieldError::DateInFuture => self.field_error_date_in_future(),
            FieldError::DateTooLongAgo => self.field_error_date_too_long_ago(),
            FieldError::GroupNotFound => self.field_error_group_not_found(),
            FieldError::GroupsNotLoaded => self.field_error_groups_loading(),
        }
    }

    fn email_error(&self, error: EmailError, name: fn(&Self, char) -> String) -> String {
        match error {
            EmailError::AtMissing => self.field_error_email_at_missing(),
            EmailError::SecondAt => self.field_error_email_second_at(),
            EmailError::Space => self.field_error_email_space(),
            EmailError::Comma => self.field_error_email_comma(),
            EmailError::TwoDots => self.field_error_email_two_dots(),
            EmailError::DotFirst => self.field_error_email_dot_first(),
            EmailError::DotBeforeAt => self.field_error_email_dot_before_at(),
            EmailError::DotAfterAt => self.field_error_email_dot_after_at(),
            EmailError::DotLast => self.field_error_email_dot_last(),
            EmailError::LocalPartMissing => self.field_error_email_local_part_missing(),
            EmailError::Quotes => self.field_error_email_quotes(),
            EmailError::DomainMissing => self.field_error_email_domain_missing(),
            EmailError::EndingMissing => self.field_error_email_ending_missing(),
            EmailError::DigitsInEnding => self.field_error_email_digits_in_ending(),
            EmailError::Ending => self.field_error_email_ending(),
            EmailError::Hyphen => self.field_error_email_hyphen(),
            EmailError::Underscore => self.field_error_email_underscore(),
            EmailError::Character(c) => self.field_error_email_character(name(self, c)),
            EmailError::TooLong => self.field_error_email_too_long(),
        }
    }

    /// Returns a visible character as it is, a punctuation mark by its name, and an invisible character in words.
    fn spoken_character(&self, c: char) -> String {
        if is_visible(c) {
            return self.plain_sign(format!("c{:02x}", u32::from(c)), c.to_string());
        }
        self.character(c)
    }

    /// Returns a character between quotation marks, or in words if it is invisible.
    fn character(&self, c: char) -> String {
        let name = match c {
            _ if is_visible(c) => return self.character_quoted(c.to_string()),
            '\u{300}'..='\u{36F}' => return self.character_quoted(format!("◌{c}")),
            '\u{AD}' => self.character_soft_hyphen(),
            '\u{200B}' => self.character_zero_width_space(),
            '\u{200C}' | '\u{200D}' | '\u{2060}' => self.character_joiner(),
            '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {
                self.character_direction()
            }
            '\u{FE00}'..='\u{FE0F}' => self.character_selector(),
            '\u{FEFF}' => self.character_byte_order_mark(),
            c if c.is_whitespace() => self.character_space(),
            c => format!("U+{:04X}", u32::from(c)),
        };
        self.character_invisible(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Name;

    #[test]
    fn an_invisible_character_is_named() {
        for (c, words) in [
            ('x', "“x”"),
            ('½', "“½”"),
            ('\u{301}', "“◌\u{301}”"),
            ('\u{200b}', "an invisible character (zero-width space)"),
            ('\u{200d}', "an invisible character (joiner)"),
            ('\u{202e}', "an invisible character (text direction)"),
            ('\u{fe0f}', "an invisible character (variation selector)"),
            ('\u{ad}', "an invisible character (soft hyphen)"),
            ('\u{feff}', "an invisible character (byte order mark)"),
            ('\u{a0}', "an invisible character (space)"),
            ('\u{3164}', "an invisible character (U+3164)"),
            ('\u{7}', "an invisible character (U+0007)"),
        ] {
            assert_eq!(Locale::english().character(c), words);
        }
    }

    #[test]
    fn a_voice_says_the_name_of_a_punctuation_mark() {
        let say = Locale::english();
        for c in ('!'..='~').filter(|c| c.is_ascii_punctuation() && !matches!(c, '`' | '^' | '{' | '}')) {
            let words = say.spoken_character(c);
            assert!(words.chars().all(|c| c.is_ascii_lowercase() || c == ' '), "{c}: {words}");
        }
        let error = FieldError::PhoneInvalidCharacter('x');
        assert_eq!(say.spoken_field_error(error, DateOrder::default()), "Remove x. Use digits only.");
    }

    #[test]
    fn a_name_without_letters_is_told_of_everything_that_would_do() {
        let error = FieldError::NameWithoutLetters;
        let words = Locale::english().field_error(error, DateOrder::default());
        for (name, kind) in [("Ə", "letter"), ("7", "digit")] {
            assert!(Name::parse(&format!("-{name}")).valid().is_some() && words.contains(kind), "{words}");
        }
    }
}
