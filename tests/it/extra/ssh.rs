//! The desk at the far end of a real OpenSSH server, set up by the files of `assets/sshd`, reached by a real client.

#![cfg(debug_assertions)] // What is shipped cannot be told where the system's place is.

use crate::support::sshd;
use serial_test::serial;
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::support::pty::{Desk, cashier_of};
use crate::support::sshd::{Server, Setup};

#[test]
#[ignore = "needs sshd, ssh and tmux: just ci-extra"]
#[serial]
fn a_customer_is_registered_through_ssh() {
    let server = Server::start(Setup::OneForAll);
    let mut desk = Desk::spawn(server.terminal(&[]), 80, 24);
    desk.wait_for("TRAINING");
    desk.wait_for("Main venue");
    desk.types("0501234567");
    desk.goes_to("\t", "Name");
    desk.types("Aysel Məmmədova");
    desk.send("\x13");
    desk.wait_for("Registered Aysel Məmmədova · #");
    desk.send("\x11");
    assert!(desk.end().success());
    assert_eq!(server.customers(), ["Aysel Məmmədova"]);
}

#[test]
#[ignore = "needs sshd, ssh and tmux: just ci-extra"]
#[serial]
fn a_line_that_drops_in_the_middle_loses_nothing() {
    let server = Server::start(Setup::OneForAll);
    let mut desk = Desk::spawn(server.terminal(&[]), 80, 24);
    desk.wait_for("Main venue");
    desk.types("0501234567");
    desk.goes_to("\t", "Name");
    desk.types("Ays");
    desk.child.kill().unwrap();
    let dropped = Instant::now();
    server.wait_for_the_end_of_all();
    assert!(dropped.elapsed() < Duration::from_secs(6), "{:?}", dropped.elapsed());

    let mut again = Desk::spawn(server.terminal(&[]), 80, 24);
    again.wait_for("Press Ctrl-O to");
    again.send("\x0f");
    again.wait_for("Ays · draft");
    again.send("\r");
    again.wait_for("0501234567");
    assert!(again.row("Name").contains("Ays"), "{}", again.contents());
}

#[test]
#[ignore = "needs sshd, ssh and tmux: just ci-extra"]
#[serial]
fn keys_of_one_account_are_cashiers() {
    let server = Server::start(Setup::Cashiers);
    let cashier = cashier_of(Desk::spawn(server.terminal(&[]), 80, 24), "Aysel", &server.state());
    assert_eq!(cashier, "the-cashier");
}

#[test]
#[ignore = "needs sshd, ssh and tmux: just ci-extra"]
#[serial]
fn a_customer_is_registered_under_tmux_inside_ssh_and_tmux_has_no_keys() {
    let server = Server::start(Setup::Tmux);
    let mut desk = Desk::spawn(server.terminal(&[]), 80, 24);
    desk.wait_for("Main venue");
    // What would open tmux's command line, and split its window.
    desk.send("\x02:\x02\"\x02c");
    desk.goes_to("\t", "Name");
    desk.types("Rauf Əliyev");
    desk.wait_for("Front desk");
    // The line drops; the desk goes on, and the next login is on the same screen.
    desk.child.kill().unwrap();
    desk.end();
    let mut again = Desk::spawn(server.terminal(&[]), 80, 24);
    again.wait_for("Rauf Əliyev");
    again.goes_to("\x1b[Z", "Phone");
    again.send("\x05\x15");
    again.types("0551234567");
    again.send("\x13");
    again.wait_for("Registered Rauf Əliyev · #");
    again.send("\x11");
    again.end();
    assert_eq!(server.customers(), ["Rauf Əliyev"]);
}

#[test]
#[ignore = "needs sshd, ssh and tmux: just ci-extra"]
#[serial]
fn nothing_else_is_run() {
    for setup in [Setup::OneForAll, Setup::Cashiers] {
        let server = Server::start(setup);
        let owned = server.root().join("owned");
        let touch = format!("touch {}", owned.display());
        for (options, command) in [(&[][..], "sh"), (&[][..], touch.as_str()), (&["-s"][..], "sftp")] {
            let mut ssh = server.ssh(options, &[command]);
            let mut child = ssh.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
            child.stdin.take().unwrap().write_all(format!("{touch}\nq\n").as_bytes()).unwrap();
            let output = child.wait_with_output().unwrap();
            assert!(!owned.exists(), "{options:?} {command}");
            assert!(
                String::from_utf8_lossy(&output.stdout).contains("Front desk"),
                "{options:?} {command}: {output:?}"
            );
        }
        let mut asked = server.terminal(&[]);
        asked.arg("sh");
        let mut desk = Desk::spawn(asked, 80, 24);
        // What those before have typed is a draft: whether it is offered before the keys come or after, twice is enough.
        desk.wait_for("Main venue");
        desk.send("\x03\x03");
        assert!(desk.end().success());
        let secret = server.root().join("secret");
        fs::write(&secret, "hunter2").unwrap();
        let taken = server.root().join("taken");
        let from = format!("{}:{}", Server::host(), secret.display());
        let scp = server.client("scp").args(["-O", &from]).arg(&taken).stdin(Stdio::null()).output().unwrap();
        assert!(!scp.status.success() && !taken.exists(), "{scp:?}");
        let to = format!("{}:{}", Server::host(), owned.display());
        let scp = server.client("scp").arg(&secret).arg(to).stdin(Stdio::null()).output().unwrap();
        assert!(!scp.status.success() && !owned.exists(), "{scp:?}");
        let batch = server.root().join("batch");
        fs::write(&batch, format!("get {} {}\n", secret.display(), taken.display())).unwrap();
        let sftp = server.client("sftp").arg("-b").arg(&batch).arg(Server::host()).output().unwrap();
        assert!(!sftp.status.success() && !taken.exists(), "{sftp:?}");
    }
}

#[test]
#[ignore = "needs sshd, ssh and tmux: just ci-extra"]
#[serial]
fn no_tunnel_is_dug() {
    let server = Server::start(Setup::OneForAll);
    let inside = TcpListener::bind("127.0.0.1:0").unwrap();
    inside.set_nonblocking(true).unwrap();
    let target = inside.local_addr().unwrap().to_string();

    let through = server.ssh(&["-W", &target], &[]).stdin(Stdio::null()).output().unwrap();
    assert!(!through.status.success(), "{through:?}");
    let options = ["-o", "ExitOnForwardFailure=yes", "-N", "-R", &format!("0:{target}")];
    let back = server.ssh(&options, &[]).stdin(Stdio::null()).output().unwrap();
    assert!(!back.status.success(), "{back:?}");

    let entrance = server.root().join("entrance");
    let forward = format!("{}:{target}", entrance.display());
    let mut ssh = server.ssh(&["-N", "-L", &forward], &[]).stdin(Stdio::null()).spawn().unwrap();
    let deadline = Instant::now() + Duration::from_mins(1);
    let mut way = loop {
        match UnixStream::connect(&entrance) {
            Ok(way) => break way,
            Err(error) => assert!(Instant::now() < deadline, "{error}"),
        }
        std::thread::yield_now();
    };
    // The server refuses the way behind the entrance, and the client closes it.
    let mut answer = Vec::new();
    way.read_to_end(&mut answer).unwrap();
    assert_eq!(answer, b"");
    ssh.kill().unwrap();
    ssh.wait().unwrap();
    assert!(inside.accept().is_err(), "nothing came through");
}

#[test]
#[ignore = "needs sshd, ssh and tmux: just ci-extra"]
#[serial]
fn a_client_that_names_no_language_has_every_letter() {
    let server = Server::start(Setup::OneForAll);
    let mut client = server.terminal(&[]);
    client.env_remove("LANG");
    let mut desk = Desk::spawn(client, 80, 24);
    desk.wait_for("Main venue");
    desk.goes_to("\t", "Name");
    desk.types("Əliyev");
    assert!(desk.contents().contains('─'), "{}", desk.contents());
    desk.send("\x03\x03");
    assert!(desk.end().success());
}

/// What sshd makes of a file for the account, as `sshd -T` prints it.
fn effective(file: &str) -> String {
    let root = tempfile::tempdir().unwrap();
    let drop_in = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sshd").join(file);
    let config = root.path().join("sshd_config");
    sshd::keygen(&root.path().join("host_key"));
    let key = root.path().join("host_key");
    fs::write(&config, format!("HostKey {}\nInclude {}\n", key.display(), drop_in.display())).unwrap();
    let mut sshd = std::process::Command::new(sshd::tool("sshd").unwrap());
    let output = sshd.arg("-T").arg("-f").arg(&config).args(["-C", "user=frontdesk,host=h,addr=192.0.2.1"]).output();
    let output = output.unwrap();
    assert!(output.status.success(), "{file}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
#[ignore = "needs sshd, ssh and tmux: just ci-extra"]
#[serial]
fn each_file_for_sshd_forbids_the_same() {
    for (file, forced) in
        [("50-frontdesk.conf", true), ("50-frontdesk-login-shell.conf", true), ("50-frontdesk-cashiers.conf", false)]
    {
        let said = effective(file);
        let has = |line: &str| said.lines().any(|said| said == line);
        for line in [
            "authorizedkeysfile /etc/frontdesk/authorized_keys",
            "authenticationmethods publickey",
            "disableforwarding yes",
            "permittunnel no",
            "permituserrc no",
            "permituserenvironment no",
            "setenv LANG=C.UTF-8",
            "clientaliveinterval 30",
        ] {
            assert!(has(line), "{file}: no {line} in\n{said}");
        }
        let accepted: Vec<&str> = said.lines().filter_map(|line| line.strip_prefix("acceptenv ")).collect();
        assert_eq!(accepted, ["LANG", "LC_CTYPE", "LC_ALL"], "{file}");
        assert_eq!(has("forcecommand /usr/local/bin/frontdesk --kiosk"), forced, "{file}: a key's command must count");
    }
}

#[test]
#[ignore = "needs sshd, ssh and tmux: just ci-extra"]
#[serial]
fn no_variable_of_the_client_changes_anything() {
    let server = Server::start(Setup::OneForAll);
    let elsewhere = server.root().join("elsewhere");
    let state = format!("SetEnv=FRONTDESK_STATE_DIR={}", elsewhere.display());
    for option in
        [state.as_str(), "SetEnv=CLOPOS_CLIENT_ID=shop", "SetEnv=LD_PRELOAD=/tmp/owned.so", "SetEnv=HOME=/nowhere"]
    {
        let mut desk = Desk::spawn(server.terminal(&["-o", option]), 80, 24);
        desk.wait_for("TRAINING");
        desk.wait_for("Main venue");
        desk.send("\x11");
        assert!(desk.end().success(), "{option}");
    }
    assert!(!elsewhere.exists());
    assert!(server.state().join("training.sqlite").exists());
}
