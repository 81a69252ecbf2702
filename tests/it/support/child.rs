//! The test binary as a child process, with its own limits, or to be killed.

use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::process::{Child, ChildStdout, Command, Stdio};

use rustix::process::{Pid, Signal, kill_process};

/// The environment variable that marks a child process and holds its task.
const TASK: &str = "SERVER_TEST_TASK";

/// Sends a signal to a process. A minimal system has no program `kill`.
pub fn send_signal(process_id: u32, name: &str) {
    let signal = match name {
        "CONT" => Signal::CONT,
        "HUP" => Signal::HUP,
        "INT" => Signal::INT,
        "QUIT" => Signal::QUIT,
        "STOP" => Signal::STOP,
        "TERM" => Signal::TERM,
        "USR1" => Signal::USR1,
        _ => panic!("{name}"),
    };
    let process = Pid::from_raw(process_id.try_into().unwrap()).unwrap();
    kill_process(process, signal).unwrap();
}

/// Returns the command that runs this binary.
pub fn test_binary() -> Command {
    Command::new(std::env::current_exe().unwrap())
}

/// Returns the command that runs the ignored test `name` of this binary, e.g. `server::crowds::holds_idle_connections`,
/// in a separate process.
pub fn ignored_test(name: &str) -> Command {
    let mut command = test_binary();
    command.args(["--exact", name, "--ignored", "--nocapture", "--test-threads=1"]);
    command
}

/// A child process, killed when dropped.
pub struct Process {
    child: Child,
    /// Kept open, because writing to a closed pipe would fail in the child.
    _stdout: BufReader<ChildStdout>,
}

impl Process {
    /// Starts the test `name` of this binary with a task, and returns the first line that it prints after `> `.
    pub fn start(name: &str, task: &str) -> (Self, String) {
        let mut child =
            ignored_test(name).env(TASK, task).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let first_line =
            stdout.by_ref().lines().map_while(Result::ok).find_map(|line| Some(line.split_once("> ")?.1.to_owned()));
        (Self { child, _stdout: stdout }, first_line.expect("the child says something"))
    }

    /// Starts a child whose first line is its address.
    pub fn start_server(name: &str, task: &str) -> (Self, SocketAddr) {
        let (child, address) = Self::start(name, task);
        (child, address.parse().unwrap())
    }

    /// Kills the child without warning, as `kill -9` does.
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

/// Returns the task of this process. `None` means that it is not a child.
pub fn task() -> Option<String> {
    std::env::var(TASK).ok()
}

/// Prints one line for the parent.
#[expect(clippy::print_stdout, reason = "the parent reads it there")]
pub fn report_to_parent(text: &str) {
    println!("> {text}");
}

/// Waits until the parent closes the standard input.
pub fn wait_for_parent() {
    drop(std::io::stdin().read_line(&mut String::new()));
}
