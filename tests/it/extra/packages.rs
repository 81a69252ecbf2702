//! The Debian package: its files, an installation, an update while a desk is open, and its removal. The roots are those
//! of `init`.

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;

use serial_test::serial;
use tempfile::TempDir;

use crate::support::chroot::{in_root, new_root_with_dpkg, run};
use crate::support::files::project_root;
use crate::support::program::{Server, code, stderr, stdout};
use crate::support::pty::Desk;
use crate::support::sshd::{self, generate_key};

const PROGRAM: &str = "/usr/bin/frontdesk";
const STATE: &str = "var/lib/frontdesk";
const CTRL_Q: &str = "\x11";
const CTRL_S: &str = "\x13";

/// The package, and one with a later version.
static PACKAGES: LazyLock<(TempDir, PathBuf, PathBuf)> = LazyLock::new(|| {
    let dir = tempfile::tempdir().unwrap();
    let package = |version: &str| {
        let path = dir.path().join(format!("{version}.deb"));
        let script = project_root().join("packaging/package.sh");
        let mut package = Command::new(script);
        package.arg(env!("CARGO_BIN_EXE_frontdesk")).args(["--fast", "--deb-version", version, "--output"]).arg(&path);
        let output = package.output().unwrap();
        assert!(output.status.success(), "{output:?}");
        path
    };
    let (now, later) = (package("1.0"), package("2.0"));
    (dir, now, later)
});

fn dpkg_deb(arguments: &[&str]) -> String {
    let output = Command::new("dpkg-deb").args(arguments).arg(&PACKAGES.1).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    stdout(&output)
}

/// Installs a package in the root.
fn install(root: &Path, package: &Path) -> Output {
    fs::copy(package, root.join("root/frontdesk.deb")).unwrap();
    let output = run(root, &["dpkg", "--force-depends", "--install", "/root/frontdesk.deb"], "");
    assert_eq!(code(&output), Some(0), "{output:?}");
    output
}

fn new_host() -> TempDir {
    let root = new_root_with_dpkg();
    // The program comes from the package.
    fs::remove_file(root.path().join("root/frontdesk")).unwrap();
    install(root.path(), &PACKAGES.1);
    root
}

/// Runs the program as the account of the desks, with credentials for an address that no server has.
fn as_account(root: &Path, arguments: &[&str]) -> Output {
    let account = ["setpriv", "--reuid=frontdesk", "--regid=frontdesk", "--clear-groups", "env"];
    let settings = [
        "HOME=/var/lib/frontdesk",
        "FRONTDESK_STATE_DIR=/var/lib/frontdesk",
        "CLOPOS_BASE_URL=http://127.0.0.1:1/open-api/v2",
        "CLOPOS_CLIENT_ID=training",
        "CLOPOS_CLIENT_SECRET=training",
        "CLOPOS_BRAND=training",
        "CLOPOS_INTEGRATOR_ID=training",
        PROGRAM,
    ];
    run(root, &[&account[..], &settings, arguments].concat(), "")
}

#[test]
#[ignore = "needs root, cargo-deb and dpkg: just ci-extra"]
#[serial]
fn the_package_has_its_files_and_names_the_program_where_it_is() {
    let listed = dpkg_deb(&["--contents"]);
    let files: Vec<&str> = listed.lines().filter_map(|line| line.split(" ./").nth(1)).collect();
    for file in [
        "usr/bin/frontdesk",
        "usr/share/man/man1/frontdesk.1.gz",
        "usr/share/man/man1/frontdesk-outbox-send.1.gz",
        "usr/share/bash-completion/completions/frontdesk",
        "usr/share/zsh/vendor-completions/_frontdesk",
        "usr/share/fish/vendor_completions.d/frontdesk.fish",
        "usr/lib/systemd/system/frontdesk-outbox.service",
        "usr/lib/systemd/system/frontdesk-outbox.timer",
        "usr/lib/sysusers.d/frontdesk.conf",
        "usr/lib/tmpfiles.d/frontdesk.conf",
        "usr/share/doc/frontdesk/copyright",
        "usr/share/doc/frontdesk/docs/technician.md",
        "usr/share/doc/frontdesk/examples/50-frontdesk.conf",
        "usr/share/doc/frontdesk/examples/frontdesk.example.toml",
    ] {
        assert!(files.contains(&file), "{file} is not in\n{listed}");
    }
    assert!(files.iter().any(|file| file.starts_with("usr/share/doc/frontdesk/THIRD-PARTY.txt")), "{listed}");
    // Settings in /etc/frontdesk would make every user of the computer a user of them.
    assert!(files.iter().all(|file| file.is_empty() || file.starts_with("usr/")), "{listed}");
    let control = dpkg_deb(&["--info"]);
    assert!(!control.contains("conffiles") && control.contains(" Depends: libc6 (>= 2.28), systemd"), "{control}");
    let owners: Vec<&str> = listed.lines().filter_map(|line| line.split_whitespace().nth(1)).collect();
    assert!(owners.iter().all(|owner| *owner == "0/0"), "{listed}");

    let root = tempfile::tempdir().unwrap();
    dpkg_deb_into(root.path());
    let read = |file: &str| fs::read_to_string(root.path().join(file)).unwrap();
    let unit = read("usr/lib/systemd/system/frontdesk-outbox.service");
    assert!(unit.contains("ExecStart=/usr/bin/frontdesk outbox send\n"), "{unit}");
    assert!(read("usr/lib/sysusers.d/frontdesk.conf").contains("/var/lib/frontdesk /usr/bin/frontdesk\n"));
    for folder in ["usr/lib", "usr/share/doc"] {
        let other = Command::new("grep").args(["-rlE", "@PROGRAM@"]).arg(root.path().join(folder)).output().unwrap();
        assert_eq!(stdout(&other), "");
    }
    let verify = Command::new("systemd-sysusers").arg("--root").arg(root.path()).arg("--dry-run").output().unwrap();
    assert!(verify.status.success(), "{verify:?}");
}

fn dpkg_deb_into(dir: &Path) {
    let output = Command::new("dpkg-deb").arg("--extract").arg(&PACKAGES.1).arg(dir).output().unwrap();
    assert!(output.status.success(), "{output:?}");
}

#[test]
#[ignore = "needs root, cargo-deb, dpkg, sshd and ssh: just ci-extra"]
#[serial]
fn an_update_with_an_open_desk_and_waiting_customers_loses_nothing() {
    let home = tempfile::tempdir().unwrap();
    let clopos = Server::start(home.path(), &[]);
    let root = new_host();
    let path = root.path();
    let state = fs::metadata(path.join(STATE)).unwrap();
    assert_eq!((state.mode() & 0o777, state.uid() == 0), (0o700, false));
    assert!(!path.join("etc/frontdesk").exists() && !path.join("etc/ssh/sshd_config.d/50-frontdesk.conf").exists());

    // The account of the package is the one that `init` wants, except that systemd-sysusers locks it.
    let credentials =
        ["--client-id", "training", "--secret-stdin", "--brand", "training", "--integrator-id", "training"];
    let place = ["--base-url", "http://127.0.0.1:1/open-api/v2", "--time-zone", "Asia/Baku"];
    let init = [&[PROGRAM, "init", "--kiosk"], &credentials[..], &place].concat();
    let words = stdout(&run(path, &init, "training\n"));
    for line in [
        "✓ program      /usr/bin/frontdesk (not changed)",
        "✓ account      frontdesk (changed)",
        "/var/lib/frontdesk (not changed)",
        "✓ sshd",
    ] {
        assert!(words.contains(line), "{line}: {words}");
    }
    let shadow = fs::read_to_string(path.join("etc/shadow")).unwrap();
    assert!(shadow.contains("\nfrontdesk:*:"), "{shadow}");
    assert!(stdout(&run(path, &init, "training\n")).contains("✓ account      frontdesk (not changed)"));
    let example = fs::read_to_string(path.join("etc/ssh/sshd_config.d/50-frontdesk.conf")).unwrap();
    assert!(example.contains("\"/usr/bin/frontdesk --kiosk") && !example.contains("@PROGRAM@"), "{example}");
    generate_key(&path.join("key"));
    let key = fs::read_to_string(path.join("key.pub")).unwrap();
    assert_eq!(code(&run(path, &[PROGRAM, "cashier", "add", "aysel"], &key)), Some(0));
    let keys = fs::read_to_string(path.join("etc/frontdesk/authorized_keys")).unwrap();
    assert!(keys.starts_with("command=\"/usr/bin/frontdesk --kiosk --cashier aysel\",restrict,pty "), "{keys}");

    let sshd = in_root(path, &["/usr/sbin/sshd"]);
    let server = sshd::Server::serve_account(root, sshd);
    let path = server.root();
    let mut desk = Desk::spawn(server.terminal(&[]), 80, 24);
    desk.wait_for("[ Register ]");
    register(&mut desk, "Rauf");
    desk.wait_for("SAVED, NOT SENT YET  Rauf");
    install(path, &PACKAGES.2);
    assert!(fs::read_to_string(path.join("var/lib/dpkg/status")).unwrap().contains("\nVersion: 2.0\n"));
    // The desk of the old version works on.
    register(&mut desk, "Leyla");
    desk.wait_for("(2 waiting)");
    desk.types("0551234567");
    desk.send(CTRL_Q);
    desk.wait_for("Your form is saved as a draft.");
    desk.send("y");
    assert!(desk.end().success());

    let settings = path.join("etc/frontdesk/frontdesk.toml");
    let text = fs::read_to_string(&settings).unwrap();
    fs::write(&settings, text.replace("http://127.0.0.1:1/open-api/v2", &clopos.v2())).unwrap();
    let mut desk = Desk::spawn(server.terminal(&[]), 80, 24);
    desk.wait_for("Main venue");
    desk.wait_for("There are drafts from last time");
    // Only the draft is left in the list.
    desk.wait_for("Ctrl-O waiting (1)");
    let served = rusqlite::Connection::open(home.path().join("served.sqlite")).unwrap();
    let mut names = served.prepare("SELECT name FROM customers ORDER BY name").unwrap();
    let names: Vec<String> = names.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    assert_eq!(names, ["Leyla", "Rauf"]);
    desk.send(CTRL_Q);
    desk.wait_for("Your form is saved as a draft.");
    desk.send("y");
    assert!(desk.end().success());
}

fn register(desk: &mut Desk, name: &str) {
    desk.goes_to("\t", "Name");
    desk.types(name);
    desk.send(CTRL_S);
}

/// What is on the host before the package is removed.
#[derive(Debug, Clone, Copy)]
enum Held {
    Nothing,
    Waiting,
    Draft,
    DamagedOutbox,
    /// Saved by a desk that was still open.
    WaitingSinceRemoval,
    /// In training nothing is a customer.
    Training,
}

#[test]
#[ignore = "needs root, cargo-deb and dpkg: just ci-extra"]
#[serial]
fn a_purge_keeps_what_was_not_sent_and_says_where() {
    for (held, is_kept) in [
        (Held::Nothing, false),
        (Held::Waiting, true),
        (Held::Draft, true),
        (Held::DamagedOutbox, true),
        (Held::WaitingSinceRemoval, true),
        (Held::Training, false),
    ] {
        let root = new_host();
        let path = root.path();
        assert_eq!(code(&run(path, &[PROGRAM, "init", "--kiosk", "--training"], "")), Some(0), "{held:?}");
        // An outbox without rows.
        assert_eq!(code(&as_account(path, &["outbox", "send"])), Some(0), "{held:?}");
        let add = || assert_eq!(code(&as_account(path, &["add", "--name", "Rauf"])), Some(5), "{held:?}");
        let write = |file: &str| {
            fs::create_dir_all(path.join(STATE).join(file).parent().unwrap()).unwrap();
            fs::write(path.join(STATE).join(file), "data").unwrap();
        };
        match held {
            Held::WaitingSinceRemoval => {}
            Held::Nothing => {
                let settings = path.join("etc/frontdesk/frontdesk.toml");
                let text = fs::read_to_string(&settings).unwrap();
                assert!(text.contains("#state_dir = "));
                fs::write(&settings, text.replace("#state_dir = \"/var/lib/frontdesk\"", "state_dir = \"/srv/desk\""))
                    .unwrap();
            }
            Held::Waiting => add(),
            Held::Draft => write("drafts/aysel.draft"),
            Held::DamagedOutbox => write("outbox.sqlite.damaged-1"),
            Held::Training => write("training/drafts/aysel.draft"),
        }
        let open = path.join("root/open");
        fs::copy(path.join("usr/bin/frontdesk"), &open).unwrap();
        let removed = run(path, &["dpkg", "--remove", "frontdesk"], "");
        assert_eq!(code(&removed), Some(0), "{held:?}: {removed:?}");
        if let Held::WaitingSinceRemoval = held {
            // Another program in its place, as a desk is that has not ended.
            fs::rename(&open, path.join("usr/bin/frontdesk")).unwrap();
            add();
            fs::remove_file(path.join("usr/bin/frontdesk")).unwrap();
        }
        let purged = run(path, &["dpkg", "--purge", "frontdesk"], "");
        assert_eq!(code(&purged), Some(0), "{held:?}: {purged:?}");
        let words = stderr(&purged);
        assert_eq!(path.join(STATE).exists(), is_kept, "{held:?}: {words}");
        assert_eq!(words.contains("are kept in /var/lib/frontdesk."), is_kept, "{held:?}: {words}");
        assert!(!path.join("etc/frontdesk").exists(), "{held:?}: the credentials");
        assert!(words.contains("/etc/ssh/sshd_config.d/50-frontdesk.conf is kept"), "{held:?}: {words}");
        // A directory that the package has not made.
        let is_named = words.contains("the state directory /srv/desk is kept");
        assert_eq!(is_named, matches!(held, Held::Nothing), "{held:?}: {words}");

        // What was kept is sent after a new installation.
        if let Held::Waiting | Held::WaitingSinceRemoval = held {
            assert!(!path.join(STATE).join("training").exists(), "{held:?}");
            install(path, &PACKAGES.2);
            let listed = stdout(&as_account(path, &["outbox", "list"]));
            assert!(listed.contains("Rauf"), "{held:?}: {listed}");
        }
    }
}
