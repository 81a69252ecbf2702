//! The real binary without a screen: commands that run to their end, and a server that ends with the test.

use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use super::child::send_signal;

/// Returns a command of the binary with a clean environment, without the settings of the machine.
pub fn program(home: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_frontdesk"));
    command.env_clear().env("HOME", home).env("FRONTDESK_STATE_DIR", home.join("state"));
    command.env("FRONTDESK_TEST_ROOT", home);
    command.env("FRONTDESK_TEST_USED", "1");
    command.stdin(Stdio::null());
    command
}

/// Returns a command of the binary for a user who is not root, with the directory as home.
pub fn unprivileged(root: &Path) -> Command {
    let mut command = program(root);
    if rustix::process::geteuid().is_root() {
        // The directory of the build may be closed to other users.
        let copy = root.join("frontdesk");
        // By another process: a file that this one has open for writing cannot be run.
        let copied = Command::new("cp").arg(env!("CARGO_BIN_EXE_frontdesk")).arg(&copy).status();
        assert!(copied.unwrap().success());
        std::os::unix::fs::chown(root, Some(65_534), Some(65_534)).unwrap();
        command = Command::new(copy);
        command
            .env_clear()
            .env("HOME", root)
            .env("FRONTDESK_TEST_ROOT", root)
            .env("FRONTDESK_TEST_USED", "1")
            .uid(65_534)
            .gid(65_534);
    }
    command.env_remove("FRONTDESK_STATE_DIR").stdin(Stdio::null());
    command
}

/// Returns a command with the credentials that `frontdesk serve` accepts, for a base URL.
pub fn live(home: &Path, base_url: &str) -> Command {
    let mut command = program(home);
    command.env("CLOPOS_BASE_URL", base_url).env("CLOPOS_CLIENT_ID", "training");
    command.env("CLOPOS_CLIENT_SECRET", "training").env("CLOPOS_BRAND", "training");
    command.env("CLOPOS_INTEGRATOR_ID", "training").env("CLOPOS_VENUE_ID", "1");
    command
}

pub fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Returns the command as a shell runs it. The program and its arguments are `"$0" "$@"` in the script.
pub fn in_shell(script: &str, command: &Command) -> Command {
    let mut shell = Command::new("/bin/sh");
    shell.env_clear().args(["-c", script]).arg(command.get_program()).args(command.get_args()).stdin(Stdio::null());
    shell.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    shell
}

/// Runs a command with this standard input.
pub fn with_input(mut command: Command, input: &[u8]) -> Output {
    let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A command that needs no input may have ended.
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

/// Returns the objects of a command that prints one a line.
pub fn json_lines(output: &Output) -> Vec<serde_json::Value> {
    stdout(output).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

pub fn json(output: &Output) -> serde_json::Value {
    serde_json::from_str(&stdout(output)).unwrap_or_else(|error| panic!("{error}: {output:?}"))
}

/// Returns a finding of `frontdesk check --json`.
pub fn finding(output: &Output, id: &str) -> serde_json::Value {
    let findings = json(output)["checks"].as_array().unwrap().clone();
    findings.into_iter().find(|finding| finding["id"] == id).unwrap_or_else(|| panic!("{id}: {output:?}"))
}

/// A running `frontdesk serve` on a free port.
pub struct Server {
    pub child: Child,
    pub address: String,
}

impl Server {
    pub fn start(home: &Path, arguments: &[&str]) -> Self {
        Self::spawn(home, arguments, Stdio::null())
    }

    /// Starts a server that writes its log to a file or a pipe.
    pub fn start_with_log(home: &Path, log: impl Into<Stdio>) -> Self {
        Self::spawn(home, &[], log.into())
    }

    fn spawn(home: &Path, arguments: &[&str], log: Stdio) -> Self {
        let mut command = program(home);
        command
            .args(["serve", "--listen", "127.0.0.1:0", "--database"])
            .arg(home.join("served.sqlite"))
            .args(arguments);
        Self::from_command(command, log)
    }

    /// Starts a server with a command that listens on any address.
    pub fn from_command(mut command: Command, log: impl Into<Stdio>) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("listening on http://").unwrap_or_else(|| panic!("{line:?}")).to_owned();
        Self { child, address }
    }

    pub fn v1(&self) -> String {
        format!("http://{}/open-api", self.address)
    }

    pub fn v2(&self) -> String {
        format!("http://{}/open-api/v2", self.address)
    }

    pub fn signal(&self, name: &str) {
        send_signal(self.child.id(), name);
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Returns a local address that refuses every connection until the tests end. Its port is bound, so that no other
/// process can get it, but no process listens there.
pub fn dead_address() -> std::net::SocketAddr {
    let socket = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None).unwrap();
    socket.bind(&std::net::SocketAddr::from(([127, 0, 0, 1], 0)).into()).unwrap();
    let address = socket.local_addr().unwrap().as_socket().unwrap();
    std::mem::forget(socket);
    address
}

pub fn code(output: &std::process::Output) -> Option<i32> {
    output.status.code()
}

/// Replaces the outbox of the training mode with a file that is no database.
pub fn damage_outbox(home: &std::path::Path) {
    let folder = home.join("state/training");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("outbox.sqlite"), "no database".repeat(1000)).unwrap();
}
