//! `frontdesk init` for the settings of a user. `extra::init` sets up a whole host.

#![cfg(debug_assertions)] // Only a debug build takes FRONTDESK_TEST_ROOT in place of the system's directories.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::process::Output;

use crate::support::program::{Server, code, dead_address, program, stderr, stdout, unprivileged, with_input};
use crate::support::pty::{Desk, command};

fn settings_file(home: &Path) -> PathBuf {
    home.join(".config/frontdesk/frontdesk.toml")
}

/// Runs `frontdesk init` without a terminal, with the secret on standard input.
fn init(home: &Path, arguments: &[&str]) -> Output {
    let mut command = program(home);
    command.env("TZ", "Asia/Baku").arg("init").args(arguments);
    if !arguments.contains(&"--training") {
        command.arg("--secret-stdin");
    }
    with_input(command, b"training\n")
}

#[test]
fn an_empty_answer_is_refused_and_changes_nothing() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(home.path(), &[]);
    let empty = home.path().join("empty").display().to_string();
    let config = home.path().join("new.toml").display().to_string();
    fs::write(&empty, " \n").unwrap();
    let options = v2(&server);
    assert_eq!(code(&init(home.path(), &options.iter().map(String::as_str).collect::<Vec<_>>())), Some(0));
    let before = fs::read(settings_file(home.path())).unwrap();
    for (option, value, input) in [
        ("--secret-file", Some(empty.as_str()), ""),
        ("--secret-stdin", None, ""),
        ("--secret-stdin", None, " \n"),
        ("--client-id", Some(""), ""),
        ("--client-id", Some(" "), ""),
        ("--integrator-id", Some(""), ""),
        ("--venue-id", Some(""), ""),
        ("--api-version", Some(""), ""),
        ("--base-url", Some(""), ""),
        ("--country", Some(""), ""),
        ("--time-zone", Some("\t"), ""),
    ] {
        // With settings, and without.
        for file in [None, Some(["--config", &config])] {
            let mut command = program(home.path());
            command.args(["init", "--brand", "new", option]).args(value).args(file.into_iter().flatten());
            let output = with_input(command, input.as_bytes());
            let expected = format!("frontdesk: {option}: is empty. Nothing was changed.");
            assert_eq!((code(&output), stdout(&output).as_str()), (Some(2), ""), "{option} {output:?}");
            assert!(stderr(&output).starts_with(&expected), "{option} {output:?}");
        }
    }
    assert!(fs::read(settings_file(home.path())).unwrap() == before && !Path::new(&config).exists());
}

#[test]
fn a_missing_directory_is_named_and_no_temporary_file() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("sub/dir/x.toml").display().to_string();
    for arguments in [&["init", "--training", "--config", &file][..], &["man", &file]] {
        let output = program(home.path()).args(arguments).output().unwrap();
        let expected = format!(
            "frontdesk: {file}: cannot be written (No such file or directory (os error 2)). Create the directory, then run this again.\n"
        );
        assert_eq!((code(&output), stderr(&output)), (Some(1), expected), "{arguments:?}");
    }
}

/// Returns the lines of a file that set something.
fn set_lines(file: &Path) -> Vec<String> {
    let text = fs::read_to_string(file).unwrap();
    let is_set = |line: &&str| !line.starts_with('#') && line.contains(" = ");
    text.lines().filter(is_set).map(str::to_owned).collect()
}

fn v2(server: &Server) -> Vec<String> {
    let options = ["--base-url", &server.v2(), "--client-id", "training", "--brand", "training"].map(str::to_owned);
    options.into_iter().chain(["--integrator-id", "training"].map(str::to_owned)).collect()
}

#[test]
fn the_settings_are_written_for_the_user_alone_with_comments_and_checked() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(home.path(), &[]);
    let options = v2(&server);
    let output = init(home.path(), &options.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(code(&output), Some(0), "{output:?}");
    assert!(stdout(&output).contains("✓ credentials") && stdout(&output).contains("Next: "), "{output:?}");
    let file = settings_file(home.path());
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o7777, 0o600);
    let base_url = format!("base_url = \"{}\"", server.v2());
    let expected = [
        base_url.as_str(),
        "client_id = \"training\"",
        "client_secret = \"training\"",
        "brand = \"training\"",
        "integrator_id = \"training\"",
        "country = \"AZ\"",
        "time_zone = \"Asia/Baku\"",
    ];
    assert_eq!(set_lines(&file), expected);
    for setting in frontdesk::settings::SETTINGS.iter().filter(|setting| !setting.key.is_empty()) {
        assert!(fs::read_to_string(&file).unwrap().contains(&setting.comment()), "{}", setting.key);
    }

    // Again: not a byte changes. The options are not needed any more.
    let (before, id) = (fs::read(&file).unwrap(), fs::metadata(&file).unwrap().ino());
    for arguments in [&[][..], &["--client-id", "training"]] {
        let again = init(home.path(), arguments);
        assert!(code(&again) == Some(0) && stdout(&again).contains("(not changed)"), "{again:?}");
        assert_eq!((fs::read(&file).unwrap(), fs::metadata(&file).unwrap().ino()), (before.clone(), id));
    }
    // The technician's comment stays, and only the line of a changed answer changes.
    let commented = String::from_utf8(before).unwrap().replace("\nbrand", "\n# of the mall\nbrand");
    fs::write(&file, &commented).unwrap();
    let changed = init(home.path(), &["--country", "uz"]);
    assert!(stdout(&changed).contains("(changed)"), "{changed:?}");
    assert_eq!(fs::read_to_string(&file).unwrap(), commented.replace("country = \"AZ\"", "country = \"uz\""));
    // A file that others can read is closed.
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    assert_eq!(code(&init(home.path(), &[])), Some(0));
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o7777, 0o600);
}

#[test]
fn v1_needs_a_venue_and_no_integrator() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(home.path(), &[]);
    let url = server.v1();
    let common = ["--api-version", "v1", "--base-url", &url, "--client-id", "training", "--brand", "training"];
    let output = init(home.path(), &common);
    assert!(code(&output) == Some(2) && stderr(&output).contains("--venue-id"), "{output:?}");
    assert!(!settings_file(home.path()).exists());
    let output = init(home.path(), &[&common[..], &["--venue-id", "1"]].concat());
    assert_eq!(code(&output), Some(0), "{output:?}");
    assert!(stdout(&output).contains("v1 at "), "{output:?}");
    // From v1 to v2 and back: the version is set if the credentials do not say it.
    let output = init(home.path(), &["--base-url", &server.v2(), "--integrator-id", "training"]);
    assert!(code(&output) == Some(0) && stdout(&output).contains("v2 at "), "{output:?}");
    let output = init(home.path(), &["--api-version", "v1", "--base-url", &url]);
    assert!(code(&output) == Some(0) && stdout(&output).contains("v1 at "), "{output:?}");
    assert!(set_lines(&settings_file(home.path())).contains(&"api_version = \"v1\"".to_owned()));
}

#[test]
fn missing_and_wrong_answers_are_named_and_nothing_is_written() {
    let home = tempfile::tempdir().unwrap();
    let secret = home.path().join("secret");
    fs::write(&secret, "hunter2\nhunter3\n").unwrap();
    let secret = secret.display().to_string();
    let whole = ["--client-id", "a", "--brand", "b", "--integrator-id", "c"];
    for (arguments, words) in [
        (&["init"][..], "--client-id, --secret-file, --brand, --integrator-id"),
        (&["init", "--client-id", "a", "--venue-id", "1"], "--secret-file, --brand. "),
        (&["init", "--country", "Azerbaijan"], "--country: is not a country"),
        (&["init", "--time-zone", "Baku"], "--time-zone: is not a time zone. Did you mean \"Asia/Baku\"?"),
        (&["init", "--api-version", "v3"], "--api-version: "),
        (&["init", "--base-url", "clopos", "--integrator-id", "c"], "--base-url: "),
        (&["init", "--client-id", "a\nb"], "--client-id: "),
        (&[&["init", "--secret-file", &secret][..], &whole].concat(), "--secret-file: has a line break"),
        (&["init", "--secret-file", "/nowhere/secret"], "/nowhere/secret: cannot be read"),
        (&["init", "--kiosk", "--config", "x.toml"], "--config"),
        // Options without an effect.
        (&["init", "--api-version", "v1", "--integrator-id", "c"], "--integrator-id"),
        (&["init", "--training", "--client-id", "a"], "--client-id"),
        (&["init", "--training", "--secret-stdin"], "--secret-stdin"),
        (&["init", "--secret-stdin", "--secret-file", &secret], "--secret-file"),
    ] {
        let output = program(home.path()).args(arguments).output().unwrap();
        assert_eq!((code(&output), stdout(&output).as_str()), (Some(2), ""), "{arguments:?} {output:?}");
        assert!(stderr(&output).contains(words) && !stderr(&output).contains("hunter"), "{arguments:?} {output:?}");
    }
    // Answers that are right, but not together.
    let url = ["--base-url", "http://example.com/open-api/v2"];
    let output = init(home.path(), &[&whole[..], &url].concat());
    assert!(code(&output) == Some(2) && stderr(&output).contains("clopos.base_url"), "{output:?}");
    assert!(!settings_file(home.path()).exists());
    // A file that cannot be changed without changing its form.
    let inline = home.path().join("inline.toml");
    fs::write(&inline, "clopos = { client_id = \"a\" }\n").unwrap();
    let config = inline.display().to_string();
    let output = init(home.path(), &[&whole[..], &["--config", &config]].concat());
    assert!(code(&output) == Some(2) && stderr(&output).contains("inline.toml: clopos."), "{output:?}");
    assert_eq!(fs::read_to_string(&inline).unwrap(), "clopos = { client_id = \"a\" }\n");
}

#[test]
fn settings_are_saved_even_if_the_check_fails() {
    let home = tempfile::tempdir().unwrap();
    let url = format!("http://{}/open-api/v2", dead_address());
    let whole = ["--base-url", &url, "--client-id", "a", "--brand", "b", "--integrator-id", "c"];
    let output = init(home.path(), &whole);
    assert_eq!(code(&output), Some(7), "{output:?}");
    assert!(stdout(&output).contains("The settings are saved.") && settings_file(home.path()).exists(), "{output:?}");
}

#[test]
fn training_needs_no_credentials() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("my.toml").display().to_string();
    let output = init(home.path(), &["--training", "--config", &file, "--country", "UZ"]);
    assert_eq!(code(&output), Some(0), "{output:?}");
    assert_eq!(set_lines(Path::new(&file)), ["country = \"UZ\"", "time_zone = \"Asia/Baku\""]);
}

#[test]
fn the_time_zone_of_the_host_names_the_country() {
    // The table is a part of tzdata. Without it the country is the default.
    let has_table = Path::new("/usr/share/zoneinfo/zone.tab").exists();
    for (zone, country, written) in [
        ("Asia/Tashkent", "UZ", Some("Asia/Tashkent")),
        ("Europe/Istanbul", "TR", Some("Europe/Istanbul")),
        // A data centre. The country has one zone.
        ("UTC", "AZ", has_table.then_some("Asia/Baku")),
    ] {
        let home = tempfile::tempdir().unwrap();
        let output = program(home.path()).env("TZ", zone).args(["init", "--training"]).output().unwrap();
        assert_eq!(code(&output), Some(0), "{output:?}");
        let country = if has_table { country } else { "AZ" };
        let zone = written.map(|zone| format!("time_zone = \"{zone}\""));
        let expected: Vec<String> = [format!("country = \"{country}\"")].into_iter().chain(zone).collect();
        assert_eq!(set_lines(&settings_file(home.path())), expected);
    }
}

#[test]
fn only_root_sets_up_a_host() {
    let home = tempfile::tempdir().unwrap();
    let output = unprivileged(home.path()).args(["init", "--kiosk"]).output().unwrap();
    assert!(code(&output) == Some(2) && stderr(&output).contains("root"), "{output:?}");
}

#[test]
fn at_a_terminal_it_asks_until_the_answer_is_right_and_hides_the_secret() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(home.path(), &[]);
    let mut init = command(home.path(), &["init", "--base-url", &server.v2(), "--brand", "training"]);
    init.env("TZ", "Asia/Baku");
    let mut terminal = Desk::spawn(init, 100, 50);
    for (question, answer) in [
        ("api_version [v2]: ", "v3\r"),
        ("unknown version of the API", "\r"),
        ("client_id: ", "\r"),
        ("client_id: is needed", "training\r"),
        ("client_secret: ", "training\r"),
        ("integrator_id: ", "training\r"),
        ("venue_id [none]: ", "\r"),
        ("country [AZ]: ", "Azerbaijan\r"),
        ("country: is not a country", "AZ\r"),
        ("time_zone [Asia/Baku]: ", "\r"),
    ] {
        terminal.wait_for(question);
        terminal.send(answer);
    }
    terminal.wait_for("Next: ");
    assert!(terminal.end().success());
    let shown = String::from_utf8_lossy(&terminal.bytes).into_owned();
    assert!(shown.contains("client_id: training") && !shown.contains("client_secret: training"), "{shown}");
    assert!(set_lines(&settings_file(home.path())).contains(&"client_secret = \"training\"".to_owned()));

    // Again: Enter keeps each value, and a value that is secret is not shown.
    let before = fs::read(settings_file(home.path())).unwrap();
    let mut terminal = Desk::spawn(command(home.path(), &["init"]), 100, 50);
    for question in ["api_version", "client_id [set, not shown]", "client_secret [set, not shown]", "brand [training]"]
    {
        terminal.wait_for(question);
        terminal.send("\r");
    }
    for question in ["integrator_id [set", "venue_id [none]", "country [AZ]", "time_zone [Asia/Baku]"] {
        terminal.wait_for(question);
        terminal.send("\r");
    }
    terminal.wait_for("(not changed)");
    terminal.end();
    assert_eq!(fs::read(settings_file(home.path())).unwrap(), before);
}

#[test]
fn ctrl_c_at_the_secret_changes_nothing_and_the_terminal_shows_keys_again() {
    let home = tempfile::tempdir().unwrap();
    let mut shell = portable_pty::CommandBuilder::new("sh");
    shell.args(["-c", "\"$0\" init --client-id a --integrator-id b; echo code $?; stty -a; exec cat"]);
    shell.arg(env!("CARGO_BIN_EXE_frontdesk"));
    for (name, value) in command(home.path(), &[]).iter_full_env_as_str() {
        shell.env(name, value);
    }
    let mut terminal = Desk::spawn(shell, 100, 50);
    terminal.wait_for("client_secret: ");
    terminal.send("hunter2\x03");
    terminal.wait_for("Nothing was changed.");
    terminal.wait_for("code 1");
    terminal.wait_for(" echo ");
    assert!(!String::from_utf8_lossy(&terminal.bytes).contains("hunter2"));
    assert!(!settings_file(home.path()).exists());
}
