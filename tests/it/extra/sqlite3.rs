//! The sqlite3 program beside a running server.

use std::process::Command;

use crate::support::program::{Server, live, stdout};

/// Another program reads the file of a running server and closes it: that must not pass for the last one to close it,
/// which deletes the write-ahead log under the server's feet.
#[test]
#[ignore = "needs sqlite3: just ci-extra"]
fn a_program_that_reads_the_file_of_a_running_server_takes_nothing_from_it() {
    let home = tempfile::tempdir().unwrap();
    let mut before = Server::start(home.path(), &[]);
    before.signal("TERM");
    assert!(before.child.wait().unwrap().success());
    let first = Server::start(home.path(), &[]);
    let look = || {
        let file = home.path().join("served.sqlite");
        let output = Command::new("sqlite3").arg(file).arg("SELECT count(*) FROM customers").output().unwrap();
        stdout(&output).trim().parse::<u32>().unwrap()
    };
    let add = |server: &Server| {
        let arguments = ["add", "--json", "--name", "Aysel", "--phone", "0501234567"];
        live(home.path(), &server.v2()).args(arguments).output().unwrap()
    };
    assert_eq!(look(), 0);
    assert!(home.path().join("served.sqlite-wal").exists(), "the server's write-ahead log is deleted");
    assert_eq!(add(&first).status.code(), Some(0));
    assert_eq!(look(), 1);
    drop(first);
    let second = Server::start(home.path(), &[]);
    assert_eq!(add(&second).status.code(), Some(4), "the customer that was acknowledged is gone");
}
