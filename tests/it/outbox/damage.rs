//! An outbox that is damaged, or newer than the program: said at once, nothing pretended, nothing lost that can be read.

use std::fs::{self, OpenOptions};
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::Path;
use std::sync::Arc;

use frontdesk::domain::{CustomerId, StorageError};
use frontdesk::outbox::{Doubt, Event, Outbox, OutboxError, Owner, Report, SetAside, State, Which};

use crate::support::outbox::{cashier, cid, customer, lease_next, name, now, process, queue, stored};

fn open(dir: &Path) -> Result<(Outbox, Option<SetAside>), OutboxError> {
    Outbox::open(dir, Arc::new(Owner::register(dir).unwrap()), now())
}

fn filled(dir: &Path, customers: u32) {
    let outbox = process(dir);
    for number in 1..=customers {
        queue(&outbox, &customer(number), &cashier(), now()).unwrap();
    }
}

fn overwrite(path: &Path, at: u64, with: &[u8]) {
    let mut file = OpenOptions::new().write(true).open(path).unwrap();
    file.seek(SeekFrom::Start(at)).unwrap();
    file.write_all(with).unwrap();
}

fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_file_that_is_no_database_is_set_aside_and_a_new_one_begun() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("outbox.sqlite"), "This is not a database, whoever wrote it. ".repeat(50)).unwrap();
    let (outbox, aside) = open(home.path()).unwrap();
    let aside = aside.unwrap();
    assert_eq!(aside.path, Some(home.path().join("outbox.sqlite.damaged-20261124T101500Z")));
    assert_eq!((aside.taken_over, aside.complete), (0, false));
    assert!(fs::read_to_string(aside.path.unwrap()).unwrap().starts_with("This is not a database"));
    queue(&outbox, &customer(1), &cashier(), now()).unwrap();
    let (again, aside) = open(home.path()).unwrap();
    assert_eq!(aside, None);
    assert_eq!(again.counts().unwrap().waiting, 1);
}

#[test]
fn what_is_set_aside_is_never_overwritten() {
    let home = tempfile::tempdir().unwrap();
    for content in ["first", "second", "third"] {
        for suffix in ["", "-wal", "-shm"] {
            let _ = fs::remove_file(home.path().join(format!("outbox.sqlite{suffix}")));
        }
        fs::write(home.path().join("outbox.sqlite"), content.repeat(500)).unwrap();
        assert!(open(home.path()).unwrap().1.is_some());
    }
    let asides: Vec<_> = names(home.path()).into_iter().filter(|name| name.contains("damaged")).collect();
    assert_eq!(
        asides,
        [
            "outbox.sqlite.damaged-20261124T101500Z",
            "outbox.sqlite.damaged-20261124T101500Z-2",
            "outbox.sqlite.damaged-20261124T101500Z-3"
        ]
    );
}

#[test]
fn every_damaged_page_is_noticed_or_harmless_and_what_can_be_read_is_taken_over() {
    const CUSTOMERS: u32 = 120;
    let home = tempfile::tempdir().unwrap();
    filled(home.path(), CUSTOMERS);
    let path = home.path().join("outbox.sqlite");
    let sound = fs::read(&path).unwrap();
    let pages = sound.len() / 4096;
    assert!(pages > 20, "{pages}: enough to lie in different tables");
    let (mut set_aside, mut partly) = (0, 0);
    for page in 0..pages {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("outbox.sqlite");
        fs::write(&path, &sound).unwrap();
        overwrite(&path, u64::try_from(page * 4096).unwrap(), &[0xA5; 4096]);
        let (outbox, aside) = open(home.path()).unwrap();
        let rows = outbox.list(Which::All, 0, 1000).unwrap();
        let Some(aside) = aside else {
            assert_eq!(rows.len(), CUSTOMERS as usize, "page {page}: harmless means that nothing is missing");
            continue;
        };
        set_aside += 1;
        assert_eq!(rows.len() as u64, aside.taken_over, "page {page}");
        assert!(
            aside.complete == (rows.len() == CUSTOMERS as usize) || rows.len() == CUSTOMERS as usize,
            "page {page}"
        );
        partly += usize::from(!rows.is_empty());
        for row in &rows {
            // The damaged file may not have known the latest.
            assert_eq!(row.state, State::Uncertain { doubt: Doubt::default(), clash: None });
            assert_eq!(row.customer.as_ref().unwrap().name.as_str(), name(number_of(row.cid)));
        }
        queue(&outbox, &customer(999), &cashier(), now()).unwrap();
    }
    assert!(set_aside > pages / 2, "{set_aside} of {pages}");
    assert!(partly > pages / 2, "{partly} of {pages}: most damage leaves most of it readable");
}

fn number_of(wanted: frontdesk::domain::Cid) -> u32 {
    (0..1000).find(|number| cid(*number) == wanted).unwrap()
}

#[test]
fn a_file_cut_at_any_length_opens_and_can_be_written() {
    let home = tempfile::tempdir().unwrap();
    filled(home.path(), 40);
    let sound = fs::read(home.path().join("outbox.sqlite")).unwrap();
    for length in (0..sound.len()).step_by(3001) {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join("outbox.sqlite"), &sound[..length]).unwrap();
        let (outbox, aside) = open(home.path()).unwrap();
        assert_eq!(aside.is_some(), length > 0, "{length}");
        queue(&outbox, &customer(999), &cashier(), now()).unwrap();
        assert!(outbox.show(cid(999)).unwrap().is_some());
        outbox.check().unwrap();
    }
}

#[test]
fn refused_and_registered_ones_are_taken_over_as_such() {
    let home = tempfile::tempdir().unwrap();
    let outbox = process(home.path());
    for number in 1..=3 {
        queue(&outbox, &customer(number), &cashier(), now()).unwrap();
    }
    let leased = lease_next(&outbox);
    let events = vec![Event::Stored(CustomerId(7))];
    outbox
        .finish(
            &leased,
            &Report { events, customer: Some(stored(&customer(1), 7)), trouble: None, is_away: false },
            now(),
            0,
        )
        .unwrap();
    let leased = lease_next(&outbox);
    let trouble = frontdesk::domain::ApiError::Conflict { field: None };
    let events = vec![Event::Rejected(trouble.clone())];
    outbox
        .finish(&leased, &Report { events, trouble: Some(trouble), customer: None, is_away: false }, now(), 0)
        .unwrap();
    drop(outbox);
    // An index that is not what its table is: nothing that is read in order is touched.
    let raw = rusqlite::Connection::open(home.path().join("outbox.sqlite")).unwrap();
    let page: i64 =
        raw.query_row("SELECT rootpage FROM sqlite_schema WHERE name = 'waiting'", [], |row| row.get(0)).unwrap();
    drop(raw);
    overwrite(&home.path().join("outbox.sqlite"), u64::try_from(page - 1).unwrap() * 4096, &[0xA5; 4096]);
    let (outbox, aside) = open(home.path()).unwrap();
    let aside = aside.unwrap();
    assert_eq!((aside.taken_over, aside.complete), (3, true));
    let states: Vec<_> = (1..=3).map(|number| outbox.show(cid(number)).unwrap().unwrap().state).collect();
    assert_eq!(states[0], State::Registered { id: Some(CustomerId(7)) });
    assert_eq!(states[1].name(), "refused");
    assert_eq!(states[2], State::Uncertain { doubt: Doubt::default(), clash: None });
}

#[test]
fn damage_that_is_met_while_running_is_said_and_another_process_follows() {
    let home = tempfile::tempdir().unwrap();
    filled(home.path(), 3);
    let (finder, other) = (process(home.path()), process(home.path()));
    let damaged = OpenOptions::new().write(true).open(home.path().join("outbox.sqlite")).unwrap();
    // Beyond what either has in its memory: every page but the first.
    let length = damaged.metadata().unwrap().len();
    overwrite(&home.path().join("outbox.sqlite"), 4096, &vec![0xA5; usize::try_from(length).unwrap() - 4096]);
    let met = loop {
        match finder.list(Which::All, 0, 100) {
            Err(error) => break error,
            Ok(_) => queue(&finder, &customer(4), &cashier(), now()).unwrap_or_default(),
        }
    };
    assert!(matches!(met, OutboxError::Corrupt), "{met:?}");
    assert_eq!(met.not_kept(), StorageError::Broken);
    let aside = finder.set_aside(now()).unwrap().unwrap();
    assert!(aside.path.unwrap().exists());
    queue(&finder, &customer(5), &cashier(), now()).unwrap();
    // The other one has the old file open, finds that out by itself, and what it saves is where the finder looks.
    queue(&other, &customer(6), &cashier(), now()).unwrap();
    assert_eq!(other.set_aside(now()).unwrap(), None, "it is done already");
    assert!(finder.show(cid(6)).unwrap().is_some());
    assert!(other.show(cid(5)).unwrap().is_some());
}

/// One bit in one row: `SQLite` cannot know.
#[test]
fn a_row_that_cannot_be_read_takes_no_other_with_it() {
    let home = tempfile::tempdir().unwrap();
    filled(home.path(), 4);
    let outbox = process(home.path());
    outbox.check().unwrap();
    let raw = rusqlite::Connection::open(home.path().join("outbox.sqlite")).unwrap();
    raw.execute("UPDATE personal SET current = 'x' || substr(current, 2) WHERE id = 2", []).unwrap();
    drop(raw);
    assert!(matches!(outbox.check(), Err(OutboxError::Corrupt)));
    let aside = outbox.set_aside(now()).unwrap().unwrap();
    assert_eq!((aside.taken_over, aside.complete), (3, false));
    let left: Vec<_> = outbox.list(Which::Kept, 0, 10).unwrap().into_iter().map(|row| row.cid).collect();
    assert_eq!(left, [cid(1), cid(3), cid(4)]);
    outbox.check().unwrap();
}

#[test]
fn a_file_of_a_newer_version_is_left_alone() {
    let home = tempfile::tempdir().unwrap();
    filled(home.path(), 1);
    let raw = rusqlite::Connection::open(home.path().join("outbox.sqlite")).unwrap();
    let known: i64 = raw.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    let running = process(home.path());
    raw.pragma_update(None, "user_version", known + 1).unwrap();
    let refused = open(home.path()).map(drop).unwrap_err();
    assert!(
        matches!(refused, OutboxError::Newer { found, known: k } if (found, k) == (known + 1, known)),
        "{refused:?}"
    );
    assert_eq!(refused.not_kept(), StorageError::Newer);
    // Also where it changes under the hands of a running program.
    let refused = queue(&running, &customer(2), &cashier(), now()).unwrap_err();
    assert!(matches!(refused, OutboxError::Newer { .. }), "{refused:?}");
    let rows: i64 = raw.query_row("SELECT count(*) FROM registration", [], |row| row.get(0)).unwrap();
    assert_eq!(rows, 1);
    assert!(!names(home.path()).iter().any(|name| name.contains("damaged")));
}

#[test]
fn a_file_that_was_removed_under_a_running_desk_is_begun_anew() {
    let home = tempfile::tempdir().unwrap();
    let outbox = process(home.path());
    queue(&outbox, &customer(1), &cashier(), now()).unwrap();
    for suffix in ["", "-wal", "-shm"] {
        fs::remove_file(home.path().join(format!("outbox.sqlite{suffix}"))).unwrap();
    }
    queue(&outbox, &customer(2), &cashier(), now()).unwrap();
    assert!(process(home.path()).show(cid(2)).unwrap().is_some());
}
