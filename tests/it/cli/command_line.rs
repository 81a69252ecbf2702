//! The commands without a screen: what they print, and with which code they end.

use std::time::{Duration, Instant};

use crate::support::program::{Server, dead_address, json, live, program, stderr, stdout};
use serde_json::Value;

fn code(output: &std::process::Output) -> Option<i32> {
    output.status.code()
}

#[test]
fn add_registers_in_training_and_says_so_as_json() {
    let home = tempfile::tempdir().unwrap();
    let output = program(home.path())
        .args(["add", "--name", "Aysel Məmmədova", "--phone", "050 123 45 67", "--email", "aysel@example.com"])
        .args(["--code", "CUST001", "--birth-date", "15.5.1990", "--gender", "female", "--group", "regulars"])
        .args(["--note", "likes tea", "--json"])
        .output()
        .unwrap();
    assert_eq!(code(&output), Some(0), "{output:?}");
    let object = json(&output);
    let keys: Vec<&str> = object.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["by", "cid", "customer", "field", "message", "status", "training"]);
    assert_eq!((&object["training"], &object["by"]), (&Value::Bool(true), &Value::Null));
    assert_eq!(object["cid"], object["customer"]["cid"]);
    assert_eq!(object["status"], "registered");
    assert_eq!(object["field"], Value::Null);
    assert_eq!(object["customer"]["name"], "Aysel Məmmədova");
    assert_eq!(object["customer"]["phone"], "+994501234567");
    assert_eq!(object["customer"]["code"], "CUST001");
    assert_eq!(object["customer"]["group"], "Regulars");
    assert!(object["customer"]["id"].as_u64().unwrap() > 0);
    assert!(object["customer"]["balance_id"].as_u64().unwrap() > 0);
    assert_eq!(object["customer"]["cid"].as_str().unwrap().len(), 36);
}

#[test]
fn add_tells_a_clash_by_its_code_and_field() {
    let home = tempfile::tempdir().unwrap();
    let add = |name: &str, phone: &str, card: &str| {
        let arguments = ["add", "--json", "--name", name, "--phone", phone, "--code", card];
        program(home.path()).args(arguments).output().unwrap()
    };
    assert_eq!(code(&add("Aysel", "0501234567", "A")), Some(0));
    let same_phone = add("Rauf", "+994 50 123 45 67", "B");
    assert_eq!(code(&same_phone), Some(4), "{same_phone:?}");
    assert_eq!(json(&same_phone)["status"], "already_registered");
    assert_eq!(json(&same_phone)["field"], "phone");
    assert_eq!(json(&same_phone)["customer"], Value::Null);
    assert_eq!(json(&same_phone)["by"], serde_json::json!({"id": 1, "name": "Aysel"}));
    assert_eq!(json(&same_phone)["message"], "already registered: Aysel · #1");
    let same_code = add("Rauf", "0551234567", "A");
    assert_eq!((code(&same_code), &json(&same_code)["field"]), (Some(4), &Value::from("code")));
}

#[test]
fn add_refuses_what_cannot_be_sent_before_it_is_sent() {
    let home = tempfile::tempdir().unwrap();
    for (arguments, field) in [
        (&["--name", " "][..], "name"),
        (&["--name", "Aysel", "--phone", "050 123 45 6O"], "phone"),
        (&["--name", "Aysel", "--email", "aysel"], "email"),
        (&["--name", "Aysel", "--birth-date", "31.04.1990"], "date_of_birth"),
        (&["--name", "Aysel", "--gender", "x"], "gender"),
        (&["--name", "Aysel", "--group", "2"], "group_id"),
    ] {
        let output = program(home.path()).args(["add", "--json"]).args(arguments).output().unwrap();
        assert_eq!(code(&output), Some(3), "{arguments:?} {output:?}");
        assert_eq!(json(&output)["field"], field);
        assert_eq!(json(&output)["status"], "refused");
        assert!(!json(&output)["message"].as_str().unwrap().is_empty());
    }
}

#[test]
fn add_without_json_says_one_line() {
    let home = tempfile::tempdir().unwrap();
    let output = program(home.path()).args(["add", "--name", "Aysel"]).output().unwrap();
    assert!(stdout(&output).starts_with("Registered Aysel · #"), "{output:?}");
    assert_eq!(stdout(&output).lines().count(), 1);
    let output = program(home.path()).args(["add", "--name", "-"]).output().unwrap();
    assert_eq!((code(&output), stdout(&output).as_str()), (Some(3), ""));
    assert!(stderr(&output).contains("Name"), "{output:?}");
}

#[test]
fn usage_and_settings_end_with_2_in_one_line() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("wrong.toml");
    for (text, named) in [
        ("[clopos]\napi_version = \"v3\"\nclient_id = \"x\"\n", "clopos.api_version"),
        ("[desk]\ncountry = \"Azerbaijan\"\n", "desk.country"),
        ("[desk]\ndate_order = \"dym\"\n", "desk.date_order"),
        ("[desk]\ncolour = \"red\"\n", "desk.colour"),
        ("[clopos]\nclient_secret = 42424242\n", "clopos.client_secret"),
        ("[clopos]\nclient_id = \"x\"\n", "clopos.client_secret"),
        ("[clopos\n", "wrong.toml:1"),
        ("[server]\nvenue_id = \"abc\"\n", "server.venue_id"),
        ("[clopos]\nca_file = \"/nowhere/ca.pem\"\n", "clopos.ca_file"),
        ("[desk]\ndate_order = \"42424242\"\n", "desk.date_order"),
        (
            "[clopos]\nclient_id = \"x\"\nclient_secret = \"s\"\nbrand = \"b\"\nintegrator_id = \"i\"\nbase_url = \"http://example.com\"\n",
            "clopos.base_url",
        ),
    ] {
        std::fs::write(&file, text).unwrap();
        let output = program(home.path()).arg("--config").arg(&file).output().unwrap();
        assert_eq!(code(&output), Some(2), "{text} {output:?}");
        let words = stderr(&output);
        assert_eq!(words.lines().count(), 1, "{words}");
        assert!(words.contains("wrong.toml") && words.contains(named), "{text} {words}");
        assert!(!words.contains("42424242"), "{words}");
    }
    let missing = program(home.path()).args(["--config", "/nowhere/frontdesk.toml"]).output().unwrap();
    assert_eq!(code(&missing), Some(2));
    assert!(stderr(&missing).contains("/nowhere/frontdesk.toml"));
    assert_eq!(code(&program(home.path()).arg("add").output().unwrap()), Some(2));
    assert_eq!(code(&program(home.path()).arg("--nonsense").output().unwrap()), Some(2));
}

#[test]
fn add_talks_both_generations_to_a_server() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(home.path(), &[]);
    for (base, version) in [(server.v1(), "v1"), (server.v2(), "v2")] {
        let output = live(home.path(), &base)
            .env("CLOPOS_API_VERSION", version)
            .args(["add", "--json", "--name", version, "--group", "vip"])
            .output()
            .unwrap();
        assert_eq!(code(&output), Some(0), "{output:?}");
        assert_eq!(json(&output)["customer"]["group"], "VIP");
    }
}

#[test]
fn add_tells_wrong_credentials_and_a_dead_address_apart() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(home.path(), &[]);
    let output = live(home.path(), &server.v2())
        .env("CLOPOS_CLIENT_SECRET", "hunter2")
        .args(["add", "--json", "--name", "Aysel"])
        .output()
        .unwrap();
    assert_eq!(code(&output), Some(6), "{output:?}");
    assert_eq!(json(&output)["status"], "credentials_refused");
    assert!(!format!("{output:?}").contains("hunter2"));

    let closed = dead_address();
    let output = live(home.path(), &format!("http://{closed}/open-api/v2"))
        .args(["add", "--json", "--name", "Aysel"])
        .output()
        .unwrap();
    assert_eq!(code(&output), Some(5), "{output:?}");
    assert_eq!(json(&output)["status"], "kept");
    let group = live(home.path(), &format!("http://{closed}/open-api/v2"))
        .args(["add", "--json", "--name", "Aysel", "--group", "VIP"])
        .output()
        .unwrap();
    assert_eq!(code(&group), Some(7), "without the groups nothing can be kept: {group:?}");
    assert_eq!(json(&group)["status"], "not_reachable");
}

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
        assert!(json(&output)["message"].as_str().unwrap().contains("No registration"), "{output:?}");
    }
    let plain = live(home.path(), &away).args(["outbox", "discard", &cid]).output().unwrap();
    assert_eq!((code(&plain), stdout(&plain).as_str()), (Some(1), ""));
    assert!(stderr(&plain).contains("No registration"), "{plain:?}");
    assert_eq!(
        json(&live(home.path(), &away).args(["outbox", "list", "--json"]).output().unwrap()),
        serde_json::json!([])
    );
}

#[test]
fn check_says_what_is_right_and_what_is_not() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(home.path(), &[]);
    let states = |output: &std::process::Output| -> Vec<(String, Value)> {
        let checks = json(output)["checks"].as_array().unwrap().clone();
        checks.iter().map(|check| (check["check"].as_str().unwrap().to_owned(), check["ok"].clone())).collect()
    };
    let all = ["settings", "state_dir", "outbox", "reachable", "tls", "credentials", "venue", "groups", "clock"];
    let good = live(home.path(), &server.v2()).args(["check", "--json"]).output().unwrap();
    assert_eq!(code(&good), Some(0), "{good:?}");
    assert_eq!(states(&good), all.map(|check| (check.to_owned(), Value::Bool(true))).to_vec());
    let lines = live(home.path(), &server.v2()).arg("check").output().unwrap();
    assert_eq!(stdout(&lines).lines().count(), all.len());
    assert!(stdout(&lines).lines().all(|line| line.starts_with("✓ ")), "{}", stdout(&lines));

    let wrong = live(home.path(), &server.v2())
        .env("CLOPOS_CLIENT_SECRET", "hunter2")
        .args(["check", "--json"])
        .output()
        .unwrap();
    assert_eq!(code(&wrong), Some(6), "{wrong:?}");
    assert_eq!(states(&wrong)[5], ("credentials".to_owned(), Value::Bool(false)));
    assert_eq!(states(&wrong)[6], ("venue".to_owned(), Value::Null), "not tried");
    assert!(!format!("{wrong:?}").contains("hunter2"));

    let venue = live(home.path(), &server.v2()).env("CLOPOS_VENUE_ID", "9").args(["check", "--json"]).output().unwrap();
    assert_eq!(code(&venue), Some(6), "{venue:?}");

    let closed = dead_address();
    let dead = live(home.path(), &format!("http://{closed}/open-api/v2")).args(["check", "--json"]).output().unwrap();
    assert_eq!(code(&dead), Some(7), "{dead:?}");
    assert_eq!(states(&dead)[3], ("reachable".to_owned(), Value::Bool(false)));

    let training = program(home.path()).args(["check"]).output().unwrap();
    assert_eq!(code(&training), Some(2), "{training:?}");
}

/// The built-in server always answers: that says nothing about Clopos.
#[test]
fn check_warns_of_training_and_marks_its_lines() {
    let home = tempfile::tempdir().unwrap();
    let of_the_server = ["reachable", "tls", "credentials", "venue", "groups", "clock"];
    let unconfigured: Vec<std::process::Command> = vec![program(home.path()), {
        // A file with other settings is not a configured server.
        let file = home.path().join("other.toml");
        std::fs::write(&file, "[desk]\ncountry = \"UZ\"\n").unwrap();
        let mut command = program(home.path());
        command.arg("--config").arg(file);
        command
    }];
    let mut asked = live(home.path(), "http://127.0.0.1:1/open-api/v2");
    asked.arg("--training");
    let unconfigured = unconfigured.into_iter().map(|command| (command, 2, "Nothing is configured"));
    for (mut command, exit, words) in unconfigured.chain([(asked, 0, "because --training was given")]) {
        let output = command.arg("check").output().unwrap();
        let lines = stdout(&output);
        assert_eq!(code(&output), Some(exit), "{lines}");
        let warned: Vec<&str> = lines.lines().filter(|line| line.starts_with("! ")).collect();
        assert_eq!(warned.len(), 1, "{lines}");
        assert!(warned[0].contains(words) && warned[0].contains("no customer is sent to Clopos"), "{lines}");
        assert_eq!(lines.lines().filter(|line| line.contains("training: ")).count(), of_the_server.len(), "{lines}");
        assert!(!lines.contains("no credentials"), "{lines}");

        let object = json(&command.arg("--json").output().unwrap());
        assert_eq!((&object["ok"], &object["training"]), (&Value::Bool(false), &Value::Bool(true)), "{object}");
        for check in object["checks"].as_array().unwrap() {
            let name = check["check"].as_str().unwrap();
            assert_eq!(check["warning"], Value::Bool(name == "settings"), "{check}");
            assert_eq!(check["ok"], Value::Bool(name != "settings"), "{check}");
            let is_marked = check["message"].as_str().unwrap().starts_with("training: ");
            assert_eq!(is_marked, of_the_server.contains(&name), "{check}");
        }
    }
    // What is wrong is worse than a warning.
    damage_the_outbox(home.path());
    let output = program(home.path()).arg("check").output().unwrap();
    assert_eq!(code(&output), Some(1), "{output:?}");
}

#[test]
fn serve_stops_cleanly_when_asked() {
    for signal in ["TERM", "INT"] {
        let home = tempfile::tempdir().unwrap();
        let mut server = Server::start(home.path(), &[]);
        server.signal(signal);
        assert!(server.child.wait().unwrap().success(), "{signal}");
    }
}

#[test]
fn serve_makes_faults_on_loopback_only() {
    let home = tempfile::tempdir().unwrap();
    let database = home.path().join("served.sqlite");
    let output = program(home.path())
        .args(["serve", "--listen", "0.0.0.0:0", "--inject", "status:500", "--database"])
        .arg(database)
        .output()
        .unwrap();
    assert_eq!(code(&output), Some(2), "{output:?}");
    assert!(stderr(&output).contains("loopback"), "{output:?}");
}

#[test]
fn help_and_version_end_with_0() {
    let home = tempfile::tempdir().unwrap();
    for argument in ["--help", "--version"] {
        let output = program(home.path()).arg(argument).output().unwrap();
        assert_eq!(code(&output), Some(0));
        assert!(stdout(&output).contains("frontdesk"), "{output:?}");
    }
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
    let customer = frontdesk::customer::NewCustomer {
        cid: frontdesk::customer::Cid::from_random_bytes([7; 16]),
        name: frontdesk::customer::Name::read("Aysel").good().unwrap(),
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

/// The token and the call budget are shared by everything that runs on the host: a hundred programs at once are
/// one that authenticates and ninety-nine that wait for it.
#[test]
fn a_hundred_programs_started_together_authenticate_once_and_all_register() {
    let home = tempfile::tempdir().unwrap();
    let log = home.path().join("server.log");
    let server = Server::start_with_log(home.path(), std::fs::File::create(&log).unwrap());
    let programs: Vec<_> = (0..100)
        .map(|number| {
            let (name, phone) = (format!("Customer {number}"), format!("05012345{number:02}"));
            let mut add = live(home.path(), &server.v2());
            add.args(["add", "--json", "--name", &name, "--phone", &phone]);
            add.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped()).spawn().unwrap()
        })
        .collect();
    for program in programs {
        let output = program.wait_with_output().unwrap();
        assert_eq!(code(&output), Some(0), "{output:?}");
    }
    let log = std::fs::read_to_string(log).unwrap();
    let requests = |route: &str| log.lines().filter(|line| line.contains(route)).count();
    assert_eq!(requests("/auth\""), 1, "{log}");
    assert_eq!(requests("/customers\" status=200"), 100);
    assert_eq!(requests("status=429"), 0);
}

#[test]
fn a_state_directory_that_cannot_be_written_is_said_and_nothing_is_sent() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("state"), "a file where a directory should be").unwrap();
    let server_home = tempfile::tempdir().unwrap();
    let server = Server::start(server_home.path(), &[]);
    let output = live(home.path(), &server.v2()).args(["add", "--json", "--name", "Aysel"]).output().unwrap();
    assert_eq!(code(&output), Some(1), "{output:?}");
    assert_eq!(json(&output)["status"], "not_kept");
    let again = live(server_home.path(), &server.v2()).args(["add", "--json", "--name", "Rauf"]).output().unwrap();
    assert_eq!(json(&again)["customer"]["id"], 1, "nothing was sent before");
}

/// The answer of the first attempt is lost and the look-up after it is refused: the customer is stored, and nothing
/// may say that it is not.
#[test]
fn add_keeps_what_may_have_arrived_although_the_look_up_is_refused() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(
        home.path(),
        &["--inject", "cut@method:POST,path:/customers,first:1", "--inject", "status:403@method:GET,path:/customers"],
    );
    let arguments = ["add", "--json", "--name", "Aysel", "--phone", "0501234567"];
    let output = live(home.path(), &server.v2()).args(arguments).output().unwrap();
    assert_eq!((code(&output), &json(&output)["status"]), (Some(5), &Value::from("kept")), "{output:?}");
    let list = json(&live(home.path(), &server.v2()).args(["outbox", "list", "--json"]).output().unwrap());
    assert_eq!((list.as_array().unwrap().len(), &list[0]["state"]), (1, &Value::from("uncertain")));
    let cid = list[0]["cid"].as_str().unwrap();
    let discard = |more: &[&str]| {
        live(home.path(), &server.v2()).args(["outbox", "discard", cid, "--json"]).args(more).output().unwrap()
    };
    let gently = discard(&[]);
    assert_eq!((code(&gently), json(&gently)["cid"].as_str()), (Some(1), Some(cid)));
    assert!(json(&gently)["message"].as_str().unwrap().contains("--force"), "{gently:?}");
    assert_eq!(code(&discard(&["--force"])), Some(0));
}

#[test]
fn add_takes_back_what_surely_is_not_stored() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(home.path(), &["--inject", "status:403@method:POST,path:/customers"]);
    let output = live(home.path(), &server.v2()).args(["add", "--json", "--name", "Aysel"]).output().unwrap();
    assert_eq!((code(&output), &json(&output)["status"]), (Some(6), &Value::from("not_permitted")), "{output:?}");
    let list = live(home.path(), &server.v2()).args(["outbox", "list", "--json"]).output().unwrap();
    assert_eq!(json(&list), serde_json::json!([]));
}

/// Not a database at all, where the outbox of training is kept.
fn damage_the_outbox(home: &std::path::Path) {
    let folder = home.join("state/training");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("outbox.sqlite"), "no database".repeat(1000)).unwrap();
}

#[test]
fn check_and_add_say_that_a_damaged_outbox_is_set_aside() {
    let home = tempfile::tempdir().unwrap();
    damage_the_outbox(home.path());
    let output = program(home.path()).arg("check").output().unwrap();
    assert_eq!(code(&output), Some(1), "{output:?}");
    let words = stdout(&output);
    let line = words.lines().find(|line| line.starts_with("✗ outbox")).unwrap();
    assert!(line.contains("outbox.sqlite.damaged-") && !line.contains("state/training"), "{line}");
    assert_eq!(
        code(&program(home.path()).arg("check").output().unwrap()),
        Some(2),
        "it is mended; nothing is configured"
    );

    let home = tempfile::tempdir().unwrap();
    damage_the_outbox(home.path());
    let output = program(home.path()).args(["add", "--json", "--name", "Aysel"]).output().unwrap();
    assert_eq!((code(&output), &json(&output)["status"]), (Some(0), &Value::from("registered")), "{output:?}");
    let words = stderr(&output);
    assert!(words.contains("outbox.sqlite.damaged-") && !words.contains("state/training"), "{words}");
    assert_eq!(words.lines().count(), 1, "{words}");
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
            "send" => assert!(words.contains(" refused, ") && !words.contains("3 waiting"), "{words}"),
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
        assert!(stderr(&output).contains("read from a copy"), "{command:?} {output:?}");
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
fn bad_settings_are_an_object_where_an_object_was_asked_for() {
    let home = tempfile::tempdir().unwrap();
    for command in [
        &["add", "--json", "--name", "A"][..],
        &["check", "--json"],
        &["outbox", "--json", "list"],
        &["report", "--json"],
    ] {
        let output = program(home.path()).args(command).env("CLOPOS_CLIENT_ID", "shop").output().unwrap();
        assert_eq!(code(&output), Some(2), "{command:?} {output:?}");
        assert!(json(&output)["message"].as_str().unwrap().contains("clopos."), "{command:?} {output:?}");
        assert_eq!(json(&output)["status"] == "bad_settings", command[0] == "add");
    }
}

/// Also a command line that cannot be read.
#[test]
fn add_json_prints_an_object_on_every_exit() {
    use std::os::unix::ffi::OsStrExt as _;
    let home = tempfile::tempdir().unwrap();
    let not_utf8 = std::ffi::OsStr::from_bytes(b"Ays\xffel");
    let words = |words: &str| words.split(' ').map(std::ffi::OsString::from).collect::<Vec<_>>();
    let with = |line: &str, last: &std::ffi::OsStr| {
        let mut list = words(line);
        list.push(last.to_owned());
        list
    };
    let rows = [
        (words("add --json"), 2, "usage"),
        (words("add --name Aysel --json --unknown"), 2, "usage"),
        (words("add --unknown --name Aysel --json"), 2, "usage"),
        (words("add --json --name"), 2, "usage"),
        (words("add --name --json"), 2, "usage"),
        (words("add --json=yes --name Aysel"), 2, "usage"),
        (words("add --json --name A --name B"), 2, "usage"),
        (words("add --json --name Aysel Hasanova"), 2, "usage"),
        (words("add --json --name Aysel --phone"), 2, "usage"),
        (words("--training --cashier leyla add --json"), 2, "usage"),
        (words("--kiosk --config x add --json --name Aysel"), 2, "usage"),
        (words("--kiosk add --json --name Aysel"), 2, "bad_settings"),
        (with("add --json --name", not_utf8), 2, "usage"),
        (with("add --json --name Aysel --note", not_utf8), 2, "usage"),
        (words("--config missing.toml add --json --name Aysel"), 2, "bad_settings"),
        (words("add --json --name Aysel --phone 12"), 3, "refused"),
        (words("add --json --name Aysel"), 0, "registered"),
    ];
    let keys = ["by", "cid", "customer", "field", "message", "status", "training"];
    for (arguments, exit, status) in rows {
        let output = program(home.path()).args(&arguments).output().unwrap();
        assert_eq!(code(&output), Some(exit), "{arguments:?} {output:?}");
        let object = json(&output);
        assert_eq!(object["status"], status, "{arguments:?} {output:?}");
        let mut found: Vec<&String> = object.as_object().unwrap().keys().collect();
        found.sort();
        assert_eq!(found, keys, "{arguments:?}");
        assert!(!object["message"].as_str().unwrap().is_empty(), "{arguments:?} {output:?}");
        assert_eq!(!stderr(&output).is_empty(), status == "usage", "{arguments:?} {output:?}");
    }
    // No object was asked for, and none of a command without one.
    for arguments in ["add", "add --name -- --json", "serve --json", "--json", "nonsense --json"] {
        let output = program(home.path()).args(words(arguments)).output().unwrap();
        assert_eq!((code(&output), stdout(&output).as_str()), (Some(2), ""), "{arguments:?}");
    }
    for arguments in ["check --json --unknown", "outbox --json nonsense", "report --json --from yesterday"] {
        let output = program(home.path()).args(words(arguments)).output().unwrap();
        assert_eq!(code(&output), Some(2), "{arguments:?}");
        assert!(json(&output)["message"].is_string(), "{arguments:?} {output:?}");
    }
}

#[test]
fn a_relative_state_directory_is_meant_from_here_and_named_whole() {
    let home = tempfile::tempdir().unwrap();
    let mut check = program(home.path());
    let output = check.arg("check").env("FRONTDESK_STATE_DIR", "here").current_dir(home.path()).output().unwrap();
    let whole = home.path().join("here");
    assert!(stdout(&output).contains(&whole.display().to_string()), "{output:?}");
    assert!(whole.is_dir());
}

#[test]
fn what_is_only_training_is_said_beside_the_list() {
    let home = tempfile::tempdir().unwrap();
    let output = program(home.path()).args(["outbox", "list"]).output().unwrap();
    assert_eq!((code(&output), stdout(&output)), (Some(0), "Nothing waits.\n".to_owned()));
    assert!(stderr(&output).contains("TRAINING"), "{output:?}");
}

#[test]
fn check_names_a_state_directory_that_cannot_be_used() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("state"), "a file where a directory should be").unwrap();
    let server_home = tempfile::tempdir().unwrap();
    let server = Server::start(server_home.path(), &[]);
    let find = |output: &std::process::Output, name: &str| {
        let checks = json(output)["checks"].as_array().unwrap().clone();
        checks.into_iter().find(|check| check["check"] == name).unwrap()
    };
    for (mut command, reachable) in
        [(live(home.path(), &server.v2()), Value::Bool(true)), (program(home.path()), Value::Null)]
    {
        let output = command.args(["check", "--json"]).output().unwrap();
        assert_eq!(code(&output), Some(1), "{output:?}");
        assert_eq!(find(&output, "state_dir")["ok"], false);
        assert!(find(&output, "state_dir")["message"].as_str().unwrap().contains("FRONTDESK_STATE_DIR"));
        assert_eq!(find(&output, "outbox")["ok"], Value::Null);
        assert_eq!(find(&output, "reachable")["ok"], reachable, "{output:?}");
        assert!(!find(&output, "reachable")["message"].as_str().unwrap().contains("base_url"), "{output:?}");
    }
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
    assert_eq!(stdout(&output), "0 registered, 0 refused, 1 waiting.\n");
    assert!(stderr(&output).starts_with("frontdesk: These credentials may not register"), "{output:?}");
    assert_eq!(stderr(&output).lines().count(), 1);
}

/// Damage that shows only when all of the file is read.
#[test]
fn check_looks_through_all_of_the_outbox() {
    let home = tempfile::tempdir().unwrap();
    let closed = dead_address();
    let away = format!("http://{closed}/open-api/v2");
    assert_eq!(code(&live(home.path(), &away).args(["add", "--name", "Aysel"]).output().unwrap()), Some(5));
    let file = home.path().join("state/outbox.sqlite");
    // An index misses a row: it is taken out of the schema while the row gets another number, and put back.
    let change = |sql: &str| {
        let database = rusqlite::Connection::open(&file).unwrap();
        database.execute_batch(&format!("PRAGMA writable_schema = ON; {sql}")).unwrap();
    };
    change(
        "CREATE TABLE saved AS SELECT * FROM sqlite_schema WHERE name = 'kept';
         DELETE FROM sqlite_schema WHERE name = 'kept';",
    );
    change("PRAGMA foreign_keys = OFF; UPDATE registration SET id = id + 1; UPDATE personal SET id = id + 1;");
    change("INSERT INTO sqlite_schema SELECT * FROM saved; DROP TABLE saved;");
    let output = live(home.path(), &away).arg("check").output().unwrap();
    assert_eq!(code(&output), Some(1), "{output:?}");
    let words = stdout(&output);
    let line = words.lines().find(|line| line.starts_with("✗ outbox")).unwrap();
    assert!(line.contains("outbox.sqlite.damaged-"), "{line}");
    let after = live(home.path(), &away).arg("check").output().unwrap();
    assert!(stdout(&after).lines().any(|line| line.starts_with("✓ outbox")), "{after:?}");
}

#[test]
fn check_tells_the_technician_what_to_do_about_the_outbox() {
    let line = |home: &std::path::Path| {
        let output = program(home).args(["check", "--training"]).output().unwrap();
        assert_eq!(code(&output), Some(1), "{output:?}");
        stdout(&output).lines().find(|line| line.starts_with("✗ outbox")).unwrap().to_owned()
    };
    let newer = tempfile::tempdir().unwrap();
    assert_eq!(code(&program(newer.path()).args(["add", "--name", "A"]).output().unwrap()), Some(0));
    let outbox = rusqlite::Connection::open(newer.path().join("state/training/outbox.sqlite")).unwrap();
    outbox.pragma_update(None, "user_version", 99).unwrap();
    assert!(line(newer.path()).contains("Install that version again"), "{}", line(newer.path()));

    let strange = tempfile::tempdir().unwrap();
    let folder = strange.path().join("state/training");
    std::fs::create_dir_all(folder.join("outbox.lock")).unwrap();
    std::fs::write(folder.join("outbox.sqlite"), "").unwrap();
    assert!(line(strange.path()).contains("chown -R"), "{}", line(strange.path()));
}

/// A page that a page names is written, and no command is offered an option that it ignores.
#[test]
fn manual_pages_name_pages_that_exist_and_options_that_mean_something() {
    let home = tempfile::tempdir().unwrap();
    let pages = home.path().join("pages");
    std::fs::create_dir(&pages).unwrap();
    assert_eq!(code(&program(home.path()).arg("man").arg(&pages).output().unwrap()), Some(0));
    let ignored: [(&str, &[&str]); 6] = [
        ("man", &["config", "training", "cashier"]),
        ("completions", &["config", "training", "cashier"]),
        ("serve", &["training", "cashier"]),
        ("check", &["cashier"]),
        ("report", &["cashier"]),
        ("outbox", &["cashier"]),
    ];
    let names: Vec<String> =
        std::fs::read_dir(&pages).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    let mut references = 0;
    for file in &names {
        let page = std::fs::read_to_string(pages.join(file)).unwrap().replace("\\-", "-");
        for (at, _) in page.match_indices("(1)") {
            let name: String = page[..at]
                .chars()
                .rev()
                .take_while(|c| c.is_ascii_alphanumeric() || *c == '-')
                .collect::<Vec<_>>()
                .into_iter()
                .rev()
                .collect();
            assert!(names.contains(&format!("{name}.1")), "{file} names {name}(1)");
            references += 1;
        }
        let command = file.trim_end_matches(".1").split('-').nth(1).unwrap_or_default();
        let useless = ignored.iter().find(|(name, _)| *name == command).map_or(&[][..], |(_, options)| options);
        for option in ["config", "training", "cashier"] {
            assert_eq!(page.contains(&format!("--{option}")), !useless.contains(&option), "{file}: {option}");
        }
        for option in ["plain", "kiosk"] {
            assert_eq!(page.contains(&format!("--{option}")), file == "frontdesk.1", "{file}: {option}");
        }
    }
    assert!(references > 10, "{references}");
    // The options of a command in bash's script stand in the branch of that command.
    let script = stdout(&program(home.path()).args(["completions", "bash"]).output().unwrap());
    for (command, options) in ignored {
        let (_, branch) =
            script.split_once(&format!("\n        frontdesk__subcmd__{command})\n")).unwrap_or_else(|| {
                script
                    .split_once(&format!("\n        frontdesk__{command})\n"))
                    .unwrap_or_else(|| panic!("{command}: {script}"))
            });
        let offered = branch.lines().find(|line| line.contains("opts=")).unwrap();
        for option in options {
            assert!(!offered.contains(&format!("--{option}")), "{command}: {offered}");
        }
        assert!(offered.contains("--help"), "{command}: {offered}");
    }
}

/// Made of the command line's definition: what is there is in them, in every command.
#[test]
fn manual_pages_and_completions_know_every_option() {
    let home = tempfile::tempdir().unwrap();
    let help = stdout(&program(home.path()).arg("--help").output().unwrap());
    let options: Vec<&str> = help.split_whitespace().filter(|word| word.starts_with("--")).collect();
    assert!(options.contains(&"--kiosk") && options.contains(&"--plain"), "{help}");
    let page = stdout(&program(home.path()).arg("man").output().unwrap()).replace("\\-", "-");
    for shell in ["bash", "zsh", "fish"] {
        let script = stdout(&program(home.path()).args(["completions", shell]).output().unwrap());
        for option in &options {
            let name = option.trim_start_matches('-');
            assert!(page.contains(option), "{option} is not in the page");
            assert!(script.contains(name), "{option} is not in {shell}'s");
        }
        assert!(script.contains("birth-date"), "{shell}: the commands' options too");
    }
    for words in [
        "register, from anywhere",
        "Ctrl-S",
        "EXIT STATUS",
        "Kept in the outbox",
        "FRONTDESK_STATE_DIR",
        "/etc/frontdesk",
    ] {
        assert!(page.contains(words), "{words}");
    }
    assert_eq!(code(&program(home.path()).args(["completions", "command.com"]).output().unwrap()), Some(2));
    let pages = home.path().join("pages");
    assert_eq!(code(&program(home.path()).arg("man").arg(&pages).output().unwrap()), Some(1), "no such directory");
    std::fs::create_dir(&pages).unwrap();
    assert_eq!(code(&program(home.path()).arg("man").arg(&pages).output().unwrap()), Some(0));
    for (file, option) in [("frontdesk.1", "kiosk"), ("frontdesk-add.1", "birth"), ("frontdesk-outbox-send.1", "json")]
    {
        assert!(std::fs::read_to_string(pages.join(file)).unwrap().contains(option), "{file}");
    }
}
