use std::fs::DirBuilder;
use std::io::{self, Write as _};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::Path;

use crate::locale::Locale;
use crate::settings::Settings;

use super::{Exit, Wrong};

/// Whether the state directory can be made and written. It is made if it is not there.
pub(super) fn look(settings: &Settings) -> Result<String, Wrong> {
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
