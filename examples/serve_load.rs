//! Measures the test server: new customers a second with 1, 8 and 64 clients that keep their connections, and the time of
//! look-ups among 0, 100,000 and 1,000,000 customers. `just serve-load` runs it. It prints a table in Markdown, for `SQLite`
//! and, if `FRONTDESK_TEST_POSTGRES` has the address of a `PostgreSQL` server up to its last `/`, for its database `serve_load`
//! as well, which is made for this.
#![expect(clippy::print_stdout, reason = "a command that prints a table")]

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use frontdesk::server::{self, Config, Database, Limits};
use tokio::runtime::Runtime;
use tokio_postgres::NoTls;

const CREDENTIALS: &str =
    r#"{"client_id":"training","client_secret":"training","brand":"training","integrator_id":"training"}"#;

/// The length of each measurement of registrations.
const REGISTERING: Duration = Duration::from_secs(5);

/// Fills the database up to a number of customers, with names of two words of common syllables and phones of
/// Azerbaijan.
const FILL: &str = "
    INSERT INTO balances (id, name, created_at, updated_at)
    WITH RECURSIVE n (i) AS (VALUES (?1) UNION ALL SELECT i + 1 FROM n WHERE i < ?2)
    SELECT i, 'CUSTOMER', '2026-01-01T00:00:00.000000Z', '2026-01-01T00:00:00.000000Z' FROM n";
const FILL_CUSTOMERS: &str = "
    INSERT INTO customers (id, venue_id, group_id, balance_id, cid, name, name_folded, phone, phone_key, created_at, updated_at)
    WITH RECURSIVE n (i) AS (VALUES (?1) UNION ALL SELECT i + 1 FROM n WHERE i < ?2),
    s (a) AS (VALUES ('[\"al\",\"ram\",\"nu\",\"sel\",\"mi\",\"kam\",\"ra\",\"lei\",\"tur\",\"gu\",\"ves\",\"ila\",\"far\",\"zah\",\"mus\",\"ele\",\"vu\",\"qar\",\"sam\",\"dil\"]')),
    t (i, name) AS (SELECT i, json_extract(a, '$[' || (i % 20) || ']') || json_extract(a, '$[' || (i / 20 % 20) || ']')
        || ' ' || json_extract(a, '$[' || (i / 400 % 20) || ']') || json_extract(a, '$[' || (i / 8000 % 20) || ']')
        || json_extract(a, '$[' || (i * 7 % 20) || ']') FROM n, s)
    SELECT i, 1, 1, i, printf('00000000-0000-4000-8000-%012d', i), name, name, printf('+99450%07d', i),
        printf('99450%07d', i), '2026-01-01T00:00:00.000000Z', '2026-01-01T00:00:00.000000Z' FROM t";

/// The same customers for `PostgreSQL`.
const FILL_POSTGRES: &str = "
    INSERT INTO balances (id, name, created_at, updated_at)
    SELECT i, 'CUSTOMER', '2026-01-01T00:00:00.000000Z', '2026-01-01T00:00:00.000000Z' FROM generate_series({first}, {last}) i;
    INSERT INTO customers (id, venue_id, group_id, balance_id, cid, name, name_folded, phone, phone_key, created_at, updated_at)
    SELECT i, 1, 1, i, '00000000-0000-4000-8000-' || lpad(i::text, 12, '0'), name, name, '+99450' || lpad(i::text, 7, '0'),
        '99450' || lpad(i::text, 7, '0'), '2026-01-01T00:00:00.000000Z', '2026-01-01T00:00:00.000000Z'
    FROM generate_series({first}, {last}) i,
        (SELECT '{al,ram,nu,sel,mi,kam,ra,lei,tur,gu,ves,ila,far,zah,mus,ele,vu,qar,sam,dil}'::text[] AS a) s,
        LATERAL (SELECT a[i % 20 + 1] || a[i / 20 % 20 + 1] || ' ' || a[i / 400 % 20 + 1] || a[i / 8000 % 20 + 1]
            || a[i * 7 % 20 + 1] AS name) n;
    SELECT setval('balance_ids', {last}), setval(pg_get_serial_sequence('customers', 'id'), {last})";

fn main() -> Result<()> {
    let directory = tempfile::tempdir()?;
    let file = |name: &str| Database::File(directory.path().join(name));
    let postgres = std::env::var("FRONTDESK_TEST_POSTGRES").ok();
    println!("| engine | servers | clients | new customers a second |\n|---|---|---|---|");
    for clients in [1, 8, 64] {
        let per_second =
            with_servers(1, &file(&format!("{clients}.sqlite")), |servers, token| register(servers, token, clients))?;
        println!("| SQLite | 1 | {clients} | {per_second:.0} |");
    }
    if let Some(server) = &postgres {
        for (servers, clients) in [(1, 1), (1, 8), (1, 64), (2, 64)] {
            let database = Database::Postgres(new_database(server)?.parse()?);
            let per_second = with_servers(servers, &database, |servers, token| register(servers, token, clients))?;
            println!("| PostgreSQL | {servers} | {clients} | {per_second:.0} |");
        }
    }
    println!(
        "\n| engine | customers | phone | phone, no such | three letters | two letters |\n|---|---|---|---|---|---|"
    );
    for customers in [0, 100_000, 1_000_000] {
        let database = file("look-ups.sqlite");
        with_servers(1, &database, |_, _| Ok(()))?;
        fill(&directory.path().join("look-ups.sqlite"), customers)?;
        let row = with_servers(1, &database, look_ups)?;
        println!("| SQLite | {customers} | {row} |");
    }
    if let Some(server) = &postgres {
        let url = &new_database(server)?;
        let mut first = 1;
        for customers in [0, 100_000, 1_000_000] {
            let database = Database::Postgres(url.parse()?);
            with_servers(1, &database, |_, _| Ok(()))?;
            let sql = FILL_POSTGRES.replace("{first}", &first.to_string()).replace("{last}", &customers.to_string());
            if customers > 0 {
                execute(url, &sql)?;
                // As after a few minutes of a database that is used.
                execute(url, "VACUUM ANALYZE customers")?;
            }
            first = customers + 1;
            let row = with_servers(1, &database, look_ups)?;
            println!("| PostgreSQL | {customers} | {row} |");
        }
    }
    Ok(())
}

/// Makes the database `serve_load` again, and returns its address.
fn new_database(server: &str) -> Result<String> {
    let maintenance = format!("{server}postgres");
    execute(&maintenance, "DROP DATABASE IF EXISTS serve_load WITH (FORCE)")?;
    execute(&maintenance, "CREATE DATABASE serve_load")?;
    Ok(format!("{server}serve_load"))
}

fn execute(url: &str, sql: &str) -> Result<()> {
    Runtime::new()?.block_on(async {
        let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
        let connection = tokio::spawn(connection);
        client.batch_execute(sql).await?;
        drop(client);
        Ok(connection.await??)
    })
}

/// Runs servers on a database in this process, without rate limits, during `work`.
fn with_servers<T>(
    count: usize,
    database: &Database,
    work: impl FnOnce(&[SocketAddr], &str) -> Result<T>,
) -> Result<T> {
    let runtime = Runtime::new()?;
    let (stop, stopped) = tokio::sync::watch::channel(());
    let (mut addresses, mut servers) = (Vec::new(), Vec::new());
    for _ in 0..count {
        let config = Config { limits: Limits::default(), ..Config::default() };
        let listener = {
            let _inside = runtime.enter();
            server::bind(SocketAddr::from(([127, 0, 0, 1], 0))).context("bind")?
        };
        addresses.push(listener.local_addr()?);
        let mut stopped = stopped.clone();
        let stopped = async move { drop(stopped.changed().await) };
        servers.push(runtime.spawn(server::serve(listener, database.clone(), config, stopped)));
    }
    let first = *addresses.first().context("a server")?;
    let answer = Client::connect(first)?.send("POST", "/open-api/v2/auth", "", CREDENTIALS)?;
    let answer: serde_json::Value = serde_json::from_str(&answer.1)?;
    let token = answer.get("token").and_then(serde_json::Value::as_str).context("a token")?.to_owned();
    let result = work(&addresses, &token);
    drop(stop);
    for server in servers {
        runtime.block_on(server)?.context("serve")?;
    }
    result
}

/// Registers with `clients` connections to the servers in turn for [`REGISTERING`]. Returns the new customers a second.
fn register(servers: &[SocketAddr], token: &str, clients: u32) -> Result<f64> {
    let started = Instant::now();
    let counts: Vec<Result<u32>> = thread::scope(|scope| {
        let threads: Vec<_> = (0..clients)
            .map(|client| {
                let address = servers.iter().cycle().nth(client as usize).copied();
                scope.spawn(move || {
                    let mut connection = Client::connect(address.context("a server")?)?;
                    let mut count = 0;
                    while started.elapsed() < REGISTERING {
                        let body =
                            format!(r#"{{"name":"Aysel Məmmədova","phone":"+994{client:03}{count:06}","email":"aysel@mail.az"}}"#);
                        let (status, answer) = connection.send("POST", "/open-api/v2/customers", token, &body)?;
                        if status != 200 {
                            bail!("{status} {answer}");
                        }
                        count += 1;
                    }
                    Ok(count)
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap_or_else(|_| bail!("a client ended"))).collect()
    });
    let elapsed = started.elapsed();
    let total: u32 = counts.into_iter().sum::<Result<u32>>()?;
    Ok(f64::from(total) / elapsed.as_secs_f64())
}

fn fill(file: &std::path::Path, customers: i64) -> Result<()> {
    let mut database = rusqlite::Connection::open(file)?;
    let transaction = database.transaction()?;
    let first: i64 = transaction.query_row("SELECT coalesce(max(id), 0) + 1 FROM customers", [], |row| row.get(0))?;
    if first <= customers {
        transaction.execute(FILL, [first, customers])?;
        transaction.execute(FILL_CUSTOMERS, [first, customers])?;
    }
    Ok(transaction.commit()?)
}

/// Measures four look-ups. Returns the cells of a row: median and maximum in milliseconds.
fn look_ups(servers: &[SocketAddr], token: &str) -> Result<String> {
    let mut client = Client::connect(*servers.first().context("a server")?)?;
    let mut cells = Vec::new();
    for (field, value) in [("phones", "0012345"), ("phones", "7770001112"), ("name", "ram"), ("name", "qa")] {
        let path = format!("/open-api/v2/customers?filters[0][0]={field}&filters[0][1]={value}&limit=50");
        let mut times = Vec::new();
        for _ in 0..15 {
            let started = Instant::now();
            let (status, answer) = client.send("GET", &path, token, "")?;
            times.push(started.elapsed().as_secs_f64() * 1000.0);
            if status != 200 {
                bail!("{status} {answer}");
            }
        }
        times.sort_by(f64::total_cmp);
        let at = |index: usize| times.get(index).copied().unwrap_or_default();
        cells.push(format!("{:.1} (max {:.1}) ms", at(7), at(14)));
    }
    Ok(cells.join(" | "))
}

/// A connection that is kept.
struct Client {
    stream: BufReader<TcpStream>,
}

impl Client {
    fn connect(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        Ok(Self { stream: BufReader::new(stream) })
    }

    /// Sends a request and returns the status and the body.
    fn send(&mut self, method: &str, path: &str, token: &str, body: &str) -> Result<(u16, String)> {
        let mut head = format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\n");
        if !token.is_empty() {
            write!(head, "x-token: {token}\r\n")?;
        }
        write!(head, "Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}", body.len())?;
        self.stream.get_mut().write_all(head.as_bytes())?;
        let mut line = String::new();
        self.stream.read_line(&mut line)?;
        let status = line.split(' ').nth(1).context("a status")?.parse()?;
        let mut length = 0;
        loop {
            line.clear();
            self.stream.read_line(&mut line)?;
            if line.trim().is_empty() {
                break;
            }
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse()?;
            }
        }
        let mut bytes = vec![0; length];
        self.stream.read_exact(&mut bytes)?;
        Ok((status, String::from_utf8(bytes)?))
    }
}
