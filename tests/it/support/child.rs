//! The test binary started once more as another process: to have its own limits, or to be killed.

use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::process::{Child, ChildStdout, Command, Stdio};

/// The variable that tells a test that it is the child, and what it shall do.
const TASK: &str = "SERVER_TEST_TASK";

/// The command that runs the ignored test `name` of this binary, e.g. `server::connections::holds_idle_connections`, as a
/// process of its own.
pub fn itself(name: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", name, "--ignored", "--nocapture", "--test-threads=1"]);
    command
}

/// A child process, killed when dropped.
pub struct Process {
    child: Child,
    /// Kept open: whoever writes to a closed pipe fails.
    _stdout: BufReader<ChildStdout>,
}

impl Process {
    /// Starts the test `name` of this binary with a task, and gives the first line that it prints after `> `.
    pub fn start(name: &str, task: &str) -> (Self, String) {
        let mut child = itself(name).env(TASK, task).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let said =
            stdout.by_ref().lines().map_while(Result::ok).find_map(|line| Some(line.split_once("> ")?.1.to_owned()));
        (Self { child, _stdout: stdout }, said.expect("the child says something"))
    }

    /// A child whose first line is its address.
    pub fn serving(name: &str, task: &str) -> (Self, SocketAddr) {
        let (child, address) = Self::start(name, task);
        (child, address.parse().unwrap())
    }

    /// Ends it without warning, as `kill -9` does.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// What this process shall do, if it is a child.
pub fn task() -> Option<String> {
    std::env::var(TASK).ok()
}

/// Says one line to the parent.
#[expect(clippy::print_stdout, reason = "the parent reads it there")]
pub fn say(text: &str) {
    println!("> {text}");
}

/// Waits until the parent hangs up.
pub fn wait_for_the_parent() {
    drop(std::io::stdin().read_line(&mut String::new()));
}
