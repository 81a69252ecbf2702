//! The real binary line by line: through a pipe, and in a pty.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::{Arc, Condvar, Mutex};

use serde_json::{Value, json};

use super::program::{program, stdout};
use super::pty::{self, Desk};
use super::scripted::{Reply, Request, Scripted, json_reply, reply};

pub fn run_with_input(mut command: Command, lines: &[u8]) -> Output {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .env("LANG", "C.UTF-8")
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(lines).unwrap();
    child.wait_with_output().unwrap()
}

/// Runs the line mode in training with lines that have no error. Returns the transcript.
pub fn run_plain(home: &Path, lines: &str) -> String {
    let output = run_lines(home, lines, &[]);
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
    stdout(&output)
}

/// Runs the line mode in training with lines that end with an invalid one.
pub fn run_plain_until_error(home: &Path, lines: &str) -> String {
    let output = run_lines(home, lines, &[]);
    assert!(output.status.code() == Some(3) && output.stderr.is_empty(), "{output:?}");
    stdout(&output)
}

pub fn run_lines(home: &Path, lines: &str, arguments: &[&str]) -> Output {
    let mut command = program(home);
    command.arg("--plain").args(arguments);
    run_with_input(command, lines.as_bytes())
}

/// Returns the names and phones that training has stored.
pub fn customers(home: &Path) -> Vec<(String, Option<String>)> {
    let database = rusqlite::Connection::open(home.join("state/training.sqlite")).unwrap();
    let mut rows = database.prepare("SELECT name, phone FROM customers ORDER BY id").unwrap();
    rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect()
}

/// Opens the line mode in a terminal that shows the whole conversation.
pub fn open_plain(home: &Path) -> Desk {
    Desk::spawn(pty::command(home, &["--plain"]), 200, 150)
}

/// Opens the line mode in a terminal, connected to a scripted server.
pub fn open_plain_live(home: &Path, server: &Scripted) -> Desk {
    let mut command = pty::command(home, &["--plain"]);
    command.env("CLOPOS_BASE_URL", format!("http://{}/open-api/v2", server.address));
    for name in ["CLIENT_ID", "CLIENT_SECRET", "BRAND", "INTEGRATOR_ID"] {
        command.env(format!("CLOPOS_{name}"), "training");
    }
    Desk::spawn(command, 200, 150)
}

/// A gate before the answers of a scripted server.
#[derive(Clone, Default)]
pub struct Gate(Arc<(Mutex<bool>, Condvar)>);

impl Gate {
    pub fn open(&self) {
        *self.0.0.lock().unwrap() = true;
        self.0.1.notify_all();
    }

    /// Returns when the gate is open.
    pub fn pass(&self) {
        drop(self.0.1.wait_while(self.0.0.lock().unwrap(), |is_open| !*is_open).unwrap());
    }
}

/// A server with the answers of Clopos. It calls `before` with each request and sends the answer that it returns, if
/// there is one.
pub fn scripted(before: impl Fn(&Request) -> Option<Reply> + Send + Sync + 'static) -> Scripted {
    Scripted::start(move |request| {
        before(request).unwrap_or_else(|| match (request.method.as_str(), request.path()) {
            (_, path) if path.ends_with("/auth") => {
                json_reply(&json!({"success": true, "token": "t", "expires_in": 3600}))
            }
            ("POST", path) if path.ends_with("/customers") => {
                let sent: Value = request.json();
                json_reply(&json!({"success": true, "data": {"id": 14, "name": sent["name"], "cid": sent["cid"]}}))
            }
            (_, path) if path.ends_with("/customer-groups") => {
                json_reply(&json!({"success": true, "data": [{"id": 4, "name": "VIP"}, {"id": 5, "name": "Staff"}]}))
            }
            _ => json_reply(&json!({"success": true, "data": []})),
        })
    })
}

/// Returns the answer of Clopos to a phone that another customer has.
pub fn conflict() -> Reply {
    reply(409, &[], r#"{"success":false,"error":"duplicate_phone","message":"phone"}"#)
}

pub fn is_registration(request: &Request) -> bool {
    request.method == "POST" && request.path().ends_with("/customers")
}
