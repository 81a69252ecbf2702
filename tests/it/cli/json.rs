//! The JSON objects of the commands as `docs/json.md` describes them, written by hand. Other programs read them, so a
//! change here needs a new `schema`, unless it only adds a key.

use std::path::Path;
use std::process::{Command, Output};
use std::time::Duration;

use chrono::{TimeZone as _, Utc};
use frontdesk::domain::EntryStats;
use frontdesk::outbox::Cashier;
use regex::Regex;
use serde_json::{Value, json};

use crate::support::outbox::{cid, customer, open_as_new_process, queue};
use crate::support::program::{Server, code, dead_address, live, program, stdout, with_input};

const CID: &str = "0f9654bc-9520-43d7-8109-317d9820f54c";

/// What differs from run to run, and the word in its place.
const VARIABLE_PARTS: [(&str, &str); 5] = [
    (CID, "CID"),
    ("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "RANDOM"),
    (r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z", "TIME"),
    (r#""oldest_seconds":[0-9]+"#, r#""oldest_seconds":1"#),
    (r#""since_year":20[0-9]{2}"#, r#""since_year":2026"#),
];

fn with_words(text: &str) -> String {
    VARIABLE_PARTS.iter().fold(text.to_owned(), |text, (pattern, word)| {
        Regex::new(pattern).unwrap().replace_all(&text, *word).into_owned()
    })
}

/// Asserts that each line of the output is one of these objects, key by key.
fn assert_prints(output: &Output, exit: i32, expected: &[Value]) {
    let printed = with_words(&stdout(output));
    let printed: Vec<Value> = printed.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(printed, expected, "{output:?}");
    printed.iter().for_each(assert_documented);
    assert_eq!(code(output), Some(exit), "{output:?}");
}

/// Asserts that the document has each key of an object and of the objects in it.
fn assert_documented(value: &Value) {
    let document = include_str!("../../../docs/json.md");
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                let ends = [format!("`{key}`"), format!(".{key}`")];
                assert!(ends.iter().any(|end| document.contains(end)), "docs/json.md has no {key}");
                assert_documented(value);
            }
        }
        Value::Array(list) => list.iter().for_each(assert_documented),
        _ => {}
    }
}

/// Returns a value without its texts, numbers and so on: only its keys.
fn keys(value: &Value) -> Value {
    match value {
        Value::Object(object) => object.iter().map(|(key, value)| (key.clone(), keys(value))).collect(),
        Value::Array(list) => list.iter().map(keys).collect(),
        _ => Value::Null,
    }
}

/// Asserts that an example of the documents has the keys of an object.
fn assert_is_like_the_example(value: &Value, heading: &str) {
    let document = include_str!("../../../docs/commands.md");
    let (_, section) = document.split_once(heading).unwrap();
    let (_, block) = section.split_once("```json\n").unwrap();
    let example: Value = serde_json::from_str(block.split_once("```").unwrap().0).unwrap();
    assert_eq!(keys(&example), keys(value), "docs/commands.md: {heading}");
}

fn run(mut command: Command, arguments: &[&str]) -> Output {
    command.args(arguments).output().unwrap()
}

/// Returns the sentence of an object, which is not frozen.
fn message(output: &Output) -> Value {
    serde_json::from_str::<Value>(with_words(&stdout(output)).lines().next().unwrap()).unwrap()["message"].clone()
}

/// Registers a customer with every field.
const EVERY_FIELD: [&str; 18] = [
    "add",
    "--json",
    "--cid",
    CID,
    "--name",
    "Aysel",
    "--phone",
    "0501234567",
    "--email",
    "a@example.com",
    "--code",
    "A1",
    "--birth-date",
    "15051990",
    "--gender",
    "f",
    "--note",
    "tea",
];

#[test]
fn add_prints_these_keys() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(home.path(), &[]);
    let add = |arguments: &[&str]| run(live(home.path(), &server.v2()), arguments);
    let registered = |group: Value, message: &str| {
        json!({"schema": 1, "status": "registered", "training": false, "cid": "CID", "field": null, "by": null,
            "customer": {"id": 1, "cid": "CID", "name": "Aysel", "phone": "+994501234567", "code": "A1",
                "balance_id": null, "group": group},
            "message": message})
    };
    let first = registered(json!("VIP"), "Registered Aysel · #1 · group VIP");
    assert_prints(&add(&[&EVERY_FIELD[..], &["--group", "vip"]].concat()), 0, &[first]);
    let second = registered(Value::Null, "Registered Aysel · #1");
    assert_prints(&add(&[&EVERY_FIELD[..], &["--group", "vip"]].concat()), 0, &[second]);
    let failed = |cid: &str, status: &str, field: Value, by: Value, message: Value| {
        json!({"schema": 1, "status": status, "training": false, "cid": cid, "customer": null, "field": field,
            "by": by, "message": message})
    };
    let conflict = add(&["add", "--json", "--name", "Tоm", "--phone", "0501234567"]);
    let owner = json!({"id": 1, "name": "Aysel"});
    let mut expected = failed("RANDOM", "already_registered", json!("phone"), owner, message(&conflict));
    expected["warning"] = json!("Check “о”: another alphabet.");
    assert_prints(&conflict, 4, &[expected]);
    for (arguments, cid, exit, status, field) in [
        (&["add", "--json", "--name", "A", "--phone", "05"][..], "RANDOM", 3, "refused", json!("phone")),
        (&["add", "--json", "--name", "A", "--cid", CID], "CID", 3, "other_values", json!("cid")),
    ] {
        let output = add(arguments);
        assert_prints(&output, exit, &[failed(cid, status, field, Value::Null, message(&output))]);
    }
    for (arguments, status) in [
        (&["add", "--json", "--nam", "A"][..], "usage"),
        (&["--config", "missing.toml", "add", "--json", "--name", "A"], "bad_settings"),
    ] {
        let output = add(arguments);
        let expected = json!({"schema": 1, "status": status, "training": null, "cid": null, "customer": null,
            "field": null, "by": null, "message": message(&output)});
        assert_prints(&output, 2, &[expected]);
    }
}

#[test]
fn add_stdin_prints_the_keys_of_add_with_the_line() {
    let home = tempfile::tempdir().unwrap();
    let mut command = program(home.path());
    command.args(["add", "--stdin"]);
    let input = format!("{{\"cid\":\"{CID}\",\"name\":\"Aysel\"}}\n\n[]\n");
    let expected = [
        json!({"schema": 1, "line": 1, "status": "registered", "training": true, "cid": "CID", "field": null,
            "by": null, "message": "Registered Aysel · #1 · group My Customers",
            "customer": {"id": 1, "cid": "CID", "name": "Aysel", "phone": null, "code": null, "balance_id": 1,
                "group": "My Customers"}}),
        json!({"schema": 1, "line": 2, "status": "empty_line", "training": true, "cid": null, "field": null,
            "by": null, "customer": null, "message": "This line is empty."}),
        json!({"schema": 1, "line": 3, "status": "broken_line", "training": true, "cid": null, "field": null,
            "by": null, "customer": null,
            "message": "This line is JSON, but not an object. Write one JSON object in each line."}),
    ];
    assert_prints(&with_input(command, input.as_bytes()), 3, &expected);
}

#[test]
fn lookup_prints_these_keys() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(home.path(), &[]);
    run(live(home.path(), &server.v2()), &EVERY_FIELD);
    let look_up = |url: &str, input: &str| {
        let mut command = live(home.path(), url);
        command.args(["lookup", "--phone", "--json"]);
        with_input(command, input.as_bytes())
    };
    let object = |status: &str, training: Value, customers: Value, message: Value| {
        json!({"schema": 1, "status": status, "training": training, "customers": customers, "has_more": false,
            "message": message})
    };
    let customer = json!({"id": 1, "cid": "CID", "name": "Aysel", "phone": "+994501234567", "code": "A1",
        "balance_id": null, "group": "My Customers", "birth_year": 1990, "since_year": 2026});
    let found = object("found", json!(false), json!([customer]), Value::Null);
    assert_is_like_the_example(&found, "## frontdesk lookup");
    assert_prints(&look_up(&server.v2(), "0501234567\n"), 0, &[found]);
    let not_found = look_up(&server.v2(), "0501234568\n");
    let expected = object("not_found", json!(false), json!([]), message(&not_found));
    assert_prints(&not_found, 9, &[expected]);
    let nothing = look_up(&server.v2(), "");
    assert_prints(&nothing, 2, &[object("usage", Value::Null, json!([]), message(&nothing))]);
}

/// Returns the keys of a waiting registration: those of the list, and all.
fn waiting(trouble: &str) -> (Value, Value) {
    let summary = json!({"schema": 1, "cid": "CID", "state": "queued", "saved_at": "TIME", "name": "Aysel",
        "attempts": 1, "not_before": "TIME", "trouble": trouble});
    let mut whole = summary.clone();
    for (key, value) in [
        ("cashier", json!("leyla")),
        ("registered_at", Value::Null),
        ("id", Value::Null),
        (
            "customer",
            json!({"name": "Aysel", "phone": "+994501234567", "email": "a@example.com", "code": "A1",
                "date_of_birth": "1990-05-15", "gender": 2, "group_id": null, "description": "tea"}),
        ),
    ] {
        whole[key] = value;
    }
    (summary, whole)
}

#[test]
fn outbox_prints_these_keys() {
    let home = tempfile::tempdir().unwrap();
    let unreachable = format!("http://{}/open-api/v2", dead_address());
    let outbox =
        |arguments: &[&str]| run(live(home.path(), &unreachable), &[&["outbox", "--json"], arguments].concat());
    assert_prints(&outbox(&["list"]), 0, &[json!([])]);
    let kept = run(live(home.path(), &unreachable), &[&EVERY_FIELD[..], &["--cashier", "leyla"]].concat());
    assert_eq!(code(&kept), Some(5), "{kept:?}");
    let (summary, whole) = waiting("Clopos accepts no connection right now.");
    assert_prints(&outbox(&["list"]), 0, &[json!([summary])]);
    assert_prints(&outbox(&["show", CID]), 0, std::slice::from_ref(&whole));
    assert_prints(&outbox(&["export"]), 0, &[json!([whole.clone()])]);
    assert_prints(&run(live(home.path(), &unreachable), &["outbox", "export"]), 0, &[whole]);
    let sent = json!({"schema": 1, "registered": 0, "refused": 0, "waiting": 1, "oldest_seconds": 1,
        "message": "Clopos accepts no connection right now."});
    assert_prints(&outbox(&["send", "--now"]), 7, &[sent]);
    let server = Server::start(home.path(), &[]);
    let sent = json!({"schema": 1, "registered": 1, "refused": 0, "waiting": 0, "oldest_seconds": null,
        "message": null});
    let output = run(live(home.path(), &server.v2()), &["outbox", "send", "--now", "--json"]);
    assert_prints(&output, 0, &[sent]);
    let registered = json!({"schema": 1, "cid": "CID", "state": "registered", "saved_at": "TIME", "cashier": "leyla",
        "registered_at": "TIME", "customer": null, "id": 1});
    assert_prints(&outbox(&["show", CID]), 0, &[registered]);
    let error = json!({"schema": 1, "cid": "CID", "message": "CID is already registered."});
    assert_prints(&outbox(&["discard", CID]), 1, &[error]);
    let usage = outbox(&["list", "--x"]);
    assert_prints(&usage, 2, &[json!({"schema": 1, "message": message(&usage)})]);
    let other = tempfile::tempdir().unwrap();
    run(live(other.path(), &unreachable), &["add", "--name", "Aysel", "--cid", CID]);
    let discarded = run(live(other.path(), &unreachable), &["outbox", "discard", CID, "--json"]);
    assert_prints(&discarded, 0, &[json!({"schema": 1, "cid": "CID", "message": "CID is deleted."})]);
}

/// The output for a person has the same values.
#[test]
fn outbox_list_and_show_print_lines_for_a_person() {
    let home = tempfile::tempdir().unwrap();
    let unreachable = format!("http://{}/open-api/v2", dead_address());
    run(live(home.path(), &unreachable), &[&EVERY_FIELD[..], &["--cashier", "leyla"]].concat());
    let print = |arguments: &[&str]| with_words(&stdout(&run(live(home.path(), &unreachable), arguments)));
    let list = print(&["outbox", "list"]);
    assert_eq!(
        list, "CID  Aysel · waiting · just now · tried once · Clopos accepts no connection right now.\n",
        "the list names each customer that is not registered yet"
    );
    let show = print(&["outbox", "show", CID]);
    for line in ["state: queued\n", "cashier: leyla\n", "saved_at: TIME\n", "name: Aysel\n"] {
        assert!(show.contains(line), "{show}");
    }
    assert!(!show.contains("schema"), "{show}");
}

/// Returns the objects of the checks by name.
fn checks(home: &Path, url: &str) -> (Value, Vec<Value>) {
    let output = run(live(home, url), &["check", "--json"]);
    let mut object: Value = serde_json::from_str(&with_words(&stdout(&output))).unwrap();
    let checks = object["checks"].take();
    (object, checks.as_array().unwrap().clone())
}

#[test]
fn check_prints_these_keys() {
    let home = tempfile::tempdir().unwrap();
    let unreachable = format!("http://{}/open-api/v2", dead_address());
    run(live(home.path(), &unreachable), &EVERY_FIELD);
    let (object, checks) = checks(home.path(), &unreachable);
    assert_eq!(object, json!({"schema": 1, "ok": false, "exit": 7, "training": false, "checks": null}));
    let ids: Vec<_> = checks.iter().map(|check| check["id"].as_str().unwrap()).collect();
    let all = "version system locale phone_data settings permissions time_zone codes state_dir file_locks outbox alarm \
               reachable tls credentials venue groups clock";
    assert_eq!(ids.join(" "), all);
    let check = |id: &str| checks.iter().find(|check| check["id"] == id).unwrap().clone();
    for (id, state, has_remedy, more) in [
        ("outbox", "ok", false, json!({"waiting": 1, "refused": 0, "oldest_seconds": 1})),
        ("alarm", "ok", false, json!({"limit_seconds": 86_400})),
        ("state_dir", "ok", false, json!({})),
        ("reachable", "error", true, json!({})),
        ("tls", "skipped", false, json!({})),
    ] {
        let found = check(id);
        let mut expected = json!({"id": id, "state": state, "message": found["message"], "remedy": found["remedy"]});
        expected.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        assert_eq!(found, expected);
        assert!(found["message"].is_string() && found["remedy"].is_string() == has_remedy, "{found}");
    }
    let settings = check("settings");
    let value = |name: &str| settings["values"].as_array().unwrap().iter().find(|value| value["name"] == name).cloned();
    let brand = json!({"name": "clopos.brand", "value": "training", "source": "CLOPOS_BRAND"});
    assert_eq!(value("clopos.brand"), Some(brand));
    let secret = json!({"name": "clopos.client_secret", "value": null, "source": "CLOPOS_CLIENT_SECRET"});
    assert_eq!(value("clopos.client_secret"), Some(secret));
    let usage = run(program(home.path()), &["check", "--json", "--x"]);
    let object: Value = serde_json::from_str(&stdout(&usage)).unwrap();
    assert_eq!((&object["schema"], &object["ok"], &object["exit"]), (&json!(1), &json!(false), &json!(2)));
    assert_eq!(object["checks"].as_array().unwrap().len(), ids.len());
    assert!(object["message"].is_string(), "{object}");
}

#[test]
fn report_prints_these_keys() {
    let home = tempfile::tempdir().unwrap();
    let report = |arguments: &[&str]| run(program(home.path()), &[&["report", "--json"], arguments].concat());
    let day = ["--from", "2026-11-24", "--to", "2026-11-24"];
    let empty = json!({"schema": 1, "from": "2026-11-24", "to": "2026-11-24", "cashiers": []});
    assert_prints(&report(&day), 0, &[empty]);
    let outbox = open_as_new_process(&home.path().join("state/training"));
    let noon = Utc.with_ymd_and_hms(2026, 11, 24, 12, 0, 0).unwrap();
    for (number, name) in [(1, "leyla"), (2, "rauf")] {
        queue(&outbox, &customer(number), &Cashier::new(name), noon).unwrap();
    }
    outbox.add_stats(cid(1), EntryStats { keys: 30, time: Duration::from_millis(12_340) }).unwrap();
    drop(outbox);
    let row = |cashier: &str, seconds: Value, keys: Value| {
        json!({"cashier": cashier, "registered": 0, "waiting": 1, "refused": 0, "median_seconds": seconds,
            "median_keys": keys, "consent_yes": 0, "consent_no": 0})
    };
    let cashiers = [row("leyla", json!(12.3), json!(30)), row("rauf", Value::Null, Value::Null)];
    let expected = json!({"schema": 1, "from": "2026-11-24", "to": "2026-11-24", "cashiers": cashiers});
    assert_prints(&report(&day), 0, &[expected]);
    let reversed = report(&["--from", "2026-11-24", "--to", "2026-11-23"]);
    assert_prints(&reversed, 2, &[json!({"schema": 1, "message": message(&reversed)})]);
}

#[cfg(debug_assertions)] // Only a debug build takes FRONTDESK_TEST_ROOT in place of the system's directories.
#[test]
fn cashier_list_prints_these_keys() {
    const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBmfW3/lDQB4Ff1yQGkGnQDbFQ/yo1jWdqUn0cLtPjFg aysel@till";
    let home = tempfile::tempdir().unwrap();
    let list = || run(program(home.path()), &["cashier", "list", "--json"]);
    assert_prints(&list(), 0, &[json!({"schema": 1, "keys": []})]);
    let file = home.path().join("etc/frontdesk/authorized_keys");
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    let options = "command=\"/usr/local/bin/frontdesk --kiosk --cashier aysel --plain\",restrict,pty";
    std::fs::write(&file, format!("{options} {KEY}\nrestrict,pty {KEY}\n")).unwrap();
    // The fingerprint is the one that `ssh-keygen -l` prints.
    let key = |cashier: Value, plain: bool| {
        json!({"cashier": cashier, "fingerprint": "SHA256:f4GDovFtcdoc9qNmRIchTUvuFLcv1NnyEfUyJNn8ljI", "type": "ssh-ed25519",
            "comment": "aysel@till", "plain": plain})
    };
    let keys = [key(Value::Null, false), key(json!("aysel"), true)];
    assert_prints(&list(), 0, &[json!({"schema": 1, "keys": keys})]);
    let usage = run(program(home.path()), &["cashier", "list", "--json", "--x"]);
    assert_prints(&usage, 2, &[json!({"schema": 1, "message": message(&usage)})]);
    std::fs::remove_file(&file).unwrap();
    std::fs::create_dir(&file).unwrap();
    let unreadable = list();
    assert_prints(&unreadable, 2, &[json!({"schema": 1, "message": message(&unreadable)})]);
}
