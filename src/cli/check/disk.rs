use std::fs::DirBuilder;
use std::io::{self, Write as _};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::Path;
use std::sync::mpsc;

use chrono::Utc;

use crate::locale::Locale;
use crate::outbox::{Counts, Outbox, OutboxError, SetAside};
use crate::runtime::Keeping;
use crate::settings::Settings;

use super::super::set_aside;
use super::{Exit, Wrong};

/// Whether the state directory can be made and written. It is made if it is not there.
pub(super) fn state_dir(settings: &Settings) -> Result<String, Wrong> {
    let say = Locale::english();
    let dir = &settings.state_dir;
    match write_into(dir) {
        Ok(()) => Ok(dir.display().to_string()),
        Err(error) => Err((Exit::Failed, say.check_state_dir_bad(dir.display().to_string(), error.to_string()))),
    }
}

fn write_into(dir: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(dir)?;
    let mut file = tempfile::tempfile_in(dir)?;
    file.write_all(b"check")?;
    file.sync_all()
}

/// Whether the outbox is sound; none is made where there is none yet. A damaged one is set aside, as the desk does it.
pub(super) fn outbox(settings: &Settings) -> Result<String, Wrong> {
    let say = Locale::english();
    if !Keeping::exists(settings) {
        return Ok(say.check_outbox_none());
    }
    let bad = |error: OutboxError| (Exit::Failed, remedy(&error, &settings.state_dir));
    let (tell, told) = mpsc::channel();
    let heard = move |aside: &SetAside| drop(tell.send(set_aside(aside)));
    let keeping = Keeping::open(settings, Utc::now(), heard).map_err(bad)?;
    let counts = keeping.mended(sound).map_err(bad)?;
    match told.try_recv() {
        Ok(words) => Err((Exit::Failed, words)),
        Err(_) => Ok(say.check_outbox_good(counts.waiting, counts.refused)),
    }
}

/// What to do about it, for one who can: the desk's own sentence tells the cashier to call the technician.
fn remedy(error: &OutboxError, dir: &Path) -> String {
    let say = Locale::english();
    match error {
        OutboxError::NotWritable => say.check_outbox_not_writable(dir.display().to_string()),
        OutboxError::Newer { .. } => say.check_outbox_newer(),
        other => say.check_outbox_bad(other.to_string()),
    }
}

fn sound(outbox: &Outbox) -> Result<Counts, OutboxError> {
    outbox.check()?;
    outbox.counts()
}
