use std::path::Path;
use std::sync::{Arc, mpsc};
use std::time::Duration;

use crate::clock;
use crate::delivery::{Access, LocalStore, StoreEvent};
use crate::locale::Locale;
use crate::outbox::{Counts, Outbox, OutboxError, Owner};
use crate::settings::OutboxConfig;
use crate::storage::private;

use super::problem::Problem;

/// Checks that the state directory can be created and written, and that an outbox works there. Creates the directory if
/// it does not exist.
pub(super) fn state_dir(dir: &Path) -> Result<String, Problem> {
    let written = private::create_dir(dir).and_then(|()| private::probe(dir));
    written.map_err(|source| Problem::StateDir { dir: dir.to_owned(), source })?;
    try_outbox(dir).map_err(|source| Problem::TrialOutbox { dir: dir.to_owned(), source: source.into() })?;
    Ok(dir.display().to_string())
}

/// The trial outbox belongs to this process only. If its lock is not free after this time, locks do not work there.
const TRIAL_TIMEOUT: Duration = Duration::from_millis(200);

/// Creates an outbox and removes it again.
fn try_outbox(dir: &Path) -> Result<(), OutboxError> {
    let trial = tempfile::Builder::new().prefix(".check-").tempdir_in(dir)?;
    let owner = Arc::new(Owner::register(trial.path())?);
    Outbox::open(trial.path(), owner, clock::now(), TRIAL_TIMEOUT).map(drop)
}

/// Checks the outbox. It is not created if there is none. A damaged one is quarantined, as by the desk.
pub(super) async fn outbox(config: &OutboxConfig) -> (Result<String, Problem>, Option<Counts>) {
    if !LocalStore::exists(config) {
        return (Ok(Locale::english().check_outbox_none()), None);
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
    let found = match (quarantined.try_recv(), counts.overdue(clock::now(), config.alarm_after)) {
        (Ok(aside), _) => Err(Problem::Quarantined(aside)),
        (Err(_), Some(age)) => Err(Problem::Overdue { waiting: counts.waiting, age }),
        (Err(_), None) => Ok(Locale::english().check_outbox_good(counts.waiting, counts.refused)),
    };
    Ok((found, counts))
}

fn check_and_count(outbox: &Outbox) -> Result<Counts, OutboxError> {
    outbox.check()?;
    outbox.counts()
}
