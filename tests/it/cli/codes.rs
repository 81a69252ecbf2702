//! Codes of `code.template` on the real binary: the desk that makes them, and `check` that warns of clashes.

use std::path::{Path, PathBuf};

use chrono::Local;
use frontdesk::domain::HostName;

use crate::support::program::{Server, code, finding, live, program, stdout};
use crate::support::pty::{self, Desk};

/// The name of this computer. `None` means that it has none of its own.
fn host_name() -> Option<String> {
    let name = rustix::system::uname().nodename().to_str().unwrap().to_owned();
    HostName::parse(&name).map(|_| name)
}

fn settings(home: &Path, text: &str) -> PathBuf {
    let file = home.join("codes.toml");
    std::fs::write(&file, text).unwrap();
    file
}

#[test]
fn a_desk_makes_codes_with_the_name_of_its_host() {
    let home = tempfile::tempdir().unwrap();
    let file = settings(home.path(), "[code]\ntemplate = \"K-{host}-{seq}\"\n");
    let mut desk = Desk::spawn(pty::command(home.path(), &["--config", file.to_str().unwrap()]), 120, 40);
    desk.wait_for("Main venue");
    desk.goes_to("\t", "Name");
    desk.types("Aysel");
    desk.goes_to("\t", "Code");
    let host = host_name();
    if let Some(host) = &host {
        // The hint shows the code when its number has come.
        desk.wait_for(&format!("K-{}", host.chars().take(8).collect::<String>()));
    }
    desk.send("\x13");
    desk.wait_for("REGISTERED  Aysel");
    let database = rusqlite::Connection::open(home.path().join("state/training.sqlite")).unwrap();
    let made: Option<String> = database.query_row("SELECT code FROM customers", [], |row| row.get(0)).unwrap();
    assert_eq!(made, host.map(|host| format!("K-{host}-001")));
}

#[test]
fn check_shows_a_code_and_warns_if_another_host_could_make_it() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(home.path(), &[]);
    let day = Local::now().format("%Y%m%d");
    let with_host = host_name().map_or("No code is made".to_owned(), |host| format!("e.g. K-{host}-001"));
    for (text, expected) in [
        ("", None),
        ("[code]\ntemplate = \"K-{date}-{seq}\"\n", Some((true, format!("e.g. K-{day}-001")))),
        ("[clopos]\ncalls_per_minute = 15\n", None),
        (
            "[clopos]\ncalls_per_minute = 15\n[code]\ntemplate = \"K-{date}-{seq}\"\n",
            Some((false, "Put {host} into code.template".to_owned())),
        ),
        (
            "[clopos]\ncalls_per_minute = 15\n[code]\ntemplate = \"K-{host}-{seq}\"\n",
            Some((host_name().is_some(), with_host.clone())),
        ),
        ("[code]\ntemplate = \"K-{host}-{seq}\"\n", Some((host_name().is_some(), with_host.clone()))),
    ] {
        let file = settings(home.path(), text);
        let check = |options: &[&str]| {
            live(home.path(), &server.v2()).arg("--config").arg(&file).arg("check").args(options).output().unwrap()
        };
        let output = check(&["--json"]);
        let finding = finding(&output, "codes");
        let words =
            format!("{} {}", finding["message"].as_str().unwrap(), finding["remedy"].as_str().unwrap_or_default());
        let is_right = |(ok, expected): &(bool, String)| (finding["state"] == "ok") == *ok && words.contains(expected);
        let is_none = finding["state"] == "ok" && words.starts_with("none are made");
        assert!(expected.as_ref().map_or(is_none, is_right), "{text}: {finding}");
        if expected.as_ref().is_some_and(|(_, words)| words.starts_with("Put")) {
            assert_eq!((code(&output), &finding["state"]), (Some(0), &"warning".into()), "{finding}");
            assert!(stdout(&check(&[])).lines().any(|line| line.starts_with("! codes")), "{:?}", check(&[]));
        }
    }
}

/// `K-1` of `desk1` with the number 1001 would be `K-11` of `desk11` with the number 1.
#[test]
fn a_template_that_mixes_host_and_number_is_refused() {
    let home = tempfile::tempdir().unwrap();
    for template in ["K-{host}{seq}", "{seq}{host}", "{host}{date}{seq}", "{host}0{seq}", "{host}", "{name}-{seq}"] {
        let file = settings(home.path(), &format!("[code]\ntemplate = \"{template}\"\n"));
        let output = program(home.path()).arg("--config").arg(&file).arg("report").output().unwrap();
        let words = String::from_utf8(output.stderr.clone()).unwrap();
        assert_eq!(code(&output), Some(2), "{template} {output:?}");
        assert!(words.contains("code.template: is not a code template") && words.contains("{host}"), "{words}");
    }
}
