use std::path::Path;
use std::sync::{Arc, mpsc};
use std::time::Duration;

use crate::clock;
use crate::delivery::{Access, LocalStore, StoreEvent};
use crate::domain::StorageError;
use crate::locale::{Advice, technician};
use crate::outbox::{Counts, Outbox, OutboxError, Owner, Quarantined};
use crate::settings::OutboxConfig;
use crate::storage::locked_file::LockedFile;
use crate::storage::private;

use super::super::Exit;
use super::host;
use super::problem::Problem;

/// Checks that the state directory can be created and written. Creates the directory if it does not exist.
pub(super) fn state_dir(dir: &Path) -> Result<String, Problem> {
    let written = private::create_dir(dir).and_then(|()| private::probe(dir));
    let name = dir.display().to_string();
    match written {
        Ok(()) => Ok(name),
        Err(error) => Err(failed(technician().check_state_dir_bad(name, error.to_string()))),
    }
}

/// Checks that files can be locked in the state directory, that a lock keeps others out, and that an outbox works there.
pub(super) fn file_locks(dir: &Path) -> Result<String, Problem> {
    let (say, name) = (technician(), dir.display().to_string());
    match try_locks(dir).map_err(StorageError::from) {
        Ok(true) => {}
        Ok(false) => return Err(failed(say.check_file_locks_without_effect(name))),
        Err(StorageError::DiskFull) => {
            return Err(failed(say.check_state_dir_bad(name, say.storage_reason(StorageError::DiskFull))));
        }
        // File locks and shared memory: only an outbox needs them.
        Err(error) => return Err(failed(say.check_file_locks_bad(name, say.storage_reason(error)))),
    }
    match host::file_system(dir) {
        Some(system) if host::is_network(&system) => {
            Err(Problem::warning(Exit::Done, say.check_file_locks_network(name, system)))
        }
        system => Ok(say.check_file_locks_good(system.unwrap_or_else(|| say.check_file_locks_unknown()))),
    }
}

const fn failed(advice: Advice) -> Problem {
    Problem::error(Exit::Failed, advice)
}

/// The trial outbox belongs to this process only. If its lock is not free after this time, locks do not work there.
const TRIAL_TIMEOUT: Duration = Duration::from_millis(200);

/// Locks a file, and creates an outbox; removes both again. Returns false if a second lock of the file is possible.
fn try_locks(dir: &Path) -> Result<bool, OutboxError> {
    let trial = tempfile::Builder::new().prefix(".check-").tempdir_in(dir)?;
    let path = trial.path().join("lock");
    let _first = LockedFile::try_lock(&path).map_err(StorageError::from)?;
    if LockedFile::try_lock(&path).is_ok() {
        return Ok(false);
    }
    let owner = Arc::new(Owner::register(trial.path())?);
    Outbox::open(trial.path(), owner, clock::now(), TRIAL_TIMEOUT)?;
    Ok(true)
}

/// Checks if a customer has been waiting for too long.
pub(super) fn alarm(config: &OutboxConfig, counts: Option<Counts>) -> Result<String, Problem> {
    let say = technician();
    let Some(limit) = config.alarm_after else { return Ok(say.check_alarm_off()) };
    let overdue = counts.and_then(|counts| Some((counts.waiting, counts.overdue(clock::now(), Some(limit))?)));
    match overdue {
        Some((waiting, age)) => {
            let advice = say.check_alarm_overdue(waiting, say.long_time(age), say.long_time(limit));
            Err(Problem::error(Exit::Overdue, advice))
        }
        None => Ok(say.check_alarm_good(say.long_time(limit))),
    }
}

/// Checks the outbox. It is not created if there is none. A damaged one is quarantined, as by the desk.
pub(super) async fn outbox(config: &OutboxConfig) -> (Result<String, Problem>, Option<Counts>) {
    let say = technician();
    if !LocalStore::exists(config) {
        return (Ok(say.check_outbox_none()), None);
    }
    let (sender, quarantined) = mpsc::channel();
    let on_event = move |event| {
        if let StoreEvent::Quarantined(found) = event {
            drop(sender.send(found));
        }
    };
    match check_and_count(config, on_event).await {
        Err(error) => (Err(failed(unusable(&config.paths.state_dir, error.into()))), None),
        Ok(counts) => {
            let good = || say.check_outbox_good(counts.waiting, counts.refused);
            let found = quarantined.try_recv().map_or_else(|_| Ok(good()), |found| Err(failed(damaged(&found))));
            (found, Some(counts))
        }
    }
}

async fn check_and_count(
    config: &OutboxConfig,
    on_event: impl Fn(StoreEvent) + Send + 'static,
) -> Result<Counts, OutboxError> {
    let store = LocalStore::start(config, Access::Command, on_event)?;
    store.run(|outbox| outbox.check().and_then(|()| outbox.counts())).await
}

fn unusable(dir: &Path, error: StorageError) -> Advice {
    let say = technician();
    match error {
        StorageError::NotWritable => say.check_outbox_not_writable(dir.display().to_string()),
        StorageError::Newer { .. } => say.check_outbox_newer(),
        other => say.check_outbox_bad(say.storage_reason(other)),
    }
}

fn damaged(quarantined: &Quarantined) -> Advice {
    let say = technician();
    let Some(file) = quarantined.file_name() else { return say.check_outbox_missing() };
    if quarantined.complete { say.check_outbox_quarantined(file) } else { say.check_outbox_damaged(file) }
}
