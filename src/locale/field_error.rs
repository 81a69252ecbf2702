use crate::domain::{DateOrder, FieldError};

use super::Locale;

impl Locale {
    /// Returns what is wrong with a field and what to do. `order` is the one in which dates are typed.
    pub fn field_error(&self, error: FieldError, order: DateOrder) -> String {
        match error {
            FieldError::NameMissing => self.field_error_name_missing(),
            FieldError::NameWithoutLetters => self.field_error_name_without_letters(),
            FieldError::PhoneDigitsMissing(count) => self.field_error_phone_digits_missing(count),
            FieldError::PhoneDigitsTooMany(count) => self.field_error_phone_digits_too_many(count),
            FieldError::PhoneInvalidCharacter(c) => self.field_error_phone_character(c.to_string()),
            FieldError::PhoneUnknownCountry => self.field_error_phone_country(),
            FieldError::PhoneRulesNotLoaded => self.field_error_phone_loading(),
            FieldError::PhoneLength => self.field_error_phone_length(),
            FieldError::EmailAtMissing => self.field_error_email_at_missing(),
            FieldError::EmailLocalPart => self.field_error_email_local_part(),
            FieldError::EmailDomain => self.field_error_email_domain(),
            FieldError::EmailSpace => self.field_error_email_space(),
            FieldError::DateIncomplete => self.field_error_date_incomplete(),
            FieldError::DateInvalidCharacter(c) => self.field_error_date_character(c.to_string()),
            FieldError::DateUnreadable => self.field_error_date_unreadable(self.date_example(order)),
            FieldError::DateDoesNotExist => self.field_error_date_does_not_exist(),
            FieldError::DateInFuture => self.field_error_date_in_future(),
            FieldError::DateTooLongAgo => self.field_error_date_too_long_ago(),
            FieldError::GroupNotFound => self.field_error_group_not_found(),
            FieldError::GroupsNotLoaded => self.field_error_groups_loading(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Name;

    #[test]
    fn a_name_without_letters_is_told_of_everything_that_would_do() {
        let error = FieldError::NameWithoutLetters;
        let words = Locale::english().field_error(error, DateOrder::default());
        for (name, kind) in [("Ə", "letter"), ("7", "digit")] {
            assert!(Name::parse(&format!("-{name}")).valid().is_some() && words.contains(kind), "{words}");
        }
    }
}
