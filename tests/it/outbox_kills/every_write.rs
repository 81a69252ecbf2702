//! The outbox is stopped at every point at which it writes: killed before the write, killed in the middle of it, the
//! disk full from there on. What it had acknowledged is there when it is opened again.
//!
//! The process that is stopped is this test's own binary with `stop_at.c` loaded into it, which needs the C compiler
//! that the build needs as well.

use serial_test::serial;
use std::collections::BTreeMap;
use std::os::unix::fs::FileExt as _;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::{env, fs, thread};

use frontdesk::domain::{ApiError, CustomerId, NewCustomer, UnknownOutcome};
use frontdesk::outbox::{Draft, Drafts, Event, InDoubt, Outbox, OutboxError, Owner, Report, State};

use crate::support::child::itself;
use crate::support::outbox::{
    cashier, cid, files_with, later, lease_due, now, phoneless, process, queue, stored, traces,
};
use crate::support::shim;

const DIR: &str = "OUTBOX_KILL_DIR";

/// Where it stands, the process does no more than open the outbox.
const ONLY_OPEN: &str = "only-open";

/// So many registrations are in an outbox that is damaged.
const SALVAGED: u32 = 12;

type Step = fn(&Outbox, &Drafts) -> Result<(), OutboxError>;

/// What the process does, in this order; after each it says so.
const STEPS: &[(&str, Step)] = &[
    ("draft written", |_, drafts| drafts.write(&[draft(1)])),
    ("1 queued", |outbox, _| save(outbox, 1)),
    ("draft erased", |_, drafts| drafts.clear()),
    ("2 queued", |outbox, _| save(outbox, 2)),
    ("3 queued", |outbox, _| save(outbox, 3)),
    ("4 sending", |outbox, _| outbox.save_and_lease(&phoneless(4), &cashier(), now()).map(drop)),
    ("1 registered", |outbox, _| attempt(outbox, 1, &registered(1))),
    ("2 uncertain", |outbox, _| attempt(outbox, 2, &lost())),
    ("3 refused", |outbox, _| attempt(outbox, 3, &rejected())),
    ("3 queued", |outbox, _| queue(outbox, &mended(3), &cashier(), now())),
    ("2 registered", |outbox, _| attempt(outbox, 2, &ours(2))),
    ("3 gone", |outbox, _| outbox.discard(cid(3), InDoubt::Forget, now())),
    ("draft written", |_, drafts| drafts.write(&[draft(5), draft(6)])),
    ("all purged", |outbox, _| outbox.purge(crate::support::outbox::later(1)).map(drop)),
];

fn save(outbox: &Outbox, number: u32) -> Result<(), OutboxError> {
    queue(outbox, &phoneless(number), &cashier(), now())
}

fn attempt(outbox: &Outbox, number: u32, report: &Report) -> Result<(), OutboxError> {
    // Where an earlier step failed there may be nothing to do.
    let Some(leased) = outbox.lease(cid(number), now())? else { return Err(OutboxError::Unknown(cid(number))) };
    outbox.finish(&leased, report, now(), 0).map(drop)
}

fn mended(number: u32) -> NewCustomer {
    NewCustomer { code: None, ..phoneless(number) }
}

fn registered(number: u32) -> Report {
    let customer = stored(&phoneless(number), u64::from(number));
    Report { events: vec![Event::Stored(customer.id)], trouble: None, customer: Some(customer), is_away: false }
}

fn ours(number: u32) -> Report {
    let sight = frontdesk::outbox::Sight::Ours(CustomerId(u64::from(number)));
    Report { events: vec![Event::ReadBack(sight)], ..Report::default() }
}

fn lost() -> Report {
    Report {
        events: vec![Event::Lost],
        trouble: Some(ApiError::Unknown(UnknownOutcome::Timeout)),
        customer: None,
        is_away: false,
    }
}

fn rejected() -> Report {
    let trouble = ApiError::Conflict { field: None };
    Report { events: vec![Event::Rejected(trouble.clone())], trouble: Some(trouble), customer: None, is_away: false }
}

fn draft(number: u32) -> Draft {
    Draft { cid: cid(number), texts: [("note".to_owned(), format!("half typed {number}"))].into(), effort: None }
}

/// Not a test: the process that the others stop.
#[test]
#[ignore = "is run by the other tests, in a process of its own"]
fn the_process() {
    let Some(dir) = env::var_os(DIR).map(PathBuf::from) else { return };
    let opened = Owner::register(&dir).and_then(|owner| {
        let owner = Arc::new(owner);
        let outbox = Outbox::open(&dir, Arc::clone(&owner), now())?;
        Ok((outbox.0, Drafts::open(&dir, owner, &cashier())?))
    });
    let (outbox, drafts) = match opened {
        Ok(opened) => opened,
        Err(error) => return println!("\nnot opened: {error:?}"),
    };
    println!("\ndone: opened");
    if dir.join(ONLY_OPEN).exists() {
        return println!("done: all");
    }
    for (what, step) in STEPS {
        match step(&outbox, &drafts) {
            Ok(()) => println!("done: {what}"),
            Err(error) => println!("not done: {what}: {error:?}"),
        }
    }
    println!("done: all");
}

/// `stop_at.c`, compiled once.
fn stopper() -> &'static Path {
    static COMPILED: std::sync::OnceLock<tempfile::TempPath> = std::sync::OnceLock::new();
    COMPILED.get_or_init(|| shim::compile("outbox_kills/stop_at.c"))
}

fn run(dir: &Path, at: u32, how: &str) -> Output {
    itself("outbox_kills::every_write::the_process")
        .env(DIR, dir)
        .env("LD_PRELOAD", stopper())
        .env("STOP_DIR", dir)
        .env("STOP_AT", at.to_string())
        .env("STOP_HOW", how)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

/// What the process said it had done, and what not.
fn said(output: &Output) -> (Vec<String>, Vec<String>) {
    let text = String::from_utf8_lossy(&output.stdout);
    let of = |prefix: &str| text.lines().filter_map(|line| line.strip_prefix(prefix)).map(str::to_owned).collect();
    (of("done: "), of("not done: "))
}

/// Stops a process at its first, second, third … point until one is not stopped; at each, what is found afterwards is
/// looked at. How many points there are.
fn at_every_point(
    how: &str,
    prepare: &(dyn Fn(&Path) + Sync),
    is_stopped: fn(&Output) -> bool,
    look: fn(u32, &Path, &Output),
) -> u32 {
    let next = AtomicU32::new(1);
    let ended = AtomicBool::new(false);
    let points = AtomicU32::new(0);
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                while !ended.load(Ordering::Relaxed) {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let home = tempfile::tempdir().unwrap();
                    prepare(home.path());
                    let output = run(home.path(), at, how);
                    if is_stopped(&output) {
                        points.fetch_max(at, Ordering::Relaxed);
                    } else {
                        assert!(said(&output).0.contains(&"all".to_owned()), "{output:?}");
                        ended.store(true, Ordering::Relaxed);
                    }
                    look(at, home.path(), &output);
                }
            });
        }
    });
    points.into_inner()
}

fn is_killed(output: &Output) -> bool {
    output.status.signal() == Some(9)
}

/// The states that are said of each registration, the last one last.
fn last_said(done: &[String]) -> BTreeMap<u32, String> {
    let told = done.iter().filter_map(|line| line.split_once(' '));
    told.filter_map(|(number, state)| Some((number.parse().ok()?, state.to_owned()))).collect()
}

/// After a kill: every state that was acknowledged is there, or the one that was being made.
fn nothing_acknowledged_is_missing(at: u32, dir: &Path, output: &Output) {
    let (done, not_done) = said(output);
    assert_eq!(not_done, Vec::<String>::new(), "at {at}");
    let under_way = STEPS.get(done.len().saturating_sub(1)).map_or("", |(what, _)| what);
    let outbox = process(dir);
    outbox.check().unwrap();
    for (number, acknowledged) in last_said(&done) {
        let found = outbox.show(cid(number)).unwrap().map_or("gone".to_owned(), |row| row.state.name().to_owned());
        let next = under_way.strip_prefix(&format!("{number} ")).unwrap_or(&acknowledged);
        let purged = done.contains(&"all purged".to_owned()) || under_way == "all purged";
        let fits = match acknowledged.as_str() {
            // The lease is taken over by whoever looks for work; until then it is as it was.
            // A rejected one that is corrected is leased as it is saved.
            _ if found == "sending" => acknowledged != "registered" && acknowledged != "gone",
            "registered" if found == "gone" => purged,
            _ => found == acknowledged || found == next,
        };
        assert!(fits, "at {at}: {number} is {found}, acknowledged was {acknowledged}, under way {under_way}");
        if let Some(customer) = outbox.show(cid(number)).unwrap().and_then(|row| row.customer) {
            assert!(customer == phoneless(number) || customer == mended(number), "at {at}");
        }
        if found == "registered" || found == "gone" {
            assert_eq!(files_with(dir, &traces(number)), Vec::<String>::new(), "at {at}: {number} is {found}");
        }
    }
    everything_goes_on(&outbox);
    let left = drafts_after(dir);
    let acknowledged = done.iter().rev().find(|line| line.starts_with("draft")).map_or("draft erased", String::as_str);
    let first = done.iter().filter(|line| line.starts_with("draft")).count() < 2;
    let (written, erased) = (left == if first { vec![draft(1)] } else { vec![draft(5), draft(6)] }, left.is_empty());
    let expected = if acknowledged == "draft written" { written } else { erased };
    let next = match under_way {
        "draft written" => written,
        "draft erased" => erased,
        _ => false,
    };
    assert!(expected || next, "at {at}: {left:?} after {acknowledged}, under way {under_way}");
}

fn drafts_after(dir: &Path) -> Vec<Draft> {
    let drafts = Drafts::open(dir, Arc::new(Owner::register(dir).unwrap()), &cashier()).unwrap();
    let left = drafts.take_over().unwrap();
    assert!(left.unreadable.is_empty());
    left.drafts
}

/// Whatever is on its way can be delivered.
fn everything_goes_on(outbox: &Outbox) {
    loop {
        // Those that are to be looked up come together.
        let due = lease_due(outbox, later(60));
        if due.is_empty() {
            break;
        }
        for leased in due {
            let event = match leased.state {
                State::Sending { .. } => Event::Stored(CustomerId(1)),
                _ => Event::ReadBack(frontdesk::outbox::Sight::Ours(CustomerId(1))),
            };
            outbox.finish(&leased, &Report { events: vec![event], ..Report::default() }, now(), 0).unwrap();
        }
    }
    assert_eq!(outbox.counts().unwrap().waiting, 0);
}

#[test]
#[serial]
fn killed_before_every_write() {
    let points = at_every_point("kill", &|_| {}, is_killed, nothing_acknowledged_is_missing);
    assert!(points > 80, "{points}: what is counted are not all writes");
}

#[test]
#[serial]
fn killed_in_the_middle_of_every_write() {
    let points = at_every_point("torn", &|_| {}, is_killed, nothing_acknowledged_is_missing);
    assert!(points > 80, "{points}: what is counted are not all writes");
}

/// What was acknowledged is there, and what failed was said by its name.
fn nothing_is_pretended(at: u32, dir: &Path, output: &Output) {
    let (done, not_done) = said(output);
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "at {at}: {text}\n{}", String::from_utf8_lossy(&output.stderr));
    for line in not_done.iter().filter(|line| !line.contains("DiskFull")) {
        // What follows from an earlier step that failed.
        assert!(line.contains("Unknown(") || line.contains("UnderWay("), "at {at}: {line}");
    }
    let outbox = process(dir);
    outbox.check().unwrap();
    for (number, acknowledged) in last_said(&done) {
        let found = outbox.show(cid(number)).unwrap().map_or("gone".to_owned(), |row| row.state.name().to_owned());
        let failed = not_done.iter().any(|line| line.starts_with(&format!("{number} ")));
        let purged = done.contains(&"all purged".to_owned()) && acknowledged == "registered" && found == "gone";
        // A step that failed in the middle leaves it leased: not lost, and settled when the lease ends.
        let leased = failed && ["sending", "uncertain"].contains(&found.as_str());
        assert!(
            found == acknowledged || purged || leased,
            "at {at}: {number} is {found}, acknowledged was {acknowledged}"
        );
    }
    everything_goes_on(&outbox);
}

fn is_told_of_a_full_disk(output: &Output) -> bool {
    String::from_utf8_lossy(&output.stdout).contains("DiskFull")
}

#[test]
#[serial]
fn the_disk_is_full_from_every_point_on() {
    // The log that could not be emptied is nobody's trouble: the points end where nothing is said any more.
    let points = at_every_point("full", &|_| {}, is_told_of_a_full_disk, nothing_is_pretended);
    assert!(points > 60, "{points}: what is counted are not all writes");
}

/// A kill leaves what was written with the system; a power cut leaves only what was synced.
#[test]
#[serial]
fn what_is_acknowledged_is_synced() {
    let home = tempfile::tempdir().unwrap();
    let output = run(home.path(), 0, "watch");
    assert!(said(&output).0.contains(&"all".to_owned()), "{output:?}");
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(!text.contains("not synced"), "{text}");
}

/// A directory with an outbox of which an index is damaged: every registration can still be read.
fn damaged(dir: &Path) {
    let outbox = process(dir);
    for number in 1..=SALVAGED {
        save(&outbox, number).unwrap();
    }
    let path = outbox.path();
    drop(outbox);
    let raw = rusqlite::Connection::open(&path).unwrap();
    let page = "SELECT rootpage FROM sqlite_schema WHERE name = 'waiting'";
    let page: u64 = raw.query_row(page, [], |row| row.get::<_, u32>(0)).unwrap().into();
    drop(raw);
    let file = fs::OpenOptions::new().write(true).open(&path).unwrap();
    file.write_all_at(&[0xA5; 4096], (page - 1) * 4096).unwrap();
    fs::write(dir.join(ONLY_OPEN), "").unwrap();
}

#[test]
#[serial]
fn killed_while_a_damaged_outbox_is_set_aside() {
    let home = tempfile::tempdir().unwrap();
    damaged(home.path());
    let sound = |dir: &Path| {
        for name in ["outbox.sqlite", ONLY_OPEN] {
            fs::copy(home.path().join(name), dir.join(name)).unwrap();
        }
    };
    let points = at_every_point("kill", &sound, is_killed, |at, dir, _| {
        let (outbox, _) = Outbox::open(dir, Arc::new(Owner::register(dir).unwrap()), now()).unwrap();
        for number in 1..=SALVAGED {
            let row = outbox.show(cid(number)).unwrap().unwrap_or_else(|| panic!("at {at}: {number} is lost"));
            assert_eq!((row.state.name(), row.customer), ("uncertain", Some(phoneless(number))), "at {at}");
        }
        outbox.check().unwrap();
        let left = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        assert_eq!(left.filter(|name| name.contains("salvage")).count(), 0, "at {at}");
    });
    assert!(points > 30, "{points}: what is counted are not all writes");
}
