/// What the text of a field amounts to at this moment.
///
/// It is worked out anew on every key and never stored: a stored verdict is one that can be out of date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading<T> {
    /// Nothing but blanks.
    Empty,
    /// Not a value yet, but more typing can make it one; the flaw says what is missing.
    Partial(Flaw),
    /// A value.
    Good(T),
    /// No further typing at the end of the text can make it a value.
    Bad(Flaw),
}

impl<T> Reading<T> {
    /// The value of a good reading.
    pub fn good(self) -> Option<T> {
        match self {
            Self::Good(value) => Some(value),
            Self::Empty | Self::Partial(_) | Self::Bad(_) => None,
        }
    }

    /// What keeps the text from being a value: nothing for an empty or a good one.
    #[must_use]
    pub const fn flaw(&self) -> Option<Flaw> {
        match self {
            Self::Partial(flaw) | Self::Bad(flaw) => Some(*flaw),
            Self::Empty | Self::Good(_) => None,
        }
    }
}

/// Why a text is not a value (yet). Data; `locale` words it as what to do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Flaw {
    /// The name is required.
    NameMissing,
    /// A name needs at least one letter or digit.
    NameWithoutLetters,
    /// At least so many digits are missing.
    PhoneDigitsMissing(u8),
    /// So many digits too many.
    PhoneDigitsTooMany(u8),
    /// A character that no phone number has.
    PhoneCharacter(char),
    /// After `+` or `00` comes no country's calling code.
    PhoneCountryUnknown,
    /// The number's length does not exist in its country, neither shorter nor longer will do.
    PhoneLength,
    /// The `@` is missing.
    EmailAtMissing,
    /// What stands before the `@` is missing or cannot be.
    EmailLocalPart,
    /// What stands after the `@` is missing, unfinished or cannot be (a domain needs a dot).
    EmailDomain,
    /// A blank inside an address.
    EmailBlank,
    /// The date is unfinished.
    DateUnfinished,
    /// A character that no date has.
    DateCharacter(char),
    /// The text has no reading as day, month and year in the order of the settings.
    DateShape,
    /// There is no such day, e.g. 31 April.
    DateDoesNotExist,
    /// After today.
    DateInFuture,
    /// Over 130 years ago.
    DateTooLongAgo,
    /// No group's name contains this.
    GroupUnknown,
    /// The groups are not here (yet), so none can be chosen.
    GroupsNotLoaded,
}
