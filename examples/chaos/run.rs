//! The run: a server, a line on which everything goes wrong, desks that are killed, and the count at the end.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

use anyhow::{Context as _, bail};
use frontdesk::domain::Cid;
use frontdesk::server;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

use super::desk::{self, Orders};
use super::proxy::{Fault, Proxy};

/// How large a run is.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// So many customers are submitted.
    pub customers: u32,
    /// By so many desks.
    pub desks: u32,
    /// So many times one of them is killed.
    pub kills: u32,
    /// For the same seed the same goes wrong with each request, and each desk is killed after as many customers.
    pub seed: u64,
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Outcome {
    pub submitted: usize,
    pub stored: usize,
    pub duplicates: usize,
    pub lost: usize,
    /// Files of the desks in which something personal stands.
    pub traces: Vec<String>,
    pub kills: u32,
    pub faults: BTreeMap<Fault, usize>,
}

impl Outcome {
    /// Whether it is as it must be.
    pub fn is_sound(&self) -> bool {
        self.duplicates == 0 && self.lost == 0 && self.stored == self.submitted && self.traces.is_empty()
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { submitted, stored, duplicates, lost, .. } = self;
        write!(f, "submitted {submitted}, stored {stored}, duplicates {duplicates}, lost {lost}")
    }
}

/// Runs it in a directory; `desk` gives the command that becomes a desk when it is told its [`Orders`].
pub fn run(plan: Plan, dir: &Path, desk: &(dyn Fn() -> Command + Sync)) -> anyhow::Result<Outcome> {
    let work = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let database = dir.join("server.sqlite");
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let address = serve(&work, &database, stopped)?;
    let proxy = work.block_on(Proxy::start(address, plan.seed))?;
    let state_dir = dir.join("state");
    let kills = AtomicU32::new(0);
    let orders = |first| Orders {
        state_dir: state_dir.clone(),
        api: proxy.address.to_string(),
        from: first,
        to: plan.customers,
        step: plan.desks,
        seed: plan.seed,
    };
    thread::scope(|scope| {
        let desks: Vec<_> = (0..plan.desks)
            .map(|first| {
                let (kills, orders) = (&kills, orders(first));
                scope.spawn(move || staff(plan, orders, kills, desk))
            })
            .collect();
        desks.into_iter().try_for_each(|desk| desk.join().unwrap_or_else(|_| bail!("a desk's thread panicked")))
    })?;
    let faults = proxy.faults();
    drop(stop);
    drop(work);
    let mut outcome = count(plan, &database)?;
    outcome.kills = kills.into_inner();
    for fault in faults {
        *outcome.faults.entry(fault).or_default() += 1;
    }
    outcome.traces = traces(&state_dir)?;
    Ok(outcome)
}

/// The server without limits: these would only make the run longer.
fn serve(
    work: &tokio::runtime::Runtime,
    database: &Path,
    stopped: tokio::sync::oneshot::Receiver<()>,
) -> anyhow::Result<SocketAddr> {
    let mut config = server::Config::new(database);
    config.limits.tenant_per_minute = Some(10_000_000);
    config.limits.auth_per_minute = None;
    config.limits.failed_per_minute = None;
    let listener = {
        let _inside = work.enter();
        server::bind(SocketAddr::from(([127, 0, 0, 1], 0))).map_err(|error| anyhow::anyhow!("{error:?}"))?
    };
    let address = listener.local_addr()?;
    let (ready, is_ready) = std::sync::mpsc::channel();
    work.spawn(async move {
        let stopped = async { stopped.await.unwrap_or_default() };
        server::serve_with_ready(listener, config, move || ready.send(()).unwrap_or_default(), stopped).await
    });
    is_ready.recv().context("the server did not start")?;
    Ok(address)
}

/// Keeps one desk going: whenever it is killed another one takes its place, with the first customer that it had not
/// said to be safe.
fn staff(plan: Plan, mut orders: Orders, kills: &AtomicU32, desk: &(dyn Fn() -> Command + Sync)) -> anyhow::Result<()> {
    let mut random = StdRng::seed_from_u64(plan.seed ^ u64::from(orders.from));
    let each = (plan.customers / plan.kills.max(1)).max(1);
    loop {
        let (name, value) = orders.variable();
        let mut child = desk().env(name, value).stdin(Stdio::null()).stdout(Stdio::piped()).spawn()?;
        let more = kills.load(Ordering::Relaxed) < plan.kills;
        // On average a kill for so many customers, and now and then one before the first.
        let life = if more { random.random_range(0..=2 * each) } else { u32::MAX };
        if let Some(next) = watch(&mut child, life, &mut orders, &mut random)? {
            if next.success() {
                return Ok(());
            }
            bail!("a desk failed by itself: {next}");
        }
        kills.fetch_add(1, Ordering::Relaxed);
    }
}

/// Reads what a desk says and kills it when its time has come; how it ended, if it was not killed.
fn watch(
    child: &mut Child,
    enough: u32,
    orders: &mut Orders,
    random: &mut StdRng,
) -> anyhow::Result<Option<std::process::ExitStatus>> {
    let mut lines = BufReader::new(child.stdout.take().context("no output")?).lines();
    let mut saved = 0;
    let mut heard = |line: &str, orders: &mut Orders| {
        if let Some(number) = line.strip_prefix("saved ").and_then(|number| number.parse::<u32>().ok()) {
            orders.from = number + orders.step;
            saved += 1;
        }
        saved
    };
    while heard("", orders) < enough {
        let Some(said) = lines.next() else { return Ok(Some(child.wait()?)) };
        heard(&said?, orders);
    }
    // Somewhere in the middle of the next one.
    thread::sleep(std::time::Duration::from_micros(random.random_range(0..30_000)));
    child.kill()?;
    let status = child.wait()?;
    for line in lines.map_while(Result::ok) {
        heard(&line, orders);
    }
    Ok(if status.success() { Some(status) } else { None })
}

/// Compares what was submitted with the server's own database.
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
        let is_there = cids.iter().any(|cid| cid.parse::<Cid>().is_ok_and(|cid| cid == customer.cid));
        outcome.lost += usize::from(!is_there);
    }
    Ok(outcome)
}

/// The desks' files, logs and remnants, in which something of a customer stands.
fn traces(dir: &Path) -> anyhow::Result<Vec<String>> {
    // As many digits as no moment and no port has.
    const TRACES: [&str; 5] = ["Canaryname", "canarymail", "CANARYCODE", "canarynote", "99450000"];
    let mut found = Vec::new();
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(traces(&path)?);
            continue;
        }
        let content = fs::read(&path)?;
        let content = String::from_utf8_lossy(&content);
        if let Some(trace) = TRACES.iter().find(|trace| content.contains(**trace)) {
            found.push(format!("{} has {trace}", path.display()));
        }
    }
    Ok(found)
}

/// The server's log, at the most verbose level, into a file beside the desks'.
pub fn log_into(path: &Path) -> anyhow::Result<()> {
    let file = fs::File::create(path)?;
    let log = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_ansi(false);
    log.with_writer(Mutex::new(file)).try_init().map_err(anyhow::Error::from_boxed)
}
