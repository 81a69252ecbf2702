use std::fs::File;
use std::sync::Barrier;

use super::*;

const STEPS: [&str; 3] = ["CREATE TABLE t (a)", "ALTER TABLE t ADD b", "ALTER TABLE t ADD c"];

fn columns(connection: &Connection) -> u32 {
    connection.query_row("SELECT count(*) FROM pragma_table_info('t')", [], |row| row.get(0)).unwrap()
}

#[test]
fn a_file_of_any_earlier_version_gets_the_missing_steps() {
    for version in 0..=STEPS.len() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate(&mut connection, &STEPS[..version]).unwrap();
        migrate(&mut connection, &STEPS).unwrap();
        assert_eq!(columns(&connection), 3, "from version {version}");
        check_version(&connection, &STEPS).unwrap();
    }
}

#[test]
fn a_step_that_fails_changes_nothing() {
    let mut connection = Connection::open_in_memory().unwrap();
    let steps = [STEPS[0], STEPS[1], "ALTER TABLE missing ADD c"];
    assert!(matches!(migrate(&mut connection, &steps), Err(StorageError::Database(_))));
    assert_eq!((columns(&connection), schema_version(&connection)), (0, Ok(0)));
}

#[test]
fn a_file_of_a_newer_program_is_not_changed() {
    let mut connection = Connection::open_in_memory().unwrap();
    for (version, error) in [(4, StorageError::Newer { found: 4, known: 3 }), (-1, StorageError::Damaged)] {
        connection.pragma_update(None, "user_version", version).unwrap();
        assert_eq!(migrate(&mut connection, &STEPS), Err(error));
        assert_eq!(schema_version(&connection), Ok(version));
    }
    assert_eq!(check_version(&connection, &STEPS), Err(StorageError::Newer { found: -1, known: 3 }));
}

#[test]
fn an_emptied_log_has_nothing_of_what_was_erased() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("file");
    File::create(&path).unwrap();
    let timeout = Duration::from_secs(30);
    let connection = open(&path, timeout).unwrap();
    connection.execute_batch("CREATE TABLE t (a); INSERT INTO t VALUES ('secret'); DELETE FROM t").unwrap();
    let log = || std::fs::metadata(directory.path().join("file-wal")).unwrap().len();
    assert!(log() > 0);
    let reader = open(&path, timeout).unwrap();
    reader.execute_batch("BEGIN; SELECT * FROM t").unwrap();
    assert_eq!(truncate_log(&connection, timeout), Ok(false));
    reader.execute_batch("COMMIT").unwrap();
    assert_eq!(truncate_log(&connection, timeout), Ok(true));
    assert_eq!(log(), 0);
}

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
