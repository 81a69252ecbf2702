//! Damage at several places at once: every row that `SQLite` can still read is salvaged, in the order of arrival. A
//! file that is missing or empty is reported if there was an outbox. A log without its file is not lost.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use frontdesk::domain::{ApiError, Cid, ConnectError, CustomerId, EntryStats, StorageError};
use frontdesk::outbox::{AttemptReport, Event, Outbox, OutboxError, Owner, Quarantined, RowFilter};
use rusqlite::Connection;

use crate::support::outbox::{
    cashier, cid, customer, customer_from_api, name, now, open_and_report, open_as_new_process,
};

const CUSTOMERS: u32 = 196;
const PAGE_BYTES: usize = 4096;

fn open(dir: &Path) -> (Outbox, Option<Quarantined>) {
    open_and_report(dir).unwrap()
}

/// Makes an outbox in which every seventh customer is registered and every eleventh refused.
fn fill(dir: &Path, customers: u32) {
    let outbox = open_as_new_process(dir);
    for number in 1..=customers {
        let leased = outbox.save_and_lease(&customer(number), &cashier(), now()).unwrap().unwrap();
        let report = match number {
            _ if number % 7 == 0 => AttemptReport {
                events: vec![Event::Stored(CustomerId(number.into()))],
                customer: Some(customer_from_api(&customer(number), number.into())),
                error: None,
                is_away: false,
            },
            _ if number % 11 == 0 => {
                let error = ApiError::Conflict { field: None };
                AttemptReport {
                    events: vec![Event::Rejected(error.clone())],
                    customer: None,
                    error: Some(error),
                    is_away: false,
                }
            }
            _ => {
                let error = ApiError::NotSent(ConnectError::NoConnection);
                AttemptReport { events: vec![Event::NotCarriedOut], customer: None, error: Some(error), is_away: false }
            }
        };
        outbox.finish(&leased, &report, now(), 0).unwrap();
        outbox.add_stats(cid(number), entry_stats(number)).unwrap();
    }
}

/// Returns the keys and the time that a registration took the cashier.
fn entry_stats(number: u32) -> EntryStats {
    EntryStats { keys: number, time: Duration::from_secs(number.into()) }
}

/// Returns the rows of a file that `SQLite` can read, each queried by its id.
fn readable(path: &Path) -> Vec<(i64, Cid)> {
    let raw = Connection::open(path).unwrap();
    let text = |sql: &str, id: i64| raw.query_row(sql, [id], |row| row.get::<_, String>(0));
    let row = |id: i64| {
        let cid = text("SELECT cid FROM registration NOT INDEXED WHERE id = ?1", id).ok()?.parse().ok()?;
        let state = text("SELECT state FROM registration NOT INDEXED WHERE id = ?1", id).ok()?;
        let personal = text("SELECT current FROM personal WHERE id = ?1", id).ok();
        let is_whole = personal.is_some_and(|json| serde_json::from_str::<serde_json::Value>(&json).is_ok());
        (is_whole || state == "registered").then_some((id, cid))
    };
    (1..=i64::from(CUSTOMERS)).filter_map(row).collect()
}

#[test]
fn all_rows_between_damaged_places_are_salvaged() {
    let home = tempfile::tempdir().unwrap();
    fill(home.path(), CUSTOMERS);
    let undamaged = fs::read(home.path().join("outbox.sqlite")).unwrap();
    let pages = undamaged.len() / PAGE_BYTES;
    assert!(pages > 30, "{pages}: enough to damage several places");
    let noise = [0xA5; PAGE_BYTES];
    let (mut compared, mut compared_stats) = (0, 0);
    for (first, distance) in (1..pages).step_by(2).map(|first| (first, [3, 11, 29][first % 3])) {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("outbox.sqlite");
        let mut bytes = undamaged.clone();
        for page in (first..pages).step_by(distance).take(4) {
            // A whole page, or a part of it, with any contents.
            let (from, to) = if first % 4 == 1 { (0, PAGE_BYTES) } else { (1200, 2900) };
            bytes[page * PAGE_BYTES + from..page * PAGE_BYTES + to].copy_from_slice(&noise[from..to]);
        }
        fs::write(&path, &bytes).unwrap();
        let expected = readable(&path);
        let (outbox, quarantined) = open(home.path());
        let rows = outbox.list(RowFilter::All, 1000).unwrap();
        let position = |cid: Cid| rows.iter().position(|row| row.cid == cid);
        let positions: Vec<Option<usize>> = expected.iter().map(|(_, cid)| position(*cid)).collect();
        let missing = positions.iter().filter(|place| place.is_none()).count();
        assert_eq!(missing, 0, "pages {first}+{distance}: {missing} of {} readable rows", expected.len());
        assert!(positions.is_sorted(), "pages {first}+{distance}: in the order of arrival");
        if rows.len() < CUSTOMERS as usize {
            assert!(!quarantined.unwrap().complete, "pages {first}+{distance}");
        }
        for row in &rows {
            let number = (1..=CUSTOMERS).find(|number| cid(*number) == row.cid).unwrap();
            let name_of_row = row.customer.as_ref().map(|customer| customer.name.as_str().to_owned());
            assert!(name_of_row.is_none_or(|name_of_row| name_of_row == name(number)), "pages {first}+{distance}");
        }
        for work in rows.iter().filter(|row| row.stats.is_some()) {
            let number = (1..=CUSTOMERS).find(|number| cid(*number) == work.cid).unwrap();
            assert_eq!(work.stats, Some(entry_stats(number)), "pages {first}+{distance}");
            compared_stats += 1;
        }
        outbox.check().unwrap();
        compared += expected.len();
    }
    assert!(compared > 2000 && compared_stats >= compared, "{compared_stats} of {compared} have their entry stats");
}

/// The data to send is in another table. It is sent although the time and the cashier of the registration are lost.
#[test]
fn a_customer_is_salvaged_if_only_the_registration_row_is_damaged() {
    let home = tempfile::tempdir().unwrap();
    fill(home.path(), CUSTOMERS);
    let path = home.path().join("outbox.sqlite");
    let mut bytes = fs::read(&path).unwrap();
    let leaves = leaves_of_registration(&bytes);
    assert!(leaves.len() > 3, "{leaves:?}");
    for page in &leaves[1..leaves.len() - 1] {
        bytes[(page - 1) * PAGE_BYTES..page * PAGE_BYTES].fill(0xA5);
    }
    fs::write(&path, &bytes).unwrap();
    let (outbox, quarantined) = open(home.path());
    assert!(!quarantined.unwrap().complete);
    let waiting: Vec<Cid> = outbox.list(RowFilter::Unsettled, 1000).unwrap().into_iter().map(|row| row.cid).collect();
    let expected: Vec<Cid> = (1..=CUSTOMERS).filter(|number| number % 7 != 0).map(cid).collect();
    assert_eq!(waiting, expected);
}

/// Returns the pages with rows of the table: a leaf of a table (13) with the name of the cashier and no data of a
/// customer.
fn leaves_of_registration(bytes: &[u8]) -> Vec<usize> {
    let has = |page: &[u8], text: &str| page.windows(text.len()).any(|window| window == text.as_bytes());
    let is_one = |page: &[u8]| page[0] == 13 && has(page, "leyla") && !has(page, "Canary");
    bytes.chunks(PAGE_BYTES).enumerate().filter(|(_, page)| is_one(page)).map(|(at, _)| at + 1).collect()
}

#[test]
fn a_missing_or_empty_file_is_reported_once_if_there_was_an_outbox() {
    for emptied in [false, true] {
        let home = tempfile::tempdir().unwrap();
        fill(home.path(), 3);
        let path = home.path().join("outbox.sqlite");
        assert!(!home.path().join("outbox.sqlite-wal").exists());
        fs::remove_file(&path).unwrap();
        if emptied {
            fs::write(&path, "").unwrap();
        }
        assert!(Outbox::has_been_in(home.path()));
        let missing = Quarantined { path: None, taken_over: 0, complete: false };
        assert_eq!(open(home.path()).1, Some(missing), "emptied: {emptied}");
        assert_eq!(open(home.path()).1, None);
    }
}

#[test]
fn a_new_outbox_is_not_reported() {
    let home = tempfile::tempdir().unwrap();
    assert!(!Outbox::has_been_in(home.path()));
    assert_eq!(open(home.path()).1, None);
    // The process was killed after it made the file and before it wrote to it.
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("outbox.sqlite"), "").unwrap();
    assert_eq!(open(home.path()).1, None);
}

#[test]
fn a_file_that_is_removed_while_a_desk_runs_is_reported() {
    let home = tempfile::tempdir().unwrap();
    let (outbox, _) = open(home.path());
    for suffix in ["", "-wal", "-shm"] {
        fs::remove_file(home.path().join(format!("outbox.sqlite{suffix}"))).unwrap();
    }
    outbox.save_and_lease(&customer(2), &cashier(), now()).unwrap();
    assert_eq!(outbox.take_unreported(), Some(Quarantined { path: None, taken_over: 0, complete: false }));
    assert_eq!(outbox.take_unreported(), None);
    assert_eq!(outbox.counts().unwrap().waiting, 1);
}

/// A migration of a damaged file to the present schema would write all of it, and fail.
#[test]
fn a_damaged_file_of_an_earlier_version_is_read_as_it_is() {
    let steps = [
        include_str!("../../../assets/schema/outbox/0001.sql"),
        include_str!("../../../assets/schema/outbox/0002.sql"),
        include_str!("../../../assets/schema/outbox/0003.sql"),
    ];
    for version in 1..=steps.len() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("outbox.sqlite");
        let old = Connection::open(&path).unwrap();
        for step in &steps[..version] {
            old.execute_batch(step).unwrap();
        }
        old.pragma_update(None, "user_version", i64::try_from(version).unwrap()).unwrap();
        old.execute_batch("BEGIN").unwrap();
        for number in 1..=CUSTOMERS {
            let row = (cid(number).to_string(), now().timestamp_millis());
            old.execute(
                "INSERT INTO registration (cid, cashier, saved_at, state) VALUES (?1, 'leyla', ?2, 'queued')",
                row,
            )
            .unwrap();
            let json = format!("{{\"name\":\"{}\"}}", name(number));
            old.execute("INSERT INTO personal (id, current) VALUES (?1, ?2)", (old.last_insert_rowid(), json)).unwrap();
        }
        old.execute_batch("COMMIT").unwrap();
        drop(old);
        let mut bytes = fs::read(&path).unwrap();
        let leaves = leaves_of_registration(&bytes);
        for page in [leaves[1], leaves[3]] {
            bytes[(page - 1) * PAGE_BYTES..page * PAGE_BYTES].fill(0xA5);
        }
        fs::write(&path, &bytes).unwrap();
        let expected = readable(&path).len();
        assert!(expected > 100, "version {version}: {expected}");
        let (outbox, quarantined) = open(home.path());
        assert!(!quarantined.unwrap().complete, "version {version}");
        assert!(outbox.list(RowFilter::All, 1000).unwrap().len() >= expected, "version {version}");
        outbox.check().unwrap();
    }
}

/// A locked file is not a damaged one.
#[test]
fn a_damaged_file_that_another_process_has_locked_is_salvaged_later() {
    let home = tempfile::tempdir().unwrap();
    fill(home.path(), 20);
    let other = Connection::open(home.path().join("outbox.sqlite")).unwrap();
    other
        .execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE; DELETE FROM personal WHERE id = 0;")
        .unwrap();
    // The state after a process was killed that had moved the damaged file away.
    for suffix in ["", "-wal", "-shm"] {
        let file = home.path().join(format!("outbox.sqlite{suffix}"));
        let _ = fs::rename(&file, home.path().join(format!("outbox.sqlite.salvage{suffix}")));
    }
    let owner = Arc::new(Owner::register(home.path()).unwrap());
    let busy = Outbox::open(home.path(), owner, now(), Duration::from_millis(200));
    assert!(
        matches!(busy, Err(OutboxError::Storage(StorageError::Locked))),
        "{:?}",
        busy.map(|outbox| outbox.take_unreported())
    );
    drop(other);
    let (outbox, quarantined) = open(home.path());
    assert_eq!(quarantined.unwrap().taken_over, 20);
    assert_eq!(outbox.list(RowFilter::All, 100).unwrap().len(), 20);
}

/// Only the log is left. It stays beside the new file, and its complete rows are salvaged.
#[test]
fn a_log_without_its_file_is_not_lost() {
    for emptied in [None, Some(""), Some("missing, and so is every sign that there was an outbox")] {
        let home = tempfile::tempdir().unwrap();
        let (outbox, _) = open(home.path());
        for number in 1..=3 {
            outbox.save_and_lease(&customer(number), &cashier(), now()).unwrap();
        }
        let log = fs::read(home.path().join("outbox.sqlite-wal")).unwrap();
        assert!(!log.is_empty());
        let new = tempfile::tempdir().unwrap();
        fs::write(new.path().join("outbox.sqlite-wal"), &log).unwrap();
        match emptied {
            None => {}
            Some("") => fs::write(new.path().join("outbox.sqlite"), "").unwrap(),
            Some(_) => assert!(Outbox::has_been_in(new.path())),
        }
        let (found, quarantined) = open(new.path());
        let quarantined = quarantined.unwrap();
        let quarantined_file = quarantined.path.unwrap();
        let quarantined_log = fs::read(format!("{}-wal", quarantined_file.display())).unwrap_or_default();
        let whole = fs::read(&quarantined_file).unwrap();
        let has = |bytes: &[u8]| bytes.windows(7).any(|window| window == b"Canary0");
        assert!(has(&quarantined_log) || has(&whole), "{emptied:?}: the log is beside the new file");
        assert_eq!(found.counts().unwrap().waiting, quarantined.taken_over, "{emptied:?}");
        found.save_and_lease(&customer(9), &cashier(), now()).unwrap();
        found.check().unwrap();
    }
}
