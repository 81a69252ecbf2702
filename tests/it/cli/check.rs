//! `frontdesk check`, and the start and stop of `serve`.

use crate::support::files::project_root;
use crate::support::program::{Server, dead_address, finding, json, live, program, stderr, stdout};
use crate::support::program::{code, damage_outbox};
use serde_json::Value;

/// The checks, in the order of the report.
const CHECKS: [&str; 18] = [
    "version",
    "system",
    "locale",
    "phone_data",
    "settings",
    "permissions",
    "time_zone",
    "codes",
    "state_dir",
    "file_locks",
    "outbox",
    "alarm",
    "reachable",
    "tls",
    "credentials",
    "venue",
    "groups",
    "clock",
];

/// A monitor reads one shape, also if no check could be made.
#[test]
fn without_usable_settings_check_prints_the_same_list() {
    let home = tempfile::tempdir().unwrap();
    for arguments in [&["check", "--json", "--config", "missing.toml"][..], &["check", "--json", "--nonsense"]] {
        let output = program(home.path()).args(arguments).output().unwrap();
        assert_eq!(code(&output), Some(2), "{output:?}");
        let object = json(&output);
        assert_eq!((&object["ok"], &object["exit"]), (&Value::Bool(false), &Value::from(2)), "{object}");
        let ids: Vec<_> = object["checks"].as_array().unwrap().iter().map(|check| check["id"].clone()).collect();
        assert_eq!(ids, CHECKS);
        let named = arguments.last().unwrap();
        let settings = finding(&output, "settings");
        assert!(settings["message"].as_str().unwrap().contains(named), "{settings}");
        assert_eq!((&settings["state"], &finding(&output, "venue")["state"]), (&"error".into(), &"skipped".into()));
    }
}

#[test]
fn check_reports_each_check_as_passed_failed_or_not_tried() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(home.path(), &[]);
    let states = |output: &std::process::Output| -> Vec<(String, String)> {
        let checks = json(output)["checks"].as_array().unwrap().clone();
        let text = |check: &Value, key: &str| check[key].as_str().unwrap().to_owned();
        checks.iter().map(|check| (text(check, "id"), text(check, "state"))).collect()
    };
    let good = live(home.path(), &server.v2()).args(["check", "--json"]).output().unwrap();
    assert_eq!(code(&good), Some(0), "{good:?}");
    assert_eq!(states(&good), CHECKS.map(|check| (check.to_owned(), "ok".to_owned())).to_vec());
    assert_eq!((&json(&good)["ok"], &json(&good)["exit"]), (&Value::Bool(true), &Value::from(0)));
    let lines = live(home.path(), &server.v2()).arg("check").output().unwrap();
    let findings = stdout(&lines).lines().filter(|line| !line.starts_with(' ')).count();
    assert_eq!(findings, CHECKS.len());
    assert!(stdout(&lines).lines().all(|line| line.starts_with("✓ ") || line.starts_with(' ')), "{}", stdout(&lines));

    // The page of the documents has each line.
    let page = std::fs::read_to_string(project_root().join("docs/check.md")).unwrap();
    let labels = |text: &str| -> Vec<String> {
        let of_line = |line: &str| line.strip_prefix(['✓', '✗', '-'])?.strip_prefix(' ')?.get(..12).map(str::to_owned);
        text.lines().filter_map(of_line).collect()
    };
    let block = page.split("```").find(|block| block.starts_with("text")).unwrap();
    assert_eq!(labels(block), labels(&stdout(&lines)));

    let closed = dead_address();
    let dead = format!("http://{closed}/open-api/v2");
    let cases = [
        ("CLOPOS_CLIENT_SECRET", "hunter2", 6, "credentials", "venue"),
        ("CLOPOS_VENUE_ID", "9", 6, "venue", "groups"),
        ("CLOPOS_BASE_URL", &dead, 7, "reachable", "tls"),
        ("FRONTDESK_STATE_DIR", "/dev/null/state", 1, "state_dir", "outbox"),
    ];
    for (variable, value, exit, wrong, skipped) in cases {
        let mut check = live(home.path(), &server.v2());
        check.env(variable, value);
        let text = check.arg("check").output().unwrap();
        let output = check.arg("--json").output().unwrap();
        assert_eq!((code(&text), code(&output)), (Some(exit), Some(exit)), "{output:?}");
        assert_eq!((&json(&output)["ok"], &json(&output)["exit"]), (&Value::Bool(false), &Value::from(exit)));
        // The list is the same whatever fails.
        assert_eq!(states(&output).iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(), CHECKS);
        let (wrong, skipped) = (finding(&output, wrong), finding(&output, skipped));
        assert_eq!((&wrong["state"], &skipped["state"]), (&"error".into(), &"skipped".into()), "{output:?}");
        // The text has the same sentences.
        let [message, remedy] = ["message", "remedy"].map(|key| wrong[key].as_str().unwrap());
        assert!(!remedy.is_empty() && stdout(&text).contains(&format!("{message} {remedy}\n")), "{wrong} {text:?}");
        assert_eq!(skipped["remedy"], Value::Null);
        assert!(!format!("{output:?}").contains("hunter2"));
    }

    let training = program(home.path()).args(["check"]).output().unwrap();
    assert_eq!(code(&training), Some(2), "{training:?}");
}

/// The built-in server of training always answers, which proves nothing about Clopos.
#[test]
fn check_warns_about_training_and_marks_its_lines() {
    let home = tempfile::tempdir().unwrap();
    let server_checks = ["reachable", "tls", "credentials", "venue", "groups", "clock"];
    let unconfigured: Vec<std::process::Command> = vec![program(home.path()), {
        // A settings file without a server: training.
        let file = home.path().join("other.toml");
        std::fs::write(&file, "[desk]\ncountry = \"UZ\"\n").unwrap();
        let mut command = program(home.path());
        command.arg("--config").arg(file);
        command
    }];
    let mut training = live(home.path(), "http://127.0.0.1:1/open-api/v2");
    training.arg("--training");
    let unconfigured = unconfigured.into_iter().map(|command| (command, 2, "Nothing is set"));
    for (mut command, exit, words) in unconfigured.chain([(training, 0, "because --training was given")]) {
        let output = command.arg("check").output().unwrap();
        let lines = stdout(&output);
        assert_eq!(code(&output), Some(exit), "{lines}");
        let warnings: Vec<&str> = lines.lines().filter(|line| line.starts_with("! ")).collect();
        assert_eq!(warnings.len(), 1, "{lines}");
        assert!(warnings[0].contains(words) && warnings[0].contains("no customer is sent to Clopos"), "{lines}");
        assert_eq!(lines.lines().filter(|line| line.contains("training: ")).count(), server_checks.len(), "{lines}");
        assert!(!lines.contains("no credentials"), "{lines}");

        let object = json(&command.arg("--json").output().unwrap());
        assert_eq!((&object["ok"], &object["training"]), (&Value::Bool(false), &Value::Bool(true)), "{object}");
        for check in object["checks"].as_array().unwrap() {
            let name = check["id"].as_str().unwrap();
            assert_eq!(check["state"], if name == "settings" { "warning" } else { "ok" }, "{check}");
            let is_marked = check["message"].as_str().unwrap().starts_with("training: ");
            assert_eq!(is_marked, server_checks.contains(&name), "{check}");
        }
    }
    // A failed check decides the exit code before a warning.
    damage_outbox(home.path());
    let output = program(home.path()).arg("check").output().unwrap();
    assert_eq!(code(&output), Some(1), "{output:?}");
}

#[test]
fn serve_stops_cleanly_on_a_signal() {
    for signal in ["TERM", "INT"] {
        let home = tempfile::tempdir().unwrap();
        let mut server = Server::start(home.path(), &[]);
        server.signal(signal);
        assert!(server.child.wait().unwrap().success(), "{signal}");
    }
}

#[test]
fn serve_injects_faults_on_loopback_only() {
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
fn check_and_add_report_a_quarantined_outbox() {
    let home = tempfile::tempdir().unwrap();
    damage_outbox(home.path());
    let output = program(home.path()).arg("check").output().unwrap();
    assert_eq!(code(&output), Some(1), "{output:?}");
    let words = stdout(&output);
    let line = words.lines().find(|line| line.starts_with("✗ outbox")).unwrap();
    assert!(line.contains("outbox.sqlite.damaged-") && !line.contains("state/training"), "{line}");
    assert_eq!(
        code(&program(home.path()).arg("check").output().unwrap()),
        Some(2),
        "it is repaired; nothing is configured"
    );

    let home = tempfile::tempdir().unwrap();
    damage_outbox(home.path());
    let output = program(home.path()).args(["add", "--json", "--name", "Aysel"]).output().unwrap();
    assert_eq!((code(&output), &json(&output)["status"]), (Some(0), &Value::from("registered")), "{output:?}");
    let words = stderr(&output);
    assert!(words.contains("outbox.sqlite.damaged-") && !words.contains("state/training"), "{words}");
    assert_eq!(words.lines().count(), 1, "{words}");
}

#[test]
fn check_names_a_state_directory_that_cannot_be_used() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("state"), "a file where a directory should be").unwrap();
    let server_home = tempfile::tempdir().unwrap();
    let server = Server::start(server_home.path(), &[]);
    for (mut command, reachable) in [(live(home.path(), &server.v2()), "ok"), (program(home.path()), "skipped")] {
        let output = command.args(["check", "--json"]).output().unwrap();
        assert_eq!(code(&output), Some(1), "{output:?}");
        assert_eq!(finding(&output, "state_dir")["state"], "error");
        assert!(finding(&output, "state_dir")["remedy"].as_str().unwrap().contains("FRONTDESK_STATE_DIR"));
        assert_eq!(finding(&output, "outbox")["state"], "skipped");
        assert_eq!(finding(&output, "reachable")["state"], reachable, "{output:?}");
        assert!(!finding(&output, "reachable")["message"].as_str().unwrap().contains("base_url"), "{output:?}");
    }
}

/// The damage is found only if the whole file is read.
#[test]
fn check_reads_the_whole_outbox() {
    let home = tempfile::tempdir().unwrap();
    let closed = dead_address();
    let unreachable = format!("http://{closed}/open-api/v2");
    assert_eq!(code(&live(home.path(), &unreachable).args(["add", "--name", "Aysel"]).output().unwrap()), Some(5));
    let file = home.path().join("state/outbox.sqlite");
    // An index lacks a row: it is removed from the schema while the row's id changes, and then restored.
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
    let output = live(home.path(), &unreachable).arg("check").output().unwrap();
    assert_eq!(code(&output), Some(1), "{output:?}");
    let words = stdout(&output);
    let line = words.lines().find(|line| line.starts_with("✗ outbox")).unwrap();
    assert!(line.contains("outbox.sqlite.damaged-"), "{line}");
    let after = live(home.path(), &unreachable).arg("check").output().unwrap();
    assert!(stdout(&after).lines().any(|line| line.starts_with("✓ outbox")), "{after:?}");
}

#[test]
fn check_tells_the_technician_how_to_repair_the_outbox() {
    let outbox_line = |home: &std::path::Path| {
        let output = program(home).args(["check", "--training"]).output().unwrap();
        assert_eq!(code(&output), Some(1), "{output:?}");
        stdout(&output).lines().find(|line| line.starts_with("✗ outbox")).unwrap().to_owned()
    };
    let newer = tempfile::tempdir().unwrap();
    assert_eq!(code(&program(newer.path()).args(["add", "--name", "A"]).output().unwrap()), Some(0));
    let outbox = rusqlite::Connection::open(newer.path().join("state/training/outbox.sqlite")).unwrap();
    outbox.pragma_update(None, "user_version", 99).unwrap();
    assert!(outbox_line(newer.path()).contains("Install that version again"), "{}", outbox_line(newer.path()));

    let unwritable = tempfile::tempdir().unwrap();
    let folder = unwritable.path().join("state/training");
    std::fs::create_dir_all(folder.join("outbox.lock")).unwrap();
    std::fs::write(folder.join("outbox.sqlite"), "").unwrap();
    assert!(outbox_line(unwritable.path()).contains("chown -R"), "{}", outbox_line(unwritable.path()));
}

#[test]
fn check_shows_the_settings_that_are_set_and_where() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(home.path(), &[]);
    let file = home.path().join("own.toml");
    std::fs::write(&file, "[desk]\ncountry = \"UZ\"\n[clopos]\nbrand = \"training\"\n").unwrap();
    let mut command = live(home.path(), &server.v2());
    command.arg("--config").arg(&file).arg("check").env("CLOPOS_BASE_URL", server.v2());
    let text = stdout(&command.output().unwrap());
    let shown: Vec<&str> = text.lines().filter(|line| line.starts_with(' ')).map(str::trim).collect();
    let file = file.display().to_string();
    for line in [
        format!("clopos.base_url = {} (CLOPOS_BASE_URL)", server.v2()),
        "clopos.client_secret = (set, not shown) (CLOPOS_CLIENT_SECRET)".to_owned(),
        format!("desk.country = UZ ({file})"),
    ] {
        assert!(shown.contains(&line.as_str()), "{line}: {text}");
    }
    assert!(!shown.iter().any(|line| line.starts_with("desk.language")), "it is not set: {text}");
    let object = json(&command.arg("--json").output().unwrap());
    let settings = object["checks"].as_array().unwrap().iter().find(|check| check["id"] == "settings").unwrap();
    let values = settings["values"].as_array().unwrap();
    let country = values.iter().find(|value| value["name"] == "desk.country").unwrap();
    assert_eq!((&country["value"], &country["source"]), (&Value::from("UZ"), &Value::from(file)));
    let secret = values.iter().find(|value| value["name"] == "clopos.client_secret").unwrap();
    assert_eq!((&secret["value"], &secret["source"]), (&Value::Null, &Value::from("CLOPOS_CLIENT_SECRET")));
}
