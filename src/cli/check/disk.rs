use std::io;
use std::path::Path;
use std::sync::{Arc, mpsc};
use std::time::Duration;

use crate::clock;
use crate::domain::StorageError;
use crate::locale::Locale;
use crate::outbox::{Counts, Outbox, OutboxError, Owner};
use crate::runtime::{LocalStore, StoreEvent, Waits};
use crate::settings::Settings;
use crate::storage::private;

use super::super::set_aside;
use super::{Exit, Wrong};

/// Whether the state directory can be made and written. It is made if it is not there.
pub(super) fn state_dir(settings: &Settings) -> Result<String, Wrong> {
    let say = Locale::english();
    let dir = &settings.state_dir;
    let shown = dir.display().to_string();
    let bad = |reason: String| (Exit::Failed, say.check_state_dir_bad(shown.as_str(), reason));
    write_into(dir).map_err(|error| bad(error.to_string()))?;
    match try_outbox(dir).map_err(StorageError::from) {
        Ok(()) => Ok(shown.clone()),
        Err(StorageError::DiskFull) => Err(bad(say.storage_reason(StorageError::DiskFull))),
        // A file can be written there, so it is what only an outbox needs: locks and shared memory.
        Err(error) => Err((Exit::Failed, say.check_state_dir_locks(shown.as_str(), say.storage_reason(error)))),
    }
}

/// No other process has the trial outbox: a lock that is not acquired at once does not work.
const TRIAL_TIMEOUT: Duration = Duration::from_millis(200);

/// Begins an outbox that is removed again.
fn try_outbox(dir: &Path) -> Result<(), OutboxError> {
    let trial = tempfile::Builder::new().prefix(".check-").tempdir_in(dir)?;
    let owner = Arc::new(Owner::register(trial.path())?);
    Outbox::open_within(trial.path(), owner, clock::now(), TRIAL_TIMEOUT).map(drop)
}

fn write_into(dir: &Path) -> io::Result<()> {
    private::create_dir(dir)?;
    private::probe(dir)
}

/// Whether the outbox is sound; none is made where there is none yet. A damaged one is set aside, as the desk does it.
pub(super) async fn outbox(settings: &Settings) -> (Result<String, Wrong>, Option<Counts>) {
    if !LocalStore::exists(settings) {
        return (Ok(Locale::english().check_outbox_none()), None);
    }
    match look(settings).await {
        Ok((found, counts)) => (found, Some(counts)),
        Err(wrong) => (Err(wrong), None),
    }
}

async fn look(settings: &Settings) -> Result<(Result<String, Wrong>, Counts), Wrong> {
    let say = Locale::english();
    let bad = |error: OutboxError| (Exit::Failed, remedy(error.into(), &settings.state_dir));
    let (tell, told) = mpsc::channel();
    let on_event = move |event| {
        if let StoreEvent::SetAside(aside) = event {
            drop(tell.send(set_aside(&aside)));
        }
    };
    let store = LocalStore::start(settings, Waits::Command, on_event).map_err(|error| bad(error.into()))?;
    let counts = store.run(sound).await.map_err(bad)?;
    let found = match (told.try_recv(), counts.overdue(clock::now(), settings.alarm_after)) {
        (Ok(words), _) => Err((Exit::Failed, words)),
        (Err(_), Some(age)) => Err((Exit::Overdue, say.check_outbox_overdue(counts.waiting, say.long_time(age)))),
        (Err(_), None) => Ok(say.check_outbox_good(counts.waiting, counts.refused)),
    };
    Ok((found, counts))
}

/// What to do about it, for one who can: the desk's own sentence tells the cashier to call the technician.
fn remedy(error: StorageError, dir: &Path) -> String {
    let say = Locale::english();
    match error {
        StorageError::NotWritable => say.check_outbox_not_writable(dir.display().to_string()),
        StorageError::Newer { .. } => say.check_outbox_newer(),
        other => say.check_outbox_bad(say.storage_reason(other)),
    }
}

fn sound(outbox: &Outbox) -> Result<Counts, OutboxError> {
    outbox.check()?;
    outbox.counts()
}
