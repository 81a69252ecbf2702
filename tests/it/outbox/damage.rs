//! An outbox that is damaged, or newer than the program. It is reported at once, and everything that can be read is
//! salvaged.

use std::fs::{self, OpenOptions};
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::Path;

use frontdesk::domain::{CustomerId, StorageError};
use frontdesk::outbox::{AttemptReport, Doubt, Event, OutboxError, RowFilter, State};

use crate::support::outbox::{
    cashier, cid, customer, customer_from_api, lease_next, name, now, open_and_report, open_as_new_process, queue,
};

fn fill(dir: &Path, customers: u32) {
    let outbox = open_as_new_process(dir);
    for number in 1..=customers {
        queue(&outbox, &customer(number), &cashier(), now()).unwrap();
    }
}

fn overwrite(path: &Path, at: u64, with: &[u8]) {
    let mut file = OpenOptions::new().write(true).open(path).unwrap();
    file.seek(SeekFrom::Start(at)).unwrap();
    file.write_all(with).unwrap();
}

fn file_names(dir: &Path) -> Vec<String> {
    let mut file_names: Vec<_> =
        fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    file_names.sort();
    file_names
}

#[test]
fn a_file_that_is_no_database_is_quarantined_and_replaced() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("outbox.sqlite"), "This is not a database, but a text file. ".repeat(50)).unwrap();
    let (outbox, quarantined) = open_and_report(home.path()).unwrap();
    let quarantined = quarantined.unwrap();
    assert_eq!(quarantined.path, Some(home.path().join("outbox.sqlite.damaged-20261124T101500Z")));
    assert_eq!((quarantined.taken_over, quarantined.complete), (0, false));
    assert!(fs::read_to_string(quarantined.path.unwrap()).unwrap().starts_with("This is not a database"));
    queue(&outbox, &customer(1), &cashier(), now()).unwrap();
    let (reopened, quarantined) = open_and_report(home.path()).unwrap();
    assert_eq!(quarantined, None);
    assert_eq!(reopened.counts().unwrap().waiting, 1);
}

#[test]
fn a_quarantined_file_is_never_overwritten() {
    let home = tempfile::tempdir().unwrap();
    for content in ["first", "second", "third"] {
        for suffix in ["", "-wal", "-shm"] {
            let _ = fs::remove_file(home.path().join(format!("outbox.sqlite{suffix}")));
        }
        fs::write(home.path().join("outbox.sqlite"), content.repeat(500)).unwrap();
        assert!(open_and_report(home.path()).unwrap().1.is_some());
    }
    let quarantined: Vec<_> = file_names(home.path()).into_iter().filter(|name| name.contains("damaged")).collect();
    assert_eq!(
        quarantined,
        [
            "outbox.sqlite.damaged-20261124T101500Z",
            "outbox.sqlite.damaged-20261124T101500Z-2",
            "outbox.sqlite.damaged-20261124T101500Z-3"
        ]
    );
}

#[test]
fn every_damaged_page_is_noticed_or_harmless_and_readable_rows_are_salvaged() {
    const CUSTOMERS: u32 = 120;
    let home = tempfile::tempdir().unwrap();
    fill(home.path(), CUSTOMERS);
    let path = home.path().join("outbox.sqlite");
    let undamaged = fs::read(&path).unwrap();
    let pages = undamaged.len() / 4096;
    assert!(pages > 20, "{pages}: enough pages for different tables");
    let (mut quarantined_count, mut partly_readable) = (0, 0);
    for page in 0..pages {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("outbox.sqlite");
        fs::write(&path, &undamaged).unwrap();
        overwrite(&path, u64::try_from(page * 4096).unwrap(), &[0xA5; 4096]);
        let (outbox, quarantined) = open_and_report(home.path()).unwrap();
        let rows = outbox.list(RowFilter::All, 1000).unwrap();
        let Some(quarantined) = quarantined else {
            assert_eq!(rows.len(), CUSTOMERS as usize, "page {page}: harmless means that nothing is missing");
            continue;
        };
        quarantined_count += 1;
        assert_eq!(rows.len() as u64, quarantined.taken_over, "page {page}");
        assert!(
            quarantined.complete == (rows.len() == CUSTOMERS as usize) || rows.len() == CUSTOMERS as usize,
            "page {page}"
        );
        partly_readable += usize::from(!rows.is_empty());
        for row in &rows {
            // The damaged file may not contain the latest state.
            assert_eq!(row.state, State::Uncertain { doubt: Doubt::default(), conflict: None });
            assert_eq!(row.customer.as_ref().unwrap().name.as_str(), name(number_of(row.cid)));
        }
        queue(&outbox, &customer(999), &cashier(), now()).unwrap();
    }
    assert!(quarantined_count > pages / 2, "{quarantined_count} of {pages}");
    assert!(partly_readable > pages / 2, "{partly_readable} of {pages}: most damage leaves most of it readable");
}

fn number_of(wanted: frontdesk::domain::Cid) -> u32 {
    (0..1000).find(|number| cid(*number) == wanted).unwrap()
}

#[test]
fn a_file_truncated_at_any_length_opens_and_can_be_written() {
    let home = tempfile::tempdir().unwrap();
    fill(home.path(), 40);
    let undamaged = fs::read(home.path().join("outbox.sqlite")).unwrap();
    for length in (0..undamaged.len()).step_by(3001) {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join("outbox.sqlite"), &undamaged[..length]).unwrap();
        let (outbox, quarantined) = open_and_report(home.path()).unwrap();
        assert_eq!(quarantined.is_some(), length > 0, "{length}");
        queue(&outbox, &customer(999), &cashier(), now()).unwrap();
        assert!(outbox.show(cid(999)).unwrap().is_some());
        outbox.check().unwrap();
    }
}

#[test]
fn refused_and_registered_rows_are_salvaged_in_their_states() {
    let home = tempfile::tempdir().unwrap();
    let outbox = open_as_new_process(home.path());
    for number in 1..=3 {
        queue(&outbox, &customer(number), &cashier(), now()).unwrap();
    }
    let leased = lease_next(&outbox);
    let events = vec![Event::Stored(CustomerId(7))];
    outbox
        .finish(
            &leased,
            &AttemptReport { events, customer: Some(customer_from_api(&customer(1), 7)), error: None, is_away: false },
            now(),
            0,
        )
        .unwrap();
    let leased = lease_next(&outbox);
    let error = frontdesk::domain::ApiError::Conflict { field: None };
    let events = vec![Event::Rejected(error.clone())];
    outbox
        .finish(&leased, &AttemptReport { events, error: Some(error), customer: None, is_away: false }, now(), 0)
        .unwrap();
    drop(outbox);
    // Damages an index only: the rows of the table can be read in order.
    let raw = rusqlite::Connection::open(home.path().join("outbox.sqlite")).unwrap();
    let page: i64 =
        raw.query_row("SELECT rootpage FROM sqlite_schema WHERE name = 'waiting'", [], |row| row.get(0)).unwrap();
    drop(raw);
    overwrite(&home.path().join("outbox.sqlite"), u64::try_from(page - 1).unwrap() * 4096, &[0xA5; 4096]);
    let (outbox, quarantined) = open_and_report(home.path()).unwrap();
    let quarantined = quarantined.unwrap();
    assert_eq!((quarantined.taken_over, quarantined.complete), (3, true));
    let states: Vec<_> = (1..=3).map(|number| outbox.show(cid(number)).unwrap().unwrap().state).collect();
    assert_eq!(states[0], State::Registered { id: Some(CustomerId(7)) });
    assert_eq!(states[1].name(), "refused");
    assert_eq!(states[2], State::Uncertain { doubt: Doubt::default(), conflict: None });
}

#[test]
fn damage_that_is_found_while_running_is_reported_and_other_processes_switch_to_the_new_file() {
    let home = tempfile::tempdir().unwrap();
    fill(home.path(), 3);
    let (first, other) = (open_as_new_process(home.path()), open_as_new_process(home.path()));
    let damaged = OpenOptions::new().write(true).open(home.path().join("outbox.sqlite")).unwrap();
    // Every page except the first, which both processes have in memory.
    let length = damaged.metadata().unwrap().len();
    overwrite(&home.path().join("outbox.sqlite"), 4096, &vec![0xA5; usize::try_from(length).unwrap() - 4096]);
    let error = loop {
        match first.list(RowFilter::All, 100) {
            Err(error) => break error,
            Ok(_) => queue(&first, &customer(4), &cashier(), now()).unwrap_or_default(),
        }
    };
    assert!(error == StorageError::Damaged.into(), "{error:?}");
    first.quarantine(now()).unwrap();
    let quarantined = first.take_unreported().unwrap();
    assert!(quarantined.path.unwrap().exists());
    queue(&first, &customer(5), &cashier(), now()).unwrap();
    // The other process has the old file open. It notices that by itself and saves into the new file.
    queue(&other, &customer(6), &cashier(), now()).unwrap();
    other.quarantine(now()).unwrap();
    assert_eq!(other.take_unreported(), None, "it is already quarantined");
    assert!(first.show(cid(6)).unwrap().is_some());
    assert!(other.show(cid(5)).unwrap().is_some());
}

/// One changed byte in a row, which `SQLite` cannot notice.
#[test]
fn an_unreadable_row_does_not_affect_other_rows() {
    let home = tempfile::tempdir().unwrap();
    fill(home.path(), 4);
    let outbox = open_as_new_process(home.path());
    outbox.check().unwrap();
    let raw = rusqlite::Connection::open(home.path().join("outbox.sqlite")).unwrap();
    raw.execute("UPDATE personal SET current = 'x' || substr(current, 2) WHERE id = 2", []).unwrap();
    drop(raw);
    assert!(matches!(outbox.check(), Err(OutboxError::Storage(StorageError::Damaged))));
    outbox.quarantine(now()).unwrap();
    let quarantined = outbox.take_unreported().unwrap();
    assert_eq!((quarantined.taken_over, quarantined.complete), (3, false));
    let remaining: Vec<_> = outbox.list(RowFilter::Unsettled, 10).unwrap().into_iter().map(|row| row.cid).collect();
    assert_eq!(remaining, [cid(1), cid(3), cid(4)]);
    outbox.check().unwrap();
}

#[test]
fn a_file_of_a_newer_version_is_not_changed() {
    let home = tempfile::tempdir().unwrap();
    fill(home.path(), 1);
    let raw = rusqlite::Connection::open(home.path().join("outbox.sqlite")).unwrap();
    let known: i64 = raw.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    let running = open_as_new_process(home.path());
    raw.pragma_update(None, "user_version", known + 1).unwrap();
    let error = open_and_report(home.path()).map(drop).unwrap_err();
    assert!(error == StorageError::Newer { found: known + 1, known }.into(), "{error:?}");
    // Also if the version changes while a program runs.
    assert!(running.counts().unwrap_err() == StorageError::Newer { found: known + 1, known }.into());
    let error = queue(&running, &customer(2), &cashier(), now()).unwrap_err();
    assert!(error == StorageError::Newer { found: known + 1, known }.into(), "{error:?}");
    let rows: i64 = raw.query_row("SELECT count(*) FROM registration", [], |row| row.get(0)).unwrap();
    assert_eq!(rows, 1);
    assert!(!file_names(home.path()).iter().any(|name| name.contains("damaged")));
}

#[test]
fn a_file_that_was_removed_while_a_desk_runs_is_replaced() {
    let home = tempfile::tempdir().unwrap();
    let outbox = open_as_new_process(home.path());
    queue(&outbox, &customer(1), &cashier(), now()).unwrap();
    for suffix in ["", "-wal", "-shm"] {
        fs::remove_file(home.path().join(format!("outbox.sqlite{suffix}"))).unwrap();
    }
    queue(&outbox, &customer(2), &cashier(), now()).unwrap();
    assert!(open_as_new_process(home.path()).show(cid(2)).unwrap().is_some());
}
