//! `frontdesk serve` that cannot start.

use std::net::TcpListener;

use crate::support::program::{code, program, stderr, stdout};

/// The address, the database, the faults; the exit code and the parts of the sentence.
type Row<'a> = (&'a str, &'a str, &'a [&'a str], i32, &'a [&'a str]);

#[test]
fn what_keeps_the_server_from_starting_is_named_with_what_to_do() {
    let home = tempfile::tempdir().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().unwrap().to_string();
    let newer = home.path().join("newer.sqlite");
    rusqlite::Connection::open(&newer).unwrap().pragma_update(None, "user_version", 99).unwrap();
    let newer = newer.to_str().unwrap();
    let directory = home.path().to_str().unwrap();
    let (free, new) = ("127.0.0.1:0", "new.sqlite");
    let table: [Row<'_>; 10] = [
        (&taken, new, &[], 1, &[&taken, "another program uses it", "Choose another port with --listen"]),
        ("192.0.2.1:0", new, &[], 1, &["192.0.2.1:0", "this computer does not have this address"]),
        (free, directory, &[], 1, &[directory, "cannot be opened (", "Use --database with a file"]),
        (free, newer, &[], 1, &[newer, "it is from a newer version of this program"]),
        ("0.0.0.0:0", new, &["cut"], 2, &["on a loopback address only, not on 0.0.0.0:0", "remove --inject"]),
        (free, new, &["nonsense"], 2, &["--inject: there is no fault “nonsense”. Use status:NNN"]),
        (free, new, &["status:200"], 2, &["there is no fault “status:200”"]),
        (free, new, &["cut@sometimes"], 2, &["there is no condition “sometimes”. Use method:POST"]),
        (free, new, &["cut", "cut@phone=+994%FF"], 2, &["there is no condition “phone=…”"]),
        (free, new, &["cut@nth:1,first:2"], 2, &["“first:2” is one condition too many. Use only one of nth:N"]),
    ];
    for (listen, database, faults, exit, expected) in table {
        let mut command = program(home.path());
        command.current_dir(home.path()).args(["serve", "--listen", listen, "--database", database]);
        command.args(faults.iter().flat_map(|fault| ["--inject", fault]));
        let output = command.output().unwrap();
        let words = stderr(&output);
        assert_eq!((code(&output), stdout(&output).as_str()), (Some(exit), ""), "{expected:?} {output:?}");
        assert_eq!(words.lines().count(), 1, "{words}");
        assert!(words.starts_with("frontdesk: ") && words.ends_with(".\n"), "{words}");
        assert!(expected.iter().all(|part| words.contains(part)), "{expected:?} {words}");
    }
}
