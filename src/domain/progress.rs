/// The progress of a registration on the way to Clopos.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Progress {
    /// It waits for its next attempt.
    Queued,
    /// This desk or another one is sending it.
    Sending,
    /// It may have arrived, and will be looked up before anything else.
    Uncertain,
    /// The API has stored it.
    Registered,
    /// The API rejected it, and the cashier has to correct or discard it.
    Refused,
}

impl Progress {
    const ALL: [Self; 5] = [Self::Queued, Self::Sending, Self::Uncertain, Self::Registered, Self::Refused];

    /// Returns its name in the outbox and in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Uncertain => "uncertain",
            Self::Registered => "registered",
            Self::Refused => "refused",
        }
    }

    /// Returns the progress with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|progress| progress.name() == name)
    }

    /// Returns true if it is saved and neither registered nor rejected.
    pub const fn is_waiting(self) -> bool {
        matches!(self, Self::Queued | Self::Sending | Self::Uncertain)
    }
}
