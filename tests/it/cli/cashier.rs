//! `frontdesk cashier`: the keys of the cashiers in the file that sshd reads.

#![cfg(debug_assertions)] // Only a debug build takes FRONTDESK_TEST_ROOT in place of the system's directories.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};

use crate::support::program::{code, json, program, stderr, stdout, with_input};
use crate::support::pty::{Desk, command};

const AYSEL: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBmfW3/lDQB4Ff1yQGkGnQDbFQ/yo1jWdqUn0cLtPjFg aysel@till";
const RAUF: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMmfW3/lDQB4Ff1yQGkGnQDbFQ/yo1jWdqUn0cLtPjFg rauf@till";

/// Returns an empty root with the directory of the settings, and the path of the file with the keys.
fn set_up() -> (tempfile::TempDir, PathBuf) {
    let root = tempfile::tempdir().unwrap();
    fs::create_dir_all(root.path().join("etc/frontdesk")).unwrap();
    let file = root.path().join("etc/frontdesk/authorized_keys");
    (root, file)
}

fn cashier(root: &Path, arguments: &[&str], input: &str) -> Output {
    let mut command = program(root);
    command.arg("cashier").args(arguments);
    with_input(command, input.as_bytes())
}

#[test]
fn a_key_is_added_with_the_options_of_a_kiosk() {
    let (root, file) = set_up();
    let output = cashier(root.path(), &["add", "aysel"], &format!("{AYSEL}\n"));
    assert_eq!(code(&output), Some(0), "{output:?}");
    let expected = format!("command=\"/usr/local/bin/frontdesk --kiosk --cashier aysel\",restrict,pty {AYSEL}\n");
    assert_eq!(fs::read_to_string(&file).unwrap(), expected);
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o7777, 0o644);
    // Several keys, names and options.
    assert_eq!(code(&cashier(root.path(), &["add", "Aysel Ə.", "--plain"], RAUF)), Some(0));
    let second =
        format!("command=\"/usr/local/bin/frontdesk --kiosk --cashier 'Aysel Ə.' --plain\",restrict,pty {RAUF}\n");
    assert_eq!(fs::read_to_string(&file).unwrap(), format!("{expected}{second}"));

    let list = cashier(root.path(), &["list"], "");
    let names: Vec<String> = stdout(&list).lines().map(|line| line.split("  ").next().unwrap().to_owned()).collect();
    assert_eq!(names, ["Aysel Ə.", "aysel"].map(str::to_owned), "{list:?}");
}

#[test]
fn adding_a_key_again_changes_nothing() {
    let (root, file) = set_up();
    let other =
        "# by hand\r\nfrom=\"10.0.0.1\",command=\"/usr/local/bin/frontdesk --kiosk --cashier rauf\",restrict,pty";
    fs::write(&file, format!("{other} {RAUF}")).unwrap();
    assert_eq!(code(&cashier(root.path(), &["add", "aysel"], AYSEL)), Some(0));
    let (before, id) = (fs::read_to_string(&file).unwrap(), fs::metadata(&file).unwrap().ino());
    assert!(before.starts_with(&format!("{other} {RAUF}\ncommand=")), "{before}");
    // The technician's own options stay as well.
    for (name, key) in [("aysel", AYSEL), ("rauf", RAUF), ("aysel", &AYSEL.replace("aysel@till", "renamed"))] {
        let again = cashier(root.path(), &["add", name], key);
        assert_eq!((code(&again), stdout(&again).contains("Nothing was changed")), (Some(0), true), "{again:?}");
    }
    assert_eq!((fs::read_to_string(&file).unwrap(), fs::metadata(&file).unwrap().ino()), (before.clone(), id));
    // Another option changes only this line.
    assert_eq!(code(&cashier(root.path(), &["add", "aysel", "--plain"], AYSEL)), Some(0));
    assert_eq!(fs::read_to_string(&file).unwrap(), before.replace("aysel\",", "aysel --plain\","));
    // A key that others may write is closed.
    fs::set_permissions(&file, fs::Permissions::from_mode(0o666)).unwrap();
    assert_eq!(code(&cashier(root.path(), &["add", "aysel", "--plain"], AYSEL)), Some(0));
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o7777, 0o644);
}

#[test]
fn what_is_no_key_or_no_name_changes_nothing_and_says_what_to_do() {
    let (root, file) = set_up();
    assert_eq!(code(&cashier(root.path(), &["add", "aysel"], AYSEL)), Some(0));
    let before = fs::read(&file).unwrap();
    let options = format!("command=\"sh\" {RAUF}");
    let cut = RAUF.get(..40).unwrap();
    for (name, key, words) in [
        ("rauf", "-----BEGIN OPENSSH PRIVATE KEY-----\nb3Blbn\n", "private key"),
        ("rauf", "PuTTY-User-Key-File-3: ssh-ed25519\n", "private key"),
        ("rauf", "", "no key"),
        ("rauf", cut, "not a whole public key"),
        ("rauf", options.as_str(), "options"),
        ("rauf", AYSEL, "belongs to aysel"),
        ("", RAUF, "name"),
        (" ", RAUF, "name"),
        ("$(id)", RAUF, "name"),
        ("a;id", RAUF, "name"),
        ("a'b", RAUF, "name"),
        ("a\"b", RAUF, "name"),
        ("a\\b", RAUF, "name"),
        ("a\nb", RAUF, "name"),
        ("a\tb", RAUF, "name"),
        ("a,b", RAUF, "name"),
        ("a\u{202e}b", RAUF, "name"),
        (".a", RAUF, "name"),
        (&"a".repeat(65), RAUF, "name"),
    ] {
        let output = cashier(root.path(), &["add", name], key);
        assert_eq!((code(&output), stdout(&output).as_str()), (Some(2), ""), "{name:?}: {output:?}");
        assert!(stderr(&output).contains(words) && !stderr(&output).contains("b3Blbn"), "{name:?}: {output:?}");
        assert_eq!(fs::read(&file).unwrap(), before);
    }
    // An option is not a name, and a host that is not set up has no file.
    assert_eq!(code(&cashier(root.path(), &["add", "--kiosk"], RAUF)), Some(2));
    let empty = tempfile::tempdir().unwrap();
    let output = cashier(empty.path(), &["add", "rauf"], RAUF);
    assert!(code(&output) == Some(2) && stderr(&output).contains("frontdesk init --kiosk"), "{output:?}");
}

#[test]
fn a_removed_cashier_has_no_key_and_the_other_lines_stay() {
    let (root, file) = set_up();
    let tmux =
        "command=\"/usr/bin/tmux new-session -s leyla 'exec /usr/local/bin/frontdesk --kiosk --cashier leyla'\",pty";
    let third = AYSEL.replace("AAAAIBmf", "AAAAICmf");
    fs::write(&file, format!("# kept\n\n{tmux} {third}\nbroken\n")).unwrap();
    let before = fs::read_to_string(&file).unwrap();
    for (name, key) in [("aysel", AYSEL), ("aysel", RAUF)] {
        assert_eq!(code(&cashier(root.path(), &["add", name], key)), Some(0));
    }
    let listed = json(&cashier(root.path(), &["list", "--json"], ""));
    let fingerprint = listed["keys"][0]["fingerprint"].as_str().unwrap().to_owned();
    let one = cashier(root.path(), &["remove", "aysel", "--key", &fingerprint], "");
    assert!(code(&one) == Some(0) && stdout(&one).contains("1 key."), "{one:?}");
    assert!(fs::read_to_string(&file).unwrap().contains("rauf@till"));
    assert_eq!(code(&cashier(root.path(), &["remove", "aysel"], "")), Some(0));
    assert_eq!(fs::read_to_string(&file).unwrap(), before);
    for arguments in [&["remove", "aysel"][..], &["remove", "ley"], &["remove", "leyla", "--key", &fingerprint]] {
        let output = cashier(root.path(), arguments, "");
        assert!(code(&output) == Some(2) && stderr(&output).contains("cashier list"), "{output:?}");
    }
    // A line that sshd ignores is named.
    let list = cashier(root.path(), &["list"], "");
    assert!(stderr(&list).contains("line 4") && stdout(&list).starts_with("leyla  SHA256:"), "{list:?}");
    assert_eq!(code(&cashier(root.path(), &["remove", "leyla"], "")), Some(0));
    assert_eq!(fs::read_to_string(&file).unwrap(), "# kept\n\nbroken\n");
}

#[test]
fn keys_added_at_the_same_time_are_all_there() {
    let (root, file) = set_up();
    let children: Vec<_> = ('A'..='L')
        .map(|letter| {
            let mut command = program(root.path());
            command.args(["cashier", "add", &format!("cashier-{letter}")]).stdin(Stdio::piped()).stdout(Stdio::null());
            let mut child = command.spawn().unwrap();
            let key = AYSEL.replace("AAAAIBmf", &format!("AAAAI{letter}mf"));
            child.stdin.take().unwrap().write_all(key.as_bytes()).unwrap();
            child
        })
        .collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    assert_eq!(fs::read_to_string(&file).unwrap().lines().count(), 12);
    assert_eq!(fs::read_dir(file.parent().unwrap()).unwrap().count(), 1, "no other file is left");
}

#[test]
fn at_a_terminal_the_key_is_pasted() {
    let (root, file) = set_up();
    let mut terminal = Desk::spawn(command(root.path(), &["cashier", "add", "aysel"]), 100, 10);
    terminal.wait_for("Paste the public key, then press Enter:");
    terminal.send(&format!("{AYSEL}\r"));
    terminal.wait_for("aysel can log in");
    assert!(terminal.end().success());
    assert!(fs::read_to_string(&file).unwrap().ends_with(&format!("{AYSEL}\n")));
}
