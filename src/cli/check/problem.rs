use std::io;
use std::path::PathBuf;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use crate::clock;
use crate::domain::{ApiError, StorageError};
use crate::locale::{Advice, technician};
use crate::outbox::Quarantined;

use super::super::Exit;
use super::remedy::remedy;

/// A problem that a check found. Its sentences tell the technician what to do; the desk's own tell the cashier to call
/// the technician.
pub(super) enum Problem {
    /// Other accounts can read the settings file, which has a secret.
    Readable {
        path: PathBuf,
        mode: u32,
    },
    /// Other accounts can change the settings file or a directory above it.
    Writable {
        path: PathBuf,
        mode: u32,
    },
    /// The settings file or a directory above it belongs to another account.
    ForeignOwner {
        path: PathBuf,
        owner: u32,
    },
    StateDir {
        dir: PathBuf,
        source: io::Error,
    },
    /// The directory takes files, but no outbox works there.
    TrialOutbox {
        dir: PathBuf,
        source: StorageError,
    },
    /// Two programs can have the same lock.
    LocksWithoutEffect {
        dir: PathBuf,
    },
    NetworkFileSystem {
        dir: PathBuf,
        name: String,
    },
    Outbox {
        dir: PathBuf,
        source: StorageError,
    },
    Quarantined(Quarantined),
    Overdue {
        waiting: u64,
        age: Duration,
        limit: Duration,
    },
    OwnClock(DateTime<Utc>),
    ClockSkew(TimeDelta),
    /// `code.template` has `{host}`, and the host has no name of its own.
    NoHostName,
    /// `code.template` has no `{host}`, and there are other hosts.
    CodesMayClash {
        code: String,
    },
    /// No client could be made.
    NoClient(ApiError),
    Api {
        error: ApiError,
        is_v1: bool,
    },
    /// The answer is no answer of the API, and the path of the address is unusual.
    WrongPath {
        address: String,
        wanted: String,
    },
    /// The port does not have the protocol of the address.
    OtherProtocol {
        is_https: bool,
    },
    UnknownVenue {
        named: String,
        known: String,
    },
    NoVenue,
}

impl Problem {
    /// Returns the exit code for the problem.
    pub(super) fn exit(&self) -> Exit {
        match self {
            Self::NoClient(error) | Self::Api { error, .. } => Exit::from(error),
            Self::Readable { .. } | Self::Writable { .. } | Self::ForeignOwner { .. } | Self::WrongPath { .. } => {
                Exit::Usage
            }
            Self::OtherProtocol { .. } => Exit::NotReachable,
            Self::UnknownVenue { .. } | Self::NoVenue => Exit::Credentials,
            Self::Overdue { .. } => Exit::Overdue,
            Self::NetworkFileSystem { .. } | Self::CodesMayClash { .. } => Exit::Done,
            Self::NoHostName => Exit::Usage,
            Self::StateDir { .. }
            | Self::TrialOutbox { .. }
            | Self::LocksWithoutEffect { .. }
            | Self::Outbox { .. }
            | Self::Quarantined(_)
            | Self::OwnClock(_)
            | Self::ClockSkew(_) => Exit::Failed,
        }
    }

    /// Returns true if nothing is broken yet.
    pub(super) const fn is_warning(&self) -> bool {
        matches!(self, Self::NetworkFileSystem { .. } | Self::CodesMayClash { .. })
    }

    /// Returns what happened and what to do.
    pub(super) fn advice(&self) -> Advice {
        let say = technician();
        let octal = |mode: u32| format!("{mode:04o}");
        match self {
            Self::Readable { path, mode } => say.check_permissions_readable(shown(path), octal(*mode)),
            Self::Writable { path, mode } => say.check_permissions_writable(shown(path), octal(*mode)),
            Self::ForeignOwner { path, owner } => say.check_permissions_owner(shown(path), owner.to_string()),
            Self::StateDir { dir, source } => say.check_state_dir_bad(shown(dir), source.to_string()),
            Self::TrialOutbox { dir, source } => bad_trial(shown(dir), *source),
            Self::LocksWithoutEffect { dir } => say.check_file_locks_without_effect(shown(dir)),
            Self::NetworkFileSystem { dir, name } => say.check_file_locks_network(shown(dir), name.as_str()),
            Self::Outbox { dir, source } => bad_outbox(shown(dir), *source),
            Self::Quarantined(quarantined) => bad_file(quarantined),
            Self::Overdue { waiting, age, limit } => {
                say.check_alarm_overdue(*waiting, say.long_time(*age), say.long_time(*limit))
            }
            Self::OwnClock(now) => say.check_clock_wrong(now.date_naive().to_string(), clock::build_date().to_string()),
            Self::ClockSkew(skew) => say.check_clock_bad(skew.num_seconds().abs()),
            Self::NoHostName => say.check_codes_no_host(),
            Self::CodesMayClash { code } => say.check_codes_may_clash(code.as_str()),
            Self::NoClient(error) => say.check_fix_other(say.api_error(error)),
            Self::Api { error, is_v1 } => remedy(say, error, *is_v1),
            Self::WrongPath { address, wanted } => say.check_base_url_path(address.as_str(), wanted.as_str()),
            Self::OtherProtocol { is_https: true } => say.check_port_without_tls(),
            Self::OtherProtocol { is_https: false } => say.check_port_with_tls(),
            Self::UnknownVenue { named, known } => say.check_venue_unknown(named.as_str(), known.as_str()),
            Self::NoVenue => say.check_venue_none(),
        }
    }
}

fn shown(path: &std::path::Path) -> String {
    path.display().to_string()
}

fn bad_trial(dir: String, error: StorageError) -> Advice {
    let say = technician();
    match error {
        StorageError::DiskFull => say.check_state_dir_bad(dir, say.storage_reason(error)),
        // File locks and shared memory: only an outbox needs them.
        _ => say.check_file_locks_bad(dir, say.storage_reason(error)),
    }
}

fn bad_outbox(dir: String, error: StorageError) -> Advice {
    let say = technician();
    match error {
        StorageError::NotWritable => say.check_outbox_not_writable(dir),
        StorageError::Newer { .. } => say.check_outbox_newer(),
        other => say.check_outbox_bad(say.storage_reason(other)),
    }
}

fn bad_file(quarantined: &Quarantined) -> Advice {
    let say = technician();
    let Some(path) = &quarantined.path else { return say.check_outbox_missing() };
    let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    if quarantined.complete { say.check_outbox_quarantined(file) } else { say.check_outbox_damaged(file) }
}
