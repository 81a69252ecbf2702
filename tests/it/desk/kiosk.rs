//! The desk for somebody who must have nothing else: `--kiosk`, and the program as a login shell.

#![cfg(debug_assertions)] // What is shipped cannot be told where the system's place is.

use std::fs;
use std::path::Path;

use crate::support::program::{program, stderr, stdout};
use crate::support::pty::{Desk, cashier_of, command, command_under};
use portable_pty::CommandBuilder;

fn kiosk(root: &Path, more: &[&str]) -> CommandBuilder {
    let mut command = command(root, &["--kiosk"]);
    command.args(more);
    command.env("FRONTDESK_TEST_ROOT", root);
    command
}

fn system_settings(root: &Path, text: &str) {
    fs::create_dir_all(root.join("etc/frontdesk")).unwrap();
    fs::write(root.join("etc/frontdesk/frontdesk.toml"), text).unwrap();
}

#[test]
fn settings_come_from_the_system_alone() {
    let root = tempfile::tempdir().unwrap();
    // Whatever the user has put in the way is not even read.
    let own = root.path().join(".config/frontdesk");
    fs::create_dir_all(&own).unwrap();
    fs::write(own.join("frontdesk.toml"), "broken").unwrap();
    system_settings(root.path(), "[desk]\ncountry = \"UZ\"\n");
    let mut hostile = kiosk(root.path(), &[]);
    for (name, value) in [
        ("CLOPOS_CLIENT_ID", "shop"),
        ("CLOPOS_BASE_URL", "http://evil.example"),
        ("FRONTDESK_LOG", "trace"),
        ("SSH_ORIGINAL_COMMAND", "sh -c id"),
        ("XDG_CONFIG_HOME", "/nowhere"),
        ("XDG_STATE_HOME", "/nowhere"),
        ("SHELL", "/bin/sh"),
        ("EDITOR", "/bin/sh"),
    ] {
        hostile.env(name, value);
    }
    let mut desk = Desk::spawn(hostile, 80, 24);
    desk.wait_for("TRAINING");
    desk.wait_for("Main venue");
    desk.types("901234567");
    desk.wait_for("+998 90 123 45 67");
    desk.send("\x03\x03");
    assert!(desk.end().success());
    assert!(root.path().join("var/lib/frontdesk/training.sqlite").exists());
    assert!(!root.path().join("state").exists(), "FRONTDESK_STATE_DIR is the user's");
    assert!(!root.path().join("var/lib/frontdesk/frontdesk.log").exists(), "FRONTDESK_LOG is the user's");
}

#[test]
fn what_keeps_the_desk_shut_is_said_without_a_path_or_a_value() {
    let root = tempfile::tempdir().unwrap();
    for text in ["[clopos\n", "[clopos]\nclient_secret = \"hunter2\"\n", "[desk]\nstate_dir = \"hunter2\"\n"] {
        system_settings(root.path(), text);
        let output = program(root.path()).arg("--kiosk").env("FRONTDESK_TEST_ROOT", root.path()).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{text} {output:?}");
        let words = stderr(&output);
        assert_eq!(words.lines().count(), 1, "{words}");
        assert!(words.contains("technician"), "{words}");
        assert!(!words.contains('/') && !words.contains("hunter2") && !words.contains(".toml"), "{words}");
        assert_eq!(stdout(&output), "");
        // The technician is told.
        let file = root.path().join("etc/frontdesk/frontdesk.toml");
        let told = program(root.path()).arg("check").arg("--config").arg(&file).output().unwrap();
        assert!(stderr(&told).contains("frontdesk.toml"), "{told:?}");
    }
}

#[test]
fn nothing_but_the_desk_is_run() {
    let root = tempfile::tempdir().unwrap();
    for arguments in [
        &["--kiosk", "check"][..],
        &["--kiosk", "serve", "--database", "owned.sqlite"],
        &["--kiosk", "outbox", "export"],
        &["--kiosk", "add", "--name", "A"],
        &["--kiosk", "--config", "own.toml"],
        &["-c", "id"],
        &["-c", "scp -t /"],
        &["-c", "/usr/lib/openssh/sftp-server"],
    ] {
        let output = program(root.path()).args(arguments).env("FRONTDESK_TEST_ROOT", root.path()).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?} {output:?}");
        assert_eq!(stdout(&output), "", "{arguments:?}");
    }
}

#[test]
fn as_a_login_shell_it_is_the_desk_and_nothing_else() {
    let root = tempfile::tempdir().unwrap();
    system_settings(root.path(), "");
    // `login` and sshd put a dash before the name of a login shell.
    let mut login = command_under(&["bash", "-c", "exec -a -frontdesk \"$0\""], root.path());
    login.env("FRONTDESK_TEST_ROOT", root.path());
    login.env("CLOPOS_CLIENT_ID", "shop");
    let mut desk = Desk::spawn(login, 80, 24);
    desk.wait_for("Main venue");
    desk.send("\x11");
    assert!(desk.end().success());
    assert!(root.path().join("var/lib/frontdesk").exists());
}

#[test]
fn ctrl_z_leads_nowhere_even_from_a_shell() {
    let root = tempfile::tempdir().unwrap();
    let mut shell = CommandBuilder::new("sh");
    shell.arg("-i");
    shell.env_clear();
    for (name, value) in kiosk(root.path(), &[]).iter_full_env_as_str() {
        shell.env(name, value);
    }
    shell.env("PS1", "ready> ");
    let mut desk = Desk::spawn(shell, 80, 24);
    desk.wait_for("ready>");
    desk.send(concat!(env!("CARGO_BIN_EXE_frontdesk"), " --kiosk\r"));
    desk.wait_for("Main venue");
    desk.types("050");
    desk.send("\x1a1");
    desk.wait_for("0501");
    assert!(!desk.contents().contains("Stopped"), "{}", desk.contents());
    desk.send("\x03\x03");
    desk.wait_for("ready>");
}

#[test]
fn each_cashier_has_drafts_of_their_own() {
    let root = tempfile::tempdir().unwrap();
    let mut desk = Desk::spawn(kiosk(root.path(), &["--cashier", "aysel"]), 80, 24);
    desk.wait_for("Main venue");
    desk.types("0501234567");
    desk.send("\x03\x03");
    desk.end();
    let mut other = Desk::spawn(kiosk(root.path(), &["--cashier", "rauf"]), 80, 24);
    other.wait_for("Main venue");
    other.send("\x11");
    assert!(other.end().success());
    assert!(!String::from_utf8_lossy(&other.bytes).contains("Press Ctrl-O to"));
    let mut again = Desk::spawn(kiosk(root.path(), &["--cashier", "aysel"]), 80, 24);
    again.wait_for("Press Ctrl-O to");
}

/// Settings and state as `frontdesk check` names them, with these arguments; nothing but the home directory is set.
fn checked(root: &Path, arguments: &[&str]) -> (String, String) {
    let output = program(root).env_remove("FRONTDESK_STATE_DIR").arg("check").args(arguments).output().unwrap();
    let words = stdout(&output);
    let line = |begin: &str| words.lines().find(|line| line.starts_with(begin)).unwrap().to_owned();
    // Nothing is set: that is a warning.
    (line("! settings "), line("✓ state "))
}

#[test]
fn a_command_finds_the_settings_and_the_state_of_the_desk() {
    let root = tempfile::tempdir().unwrap();
    system_settings(root.path(), "[desk]\ncountry = \"UZ\"\n");
    let of_the_system = root.path().join("etc/frontdesk/frontdesk.toml").display().to_string();
    let state_of_the_system = root.path().join("var/lib/frontdesk").display().to_string();
    let (settings, state) = checked(root.path(), &[]);
    assert!(settings.contains(&of_the_system), "{settings}");
    assert!(state.ends_with(&state_of_the_system), "{state}");

    // Whoever has settings of their own, or names some, has a state of their own.
    let own = root.path().join(".config/frontdesk");
    fs::create_dir_all(&own).unwrap();
    fs::write(own.join("frontdesk.toml"), "").unwrap();
    let own_state = root.path().join(".local/state/frontdesk").display().to_string();
    let (settings, state) = checked(root.path(), &[]);
    assert!(settings.contains(".config/frontdesk/frontdesk.toml") && state.ends_with(&own_state), "{settings} {state}");
    fs::remove_file(own.join("frontdesk.toml")).unwrap();
    let (settings, state) = checked(root.path(), &["--config", "/dev/null"]);
    assert!(settings.contains("/dev/null") && state.ends_with(&own_state), "{settings} {state}");

    // The system's file by its name is what the kiosk reads, with the kiosk's state.
    fs::write(own.join("frontdesk.toml"), "broken").unwrap();
    let (settings, state) = checked(root.path(), &["--config", &of_the_system]);
    assert!(settings.contains(&of_the_system) && state.ends_with(&state_of_the_system), "{settings} {state}");
}

#[test]
fn as_a_login_shell_it_runs_the_desk_that_sshd_asks_for() {
    let root = tempfile::tempdir().unwrap();
    system_settings(root.path(), "");
    // `ForceCommand`, or the `command=` of a key, given to the account's shell.
    let mut shell = command(root.path(), &["-c", "/usr/local/bin/frontdesk --kiosk --cashier aysel"]);
    shell.env("CLOPOS_CLIENT_ID", "shop");
    let cashier = cashier_of(Desk::spawn(shell, 80, 24), "Rauf", &root.path().join("var/lib/frontdesk"));
    assert_eq!(cashier, "aysel");
}

#[test]
fn root_leaves_no_files_that_the_account_of_the_desks_cannot_open() {
    if !rustix::process::geteuid().is_root() {
        // Nobody else can get at the files of another account, and no package can be installed for that.
        eprintln!("NOT TRIED: only root could do what is refused");
        return;
    }
    let root = tempfile::tempdir().unwrap();
    system_settings(root.path(), "");
    let state = root.path().join("var/lib/frontdesk");
    fs::create_dir_all(&state).unwrap();
    std::os::unix::fs::chown(&state, Some(65_534), None).unwrap();
    for arguments in
        [&["check"][..], &["outbox", "send"], &["outbox", "list"], &["report"], &["add", "--name", "A"], &[]]
    {
        let output = program(root.path()).env_remove("FRONTDESK_STATE_DIR").args(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?} {output:?}");
        assert!(stderr(&output).contains("65534") && stderr(&output).contains("runuser"), "{output:?}");
    }
    let desk = program(root.path()).arg("--kiosk").output().unwrap();
    assert_eq!(desk.status.code(), Some(2), "{desk:?}");
    assert_eq!(fs::read_dir(&state).unwrap().count(), 0);
}

#[test]
fn a_defect_is_said_without_a_place() {
    let root = tempfile::tempdir().unwrap();
    let mut failing = kiosk(root.path(), &[]);
    failing.env("FRONTDESK_TEST_END", "panic");
    let mut desk = Desk::spawn(failing, 80, 24);
    desk.wait_for("Main venue");
    desk.send("050");
    assert_eq!(desk.end().exit_code(), 101);
    let text = String::from_utf8_lossy(&desk.bytes).into_owned();
    let (_, said) = text.rsplit_once("\x1b[?25h").unwrap();
    assert!(said.contains("call the technician") && !said.contains(".rs") && !said.contains('/'), "{said:?}");
}
