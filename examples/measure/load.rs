//! The load of the test server: clients that register, look-ups, and a database full of customers.

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use tokio::runtime::Runtime;
use tokio_postgres::NoTls;

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
pub const FILL_POSTGRES: &str = "
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

/// Registers with `clients` connections to the servers in turn for [`REGISTERING`]. Returns the new customers a second.
pub fn register(servers: &[SocketAddr], token: &str, clients: u32) -> Result<f64> {
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

/// Measures four look-ups. Returns the times of each.
pub fn look_ups(servers: &[SocketAddr], token: &str) -> Result<[Vec<Duration>; 4]> {
    let mut client = Client::connect(*servers.first().context("a server")?)?;
    let mut all = [const { Vec::new() }; 4];
    let searches = [("phones", "0012345"), ("phones", "7770001112"), ("name", "ram"), ("name", "qa")];
    for ((field, value), times) in searches.into_iter().zip(&mut all) {
        let path = format!("/open-api/v2/customers?filters[0][0]={field}&filters[0][1]={value}&limit=50");
        for _ in 0..15 {
            let started = Instant::now();
            let (status, answer) = client.send("GET", &path, token, "")?;
            times.push(started.elapsed());
            if status != 200 {
                bail!("{status} {answer}");
            }
        }
    }
    Ok(all)
}

pub fn fill(file: &Path, customers: i64) -> Result<()> {
    let mut database = rusqlite::Connection::open(file)?;
    let transaction = database.transaction()?;
    let first: i64 = transaction.query_row("SELECT coalesce(max(id), 0) + 1 FROM customers", [], |row| row.get(0))?;
    if first <= customers {
        transaction.execute(FILL, [first, customers])?;
        transaction.execute(FILL_CUSTOMERS, [first, customers])?;
    }
    Ok(transaction.commit()?)
}

/// Makes the database `serve_load` again, and returns its address.
pub fn new_database(server: &str) -> Result<String> {
    let maintenance = format!("{server}postgres");
    execute(&maintenance, "DROP DATABASE IF EXISTS serve_load WITH (FORCE)")?;
    execute(&maintenance, "CREATE DATABASE serve_load")?;
    Ok(format!("{server}serve_load"))
}

pub fn execute(url: &str, sql: &str) -> Result<()> {
    Runtime::new()?.block_on(async {
        let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
        let connection = tokio::spawn(connection);
        client.batch_execute(sql).await?;
        drop(client);
        Ok(connection.await??)
    })
}

/// A connection that is kept.
pub struct Client {
    stream: BufReader<TcpStream>,
}

impl Client {
    pub fn connect(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        Ok(Self { stream: BufReader::new(stream) })
    }

    /// Sends a request and returns the status and the body.
    pub fn send(&mut self, method: &str, path: &str, token: &str, body: &str) -> Result<(u16, String)> {
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
