//! The desk for an account that may run nothing else: `--kiosk`, and the program as a login shell.

#![cfg(debug_assertions)] // Only a debug build takes FRONTDESK_TEST_ROOT in place of the system's directories.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use crate::support::program::{program, stderr, stdout, unprivileged};
use crate::support::pty::{Desk, command, command_under, register_and_read_cashier};
use portable_pty::CommandBuilder;

fn kiosk(root: &Path, arguments: &[&str]) -> CommandBuilder {
    fs::create_dir_all(root.join("var/lib/frontdesk")).unwrap();
    let mut command = command(root, &["--kiosk"]);
    command.args(arguments);
    command.env("FRONTDESK_TEST_ROOT", root);
    command
}

fn system_settings(root: &Path, text: &str) {
    fs::create_dir_all(root.join("etc/frontdesk")).unwrap();
    fs::create_dir_all(root.join("var/lib/frontdesk")).unwrap();
    fs::write(root.join("etc/frontdesk/frontdesk.toml"), text).unwrap();
}

#[test]
fn settings_come_only_from_the_system() {
    let root = tempfile::tempdir().unwrap();
    // A file of the user is not even read.
    let user_folder = root.path().join(".config/frontdesk");
    fs::create_dir_all(&user_folder).unwrap();
    fs::write(user_folder.join("frontdesk.toml"), "broken").unwrap();
    system_settings(root.path(), "[desk]\ncountry = \"UZ\"\n");
    let mut command = kiosk(root.path(), &[]);
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
        command.env(name, value);
    }
    let mut desk = Desk::spawn(command, 80, 24);
    desk.wait_for("TRAINING");
    desk.wait_for("Main venue");
    desk.types("901234567");
    desk.wait_for("+998 90 123 45 67");
    desk.send("\x03y");
    assert!(desk.end().success());
    assert!(root.path().join("var/lib/frontdesk/training.sqlite").exists());
    assert!(!root.path().join("state").exists(), "FRONTDESK_STATE_DIR is the user's");
    assert!(!root.path().join("var/lib/frontdesk/frontdesk.log").exists(), "FRONTDESK_LOG is the user's");
}

#[test]
fn a_settings_error_shows_no_path_and_no_value() {
    let root = tempfile::tempdir().unwrap();
    for text in ["[clopos\n", "[clopos]\nclient_secret = \"hunter2\"\n", "[desk]\nstate_dir = \"hunter2\"\n"] {
        system_settings(root.path(), text);
        let output = program(root.path()).arg("--kiosk").env("FRONTDESK_TEST_ROOT", root.path()).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{text} {output:?}");
        let message = stderr(&output);
        assert_eq!(message.lines().count(), 1, "{message}");
        assert!(message.contains("technician"), "{message}");
        assert!(!message.contains('/') && !message.contains("hunter2") && !message.contains(".toml"), "{message}");
        assert_eq!(stdout(&output), "");
        // The technician sees the details.
        let file = root.path().join("etc/frontdesk/frontdesk.toml");
        let mut check = program(root.path());
        // It would replace the directory in the file.
        let check = check.env_remove("FRONTDESK_STATE_DIR").arg("check").arg("--config").arg(&file).output().unwrap();
        assert!(stderr(&check).contains("frontdesk.toml"), "{check:?}");
    }
}

#[test]
fn no_other_command_is_run() {
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
fn a_login_shell_runs_only_the_desk() {
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
fn ctrl_z_does_not_suspend_even_under_a_shell() {
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
    desk.send("\x03y");
    desk.wait_for("ready>");
}

#[test]
fn each_cashier_has_separate_drafts() {
    let root = tempfile::tempdir().unwrap();
    let mut desk = Desk::spawn(kiosk(root.path(), &["--cashier", "aysel"]), 80, 24);
    desk.wait_for("Main venue");
    desk.types("0501234567");
    desk.send("\x03y");
    desk.end();
    let mut other = Desk::spawn(kiosk(root.path(), &["--cashier", "rauf"]), 80, 24);
    other.wait_for("Main venue");
    other.send("\x11");
    assert!(other.end().success());
    assert!(!String::from_utf8_lossy(&other.bytes).contains("Press Ctrl-O to"));
    let mut again = Desk::spawn(kiosk(root.path(), &["--cashier", "aysel"]), 80, 24);
    again.wait_for("Press Ctrl-O to");
}

/// Returns the lines of `frontdesk check` about settings and state for these arguments. Only the home directory is set.
fn settings_and_state_lines(root: &Path, arguments: &[&str]) -> (String, String) {
    let output = program(root).env_remove("FRONTDESK_STATE_DIR").arg("check").args(arguments).output().unwrap();
    let report = stdout(&output);
    let line = |prefix: &str| report.lines().find(|line| line.starts_with(prefix)).unwrap().to_owned();
    // Missing settings are a warning.
    (line("! settings "), line("✓ state "))
}

#[test]
fn a_command_finds_the_settings_and_the_state_of_the_desk() {
    let root = tempfile::tempdir().unwrap();
    system_settings(root.path(), "[desk]\ncountry = \"UZ\"\n");
    let system_settings_path = root.path().join("etc/frontdesk/frontdesk.toml").display().to_string();
    let system_state = root.path().join("var/lib/frontdesk").display().to_string();
    let (settings, state) = settings_and_state_lines(root.path(), &[]);
    assert!(settings.contains(&system_settings_path), "{settings}");
    assert!(state.ends_with(&system_state), "{state}");

    // A user with settings, or with settings named on the command line, has a separate state.
    let user_folder = root.path().join(".config/frontdesk");
    fs::create_dir_all(&user_folder).unwrap();
    fs::write(user_folder.join("frontdesk.toml"), "").unwrap();
    let user_state = root.path().join(".local/state/frontdesk").display().to_string();
    let (settings, state) = settings_and_state_lines(root.path(), &[]);
    assert!(
        settings.contains(".config/frontdesk/frontdesk.toml") && state.ends_with(&user_state),
        "{settings} {state}"
    );
    fs::remove_file(user_folder.join("frontdesk.toml")).unwrap();
    let (settings, state) = settings_and_state_lines(root.path(), &["--config", "/dev/null"]);
    assert!(settings.contains("/dev/null") && state.ends_with(&user_state), "{settings} {state}");

    // The system's file, if it is named, is the one that the kiosk reads, with the kiosk's state.
    fs::write(user_folder.join("frontdesk.toml"), "broken").unwrap();
    let (settings, state) = settings_and_state_lines(root.path(), &["--config", &system_settings_path]);
    assert!(settings.contains(&system_settings_path) && state.ends_with(&system_state), "{settings} {state}");
}

#[test]
fn a_login_shell_runs_the_desk_command_of_sshd() {
    let root = tempfile::tempdir().unwrap();
    system_settings(root.path(), "");
    // The command of `ForceCommand`, or of `command=` in a key, passed to the account's shell.
    let mut shell = command(root.path(), &["-c", "/usr/local/bin/frontdesk --kiosk --cashier aysel"]);
    shell.env("CLOPOS_CLIENT_ID", "shop");
    let cashier = register_and_read_cashier(Desk::spawn(shell, 80, 24), "Rauf", &root.path().join("var/lib/frontdesk"));
    assert_eq!(cashier, "aysel");
}

#[test]
fn training_works_for_a_user_of_a_host_that_is_set_up() {
    let elsewhere = tempfile::tempdir().unwrap();
    let other_state = format!("[desk]\ncountry = \"UZ\"\nstate_dir = \"{}/x\"\n", elsewhere.path().display());
    for (settings, mode) in [
        // The desks' own settings, which the user cannot read, even if they are broken.
        ("[clopos]\nclient_secret = \"hunter2\"\n", 0o000),
        ("broken", 0o000),
        // Settings without secrets may be read, but the state is the user's.
        ("[desk]\ncountry = \"UZ\"\n", 0o644),
        (other_state.as_str(), 0o644),
    ] {
        let root = tempfile::tempdir().unwrap();
        system_settings(root.path(), settings);
        // The state directory of the desks.
        fs::remove_dir(root.path().join("var/lib/frontdesk")).unwrap();
        let file = root.path().join("etc/frontdesk/frontdesk.toml");
        fs::set_permissions(&file, fs::Permissions::from_mode(mode)).unwrap();
        let check = unprivileged(root.path()).args(["--training", "check"]).output().unwrap();
        assert_eq!(check.status.code(), Some(0), "{settings}: {check:?}");
        let own_state = root.path().join(".local/state/frontdesk");
        assert!(stdout(&check).contains(&own_state.display().to_string()), "{settings}: {check:?}");
        assert_eq!(stdout(&check).contains("frontdesk.toml"), mode == 0o644, "{settings}: {check:?}");
        // A national number of the country of the settings.
        let phone = if mode == 0o644 { "901234567" } else { "0501234567" };
        let add = ["--training", "add", "--name", "Aysel", "--phone", phone];
        let add = unprivileged(root.path()).args(add).output().unwrap();
        assert_eq!(add.status.code(), Some(0), "{settings}: {add:?}");
        assert!(own_state.join("training.sqlite").exists());
        assert!(!root.path().join("var/lib/frontdesk").exists() && !elsewhere.path().join("x").exists(), "{settings}");
    }
}

#[test]
fn training_of_the_account_of_the_desks_uses_its_state() {
    let root = tempfile::tempdir().unwrap();
    system_settings(root.path(), "[clopos]\nclient_secret = \"hunter2\"\n");
    let check = program(root.path()).env_remove("FRONTDESK_STATE_DIR").args(["--training", "check"]).output().unwrap();
    let state = root.path().join("var/lib/frontdesk").display().to_string();
    assert!(stdout(&check).contains(&state), "{check:?}");
}

#[test]
fn root_does_not_create_the_state_directory_of_the_desks() {
    if !rustix::process::geteuid().is_root() {
        eprintln!("NOT TRIED: only root could do what is refused");
        return;
    }
    let root = tempfile::tempdir().unwrap();
    let named = root.path().join("named");
    for settings in ["", &format!("[desk]\nstate_dir = \"{}\"\n", named.display())] {
        system_settings(root.path(), settings);
        fs::remove_dir(root.path().join("var/lib/frontdesk")).unwrap();
        for arguments in
            [&["check"][..], &["outbox", "send"], &["outbox", "list"], &["report"], &["add", "--name", "A"], &[]]
        {
            let output = program(root.path()).env_remove("FRONTDESK_STATE_DIR").args(arguments).output().unwrap();
            assert_eq!(output.status.code(), Some(2), "{arguments:?} {output:?}");
            assert!(stderr(&output).contains("frontdesk init --kiosk"), "{output:?}");
        }
        let desk = program(root.path()).arg("--kiosk").output().unwrap();
        assert_eq!(desk.status.code(), Some(2), "{desk:?}");
        assert!(!root.path().join("var/lib/frontdesk").exists() && !named.exists());
        // Root may choose a directory, and training keeps its state with root.
        for arguments in [&["check"][..], &["--training", "check"]] {
            let own = root.path().join("own");
            let output = program(root.path()).env("FRONTDESK_STATE_DIR", &own).args(arguments).output().unwrap();
            assert!(stdout(&output).contains(&own.display().to_string()), "{output:?}");
        }
        let training =
            program(root.path()).env_remove("FRONTDESK_STATE_DIR").args(["--training", "check"]).output().unwrap();
        assert!(stdout(&training).contains("/.local/state/frontdesk"), "{training:?}");
    }
}

#[test]
fn root_creates_no_files_in_the_state_of_another_account() {
    if !rustix::process::geteuid().is_root() {
        // Only root can access the files of another account, and no package can be installed for this.
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
fn a_panic_message_shows_no_source_location() {
    let root = tempfile::tempdir().unwrap();
    let mut command = kiosk(root.path(), &[]);
    command.env("FRONTDESK_TEST_END", "panic");
    let mut desk = Desk::spawn(command, 80, 24);
    desk.wait_for("Main venue");
    desk.send("050");
    assert_eq!(desk.end().exit_code(), 101);
    let text = String::from_utf8_lossy(&desk.bytes).into_owned();
    let (_, message) = text.rsplit_once("\x1b[?25h").unwrap();
    assert!(
        message.contains("call the technician") && !message.contains(".rs") && !message.contains('/'),
        "{message:?}"
    );
}
