//! The time until the outbox is empty after an outage: `cargo run --release --example outage -- target/release/frontdesk`.
//!
//! The real program registers 50 customers while the server is away for 120 s. The time from its return to the last delivered
//! row is printed for each kind of outage and each version of the API, with a desk open and with the timer's command alone.
//! All twelve run at the same time and take about 4 minutes. It fails if one takes longer than its goal.

#![expect(clippy::print_stdout, unreachable_pub, reason = "a program of its own that reports")]

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::{Duration, Instant};
use std::{env, fmt, thread};

use anyhow::{Context as _, bail};

mod http;
mod line;

use line::{Line, Mode};

const ROWS: u32 = 50;
const OUTAGE: Duration = Duration::from_mins(2);
/// The last customer is registered that long after the begin of the outage.
const LAST_ROW_AT: Duration = Duration::from_secs(95);
/// From one start of the timer's unit to the next, and from the begin of the outage to the first one.
const PERIOD: Duration = Duration::from_mins(1);
const FIRST_TICK: Duration = Duration::from_secs(7);
const GIVE_UP: Duration = Duration::from_mins(7);

/// One row of the table.
#[derive(Debug, Clone, Copy)]
struct Case {
    outage: Mode,
    is_v1: bool,
    has_desk: bool,
}

impl Case {
    fn goal(self) -> Duration {
        let seconds = match (self.outage, self.is_v1) {
            (Mode::Refused, false) => 3,
            (_, false) | (Mode::Refused, true) => 10,
            (_, true) => 65,
        };
        Duration::from_secs(seconds) + if self.has_desk { Duration::ZERO } else { PERIOD }
    }
}

/// What was measured.
struct Measured {
    case: Case,
    until_empty: Duration,
    calls_in_outage: u64,
    calls_after: u64,
}

impl fmt::Display for Measured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { case, until_empty, calls_in_outage, calls_after } = self;
        let (version, who) = (if case.is_v1 { "v1" } else { "v2" }, if case.has_desk { "desk" } else { "timer" });
        let (outage, goal) = (format!("{:?}", case.outage).to_lowercase(), case.goal().as_secs());
        let seconds = until_empty.as_secs_f64();
        write!(f, "| {outage} | {version} | {who} | {seconds:.1} s | {goal} s | {calls_in_outage} | {calls_after} |")
    }
}

fn main() -> anyhow::Result<ExitCode> {
    let program = PathBuf::from(env::args().nth(1).context("which program? target/release/frontdesk")?);
    let work = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let measured: Vec<_> = thread::scope(|scope| {
        let mut running = Vec::new();
        for outage in [Mode::Refused, Mode::Reset, Mode::Silent] {
            for (is_v1, has_desk) in [(true, true), (true, false), (false, true), (false, false)] {
                let (program, work) = (&program, work.handle().clone());
                running.push(scope.spawn(move || measure(program, &work, Case { outage, is_v1, has_desk })));
            }
        }
        running.into_iter().map(|case| case.join().unwrap_or_else(|_| bail!("a thread panicked"))).collect()
    });
    println!("| outage | API | who delivers | until empty | goal | calls in the outage | calls after it |");
    println!("|---|---|---|---|---|---|---|");
    let mut is_good = true;
    for measured in measured {
        let measured = measured?;
        println!("{measured}");
        is_good &= measured.until_empty <= measured.case.goal();
    }
    Ok(if is_good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Killed when it is dropped.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The program with one state directory.
struct Host<'a> {
    program: &'a Path,
    home: &'a Path,
    base_url: String,
    is_v1: bool,
}

impl Host<'_> {
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(self.program);
        command.env_clear().env("HOME", self.home).env("FRONTDESK_STATE_DIR", self.home.join("state"));
        command.env("CLOPOS_BASE_URL", &self.base_url);
        for name in ["CLIENT_ID", "CLIENT_SECRET", "BRAND"] {
            command.env(format!("CLOPOS_{name}"), "training");
        }
        if self.is_v1 {
            command.env("CLOPOS_VENUE_ID", "1");
        } else {
            command.env("CLOPOS_INTEGRATOR_ID", "training");
        }
        command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    fn add(&self, number: u32) -> anyhow::Result<Process> {
        let (name, phone) = (format!("Customer {number}"), format!("050200{number:04}"));
        Ok(Process(self.command(&["add", "--name", &name, "--phone", &phone]).spawn()?))
    }

    /// Returns the rows that wait and those that are registered.
    fn rows(&self) -> anyhow::Result<(u32, u32)> {
        let outbox = rusqlite::Connection::open(self.home.join("state/outbox.sqlite"))?;
        outbox.busy_timeout(Duration::from_secs(5))?;
        let count = "SELECT count(*) FILTER (WHERE state != 'registered'), count(*) FILTER (WHERE state = 'registered')
                     FROM registration";
        Ok(outbox.query_row(count, [], |row| Ok((row.get(0)?, row.get(1)?)))?)
    }
}

fn serve(program: &Path, home: &Path) -> anyhow::Result<(Process, SocketAddr)> {
    let mut serve = Command::new(program);
    serve.env_clear().env("HOME", home).args(["serve", "--listen", "127.0.0.1:0", "--database"]);
    let mut server = serve.arg(home.join("served.sqlite")).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
    let mut line = String::new();
    BufReader::new(server.stdout.take().context("no output")?).read_line(&mut line)?;
    let address = line.trim().rsplit("http://").next().context("no address")?.parse()?;
    Ok((Process(server), address))
}

fn measure(program: &Path, work: &tokio::runtime::Handle, case: Case) -> anyhow::Result<Measured> {
    let home = tempfile::tempdir()?;
    let (_server, upstream) = serve(program, home.path())?;
    let line = {
        let _inside = work.enter();
        Line::start(upstream)?
    };
    let generation = if case.is_v1 { "" } else { "/v2" };
    let base_url = format!("http://{}/open-api{generation}", line.address);
    let host = Host { program, home: home.path(), base_url, is_v1: case.is_v1 };
    // Everything works before.
    host.add(0)?.0.wait()?;
    let mut desk = None;
    if case.has_desk {
        let running = host.command(&["--plain"]).stdin(Stdio::piped()).spawn()?;
        desk = Some(Process(running));
        let begun = Instant::now();
        while !home.path().join("state/groups-live.json").exists() {
            if begun.elapsed() > Duration::from_mins(1) {
                bail!("the desk did not start");
            }
            thread::sleep(Duration::from_millis(50));
        }
    }
    line.set(case.outage);
    let begun = Instant::now();
    let (mut running, mut number) = (Vec::new(), 0);
    let mut tick = (!case.has_desk).then_some(begun + FIRST_TICK);
    let mut back = None;
    let mut calls_in_outage = 0;
    loop {
        let now = Instant::now();
        if number < ROWS && now >= begun + LAST_ROW_AT * number / ROWS {
            number += 1;
            running.push(host.add(number)?);
        }
        if let Some(due) = tick
            && now >= due
        {
            running.push(Process(host.command(&["outbox", "send"]).spawn()?));
            tick = Some(due + PERIOD);
        }
        if back.is_none() && now >= begun + OUTAGE {
            calls_in_outage = line.set(Mode::Pass);
            back = Some(now);
            if host.rows()?.0 != ROWS {
                bail!("{case:?}: {:?} rows wait", host.rows()?);
            }
        }
        if let Some(back) = back {
            if host.rows()? == (0, ROWS + 1) {
                drop(desk);
                return Ok(Measured { case, until_empty: back.elapsed(), calls_in_outage, calls_after: line.calls() });
            }
            if back.elapsed() > GIVE_UP {
                bail!("{case:?}: {:?} rows after {GIVE_UP:?}", host.rows()?);
            }
        }
        running.retain_mut(|process| matches!(process.0.try_wait(), Ok(None)));
        thread::sleep(Duration::from_millis(100));
    }
}
