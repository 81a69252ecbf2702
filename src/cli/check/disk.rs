use std::io;
use std::path::Path;
use std::sync::{Arc, mpsc};
use std::time::Duration;

use crate::clock;
use crate::delivery::{LocalStore, StoreEvent, Waits};
use crate::locale::Locale;
use crate::outbox::{Counts, Outbox, OutboxError, Owner};
use crate::settings::Settings;
use crate::storage::private;

use super::problem::Problem;

/// Whether the state directory can be made and written. It is made if it is not there.
pub(super) fn state_dir(settings: &Settings) -> Result<String, Problem> {
    let dir = &settings.state_dir;
    write_into(dir).map_err(|source| Problem::StateDir { dir: dir.clone(), source })?;
    try_outbox(dir).map_err(|source| Problem::TrialOutbox { dir: dir.clone(), source: source.into() })?;
    Ok(dir.display().to_string())
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
pub(super) async fn outbox(settings: &Settings) -> (Result<String, Problem>, Option<Counts>) {
    if !LocalStore::exists(settings) {
        return (Ok(Locale::english().check_outbox_none()), None);
    }
    match look(settings).await {
        Ok((found, counts)) => (found, Some(counts)),
        Err(source) => (Err(Problem::Outbox { dir: settings.state_dir.clone(), source: source.into() }), None),
    }
}

async fn look(settings: &Settings) -> Result<(Result<String, Problem>, Counts), OutboxError> {
    let (tell, told) = mpsc::channel();
    let on_event = move |event| {
        if let StoreEvent::SetAside(aside) = event {
            drop(tell.send(aside));
        }
    };
    let store = LocalStore::start(settings, Waits::Command, on_event)?;
    let counts = store.run(sound).await?;
    let found = match (told.try_recv(), counts.overdue(clock::now(), settings.alarm_after)) {
        (Ok(aside), _) => Err(Problem::Quarantined(aside)),
        (Err(_), Some(age)) => Err(Problem::Overdue { waiting: counts.waiting, age }),
        (Err(_), None) => Ok(Locale::english().check_outbox_good(counts.waiting, counts.refused)),
    };
    Ok((found, counts))
}

fn sound(outbox: &Outbox) -> Result<Counts, OutboxError> {
    outbox.check()?;
    outbox.counts()
}
