//! Makes the database's files readable by their owner only: customers' data lie in them.

use std::ffi::OsString;
use std::fs::{self, DirBuilder, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// Makes missing directories (0700) and the file (0600). A directory that was there before is left as it is.
///
/// A file that is there is not opened: `SQLite`'s locks are the process's, and closing any descriptor of the file
/// gives them up. Another process would then take itself for the last one and delete the write-ahead log.
pub(super) fn prepare(path: &Path) -> io::Result<()> {
    if let Some(directory) = path.parent().filter(|directory| !directory.as_os_str().is_empty()) {
        DirBuilder::new().recursive(true).mode(0o700).create(directory)?;
    }
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        // What is there may be anything: it is closed to others once it has turned out to be a database of ours.
        Ok(_) | Err(_) => Ok(()),
    }
}

/// Takes other people's rights from the file and its `-wal` and `-shm` companions where they exist.
pub(super) fn make_private(path: &Path) -> io::Result<()> {
    for file in [path.to_owned(), companion(path, "-wal"), companion(path, "-shm")] {
        match fs::metadata(&file) {
            Ok(found) if found.permissions().mode() & 0o077 != 0 => {
                fs::set_permissions(&file, Permissions::from_mode(0o600))?;
            }
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

fn companion(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    name.into()
}
