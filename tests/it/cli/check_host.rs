//! `frontdesk check` of this computer: facts, and who can read and change the settings.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt as _, chown, symlink};
use std::path::{Path, PathBuf};

use crate::support::program::{code, finding, program, stdout};

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

const WITH_SECRET: &str = "[clopos]\nclient_secret = \"s3cret\"\n";
const WITHOUT_SECRET: &str = "[desk]\ncountry = \"UZ\"\n";

/// Makes `config/frontdesk.toml` with modes for the directory and the file.
fn settings_file(home: &Path, text: &str, dir_mode: u32, file_mode: u32) -> PathBuf {
    let dir = home.join("config");
    fs::create_dir(&dir).unwrap();
    let file = dir.join("frontdesk.toml");
    fs::write(&file, text).unwrap();
    set_mode(&file, file_mode);
    set_mode(&dir, dir_mode);
    file
}

/// Runs a check in training, so that the secret alone need not be complete.
fn permissions(home: &Path, file: &Path) -> (Option<i32>, serde_json::Value, String) {
    let mut check = program(home);
    check.arg("--config").arg(file).args(["--training", "check"]);
    let text = stdout(&check.output().unwrap());
    let output = check.arg("--json").output().unwrap();
    (code(&output), finding(&output, "permissions"), text)
}

#[test]
fn settings_that_other_accounts_can_read_or_change_are_an_error() {
    for (text, dir_mode, file_mode, fault) in [
        (WITH_SECRET, 0o755, 0o600, ""),
        (WITH_SECRET, 0o700, 0o640, ""),
        (WITH_SECRET, 0o755, 0o400, ""),
        (WITH_SECRET, 0o1777, 0o600, ""),
        (WITH_SECRET, 0o755, 0o666, "change"),
        (WITH_SECRET, 0o755, 0o644, "read"),
        (WITH_SECRET, 0o755, 0o604, "read"),
        (WITH_SECRET, 0o700, 0o644, "read"),
        (WITH_SECRET, 0o755, 0o660, "change"),
        (WITH_SECRET, 0o755, 0o620, "change"),
        (WITH_SECRET, 0o755, 0o602, "change"),
        (WITH_SECRET, 0o755, 0o777, "change"),
        (WITH_SECRET, 0o777, 0o600, "change"),
        (WITH_SECRET, 0o757, 0o600, "change"),
        // Without a secret it may be read. Who changes it chooses where registrations go.
        (WITHOUT_SECRET, 0o755, 0o644, ""),
        (WITHOUT_SECRET, 0o755, 0o666, "change"),
        (WITHOUT_SECRET, 0o777, 0o644, "change"),
        ("[server]\nclient_secret = \"s\"\n", 0o755, 0o644, "read"),
        ("", 0o755, 0o644, ""),
    ] {
        let home = tempfile::tempdir().unwrap();
        let file = settings_file(home.path(), text, dir_mode, file_mode);
        let (exit, finding, lines) = permissions(home.path(), &file);
        let case = format!("{text:?} {dir_mode:o} {file_mode:o}: {finding}");
        let (state, wanted) = if fault.is_empty() { ("ok", 0) } else { ("error", 2) };
        assert_eq!((&finding["state"], exit), (&state.into(), Some(wanted)), "{case}");
        assert!(finding["message"].as_str().unwrap().contains(fault), "{case}");
        assert!(lines.lines().any(|line| line.contains("permissions") && line.contains("config")), "{lines}");
        assert!(!lines.contains("s3cret"), "{lines}");
        // The remedy works.
        if let Some(remedy) = finding["remedy"].as_str() {
            let command = remedy.split('`').nth(1).unwrap();
            assert!(std::process::Command::new("sh").args(["-c", command]).status().unwrap().success(), "{command}");
            let (_, again, _) = permissions(home.path(), &file);
            let is_better = again["state"] == "ok" || again["message"] != finding["message"];
            assert!(is_better, "{case}: {command} {again}");
        }
    }
}

#[test]
fn a_linked_settings_file_is_checked_with_the_directories_of_both() {
    for (link_dir_mode, target_dir_mode, file_mode, state) in [
        (0o755, 0o755, 0o600, "ok"),
        (0o777, 0o755, 0o600, "error"),
        (0o755, 0o777, 0o600, "error"),
        (0o755, 0o755, 0o644, "error"),
    ] {
        let home = tempfile::tempdir().unwrap();
        let target = settings_file(home.path(), WITH_SECRET, target_dir_mode, file_mode);
        let link_dir = home.path().join("links");
        fs::create_dir(&link_dir).unwrap();
        symlink(target, link_dir.join("link.toml")).unwrap();
        set_mode(&link_dir, link_dir_mode);
        let (_, finding, _) = permissions(home.path(), &link_dir.join("link.toml"));
        assert_eq!(finding["state"], state, "{link_dir_mode:o} {target_dir_mode:o} {file_mode:o} {finding}");
    }
}

#[test]
fn a_directory_far_above_the_settings_counts() {
    let home = tempfile::tempdir().unwrap();
    let file = settings_file(home.path(), WITH_SECRET, 0o700, 0o600);
    set_mode(home.path(), 0o777);
    let (exit, finding, _) = permissions(home.path(), &file);
    assert_eq!((exit, &finding["state"]), (Some(2), &"error".into()), "{finding}");
    assert!(finding["message"].as_str().unwrap().contains(home.path().to_str().unwrap()), "{finding}");
}

#[test]
fn settings_of_another_account_are_an_error() {
    if !rustix::process::geteuid().is_root() {
        eprintln!("NOT TRIED: only root can give a file away");
        return;
    }
    for (of_dir, of_file, of_group, state) in [
        (None, None, Some(65_534), "ok"),
        (None, Some(65_534), None, "error"),
        (Some(65_534), None, None, "error"),
        (Some(65_534), Some(65_534), None, "error"),
    ] {
        let home = tempfile::tempdir().unwrap();
        let file = settings_file(home.path(), WITH_SECRET, 0o755, 0o640);
        chown(&file, of_file, of_group).unwrap();
        chown(file.parent().unwrap(), of_dir, None).unwrap();
        let (_, finding, _) = permissions(home.path(), &file);
        assert_eq!(finding["state"], state, "{of_dir:?} {of_file:?} {of_group:?}: {finding}");
        let message = finding["message"].as_str().unwrap();
        assert_eq!(message.contains("65534"), state == "error", "{finding}");
    }
    // A group that is not the owner's own can replace the file.
    let home = tempfile::tempdir().unwrap();
    let file = settings_file(home.path(), WITH_SECRET, 0o775, 0o640);
    assert_eq!(permissions(home.path(), &file).1["state"], "ok", "the group of root");
    chown(file.parent().unwrap(), None, Some(65_534)).unwrap();
    assert_eq!(permissions(home.path(), &file).1["state"], "error");
}

#[test]
fn a_device_or_no_file_needs_no_mode() {
    let home = tempfile::tempdir().unwrap();
    assert_eq!(permissions(home.path(), Path::new("/dev/null")).1["state"], "ok");
    let output = program(home.path()).args(["check", "--json"]).output().unwrap();
    let finding = finding(&output, "permissions");
    assert_eq!((&finding["state"], &finding["message"]), (&"ok".into(), &"no settings file".into()));
}

#[test]
fn check_names_version_system_locale_and_the_age_of_the_phone_data() {
    let home = tempfile::tempdir().unwrap();
    let version = stdout(&program(home.path()).arg("--version").output().unwrap());
    let message = |locale: &[(&str, &str)], id: &str| {
        let output = program(home.path()).args(["check", "--json"]).envs(locale.iter().copied()).output().unwrap();
        finding(&output, id)["message"].as_str().unwrap().to_owned()
    };
    assert_eq!(format!("frontdesk {}\n", message(&[], "version")), version);
    assert!(message(&[], "system").contains(", Linux ") && message(&[], "system").contains(std::env::consts::ARCH));
    let phone_data = message(&[], "phone_data");
    assert!(phone_data.starts_with("libphonenumber ") && phone_data.contains(" old)"), "{phone_data}");
    for (locale, expected) in [
        (&[][..], "not set: only ASCII letters can be typed"),
        (&[("LANG", "C")], "C: only ASCII letters can be typed"),
        (&[("LANG", "az_AZ.UTF-8")], "az_AZ.UTF-8: all letters can be typed"),
        (&[("LANG", "az_AZ.UTF-8"), ("LC_ALL", "ru_RU.KOI8-R")], "ru_RU.KOI8-R: the letters of KOI8-R can be typed"),
        (&[("LANG", "C"), ("LC_CTYPE", "C.utf8")], "C.utf8: all letters can be typed"),
        (&[("LANG", "x\u{1b}[31m")], "x"),
    ] {
        let found = message(locale, "locale");
        assert!(found.starts_with(expected) && !found.contains('\u{1b}'), "{locale:?}: {found:?}");
    }
}
