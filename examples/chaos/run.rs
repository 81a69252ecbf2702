//! The run: a server, a proxy with faults, desks that are killed, and the count at the end.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, bail};
use frontdesk::domain::Cid;
use frontdesk::server;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

use super::desk::{self, DeskTask};
use super::host::Host;
use super::proxy::{Fault, Proxy};
use super::shim;

/// The size of a run.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// The number of submitted customers.
    pub customers: u32,
    /// The number of desks that submit them.
    pub desks: u32,
    /// The number of times that a desk is killed.
    pub kills: u32,
    /// With the same seed, each request has the same fault, and each desk is killed after the same number of customers.
    pub seed: u64,
}

/// The outcome of a run.
#[derive(Debug, Default)]
pub struct Outcome {
    pub submitted: usize,
    pub stored: usize,
    pub duplicates: usize,
    pub lost: usize,
    /// Files of the desks that contain personal data.
    pub files_with_personal_data: Vec<String>,
    pub kills: u32,
    pub faults: BTreeMap<Fault, usize>,
    /// The number of times that the clock of the desks was set.
    pub clock_steps: u32,
    /// The number of times that another process locked the outbox.
    pub locks: u32,
    /// The time from the end of all faults to the last delivered row.
    pub until_empty: Duration,
}

impl Outcome {
    /// Returns true if every registration was stored once and no personal data was left.
    pub fn is_correct(&self) -> bool {
        self.duplicates == 0
            && self.lost == 0
            && self.stored == self.submitted
            && self.files_with_personal_data.is_empty()
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { submitted, stored, duplicates, lost, .. } = self;
        write!(f, "submitted {submitted}, stored {stored}, duplicates {duplicates}, lost {lost}")
    }
}

/// Runs the plan in a directory. `desk` returns the command that becomes a desk when its environment has a
/// [`DeskTask`].
pub fn run(plan: Plan, dir: &Path, desk: &(dyn Fn() -> Command + Sync)) -> anyhow::Result<Outcome> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let database = dir.join("server.sqlite");
    let (stop, stop_signal) = tokio::sync::oneshot::channel::<()>();
    let address = serve(&runtime, &database, stop_signal)?;
    let proxy = runtime.block_on(Proxy::start(address, plan.seed))?;
    let state_dir = dir.join("state");
    let kills = AtomicU32::new(0);
    let (clock, clock_shift) = (shim::compile("host/wrong_clock.c"), dir.join("clock-shift"));
    let desk = || {
        let mut desk = desk();
        desk.env("LD_PRELOAD", &clock).env("CLOCK_SHIFT_FILE", &clock_shift);
        desk
    };
    let outbox = state_dir.join("outbox.sqlite");
    let host = Host { clock_shift: clock_shift.clone(), outbox, faults: Mutex::default() };
    let task_from = |first| DeskTask {
        state_dir: state_dir.clone(),
        api: proxy.address.to_string(),
        first_customer: first,
        end_customer: plan.customers,
        step: plan.desks,
        seed: plan.seed,
    };
    let busy_desks = AtomicU32::new(plan.desks);
    let end_faults = || {
        proxy.end_faults();
        host.end_faults()
    };
    let on_all_saved = || if busy_desks.fetch_sub(1, Ordering::Relaxed) == 1 { end_faults() } else { Ok(()) };
    let until_empty = thread::scope(|scope| {
        let host_faults = scope.spawn(|| host.run_faults(plan.seed));
        let desks: Vec<_> = (0..plan.desks)
            .map(|first| {
                let (kills, task, desk, on_all_saved) = (&kills, task_from(first), &desk, &on_all_saved);
                scope.spawn(move || keep_desk_running(plan, task, kills, desk, on_all_saved))
            })
            .collect();
        let ended =
            desks.into_iter().try_for_each(|desk| desk.join().unwrap_or_else(|_| bail!("a desk's thread panicked")));
        // A desk may have failed before all had saved.
        end_faults()?;
        ended?;
        let host = host.faults.lock().unwrap_or_else(PoisonError::into_inner).ended_at;
        let until_empty = host.map(|at| at.elapsed()).unwrap_or_default();
        host_faults.join().unwrap_or_else(|_| bail!("the host's thread panicked"))?;
        anyhow::Ok(until_empty)
    })?;
    let faults = proxy.faults();
    drop(stop);
    drop(runtime);
    let mut outcome = count(plan, &database)?;
    outcome.kills = kills.into_inner();
    let host = host.faults.into_inner().unwrap_or_else(PoisonError::into_inner);
    (outcome.clock_steps, outcome.locks, outcome.until_empty) = (host.clock_steps, host.locks, until_empty);
    for fault in faults {
        *outcome.faults.entry(fault).or_default() += 1;
    }
    outcome.files_with_personal_data = find_personal_data(&state_dir)?;
    Ok(outcome)
}

/// Starts the server without rate limits, which would only make the run longer.
fn serve(
    runtime: &tokio::runtime::Runtime,
    database: &Path,
    stop_signal: tokio::sync::oneshot::Receiver<()>,
) -> anyhow::Result<SocketAddr> {
    let mut config = server::Config::default();
    let database = database.to_owned();
    config.limits.tenant_per_minute = Some(10_000_000);
    config.limits.auth_per_minute = None;
    config.limits.failed_per_minute = None;
    let listener = {
        let _inside = runtime.enter();
        server::bind(SocketAddr::from(([127, 0, 0, 1], 0))).map_err(|error| anyhow::anyhow!("{error:?}"))?
    };
    let address = listener.local_addr()?;
    let (ready, is_ready) = std::sync::mpsc::channel();
    runtime.spawn(async move {
        let stopped = async { stop_signal.await.unwrap_or_default() };
        server::serve_with_ready(listener, database, config, move || ready.send(()).unwrap_or_default(), stopped).await
    });
    is_ready.recv().context("the server did not start")?;
    Ok(address)
}

/// Keeps one desk running. After each kill another process continues with the first customer that was not reported as
/// saved.
fn keep_desk_running(
    plan: Plan,
    mut task: DeskTask,
    kills: &AtomicU32,
    desk: &(dyn Fn() -> Command + Sync),
    on_all_saved: &dyn Fn() -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut random = StdRng::seed_from_u64(plan.seed ^ u64::from(task.first_customer));
    let mean_saves_per_kill = (plan.customers / plan.kills.max(1)).max(1);
    loop {
        let (name, value) = task.to_env_variable();
        let mut child = desk().env(name, value).stdin(Stdio::null()).stdout(Stdio::piped()).spawn()?;
        let has_kills_left = kills.load(Ordering::Relaxed) < plan.kills;
        // On average one kill for this many customers, and sometimes one before the first.
        let saves_before_kill =
            if has_kills_left { random.random_range(0..=2 * mean_saves_per_kill) } else { u32::MAX };
        if let Some(status) = run_until_kill(&mut child, saves_before_kill, &mut task, &mut random, on_all_saved)? {
            if status.success() {
                return Ok(());
            }
            bail!("a desk failed by itself: {status}");
        }
        kills.fetch_add(1, Ordering::Relaxed);
    }
}

/// Reads the lines of a desk and kills it after a number of saves. Returns how it ended, or `None` if it was killed.
fn run_until_kill(
    child: &mut Child,
    saves_before_kill: u32,
    task: &mut DeskTask,
    random: &mut StdRng,
    on_all_saved: &dyn Fn() -> anyhow::Result<()>,
) -> anyhow::Result<Option<std::process::ExitStatus>> {
    let mut lines = BufReader::new(child.stdout.take().context("no output")?).lines();
    let mut saved = 0;
    let mut count_saves = |line: &str, orders: &mut DeskTask| {
        if let Some(number) = line.strip_prefix("saved ").and_then(|number| number.parse::<u32>().ok()) {
            let is_last = orders.first_customer < orders.end_customer && number + orders.step >= orders.end_customer;
            orders.first_customer = number + orders.step;
            saved += 1;
            if is_last {
                on_all_saved()?;
            }
        }
        anyhow::Ok(saved)
    };
    while count_saves("", task)? < saves_before_kill {
        let Some(line) = lines.next() else { return Ok(Some(child.wait()?)) };
        count_saves(&line?, task)?;
    }
    // At a random moment of the next one.
    thread::sleep(std::time::Duration::from_micros(random.random_range(0..30_000)));
    child.kill()?;
    let status = child.wait()?;
    for line in lines.map_while(Result::ok) {
        count_saves(&line, task)?;
    }
    Ok(if status.success() { Some(status) } else { None })
}

/// Compares the submitted customers with the server's own database.
fn count(plan: Plan, database: &Path) -> anyhow::Result<Outcome> {
    let database = rusqlite::Connection::open(database)?;
    let mut rows = database.prepare("SELECT cid, name FROM customers")?;
    let rows = rows.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
    let mut by_name: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in rows {
        let (cid, name) = row?;
        by_name.entry(name).or_default().push(cid);
    }
    let mut outcome = Outcome { submitted: usize::try_from(plan.customers)?, ..Outcome::default() };
    outcome.stored = by_name.values().map(Vec::len).sum();
    outcome.duplicates = by_name.values().map(|cids| cids.len() - 1).sum();
    for number in 0..plan.customers {
        let customer = desk::customer(number, plan.seed).context("customer")?;
        let cids = by_name.get(customer.name.as_str()).map(Vec::as_slice).unwrap_or_default();
        let is_stored = cids.iter().any(|cid| cid.parse::<Cid>().is_ok_and(|cid| cid == customer.cid));
        outcome.lost += usize::from(!is_stored);
    }
    Ok(outcome)
}

/// Lists the desks' files, logs and leftovers that contain personal data.
fn find_personal_data(dir: &Path) -> anyhow::Result<Vec<String>> {
    // More digits than any time or port has.
    const PERSONAL_TEXTS: [&str; 5] = ["Canaryname", "canarymail", "CANARYCODE", "canarynote", "99450000"];
    let mut found = Vec::new();
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(find_personal_data(&path)?);
            continue;
        }
        let content = fs::read(&path)?;
        let content = String::from_utf8_lossy(&content);
        if let Some(trace) = PERSONAL_TEXTS.iter().find(|trace| content.contains(**trace)) {
            found.push(format!("{} has {trace}", path.display()));
        }
    }
    Ok(found)
}

/// Starts the server's log, at the most verbose level, in a file next to the desks' files.
pub fn start_log(path: &Path) -> anyhow::Result<()> {
    let file = fs::File::create(path)?;
    let log = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_ansi(false);
    log.with_writer(Mutex::new(file)).try_init().map_err(anyhow::Error::from_boxed)
}
