use std::path::Path;
use std::sync::{Arc, mpsc};
use std::time::Duration;

use crate::clock;
use crate::delivery::{Access, LocalStore, StoreEvent};
use crate::domain::StorageError;
use crate::locale::technician;
use crate::outbox::{Counts, Outbox, OutboxError, Owner};
use crate::settings::OutboxConfig;
use crate::storage::locked_file::LockedFile;
use crate::storage::private;

use super::host;
use super::problem::Problem;

/// Checks that the state directory can be created and written. Creates the directory if it does not exist.
pub(super) fn state_dir(dir: &Path) -> Result<String, Problem> {
    let written = private::create_dir(dir).and_then(|()| private::probe(dir));
    written.map_err(|source| Problem::StateDir { dir: dir.to_owned(), source })?;
    Ok(dir.display().to_string())
}

/// Checks that files can be locked in the state directory, that a lock keeps others out, and that an outbox works there.
pub(super) fn file_locks(dir: &Path) -> Result<String, Problem> {
    let has_effect =
        try_locks(dir).map_err(|source| Problem::TrialOutbox { dir: dir.to_owned(), source: source.into() })?;
    if !has_effect {
        return Err(Problem::LocksWithoutEffect { dir: dir.to_owned() });
    }
    match host::file_system(dir) {
        Some(name) if host::is_network(&name) => Err(Problem::NetworkFileSystem { dir: dir.to_owned(), name }),
        Some(name) => Ok(technician().check_file_locks_good(name)),
        None => Ok(technician().check_file_locks_good(technician().check_file_locks_unknown())),
    }
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
        Some((waiting, age)) => Err(Problem::Overdue { waiting, age, limit }),
        None => Ok(say.check_alarm_good(say.long_time(limit))),
    }
}

/// Checks the outbox. It is not created if there is none. A damaged one is quarantined, as by the desk.
pub(super) async fn outbox(config: &OutboxConfig) -> (Result<String, Problem>, Option<Counts>) {
    if !LocalStore::exists(config) {
        return (Ok(technician().check_outbox_none()), None);
    }
    match look(config).await {
        Ok((found, counts)) => (found, Some(counts)),
        Err(source) => (Err(Problem::Outbox { dir: config.paths.state_dir.clone(), source: source.into() }), None),
    }
}

async fn look(config: &OutboxConfig) -> Result<(Result<String, Problem>, Counts), OutboxError> {
    let (sender, quarantined) = mpsc::channel();
    let on_event = move |event| {
        if let StoreEvent::Quarantined(found) = event {
            drop(sender.send(found));
        }
    };
    let store = LocalStore::start(config, Access::Command, on_event)?;
    let counts = store.run(check_and_count).await?;
    let found = match quarantined.try_recv() {
        Ok(aside) => Err(Problem::Quarantined(aside)),
        Err(_) => Ok(technician().check_outbox_good(counts.waiting, counts.refused)),
    };
    Ok((found, counts))
}

fn check_and_count(outbox: &Outbox) -> Result<Counts, OutboxError> {
    outbox.check()?;
    outbox.counts()
}
