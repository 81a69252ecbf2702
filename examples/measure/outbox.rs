//! The outbox when it is empty and when it is full: the start of a desk, from Ctrl-S to the next form and to the result, and
//! the steps of a delivery. Everything is on the disk of the build.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use frontdesk::domain::{Cid, Country, CustomerId, Name, NewCustomer, Phone};
use frontdesk::outbox::{AttemptReport, Cashier, Event, Outbox, Owner, Wanted};

use crate::program::{Program, Running, USUAL_SIZE, copy};
use crate::report::{Report, grouped, median, milliseconds, percentile};

/// The number of measurements of each operation.
const SAMPLE_COUNT: u32 = 200;

/// The number of customers that a desk saves.
const SAVED_COUNT: usize = 30;

/// The rows with which an outbox is measured, and their state.
const ROWS: [(u32, &str); 5] =
    [(0, "queued"), (1_000, "queued"), (100_000, "queued"), (1_000, "registered"), (100_000, "registered")];

/// Measures the desk with each number of rows: rows that wait while the API cannot be reached, and delivered rows while it
/// can.
pub fn measure(report: &mut Report, desk: &Program, offline: &Program, parent: &Path) -> anyhow::Result<()> {
    let mut rows = Vec::new();
    for (index, (count, state)) in ROWS.into_iter().enumerate() {
        let home = tempfile::tempdir_in(parent)?;
        desk.copy_home(home.path())?;
        let state_dir = home.path().join("state");
        drop(open(&state_dir)?);
        insert_rows(&state_dir, count, state)?;
        let operations = median_times(&copied(home.path(), parent)?.path().join("state"))?;
        let waits = state == "queued" && count > 0;
        let (program, loaded) = if waits { (offline, "Offline") } else { (desk, "Main venue") };
        let program = program.with_home(home.path(), loaded);
        let mut starts = Vec::new();
        for _ in 0..10 {
            starts.push(program.start(parent, USUAL_SIZE, &[])?.first_frame);
        }
        let mut running = program.start_loaded(parent)?;
        let result = if waits { "SAVED, NOT SENT YET" } else { "REGISTERED" };
        // All desks save to one server: no phone comes twice.
        let numbers = index * SAVED_COUNT..(index + 1) * SAVED_COUNT;
        let saved = numbers.map(|number| save(&mut running, number, result)).collect::<Result<Vec<_>, _>>()?;
        let (forms, results): (Vec<_>, Vec<_>) = saved.into_iter().unzip();
        let what = match (count, waits) {
            (0, _) => "empty".to_owned(),
            (_, true) => format!("{} wait, the API cannot be reached", grouped(count.into())),
            (_, false) => format!("{} are delivered", grouped(count.into())),
        };
        let mut row = vec![what, milliseconds(median(&starts)), milliseconds(median(&forms))];
        row.extend([milliseconds(median(&results)), milliseconds(percentile(&results, 99))]);
        row.extend(operations.map(|time| format!("{:.2} ms", time.as_secs_f64() * 1e3)));
        rows.push(row);
    }
    let header = [
        "outbox",
        "first frame",
        "Ctrl-S to next form",
        "to result",
        "99 %",
        "open",
        "save",
        "take",
        "finish",
        "count",
    ];
    report.table("outbox", &header, &rows);
    let syncs = sync_times(parent)?;
    report.text(
        "outbox",
        &format!(
            "Writing 4 KiB to the same disk with `fsync`: median {}, 99 % {}.",
            milliseconds(median(&syncs)),
            milliseconds(percentile(&syncs, 99))
        ),
    );
    Ok(())
}

/// Types a customer and saves it. Returns the time until the next form takes a key, and until the result is on the screen.
fn save(running: &mut Running, number: usize, result: &str) -> anyhow::Result<(Duration, Duration)> {
    let terminal = &mut running.terminal;
    let (phone, name) = (format!("050{:07}", 2_000_000 + number), format!("Aysel {}", letters(number)));
    // The answer about the phone is there, or the desk has said that there is none.
    terminal.send_and_wait(&phone, |screen| {
        ["new customer", "No connection", "not looked up", "Not looked up", "offline", "Offline"]
            .iter()
            .any(|text| screen.contents().contains(text))
    })?;
    terminal.send_and_wait(&format!("\t{name}"), |screen| screen.contents().contains(&name))?;
    terminal.wait_until_quiet(Duration::from_millis(600))?;
    let saved_at = Instant::now();
    let form = terminal.send_and_wait("\x13", |screen| {
        !screen.contents().contains("[ Register ]") || has_result(screen, result, &name)
    })?;
    terminal.wait_until(|screen| has_result(screen, result, &name))?;
    let shown = terminal.last_output_at() - saved_at;
    Ok((form, shown))
}

fn has_result(screen: &vt100::Screen, result: &str, name: &str) -> bool {
    screen.contents().lines().any(|line| line.contains(result) && line.contains(name))
}

/// Returns letters that differ from number to number.
fn letters(number: usize) -> String {
    let letter = |digit: usize| char::from(b'a' + u8::try_from(digit % 26).unwrap_or_default());
    format!("Q{}{}", letter(number / 26), letter(number))
}

fn copied(home: &Path, parent: &Path) -> anyhow::Result<tempfile::TempDir> {
    let other = tempfile::tempdir_in(parent)?;
    copy(home, other.path())?;
    Ok(other)
}

/// Returns the times of writes that the disk has confirmed.
fn sync_times(parent: &Path) -> anyhow::Result<Vec<Duration>> {
    let directory = tempfile::tempdir_in(parent)?;
    let mut file = File::create(directory.path().join("synced"))?;
    (0..SAMPLE_COUNT)
        .map(|_| {
            let started = Instant::now();
            file.write_all(&[b'x'; 4096])?;
            file.sync_all()?;
            Ok(started.elapsed())
        })
        .collect()
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
         SELECT printf('00000000-0000-4000-8000-%012d', n), 'leyla', ?3, ?2, iif(?2 = 'registered', ?3, NULL)
         FROM n WHERE ?1 > 0",
        (rows, state, Utc::now().timestamp_millis()),
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
