//! The test server: new customers a second with 1, 8 and 64 clients that keep their connections, and the time of look-ups
//! among 0, 100,000 and 1,000,000 customers. If `FRONTDESK_TEST_POSTGRES` has the address of a `PostgreSQL` server up to its
//! last `/`, also with its database `serve_load`, which is made for this.

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result};
use frontdesk::server::{self, Config, Database, Limits};
use tokio::runtime::Runtime;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::load::{Client, FILL_POSTGRES, execute, fill, look_ups, new_database, register};
use crate::report::{Report, grouped, median, milliseconds};

const CREDENTIALS: &str =
    r#"{"client_id":"training","client_secret":"training","brand":"training","integrator_id":"training"}"#;

/// The numbers of customers among which is looked up.
const CUSTOMERS: [i64; 3] = [0, 100_000, 1_000_000];

/// Measures servers with new databases in `parent`.
pub fn measure(report: &mut Report, parent: &Path) -> Result<()> {
    let directory = tempfile::tempdir_in(parent)?;
    let postgres = std::env::var("FRONTDESK_TEST_POSTGRES").ok();
    measure_registrations(report, directory.path(), postgres.as_deref())?;
    measure_look_ups(report, directory.path(), postgres.as_deref())
}

fn measure_registrations(report: &mut Report, directory: &Path, postgres: Option<&str>) -> Result<()> {
    let (mut rows, mut last) = (Vec::new(), 0.0);
    for clients in [1, 8, 64] {
        let servers = Servers::start(1, &Database::File(directory.join(format!("{clients}.sqlite"))))?;
        last = register(&servers.addresses, &servers.token()?, clients)?;
        rows.push(["SQLite".to_owned(), "1".to_owned(), clients.to_string(), format!("{last:.0}")].to_vec());
    }
    if let Some(server) = postgres {
        for (count, clients) in [(1, 1), (1, 8), (1, 64), (2, 64)] {
            let servers = Servers::start(count, &Database::Postgres(new_database(server)?.parse()?))?;
            let per_second = register(&servers.addresses, &servers.token()?, clients)?;
            let row = ["PostgreSQL".to_owned(), count.to_string(), clients.to_string(), format!("{per_second:.0}")];
            rows.push(row.to_vec());
        }
    }
    report.table("server", &["engine", "servers", "clients", "new customers a second"], &rows);
    report.goal("time of a new customer with 64 clients", 1e3 / last, 0.2, |time| format!("{time:.2} ms"));
    Ok(())
}

fn measure_look_ups(report: &mut Report, directory: &Path, postgres: Option<&str>) -> Result<()> {
    let (mut rows, mut last) = (Vec::new(), [Duration::ZERO; 4]);
    let row = |engine: &str, customers: i64, times: [Duration; 4]| -> Result<Vec<String>> {
        let names = [engine.to_owned(), grouped(customers.try_into()?)];
        Ok(names.into_iter().chain(times.map(milliseconds)).collect())
    };
    let file = directory.join("look-ups.sqlite");
    for customers in CUSTOMERS {
        drop(Servers::start(1, &Database::File(file.clone()))?);
        fill(&file, customers)?;
        last = Servers::start(1, &Database::File(file.clone()))?.look_ups()?;
        rows.push(row("SQLite", customers, last)?);
    }
    if let Some(server) = postgres {
        let url = &new_database(server)?;
        let mut first = 1;
        for customers in CUSTOMERS {
            let database = Database::Postgres(url.parse()?);
            drop(Servers::start(1, &database)?);
            let sql = FILL_POSTGRES.replace("{first}", &first.to_string()).replace("{last}", &customers.to_string());
            if customers > 0 {
                execute(url, &sql)?;
                // As after a few minutes of a database that is used.
                execute(url, "VACUUM ANALYZE customers")?;
            }
            first = customers + 1;
            rows.push(row("PostgreSQL", customers, Servers::start(1, &database)?.look_ups()?)?);
        }
    }
    let header = ["engine", "customers", "phone", "phone, no such", "three letters", "two letters"];
    report.table("server", &header, &rows);
    let [phone, _, letters, _] = last.map(|time| time.as_secs_f64() * 1e3);
    let shown = |time: f64| format!("{time:.1} ms");
    report.goal("look-up of a phone among 1,000,000 customers", phone, 20.0, shown);
    report.goal("look-up of three letters among 1,000,000 customers", letters, 100.0, shown);
    Ok(())
}

/// Servers on one database in this process, without rate limits. They end when they are dropped.
pub struct Servers {
    pub addresses: Vec<SocketAddr>,
    stop: watch::Sender<()>,
    served: Vec<JoinHandle<Result<(), server::Error>>>,
    runtime: Runtime,
}

impl Servers {
    /// Starts servers on free ports.
    pub fn start(count: usize, database: &Database) -> Result<Self> {
        let runtime = Runtime::new()?;
        let (stop, stopped) = watch::channel(());
        let (mut addresses, mut served) = (Vec::new(), Vec::new());
        for _ in 0..count {
            let config = Config { limits: Limits::default(), ..Config::default() };
            let listener = {
                let _inside = runtime.enter();
                server::bind(SocketAddr::from(([127, 0, 0, 1], 0))).context("bind")?
            };
            addresses.push(listener.local_addr()?);
            let mut stopped = stopped.clone();
            let stopped = async move { drop(stopped.changed().await) };
            served.push(runtime.spawn(server::serve(listener, database.clone(), config, stopped)));
        }
        let started = Self { addresses, stop, served, runtime };
        // The first answer comes when the database is open.
        started.token()?;
        Ok(started)
    }

    fn token(&self) -> Result<String> {
        let address = *self.addresses.first().context("a server")?;
        let answer = Client::connect(address)?.send("POST", "/open-api/v2/auth", "", CREDENTIALS)?;
        let answer: serde_json::Value = serde_json::from_str(&answer.1)?;
        Ok(answer.get("token").and_then(serde_json::Value::as_str).context("a token")?.to_owned())
    }

    /// Returns the median of each look-up.
    fn look_ups(&self) -> Result<[Duration; 4]> {
        Ok(look_ups(&self.addresses, &self.token()?)?.map(|times| median(&times)))
    }
}

impl Drop for Servers {
    fn drop(&mut self) {
        self.stop.send_replace(());
        for served in self.served.drain(..) {
            // It has answered all requests. How it ended is no figure.
            let _ = self.runtime.block_on(served);
        }
    }
}
