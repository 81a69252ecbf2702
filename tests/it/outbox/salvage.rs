//! Damage at several places at once: every row that `SQLite` can still read is taken over, in the order of arrival.
//! A file that is gone or empty, though there was one, is reported, and a log that is left without it is not lost.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use frontdesk::domain::{ApiError, Cid, ConnectError, CustomerId, EntryStats};
use frontdesk::outbox::{Event, Outbox, OutboxError, Owner, Report, SetAside, Which};
use rusqlite::Connection;

use crate::support::outbox::{cashier, cid, customer, later, name, now, process, stored};

const CUSTOMERS: u32 = 196;
const PAGE: usize = 4096;

fn open(dir: &Path) -> (Outbox, Option<SetAside>) {
    Outbox::open(dir, Arc::new(Owner::register(dir).unwrap()), now()).unwrap()
}

/// An outbox of which every seventh customer is registered and every eleventh refused.
fn fill(dir: &Path, customers: u32) {
    let outbox = process(dir);
    for number in 1..=customers {
        let leased = outbox.save_and_lease(&customer(number), &cashier(), now()).unwrap().unwrap();
        let report = match number {
            _ if number % 7 == 0 => Report {
                events: vec![Event::Stored(CustomerId(number.into()))],
                customer: Some(stored(&customer(number), number.into())),
                trouble: None,
                is_away: false,
            },
            _ if number % 11 == 0 => {
                let trouble = ApiError::Conflict { field: None };
                Report {
                    events: vec![Event::Rejected(trouble.clone())],
                    customer: None,
                    trouble: Some(trouble),
                    is_away: false,
                }
            }
            _ => {
                let trouble = ApiError::NotSent(ConnectError::NoConnection);
                Report { events: vec![Event::NotCarriedOut], customer: None, trouble: Some(trouble), is_away: false }
            }
        };
        outbox.finish(&leased, &report, now(), 0).unwrap();
        outbox.note_effort(cid(number), effort(number)).unwrap();
    }
}

/// What a registration took the cashier.
fn effort(number: u32) -> EntryStats {
    EntryStats { keys: number, time: Duration::from_secs(number.into()) }
}

/// The rows of a file that `SQLite` reads, each asked for by its id.
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
fn all_rows_between_damaged_places_are_taken_over() {
    let home = tempfile::tempdir().unwrap();
    fill(home.path(), CUSTOMERS);
    let sound = fs::read(home.path().join("outbox.sqlite")).unwrap();
    let pages = sound.len() / PAGE;
    assert!(pages > 30, "{pages}: enough to damage several places");
    let noise = [0xA5; PAGE];
    let (mut compared, mut efforts) = (0, 0);
    for (first, distance) in (1..pages).step_by(2).map(|first| (first, [3, 11, 29][first % 3])) {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("outbox.sqlite");
        let mut bytes = sound.clone();
        for page in (first..pages).step_by(distance).take(4) {
            // A whole page, or a part of it, whatever stands there.
            let (from, to) = if first % 4 == 1 { (0, PAGE) } else { (1200, 2900) };
            bytes[page * PAGE + from..page * PAGE + to].copy_from_slice(&noise[from..to]);
        }
        fs::write(&path, &bytes).unwrap();
        let expected = readable(&path);
        let (outbox, aside) = open(home.path());
        let rows = outbox.list(Which::All, 0, 1000).unwrap();
        let of_row = |cid: Cid| rows.iter().position(|row| row.cid == cid);
        let places: Vec<Option<usize>> = expected.iter().map(|(_, cid)| of_row(*cid)).collect();
        let missing = places.iter().filter(|place| place.is_none()).count();
        assert_eq!(missing, 0, "pages {first}+{distance}: {missing} of {} readable rows", expected.len());
        assert!(places.is_sorted(), "pages {first}+{distance}: in the order of arrival");
        if rows.len() < CUSTOMERS as usize {
            assert!(!aside.unwrap().complete, "pages {first}+{distance}");
        }
        for row in &rows {
            let number = (1..=CUSTOMERS).find(|number| cid(*number) == row.cid).unwrap();
            let named = row.customer.as_ref().map(|customer| customer.name.as_str().to_owned());
            assert!(named.is_none_or(|named| named == name(number)), "pages {first}+{distance}");
        }
        for work in outbox.work(later(-1), later(1)).unwrap().iter().filter(|work| work.effort.is_some()) {
            let number = (1..=CUSTOMERS).find(|number| cid(*number) == work.cid).unwrap();
            assert_eq!(work.effort, Some(effort(number)), "pages {first}+{distance}");
            efforts += 1;
        }
        outbox.check().unwrap();
        compared += expected.len();
    }
    assert!(compared > 2000 && efforts >= compared, "{efforts} of {compared} keep what they took");
}

/// What is to be sent is in another table: it is sent, though nobody knows any more when it was saved and by whom.
#[test]
fn a_customer_of_whom_only_the_registration_is_damaged_is_not_lost() {
    let home = tempfile::tempdir().unwrap();
    fill(home.path(), CUSTOMERS);
    let path = home.path().join("outbox.sqlite");
    let mut bytes = fs::read(&path).unwrap();
    let leaves = leaves_of_registration(&bytes);
    assert!(leaves.len() > 3, "{leaves:?}");
    for page in &leaves[1..leaves.len() - 1] {
        bytes[(page - 1) * PAGE..page * PAGE].fill(0xA5);
    }
    fs::write(&path, &bytes).unwrap();
    let (outbox, aside) = open(home.path());
    assert!(!aside.unwrap().complete);
    let kept: Vec<Cid> = outbox.list(Which::Kept, 0, 1000).unwrap().into_iter().map(|row| row.cid).collect();
    let waited: Vec<Cid> = (1..=CUSTOMERS).filter(|number| number % 7 != 0).map(cid).collect();
    assert_eq!(kept, waited);
}

/// The pages that hold rows of the table: a leaf of a table (13) with the name of the cashier, and nothing of a customer.
fn leaves_of_registration(bytes: &[u8]) -> Vec<usize> {
    let has = |page: &[u8], text: &str| page.windows(text.len()).any(|window| window == text.as_bytes());
    let is_one = |page: &[u8]| page[0] == 13 && has(page, "leyla") && !has(page, "Canary");
    bytes.chunks(PAGE).enumerate().filter(|(_, page)| is_one(page)).map(|(at, _)| at + 1).collect()
}

#[test]
fn a_file_that_is_gone_or_empty_is_reported_once_if_there_was_one() {
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
        let missing = SetAside { path: None, taken_over: 0, complete: false };
        assert_eq!(open(home.path()).1, Some(missing), "emptied: {emptied}");
        assert_eq!(open(home.path()).1, None);
    }
}

#[test]
fn a_new_outbox_is_not_reported() {
    let home = tempfile::tempdir().unwrap();
    assert!(!Outbox::has_been_in(home.path()));
    assert_eq!(open(home.path()).1, None);
    // Killed after the file was made, before anything was in it.
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("outbox.sqlite"), "").unwrap();
    assert_eq!(open(home.path()).1, None);
}

#[test]
fn a_file_that_goes_under_a_running_desk_is_reported() {
    let home = tempfile::tempdir().unwrap();
    let (outbox, _) = open(home.path());
    for suffix in ["", "-wal", "-shm"] {
        fs::remove_file(home.path().join(format!("outbox.sqlite{suffix}"))).unwrap();
    }
    outbox.save_and_lease(&customer(2), &cashier(), now()).unwrap();
    assert_eq!(outbox.take_unreported(), Some(SetAside { path: None, taken_over: 0, complete: false }));
    assert_eq!(outbox.take_unreported(), None);
    assert_eq!(outbox.counts().unwrap().waiting, 1);
}

/// To bring a damaged file to today's format would write all of it, and fail.
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
        drop(old);
        let mut bytes = fs::read(&path).unwrap();
        let leaves = leaves_of_registration(&bytes);
        for page in [leaves[1], leaves[3]] {
            bytes[(page - 1) * PAGE..page * PAGE].fill(0xA5);
        }
        fs::write(&path, &bytes).unwrap();
        let expected = readable(&path).len();
        assert!(expected > 100, "version {version}: {expected}");
        let (outbox, aside) = open(home.path());
        assert!(!aside.unwrap().complete, "version {version}");
        assert!(outbox.list(Which::All, 0, 1000).unwrap().len() >= expected, "version {version}");
        outbox.check().unwrap();
    }
}

/// In use is not damaged.
#[test]
fn a_damaged_file_that_another_process_has_locked_is_not_given_up() {
    let home = tempfile::tempdir().unwrap();
    fill(home.path(), 20);
    let other = Connection::open(home.path().join("outbox.sqlite")).unwrap();
    other
        .execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE; DELETE FROM personal WHERE id = 0;")
        .unwrap();
    // As if a process had been killed after it moved the damaged file away.
    for suffix in ["", "-wal", "-shm"] {
        let file = home.path().join(format!("outbox.sqlite{suffix}"));
        let _ = fs::rename(&file, home.path().join(format!("outbox.sqlite.salvage{suffix}")));
    }
    let busy = Outbox::open(home.path(), Arc::new(Owner::register(home.path()).unwrap()), now());
    assert!(matches!(busy, Err(OutboxError::Busy)), "{:?}", busy.map(|(_, aside)| aside));
    drop(other);
    let (outbox, aside) = open(home.path());
    assert_eq!(aside.unwrap().taken_over, 20);
    assert_eq!(outbox.list(Which::All, 0, 100).unwrap().len(), 20);
}

/// All that is left is the log: it is kept beside the new file, and what is whole in it is taken over.
#[test]
fn a_log_without_its_file_is_not_lost() {
    for emptied in [None, Some(""), Some("gone with everything that says that there was one")] {
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
        let (found, aside) = open(new.path());
        let aside = aside.unwrap();
        let kept = aside.path.unwrap();
        let quarantined = fs::read(format!("{}-wal", kept.display())).unwrap_or_default();
        let whole = fs::read(&kept).unwrap();
        let has = |bytes: &[u8]| bytes.windows(7).any(|window| window == b"Canary0");
        assert!(has(&quarantined) || has(&whole), "{emptied:?}: the log is beside the new file");
        assert_eq!(found.counts().unwrap().waiting, aside.taken_over, "{emptied:?}");
        found.save_and_lease(&customer(9), &cashier(), now()).unwrap();
        found.check().unwrap();
    }
}
