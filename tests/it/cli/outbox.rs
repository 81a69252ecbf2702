//! `frontdesk outbox` and `report`: list, send, discard, damage.

use std::time::{Duration, Instant};

use crate::support::program::{Server, dead_address, json, live, program, stderr, stdout};
use crate::support::program::{code, damage_the_outbox};
use serde_json::Value;

#[test]
fn what_is_kept_is_listed_sent_once_and_erased() {
    let home = tempfile::tempdir().unwrap();
    let closed = dead_address();
    let away = format!("http://{closed}/open-api/v2");
    let kept = live(home.path(), &away)
        .args(["add", "--json", "--name", "Aysel Canary", "--phone", "0501234567"])
        .output()
        .unwrap();
    assert_eq!(code(&kept), Some(5), "{kept:?}");
    let list = json(&live(home.path(), &away).args(["outbox", "list", "--json"]).output().unwrap());
    assert_eq!(list.as_array().unwrap().len(), 1);
    assert_eq!(list[0]["name"], "Aysel Canary");
    assert_eq!(list[0]["attempts"], 1);
    let cid = list[0]["cid"].as_str().unwrap().to_owned();
    let shown = json(&live(home.path(), &away).args(["outbox", "show", &cid, "--json"]).output().unwrap());
    assert_eq!(shown["customer"]["phone"], "+994501234567");
    let exported = live(home.path(), &away).args(["outbox", "export"]).output().unwrap();
    assert_eq!(stdout(&exported).lines().count(), 1);

    let server = Server::start(home.path(), &[]);
    let back = server.v2();
    // What waits for its time is left to the next call.
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

#[test]
fn what_is_kept_can_be_discarded() {
    let home = tempfile::tempdir().unwrap();
    let closed = dead_address();
    let away = format!("http://{closed}/open-api/v2");
    live(home.path(), &away).args(["add", "--name", "Aysel"]).output().unwrap();
    let list = json(&live(home.path(), &away).args(["outbox", "list", "--json"]).output().unwrap());
    let cid = list[0]["cid"].as_str().unwrap().to_owned();
    let discard = || live(home.path(), &away).args(["outbox", "discard", &cid, "--json"]).output().unwrap();
    let discarded = discard();
    assert_eq!((code(&discarded), json(&discarded)["cid"].as_str()), (Some(0), Some(cid.as_str())));
    for output in [discard(), live(home.path(), &away).args(["outbox", "show", &cid, "--json"]).output().unwrap()] {
        assert_eq!((code(&output), json(&output)["cid"].as_str()), (Some(1), Some(cid.as_str())));
        assert!(json(&output)["message"].as_str().unwrap().contains("There is no registration"), "{output:?}");
    }
    let plain = live(home.path(), &away).args(["outbox", "discard", &cid]).output().unwrap();
    assert_eq!((code(&plain), stdout(&plain).as_str()), (Some(1), ""));
    assert!(stderr(&plain).contains("There is no registration"), "{plain:?}");
    assert_eq!(
        json(&live(home.path(), &away).args(["outbox", "list", "--json"]).output().unwrap()),
        serde_json::json!([])
    );
}

#[test]
fn an_outbox_opened_twice_is_not_taken_away_by_a_program_that_ends() {
    use frontdesk::outbox::{Cashier, Outbox, Owner};
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("state/training");
    let open = || {
        let owner = std::sync::Arc::new(Owner::register(&folder).unwrap());
        Outbox::open(&folder, owner, chrono::Utc::now()).unwrap().0
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
    };
    first.save_and_lease(&customer, &Cashier::new("test"), chrono::Utc::now()).unwrap();
    assert_eq!(list().as_array().unwrap().len(), 1, "what was saved is gone");
}

/// A row that cannot be read: what is damaged is named, and the others are delivered, listed and summed up all the same.
#[test]
fn a_damaged_row_is_said_and_keeps_nothing_else_from_being_done() {
    for command in [&["outbox", "list"][..], &["outbox", "export"], &["outbox", "send"]] {
        let home = tempfile::tempdir().unwrap();
        let closed = dead_address();
        let away = format!("http://{closed}/open-api/v2");
        for name in ["Aysel", "Rauf", "Leyla"] {
            assert_eq!(code(&live(home.path(), &away).args(["add", "--name", name]).output().unwrap()), Some(5));
        }
        let raw = rusqlite::Connection::open(home.path().join("state/outbox.sqlite")).unwrap();
        raw.execute("UPDATE personal SET current = substr(current, 2) WHERE id = 2", []).unwrap();
        drop(raw);
        let server_home = tempfile::tempdir().unwrap();
        let server = Server::start(server_home.path(), &[]);
        let run = || live(home.path(), &server.v2()).args(command).output().unwrap();
        let mut output = run();
        // What is to be sent has to be due before it is looked at.
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

/// When nothing can be written any more, one wants to know what waits.
#[test]
fn what_waits_is_listed_where_nothing_can_be_written() {
    let home = tempfile::tempdir().unwrap();
    let closed = dead_address();
    let away = format!("http://{closed}/open-api/v2");
    assert_eq!(code(&live(home.path(), &away).args(["add", "--name", "Aysel"]).output().unwrap()), Some(5));
    // Root may write everywhere, but not into a file as if it were a directory.
    std::fs::remove_dir_all(home.path().join("state/owners")).unwrap();
    std::fs::write(home.path().join("state/owners"), "").unwrap();
    let before = std::fs::read(home.path().join("state/outbox.sqlite")).unwrap();
    for command in [&["outbox", "list"][..], &["outbox", "export"], &["outbox", "--json", "list"], &["report", "--csv"]]
    {
        let output = live(home.path(), &away).args(command).output().unwrap();
        assert_eq!(code(&output), Some(0), "{command:?} {output:?}");
        assert!(stderr(&output).contains("a copy of the outbox is read"), "{command:?} {output:?}");
        let expected = if command[0] == "report" { ",0,1,0," } else { "Aysel" };
        assert!(stdout(&output).contains(expected), "{command:?} {output:?}");
    }
    let output = live(home.path(), &away).args(["outbox", "send"]).output().unwrap();
    assert_eq!(code(&output), Some(1), "{output:?}");
    assert_eq!(std::fs::read(home.path().join("state/outbox.sqlite")).unwrap(), before);
    // A disk that was full while a damaged file was set aside: all that there is has another name.
    std::fs::rename(home.path().join("state/outbox.sqlite"), home.path().join("state/outbox.sqlite.salvage")).unwrap();
    let output = live(home.path(), &away).args(["outbox", "list"]).output().unwrap();
    assert!(stdout(&output).contains("Aysel"), "{output:?}");
}

#[test]
fn a_report_says_that_the_outbox_was_damaged() {
    let home = tempfile::tempdir().unwrap();
    damage_the_outbox(home.path());
    let output = program(home.path()).arg("report").output().unwrap();
    assert!(stderr(&output).contains("outbox.sqlite.damaged-"), "{output:?}");
}

#[test]
fn an_outbox_that_cannot_be_opened_is_an_object_too() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("state"), "a file where a directory should be").unwrap();
    for arguments in [&["list"][..], &["send"], &["export"]] {
        let output = program(home.path()).args(["outbox", "--json"]).args(arguments).output().unwrap();
        assert_eq!(code(&output), Some(1), "{output:?}");
        assert!(json(&output)["message"].as_str().unwrap().contains("state directory"), "{output:?}");
    }
}

#[test]
fn a_reader_that_has_gone_away_changes_nothing() {
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

/// A timer or cron throws the counts away and keeps what went wrong.
#[test]
fn what_keeps_the_outbox_from_being_sent_goes_to_the_standard_error() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(home.path(), &["--inject", "status:403@method:POST,path:/customers"]);
    let closed = dead_address();
    let away = format!("http://{closed}/open-api/v2");
    let kept = live(home.path(), &away).args(["add", "--name", "Aysel"]).output().unwrap();
    assert_eq!(code(&kept), Some(5), "{kept:?}");
    // The attempt may have to wait for its time.
    let send = || live(home.path(), &server.v2()).args(["outbox", "send"]).output().unwrap();
    let mut output = send();
    while code(&output) == Some(5) {
        output = send();
    }
    assert_eq!(code(&output), Some(6), "{output:?}");
    assert_eq!(stdout(&output), "0 registered, 0 rejected, 1 waiting.\n");
    assert!(stderr(&output).starts_with("frontdesk: Clopos does not allow this computer to register"), "{output:?}");
    assert_eq!(stderr(&output).lines().count(), 1);
}
