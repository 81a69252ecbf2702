use crate::domain::FieldError;

use super::Locale;

impl Locale {
    /// What to do about a flaw in a field.
    pub fn field_error(&self, flaw: FieldError) -> String {
        match flaw {
            FieldError::NameMissing => self.flaw_name_missing(),
            FieldError::NameWithoutLetters => self.flaw_name_without_letters(),
            FieldError::PhoneDigitsMissing(count) => self.flaw_phone_digits_missing(count),
            FieldError::PhoneDigitsTooMany(count) => self.flaw_phone_digits_too_many(count),
            FieldError::PhoneInvalidCharacter(c) => self.flaw_phone_character(c.to_string()),
            FieldError::PhoneUnknownCountry => self.flaw_phone_country_unknown(),
            FieldError::PhoneLength => self.flaw_phone_length(),
            FieldError::EmailAtMissing => self.flaw_email_at_missing(),
            FieldError::EmailLocalPart => self.flaw_email_local_part(),
            FieldError::EmailDomain => self.flaw_email_domain(),
            FieldError::EmailSpace => self.flaw_email_blank(),
            FieldError::DateIncomplete => self.flaw_date_unfinished(),
            FieldError::DateInvalidCharacter(c) => self.flaw_date_character(c.to_string()),
            FieldError::DateUnreadable => self.flaw_date_shape(),
            FieldError::DateDoesNotExist => self.flaw_date_does_not_exist(),
            FieldError::DateInFuture => self.flaw_date_in_future(),
            FieldError::DateTooLongAgo => self.flaw_date_too_long_ago(),
            FieldError::GroupNotFound => self.flaw_group_unknown(),
            FieldError::GroupsNotLoaded => self.flaw_groups_not_loaded(),
        }
    }
}
