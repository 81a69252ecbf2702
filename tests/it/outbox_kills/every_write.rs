//! The outbox is stopped at every point at which it writes: killed before the write, killed in the middle of it, or the
//! disk is full from that point on. Every acknowledged state is there when it is opened again.
//!
//! The process that is stopped is the binary of this test with `stop_at.c` loaded into it. This needs the C compiler,
//! which the build needs too.

use serial_test::serial;
use std::collections::BTreeMap;
use std::os::unix::fs::FileExt as _;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::{env, fs, thread};

use frontdesk::domain::{ApiError, CustomerId, Draft, NewCustomer, UnknownOutcome};
use frontdesk::outbox::{AttemptReport, DiscardUncertain, Drafts, Event, Outbox, OutboxError, Owner, State};

use crate::support::child::ignored_test;
use crate::support::outbox::{
    LOCK_TIMEOUT, cashier, cid, customer_from_api, customer_without_phone, files_with, later, lease_due, memory_dir,
    now, open_and_report, open_as_new_process, personal_texts, queue,
};
use crate::support::shim;

const DIR_VARIABLE: &str = "OUTBOX_KILL_DIR";

/// If this file exists, the process only opens the outbox.
const OPEN_ONLY_FILE: &str = "only-open";

/// The number of registrations in the outbox that is damaged.
const DAMAGED_REGISTRATIONS: u32 = 12;

type Step = fn(&Outbox, &Drafts) -> Result<(), OutboxError>;

/// The steps of the process, in this order. It reports each step after it.
const STEPS: &[(&str, Step)] = &[
    ("draft written", |_, drafts| drafts.write(&[draft(1)])),
    ("1 queued", |outbox, _| save(outbox, 1)),
    ("draft erased", |_, drafts| drafts.clear()),
    ("2 queued", |outbox, _| save(outbox, 2)),
    ("3 queued", |outbox, _| save(outbox, 3)),
    ("4 sending", |outbox, _| outbox.save_and_lease(&customer_without_phone(4), &cashier(), now()).map(drop)),
    ("1 registered", |outbox, _| attempt(outbox, 1, &registered(1))),
    ("2 uncertain", |outbox, _| attempt(outbox, 2, &lost())),
    ("3 refused", |outbox, _| attempt(outbox, 3, &rejected())),
    ("3 queued", |outbox, _| queue(outbox, &corrected(3), &cashier(), now())),
    ("2 registered", |outbox, _| attempt(outbox, 2, &ours(2))),
    ("3 gone", |outbox, _| outbox.discard(cid(3), DiscardUncertain::Forget, now())),
    ("draft written", |_, drafts| drafts.write(&[draft(5), draft(6)])),
    ("all purged", |outbox, _| outbox.purge(crate::support::outbox::later(1)).map(drop)),
];

fn save(outbox: &Outbox, number: u32) -> Result<(), OutboxError> {
    queue(outbox, &customer_without_phone(number), &cashier(), now())
}

fn attempt(outbox: &Outbox, number: u32, report: &AttemptReport) -> Result<(), OutboxError> {
    // If an earlier step failed, there may be no registration.
    let Some(leased) = outbox.lease(cid(number), now())? else { return Err(OutboxError::Unknown) };
    outbox.finish(&leased, report, now(), 0).map(drop)
}

fn corrected(number: u32) -> NewCustomer {
    NewCustomer { code: None, ..customer_without_phone(number) }
}

fn registered(number: u32) -> AttemptReport {
    let customer = customer_from_api(&customer_without_phone(number), u64::from(number));
    AttemptReport { events: vec![Event::Stored(customer.id)], error: None, customer: Some(customer), is_away: false }
}

fn ours(number: u32) -> AttemptReport {
    let sight = frontdesk::outbox::LookupResult::Ours(CustomerId(u64::from(number)));
    AttemptReport { events: vec![Event::ReadBack(sight)], ..AttemptReport::default() }
}

fn lost() -> AttemptReport {
    AttemptReport {
        events: vec![Event::Lost],
        error: Some(ApiError::Unknown(UnknownOutcome::Timeout)),
        customer: None,
        is_away: false,
    }
}

fn rejected() -> AttemptReport {
    let error = ApiError::Conflict { field: None };
    AttemptReport { events: vec![Event::Rejected(error.clone())], error: Some(error), customer: None, is_away: false }
}

fn draft(number: u32) -> Draft {
    Draft { cid: cid(number), texts: [("note".to_owned(), format!("half typed {number}"))].into(), stats: None }
}

/// Not a test: the process that the other tests stop.
#[test]
#[ignore = "is run by the other tests, in a process of its own"]
fn the_process() {
    let Some(dir) = env::var_os(DIR_VARIABLE).map(PathBuf::from) else { return };
    let opened = Owner::register(&dir).and_then(|owner| {
        let owner = Arc::new(owner);
        let outbox = Outbox::open(&dir, Arc::clone(&owner), now(), LOCK_TIMEOUT)?;
        Ok((outbox, Drafts::open(&dir, owner, &cashier())?))
    });
    let (outbox, drafts) = match opened {
        Ok(opened) => opened,
        Err(error) => return println!("\nnot opened: {error:?}"),
    };
    println!("\ndone: opened");
    if dir.join(OPEN_ONLY_FILE).exists() {
        return println!("done: all");
    }
    for (step_name, step) in STEPS {
        match step(&outbox, &drafts) {
            Ok(()) => println!("done: {step_name}"),
            Err(error) => println!("not done: {step_name}: {error:?}"),
        }
    }
    println!("done: all");
}

/// Returns the library of `stop_at.c`, which is compiled once.
fn stop_library() -> &'static Path {
    static COMPILED: std::sync::OnceLock<tempfile::TempPath> = std::sync::OnceLock::new();
    COMPILED.get_or_init(|| shim::compile("outbox_kills/stop_at.c"))
}

fn run(dir: &Path, stop_at: u32, stop_how: &str) -> Output {
    ignored_test("outbox_kills::every_write::the_process")
        .env(DIR_VARIABLE, dir)
        .env("LD_PRELOAD", stop_library())
        .env("STOP_DIR", dir)
        .env("STOP_AT", stop_at.to_string())
        .env("STOP_HOW", stop_how)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

/// Returns the steps that the process reported as done and as not done.
fn reported_steps(output: &Output) -> (Vec<String>, Vec<String>) {
    let text = String::from_utf8_lossy(&output.stdout);
    let of = |prefix: &str| text.lines().filter_map(|line| line.strip_prefix(prefix)).map(str::to_owned).collect();
    (of("done: "), of("not done: "))
}

/// Stops a process at its first, second, third … point, until a process is not stopped. Checks the directory after
/// each. Returns the number of points.
fn at_every_point(
    stop_how: &str,
    prepare: &(dyn Fn(&Path) + Sync),
    is_stopped: fn(&Output) -> bool,
    check: fn(u32, &Path, &Output),
) -> u32 {
    let next = AtomicU32::new(1);
    let is_finished = AtomicBool::new(false);
    let points = AtomicU32::new(0);
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                while !is_finished.load(Ordering::Relaxed) {
                    let stop_at = next.fetch_add(1, Ordering::Relaxed);
                    let home = memory_dir();
                    prepare(home.path());
                    let output = run(home.path(), stop_at, stop_how);
                    if is_stopped(&output) {
                        points.fetch_max(stop_at, Ordering::Relaxed);
                    } else {
                        assert!(reported_steps(&output).0.contains(&"all".to_owned()), "{output:?}");
                        is_finished.store(true, Ordering::Relaxed);
                    }
                    check(stop_at, home.path(), &output);
                }
            });
        }
    });
    points.into_inner()
}

fn is_killed(output: &Output) -> bool {
    output.status.signal() == Some(9)
}

/// Returns the last state that was reported for each registration.
fn last_reported_states(done: &[String]) -> BTreeMap<u32, String> {
    let steps = done.iter().filter_map(|line| line.split_once(' '));
    steps.filter_map(|(number, state)| Some((number.parse().ok()?, state.to_owned()))).collect()
}

/// Checks after a kill that every acknowledged state is stored, or the state that was in progress.
fn every_acknowledged_state_is_stored(stop_at: u32, dir: &Path, output: &Output) {
    let (done, not_done) = reported_steps(output);
    assert_eq!(not_done, Vec::<String>::new(), "at {stop_at}");
    let in_progress = STEPS.get(done.len().saturating_sub(1)).map_or("", |(step_name, _)| step_name);
    let outbox = open_as_new_process(dir);
    outbox.check().unwrap();
    for (number, acknowledged) in last_reported_states(&done) {
        let found = outbox.show(cid(number)).unwrap().map_or("gone".to_owned(), |row| row.state.name().to_owned());
        let next = in_progress.strip_prefix(&format!("{number} ")).unwrap_or(&acknowledged);
        let purged = done.contains(&"all purged".to_owned()) || in_progress == "all purged";
        let fits = match acknowledged.as_str() {
            // The next process that looks for work takes over the lease. Until then the state stays.
            // A rejected one that is corrected is leased as it is saved.
            _ if found == "sending" => acknowledged != "registered" && acknowledged != "gone",
            "registered" if found == "gone" => purged,
            _ => found == acknowledged || found == next,
        };
        assert!(fits, "at {stop_at}: {number} is {found}, acknowledged was {acknowledged}, in progress {in_progress}");
        if let Some(customer) = outbox.show(cid(number)).unwrap().and_then(|row| row.customer) {
            assert!(customer == customer_without_phone(number) || customer == corrected(number), "at {stop_at}");
        }
        if found == "registered" || found == "gone" {
            assert_eq!(
                files_with(dir, &personal_texts(number)),
                Vec::<String>::new(),
                "at {stop_at}: {number} is {found}"
            );
        }
    }
    deliver_everything(&outbox);
    let left = drafts_after(dir);
    let acknowledged = done.iter().rev().find(|line| line.starts_with("draft")).map_or("draft erased", String::as_str);
    let first = done.iter().filter(|line| line.starts_with("draft")).count() < 2;
    let (written, erased) = (left == if first { vec![draft(1)] } else { vec![draft(5), draft(6)] }, left.is_empty());
    let expected = if acknowledged == "draft written" { written } else { erased };
    let next = match in_progress {
        "draft written" => written,
        "draft erased" => erased,
        _ => false,
    };
    assert!(expected || next, "at {stop_at}: {left:?} after {acknowledged}, in progress {in_progress}");
}

fn drafts_after(dir: &Path) -> Vec<Draft> {
    let drafts = Drafts::open(dir, Arc::new(Owner::register(dir).unwrap()), &cashier()).unwrap();
    let left = drafts.take_over().unwrap();
    assert!(left.unreadable.is_empty());
    left.drafts
}

/// Delivers every registration that waits.
fn deliver_everything(outbox: &Outbox) {
    loop {
        // Registrations to look up are leased together.
        let due = lease_due(outbox, later(60));
        if due.is_empty() {
            break;
        }
        for leased in due {
            let event = match leased.state {
                State::Sending { .. } => Event::Stored(CustomerId(1)),
                _ => Event::ReadBack(frontdesk::outbox::LookupResult::Ours(CustomerId(1))),
            };
            outbox
                .finish(&leased, &AttemptReport { events: vec![event], ..AttemptReport::default() }, now(), 0)
                .unwrap();
        }
    }
    assert_eq!(outbox.counts().unwrap().waiting, 0);
}

#[test]
#[serial]
fn killed_before_every_write() {
    let points = at_every_point("kill", &|_| {}, is_killed, every_acknowledged_state_is_stored);
    assert!(points > 80, "{points}: not all writes are counted");
}

#[test]
#[serial]
fn killed_in_the_middle_of_every_write() {
    let points = at_every_point("torn", &|_| {}, is_killed, every_acknowledged_state_is_stored);
    assert!(points > 80, "{points}: not all writes are counted");
}

/// Checks that every acknowledged state is stored, and that each failed step reported a full disk.
fn only_true_steps_are_reported(stop_at: u32, dir: &Path, output: &Output) {
    let (done, not_done) = reported_steps(output);
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "at {stop_at}: {text}\n{}", String::from_utf8_lossy(&output.stderr));
    for line in not_done.iter().filter(|line| !line.contains("DiskFull")) {
        // The consequence of an earlier step that failed.
        assert!(line.ends_with(": Unknown") || line.ends_with(": UnderWay"), "at {stop_at}: {line}");
    }
    let outbox = open_as_new_process(dir);
    outbox.check().unwrap();
    for (number, acknowledged) in last_reported_states(&done) {
        let found = outbox.show(cid(number)).unwrap().map_or("gone".to_owned(), |row| row.state.name().to_owned());
        let failed = not_done.iter().any(|line| line.starts_with(&format!("{number} ")));
        let purged = done.contains(&"all purged".to_owned()) && acknowledged == "registered" && found == "gone";
        // A step that failed in the middle leaves the lease. Nothing is lost: it is settled when the lease ends.
        let leased = failed && ["sending", "uncertain"].contains(&found.as_str());
        assert!(
            found == acknowledged || purged || leased,
            "at {stop_at}: {number} is {found}, acknowledged was {acknowledged}"
        );
    }
    deliver_everything(&outbox);
}

fn reports_a_full_disk(output: &Output) -> bool {
    String::from_utf8_lossy(&output.stdout).contains("DiskFull")
}

#[test]
#[serial]
fn the_disk_is_full_from_every_point_on() {
    // A log that could not be truncated is not reported. The points end when no failure is reported any more.
    let points = at_every_point("full", &|_| {}, reports_a_full_disk, only_true_steps_are_reported);
    assert!(points > 60, "{points}: not all writes are counted");
}

/// After a kill the system still has the writes. After a power cut only synced writes are left.
#[test]
#[serial]
fn every_acknowledged_write_is_synced() {
    let home = memory_dir();
    let output = run(home.path(), 0, "watch");
    assert!(reported_steps(&output).0.contains(&"all".to_owned()), "{output:?}");
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(!text.contains("not synced"), "{text}");
}

/// Makes an outbox with a damaged index. Every registration can still be read.
fn make_damaged_outbox(dir: &Path) {
    let outbox = open_as_new_process(dir);
    for number in 1..=DAMAGED_REGISTRATIONS {
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
    fs::write(dir.join(OPEN_ONLY_FILE), "").unwrap();
}

#[test]
#[serial]
fn killed_while_a_damaged_outbox_is_quarantined() {
    let home = memory_dir();
    make_damaged_outbox(home.path());
    let copy_damaged_outbox = |dir: &Path| {
        for name in ["outbox.sqlite", OPEN_ONLY_FILE] {
            fs::copy(home.path().join(name), dir.join(name)).unwrap();
        }
    };
    let points = at_every_point("kill", &copy_damaged_outbox, is_killed, |stop_at, dir, _| {
        let (outbox, _) = open_and_report(dir).unwrap();
        for number in 1..=DAMAGED_REGISTRATIONS {
            let row = outbox.show(cid(number)).unwrap().unwrap_or_else(|| panic!("at {stop_at}: {number} is lost"));
            assert_eq!(
                (row.state.name(), row.customer),
                ("uncertain", Some(customer_without_phone(number))),
                "at {stop_at}"
            );
        }
        outbox.check().unwrap();
        let left = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        assert_eq!(left.filter(|name| name.contains("salvage")).count(), 0, "at {stop_at}");
    });
    assert!(points > 30, "{points}: not all writes are counted");
}
