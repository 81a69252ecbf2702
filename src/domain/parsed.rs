/// What the text of a field amounts to at this moment.
///
/// It is worked out anew on every key and never stored: a stored verdict is one that can be out of date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Parsed<T> {
    /// Nothing but blanks.
    Empty,
    /// Not a value yet, but more typing can make it one; the flaw says what is missing.
    Incomplete(FieldError),
    /// A value.
    Valid(T),
    /// No further typing at the end of the text can make it a value.
    Invalid(FieldError),
}

impl<T> Parsed<T> {
    /// The value of a good reading.
    pub fn valid(self) -> Option<T> {
        match self {
            Self::Valid(value) => Some(value),
            Self::Empty | Self::Incomplete(_) | Self::Invalid(_) => None,
        }
    }

    /// What keeps the text from being a value: nothing for an empty or a good one.
    pub const fn error(&self) -> Option<FieldError> {
        match self {
            Self::Incomplete(flaw) | Self::Invalid(flaw) => Some(*flaw),
            Self::Empty | Self::Valid(_) => None,
        }
    }
}

/// Why a text is not a value (yet). Data; `locale` words it as what to do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FieldError {
    /// The name is required.
    NameMissing,
    /// A name needs at least one letter or digit.
    NameWithoutLetters,
    /// At least so many digits are missing.
    PhoneDigitsMissing(u8),
    /// So many digits too many.
    PhoneDigitsTooMany(u8),
    /// A character that no phone number has.
    PhoneInvalidCharacter(char),
    /// After `+` or `00` comes no country's calling code.
    PhoneUnknownCountry,
    /// The number's length does not exist in its country, neither shorter nor longer will do.
    PhoneLength,
    /// The `@` is missing.
    EmailAtMissing,
    /// What stands before the `@` is missing or cannot be.
    EmailLocalPart,
    /// What stands after the `@` is missing, unfinished or cannot be (a domain needs a dot).
    EmailDomain,
    /// A blank inside an address.
    EmailSpace,
    /// The date is unfinished.
    DateIncomplete,
    /// A character that no date has.
    DateInvalidCharacter(char),
    /// The text has no reading as day, month and year in the order of the settings.
    DateUnreadable,
    /// There is no such day, e.g. 31 April.
    DateDoesNotExist,
    /// After today.
    DateInFuture,
    /// Over 130 years ago.
    DateTooLongAgo,
    /// No group's name contains this.
    GroupNotFound,
    /// The groups are not here (yet), so none can be chosen.
    GroupsNotLoaded,
}
