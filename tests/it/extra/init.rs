//! A clean system becomes a host for cashiers behind SSH by `frontdesk init` and `frontdesk cashier add` alone.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serial_test::serial;

use crate::support::chroot::{in_root, new_root};
use crate::support::program::{Server, code, stdout};
use crate::support::pty::Desk;
use crate::support::sshd::{self, generate_key};

/// Runs a command in the root, with an input.
fn run(root: &Path, command: &[&str], input: &str) -> Output {
    let words = in_root(root, command);
    let mut command = Command::new(&words[0]);
    command.args(&words[1..]).env_clear().env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin").env("HOME", "/root");
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

/// Returns mode, user, inode and time of change of each file that the set-up has made.
fn made(root: &Path) -> Vec<(&'static str, u32, u32, u64, i64)> {
    const PATHS: [&str; 7] = [
        "etc/passwd",
        "etc/frontdesk",
        "etc/frontdesk/frontdesk.toml",
        "etc/frontdesk/authorized_keys",
        "etc/ssh/sshd_config.d/50-frontdesk.conf",
        "usr/local/bin/frontdesk",
        "var/lib/frontdesk",
    ];
    let of = |path| {
        let found = fs::metadata(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
        let is_dir = found.is_dir();
        // A desk changes its directory.
        (path, found.mode() & 0o7777, found.uid(), found.ino(), if is_dir { 0 } else { found.ctime_nsec() })
    };
    PATHS.map(of).to_vec()
}

#[test]
#[ignore = "needs root, sshd, ssh and useradd: just ci-extra"]
#[serial]
fn init_and_cashier_add_make_a_host_on_which_a_cashier_registers_over_ssh() {
    let home = tempfile::tempdir().unwrap();
    let clopos = Server::start(home.path(), &[]);
    let root = new_root();
    let path = root.path();
    generate_key(&path.join("key"));
    let public_key = fs::read_to_string(path.join("key.pub")).unwrap();
    // Not before the account and its directories exist.
    let early = run(path, &["/root/frontdesk", "cashier", "add", "aysel"], &public_key);
    assert!(code(&early) == Some(2) && !path.join("etc/frontdesk").exists(), "{early:?}");

    let url = clopos.v2();
    let init = ["/root/frontdesk", "init", "--kiosk", "--base-url", &url, "--client-id", "training", "--secret-stdin"];
    let init =
        [&init[..], &["--brand", "training", "--integrator-id", "training", "--time-zone", "Asia/Baku"]].concat();
    let output = run(path, &init, "training\n");
    let words = stdout(&output);
    assert_eq!(code(&output), Some(0), "{output:?}");
    for line in
        ["✓ account      frontdesk (new)", "✓ credentials  accepted", "Next, for each cashier: frontdesk cashier add"]
    {
        assert!(words.contains(line), "{line}: {words}");
    }
    let added = run(path, &["/usr/local/bin/frontdesk", "cashier", "add", "aysel"], &public_key);
    assert_eq!(code(&added), Some(0), "{added:?}");
    let before = made(path);
    let modes: Vec<(u32, bool)> = before.iter().map(|(_, mode, user, ..)| (*mode, *user == 0)).collect();
    let (settings, keys, dir) = ((0o640, true), (0o644, true), (0o755, true));
    assert_eq!(modes[1..], [dir, settings, keys, keys, dir, (0o700, false)], "{before:?}");
    let account = fs::metadata(path.join("var/lib/frontdesk")).unwrap();
    assert_eq!(fs::metadata(path.join("etc/frontdesk/frontdesk.toml")).unwrap().gid(), account.gid());

    // Both again: nothing changes. Options are not needed any more, and root may leave out --kiosk.
    for arguments in [&init[..], &["/usr/local/bin/frontdesk", "init"]] {
        let again = run(path, arguments, "training\n");
        assert_eq!(code(&again), Some(0), "{again:?}");
        assert!(!stdout(&again).contains("(new)") && !stdout(&again).contains("(changed)"), "{again:?}");
        assert_eq!(code(&run(path, &["/usr/local/bin/frontdesk", "cashier", "add", "aysel"], &public_key)), Some(0));
        assert_eq!(made(path), before);
    }

    let sshd = in_root(path, &["/usr/sbin/sshd"]);
    let server = sshd::Server::serve_account(root, sshd);
    let mut desk = Desk::spawn(server.terminal(&[]), 80, 24);
    desk.wait_for("Main venue");
    desk.goes_to("\t", "Name");
    desk.types("Rauf Əliyev");
    desk.send("\x13");
    desk.wait_for("Registered Rauf Əliyev · #");
    desk.send("\x11");
    assert!(desk.end().success());
    let served = rusqlite::Connection::open(home.path().join("served.sqlite")).unwrap();
    let name: String = served.query_row("SELECT name FROM customers", [], |row| row.get(0)).unwrap();
    assert_eq!(name, "Rauf Əliyev");
    let outbox = rusqlite::Connection::open(server.state().join("outbox.sqlite")).unwrap();
    let cashier: String = outbox.query_row("SELECT cashier FROM registration", [], |row| row.get(0)).unwrap();
    assert_eq!(cashier, "aysel");

    // A removed cashier cannot log in.
    let removed = run(server.root(), &["/usr/local/bin/frontdesk", "cashier", "remove", "aysel"], "");
    assert_eq!(code(&removed), Some(0), "{removed:?}");
    let refused = server.ssh(&[], &[]).stdin(Stdio::null()).output().unwrap();
    assert!(String::from_utf8_lossy(&refused.stderr).contains("Permission denied"), "{refused:?}");
}
