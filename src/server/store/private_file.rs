//! Makes the database's files readable by their owner only, because they contain customers' data.

use std::ffi::OsString;
use std::fs::{self, DirBuilder, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// Creates missing directories (0700) and the file (0600). An existing directory is not changed.
///
/// An existing file is not opened: `SQLite`'s locks belong to the process, and closing any descriptor of the file
/// releases them. Another process would then assume that it is the last one and delete the write-ahead log.
pub(super) fn create_if_missing(path: &Path) -> io::Result<()> {
    if let Some(directory) = path.parent().filter(|directory| !directory.as_os_str().is_empty()) {
        DirBuilder::new().recursive(true).mode(0o700).create(directory)?;
    }
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        // An existing file may be any file. `make_private` is called only after it has opened as this server's database.
        Ok(_) | Err(_) => Ok(()),
    }
}

/// Removes the permissions of other users from the file and from its `-wal` and `-shm` files if they exist.
pub(super) fn make_private(path: &Path) -> io::Result<()> {
    for file in [path.to_owned(), sibling(path, "-wal"), sibling(path, "-shm")] {
        match fs::metadata(&file) {
            Ok(metadata) if metadata.permissions().mode() & 0o077 != 0 => {
                fs::set_permissions(&file, Permissions::from_mode(0o600))?;
            }
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

fn sibling(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    name.into()
}
