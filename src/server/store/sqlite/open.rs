//! Opens the database file: makes it private, migrates its schema and reads the key. `Store::open` calls it once.
//! Several processes may open one file at the same time.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rusqlite::{Connection, params};

use crate::domain::StorageError;
use crate::server::phone_key::PhoneComparison;
use crate::storage::private::{self, with_suffix};
use crate::storage::sqlite;

use super::readers::Readers;
use super::writer::Writer;
use super::{Sqlite, customers};
use crate::server::samples::{SampleNames, Samples};

/// The SQL of each schema version, in order. The first migrates an empty file to version 1.
const MIGRATIONS: [&str; 4] = [
    include_str!("../../../../assets/schema/server/0001_customers.sql"),
    include_str!("../../../../assets/schema/server/0002_venues.sql"),
    include_str!("../../../../assets/schema/server/0003_search.sql"),
    include_str!("../../../../assets/schema/server/0004_phone_rule.sql"),
];

/// The longest wait for another process that writes. It is shorter than the gateway's 8 s, so that the client gets the
/// database error instead of a timeout.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

impl Sqlite {
    /// Opens the database at `path` and adds the venue if it is missing or makes it active. A missing file is created, readable by its owner
    /// only. A new database begins with these samples.
    pub(in crate::server::store) fn open(
        path: &Path,
        venue_id: i64,
        phones: PhoneComparison,
        samples: impl FnOnce() -> Samples,
    ) -> Result<Self, StorageError> {
        private::create_dir(private::parent(path))?;
        private::create_file(path)?;
        let mut writer = connect(path)?;
        sqlite::create_or_migrate(&mut writer, &MIGRATIONS, |new| {
            let Samples { customers, names } = samples();
            names.iter().try_for_each(|names| rename(new, names))?;
            customers.iter().try_for_each(|customer| customers::insert(new, customer).map(drop))
        })?;
        customers::apply_phone_comparison(&mut writer, phones)?;
        writer.execute(
            "INSERT INTO venues (id, name, is_main) VALUES (?1, 'Venue ' || ?1, 0)
             ON CONFLICT (id) DO UPDATE SET status = 1 WHERE status = 0",
            params![venue_id],
        )?;
        let token_key = writer.query_row("SELECT token_key FROM secret", [], |row| row.get(0))?;
        // An existing file may be any file. It is restricted only after it has opened as this server's database.
        for file in [path.to_owned(), with_suffix(path, "-wal"), with_suffix(path, "-shm")] {
            private::restrict_file(&file)?;
        }
        Ok(Self { readers: Arc::new(Readers::new(path.to_owned())), writer: Writer::start(writer)?, token_key })
    }
}

/// Gives the main venue and the groups of a new database the names of a language.
fn rename(new: &Connection, names: &SampleNames) -> rusqlite::Result<()> {
    new.execute("UPDATE venues SET name = ?1 WHERE is_main", params![names.venue])?;
    for (id, name) in (1_i64..).zip(&names.groups) {
        new.execute("UPDATE customer_groups SET name = ?1 WHERE id = ?2", params![name, id])?;
    }
    Ok(())
}

/// Opens a connection in WAL mode that syncs every commit to the disk, so that no acknowledged customer is lost.
pub(super) fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let connection = sqlite::open(path, BUSY_TIMEOUT)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    Ok(connection)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(path: &Path, venue_id: i64, phones: PhoneComparison) -> Result<Sqlite, StorageError> {
        Sqlite::open(path, venue_id, phones, Samples::default)
    }

    fn venues(store: &Sqlite) -> Vec<(i64, String, bool)> {
        let rows = store.readers.take().unwrap().list_venues().unwrap();
        rows.into_iter().map(|venue| (venue.id, venue.name, venue.is_active)).collect()
    }

    #[test]
    fn a_new_file_is_private_seeded_and_opens_again() {
        use std::os::unix::fs::PermissionsExt;
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("new").join("shop.db");
        let first = open(&path, 7, PhoneComparison::default()).unwrap();
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&path), 0o600);
        assert_eq!(mode(&path.with_extension("db-wal")), 0o600);
        assert_eq!(mode(path.parent().unwrap()), 0o700);
        let second = open(&path, 1, PhoneComparison::default()).unwrap();
        assert_eq!(first.token_key, second.token_key);
        assert_ne!(first.token_key, [0; 32]);
        let expected = |is_second_active| {
            [
                (1, "Main venue".to_owned(), true),
                (2, "Second venue".to_owned(), is_second_active),
                (7, "Venue 7".to_owned(), true),
            ]
        };
        assert_eq!(venues(&second), expected(false));
        assert_eq!(
            venues(&open(&path, 2, PhoneComparison::default()).unwrap()),
            expected(true),
            "the venue of the settings is active"
        );
    }

    #[test]
    fn a_file_of_the_first_version_keeps_its_venues() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("old.db");
        let old = Connection::open(&path).unwrap();
        old.execute_batch(MIGRATIONS[0]).unwrap();
        old.execute("INSERT INTO venues (id, name, is_main) VALUES (2, 'Venue 2', 0)", []).unwrap();
        old.pragma_update(None, "user_version", 1).unwrap();
        drop(old);
        let expected = [(1, "Main venue".to_owned(), true), (2, "Venue 2".to_owned(), true)];
        assert_eq!(venues(&open(&path, 1, PhoneComparison::default()).unwrap()), expected);
    }

    #[test]
    fn customers_of_an_earlier_version_are_found_by_parts_of_their_names_and_phones() {
        use crate::server::store::{Filter, Paging, Search, Sort};
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("old.db");
        let old = Connection::open(&path).unwrap();
        old.execute_batch(&MIGRATIONS[..2].concat()).unwrap();
        old.pragma_update(None, "user_version", 2).unwrap();
        let insert = "INSERT INTO customers (venue_id, group_id, balance_id, cid, name, name_folded, phone, phone_key, created_at, updated_at)
            VALUES (1, 1, ?1, ?1, ?2, ?3, ?4, ?4, '', '')";
        for (id, name, phone) in [(1, "İlqar \"Işıq\" 100%", "994501112233"), (2, "AYSEL", "994502223344")] {
            let balance = "INSERT INTO balances (id, name, created_at, updated_at) VALUES (?1, '', '', '')";
            old.execute(balance, params![id]).unwrap();
            old.execute(insert, params![id, name, name.to_lowercase(), phone]).unwrap();
        }
        drop(old);
        let mut reader = open(&path, 1, PhoneComparison::default()).unwrap().readers.take().unwrap();
        let mut find = |filters: &[Filter]| -> Vec<i64> {
            let paging = Paging { page: 1, limit: 10 };
            let search = Search { filters: filters.to_vec(), sort: Sort::NEWEST_FIRST, paging };
            let page = reader.search_customers(&search).unwrap();
            assert_eq!(page.total, i64::try_from(page.rows.len()).unwrap());
            page.rows.into_iter().map(|customer| customer.id).collect()
        };
        let name = |part: &str| vec![Filter::Name(part.to_owned())];
        let phone = |part: &str| vec![Filter::Phones(part.to_owned())];
        let both = |part: &str, digits: &str| [name(part), phone(digits)].concat();
        let table: [(Vec<Filter>, &[i64]); 17] = [
            (vec![], &[2, 1]),
            (name("ilqar"), &[1]),
            (name("İLQAR"), &[1]),
            (name("Ilqar"), &[1]),
            (name("isiq"), &[]),
            (name("işıq"), &[1]),
            (name("\"Işıq\""), &[1]),
            (name("0%"), &[1]),
            (name("a"), &[2, 1]),
            (name("ys"), &[2]),
            (name("a\0b"), &[]),
            (name("AND OR NOT *"), &[]),
            (phone("99450"), &[2, 1]),
            (phone("3344"), &[2]),
            (phone("9"), &[2, 1]),
            (both("ays", "50222"), &[2]),
            (both("ay", "50111"), &[]),
        ];
        for (filters, expected) in table {
            let found = find(&filters);
            assert_eq!(found, expected);
        }
        assert_eq!(find(&[name("sel"), vec![Filter::Group(1)]].concat()), [2]);
        assert_eq!(find(&[name("sel"), vec![Filter::NoMatch]].concat()), [0; 0]);
    }

    #[test]
    fn another_rule_for_phones_makes_their_keys_again() {
        use crate::server::PhoneUnique;
        use crate::server::store::{CustomerDetails, Filter, Paging, Search, Sort};
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("shop.db");
        let digits = PhoneComparison::default();
        let number = PhoneComparison { unique: PhoneUnique::Number, ..digits };
        drop(open(&path, 1, digits).unwrap());
        let connection = connect(&path).unwrap();
        for (cid, phone) in ["+994551112233", "0551112233", "none", "0502223344"].into_iter().enumerate() {
            let phone_key = Some(digits.key(phone));
            let (cid, phone) = (cid.to_string(), Some(phone.to_owned()));
            let customer = CustomerDetails {
                venue_id: 1,
                group_id: 1,
                cid,
                name: "A".into(),
                phone,
                phone_key,
                ..Default::default()
            };
            assert!(customers::create(&connection, &customer).is_ok());
        }
        let keys = || -> Vec<String> {
            let mut statement = connection.prepare("SELECT phone_key FROM customers ORDER BY id").unwrap();
            statement.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
        };
        let find = |filter: Filter| -> Vec<i64> {
            let paging = Paging { page: 1, limit: 10 };
            let search = Search { filters: vec![filter], sort: Sort::BY_ID, paging };
            let page = crate::server::store::sqlite::readers::Reader(connect(&path).unwrap())
                .search_customers(&search)
                .unwrap();
            page.rows.into_iter().map(|customer| customer.id).collect()
        };
        assert_eq!(find(Filter::Phone("0551112233".into())), [2]);
        drop(open(&path, 1, number).unwrap());
        assert_eq!(keys(), ["994551112233", "994551112233#2", "none", "994502223344"]);
        assert_eq!(find(Filter::Phone("994551112233".into())), [1, 2], "a second one is found too");
        assert_eq!(find(Filter::Phone("99455111223".into())), [0; 0]);
        assert_eq!(find(Filter::Phones("55111".into())), [1, 2]);
        drop(open(&path, 1, digits).unwrap());
        assert_eq!(keys(), ["994551112233", "0551112233", "none", "0502223344"]);
        assert_eq!(find(Filter::Phones("0551".into())), [2], "the index has the new keys");
    }

    #[test]
    fn one_new_file_can_be_opened_by_many_servers_at_once() {
        const SERVERS: usize = 6;
        let directory = tempfile::tempdir().unwrap();
        let barrier = std::sync::Barrier::new(SERVERS);
        let open_all = || -> Vec<_> {
            let open_one = |number: usize| {
                barrier.wait();
                open(&directory.path().join(format!("{number}.db")), 1, PhoneComparison::default()).map(drop)
            };
            (0..100).map(open_one).collect()
        };
        let failed: Vec<_> = std::thread::scope(|scope| {
            let servers: Vec<_> = (0..SERVERS).map(|_| scope.spawn(open_all)).collect();
            servers.into_iter().flat_map(|server| server.join().unwrap()).filter_map(Result::err).collect()
        });
        assert!(failed.is_empty(), "{failed:?}");
    }

    #[test]
    fn a_newer_file_and_a_file_that_is_no_database_are_refused() {
        let directory = tempfile::tempdir().unwrap();
        let newer = directory.path().join("newer.db");
        drop(open(&newer, 1, PhoneComparison::default()).unwrap());
        connect(&newer).unwrap().pragma_update(None, "user_version", 99).unwrap();
        assert_eq!(
            open(&newer, 1, PhoneComparison::default()).err(),
            Some(StorageError::Newer { found: 99, known: 4 })
        );
        let no_database = directory.path().join("strange.db");
        std::fs::write(&no_database, "this is no database, but long enough to be looked at by SQLite as one".repeat(9))
            .unwrap();
        assert_eq!(open(&no_database, 1, PhoneComparison::default()).err(), Some(StorageError::Damaged));
    }
}
