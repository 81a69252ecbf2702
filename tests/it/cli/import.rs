//! `frontdesk add --stdin`: one answer for each line, and a run that broke is run again. `cids` has the same `cid` twice.

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

use super::cids::CID;
use crate::support::program::{
    Server, code, dead_address, in_shell, json as object, json_lines, live, program, stderr, stdout, with_input,
};
use crate::support::pty::{self, Desk};
use crate::support::scripted::{Request, Scripted, reply};

pub fn import(home: &Path, url: &str) -> Command {
    let mut command = live(home, url);
    command.args(["add", "--stdin"]);
    command
}

pub fn statuses(answers: &[Value]) -> Vec<&str> {
    answers.iter().map(|answer| answer["status"].as_str().unwrap()).collect()
}

/// Returns the customers that the server has stored.
pub fn stored(home: &Path) -> Vec<(String, String)> {
    let database = rusqlite::Connection::open(home.join("served.sqlite")).unwrap();
    let mut statement = database.prepare("SELECT cid, name FROM customers ORDER BY id").unwrap();
    statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect()
}

#[test]
fn each_line_has_one_answer_in_order_and_a_broken_line_stops_nothing() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(home.path(), &[]);
    let long = format!("{{\"name\":\"{}\"}}", "x".repeat(70_000));
    let lines: &[(&[u8], &str)] = &[
        (
            b"\xef\xbb\xbf{\"name\":\"Aysel\",\"phone\":\"050 123 45 67\",\"group\":\"vip\",\"gender\":\"f\"}",
            "registered",
        ),
        (b"{\"name\":\"Rauf\",\"phone\":\"0501234567\"}", "already_registered"),
        (b"name,phone", "broken_line"),
        (b"{\"name\":\"A\",\"telephone\":\"1\"}", "broken_line"),
        (b"{\"name\":\"A\",\"phone\":501234568}", "broken_line"),
        (b"{\"name\":\"Ays\xffel\"}", "broken_line"),
        (b"{\"name\":\"A\",\"name\":\"B\"}", "broken_line"),
        (long.as_bytes(), "broken_line"),
        (b"{\"name\":\"A\",\"cid\":\"7\"}", "broken_line"),
        (b"", "empty_line"),
        (b" \r", "empty_line"),
        (b"{\"name\":\"\"}", "refused"),
        (b"{\"name\":\"A\",\"phone\":\"05\"}", "refused"),
        (b"{\"name\":\"A\",\"group\":\"nobody\"}", "refused"),
        (b"{\"name\":\"A\",\"group_id\":99}", "refused"),
        (b"{\"name\":\"A\",\"date_of_birth\":\"1990-02-30\"}", "refused"),
        (
            b"{\"name\":\"Leyla\",\"date_of_birth\":\"1990-05-15\",\"description\":\"tea\",\"group_id\":\"4\"}\r",
            "registered",
        ),
        (b"{\"name\":\"Samir\",\"email\":\"s@example.com\",\"code\":\"C1\",\"gender\":1}", "registered"),
    ];
    let input = lines.iter().map(|(line, _)| *line).collect::<Vec<_>>().join(&b'\n');
    let output = with_input(import(home.path(), &server.v2()), &input);
    let answers = json_lines(&output);
    assert_eq!(statuses(&answers), lines.iter().map(|(_, status)| *status).collect::<Vec<_>>());
    assert_eq!((code(&output), stderr(&output).as_str()), (Some(3), ""), "the exit code of the worst line");
    for (number, answer) in (1..).zip(&answers) {
        assert_eq!((&answer["line"], &answer["schema"]), (&json!(number), &json!(1)), "{answer}");
        assert!(!answer["message"].as_str().unwrap().is_empty(), "{answer}");
        assert_eq!(answer["cid"].is_string(), !answer["status"].as_str().unwrap().ends_with("_line"), "{answer}");
    }
    assert_eq!((&answers[0]["customer"]["id"], &answers[0]["customer"]["group"]), (&json!(1), &json!("VIP")));
    assert_eq!(answers[1]["by"], json!({"id": 1, "name": "Aysel"}));
    assert!(answers[3]["message"].as_str().unwrap().contains("telephone"), "{}", answers[3]);
    let names: Vec<_> = stored(home.path()).into_iter().map(|(_, name)| name).collect();
    assert_eq!(names, ["Aysel", "Leyla", "Samir"]);
    let database = rusqlite::Connection::open(home.path().join("served.sqlite")).unwrap();
    let sql =
        "SELECT gender, group_id, date_of_birth, description, code FROM customers WHERE name IN ('Leyla', 'Samir')";
    let mut statement = database.prepare(sql).unwrap();
    let row = |row: &rusqlite::Row<'_>| {
        Ok((row.get::<_, Option<u8>>(0)?, row.get::<_, u32>(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
    };
    let text = |text: &str| Some(text.to_owned());
    let rows: Vec<(_, _, Option<String>, Option<String>, Option<String>)> =
        statement.query_map([], row).unwrap().map(Result::unwrap).collect();
    assert_eq!(
        rows,
        [(None, 4, text("1990-05-15"), text("tea"), None), (Some(1), 1, None, None, text("C1"))],
        "each key reaches its field"
    );
    let empty = with_input(import(home.path(), &server.v2()), b"");
    assert_eq!((code(&empty), stdout(&empty).as_str(), stderr(&empty).as_str()), (Some(0), "", ""));
}

/// Each row: the codes that a run meets, and its own.
#[test]
fn the_exit_code_is_that_of_the_worst_line() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(home.path(), &[]);
    let registered = |number: u32| format!("{{\"name\":\"A\",\"code\":\"C{number}\"}}\n");
    let conflict = "{\"name\":\"B\",\"code\":\"C1\"}\n".to_owned();
    for (lines, exit) in [
        ([registered(1), "\n".to_owned(), registered(2)], 0),
        ([registered(3), conflict.clone(), registered(4)], 4),
        ([conflict.clone(), "x\n".to_owned(), registered(5)], 3),
        (["{\"name\":\"\"}\n".to_owned(), conflict, registered(6)], 3),
    ] {
        let output = with_input(import(home.path(), &server.v2()), lines.concat().as_bytes());
        assert_eq!(code(&output), Some(exit), "{lines:?} {output:?}");
    }
}

/// Another program may keep the pipe open and wait for each answer.
#[test]
fn a_line_is_answered_before_the_next_one_is_written() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(home.path(), &[]);
    let mut import = import(home.path(), &server.v2());
    let mut child = import.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap()).lines();
    for number in 1..=3 {
        writeln!(input, "{{\"name\":\"Aysel {number}\"}}").unwrap();
        let answer: Value = serde_json::from_str(&answers.next().unwrap().unwrap()).unwrap();
        assert_eq!((&answer["line"], &answer["customer"]["id"]), (&json!(number), &json!(number)), "{answer}");
    }
    write!(input, "{{\"name\":\"Aysel 4\"}}").unwrap();
    drop(input);
    assert_eq!(answers.map(Result::unwrap).count(), 1, "the last line needs no line break");
    assert!(child.wait().unwrap().success());
}

#[test]
fn without_a_connection_the_customers_are_saved_and_the_next_run_registers_them() {
    let home = tempfile::tempdir().unwrap();
    let unreachable = format!("http://{}/open-api/v2", dead_address());
    let line = format!("{{\"cid\":\"{CID}\",\"name\":\"Aysel\"}}\n");
    let kept = with_input(import(home.path(), &unreachable), line.as_bytes());
    assert_eq!((code(&kept), statuses(&json_lines(&kept))), (Some(5), vec!["kept"]), "{kept:?}");
    let server = Server::start(home.path(), &[]);
    let sent = with_input(import(home.path(), &server.v2()), line.as_bytes());
    assert_eq!((code(&sent), statuses(&json_lines(&sent))), (Some(0), vec!["registered"]), "{sent:?}");
    assert_eq!(stored(home.path()).len(), 1);
}

/// A thousand lines with a wrong secret must not be a thousand rejected calls, nor a thousand waiting customers.
#[test]
fn after_three_customers_that_only_the_settings_can_correct_the_others_are_not_sent() {
    // With the name of a group, the list of groups is what is rejected.
    for (group, method, most) in [("", "POST", 3), ("VIP", "GET", 1)] {
        let home = tempfile::tempdir().unwrap();
        let server = Scripted::start(|request| match request.path() {
            "/auth" => reply(200, &[], r#"{"success":true,"token":"t","expires_in":3600}"#),
            _ => reply(403, &[], r#"{"success":false,"error":"Forbidden"}"#),
        });
        let line = |number| format!("{{\"name\":\"Aysel {number}\",\"group\":\"{group}\"}}\n");
        let lines: Vec<_> = (0..50).map(line).collect();
        let url = format!("http://{}", server.address);
        let output = with_input(import(home.path(), &url), lines.concat().as_bytes());
        assert_eq!((code(&output), statuses(&json_lines(&output))), (Some(6), vec!["not_permitted"; 50]), "{output:?}");
        let is_counted = |request: &&Request| request.method == method && request.path() != "/auth";
        let calls = server.requests().iter().filter(is_counted).count();
        // On a very slow machine a minute passes, and one more is tried.
        assert!((most..=most + 1).contains(&calls), "{method}: {calls}");
        assert_eq!(object(&live(home.path(), &url).args(["outbox", "list", "--json"]).output().unwrap()), json!([]));
    }
}

/// Two runs of the same file at the same time.
#[test]
fn two_imports_of_the_same_file_register_each_customer_once() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(home.path(), &[]);
    let file = home.path().join("customers.jsonl");
    std::fs::write(&file, lines(30)).unwrap();
    let run = || {
        let mut command = import(home.path(), &server.v2());
        command.stdin(std::fs::File::open(&file).unwrap()).stdout(Stdio::piped()).spawn().unwrap()
    };
    let (one, other) = (run(), run());
    let outputs = [one.wait_with_output().unwrap(), other.wait_with_output().unwrap()];
    let ids = outputs.map(|output| {
        let ids = json_lines(&output).iter().map(|answer| answer["customer"]["id"].as_u64()).collect::<Vec<_>>();
        assert_eq!((code(&output), ids.len()), (Some(0), 30));
        ids
    });
    assert_eq!(ids[0], ids[1], "both get the same answers");
    assert_eq!(stored(home.path()).len(), 30);
}

#[test]
fn a_run_that_cannot_begin_or_go_on_says_so() {
    let home = tempfile::tempdir().unwrap();
    let mut settings = import(home.path(), "http://127.0.0.1:1");
    settings.env("CLOPOS_BRAND", "");
    let settings = with_input(settings, b"{\"name\":\"Aysel\"}\n");
    assert_eq!((code(&settings), &object(&settings)["status"]), (Some(2), &json!("bad_settings")), "{settings:?}");
    for more in [&["--name", "Aysel"][..], &["--cid", CID], &["--group-id", "4"], &["--unknown"]] {
        let usage = program(home.path()).args(["add", "--stdin"]).args(more).output().unwrap();
        assert_eq!((code(&usage), &object(&usage)["status"]), (Some(2), &json!("usage")), "{more:?} {usage:?}");
    }
    // A directory as standard input.
    let mut unreadable = program(home.path());
    unreadable.args(["add", "--stdin"]).stdin(std::fs::File::open(home.path()).unwrap());
    let unreadable = unreadable.output().unwrap();
    assert_eq!((code(&unreadable), &object(&unreadable)["status"]), (Some(1), &json!("failed")), "{unreadable:?}");
    // Without a reader the cids of the answers would be lost.
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut command = program(home.path());
    command.args(["add", "--stdin"]).stdin(Stdio::piped()).stdout(writer).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let _ = child.stdin.take().unwrap().write_all(b"{\"name\":\"Aysel\"}\n{\"name\":\"Rauf\"}\n");
    let closed = child.wait_with_output().unwrap();
    assert_eq!(code(&closed), Some(1), "{closed:?}");
    assert!(stderr(&closed).contains("Stopped at line 1"), "{closed:?}");
    // With a closed standard output from the start, no customer is registered.
    let command = in_shell("exec \"$0\" \"$@\" >&-", program(home.path()).args(["add", "--stdin"]));
    let closed = with_input(command, b"{\"name\":\"Leyla\"}\n");
    assert_eq!(code(&closed), Some(1), "{closed:?}");
    assert!(stderr(&closed).contains("Stopped at line 1"), "{closed:?}");
    let report = object(&program(home.path()).args(["report", "--json"]).output().unwrap());
    assert_eq!(report["cashiers"][0]["registered"], 1, "{report}");
    // Answers can be discarded on purpose.
    let command = in_shell("exec \"$0\" \"$@\" > /dev/null", program(home.path()).args(["add", "--stdin"]));
    assert_eq!(code(&with_input(command, b"{\"name\":\"Leyla\"}\n")), Some(0));
}

/// The file may have any size, and so may one line of it.
#[test]
fn memory_does_not_grow_with_the_input() {
    let home = tempfile::tempdir().unwrap();
    let mut command = program(home.path());
    let mut child = command.args(["add", "--stdin"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap()).lines();
    let block = "x".repeat(1 << 20);
    for _ in 0..100 {
        input.write_all(block.as_bytes()).unwrap();
    }
    input.write_all(b"\n").unwrap();
    let answer = answers.next().unwrap().unwrap();
    assert!(answer.contains("is longer than 65536 bytes"), "{answer}");
    let writer = std::thread::spawn(move || {
        for _ in 0..2_000 {
            input.write_all(format!("{{\"name\":\"{}\"\n", "x".repeat(10_000)).as_bytes()).unwrap();
        }
        input
    });
    assert_eq!(
        answers.by_ref().take(2_000).filter(|line| line.as_ref().unwrap().contains("broken_line")).count(),
        2_000
    );
    let input = writer.join().unwrap();
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")).unwrap();
    assert!(peak.parse::<u32>().unwrap() < 60_000, "{peak} kB");
    drop(input);
    assert_eq!(child.wait().unwrap().code(), Some(3));
}

#[test]
fn the_progress_is_shown_on_a_terminal_only() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = Desk::spawn(pty::command(home.path(), &["add", "--stdin"]), 100, 24);
    desk.send("{\"name\":\"Aysel\"}\n");
    desk.wait_for("1 line: 1 registered, 0 saved for later, 0 not registered.");
    desk.send("x\n");
    desk.wait_for("2 lines: 1 registered, 0 saved for later, 1 not registered.");
    desk.send("\x04");
    assert_eq!(desk.end().exit_code(), 3);
    let output = with_input(
        {
            let mut command = program(home.path());
            command.args(["add", "--stdin", "--json"]);
            command
        },
        b"{\"name\":\"Aysel\"}\n",
    );
    assert_eq!((code(&output), json_lines(&output).len()), (Some(0), 1), "{output:?}");
    assert_eq!(stderr(&output).lines().count(), 1, "only the banner of training: {output:?}");
}

#[test]
fn two_alphabets_in_a_name_are_pointed_out() {
    let home = tempfile::tempdir().unwrap();
    let warning = "Check “о”: another alphabet.";
    let add = |more: &[&str]| program(home.path()).args(["add", "--name", "Tоm"]).args(more).output().unwrap();
    let words = add(&[]);
    assert!(code(&words) == Some(0) && stderr(&words).contains(warning), "{words:?}");
    let with_json = add(&["--json"]);
    assert_eq!((&object(&with_json)["warning"], stderr(&with_json).as_str()), (&json!(warning), ""), "{with_json:?}");
    let mut lines = program(home.path());
    lines.args(["add", "--stdin"]);
    let lines = json_lines(&with_input(lines, "{\"name\":\"Tоm\"}\n{\"name\":\"Tom\"}\n".as_bytes()));
    assert_eq!((&lines[0]["warning"], lines[1].get("warning")), (&json!(warning), None));
}

/// Returns lines with a `cid` each, without a phone, which a process parses faster.
fn lines(count: u32) -> String {
    let line = |number| {
        let cid = uuid::Uuid::from_u128(u128::from(number) << 64 | 0x4000_8000_0000_0000_0000);
        format!("{{\"cid\":\"{cid}\",\"name\":\"Customer {number}\",\"code\":\"C{number}\"}}\n")
    };
    (1..=count).map(line).collect()
}

/// Kills an import after each of these numbers of answers, then lets one end.
pub fn kill_and_repeat(count: u32, kills: &[usize]) {
    let home = tempfile::tempdir().unwrap();
    let config = home.path().join("server.toml");
    std::fs::write(&config, "[server.limits]\ncalls_per_minute = 1000000\n").unwrap();
    let server = Server::start(home.path(), &["--config", config.to_str().unwrap()]);
    let file = home.path().join("customers.jsonl");
    std::fs::write(&file, lines(count)).unwrap();
    let run = || {
        let mut command = import(home.path(), &server.v2());
        command.stdin(std::fs::File::open(&file).unwrap()).stdout(Stdio::piped());
        command
    };
    for after in kills {
        let mut child = run().spawn().unwrap();
        let mut answers = BufReader::new(child.stdout.take().unwrap()).lines();
        assert_eq!(answers.by_ref().take(*after).map(Result::unwrap).count(), *after);
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let output: Output = run().output().unwrap();
    let answers = json_lines(&output);
    assert_eq!(code(&output), Some(0), "{:?}", answers.iter().find(|answer| answer["status"] != "registered"));
    let ids: BTreeSet<_> = answers.iter().map(|answer| answer["customer"]["id"].as_u64().unwrap()).collect();
    let stored: BTreeSet<_> = stored(home.path()).into_iter().collect();
    let expected = usize::try_from(count).unwrap();
    assert_eq!((answers.len(), ids.len(), stored.len()), (expected, expected, expected));
}

#[test]
fn a_run_that_was_killed_and_is_run_again_registers_each_customer_once() {
    kill_and_repeat(40, &[0, 1, 7, 20, 21, 39]);
}
