//! The desk behind a real OpenSSH server with the files of `assets/sshd`, used by a real client.

#![cfg(debug_assertions)] // Only a debug build takes FRONTDESK_TEST_ROOT in place of the system's directories.

use crate::support::sshd;
use serial_test::serial;
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::support::pty::{Desk, register_and_read_cashier};
use crate::support::sshd::{Server, Setup};

#[test]
#[ignore = "needs sshd, ssh and tmux: just ci-extra"]
#[serial]
fn a_customer_is_registered_through_ssh() {
    let server = Server::start(Setup::SharedCommand);
    let mut desk = Desk::spawn(server.terminal(&[]), 80, 24);
    desk.wait_for("TRAINING");
    desk.wait_for("Main venue");
    desk.types("0501234567");
    desk.goes_to("\t", "Name");
    desk.types("Aysel Məmmədova");
    desk.send("\x13");
    desk.wait_for("REGISTERED  Aysel Məmmədova · customer #");
    desk.send("\x11");
    assert!(desk.end().success());
    assert_eq!(server.customers(), ["Aysel Məmmədova"]);
}

#[test]
#[ignore = "needs sshd, ssh and tmux: just ci-extra"]
#[serial]
fn a_dropped_connection_loses_nothing() {
    let server = Server::start(Setup::SharedCommand);
    let mut desk = Desk::spawn(server.terminal(&[]), 80, 24);
    desk.wait_for("Main venue");
    desk.types("0501234567");
    desk.goes_to("\t", "Name");
    desk.types("Ays");
    desk.child.kill().unwrap();
    let dropped_at = Instant::now();
    server.wait_for_all_connections();
    assert!(dropped_at.elapsed() < Duration::from_secs(6), "{:?}", dropped_at.elapsed());

    let mut again = Desk::spawn(server.terminal(&[]), 80, 24);
    again.wait_for("Press Ctrl-O to");
    again.send("\x0f");
    again.wait_for_row("Ays", "draft");
    again.send("\r");
    again.wait_for("0501234567");
    assert!(again.row("Name").contains("Ays"), "{}", again.contents());
}

#[test]
#[ignore = "needs sshd, ssh and tmux: just ci-extra"]
#[serial]
fn each_key_of_an_account_is_a_cashier() {
    let server = Server::start(Setup::Cashiers);
    let cashier = register_and_read_cashier(Desk::spawn(server.terminal(&[]), 80, 24), "Aysel", &server.state());
    assert_eq!(cashier, "the-cashier");
}

#[test]
#[ignore = "needs sshd, ssh and tmux: just ci-extra"]
#[serial]
fn a_customer_is_registered_under_tmux_in_ssh_and_tmux_ignores_its_keys() {
    let server = Server::start(Setup::Tmux);
    let mut desk = Desk::spawn(server.terminal(&[]), 80, 24);
    desk.wait_for("Main venue");
    // The keys that would open tmux's command prompt and split its window.
    desk.send("\x02:\x02\"\x02c");
    desk.goes_to("\t", "Name");
    desk.types("Rauf Əliyev");
    desk.wait_for("Front desk");
    // The connection drops. The desk goes on, and the next login shows the same screen.
    desk.child.kill().unwrap();
    desk.end();
    let mut again = Desk::spawn(server.terminal(&[]), 80, 24);
    again.wait_for("Rauf Əliyev");
    again.goes_to("\x1b[Z", "Phone");
    again.send("\x05\x15");
    again.types("0551234567");
    again.send("\x13");
    again.wait_for("REGISTERED  Rauf Əliyev · customer #");
    again.send("\x11");
    again.end();
    assert_eq!(server.customers(), ["Rauf Əliyev"]);
}

#[test]
#[ignore = "needs sshd, ssh and tmux: just ci-extra"]
#[serial]
fn no_other_command_is_run() {
    for setup in [Setup::SharedCommand, Setup::Cashiers] {
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
        let mut ssh_with_command = server.terminal(&[]);
        ssh_with_command.arg("sh");
        let mut desk = Desk::spawn(ssh_with_command, 80, 24);
        // The earlier input is a draft. It may be offered before or after these keys arrive, so Ctrl-C is sent twice.
        desk.wait_for("Main venue");
        desk.send("\x03y");
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
fn forwarding_is_refused() {
    let server = Server::start(Setup::SharedCommand);
    let target_listener = TcpListener::bind("127.0.0.1:0").unwrap();
    target_listener.set_nonblocking(true).unwrap();
    let target = target_listener.local_addr().unwrap().to_string();

    let stdio_forward = server.ssh(&["-W", &target], &[]).stdin(Stdio::null()).output().unwrap();
    assert!(!stdio_forward.status.success(), "{stdio_forward:?}");
    let options = ["-o", "ExitOnForwardFailure=yes", "-N", "-R", &format!("0:{target}")];
    let remote_forward = server.ssh(&options, &[]).stdin(Stdio::null()).output().unwrap();
    assert!(!remote_forward.status.success(), "{remote_forward:?}");

    let local_socket = server.root().join("entrance");
    let forward = format!("{}:{target}", local_socket.display());
    let mut ssh = server.ssh(&["-N", "-L", &forward], &[]).stdin(Stdio::null()).spawn().unwrap();
    let deadline = Instant::now() + Duration::from_mins(1);
    let mut tunnel = loop {
        match UnixStream::connect(&local_socket) {
            Ok(tunnel) => break tunnel,
            Err(error) => assert!(Instant::now() < deadline, "{error}"),
        }
        std::thread::yield_now();
    };
    // The server refuses the tunnel behind the local socket, and the client closes it.
    let mut answer = Vec::new();
    tunnel.read_to_end(&mut answer).unwrap();
    assert_eq!(answer, b"");
    ssh.kill().unwrap();
    ssh.wait().unwrap();
    assert!(target_listener.accept().is_err(), "nothing came through");
}

#[test]
#[ignore = "needs sshd, ssh and tmux: just ci-extra"]
#[serial]
fn a_client_without_a_locale_gets_utf_8() {
    let server = Server::start(Setup::SharedCommand);
    let mut client = server.terminal(&[]);
    client.env_remove("LANG");
    let mut desk = Desk::spawn(client, 80, 24);
    desk.wait_for("Main venue");
    desk.goes_to("\t", "Name");
    desk.types("Əliyev");
    assert!(desk.contents().contains('┃'), "{}", desk.contents());
    desk.send("\x03y");
    assert!(desk.end().success());
}

/// Returns the effective configuration of a file for the account, as `sshd -T` prints it.
fn effective_config(file: &str) -> String {
    let root = tempfile::tempdir().unwrap();
    let drop_in = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sshd").join(file);
    let config = root.path().join("sshd_config");
    sshd::generate_key(&root.path().join("host_key"));
    let key = root.path().join("host_key");
    fs::write(&config, format!("HostKey {}\nInclude {}\n", key.display(), drop_in.display())).unwrap();
    let mut sshd = std::process::Command::new(sshd::find_tool("sshd").unwrap());
    let output = sshd.arg("-T").arg("-f").arg(&config).args(["-C", "user=frontdesk,host=h,addr=192.0.2.1"]).output();
    let output = output.unwrap();
    assert!(output.status.success(), "{file}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
#[ignore = "needs sshd, ssh and tmux: just ci-extra"]
#[serial]
fn each_sshd_file_forbids_the_same() {
    for (file, forced) in
        [("variants/one-cashier.conf", true), ("variants/login-shell.conf", true), ("50-frontdesk.conf", false)]
    {
        let config = effective_config(file);
        let has_line = |line: &str| config.lines().any(|other| other == line);
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
            assert!(has_line(line), "{file}: no {line} in\n{config}");
        }
        let accepted: Vec<&str> = config.lines().filter_map(|line| line.strip_prefix("acceptenv ")).collect();
        assert_eq!(accepted, ["LANG", "LC_CTYPE", "LC_ALL"], "{file}");
        assert_eq!(has_line("forcecommand @PROGRAM@ --kiosk"), forced, "{file}: a key's command must count");
    }
}

#[test]
#[ignore = "needs sshd, ssh and tmux: just ci-extra"]
#[serial]
fn variables_of_the_client_have_no_effect() {
    let server = Server::start(Setup::SharedCommand);
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
