use std::io;

/// The error of storing or reading something on this computer, as far as a person can act on it. It has nothing of what
/// is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[error("{self:?}")]
pub enum StorageError {
    /// No space is left on the disk. Nothing was written.
    DiskFull,
    /// The program has no permission to write the directory or file, or it is of another kind.
    NotWritable,
    /// The file was written by a newer version of the program.
    Newer {
        /// The version of the file's schema.
        found: i64,
        /// The latest version that this program knows.
        known: i64,
    },
    /// Another process has held a lock for the whole timeout.
    Locked,
    /// The file is damaged.
    Damaged,
    /// The process, or the computer, may open no more files.
    TooManyFiles,
    /// Another error of the operating system, by its number.
    System(i32),
    /// Another error of `SQLite`, by its extended number. Its text may quote what is stored.
    Database(i32),
    /// An error without a number: a thread has ended.
    Broken,
}

impl StorageError {
    /// Returns true if the files may be intact, but cannot be read or written on this disk or by this account.
    pub const fn is_of_disk(self) -> bool {
        /// The number of `SQLite`'s errors of input and output, without its extension.
        const SQLITE_IOERR: i32 = 10;
        match self {
            Self::DiskFull | Self::NotWritable | Self::TooManyFiles | Self::System(_) | Self::Broken => true,
            Self::Database(code) => code & 0xff == SQLITE_IOERR,
            Self::Newer { .. } | Self::Locked | Self::Damaged => false,
        }
    }
}

impl From<io::Error> for StorageError {
    fn from(error: io::Error) -> Self {
        const ENFILE: i32 = rustix::io::Errno::NFILE.raw_os_error();
        const EMFILE: i32 = rustix::io::Errno::MFILE.raw_os_error();
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull,
            io::ErrorKind::PermissionDenied
            | io::ErrorKind::ReadOnlyFilesystem
            | io::ErrorKind::NotADirectory
            | io::ErrorKind::IsADirectory
            | io::ErrorKind::AlreadyExists => Self::NotWritable,
            _ => match error.raw_os_error() {
                Some(ENFILE | EMFILE) => Self::TooManyFiles,
                Some(number) => Self::System(number),
                None => Self::Broken,
            },
        }
    }
}
