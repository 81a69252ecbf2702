//! A database that goes away: 503 with the envelope, a new connection without a restart, and no acknowledged customer lost.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::net::{SocketAddr, TcpStream};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::json;

use super::{serve, start, token};
use crate::server::wire::{Request, send_to};
use crate::support::postgres::{Cluster, query};
use crate::support::program::Server;

/// The longest wait for anything on a busy computer.
const MAX_WAIT: Duration = Duration::from_mins(1);

/// Registers customers from 16 clients during `work`, which gets the number of answers with 200 and with 503. Returns the
/// names of all acknowledged customers.
fn under_load(address: SocketAddr, token: &str, work: impl FnOnce(&AtomicUsize, &AtomicUsize)) -> BTreeSet<String> {
    let (stop, stored, unavailable) = (AtomicBool::new(false), AtomicUsize::new(0), AtomicUsize::new(0));
    let names = Mutex::new(BTreeSet::new());
    std::thread::scope(|scope| {
        for client in 0..16 {
            let (stop, stored, unavailable, names) = (&stop, &stored, &unavailable, &names);
            scope.spawn(move || {
                for number in 0.. {
                    if stop.load(Ordering::SeqCst) {
                        break;
                    }
                    let name = format!("Customer {client} {number}");
                    let body = json!({"name": name, "phone": format!("+994{client:02}{number:07}")}).to_string();
                    let post = Request::post("/open-api/v2/customers", body).token(token);
                    let get = Request::get("/open-api/v2/customers?filters[0][0]=name&filters[0][1]=cust").token(token);
                    let request = if number % 4 == 3 { &get } else { &post };
                    let answer = send_to(address, request).expect("an answer");
                    match answer.status {
                        200 if request.method == "POST" => {
                            names.lock().unwrap().insert(name);
                            stored.fetch_add(1, Ordering::SeqCst);
                        }
                        503 => {
                            let envelope = answer.json();
                            assert_eq!(envelope["success"], json!(false), "{envelope}");
                            assert_eq!(envelope["error"][0]["http_code"], json!(503), "{envelope}");
                            unavailable.fetch_add(1, Ordering::SeqCst);
                        }
                        // 504 is the gateway's answer while the database hangs.
                        200 | 504 => {}
                        other => panic!("{other} {}", answer.json()),
                    }
                }
            });
        }
        work(&stored, &unavailable);
        stop.store(true, Ordering::SeqCst);
    });
    names.into_inner().unwrap()
}

/// Waits until a number has grown by `more`.
fn wait_for(number: &AtomicUsize, more: usize, what: &str) {
    let (begin, deadline) = (number.load(Ordering::SeqCst), Instant::now() + MAX_WAIT);
    while number.load(Ordering::SeqCst) < begin + more {
        assert!(Instant::now() < deadline, "{what}");
        std::thread::sleep(Duration::from_millis(2));
    }
}

#[test]
#[ignore = "second tier"]
fn a_killed_and_a_stopped_database_lose_no_acknowledged_customer_and_are_used_again() {
    // A database that does not wait for its disk by itself.
    let cluster = Cluster::start("-c synchronous_commit=off -c wal_writer_delay=10s");
    let url = cluster.create("shop");
    let home = tempfile::tempdir().unwrap();
    let server = start(home.path(), &url);
    let (address, token) = (server.address.parse().unwrap(), token(&server));
    let acknowledged = under_load(address, &token, |stored, unavailable| {
        for outage in [Cluster::kill, Cluster::stop, Cluster::kill] {
            wait_for(stored, 200, "customers before the outage");
            outage(&cluster);
            wait_for(unavailable, 50, "answers with 503");
            cluster.start_again();
        }
        wait_for(stored, 200, "customers after the outages");
    });
    let stored: BTreeSet<String> = query(&url, "SELECT name FROM customers").lines().map(str::to_owned).collect();
    let missing: Vec<_> = acknowledged.difference(&stored).collect();
    assert!(missing.is_empty(), "{missing:?} of {}", acknowledged.len());
}

#[test]
#[ignore = "second tier"]
fn a_database_that_hangs_is_answered_in_time_and_used_again() {
    let cluster = Cluster::start("");
    let url = cluster.create("shop");
    let home = tempfile::tempdir().unwrap();
    let server = start(home.path(), &url);
    let (address, token) = (server.address.parse().unwrap(), token(&server));
    let acknowledged = under_load(address, &token, |stored, _| {
        wait_for(stored, 100, "customers before the database hangs");
        cluster.signal("STOP");
        let asked_at = Instant::now();
        let answer = send_to(address, &Request::get("/open-api/v2/venues").token(&token)).expect("an answer");
        // The gateway's 8 s, on a busy computer.
        assert!([503, 504].contains(&answer.status) && asked_at.elapsed() < Duration::from_secs(25), "{answer:?}");
        cluster.signal("CONT");
        wait_for(stored, 100, "customers after it");
    });
    let stored: BTreeSet<String> = query(&url, "SELECT name FROM customers").lines().map(str::to_owned).collect();
    assert!(acknowledged.is_subset(&stored));
}

#[test]
#[ignore = "second tier"]
fn the_query_of_a_caller_who_went_away_is_interrupted_and_the_log_has_no_secret() {
    let cluster = Cluster::start("-c log_min_messages=fatal");
    let url = cluster.create("shop");
    let home = tempfile::tempdir().unwrap();
    let log = home.path().join("log");
    let mut command = serve(home.path(), &url, &[]);
    command.env("FRONTDESK_LOG", "trace");
    let server = Server::from_command(command, std::fs::File::create(&log).unwrap());
    let token = token(&server);
    // No other session can read the table while this session runs.
    let lock = "BEGIN; LOCK TABLE customers; SELECT pg_sleep(600)";
    let mut locker = Command::new("sh")
        .args(["-c", "exec psql \"$0\" -XAtqc \"$1\"", &url, lock])
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%customers%'";
    wait_until(
        &url,
        "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(600)%' AND wait_event = 'PgSleep'",
        "1",
    );
    // More than can be read at the same time.
    let callers: Vec<TcpStream> = (0..20)
        .map(|_| {
            let mut stream = TcpStream::connect(&server.address).unwrap();
            let get =
                Request::get("/open-api/v2/customers?filters[0][0]=phones&filters[0][1]=994501112233").token(&token);
            stream.write_all(&get.bytes()).unwrap();
            stream
        })
        .collect();
    wait_until(&url, waiting, "16");
    drop(callers);
    wait_until(&url, waiting, "0");
    query(
        &url,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(600)%' AND pid <> pg_backend_pid()",
    );
    locker.wait().unwrap();
    let answer =
        send_to(server.address.parse().unwrap(), &Request::get("/open-api/v2/customers").token(&token)).unwrap();
    assert_eq!((answer.status, &answer.json()["total"]), (200, &json!(0)));
    drop(server);
    let log = std::fs::read_to_string(log).unwrap();
    assert!(log.contains("status=200"), "{log}");
    for secret in [crate::support::postgres::PASSWORD, "postgres://", "994501112233"] {
        assert!(!log.contains(secret), "{secret} is in {log}");
    }
}

fn wait_until(url: &str, sql: &str, expected: &str) {
    let deadline = Instant::now() + MAX_WAIT;
    while query(url, sql) != expected {
        assert!(Instant::now() < deadline, "{sql}: {}", query(url, sql));
        std::thread::sleep(Duration::from_millis(20));
    }
}
