//! Opens `SQLite` files that several processes use.

use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::{Connection, ErrorCode, OpenFlags};

/// How long to wait before the next attempt to switch a file to the write-ahead log.
const WAL_RETRY_INTERVAL: Duration = Duration::from_millis(2);

/// Opens a file with a write-ahead log, in which every commit is on the disk when it returns. The file must exist; it
/// may be empty.
///
/// # Errors
///
/// `DatabaseBusy` if another process holds a lock for longer than `lock_timeout`, which is also the timeout of
/// everything that is done with the connection later. Otherwise the error of `SQLite`.
pub fn open(path: &Path, lock_timeout: Duration) -> rusqlite::Result<Connection> {
    // Without SQLITE_OPEN_URI: a file may be called `file:x?mode=memory`.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(lock_timeout)?;
    use_write_ahead_log(&connection, lock_timeout)?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    Ok(connection)
}

/// Switches a file to the write-ahead log. `SQLite` does not call its busy handler for this statement: of two processes
/// that begin one file at the same time, one gets `DatabaseBusy` at once. So the timeout is implemented here.
fn use_write_ahead_log(connection: &Connection, lock_timeout: Duration) -> rusqlite::Result<()> {
    let deadline = Instant::now() + lock_timeout;
    loop {
        match connection.pragma_update(None, "journal_mode", "WAL") {
            Err(error) if is_busy(&error) && Instant::now() < deadline => thread::sleep(WAL_RETRY_INTERVAL),
            result => return result,
        }
    }
}

fn is_busy(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::sync::Barrier;

    use super::*;

    const OPENERS: usize = 8;
    const FILES: usize = 500;

    #[test]
    fn a_new_file_can_be_opened_by_many_at_once() {
        let directory = tempfile::tempdir().unwrap();
        let barrier = Barrier::new(OPENERS);
        // No opener ends early: the others would wait for it for ever.
        let open_all = || -> Vec<rusqlite::Result<String>> {
            let open_one = |number: usize| {
                let path = directory.path().join(number.to_string());
                if barrier.wait().is_leader() {
                    File::create(&path).unwrap();
                }
                barrier.wait();
                open(&path, Duration::from_secs(30))?.pragma_query_value(None, "journal_mode", |row| row.get(0))
            };
            (0..FILES).map(open_one).collect()
        };
        let modes: Vec<_> = thread::scope(|scope| {
            let openers: Vec<_> = (0..OPENERS).map(|_| scope.spawn(open_all)).collect();
            openers.into_iter().flat_map(|opener| opener.join().unwrap()).collect()
        });
        assert_eq!(modes.len(), OPENERS * FILES);
        let failed: Vec<_> = modes.into_iter().filter(|mode| *mode != Ok("wal".to_owned())).collect();
        assert!(failed.is_empty(), "{failed:?}");
    }

    #[test]
    fn waiting_for_a_lock_ends_at_the_timeout() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("held");
        let owner = Connection::open(&path).unwrap();
        owner.execute_batch("BEGIN EXCLUSIVE; CREATE TABLE t (x)").unwrap();
        let error = open(&path, Duration::from_millis(20)).unwrap_err();
        assert!(is_busy(&error), "{error}");
        owner.execute_batch("COMMIT").unwrap();
        open(&path, Duration::from_millis(20)).unwrap();
    }
}
