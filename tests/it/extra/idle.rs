//! An idle desk costs nothing: no thread of it runs while nothing waits and no list is open.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use serial_test::serial;

use crate::desk::outbox::live_desk;
use crate::support::program::Server;

/// Longer than twice any interval at which a desk has ever polled, but for the date.
const PERIOD: Duration = Duration::from_secs(12);

/// After its start a desk may have something to do for some periods.
const MAX_PERIODS: usize = 6;

const MAX_THREADS: usize = 4;

fn threads(process: u32) -> Vec<PathBuf> {
    let threads = fs::read_dir(format!("/proc/{process}/task")).unwrap();
    threads.map(|thread| thread.unwrap().path()).collect()
}

/// Returns how many times a thread has gone to sleep, which is how many times it was woken.
fn sleeps(thread: &Path) -> (String, u64) {
    let status = fs::read_to_string(thread.join("status")).unwrap();
    let value = |name: &str| status.lines().find_map(|line| line.strip_prefix(name)).unwrap().trim().to_owned();
    (value("Name:"), value("voluntary_ctxt_switches:").parse().unwrap())
}

#[test]
#[serial]
#[ignore = "second tier: needs a period in which nothing happens"]
fn an_idle_live_desk_has_four_threads_and_none_of_them_wakes_up() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(home.path(), &[]);
    let mut desk = live_desk(home.path(), &server.address, &[]);
    desk.wait_for("Main venue");
    // The phone library is loaded.
    desk.send("0501234567");
    desk.wait_for("+994 50 123 45 67");
    desk.send("\x12");
    desk.wait_until_quiet(Duration::from_secs(2));
    let process = desk.child.process_id().unwrap();
    let mut woken = Vec::new();
    for _ in 0..MAX_PERIODS {
        let before: Vec<_> = threads(process).iter().map(|thread| sleeps(thread)).collect();
        thread::sleep(PERIOD);
        let threads = threads(process);
        woken = threads.iter().map(|thread| sleeps(thread)).filter(|sleeps| !before.contains(sleeps)).collect();
        if woken.is_empty() {
            assert!(threads.len() <= MAX_THREADS, "{threads:?}");
            return;
        }
    }
    panic!("these threads woke up in each of {MAX_PERIODS} periods: {woken:?}");
}
