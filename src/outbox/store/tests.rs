//! Tests that need the inside of the store: formats of earlier versions, query plans, a full disk.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use rusqlite::Connection;

use crate::domain::{Cid, CustomerId, Name, NewCustomer, StorageError};
use crate::storage::sqlite;

use super::super::{AttemptReport, Cashier, Counts, Event, Outbox, OutboxError, Owner, RowFilter, SavedOnce};
use super::open::SCHEMA;
use super::{finish, lease, look, once};

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_515_300, 0).unwrap()
}

fn outbox(dir: &Path) -> Outbox {
    Outbox::open(dir, Arc::new(Owner::register(dir).unwrap()), now(), Duration::from_secs(30)).unwrap()
}

fn customer(number: u8) -> NewCustomer {
    NewCustomer {
        cid: Cid::from_random_bytes([number; 16]),
        name: Name::parse("Aysel").valid().unwrap(),
        phone: None,
        email: None,
        code: None,
        birth_date: None,
        gender: None,
        group: None,
        note: None,
        consent: None,
    }
}

/// Returns the names and the definitions of everything in the file.
fn format(connection: &Connection) -> BTreeMap<String, String> {
    let mut statement = connection.prepare("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL").unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

/// Returns a row as each version wrote it.
fn row_of_version(version: usize) -> &'static str {
    match version {
        0 => "",
        1 => {
            "INSERT INTO registration (cid, cashier, saved_at, state) VALUES
                 ('01010101-0101-4101-8101-010101010101', 'leyla', 1795515300000, 'queued');
             INSERT INTO personal (id, current) VALUES (1, '{\"name\":\"Aysel\"}');"
        }
        2..=7 => row_of_version(1),
        _ => panic!("a new version needs a row here"),
    }
}

#[test]
fn every_earlier_version_becomes_todays_and_keeps_what_it_has() {
    let fresh = tempfile::tempdir().unwrap();
    let expected = format(&Connection::open(outbox(fresh.path()).path()).unwrap());
    for version in 0..=SCHEMA.len() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("outbox.sqlite");
        let mut raw = Connection::open(&path).unwrap();
        sqlite::migrate(&mut raw, &SCHEMA[..version]).unwrap();
        raw.execute_batch(row_of_version(version)).unwrap();
        drop(raw);
        let opened = outbox(home.path());
        assert_eq!(format(&Connection::open(&path).unwrap()), expected, "from version {version}");
        let waiting = u64::from(version > 0);
        assert_eq!(opened.counts().unwrap().waiting, waiting, "from version {version}");
        if version > 0 {
            assert_eq!(opened.lease_next(super::Wanted::ToSend, now()).unwrap().remove(0).customer, customer(1));
        }
    }
}

/// With a hundred thousand rows no query may read them all. Queries that are no search in an index fail here.
#[test]
fn no_question_reads_the_whole_table() {
    let home = tempfile::tempdir().unwrap();
    let outbox = outbox(home.path());
    let open = outbox.open.lock().unwrap();
    for sql in [
        lease::LEASE_HOLDERS,
        lease::HELD,
        lease::ANY_DELAYED_DUE,
        lease::WAKE,
        lease::TO_SEND,
        lease::TO_PROBE,
        lease::TO_SETTLE,
        lease::ANY_TO_SETTLE,
        lease::EARLIER_DELAYED,
        finish::TURNED_AWAY,
        finish::REGISTERED_SINCE,
        look::WAITING,
        look::OLDEST,
        look::REFUSED,
        look::NEXT_DUE,
        finish::PURGE,
        once::WRITE_FINGERPRINT,
        once::IS_OTHER,
        &look::list(RowFilter::Unsettled),
        &look::list(RowFilter::Refused),
    ] {
        let mut statement = open.connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let parameters = vec![0_i64; statement.parameter_count()];
        let parameters = rusqlite::params_from_iter(parameters);
        let plan: Vec<String> =
            statement.query_map(parameters, |row| row.get("detail")).unwrap().collect::<Result<_, _>>().unwrap();
        // A range of the primary key is nearly all rows.
        let reads_all = plan.iter().any(|step| {
            let scans = step.starts_with("SCAN") && !step.contains("INDEX") && !step.contains("CONSTANT");
            scans || step.contains("(rowid<?)") || step.contains("(rowid>?)")
        });
        let sorts = plan.iter().any(|step| step.contains("TEMP B-TREE"));
        assert!(!reads_all && !sorts, "{sql}\n{plan:#?}");
    }
}

#[test]
fn a_full_disk_is_said_and_nothing_is_pretended() {
    let home = tempfile::tempdir().unwrap();
    let outbox = outbox(home.path());
    outbox.save_and_lease(&customer(1), &Cashier::new("leyla"), now()).unwrap();
    let limit = |pages: i64| {
        let open = outbox.open.lock().unwrap();
        open.connection.pragma_update(None, "max_page_count", pages).unwrap();
    };
    let pages: i64 = {
        let open = outbox.open.lock().unwrap();
        open.connection.query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap()
    };
    limit(pages);
    let mut saved = 1_u8;
    let refused = loop {
        match outbox.save_and_lease(&customer(saved + 1), &Cashier::new("leyla"), now()) {
            Ok(_) => saved += 1,
            Err(error) => break error,
        }
        assert!(saved < 250);
    };
    assert!(refused == OutboxError::Storage(StorageError::DiskFull), "{refused:?}");
    assert_eq!(
        outbox.counts().unwrap(),
        Counts { waiting: u64::from(saved), oldest: Some(now()), ..Counts::default() }
    );
    assert_eq!(outbox.show(customer(saved + 1).cid).unwrap(), None);
    limit(pages + 100);
    outbox.save_and_lease(&customer(saved + 1), &Cashier::new("leyla"), now()).unwrap();
}

/// The values of a registration that a desk or an earlier version has saved are not known after the delivery.
#[test]
fn a_registration_without_a_fingerprint_is_known_by_its_cid() {
    let home = tempfile::tempdir().unwrap();
    let outbox = outbox(home.path());
    let leased = outbox.save_and_lease(&customer(1), &Cashier::new("leyla"), now()).unwrap().unwrap();
    let report = AttemptReport { events: vec![Event::Stored(CustomerId(7))], ..AttemptReport::default() };
    outbox.finish(&leased, &report, now(), 0).unwrap();
    let other = NewCustomer { name: Name::parse("Rauf").valid().unwrap(), ..customer(1) };
    let saved = outbox.save_once(&other, &Cashier::new("leyla"), now()).unwrap();
    assert!(matches!(saved, SavedOnce::Registered(Some(CustomerId(7)))), "{saved:?}");
}
