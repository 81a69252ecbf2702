//! A clean system becomes a host for cashiers behind SSH by `frontdesk init` and `frontdesk cashier add` alone.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use serial_test::serial;

use crate::support::chroot::{in_root, new_root, run};
use crate::support::program::{Server, code, stderr, stdout};
use crate::support::pty::Desk;
use crate::support::sshd::{self, generate_key};

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

    // sshd rejects a file of keys that others can change.
    let keys = path.join("etc/frontdesk/authorized_keys");
    fs::set_permissions(&keys, fs::Permissions::from_mode(0o666)).unwrap();
    let repaired = run(path, &["/usr/local/bin/frontdesk", "init", "--kiosk"], "");
    assert!(stdout(&repaired).contains("authorized_keys (changed)"), "{repaired:?}");
    assert_eq!(fs::metadata(&keys).unwrap().mode() & 0o777, 0o644);
    // The settings have credentials.
    let training = run(path, &["/usr/local/bin/frontdesk", "init", "--kiosk", "--training"], "");
    assert!(code(&training) == Some(2) && stderr(&training).contains("not in training"), "{training:?}");
    let before = made(path);

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
    desk.wait_for("REGISTERED  Rauf Əliyev");
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

const TRAINING: [&str; 4] = ["/root/frontdesk", "init", "--kiosk", "--training"];

#[test]
#[ignore = "needs root, sshd, ssh and useradd: just ci-extra"]
#[serial]
fn init_names_what_keeps_sshd_from_opening_the_desk() {
    let root = new_root();
    let path = root.path();
    let other = path.join("etc/ssh/sshd_config.d/10-other.conf");
    for (text, words) in [
        ("Nonsense yes\n", "Nonsense"),
        ("Match User frontdesk\n ForceCommand /bin/false\n", "forcecommand none"),
        ("Match User frontdesk\n AuthorizedKeysFile .ssh/authorized_keys\n", "authorizedkeysfile"),
        ("Match User *\n DisableForwarding no\n", "disableforwarding yes"),
        ("PermitUserEnvironment yes\n", "permituserenvironment no"),
        ("AllowUsers admin\n", "allowusers frontdesk"),
    ] {
        fs::write(&other, text).unwrap();
        let output = run(path, &TRAINING, "");
        let problem = stdout(&output).lines().find(|line| line.starts_with("✗ sshd")).map(str::to_owned);
        assert!(code(&output) == Some(1) && problem.is_some_and(|line| line.contains(words)), "{text}: {output:?}");
        // With settings that sshd cannot use, nothing is added to them.
        assert_eq!(path.join("etc/ssh/sshd_config.d/50-frontdesk.conf").exists(), words != "Nonsense");
    }
    // A file of the technician under this name stays, and so does a shell for tmux. Another shell is named.
    fs::remove_file(&other).unwrap();
    let (conf, passwd) = (path.join("etc/ssh/sshd_config.d/50-frontdesk.conf"), path.join("etc/passwd"));
    let own = format!("# ours\n{}", fs::read_to_string(&conf).unwrap());
    fs::write(&conf, &own).unwrap();
    let account = fs::read_to_string(&passwd).unwrap();
    for (shell, exit, has_finding) in [("/bin/sh", 0, false), ("/usr/sbin/nologin", 1, true)] {
        fs::write(&passwd, account.replace("/usr/local/bin/frontdesk", shell)).unwrap();
        let output = run(path, &TRAINING, "");
        let finding = "usermod -s /usr/local/bin/frontdesk frontdesk";
        assert_eq!((code(&output), stdout(&output).contains(finding)), (Some(exit), has_finding), "{output:?}");
    }
    assert_eq!(fs::read_to_string(&conf).unwrap(), own);
    // Without a server for SSH.
    fs::remove_file(path.join("usr/sbin/sshd")).unwrap();
    let output = run(path, &TRAINING, "");
    assert!(code(&output) == Some(1) && stdout(&output).contains("apt-get install openssh-server"), "{output:?}");
}

#[test]
#[ignore = "needs root, sshd, ssh and useradd: just ci-extra"]
#[serial]
fn a_running_sshd_reads_the_new_file_at_once() {
    let root = new_root();
    let path = root.path();
    let mut words = in_root(path, &["/usr/sbin/sshd", "-D", "-e"]);
    // With a network of its own, in which port 22 is free.
    words.insert(1, "--net".to_owned());
    let mut sshd = Command::new(&words[0]).args(&words[1..]).stderr(Stdio::piped()).spawn().unwrap();
    let deadline = Instant::now() + Duration::from_mins(1);
    while !fs::read_to_string(path.join("run/sshd.pid")).is_ok_and(|pid| pid.ends_with('\n')) {
        assert!(Instant::now() < deadline, "sshd writes no pid file");
        std::thread::yield_now();
    }
    let output = run(path, &TRAINING, "");
    let is_right = stdout(&output).contains("✓ sshd         /etc/ssh/sshd_config.d/50-frontdesk.conf (new)\n");
    let log = BufReader::new(sshd.stderr.take().unwrap());
    let (sender, lines) = mpsc::channel();
    std::thread::spawn(move || log.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
    let mut lines = std::iter::from_fn(|| lines.recv_timeout(Duration::from_mins(1)).ok());
    let is_read = is_right && lines.any(|line| line.contains("Received SIGHUP"));
    sshd.kill().unwrap();
    sshd.wait().unwrap();
    assert!(is_read && code(&output) == Some(0), "{output:?}");
}

#[test]
#[ignore = "needs root, sshd, ssh and useradd: just ci-extra"]
#[serial]
fn init_uses_the_state_directory_of_the_settings_and_keeps_a_stricter_directory() {
    let root = new_root();
    let path = root.path();
    let settings = path.join("etc/frontdesk/frontdesk.toml");
    fs::create_dir(settings.parent().unwrap()).unwrap();
    fs::write(&settings, "# ours\n[desk]\nstate_dir = \"/srv/desk\"\n").unwrap();
    fs::create_dir(path.join("srv")).unwrap();
    assert_eq!(code(&run(path, &TRAINING, "")), Some(0));
    let (state, file) = (fs::metadata(path.join("srv/desk")).unwrap(), fs::metadata(&settings).unwrap());
    assert_eq!((state.mode() & 0o777, state.uid() == 0, file.mode() & 0o777), (0o700, false, 0o640));
    assert!(!path.join("var/lib/frontdesk").exists());
    assert!(fs::read_to_string(&settings).unwrap().starts_with("# ours\n[desk]\n"));
    // Directories that the technician has made otherwise.
    let dirs = [(path.join("etc/frontdesk"), 0o750, Some(0)), (path.join("srv/desk"), 0o770, None)];
    for (dir, mode, user) in &dirs {
        std::os::unix::fs::chown(dir, *user, Some(state.gid())).unwrap();
        fs::set_permissions(dir, fs::Permissions::from_mode(*mode)).unwrap();
    }
    let again = run(path, &TRAINING, "");
    assert!(code(&again) == Some(0) && !stdout(&again).contains("(changed)"), "{again:?}");
    assert_eq!(fs::metadata(&dirs[0].0).unwrap().mode() & 0o777, 0o750);
    // Others must not be able to replace the settings, or to read them.
    fs::set_permissions(&dirs[0].0, fs::Permissions::from_mode(0o777)).unwrap();
    fs::set_permissions(&settings, fs::Permissions::from_mode(0o666)).unwrap();
    assert!(stdout(&run(path, &TRAINING, "")).contains("/etc/frontdesk/frontdesk.toml (changed)"));
    assert_eq!(fs::metadata(&dirs[0].0).unwrap().mode() & 0o777, 0o755);
    assert_eq!(fs::metadata(&settings).unwrap().mode() & 0o777, 0o640);
}
