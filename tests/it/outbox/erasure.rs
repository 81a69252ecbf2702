//! The data that stays on the disk, who can read it, and for how long.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use frontdesk::domain::{ApiError, CustomerId, DisplayText, Field};
use frontdesk::outbox::{Conflict, ConflictOwner, DiscardUncertain, Event, OutboxError, State};

use crate::outbox::reports::{registered, report, unreachable};
use crate::support::outbox::{
    cashier, cid, customer, files_with, later, lease_next, now, open_as_new_process, personal_texts, queue,
};

fn mode(path: &Path) -> u32 {
    path.metadata().unwrap().permissions().mode() & 0o777
}

#[test]
fn the_outbox_and_all_files_beside_it_are_private() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("state/frontdesk");
    let outbox = open_as_new_process(&dir);
    queue(&outbox, &customer(1), &cashier(), now()).unwrap();
    assert_eq!(mode(&dir), 0o700);
    assert_eq!(mode(&dir.join("owners")), 0o700);
    for name in ["outbox.sqlite", "outbox.sqlite-wal", "outbox.sqlite-shm", "outbox.lock"] {
        assert_eq!(mode(&dir.join(name)), 0o600, "{name}");
    }
    assert_eq!(outbox.path(), dir.join("outbox.sqlite"));
}

#[test]
fn files_that_others_could_read_become_private() {
    let home = tempfile::tempdir().unwrap();
    fs::set_permissions(home.path(), fs::Permissions::from_mode(0o755)).unwrap();
    fs::write(home.path().join("outbox.sqlite"), "").unwrap();
    fs::set_permissions(home.path().join("outbox.sqlite"), fs::Permissions::from_mode(0o644)).unwrap();
    let outbox = open_as_new_process(home.path());
    queue(&outbox, &customer(1), &cashier(), now()).unwrap();
    assert_eq!(mode(home.path()), 0o700);
    assert_eq!(mode(&outbox.path()), 0o600);
    assert_eq!(mode(&home.path().join("outbox.sqlite-wal")), 0o600);
}

/// Takes the path of a desk: save and lease, send, finish.
#[test]
fn after_the_delivery_no_personal_data_is_in_any_file() {
    let home = tempfile::tempdir().unwrap();
    let outbox = open_as_new_process(home.path());
    let save = |number| outbox.save_and_lease(&customer(number), &cashier(), now()).unwrap().unwrap();
    for number in 1..=200 {
        let leased = save(number);
        assert!(
            !files_with(home.path(), &personal_texts(number)[..1]).is_empty(),
            "{number}: the search must find what is there"
        );
        let leased = match number % 7 {
            // Some are rejected, corrected by the cashier and saved again.
            0 => {
                let conflict = Conflict { field: Some(Field::Phone) };
                let by = Some(ConflictOwner { id: CustomerId(9), name: DisplayText::new("CanaryHolder") });
                let rejected =
                    report(vec![Event::Conflicted { conflict, by }], ApiError::Conflict { field: Some(Field::Phone) });
                outbox.finish(&leased, &rejected, now(), 0).unwrap();
                save(number)
            }
            // Some wait for the connection first.
            1 => {
                outbox.finish(&leased, &unreachable(), now(), 0).unwrap();
                outbox.lease(cid(number), now()).unwrap().unwrap()
            }
            _ => leased,
        };
        outbox.finish(&leased, &registered(number), now(), 0).unwrap();
        let found = files_with(home.path(), &personal_texts(number));
        assert!(found.is_empty(), "{found:?}");
        assert!(outbox.truncate_wal_if_dirty());
    }
    assert_eq!(files_with(home.path(), &["CanaryHolder".to_owned()]), Vec::<String>::new());
    let row = outbox.show(cid(7)).unwrap().unwrap();
    assert_eq!(row.state, State::Registered { id: Some(CustomerId(7)) });
    assert_eq!((row.customer, row.error, row.settled_at), (None, None, Some(now())));
    assert_eq!(row.cashier, cashier());
    // Nothing that is derived from the phone stays either: there is no other file, and no column for it.
    let files = |dir: &Path| -> Vec<_> {
        let mut names: Vec<_> = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    assert_eq!(
        files(home.path()),
        ["outbox.lock", "outbox.sqlite", "outbox.sqlite-shm", "outbox.sqlite-wal", "owners"]
    );
    let raw = rusqlite::Connection::open(outbox.path()).unwrap();
    let mut columns = raw.prepare("SELECT name FROM pragma_table_info('registration')").unwrap();
    let columns: Vec<String> = columns.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap();
    let expected = [
        "id",
        "cid",
        "cashier",
        "saved_at",
        "state",
        "doubt",
        "clash",
        "customer_id",
        "settled_at",
        "attempts",
        "setbacks",
        "not_before",
        "owner",
        "lease",
        "lease_until",
        "keys",
        "millis",
        "turned_away",
        // Yes or no, for the counts of the report.
        "consent",
        // 16 bits of a hash of all values: far too few to find a value by trying.
        "fingerprint",
    ];
    assert_eq!(columns, expected);
}

#[test]
fn a_reader_delays_the_erasure_and_does_not_prevent_it() {
    let home = tempfile::tempdir().unwrap();
    let outbox = open_as_new_process(home.path());
    queue(&outbox, &customer(1), &cashier(), now()).unwrap();
    let reader = rusqlite::Connection::open(outbox.path()).unwrap();
    reader.execute_batch("BEGIN; SELECT count(*) FROM registration").unwrap();
    let leased = lease_next(&outbox);
    outbox.finish(&leased, &registered(1), now(), 0).unwrap();
    assert!(!outbox.truncate_wal_if_dirty());
    assert!(!files_with(home.path(), &personal_texts(1)).is_empty());
    reader.execute_batch("COMMIT").unwrap();
    assert!(outbox.truncate_wal_if_dirty());
    assert_eq!(files_with(home.path(), &personal_texts(1)), Vec::<String>::new());
}

#[test]
fn the_next_process_truncates_the_log_of_a_killed_one() {
    let home = tempfile::tempdir().unwrap();
    let outbox = open_as_new_process(home.path());
    queue(&outbox, &customer(1), &cashier(), now()).unwrap();
    let leased = lease_next(&outbox);
    let reader = rusqlite::Connection::open(outbox.path()).unwrap();
    reader.execute_batch("BEGIN; SELECT count(*) FROM registration").unwrap();
    outbox.finish(&leased, &registered(1), now(), 0).unwrap();
    reader.execute_batch("COMMIT").unwrap();
    assert!(!files_with(home.path(), &personal_texts(1)).is_empty());
    let _next = open_as_new_process(home.path());
    assert_eq!(files_with(home.path(), &personal_texts(1)), Vec::<String>::new());
}

#[test]
fn a_discarded_registration_is_erased() {
    let home = tempfile::tempdir().unwrap();
    let outbox = open_as_new_process(home.path());
    queue(&outbox, &customer(1), &cashier(), now()).unwrap();
    outbox.discard(cid(1), DiscardUncertain::Forget, now()).unwrap();
    assert_eq!(outbox.show(cid(1)).unwrap(), None);
    assert_eq!(files_with(home.path(), &personal_texts(1)), Vec::<String>::new());
    assert!(matches!(outbox.discard(cid(1), DiscardUncertain::Forget, now()), Err(OutboxError::Unknown)));
}

#[test]
fn registered_rows_are_purged_after_their_time() {
    let home = tempfile::tempdir().unwrap();
    let outbox = open_as_new_process(home.path());
    for number in 1..=2 {
        let leased = outbox.save_and_lease(&customer(number), &cashier(), now()).unwrap().unwrap();
        outbox.finish(&leased, &registered(number), later(i64::from(number) * 100), 0).unwrap();
    }
    assert_eq!(outbox.purge(later(150)).unwrap(), 1);
    assert_eq!(outbox.show(cid(1)).unwrap(), None);
    assert!(outbox.show(cid(2)).unwrap().is_some());
    assert_eq!(outbox.purge(later(150)).unwrap(), 0);
}

/// Earlier versions kept a hash of each delivered phone, and the key of these hashes in a file.
#[test]
fn the_hashes_of_earlier_versions_are_removed_with_their_key() {
    let home = tempfile::tempdir().unwrap();
    let raw = rusqlite::Connection::open(home.path().join("outbox.sqlite")).unwrap();
    for step in [
        include_str!("../../../assets/schema/outbox/0001.sql"),
        include_str!("../../../assets/schema/outbox/0002.sql"),
        include_str!("../../../assets/schema/outbox/0003.sql"),
    ] {
        raw.execute_batch(step).unwrap();
    }
    let hash = "HashOfAPhoneThatIsThirtyTwoBytes";
    raw.pragma_update(None, "journal_mode", "WAL").unwrap();
    raw.pragma_update(None, "user_version", 3).unwrap();
    raw.execute(
        "INSERT INTO registration (cid, cashier, saved_at, state, customer_id, settled_at, phone_hash)
         VALUES (?1, 'leyla', 0, 'registered', 7, 0, CAST(?2 AS BLOB))",
        (cid(1).to_string(), hash),
    )
    .unwrap();
    drop(raw);
    fs::write(home.path().join("phone.key"), [7; 32]).unwrap();
    assert!(!files_with(home.path(), &[hash.to_owned()]).is_empty());

    let outbox = open_as_new_process(home.path());
    assert_eq!(outbox.show(cid(1)).unwrap().unwrap().state, State::Registered { id: Some(CustomerId(7)) });
    assert_eq!(files_with(home.path(), &[hash.to_owned()]), Vec::<String>::new());
    assert!(!home.path().join("phone.key").exists());
    outbox.check().unwrap();
}

#[test]
fn only_what_is_registered_is_purged() {
    let home = tempfile::tempdir().unwrap();
    let outbox = open_as_new_process(home.path());
    queue(&outbox, &customer(1), &cashier(), now()).unwrap();
    assert_eq!(outbox.purge(later(1_000_000)).unwrap(), 0);
    assert!(outbox.show(cid(1)).unwrap().is_some());
}

/// A row that was written while the clock was wrong gets the present time. Otherwise it would be purged at once, or it
/// would have waited since 1970.
#[test]
fn a_time_that_cannot_be_right_is_replaced_by_the_present() {
    let home = tempfile::tempdir().unwrap();
    let outbox = open_as_new_process(home.path());
    let wrong = chrono::DateTime::UNIX_EPOCH + chrono::TimeDelta::days(3);
    let delivered = outbox.save_and_lease(&customer(1), &cashier(), now()).unwrap().unwrap();
    outbox.finish(&delivered, &crate::outbox::reports::registered(1), wrong, 0).unwrap();
    outbox.save_and_lease(&customer(2), &cashier(), wrong).unwrap();
    outbox.save_and_lease(&customer(3), &cashier(), later(-5)).unwrap();
    assert_eq!(outbox.redate(later(-10), now()).unwrap(), 2);
    assert_eq!(outbox.redate(later(-10), now()).unwrap(), 0);
    assert_eq!(outbox.purge(later(-10)).unwrap(), 0);
    let saved: Vec<_> = (1..=3).map(|number| outbox.show(cid(number)).unwrap().unwrap().saved_at).collect();
    assert_eq!(saved, [now(), now(), later(-5)]);
    assert_eq!(outbox.show(cid(1)).unwrap().unwrap().settled_at, Some(now()));
}

#[test]
fn no_personal_data_is_in_debug_output() {
    let home = tempfile::tempdir().unwrap();
    let outbox = open_as_new_process(home.path());
    queue(&outbox, &customer(1), &cashier(), now()).unwrap();
    let row = outbox.show(cid(1)).unwrap();
    let leased = lease_next(&outbox);
    let step = outbox.finish(&leased, &registered(1), now(), 0).unwrap();
    let text = format!("{row:?} {leased:?} {step:?} {outbox:?} {:?} {:?}", cashier(), registered(1));
    for trace in personal_texts(1).iter().chain([&"leyla".to_owned()]) {
        assert!(!text.contains(trace), "{trace} in {text}");
    }
}
