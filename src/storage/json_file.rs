//! A value in a JSON file that several processes share. Each change replaces the whole file. A file that is missing or
//! cannot be read as expected counts as missing, because everything in it can be requested again.

use std::fs::File;
use std::io::{self, Read as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::private;

/// Only this part of a file is read, so a larger file counts as missing.
const MAX_FILE_BYTES: u64 = 1_000_000;

/// Reads the value. `None` means that the file is missing, damaged, larger than 1 MB or readable by other users.
pub fn read<T: DeserializeOwned>(path: &Path) -> Option<T> {
    let file = File::open(path).ok()?;
    if file.metadata().ok()?.permissions().mode() & 0o077 != 0 {
        // Another user may have written it: a planted token would send customers to another account.
        return None;
    }
    let mut contents = Vec::new();
    file.take(MAX_FILE_BYTES).read_to_end(&mut contents).ok()?;
    serde_json::from_slice(&contents).ok()
}

/// Replaces the value. It is not synced to the disk: after a power cut an old or an empty file is good enough.
///
/// # Errors
///
/// The error of the operating system. The earlier file is still there.
pub fn write<T: Serialize>(path: &Path, value: &T) -> io::Result<()> {
    private::replace_unsynced(path, &serde_json::to_vec(value)?)
}

#[cfg(test)]
mod tests {
    use std::fs::{self, Permissions};

    use super::*;

    #[test]
    fn a_damaged_file_or_one_that_others_can_read_counts_as_missing() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("x.json");
        let read = || read::<Vec<u32>>(&path);
        assert_eq!(read(), None);
        write(&path, &[1, 2]).unwrap();
        assert_eq!(read(), Some(vec![1, 2]));
        fs::set_permissions(&path, Permissions::from_mode(0o644)).unwrap();
        assert_eq!(read(), None);
        fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
        for damaged in ["[1,", "", "{}", "[\"a\"]"] {
            fs::write(&path, damaged).unwrap();
            assert_eq!(read(), None, "{damaged}");
        }
        fs::write(&path, format!("[1{}]", " ".repeat(1_000_000))).unwrap();
        assert_eq!(read(), None);
    }
}
