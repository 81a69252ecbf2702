//! `frontdesk outbox` and `report`: list, send, discard, and a damaged outbox.

use std::time::{Duration, Instant};

use crate::support::program::{Server, dead_address, json, live, program, stderr, stdout};
use crate::support::program::{code, damage_outbox, in_shell};
use serde_json::Value;

#[test]
fn a_queued_customer_is_listed_sent_once_and_erased() {
    let home = tempfile::tempdir().unwrap();
    let closed = dead_address();
    let unreachable = format!("http://{closed}/open-api/v2");
    let queued = live(home.path(), &unreachable)
        .args(["add", "--json", "--name", "Aysel Canary", "--phone", "0501234567"])
        .output()
        .unwrap();
    assert_eq!(code(&queued), Some(5), "{queued:?}");
    let list = json(&live(home.path(), &unreachable).args(["outbox", "list", "--json"]).output().unwrap());
    assert_eq!(list.as_array().unwrap().len(), 1);
    assert_eq!(list[0]["name"], "Aysel Canary");
    assert_eq!(list[0]["attempts"], 1);
    let cid = list[0]["cid"].as_str().unwrap().to_owned();
    let shown = json(&live(home.path(), &unreachable).args(["outbox", "show", &cid, "--json"]).output().unwrap());
    assert_eq!(shown["customer"]["phone"], "+994501234567");
    let exported = live(home.path(), &unreachable).args(["outbox", "export"]).output().unwrap();
    assert_eq!(stdout(&exported).lines().count(), 1);

    let server = Server::start(home.path(), &[]);
    let back = server.v2();
    // A registration that is not yet due is left for the next call.
    let mut sent = json(&live(home.path(), &back).args(["outbox", "send", "--json"]).output().unwrap());
    while sent["waiting"] == 1 {
        sent = json(&live(home.path(), &back).args(["outbox", "send", "--json"]).output().unwrap());
    }
    assert_eq!((&sent["registered"], &sent["refused"]), (&Value::from(1), &Value::from(0)));
    let again = json(&live(home.path(), &back).args(["outbox", "send", "--json"]).output().unwrap());
    assert_eq!(again["registered"], 0);
    let shown = json(&live(home.path(), &back).args(["outbox", "show", &cid, "--json"]).output().unwrap());
    assert_eq!((&shown["state"], &shown["customer"]), (&Value::from("registered"), &Value::Null));
    assert_eq!(shown["id"], 1);
    for entry in std::fs::read_dir(home.path().join("state")).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            let bytes = std::fs::read(&path).unwrap();
            for canary in ["Canary", "501234567"] {
                assert!(!bytes.windows(canary.len()).any(|part| part == canary.as_bytes()), "{canary} in {path:?}");
            }
        }
    }
}

/// A technician runs these commands, and writes no customer on paper.
#[test]
fn an_outbox_that_cannot_be_used_is_reported_to_a_technician() {
    let home = tempfile::tempdir().unwrap();
    let cid = "0f9654bc-9520-43d7-8109-317d9820f54c";
    for arguments in [&["list"][..], &["send"], &["send", "--now"], &["export"], &["show", cid], &["discard", cid]] {
        let mut command = program(home.path());
        command.args(["--training", "outbox"]).args(arguments);
        let unused = command.env("FRONTDESK_STATE_DIR", "/dev/null").output().unwrap();
        let words = stderr(&unused);
        assert_eq!(code(&unused), Some(1), "{arguments:?} {unused:?}");
        assert!(words.contains("The outbox cannot be used: this account cannot write it. Check the owner"), "{words}");
        assert!(!words.contains("paper") && !words.contains("technician"), "{words}");
    }
}

#[test]
fn settings_that_are_wrong_are_reported_with_what_a_technician_can_do() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(home.path(), &[]);
    let nowhere = format!("http://{}/open-api/v2", dead_address());
    assert_eq!(code(&live(home.path(), &nowhere).args(["add", "--name", "Aysel"]).output().unwrap()), Some(5));
    for (url, variable, value, exit, remedy) in [
        (server.v2(), "CLOPOS_CLIENT_SECRET", "wrong", 6, "Check clopos.client_id, client_secret"),
        (format!("http://{}/open-api/v3", server.address), "LANG", "C", 2, "clopos.base_url"),
    ] {
        let sent = live(home.path(), &url).env(variable, value).args(["outbox", "send", "--now"]).output().unwrap();
        let words = stderr(&sent);
        assert!(words.contains(remedy) && !words.contains("technician"), "{words}");
        assert_eq!(code(&sent), Some(exit), "{words}");
    }
}

#[test]
fn a_limit_of_files_is_named_and_ends_no_command_without_an_answer() {
    let home = tempfile::tempdir().unwrap();
    for (limit, named) in [
        ("ulimit -f 1", "Not saved."),
        ("ulimit -f 30", ""),
        ("ulimit -n 12", "Too many files are open"),
        ("ulimit -n 6", "Too many open files"),
    ] {
        let script = format!("{limit}; exec \"$0\" \"$@\"");
        let mut command = program(home.path());
        command.args(["--training", "add", "--json", "--name", "Aysel"]);
        let answer = in_shell(&script, &command).output().unwrap();
        assert!(json(&answer)["message"].as_str().unwrap().contains(named), "{limit} {answer:?}");
        assert!(code(&answer).is_some_and(|code| code > 0), "{limit} {answer:?}");
    }
}

#[test]
fn a_queued_customer_can_be_discarded() {
    let home = tempfile::tempdir().unwrap();
    let closed = dead_address();
    let unreachable = format!("http://{closed}/open-api/v2");
    live(home.path(), &unreachable).args(["add", "--name", "Aysel"]).output().unwrap();
    let list = json(&live(home.path(), &unreachable).args(["outbox", "list", "--json"]).output().unwrap());
    let cid = list[0]["cid"].as_str().unwrap().to_owned();
    let discard = || live(home.path(), &unreachable).args(["outbox", "discard", &cid, "--json"]).output().unwrap();
    let discarded = discard();
    assert_eq!((code(&discarded), json(&discarded)["cid"].as_str()), (Some(0), Some(cid.as_str())));
    for output in
        [discard(), live(home.path(), &unreachable).args(["outbox", "show", &cid, "--json"]).output().unwrap()]
    {
        assert_eq!((code(&output), json(&output)["cid"].as_str()), (Some(1), Some(cid.as_str())));
        assert!(json(&output)["message"].as_str().unwrap().contains("There is no registration"), "{output:?}");
    }
    let plain = live(home.path(), &unreachable).args(["outbox", "discard", &cid]).output().unwrap();
    assert_eq!((code(&plain), stdout(&plain).as_str()), (Some(1), ""));
    assert!(stderr(&plain).contains("There is no registration"), "{plain:?}");
    assert_eq!(
        json(&live(home.path(), &unreachable).args(["outbox", "list", "--json"]).output().unwrap()),
        serde_json::json!([])
    );
}

#[test]
fn a_program_that_ends_does_not_delete_an_outbox_that_is_open_elsewhere() {
    use frontdesk::outbox::{Cashier, Outbox, Owner};
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("state/training");
    let open = || {
        let owner = std::sync::Arc::new(Owner::register(&folder).unwrap());
        Outbox::open(&folder, owner, chrono::Utc::now(), std::time::Duration::from_secs(30)).unwrap()
    };
    let (first, _second) = (open(), open());
    let list = || json(&program(home.path()).args(["outbox", "list", "--json"]).output().unwrap());
    assert_eq!(list(), serde_json::json!([]));
    let customer = frontdesk::domain::NewCustomer {
        cid: frontdesk::domain::Cid::from_random_bytes([7; 16]),
        name: frontdesk::domain::Name::parse("Aysel").valid().unwrap(),
        phone: None,
        email: None,
        code: None,
        birth_date: None,
        gender: None,
        group: None,
        note: None,
        consent: None,
    };
    first.save_and_lease(&customer, &Cashier::new("test"), chrono::Utc::now()).unwrap();
    assert_eq!(list().as_array().unwrap().len(), 1, "what was saved is gone");
}

/// A row that cannot be read is reported. The other rows are still delivered, listed and counted.
#[test]
fn a_damaged_row_is_reported_and_the_other_rows_are_processed() {
    for command in [&["outbox", "list"][..], &["outbox", "export"], &["outbox", "send"]] {
        let home = tempfile::tempdir().unwrap();
        let closed = dead_address();
        let unreachable = format!("http://{closed}/open-api/v2");
        for name in ["Aysel", "Rauf", "Leyla"] {
            assert_eq!(code(&live(home.path(), &unreachable).args(["add", "--name", name]).output().unwrap()), Some(5));
        }
        let raw = rusqlite::Connection::open(home.path().join("state/outbox.sqlite")).unwrap();
        raw.execute("UPDATE personal SET current = substr(current, 2) WHERE id = 2", []).unwrap();
        drop(raw);
        let server_home = tempfile::tempdir().unwrap();
        let server = Server::start(server_home.path(), &[]);
        let run = || live(home.path(), &server.v2()).args(command).output().unwrap();
        let mut output = run();
        // A registration is read only when it is due.
        let deadline = Instant::now() + Duration::from_mins(1);
        while command[1] == "send" && stderr(&output).is_empty() && Instant::now() < deadline {
            output = run();
        }
        assert!(stderr(&output).contains("outbox.sqlite.damaged-"), "{command:?} {output:?}");
        let words = stdout(&output);
        match command[1] {
            "send" => assert!(words.contains(" rejected, ") && !words.contains("3 waiting"), "{words}"),
            _ => assert!(words.contains("Aysel") && words.contains("Leyla") && !words.contains("Rauf"), "{words}"),
        }
    }
}

/// A technician must see the waiting customers even if nothing can be written.
#[test]
fn waiting_customers_are_listed_if_nothing_can_be_written() {
    let home = tempfile::tempdir().unwrap();
    let closed = dead_address();
    let unreachable = format!("http://{closed}/open-api/v2");
    assert_eq!(code(&live(home.path(), &unreachable).args(["add", "--name", "Aysel"]).output().unwrap()), Some(5));
    // Root may write everywhere, but cannot use a file as a directory.
    std::fs::remove_dir_all(home.path().join("state/owners")).unwrap();
    std::fs::write(home.path().join("state/owners"), "").unwrap();
    let before = std::fs::read(home.path().join("state/outbox.sqlite")).unwrap();
    for command in [&["outbox", "list"][..], &["outbox", "export"], &["outbox", "--json", "list"], &["report", "--csv"]]
    {
        let output = live(home.path(), &unreachable).args(command).output().unwrap();
        assert_eq!(code(&output), Some(0), "{command:?} {output:?}");
        assert!(stderr(&output).contains("you see a copy of the outbox"), "{command:?} {output:?}");
        let expected = if command[0] == "report" { ",0,1,0," } else { "Aysel" };
        assert!(stdout(&output).contains(expected), "{command:?} {output:?}");
    }
    let output = live(home.path(), &unreachable).args(["outbox", "send"]).output().unwrap();
    assert_eq!(code(&output), Some(1), "{output:?}");
    assert_eq!(std::fs::read(home.path().join("state/outbox.sqlite")).unwrap(), before);
    // The disk was full during the quarantine of a damaged file: the only file has another name.
    std::fs::rename(home.path().join("state/outbox.sqlite"), home.path().join("state/outbox.sqlite.salvage")).unwrap();
    let output = live(home.path(), &unreachable).args(["outbox", "list"]).output().unwrap();
    assert!(stdout(&output).contains("Aysel"), "{output:?}");
}

#[test]
fn report_mentions_a_quarantined_outbox() {
    let home = tempfile::tempdir().unwrap();
    damage_outbox(home.path());
    let output = program(home.path()).arg("report").output().unwrap();
    assert!(stderr(&output).contains("outbox.sqlite.damaged-"), "{output:?}");
}

#[test]
fn an_outbox_that_cannot_be_opened_is_reported_as_json() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("state"), "a file where a directory should be").unwrap();
    for arguments in [&["list"][..], &["send"], &["export"]] {
        let output = program(home.path()).args(["outbox", "--json"]).args(arguments).output().unwrap();
        assert_eq!(code(&output), Some(1), "{output:?}");
        assert!(
            json(&output)["message"].as_str().unwrap().contains("cannot be used: this account cannot write it"),
            "{output:?}"
        );
    }
}

#[test]
fn a_closed_standard_output_is_no_error() {
    let home = tempfile::tempdir().unwrap();
    for arguments in [&["outbox", "list"][..], &["check", "--training"], &["add", "--name", "Aysel"], &["--help"]] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = program(home.path()).args(arguments).stdout(writer).output().unwrap();
        assert_eq!(code(&output), Some(0), "{arguments:?} {output:?}");
        let words = stderr(&output);
        assert!(words.is_empty() || words.contains("TRAINING") && words.lines().count() == 1, "{arguments:?} {words}");
    }
}

/// A timer or cron discards standard output with the counts, and keeps the error messages.
#[test]
fn outbox_send_prints_the_cause_of_waiting_to_standard_error() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(home.path(), &["--inject", "status:403@method:POST,path:/customers"]);
    let closed = dead_address();
    let unreachable = format!("http://{closed}/open-api/v2");
    let queued = live(home.path(), &unreachable).args(["add", "--name", "Aysel"]).output().unwrap();
    assert_eq!(code(&queued), Some(5), "{queued:?}");
    // The attempt may not be due yet.
    let send = || live(home.path(), &server.v2()).args(["outbox", "send"]).output().unwrap();
    let mut output = send();
    while code(&output) == Some(5) {
        output = send();
    }
    assert_eq!(code(&output), Some(6), "{output:?}");
    assert_eq!(stdout(&output), "0 registered, 0 rejected, 1 waiting.\n");
    assert!(stderr(&output).starts_with("frontdesk: The credentials are not allowed to register"), "{output:?}");
    assert_eq!(stderr(&output).lines().count(), 1);
}
