use super::EmailError;

/// The result of parsing the text of a field while it is typed.
///
/// It is computed again on every key and never stored, because a stored result can be out of date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Parsed<T> {
    /// The text is empty or has only spaces.
    Empty,
    /// Not a value yet, but more typing can make it one. The error says what is missing.
    Incomplete(FieldError),
    /// A value.
    Valid(T),
    /// Not a value, and no typing at the end of the text can make it one.
    Invalid(FieldError),
}

impl<T> Parsed<T> {
    /// Returns the value of a valid text.
    pub fn valid(self) -> Option<T> {
        match self {
            Self::Valid(value) => Some(value),
            Self::Empty | Self::Incomplete(_) | Self::Invalid(_) => None,
        }
    }

    /// Converts the value of a valid text.
    pub fn map<U>(self, convert: impl FnOnce(T) -> U) -> Parsed<U> {
        match self {
            Self::Empty => Parsed::Empty,
            Self::Incomplete(error) => Parsed::Incomplete(error),
            Self::Valid(value) => Parsed::Valid(convert(value)),
            Self::Invalid(error) => Parsed::Invalid(error),
        }
    }

    /// Returns why the text is not a value. `None` means that it is empty or valid.
    pub const fn error(&self) -> Option<FieldError> {
        match self {
            Self::Incomplete(flaw) | Self::Invalid(flaw) => Some(*flaw),
            Self::Empty | Self::Valid(_) => None,
        }
    }
}

/// The reason why a text is not a value (yet), as data. `locale` has the sentence that tells the cashier what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FieldError {
    /// The name is required.
    NameMissing,
    /// A name needs at least one letter or digit.
    NameWithoutLetters,
    /// At least this number of digits is missing.
    PhoneDigitsMissing(u8),
    /// The number of surplus digits.
    PhoneDigitsTooMany(u8),
    /// A character that no phone number has.
    PhoneInvalidCharacter(char),
    /// The digits after `+` or `00` are no country's calling code.
    PhoneUnknownCountry,
    /// The phone library is still loading, so that no number can be parsed.
    PhoneRulesNotLoaded,
    /// No number of its country has this length, although some are shorter and some are longer.
    PhoneLength,
    /// The fault of an e-mail address.
    Email(EmailError),
    /// The date is incomplete.
    DateIncomplete,
    /// A character that no date has.
    DateInvalidCharacter(char),
    /// The number of surplus digits.
    DateDigitsTooMany(u8),
    /// The text cannot be parsed as day, month and year in the order of the settings.
    DateUnreadable,
    /// The date does not exist, e.g. 31 April.
    DateDoesNotExist,
    /// The date is after today.
    DateInFuture,
    /// The date is over 130 years ago.
    DateTooLongAgo,
    /// No group's name contains this.
    GroupNotFound,
    /// The groups are not loaded (yet), so that no group can be chosen.
    GroupsNotLoaded,
}
