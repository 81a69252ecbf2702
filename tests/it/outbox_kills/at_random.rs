//! Many desks use one outbox, four at a time, and each is killed at a random moment. No acknowledged registration is
//! lost, none is sent a second time without a look-up, and no personal data stays.

use serial_test::serial;
use std::fs::{self, OpenOptions};
use std::io::{self, BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use std::{env, thread};

use frontdesk::domain::{ApiError, Cid, ConnectError, CustomerId, Field, UnknownOutcome};
use frontdesk::outbox::{AttemptReport, Conflict, Counts, Event, Leased, LookupResult, Outbox, RowFilter, State};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

use crate::support::child::ignored_test;
use crate::support::outbox::{
    cashier, cid, customer, customer_without_phone, files_with, later, lease_due, memory_dir, now, open_as_new_process,
    queue,
};

const DIR_VARIABLE: &str = "OUTBOX_DESK_DIR";
const NUMBER_VARIABLE: &str = "OUTBOX_DESK_NUMBER";

/// The registrations that each desk saves if it is not killed.
const SAVES_PER_DESK: u32 = 20;

/// An API whose database is a directory with a file for each customer. The file system lets only one process make a
/// file, and a kill cannot undo it.
struct FileServer(PathBuf);

impl FileServer {
    fn file(&self, cid: Cid) -> PathBuf {
        self.0.join(cid.to_string())
    }

    fn store(&self, cid: Cid) -> io::Result<()> {
        OpenOptions::new().write(true).create_new(true).open(self.file(cid)).map(drop)
    }

    fn attempt(&self, leased: &Leased, random: &mut StdRng) -> AttemptReport {
        let id = CustomerId(1);
        if leased.state.name() == "uncertain" {
            let sight = if self.file(leased.cid()).exists() { LookupResult::Ours(id) } else { LookupResult::NotFound };
            return AttemptReport { events: vec![Event::ReadBack(sight)], ..AttemptReport::default() };
        }
        let lost = |event| AttemptReport {
            events: vec![event],
            error: Some(ApiError::Unknown(UnknownOutcome::Timeout)),
            customer: None,
            is_away: false,
        };
        match random.random_range(0..10) {
            0 => AttemptReport {
                events: vec![Event::NotCarriedOut],
                error: Some(ApiError::NotSent(ConnectError::ConnectionRefused)),
                customer: None,
                is_away: false,
            },
            1 => lost(Event::Lost),
            outcome => match self.store(leased.cid()) {
                Ok(()) if outcome < 4 => lost(Event::Lost),
                Ok(()) => AttemptReport { events: vec![Event::Stored(id)], ..AttemptReport::default() },
                Err(_) => {
                    fs::write(self.0.join(format!("twice-{}", leased.cid())), "").unwrap();
                    lost(Event::Conflicted { conflict: Conflict { field: Some(Field::Cid) }, by: None })
                }
            },
        }
    }
}

/// Delivers every registration that is due now or within a minute.
fn deliver(outbox: &Outbox, server: &FileServer, random: &mut StdRng) {
    loop {
        let due = lease_due(outbox, later(60));
        if due.is_empty() {
            return;
        }
        for leased in due {
            let report = server.attempt(&leased, random);
            outbox.finish(&leased, &report, now(), random.random()).unwrap();
        }
    }
}

/// Not a test: a desk that the other test kills.
#[test]
#[ignore = "is run by the other test, in a process of its own"]
fn the_desk() {
    let (Some(dir), Some(number)) = (env::var_os(DIR_VARIABLE), env::var(NUMBER_VARIABLE).ok()) else { return };
    let dir = PathBuf::from(dir);
    let number: u32 = number.parse().unwrap();
    let mut random = StdRng::seed_from_u64(u64::from(number));
    let server = FileServer(dir.join("server"));
    let outbox = open_as_new_process(&dir.join("state"));
    println!();
    for number in number * SAVES_PER_DESK..(number + 1) * SAVES_PER_DESK {
        // One in two hundred has a phone.
        let customer = if number.is_multiple_of(200) { customer(number) } else { customer_without_phone(number) };
        queue(&outbox, &customer, &cashier(), now()).unwrap();
        println!("saved {number}");
        deliver(&outbox, &server, &mut random);
    }
}

/// Runs a desk and kills it. Returns the registrations that it acknowledged.
fn run_and_kill_desk(dir: &Path, number: u32, random: &mut StdRng) -> Vec<u32> {
    let mut desk = ignored_test("outbox_kills::at_random::the_desk")
        .env(DIR_VARIABLE, dir)
        .env(NUMBER_VARIABLE, number.to_string())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(desk.stdout.take().unwrap()).lines();
    let mut saved = Vec::new();
    let saves_before_kill = random.random_range(0..6);
    while saved.len() < saves_before_kill {
        let Some(line) = lines.next() else { break };
        saved.extend(saved_number(&line.unwrap()));
    }
    // At a random moment, not directly after an output.
    thread::sleep(Duration::from_micros(random.random_range(0..6_000)));
    desk.kill().unwrap();
    let exit_status = desk.wait().unwrap();
    saved.extend(lines.map_while(Result::ok).filter_map(|line| saved_number(&line)));
    assert!(
        exit_status.success() == (saved.len() == SAVES_PER_DESK as usize) || !exit_status.success(),
        "a desk failed by itself: {exit_status}"
    );
    assert!(exit_status.code() != Some(101), "a desk panicked");
    saved
}

fn saved_number(line: &str) -> Option<u32> {
    line.strip_prefix("saved ")?.parse().ok()
}

#[test]
#[serial]
fn two_hundred_kills_lose_nothing_and_double_nothing() {
    kill_and_check(200);
}

/// Kills this many desks, four at a time. Then it delivers the registrations that they left, and checks that every
/// acknowledged registration is stored once.
pub fn kill_and_check(kills: u32) {
    const DESKS_AT_ONCE: u32 = 4;
    let home = memory_dir();
    fs::create_dir(home.path().join("server")).unwrap();
    let saved: Vec<u32> = thread::scope(|scope| {
        let threads: Vec<_> = (0..DESKS_AT_ONCE)
            .map(|first| {
                let dir = home.path();
                scope.spawn(move || {
                    let mut random = StdRng::seed_from_u64(2_026 + u64::from(first));
                    let numbers = (first..kills).step_by(DESKS_AT_ONCE as usize);
                    numbers.flat_map(|number| run_and_kill_desk(dir, number, &mut random)).collect::<Vec<_>>()
                })
            })
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    assert!(saved.len() > kills as usize, "{}: the desks saved too little before they were killed", saved.len());

    let state = home.path().join("state");
    let outbox = open_as_new_process(&state);
    outbox.check().unwrap();
    let server = FileServer(home.path().join("server"));
    deliver(&outbox, &server, &mut StdRng::seed_from_u64(7));
    assert_eq!(outbox.counts().unwrap(), Counts::default());
    for number in &saved {
        let row = outbox.show(cid(*number)).unwrap().unwrap_or_else(|| panic!("{number} is lost"));
        assert_eq!(row.state, State::Registered { id: Some(CustomerId(1)) });
        assert!(server.file(cid(*number)).exists(), "{number} is registered and was never stored");
    }
    let rows = outbox.list(RowFilter::All, u32::MAX).unwrap();
    let files: Vec<_> = fs::read_dir(&server.0).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    let sent_twice: Vec<_> = files.iter().filter(|name| name.to_string_lossy().starts_with("twice")).collect();
    assert!(sent_twice.is_empty(), "sent again without a look-up: {sent_twice:?}");
    assert_eq!(files.len(), rows.len());
    assert!(outbox.truncate_wal_if_dirty());
    let personal = ["Canary0", "canary0", "CARD0", "likes window seats", "+99450"].map(str::to_owned);
    assert_eq!(files_with(&state, &personal), Vec::<String>::new());
}
