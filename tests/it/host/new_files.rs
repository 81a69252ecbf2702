//! Processes that start at the same time over a file that does not exist yet: one begins it, and all of them work.

use std::path::Path;
use std::process::Output;
use std::sync::Barrier;
use std::time::{Duration, Instant};

use rusqlite::{Connection, OpenFlags};
use serial_test::serial;

use crate::support::program::{Server, code, dead_address, live};
use crate::support::pty::{Desk, command};

const PROCESSES: usize = 8;
const ROUNDS: usize = 4;

/// Starts the processes with as little time between them as possible.
fn at_once<T: Send>(start: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let barrier = Barrier::new(PROCESSES);
    let start = |number| {
        barrier.wait();
        start(number)
    };
    std::thread::scope(|scope| {
        let start = &start;
        let threads: Vec<_> = (0..PROCESSES).map(|number| scope.spawn(move || start(number))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

fn count(file: &Path, table: &str) -> Option<usize> {
    let database = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY).ok()?;
    let rows: i64 = database.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).ok()?;
    usize::try_from(rows).ok()
}

fn add(home: &Path, base_url: &str, number: usize) -> Output {
    let phone = format!("+99450123456{number}");
    live(home, base_url).args(["add", "--json", "--name", "Aysel", "--phone", &phone]).output().unwrap()
}

#[test]
#[serial]
fn servers_that_begin_one_database_at_once_all_serve_it() {
    for _ in 0..ROUNDS {
        let home = tempfile::tempdir().unwrap();
        // A server that does not come up panics here.
        let servers = at_once(|_| Server::start(home.path(), &[]));
        for (number, server) in servers.iter().enumerate() {
            let desk = tempfile::tempdir().unwrap();
            let output = add(desk.path(), &server.v2(), number);
            assert_eq!(code(&output), Some(0), "{output:?}");
        }
        assert_eq!(count(&home.path().join("served.sqlite"), "customers"), Some(PROCESSES));
    }
}

#[test]
#[serial]
fn commands_that_begin_one_outbox_at_once_all_save() {
    let address = format!("http://{}/open-api/v2", dead_address());
    for _ in 0..ROUNDS {
        let home = tempfile::tempdir().unwrap();
        for output in at_once(|number| add(home.path(), &address, number)) {
            assert_eq!(code(&output), Some(5), "{output:?}");
        }
        assert_eq!(count(&home.path().join("state/outbox.sqlite"), "registration"), Some(PROCESSES));
    }
}

#[test]
#[serial]
fn desks_that_begin_one_outbox_at_once_all_save() {
    let home = tempfile::tempdir().unwrap();
    let address = dead_address();
    let _desks = at_once(|number| {
        let mut command = command(home.path(), &[]);
        command.env("CLOPOS_BASE_URL", format!("http://{address}/open-api/v2"));
        for name in ["CLIENT_ID", "CLIENT_SECRET", "BRAND", "INTEGRATOR_ID"] {
            command.env(format!("CLOPOS_{name}"), "training");
        }
        let mut desk = Desk::spawn(command, 80, 24);
        desk.types(&format!("050123456{number}"));
        desk.goes_to("\t", "Name");
        desk.types("Aysel");
        desk.send("\x13");
        desk
    });
    let file = home.path().join("state/outbox.sqlite");
    let deadline = Instant::now() + Duration::from_mins(1);
    while count(&file, "registration") != Some(PROCESSES) {
        assert!(Instant::now() < deadline, "{:?}", count(&file, "registration"));
        std::thread::sleep(Duration::from_millis(20));
    }
}
