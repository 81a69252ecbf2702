//! The sqlite3 program next to a running server.

use std::process::Command;

use crate::support::program::{Server, live, stdout};

/// Another program reads the database of a running server and closes it. The server must not treat that as the last
/// connection, which deletes the write-ahead log of the running server.
#[test]
#[ignore = "needs sqlite3: just ci-extra"]
fn reading_the_database_of_a_running_server_loses_nothing() {
    let home = tempfile::tempdir().unwrap();
    let mut previous = Server::start(home.path(), &[]);
    previous.signal("TERM");
    assert!(previous.child.wait().unwrap().success());
    let first = Server::start(home.path(), &[]);
    let customer_count = || {
        let file = home.path().join("served.sqlite");
        let output = Command::new("sqlite3").arg(file).arg("SELECT count(*) FROM customers").output().unwrap();
        stdout(&output).trim().parse::<u32>().unwrap()
    };
    let add = |server: &Server| {
        let arguments = ["add", "--json", "--name", "Aysel", "--phone", "0501234567"];
        live(home.path(), &server.v2()).args(arguments).output().unwrap()
    };
    assert_eq!(customer_count(), 0);
    assert!(home.path().join("served.sqlite-wal").exists(), "the server's write-ahead log is deleted");
    assert_eq!(add(&first).status.code(), Some(0));
    assert_eq!(customer_count(), 1);
    drop(first);
    let second = Server::start(home.path(), &[]);
    assert_eq!(add(&second).status.code(), Some(4), "the customer that was acknowledged is gone");
}
