//! Directories and files that only their owner may read, written so that they outlive a power cut. Used by the
//! store and by the drafts; it knows nothing of what is in them.

use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::Path;

const DIR_MODE: u32 = 0o700;
const FILE_MODE: u32 = 0o600;

/// Makes a directory that only its owner may enter, or makes an existing one so.
pub(super) fn private_dir(dir: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(DIR_MODE).create(dir)?;
    tighten(dir, DIR_MODE)
}

/// Makes an empty file that only its owner may read, or makes an existing one so. Whoever opens it later by name
/// (as `SQLite` does) takes over its mode, also for the files beside it.
///
/// A file that is there is not opened: `SQLite`'s locks are the process's, and closing any descriptor of the file
/// gives them up. Another process would then take itself for the last one and delete the write-ahead log.
pub(super) fn private_file(path: &Path) -> io::Result<()> {
    match OpenOptions::new().write(true).create_new(true).mode(FILE_MODE).open(path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        Ok(_) | Err(_) => tighten(path, FILE_MODE),
    }
}

fn tighten(path: &Path, mode: u32) -> io::Result<()> {
    let now = fs::metadata(path)?.permissions().mode();
    // One with the sticky bit, as /tmp, is everybody's and stays so.
    if now & 0o777 & !mode == 0 || now & 0o1000 != 0 {
        Ok(())
    } else {
        fs::set_permissions(path, Permissions::from_mode(mode))
    }
}

/// What was created, renamed or removed in a directory is so after a power cut as well.
pub(super) fn sync_dir(dir: &Path) -> io::Result<()> {
    File::open(dir)?.sync_all()
}

/// Puts a private file with this content in the place of `path`: after a crash there is the old one or the new
/// one, whole. A crash can leave a file beside it whose name begins with `temporary`.
pub(super) fn replace(path: &Path, temporary: &str, content: &[u8]) -> io::Result<()> {
    let dir = path.parent().unwrap_or(Path::new("."));
    let mut file =
        tempfile::Builder::new().prefix(temporary).permissions(Permissions::from_mode(FILE_MODE)).tempfile_in(dir)?;
    file.write_all(content)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    sync_dir(dir)
}

/// Removes a file if it is there, for good.
pub(super) fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Ok(()) => sync_dir(path.parent().unwrap_or(Path::new("."))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

/// Whether a little can be written into a directory at all.
pub(super) fn probe(dir: &Path) -> io::Result<()> {
    let mut file = tempfile::tempfile_in(dir)?;
    file.write_all(&[0; 8192])?;
    file.sync_all()
}
