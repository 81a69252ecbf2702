//! Numbered customers, fixed times and temporary outboxes for the tests of the outbox.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, Duration, NaiveDate, TimeZone as _, Utc};
use frontdesk::domain::{
    BirthDate, Cid, Code, Country, Customer, CustomerId, DateOrder, DisplayText, Email, EntryStats, Gender, GroupId,
    Name, NewCustomer, Note, Phone,
};
use frontdesk::outbox::{
    AttemptReport, Cashier, Event, Leased, LookupResult, Outbox, OutboxError, Owner, Quarantined, State, Wanted,
};

/// The time of all tests.
pub fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 24, 10, 15, 0).unwrap()
}

pub fn later(seconds: i64) -> DateTime<Utc> {
    now() + Duration::seconds(seconds)
}

pub fn cid(number: u32) -> Cid {
    let mut bytes = [0; 16];
    bytes[..4].copy_from_slice(&number.to_be_bytes());
    Cid::from_random_bytes(bytes)
}

pub fn phone(number: u32) -> Phone {
    Phone::parse(&format!("+99450{number:07}"), Country::default()).valid().unwrap()
}

pub fn name(number: u32) -> String {
    format!("Canary{number:07}Məmmədova")
}

/// Creates a customer with every field, each with a text that can be searched for.
pub fn customer(number: u32) -> NewCustomer {
    NewCustomer { phone: Some(phone(number)), ..customer_without_phone(number) }
}

/// Creates a customer with every field but the phone. A process without phones starts much faster, because it need not
/// load the numbering plans of all countries.
pub fn customer_without_phone(number: u32) -> NewCustomer {
    let today = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
    NewCustomer {
        cid: cid(number),
        name: Name::parse(&name(number)).valid().unwrap(),
        phone: None,
        email: Email::parse(&format!("canary{number:07}@example.com")).valid(),
        code: Code::parse(&format!("CARD{number:07}")).valid(),
        birth_date: BirthDate::parse("1990-05-15", DateOrder::default(), today).valid(),
        gender: Some(Gender::Female),
        group: Some(GroupId(2)),
        note: Note::parse(&format!("note{number:07} likes window seats")).valid(),
        consent: None,
    }
}

/// Creates a customer with only the values that the API requires.
pub fn minimal_customer(number: u32) -> NewCustomer {
    NewCustomer {
        email: None,
        code: None,
        birth_date: None,
        gender: None,
        group: None,
        note: None,
        consent: None,
        ..customer_without_phone(number)
    }
}

/// Returns the texts of a customer that must not be found outside of the outbox.
pub fn personal_texts(number: u32) -> Vec<String> {
    vec![
        name(number),
        format!("50{number:07}"),
        format!("canary{number:07}"),
        format!("CARD{number:07}"),
        format!("note{number:07}"),
    ]
}

/// Returns a customer as the API returns it after storing it.
pub fn customer_from_api(customer: &NewCustomer, id: u64) -> Customer {
    Customer {
        id: CustomerId(id),
        cid: Some(customer.cid),
        name: DisplayText::new(customer.name.as_str()),
        phone: customer.phone.as_ref().map(|phone| DisplayText::new(phone.e164())),
        code: customer.code.as_ref().map(|code| DisplayText::new(code.as_str())),
        balance_id: Some(2868),
        group: None,
        receipt_count: Some(0),
        since_year: Some(2026),
        balance: None,
        birth_date: None,
        note: None,
    }
}

pub fn stats(keys: u32, millis: u64) -> EntryStats {
    EntryStats { keys, time: std::time::Duration::from_millis(millis) }
}

pub fn cashier() -> Cashier {
    Cashier::new("leyla")
}

/// Opens the outbox as a separate owner, as another process would.
pub fn open_as_new_process(dir: &Path) -> Outbox {
    let (outbox, quarantined) = open_and_report(dir).unwrap();
    assert_eq!(quarantined, None);
    outbox
}

/// Opens the outbox as a separate owner. Also returns the report of a quarantined file.
pub fn open_and_report(dir: &Path) -> Result<(Outbox, Option<Quarantined>), OutboxError> {
    let outbox = Outbox::open(dir, Arc::new(Owner::register(dir).unwrap()), now(), LOCK_TIMEOUT)?;
    let quarantined = outbox.take_unreported();
    Ok((outbox, quarantined))
}

/// Makes a directory in memory, if the system has such a place: the test is not about the speed of a disk.
pub fn memory_dir() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

/// Longer than a busy host needs.
pub const LOCK_TIMEOUT: std::time::Duration = std::time::Duration::from_secs(30);

/// Saves a registration as a desk does whose connection fails at once: it is on disk, certainly not sent, and due.
pub fn queue(outbox: &Outbox, customer: &NewCustomer, cashier: &Cashier, at: DateTime<Utc>) -> Result<(), OutboxError> {
    let Some(leased) = outbox.save_and_lease(customer, cashier, at)? else { return Ok(()) };
    if matches!(leased.state, State::Uncertain { .. }) {
        // It is looked up first, and the look-up fails too.
        let report = AttemptReport { events: vec![Event::ReadBack(LookupResult::Failed)], ..AttemptReport::default() };
        return outbox.finish(&leased, &report, at, 0).map(drop);
    }
    let report = AttemptReport { events: vec![Event::NotCarriedOut], ..AttemptReport::default() };
    outbox.finish(&leased, &report, at, 0).map(drop)
}

/// Leases all registrations to look up if one of them is due, otherwise the next one to send.
pub fn lease_due(outbox: &Outbox, at: DateTime<Utc>) -> Vec<Leased> {
    let leased = outbox.lease_next(Wanted::ToSettle, at).unwrap();
    if leased.is_empty() { outbox.lease_next(Wanted::ToSend, at).unwrap() } else { leased }
}

/// Leases the only registration to look up, or the next one to send.
pub fn lease_one(outbox: &Outbox, at: DateTime<Utc>) -> Option<Leased> {
    let mut leased = lease_due(outbox, at);
    assert!(leased.len() <= 1, "{} are to be looked up", leased.len());
    leased.pop()
}

pub fn lease_next(outbox: &Outbox) -> Leased {
    lease_one(outbox, now()).expect("one is due")
}

/// Lists the files below a directory that contain one of the texts.
pub fn files_with(dir: &Path, texts: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_with(&path, texts));
            continue;
        }
        let content = fs::read(&path).unwrap();
        let mut hits = texts.iter().filter(|text| contains(&content, text.as_bytes()));
        if let Some(text) = hits.next() {
            found.push(format!("{} has {text}", path.display()));
        }
    }
    found
}

fn contains(content: &[u8], text: &[u8]) -> bool {
    content.windows(text.len()).any(|window| window == text)
}
