use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use crate::clock;
use crate::domain::{ApiError, StorageError};
use crate::locale::Locale;
use crate::outbox::Quarantined;

use super::super::{Exit, quarantine_text};
use super::remedy::remedy;

/// A problem that a check found. Its text tells the technician what to do; the desk's own sentences tell the cashier to
/// call the technician.
#[derive(Debug, thiserror::Error)]
pub(super) enum Problem {
    #[error("{}", bad_state_dir(.dir, .source.to_string()))]
    StateDir { dir: PathBuf, source: io::Error },
    /// The directory takes files, but no outbox works there.
    #[error("{}", bad_trial(.dir, *.source))]
    TrialOutbox { dir: PathBuf, source: StorageError },
    #[error("{}", bad_outbox(.dir, *.source))]
    Outbox { dir: PathBuf, source: StorageError },
    #[error("{}", quarantine_text(.0))]
    Quarantined(Quarantined),
    #[error("{}", Locale::english().check_outbox_overdue(*.waiting, Locale::english().long_time(*.age)))]
    Overdue { waiting: u64, age: Duration },
    #[error("{}", Locale::english().check_clock_wrong(.0.date_naive().to_string(), clock::build_date().to_string()))]
    OwnClock(DateTime<Utc>),
    #[error("{}", Locale::english().check_clock_bad(.0.num_seconds().abs()))]
    ClockSkew(TimeDelta),
    /// `code.template` has `{host}`, and the host has no name of its own.
    #[error("{}", Locale::english().check_codes_no_host())]
    NoHostName,
    /// No client could be made.
    #[error("{}", Locale::english().api_error(.0))]
    NoClient(ApiError),
    #[error("{}", remedy(Locale::english(), .error, *.is_v1))]
    Api { error: ApiError, is_v1: bool },
    #[error("{}", Locale::english().check_venue_unknown(.named.as_str(), .known.as_str()))]
    UnknownVenue { named: String, known: String },
    #[error("{}", Locale::english().check_venue_none())]
    NoVenue,
}

impl Problem {
    /// Returns the exit code for the problem.
    pub(super) fn exit(&self) -> Exit {
        match self {
            Self::NoClient(error) | Self::Api { error, .. } => Exit::from(error),
            Self::UnknownVenue { .. } | Self::NoVenue => Exit::Credentials,
            Self::Overdue { .. } => Exit::Overdue,
            Self::NoHostName => Exit::Usage,
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
        // File locks and shared memory: only an outbox needs them.
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
