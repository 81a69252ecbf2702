//! Directories and files that only their owner can read, and changes of them that outlive a power cut. Every function
//! fails with the error of the operating system.

#![expect(clippy::missing_errors_doc, reason = "all functions have the same errors")]

use std::ffi::OsString;
use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::io::{self, Write as _};
use std::os::unix::fs::{
    DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _, chown, fchown,
};
use std::path::{Path, PathBuf};

use rustix::io::Errno;
use rustix::process::{Resource, getrlimit};
use tempfile::NamedTempFile;

/// The mode and the owner of a file or a directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Access {
    /// The greatest mode. A mode with fewer write bits is as good.
    pub mode: u32,
    /// The numbers of the user and the group. `None` means that they do not matter.
    pub owner: Option<(u32, u32)>,
}

const DIR_MODE: u32 = 0o700;
const FILE_MODE: u32 = 0o600;

/// Creates a directory, with those above it, that only its owner can enter. An existing one is not changed.
pub fn create_dir(dir: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(DIR_MODE).create(dir)
}

/// Creates a directory like [`create_dir`], and closes an existing one to other users.
pub fn restrict_dir(dir: &Path) -> io::Result<()> {
    create_dir(dir)?;
    restrict(dir, DIR_MODE)
}

/// Creates an empty file that only its owner can read. A program that opens it later by name, as `SQLite` does, gives
/// the same mode to the files beside it.
///
/// An existing file is not opened: `SQLite`'s locks belong to the process, and closing any descriptor of the file
/// releases them. Another process would then assume that it is the last one and delete the write-ahead log.
pub fn create_file(path: &Path) -> io::Result<()> {
    match OpenOptions::new().write(true).create_new(true).mode(FILE_MODE).open(path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        Ok(_) | Err(_) => Ok(()),
    }
}

/// Closes a file to other users, if it exists. It is not opened.
pub fn restrict_file(path: &Path) -> io::Result<()> {
    unless_missing(restrict(path, FILE_MODE))
}

fn restrict(path: &Path, mode: u32) -> io::Result<()> {
    let present = fs::metadata(path)?.permissions().mode();
    // A directory with the sticky bit, as /tmp, is shared and stays so.
    if present & 0o777 & !mode == 0 || present & 0o1000 != 0 {
        return Ok(());
    }
    fs::set_permissions(path, Permissions::from_mode(mode))
}

/// Opens a file to read and write it. A missing one is created, so that only its owner can read it.
pub fn open_file(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(FILE_MODE).open(path)
}

/// Opens a file to append to it. A missing one is created, so that only its owner can read it.
pub fn append_to_file(path: &Path) -> io::Result<File> {
    OpenOptions::new().append(true).create(true).mode(FILE_MODE).open(path)
}

/// Replaces a file with a private one. After a crash or a power cut there is the old one or the new one, whole. A crash
/// can leave a file beside it whose name begins with a dot and the name of the file.
pub fn replace(path: &Path, content: &[u8]) -> io::Result<()> {
    persist(write_beside(path, content)?, path)
}

/// Replaces a file like [`replace`], for content that can be lost: after a power cut the file may be old or empty.
pub fn replace_unsynced(path: &Path, content: &[u8]) -> io::Result<()> {
    write_beside(path, content)?.persist(path)?;
    Ok(())
}

/// Gives a file this content and this access, and leaves what is right already. The file is replaced like by
/// [`replace`]; if its name is a link, the link stays. Returns true if something has changed.
pub fn install(path: &Path, content: &[u8], access: Access) -> io::Result<bool> {
    let path = &path.canonicalize().unwrap_or_else(|_| path.to_owned());
    if fs::read(path).is_ok_and(|present| present == content) {
        return allow(path, access);
    }
    let file = write_beside(path, content)?;
    file.as_file().set_permissions(Permissions::from_mode(access.mode))?;
    if let Some((user, group)) = access.owner {
        fchown(file.as_file(), Some(user), Some(group))?;
    }
    persist(file, path).map(|()| true)
}

/// Creates a directory with this access, or gives it to an existing one. Returns true if something has changed.
pub fn install_dir(dir: &Path, access: Access) -> io::Result<bool> {
    let is_new = match DirBuilder::new().mode(access.mode).create(dir) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
        created => created.is_ok(),
    };
    Ok(allow(dir, access)? || is_new)
}

fn allow(path: &Path, Access { mode, owner }: Access) -> io::Result<bool> {
    const WRITE: u32 = 0o222;
    let present = fs::metadata(path)?;
    let bits = present.permissions().mode() & 0o7777;
    let is_right = bits & !mode == 0 && bits & !WRITE == mode & !WRITE;
    let is_owner_right = owner.is_none_or(|owner| owner == (present.uid(), present.gid()));
    if let Some((user, group)) = owner.filter(|_| !is_owner_right) {
        chown(path, Some(user), Some(group))?;
    }
    if !is_right {
        fs::set_permissions(path, Permissions::from_mode(mode))?;
    }
    Ok(!(is_right && is_owner_right))
}

fn write_beside(path: &Path, content: &[u8]) -> io::Result<NamedTempFile> {
    let mut prefix = OsString::from(".");
    prefix.push(path.file_name().unwrap_or_default());
    prefix.push("-");
    let mut cause = None;
    let create = |path: &Path| {
        let file = OpenOptions::new().read(true).write(true).create_new(true).mode(FILE_MODE).open(path);
        file.inspect_err(|error| cause = error.raw_os_error())
    };
    let created = tempfile::Builder::new().prefix(&prefix).make_in(parent(path), create);
    // The error of `tempfile` has the temporary name, which no person knows.
    let mut file = created.map_err(|error| cause.map_or(error, io::Error::from_raw_os_error))?;
    file.write_all(content)?;
    Ok(file)
}

/// Gives a new file its name, so that it outlives a power cut.
fn persist(file: NamedTempFile, path: &Path) -> io::Result<()> {
    file.as_file().sync_all()?;
    file.persist(path)?;
    sync_dir(parent(path))
}

/// Removes a file if it exists. It stays removed after a power cut.
pub fn remove(path: &Path) -> io::Result<()> {
    unless_missing(fs::remove_file(path).and_then(|()| sync_dir(parent(path))))
}

/// Removes a file, or a directory with everything in it. Returns false if there is none.
pub fn remove_all(path: &Path) -> io::Result<bool> {
    let is_dir = fs::symlink_metadata(path).is_ok_and(|found| found.is_dir());
    let removed = if is_dir { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    match removed.and_then(|()| sync_dir(parent(path))) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        removed => removed.map(|()| true),
    }
}

/// Renames a file if it exists. [`sync_dir`] makes the new name outlive a power cut.
pub fn rename_if_there(from: &Path, to: &Path) -> io::Result<()> {
    unless_missing(fs::rename(from, to))
}

fn unless_missing(result: io::Result<()>) -> io::Result<()> {
    result.or_else(|error| if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) })
}

/// Makes every file that was created, renamed or removed in a directory outlive a power cut.
pub fn sync_dir(dir: &Path) -> io::Result<()> {
    File::open(dir)?.sync_all()
}

/// Checks that a directory has room for a small file.
pub fn probe(dir: &Path) -> io::Result<()> {
    let mut file = tempfile::tempfile_in(dir)?;
    file.write_all(&[0; 8192])?;
    file.sync_all()
}

/// Returns true if the process may open hardly more files than it has open.
pub fn is_out_of_files() -> bool {
    /// The files of a database.
    const NEEDED: usize = 8;
    let limit = getrlimit(Resource::Nofile).current.and_then(|limit| usize::try_from(limit).ok());
    match fs::read_dir("/proc/self/fd") {
        Ok(open) => limit.is_some_and(|limit| limit < open.count().saturating_add(NEEDED)),
        Err(error) => error.raw_os_error() == Some(Errno::MFILE.raw_os_error()),
    }
}

/// Returns the path with a suffix, as `SQLite` names the files beside a database.
pub fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// Returns the directory of a file.
pub fn parent(path: &Path) -> &Path {
    path.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The identity of a file, whatever its name is by now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileId {
    device: u64,
    inode: u64,
}

impl FileId {
    /// Returns the identity of the file that has this name now.
    pub fn of_path(path: &Path) -> io::Result<Self> {
        fs::metadata(path).map(|metadata| Self::from(&metadata))
    }

    /// Returns the identity of an open file.
    pub fn of_file(file: &File) -> io::Result<Self> {
        file.metadata().map(|metadata| Self::from(&metadata))
    }

    /// Returns true if the file has this name now.
    pub fn is_at(self, path: &Path) -> bool {
        Self::of_path(path).is_ok_and(|file| file == self)
    }
}

impl From<&fs::Metadata> for FileId {
    fn from(metadata: &fs::Metadata) -> Self {
        Self { device: metadata.dev(), inode: metadata.ino() }
    }
}

#[cfg(test)]
mod tests;
