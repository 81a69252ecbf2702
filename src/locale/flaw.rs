use crate::domain::Flaw;

use super::Locale;

impl Locale {
    /// What to do about a flaw in a field.
    #[must_use]
    pub fn flaw(&self, flaw: Flaw) -> String {
        match flaw {
            Flaw::NameMissing => self.flaw_name_missing(),
            Flaw::NameWithoutLetters => self.flaw_name_without_letters(),
            Flaw::PhoneDigitsMissing(count) => self.flaw_phone_digits_missing(count),
            Flaw::PhoneDigitsTooMany(count) => self.flaw_phone_digits_too_many(count),
            Flaw::PhoneCharacter(c) => self.flaw_phone_character(c.to_string()),
            Flaw::PhoneCountryUnknown => self.flaw_phone_country_unknown(),
            Flaw::PhoneLength => self.flaw_phone_length(),
            Flaw::EmailAtMissing => self.flaw_email_at_missing(),
            Flaw::EmailLocalPart => self.flaw_email_local_part(),
            Flaw::EmailDomain => self.flaw_email_domain(),
            Flaw::EmailBlank => self.flaw_email_blank(),
            Flaw::DateUnfinished => self.flaw_date_unfinished(),
            Flaw::DateCharacter(c) => self.flaw_date_character(c.to_string()),
            Flaw::DateShape => self.flaw_date_shape(),
            Flaw::DateDoesNotExist => self.flaw_date_does_not_exist(),
            Flaw::DateInFuture => self.flaw_date_in_future(),
            Flaw::DateTooLongAgo => self.flaw_date_too_long_ago(),
            Flaw::GroupUnknown => self.flaw_group_unknown(),
            Flaw::GroupsNotLoaded => self.flaw_groups_not_loaded(),
        }
    }
}
