//! `frontdesk add`: its output, its exit codes, and many processes at the same time.

use crate::support::program::code;
use crate::support::program::{Server, dead_address, json, live, program, stderr, stdout};
use serde_json::Value;

#[test]
fn add_registers_in_training_and_prints_json() {
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
    assert_eq!(keys, ["by", "cid", "customer", "field", "message", "schema", "status", "training"]);
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
fn add_reports_a_conflict_by_its_exit_code_and_field() {
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
fn add_rejects_invalid_arguments_before_anything_is_sent() {
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
fn add_without_json_prints_one_line() {
    let home = tempfile::tempdir().unwrap();
    let output = program(home.path()).args(["add", "--name", "Aysel"]).output().unwrap();
    assert!(stdout(&output).starts_with("Registered Aysel · #"), "{output:?}");
    assert_eq!(stdout(&output).lines().count(), 1);
    let output = program(home.path()).args(["add", "--name", "-"]).output().unwrap();
    assert_eq!((code(&output), stdout(&output).as_str()), (Some(3), ""));
    assert!(stderr(&output).contains("Name"), "{output:?}");
}

#[test]
fn add_supports_both_generations_of_the_api() {
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
fn add_distinguishes_wrong_credentials_from_an_unreachable_address() {
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
    assert_eq!(code(&group), Some(7), "without the groups nothing can be queued: {group:?}");
    assert_eq!(json(&group)["status"], "not_reachable");
}

/// All processes on a host share the token and the call budget. Of a hundred processes that start together, one
/// authenticates and ninety-nine wait for it.
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
fn add_sends_nothing_if_the_state_directory_cannot_be_written() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("state"), "a file where a directory should be").unwrap();
    let server_home = tempfile::tempdir().unwrap();
    let server = Server::start(server_home.path(), &[]);
    let output = live(home.path(), &server.v2()).args(["add", "--json", "--name", "Aysel"]).output().unwrap();
    assert_eq!(code(&output), Some(1), "{output:?}");
    assert_eq!(json(&output)["status"], "not_kept");
    let next = live(server_home.path(), &server.v2()).args(["add", "--json", "--name", "Rauf"]).output().unwrap();
    assert_eq!(json(&next)["customer"]["id"], 1, "nothing was sent before");
}

/// The answer of the first attempt is lost and the look-up after it is rejected. The customer is stored, so no message may
/// deny it.
#[test]
fn add_queues_a_registration_that_may_be_stored_if_the_look_up_is_rejected() {
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
    let without_force = discard(&[]);
    assert_eq!((code(&without_force), json(&without_force)["cid"].as_str()), (Some(1), Some(cid)));
    assert!(json(&without_force)["message"].as_str().unwrap().contains("--force"), "{without_force:?}");
    assert_eq!(code(&discard(&["--force"])), Some(0));
}

#[test]
fn add_queues_nothing_if_the_customer_is_certainly_not_stored() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(home.path(), &["--inject", "status:403@method:POST,path:/customers"]);
    let output = live(home.path(), &server.v2()).args(["add", "--json", "--name", "Aysel"]).output().unwrap();
    assert_eq!((code(&output), &json(&output)["status"]), (Some(6), &Value::from("not_permitted")), "{output:?}");
    let list = live(home.path(), &server.v2()).args(["outbox", "list", "--json"]).output().unwrap();
    assert_eq!(json(&list), serde_json::json!([]));
}

/// This includes a command line that cannot be parsed.
#[test]
fn add_json_prints_an_object_on_every_exit() {
    use std::os::unix::ffi::OsStrExt as _;
    let home = tempfile::tempdir().unwrap();
    let not_utf8 = std::ffi::OsStr::from_bytes(b"Ays\xffel");
    let words = |words: &str| words.split(' ').map(std::ffi::OsString::from).collect::<Vec<_>>();
    let words_and = |line: &str, last: &std::ffi::OsStr| {
        let mut arguments = words(line);
        arguments.push(last.to_owned());
        arguments
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
        (words_and("add --json --name", not_utf8), 2, "usage"),
        (words_and("add --json --name Aysel --note", not_utf8), 2, "usage"),
        (words("--config missing.toml add --json --name Aysel"), 2, "bad_settings"),
        (words("add --json --name Aysel --phone 12"), 3, "refused"),
        (words("add --json --name Aysel"), 0, "registered"),
    ];
    let keys = ["by", "cid", "customer", "field", "message", "schema", "status", "training"];
    for (arguments, exit, status) in rows {
        let output = program(home.path()).args(&arguments).output().unwrap();
        assert_eq!(code(&output), Some(exit), "{arguments:?} {output:?}");
        let object = json(&output);
        assert_eq!(object["status"], status, "{arguments:?} {output:?}");
        let mut found_keys: Vec<&String> = object.as_object().unwrap().keys().collect();
        found_keys.sort();
        assert_eq!(found_keys, keys, "{arguments:?}");
        assert!(!object["message"].as_str().unwrap().is_empty(), "{arguments:?} {output:?}");
        assert_eq!(!stderr(&output).is_empty(), status == "usage", "{arguments:?} {output:?}");
    }
    // No JSON without `--json`, and none from a command that has no JSON output.
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

/// A wrong discount applies by itself to every receipt, so nothing is guessed.
#[test]
fn add_refuses_a_group_name_that_more_than_one_group_has() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(home.path(), &[]);
    let database = rusqlite::Connection::open(home.path().join("served.sqlite")).unwrap();
    let sql = "INSERT INTO customer_groups (id, name, discount_type, discount_value, created_at, updated_at)
         VALUES (7, 'vip', 1, 50, '2025-08-16T15:21:15.000000Z', '2025-08-16T15:21:15.000000Z'),
                (8, 'Staff', 1, 30, '2025-08-16T15:21:15.000000Z', '2025-08-16T15:21:15.000000Z')";
    database.execute(sql, []).unwrap();
    let add = |arguments: &[&str]| {
        live(home.path(), &server.v2()).args(["add", "--json", "--name", "Aysel"]).args(arguments).output().unwrap()
    };
    for (arguments, parts) in [
        (&["--group", "Vip"][..], ["vip · discount 50 % (--group-id 7)", "VIP · discount 10 % (--group-id 4)"]),
        (&["--group", "staff"], ["Staff · discount 20 % (--group-id 3)", "Staff · discount 30 % (--group-id 8)"]),
        (&["--group", "Staff"], ["Staff · discount 20 % (--group-id 3)", "Staff · discount 30 % (--group-id 8)"]),
        (&["--group-id", "99"], ["No group has the number 99", ""]),
    ] {
        let output = add(arguments);
        assert_eq!((code(&output), &json(&output)["status"]), (Some(3), &Value::from("refused")), "{output:?}");
        assert_eq!(json(&output)["field"], "group_id");
        let message = json(&output)["message"].as_str().unwrap().to_owned();
        assert!(parts.iter().all(|part| message.contains(part)), "{message}");
    }
    let group_of = |cid: &str| -> i64 {
        database.query_row("SELECT group_id FROM customers WHERE cid = ?1", [cid], |row| row.get(0)).unwrap()
    };
    for (arguments, id) in [
        (&["--group", "vip"][..], 7),
        (&["--group", "VIP"], 4),
        (&["--group-id", "8"], 8),
        (&["--group", "Staff", "--group-id", "3"], 3),
        (&["--group", "regulars"], 2),
    ] {
        let output = add(arguments);
        assert_eq!(code(&output), Some(0), "{arguments:?} {output:?}");
        assert_eq!(group_of(json(&output)["cid"].as_str().unwrap()), id, "{arguments:?}");
    }
}
