use chrono::NaiveDate;

/// The day with which dates of birth are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Today {
    /// It is this day.
    Is(NaiveDate),
    /// The clock is wrong. It is this day or a later one.
    NotBefore(NaiveDate),
}

impl Today {
    /// Returns the day, or the first day that it can be.
    pub const fn earliest(self) -> NaiveDate {
        match self {
            Self::Is(date) | Self::NotBefore(date) => date,
        }
    }

    /// Returns the day. `None` means that the clock is wrong.
    pub const fn known(self) -> Option<NaiveDate> {
        match self {
            Self::Is(date) => Some(date),
            Self::NotBefore(_) => None,
        }
    }
}

impl From<NaiveDate> for Today {
    fn from(date: NaiveDate) -> Self {
        Self::Is(date)
    }
}
