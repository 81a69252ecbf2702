//! Several servers on one database.

use std::collections::{BTreeSet, HashMap};
use std::net::SocketAddr;
use std::sync::Mutex;

use super::{start, token};
use crate::server::wire::{Request, send_to};
use crate::server::writers::pairs;
use crate::support::postgres::{Cluster, query};
use crate::support::program::Server;

#[test]
#[ignore = "second tier"]
fn many_servers_open_an_empty_database_at_the_same_time_and_share_the_tokens() {
    let cluster = Cluster::start("");
    let url = cluster.create("shop");
    let home = tempfile::tempdir().unwrap();
    let servers: Vec<Server> = std::thread::scope(|scope| {
        let starts: Vec<_> = (0..6).map(|_| scope.spawn(|| start(home.path(), &url))).collect();
        starts.into_iter().map(|start| start.join().unwrap()).collect()
    });
    let token = token(&servers[0]);
    let request = Request::get("/open-api/v2/venues").token(&token);
    for server in &servers {
        assert_eq!(send_to(server.address.parse().unwrap(), &request).unwrap().status, 200);
    }
    assert_eq!(query(&url, "SELECT version, (SELECT count(*) FROM customer_groups) FROM schema_version"), "1|4");
}

#[test]
#[ignore = "second tier"]
fn two_servers_store_each_value_once_and_lose_nothing_when_one_is_killed() {
    // By default each statement of this database may fail because of another one.
    let cluster = Cluster::start("-c default_transaction_isolation=serializable");
    let url = cluster.create("shop");
    let home = tempfile::tempdir().unwrap();
    let (mut killed, other) = (start(home.path(), &url), start(home.path(), &url));
    let token = token(&killed);
    // Of each two customers with a shared value one must be rejected.
    let pairs = pairs(1000);
    let (first, second): (SocketAddr, SocketAddr) = (killed.address.parse().unwrap(), other.address.parse().unwrap());
    let queue = Mutex::new(pairs.iter());
    let outcomes: Mutex<HashMap<usize, Vec<(String, String)>>> = Mutex::default();
    let lost: Mutex<BTreeSet<usize>> = Mutex::default();
    let answered = || outcomes.lock().unwrap().values().map(Vec::len).sum::<usize>();
    std::thread::scope(|scope| {
        for client in 0..64 {
            let (queue, outcomes, lost, token) = (&queue, &outcomes, &lost, &token);
            scope.spawn(move || {
                loop {
                    let Some((pair, _, body)) = queue.lock().unwrap().next() else { break };
                    let request = Request::post("/open-api/v2/customers", body.to_string()).token(token);
                    let mut answer = send_to(if client % 2 == 0 { first } else { second }, &request);
                    // The customer may be stored. The client sends it again to the server that lives.
                    while answer.as_ref().is_none_or(|answer| answer.status == 503) {
                        lost.lock().unwrap().insert(*pair);
                        answer = send_to(second, &request);
                    }
                    let answer = answer.unwrap();
                    let outcome = match answer.status {
                        200 => "stored".to_owned(),
                        409 => answer.json()["error"].as_str().unwrap().to_owned(),
                        other => panic!("{other} {}", String::from_utf8_lossy(&answer.body)),
                    };
                    let name = body["name"].as_str().unwrap().to_owned();
                    outcomes.lock().unwrap().entry(*pair).or_default().push((outcome, name));
                }
            });
        }
        while answered() < pairs.len() / 2 {
            std::thread::yield_now();
        }
        killed.child.kill().unwrap();
        killed.child.wait().unwrap();
    });
    let (outcomes, lost) = (outcomes.into_inner().unwrap(), lost.into_inner().unwrap());
    assert!(!lost.is_empty(), "the server was killed in the middle");
    let names =
        "SELECT c.name FROM customers c JOIN balances b ON b.id = c.balance_id AND b.name = 'CUSTOMER:' || c.cid";
    let stored: BTreeSet<String> = query(&url, names).lines().map(str::to_owned).collect();
    let counts = query(&url, "SELECT count(*), (SELECT count(*) FROM balances) FROM customers");
    assert_eq!((stored.len(), counts.as_str()), (1000, "1000|1000"), "one customer of each pair, with a balance");
    for (pair, slug, _) in &pairs {
        let mut found: Vec<_> = outcomes[pair].iter().map(|(outcome, _)| outcome.as_str()).collect();
        found.sort_unstable();
        // A customer whose first answer was lost may be in conflict with itself.
        assert!(found == [*slug, "stored"] || (lost.contains(pair) && !found.contains(&"stored")), "{pair}: {found:?}");
    }
    let acknowledged: Vec<_> =
        outcomes.values().flatten().filter(|(outcome, _)| outcome == "stored").map(|(_, name)| name).collect();
    assert!(acknowledged.len() >= 1000 - lost.len());
    let missing: Vec<_> = acknowledged.into_iter().filter(|name| !stored.contains(*name)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
