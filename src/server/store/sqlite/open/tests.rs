use super::*;
use crate::server::store::{CustomerDetails, Database, Filter, Paging, Search, Sort, Store};

async fn open(path: &Path, venue_id: i64, phones: PhoneComparison) -> Store {
    Store::open(Database::File(path.to_owned()), venue_id, phones, Samples::default).await.unwrap()
}

fn open_file(path: &Path) -> Result<(Sqlite, [u8; 32]), StorageError> {
    Sqlite::open(path, 1, PhoneComparison::default(), Samples::default)
}

async fn venues(store: &Store) -> Vec<(i64, String, bool)> {
    let rows = store.list_venues().await.unwrap();
    rows.into_iter().map(|venue| (venue.id, venue.name, venue.is_active)).collect()
}

/// Returns the ids of the customers that match, on one page.
async fn find(store: &Store, filters: &[Filter], sort: Sort) -> Vec<i64> {
    let search = Search { filters: filters.to_vec(), sort, paging: Paging { limit: 10, offset: 0 } };
    let page = store.search_customers(search).await.unwrap();
    assert_eq!(page.total, i64::try_from(page.rows.len()).unwrap());
    page.rows.into_iter().map(|customer| customer.id).collect()
}

#[tokio::test]
async fn a_new_file_is_private_seeded_and_opens_again() {
    use std::os::unix::fs::PermissionsExt;
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("new").join("shop.db");
    let first = open(&path, 7, PhoneComparison::default()).await;
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&path), 0o600);
    assert_eq!(mode(&path.with_extension("db-wal")), 0o600);
    assert_eq!(mode(path.parent().unwrap()), 0o700);
    let second = open(&path, 1, PhoneComparison::default()).await;
    assert_eq!(first.token_key(), second.token_key());
    assert_ne!(*first.token_key(), [0; 32]);
    let expected = |is_second_active| {
        [
            (1, "Main venue".to_owned(), true),
            (2, "Second venue".to_owned(), is_second_active),
            (7, "Venue 7".to_owned(), true),
        ]
    };
    assert_eq!(venues(&second).await, expected(false));
    assert_eq!(
        venues(&open(&path, 2, PhoneComparison::default()).await).await,
        expected(true),
        "the venue of the settings is active"
    );
}

#[tokio::test]
async fn a_file_of_the_first_version_keeps_its_venues() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("old.db");
    let old = Connection::open(&path).unwrap();
    old.execute_batch(MIGRATIONS[0]).unwrap();
    old.execute("INSERT INTO venues (id, name, is_main) VALUES (2, 'Venue 2', 0)", []).unwrap();
    old.pragma_update(None, "user_version", 1).unwrap();
    drop(old);
    let expected = [(1, "Main venue".to_owned(), true), (2, "Venue 2".to_owned(), true)];
    assert_eq!(venues(&open(&path, 1, PhoneComparison::default()).await).await, expected);
}

#[tokio::test]
async fn customers_of_an_earlier_version_are_found_by_parts_of_their_names_and_phones() {
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
    let store = open(&path, 1, PhoneComparison::default()).await;
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
        assert_eq!(find(&store, &filters, Sort::NEWEST_FIRST).await, expected);
    }
    let in_group = [name("sel"), vec![Filter::Group(1)]].concat();
    assert_eq!(find(&store, &in_group, Sort::NEWEST_FIRST).await, [2]);
    let no_match = [name("sel"), vec![Filter::NoMatch]].concat();
    assert_eq!(find(&store, &no_match, Sort::NEWEST_FIRST).await, [0; 0]);
}

#[tokio::test]
async fn another_rule_for_phones_makes_their_keys_again() {
    use crate::server::PhoneUnique;
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("shop.db");
    let digits = PhoneComparison::default();
    let number = PhoneComparison { unique: PhoneUnique::Number, ..digits };
    drop(open(&path, 1, digits).await);
    let connection = connect(&path).unwrap();
    for (cid, phone) in ["+994551112233", "0551112233", "none", "0502223344"].into_iter().enumerate() {
        let phone_key = Some(digits.key(phone));
        let (cid, phone) = (cid.to_string(), Some(phone.to_owned()));
        let customer =
            CustomerDetails { venue_id: 1, group_id: 1, cid, name: "A".into(), phone, phone_key, ..Default::default() };
        assert!(customers::create(&connection, &customer).is_ok());
    }
    let keys = || -> Vec<String> {
        let mut statement = connection.prepare("SELECT phone_key FROM customers ORDER BY id").unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
    };
    let phone = |key: &str| [Filter::Phone(key.to_owned())];
    let part = |key: &str| [Filter::Phones(key.to_owned())];
    assert_eq!(find(&open(&path, 1, digits).await, &phone("0551112233"), Sort::BY_ID).await, [2]);
    let store = open(&path, 1, number).await;
    assert_eq!(keys(), ["994551112233", "994551112233#2", "none", "994502223344"]);
    assert_eq!(find(&store, &phone("994551112233"), Sort::BY_ID).await, [1, 2], "a second one is found too");
    assert_eq!(find(&store, &phone("99455111223"), Sort::BY_ID).await, [0; 0]);
    assert_eq!(find(&store, &part("55111"), Sort::BY_ID).await, [1, 2]);
    let store = open(&path, 1, digits).await;
    assert_eq!(keys(), ["994551112233", "0551112233", "none", "0502223344"]);
    assert_eq!(find(&store, &part("0551"), Sort::BY_ID).await, [2], "the index has the new keys");
}

#[test]
fn one_new_file_can_be_opened_by_many_servers_at_once() {
    const SERVERS: usize = 6;
    let directory = tempfile::tempdir().unwrap();
    let barrier = std::sync::Barrier::new(SERVERS);
    let open_all = || -> Vec<_> {
        let open_one = |number: usize| {
            barrier.wait();
            open_file(&directory.path().join(format!("{number}.db"))).map(drop)
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
    drop(open_file(&newer).unwrap());
    connect(&newer).unwrap().pragma_update(None, "user_version", 99).unwrap();
    assert_eq!(open_file(&newer).err(), Some(StorageError::Newer { found: 99, known: 4 }));
    let no_database = directory.path().join("strange.db");
    std::fs::write(&no_database, "this is no database, but long enough to be looked at by SQLite as one".repeat(9))
        .unwrap();
    assert_eq!(open_file(&no_database).err(), Some(StorageError::Damaged));
}
