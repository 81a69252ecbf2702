use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use crate::clock;
use crate::domain::{ApiError, StorageError};
use crate::locale::Locale;
use crate::outbox::Quarantined;

use super::super::{Exit, set_aside};
use super::remedy::{Generation, remedy};

/// What a check has found wrong. Its text says what to do, for a technician: the desk's own sentences tell the cashier to
/// call one.
#[derive(Debug, thiserror::Error)]
pub(super) enum Problem {
    #[error("{}", bad_state_dir(.dir, .source.to_string()))]
    StateDir { dir: PathBuf, source: io::Error },
    /// A file can be written there, but no outbox.
    #[error("{}", bad_trial(.dir, *.source))]
    TrialOutbox { dir: PathBuf, source: StorageError },
    #[error("{}", bad_outbox(.dir, *.source))]
    Outbox { dir: PathBuf, source: StorageError },
    #[error("{}", set_aside(.0))]
    Quarantined(Quarantined),
    #[error("{}", Locale::english().check_outbox_overdue(*.waiting, Locale::english().long_time(*.age)))]
    Overdue { waiting: u64, age: Duration },
    #[error("{}", Locale::english().check_clock_wrong(.0.date_naive().to_string(), clock::build_date().to_string()))]
    OwnClock(DateTime<Utc>),
    #[error("{}", Locale::english().check_clock_bad(.0.num_seconds().abs()))]
    ClockSkew(TimeDelta),
    /// There is no client to ask with.
    #[error("{}", Locale::english().api_error(.0))]
    NoClient(ApiError),
    #[error("{}", remedy(Locale::english(), .error, *.generation))]
    Api { error: ApiError, generation: Generation },
    #[error("{}", Locale::english().check_venue_unknown(.named.as_str(), .known.as_str()))]
    UnknownVenue { named: String, known: String },
    #[error("{}", Locale::english().check_venue_none())]
    NoVenue,
}

impl Problem {
    /// How the program ends because of it.
    pub(super) fn exit(&self) -> Exit {
        match self {
            Self::NoClient(error) | Self::Api { error, .. } => Exit::from(error),
            Self::UnknownVenue { .. } | Self::NoVenue => Exit::Credentials,
            Self::Overdue { .. } => Exit::Overdue,
            Self::StateDir { .. }
            | Self::TrialOutbox { .. }
            | Self::Outbox { .. }
            | Self::Quarantined(_)
            | Self::OwnClock(_)
            | Self::ClockSkew(_) => Exit::Failed,
        }
    }
}

fn bad_state_dir(dir: &Path, reason: String) -> String {
    Locale::english().check_state_dir_bad(dir.display().to_string(), reason)
}

fn bad_trial(dir: &Path, error: StorageError) -> String {
    let say = Locale::english();
    match error {
        StorageError::DiskFull => bad_state_dir(dir, say.storage_reason(error)),
        // It is what only an outbox needs: locks and shared memory.
        _ => say.check_state_dir_locks(dir.display().to_string(), say.storage_reason(error)),
    }
}

fn bad_outbox(dir: &Path, error: StorageError) -> String {
    let say = Locale::english();
    match error {
        StorageError::NotWritable => say.check_outbox_not_writable(dir.display().to_string()),
        StorageError::Newer { .. } => say.check_outbox_newer(),
        other => say.check_outbox_bad(say.storage_reason(other)),
    }
}
