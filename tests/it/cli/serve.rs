//! `frontdesk serve` that cannot start, and one whose log has no reader.

use std::io::{BufRead as _, BufReader, Read as _};
use std::net::TcpListener;
use std::process::Stdio;

use crate::server::wire::{Request, V2_CREDENTIALS, send_to};
use crate::support::program::{Server, code, in_shell, program, stderr, stdout};

/// As with `nohup`, and as a shell starts a job in the background.
#[test]
fn a_signal_that_the_caller_ignores_stays_ignored() {
    const INTERRUPT: u64 = 1 << 1;
    const HANGUP: u64 = 1;
    for (script, ignored) in [
        ("trap '' HUP; exec \"$0\" \"$@\"", HANGUP),
        ("trap '' INT; exec \"$0\" \"$@\"", INTERRUPT),
        ("trap '' HUP INT; exec \"$0\" \"$@\"", HANGUP | INTERRUPT),
        ("exec \"$0\" \"$@\"", 0),
    ] {
        let home = tempfile::tempdir().unwrap();
        let mut command = program(home.path());
        command.args(["serve", "--listen", "127.0.0.1:0", "--database"]).arg(home.path().join("served.sqlite"));
        let mut server = Server::from_command(in_shell(script, &command), Stdio::null());
        let status = std::fs::read_to_string(format!("/proc/{}/status", server.child.id())).unwrap();
        let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:")).unwrap();
        let found = u64::from_str_radix(mask.trim(), 16).unwrap() & (HANGUP | INTERRUPT);
        assert_eq!(found, ignored, "{script}");
        for name in ["HUP", "INT", "TERM"] {
            server.signal(name);
        }
        assert_eq!(server.child.wait().unwrap().code(), Some(0), "{script}");
    }
}

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
    let table: [Row<'_>; 11] = [
        (&taken, new, &[], 1, &[&taken, "another program uses it", "Choose another port with --listen"]),
        ("192.0.2.1:0", new, &[], 1, &["192.0.2.1:0", "this computer does not have this address"]),
        (free, directory, &[], 1, &[directory, "cannot be opened (", "Use --database with a file"]),
        (free, newer, &[], 1, &[newer, "it is from a newer version of this program"]),
        ("0.0.0.0:0", new, &["cut"], 2, &["on a loopback address only, not on 0.0.0.0:0", "remove --inject"]),
        (
            "0.0.0.0:0",
            new,
            &[],
            2,
            &["credentials of training", "0.0.0.0:0", "server.client_secret", "--allow-training"],
        ),
        (free, new, &["nonsense"], 2, &["--inject: there is no fault “nonsense”. Use status:NNN"]),
        (free, new, &["status:200"], 2, &["there is no fault “status:200”"]),
        (free, new, &["cut@sometimes"], 2, &["there is no condition “sometimes”. Use method:POST"]),
        (free, new, &["cut", "cut@phone=+994%FF"], 2, &["there is no condition “phone=…”"]),
        (free, new, &["cut@nth:1,first:2"], 2, &["“first:2” is one condition too many. Use only one of nth:N"]),
    ];
    for (listen, database, faults, exit, expected) in table {
        let mut command = program(home.path());
        command.current_dir(home.path()).args(["serve", "--listen", listen, "--database", database]);
        // The row about these credentials has no other reason to fail.
        if !expected.contains(&"server.client_secret") {
            command.arg("--allow-training-credentials");
        }
        command.args(faults.iter().flat_map(|fault| ["--inject", fault]));
        let output = command.output().unwrap();
        let words = stderr(&output);
        assert_eq!((code(&output), stdout(&output).as_str()), (Some(exit), ""), "{expected:?} {output:?}");
        assert_eq!(words.lines().count(), 1, "{words}");
        assert!(words.starts_with("frontdesk: ") && words.ends_with(".\n"), "{words}");
        assert!(expected.iter().all(|part| words.contains(part)), "{expected:?} {words}");
    }
}

#[test]
fn the_command_line_names_a_file_and_never_the_address_of_a_database() {
    let home = tempfile::tempdir().unwrap();
    let url = "postgres://frontdesk:hunter2@127.0.0.1:1/shop";
    // `DATABASE_URL`, the arguments; the exit code and a part of the sentence.
    let table: [(&str, &[&str], i32, &str); 6] = [
        ("", &[], 2, "There is no database. Use --database with a file, or set server.database_url or DATABASE_URL"),
        ("", &["--database", url], 2, "--database needs the path of a file, not an address"),
        (url, &["--database", url], 2, "--database needs the path of a file, not an address"),
        ("mysql://root:hunter2@localhost/wiki", &[], 2, "DATABASE_URL: is not the address of a PostgreSQL database"),
        (
            url,
            &[],
            1,
            "The PostgreSQL database cannot be used (no connection: Connection refused (os error 111)). Check server.database_url",
        ),
        (url, &["--database", "/dev/null/shop"], 1, "--database replaces the PostgreSQL database of the settings"),
    ];
    for (address, arguments, exit, expected) in table {
        let mut command = program(home.path());
        command.current_dir(home.path()).env("DATABASE_URL", address).args(["serve", "--listen", "127.0.0.1:0"]);
        let output = command.args(arguments).output().unwrap();
        let words = stderr(&output);
        assert_eq!((code(&output), stdout(&output).as_str()), (Some(exit), ""), "{expected}: {output:?}");
        assert!(words.contains(expected) && !words.contains("hunter2"), "{expected}: {words}");
    }
    assert_eq!(
        std::fs::read_dir(home.path()).unwrap().filter(|entry| entry.as_ref().unwrap().file_name() != "state").count(),
        0
    );
}

#[test]
fn a_desk_and_its_training_server_ignore_the_address_of_a_database() {
    let home = tempfile::tempdir().unwrap();
    for address in ["postgres://frontdesk:hunter2@127.0.0.1:1/shop", "mysql://root:hunter2@localhost/wiki", "hunter2"] {
        let mut command = program(home.path());
        let output = command.env("DATABASE_URL", address).args(["add", "--name", "Aysel"]).output().unwrap();
        let shown = format!("{}{}", stdout(&output), stderr(&output));
        assert_eq!(code(&output), Some(0), "{shown}");
        assert!(!shown.contains("hunter2"), "{shown}");
        let mut command = program(home.path());
        let output = command.env("DATABASE_URL", address).args(["check", "--json"]).output().unwrap();
        assert!(!stdout(&output).contains("hunter2"), "{output:?}");
    }
    assert!(home.path().join("state/training.sqlite").exists());
}

/// More requests than there is place for their lines in a pipe (64 KiB) and in the server (4096 lines).
const MORE_THAN_A_PIPE: usize = 6000;

/// Sends a registration and returns true if it was answered with 200.
fn registers(server: &Server, token: &str, code: &str) -> bool {
    let customer = format!(r#"{{"name":"Aysel","code":"{code}"}}"#);
    let request = Request::post("/open-api/v2/customers", customer).token(token);
    send_to(server.address.parse().unwrap(), &request).expect("an answer").status == 200
}

fn token(server: &Server) -> String {
    let answer = send_to(server.address.parse().unwrap(), &Request::post("/open-api/v2/auth", V2_CREDENTIALS)).unwrap();
    answer.json()["token"].as_str().unwrap().to_owned()
}

#[test]
fn a_log_without_a_reader_keeps_no_request_waiting_and_its_lost_lines_are_counted() {
    let home = tempfile::tempdir().unwrap();
    let mut server = Server::start_with_log(home.path(), Stdio::piped());
    for _ in 0..MORE_THAN_A_PIPE {
        assert!(send_to(server.address.parse().unwrap(), &Request::get("/")).is_some());
    }
    // As soon as a program reads again, the log goes on with the number of lines that are missing.
    let mut log = BufReader::new(server.child.stderr.take().unwrap());
    let mut line = String::new();
    while !line.contains(" lines of this log were lost, because nothing read it.") {
        line.clear();
        // The queue is full of older lines, so a line is made after each line that is read.
        send_to(server.address.parse().unwrap(), &Request::get("/")).unwrap();
        assert!(log.read_line(&mut line).unwrap() > 0, "the log ended");
    }
    server.signal("TERM");
    drop(log.read_to_string(&mut String::new()));
    assert!(server.child.wait().unwrap().success());
}

#[test]
fn a_log_whose_reader_went_away_costs_no_answer() {
    let home = tempfile::tempdir().unwrap();
    let mut server = Server::start_with_log(home.path(), Stdio::piped());
    drop(server.child.stderr.take());
    let token = token(&server);
    for number in 0..20 {
        assert!(registers(&server, &token, &format!("A-{number}")));
    }
    server.signal("TERM");
    assert!(server.child.wait().unwrap().success());
}
