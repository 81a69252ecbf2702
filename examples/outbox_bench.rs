//! Measures the outbox when it is empty and when it is full: `cargo run --release --example outbox_bench -- [ROWS]`.
//!
//! For an empty outbox, one with 100,000 waiting registrations and one with 100,000 delivered ones, it prints the time
//! to open it, to save a registration, to take the next one, to record its result, and to count.

#![expect(clippy::print_stdout, reason = "it is a program that reports")]

use std::env;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use frontdesk::domain::{Cid, Country, CustomerId, Name, NewCustomer, Phone};
use frontdesk::outbox::{AttemptReport, Cashier, Event, Outbox, Owner, Wanted};

/// The number of measurements of each operation.
const SAMPLE_COUNT: u32 = 200;

fn main() -> anyhow::Result<()> {
    let rows = env::args().nth(1).map_or(Ok(100_000), |text| text.parse::<u32>())?;
    println!("{:<28} {:>9} {:>9} {:>9} {:>9} {:>9}", "median of each", "open", "save", "take", "finish", "count");
    for (label, rows, state) in
        [("empty", 0, "queued"), ("that many wait", rows, "queued"), ("that many were delivered", rows, "registered")]
    {
        let home = tempfile::tempdir()?;
        drop(open(home.path())?);
        insert_rows(home.path(), rows, state)?;
        let medians = median_times(home.path())?.map(|time| format!("{:.2} ms", time.as_secs_f64() * 1e3));
        let [open, save, take, finish, count] = medians;
        println!("{label:<28} {open:>9} {save:>9} {take:>9} {finish:>9} {count:>9}");
    }
    Ok(())
}

fn open(dir: &Path) -> anyhow::Result<Outbox> {
    Ok(Outbox::open(dir, Arc::new(Owner::register(dir)?), Utc::now(), Duration::from_secs(30))?)
}

/// Writes directly into the file, because saving each registration would cost a hundred thousand disk syncs.
fn insert_rows(dir: &Path, rows: u32, state: &str) -> anyhow::Result<()> {
    let database = rusqlite::Connection::open(dir.join("outbox.sqlite"))?;
    database.execute(
        "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < ?1)
         INSERT INTO registration (cid, cashier, saved_at, state, settled_at)
         SELECT printf('00000000-0000-4000-8000-%012d', n), 'leyla', 1795515300000, ?2,
                iif(?2 = 'registered', 1795515300000, NULL)
         FROM n WHERE ?1 > 0",
        (rows, state),
    )?;
    database.execute(
        "INSERT INTO personal (id, current)
         SELECT id, '{\"name\":\"Aysel Məmmədova\",\"phone\":\"+994501234567\",\"email\":\"aysel@example.com\"}'
         FROM registration WHERE state = 'queued'",
        [],
    )?;
    Ok(())
}

/// Returns the median times to open, save, take, finish and count.
fn median_times(dir: &Path) -> anyhow::Result<[Duration; 5]> {
    let mut times: [Vec<Duration>; 5] = Default::default();
    for _ in 0..SAMPLE_COUNT / 10 {
        let (opened, time) = timed(|| open(dir));
        drop(opened?);
        times[0].push(time);
    }
    let outbox = open(dir)?;
    let now: DateTime<Utc> = Utc::now();
    for number in 0..SAMPLE_COUNT {
        let customer = customer(number).context("customer")?;
        let (saved, time) = timed(|| outbox.save_and_lease(&customer, &Cashier::new("leyla"), now));
        let saved = saved?.context("it is this process's turn")?;
        times[1].push(time);
        let not_sent = AttemptReport { events: vec![Event::NotCarriedOut], ..AttemptReport::default() };
        outbox.finish(&saved, &not_sent, now, 0)?;
        let (leased, time) = timed(|| outbox.lease_next(Wanted::ToSend, now));
        let leased = leased?.pop().context("one is due")?;
        times[2].push(time);
        let report = AttemptReport { events: vec![Event::Stored(CustomerId(1))], ..AttemptReport::default() };
        let (finished, time) = timed(|| outbox.finish(&leased, &report, now, 0));
        finished?;
        times[3].push(time);
        let (counts, time) = timed(|| outbox.counts());
        counts?;
        times[4].push(time);
    }
    Ok(times.map(|mut times| {
        times.sort();
        times.get(times.len() / 2).copied().unwrap_or_default()
    }))
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let started = Instant::now();
    let result = work();
    (result, started.elapsed())
}

fn customer(number: u32) -> Option<NewCustomer> {
    let mut bytes = [7; 16];
    bytes.get_mut(12..)?.copy_from_slice(&number.to_be_bytes());
    Some(NewCustomer {
        cid: Cid::from_random_bytes(bytes),
        name: Name::parse("Aysel Məmmədova").valid()?,
        phone: Phone::parse("+994501234567", Country::default()).valid(),
        email: None,
        code: None,
        birth_date: None,
        gender: None,
        group: None,
        note: None,
        consent: None,
    })
}
