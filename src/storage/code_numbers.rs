//! Numbers for codes, shared by the desks of a host.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::Path;
use std::time::Duration;

use chrono::NaiveDate;

use crate::storage::locked_file::{LockError, LockedFile};
use crate::storage::private;

const FILE: &str = "code-numbers";

/// The time between two attempts to lock the file.
const LOCK_RETRY_INTERVAL: Duration = Duration::from_millis(50);

/// Returns the next number of a day, from 1 on, for the codes that the desks of a host make. Each number is used at
/// most once; an unused number is skipped. The file is in `folder`.
///
/// # Errors
///
/// The file cannot be read, written or locked.
pub async fn next_code_number(folder: &Path, day: NaiveDate) -> io::Result<u32> {
    loop {
        let path = folder.join(FILE);
        match tokio::task::spawn_blocking(move || try_next(&path, day)).await.map_err(io::Error::other)?? {
            Some(number) => return Ok(number),
            None => tokio::time::sleep(LOCK_RETRY_INTERVAL).await,
        }
    }
}

/// Returns the next number, or `None` if another process has locked the file.
fn try_next(path: &Path, day: NaiveDate) -> io::Result<Option<u32>> {
    private::create_dir(private::parent(path))?;
    let lock = match LockedFile::try_lock(path) {
        Ok(lock) => lock,
        Err(LockError::Timeout) => return Ok(None),
        Err(LockError::Io(error)) => return Err(error),
    };
    let mut file = lock.file();
    let number = last(file, day)?.saturating_add(1);
    file.rewind()?;
    file.set_len(0)?;
    writeln!(file, "{day} {number}")?;
    Ok(Some(number))
}

/// Returns the last number of a day. 0 means that there is none, or that the file cannot be read as one.
fn last(file: &File, day: NaiveDate) -> io::Result<u32> {
    let mut bytes = Vec::new();
    file.take(100).read_to_end(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes);
    let number = text.trim().split_once(' ').filter(|(known, _)| *known == day.to_string());
    Ok(number.and_then(|(_, number)| number.parse().ok()).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn next(folder: &Path, day: NaiveDate) -> u32 {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(next_code_number(folder, day)).unwrap()
    }

    #[test]
    fn every_number_is_handed_out_once_and_each_day_begins_with_one() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("state");
        let day = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
        let desks: Vec<_> = (0..4)
            .map(|_| {
                let folder = folder.clone();
                std::thread::spawn(move || (0..25).map(|_| next(&folder, day)).collect::<Vec<_>>())
            })
            .collect();
        let mut all: Vec<u32> = desks.into_iter().flat_map(|desk| desk.join().unwrap()).collect();
        all.sort_unstable();
        assert_eq!(all, (1..=100).collect::<Vec<_>>());
        assert_eq!(next(&folder, day.succ_opt().unwrap()), 1);
        std::fs::write(folder.join(FILE), b"\xff nonsense").unwrap();
        assert_eq!(next(&folder, day), 1);
    }
}
