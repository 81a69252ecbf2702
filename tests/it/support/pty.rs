//! The real binary in a real pty: a test sends keys, and waits until the screen of a terminal emulator shows what it
//! expects.

use std::fs::OpenOptions;
use std::io::{Read, Write};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};

use super::child::send_signal;

/// Longer than any step may take on a busy machine. A test that waits this long fails.
const WAIT_TIMEOUT: Duration = Duration::from_mins(1);

pub struct Desk {
    pub child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    keys: Box<dyn Write + Send>,
    output: Receiver<Vec<u8>>,
    screen: vt100::Parser,
    /// Every byte that the program has written.
    pub bytes: Vec<u8>,
}

/// Returns a command of the binary with a clean environment, without the settings of the machine.
pub fn command(state: &Path, arguments: &[&str]) -> CommandBuilder {
    let mut command = command_under(&[], state);
    command.args(arguments);
    command
}

/// Returns the same command, started by another program.
pub fn command_under(launcher: &[&str], state: &Path) -> CommandBuilder {
    let mut command_line = launcher.to_vec();
    command_line.push(env!("CARGO_BIN_EXE_frontdesk"));
    let mut command = CommandBuilder::new(command_line[0]);
    command.args(&command_line[1..]);
    command.env_clear();
    command.env("HOME", state);
    command.env("FRONTDESK_STATE_DIR", state.join("state"));
    command.env("FRONTDESK_TEST_ROOT", state);
    command.env("FRONTDESK_TEST_USED", "1");
    command.env("TERM", "xterm-256color");
    command.env("LANG", "C.UTF-8");
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command
}

/// Returns the part of a window that the emulator keeps. The desk draws no more.
fn emulated_size(rows: u16, cols: u16) -> (u16, u16) {
    (rows.min(200), cols.min(500))
}

impl Desk {
    pub fn open(state: &Path) -> Self {
        Self::spawn(command(state, &[]), 80, 24)
    }

    pub fn spawn(command: CommandBuilder, cols: u16, rows: u16) -> Self {
        let pty = native_pty_system().openpty(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }).unwrap();
        let child = pty.slave.spawn_command(command).unwrap();
        drop(pty.slave);
        let mut reader = pty.master.try_clone_reader().unwrap();
        let keys = pty.master.take_writer().unwrap();
        let (sender, output) = mpsc::channel();
        thread::spawn(move || {
            let mut buffer = vec![0; 65536];
            while let Ok(length @ 1..) = reader.read(&mut buffer) {
                if sender.send(buffer[..length].to_vec()).is_err() {
                    return;
                }
            }
        });
        let (kept_rows, kept_cols) = emulated_size(rows, cols);
        let screen = vt100::Parser::new(kept_rows.try_into().unwrap(), kept_cols.try_into().unwrap(), 0);
        Self { child, master: pty.master, keys, output, screen, bytes: Vec::new() }
    }

    pub fn signal(&self, name: &str) {
        signal(&*self.child, name);
    }

    pub fn send(&mut self, keys: &str) {
        self.send_bytes(keys.as_bytes());
    }

    pub fn send_bytes(&mut self, bytes: &[u8]) {
        self.keys.write_all(bytes).unwrap();
        self.keys.flush().unwrap();
    }

    pub fn resize(&mut self, cols: u16, rows: u16) {
        self.master.resize(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }).unwrap();
        let (kept_rows, kept_cols) = emulated_size(rows, cols);
        self.screen.screen_mut().set_size(kept_rows.try_into().unwrap(), kept_cols.try_into().unwrap());
    }

    /// Waits until the screen meets a condition.
    pub fn wait_until(&mut self, failure: &str, condition: impl Fn(&vt100::Screen) -> bool) {
        let deadline = Instant::now() + WAIT_TIMEOUT;
        while !condition(self.screen.screen()) {
            let remaining = deadline.saturating_duration_since(Instant::now());
            match self.output.recv_timeout(remaining) {
                Ok(bytes) => self.process_output(&bytes),
                Err(error) => panic!("{failure}: {error}; the screen:\n{}", self.screen.screen().contents()),
            }
        }
    }

    /// Waits for the next output and processes it.
    pub fn wait_for_output(&mut self) {
        let bytes = self.output.recv_timeout(WAIT_TIMEOUT).unwrap();
        self.process_output(&bytes);
    }

    /// Processes output until none has arrived for `period`.
    pub fn wait_until_quiet(&mut self, period: Duration) {
        while let Ok(bytes) = self.output.recv_timeout(period) {
            self.process_output(&bytes);
        }
    }

    pub fn wait_for(&mut self, text: &str) {
        self.wait_until(&format!("no {text:?}"), |screen| screen.contents().contains(text));
    }

    /// Types a text and waits until it is in the row of the cursor.
    pub fn types(&mut self, text: &str) {
        self.send(text);
        self.wait_until(&format!("{text:?} was not typed"), |screen| {
            let (row, _) = screen.cursor_position();
            let row = screen.rows(0, 300).nth(row.into());
            row.is_some_and(|row| row.contains(text) && !row.contains(" e.g. "))
        });
    }

    /// Waits until a row of a list has both texts.
    pub fn wait_for_row(&mut self, name: &str, state: &str) {
        self.wait_until(&format!("no row {name:?} {state:?}"), |screen| has_row(screen, name, state));
    }

    /// Returns true if a row of a list has both texts.
    pub fn has_row(&self, name: &str, state: &str) -> bool {
        has_row(self.screen(), name, state)
    }

    /// Sends a key and waits until the cursor is in the row of a label.
    pub fn goes_to(&mut self, key: &str, label: &str) {
        self.send(key);
        self.wait_until(&format!("the focus is not on {label}"), |screen| {
            let (row, _) = screen.cursor_position();
            screen.rows(0, 300).nth(row.into()).is_some_and(|row| begins_with(&row, label))
        });
    }

    pub fn contents(&self) -> String {
        self.screen.screen().contents()
    }

    /// Returns the row that begins with a label.
    pub fn row(&self, label: &str) -> String {
        let rows: Vec<String> = self.screen.screen().rows(0, 300).collect();
        rows.into_iter().find(|row| begins_with(row, label)).unwrap_or_else(|| panic!("no {label}"))
    }

    /// Returns the text typed into a field. An example is not typed.
    pub fn value(&self, label: &str) -> String {
        value_of(&self.row(label))
    }

    /// Returns the row below the one that begins with a label.
    pub fn row_below(&self, label: &str) -> String {
        let rows: Vec<String> = self.screen.screen().rows(0, 300).collect();
        let at = rows.iter().position(|row| begins_with(row, label)).unwrap();
        rows[at + 1].clone()
    }

    pub fn screen(&self) -> &vt100::Screen {
        self.screen.screen()
    }

    /// Waits until the program has ended and its output is complete.
    pub fn end(&mut self) -> ExitStatus {
        let deadline = Instant::now() + WAIT_TIMEOUT;
        while let Ok(bytes) = self.output.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            self.process_output(&bytes);
        }
        self.child.wait().unwrap()
    }

    fn process_output(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
        self.screen.process(bytes);
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        // A failed test leaves it running.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn signal(child: &dyn Child, name: &str) {
    send_signal(child.process_id().unwrap(), name);
}

/// Registers a customer in the training mode, quits, and returns the cashier in the outbox.
pub fn register_and_read_cashier(mut desk: Desk, name: &str, state: &Path) -> String {
    desk.wait_for("Main venue");
    desk.goes_to("\t", "Name");
    desk.types(name);
    desk.send("\x13");
    desk.wait_for(&format!("REGISTERED  {name}"));
    desk.send("\x11");
    assert!(desk.end().success());
    let outbox = rusqlite::Connection::open(state.join("training/outbox.sqlite")).unwrap();
    outbox.query_row("SELECT cashier FROM registration", [], |row| row.get(0)).unwrap()
}

/// A desk whose terminal can be disconnected. The test's own thread reads it, so that no other thread keeps it open.
pub struct RemoteDesk {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    keys: Box<dyn Write + Send>,
    reader: Box<dyn Read + Send>,
    screen: vt100::Parser,
}

impl RemoteDesk {
    pub fn spawn(command: CommandBuilder) -> Self {
        let pty = native_pty_system().openpty(PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 }).unwrap();
        let child = pty.slave.spawn_command(command).unwrap();
        drop(pty.slave);
        let reader = pty.master.try_clone_reader().unwrap();
        let keys = pty.master.take_writer().unwrap();
        Self {
            child,
            master: pty.master,
            keys,
            reader,
            screen: vt100::Parser::new(24.try_into().unwrap(), 80.try_into().unwrap(), 0),
        }
    }

    /// Types and waits until the screen shows a text.
    pub fn type_and_wait_for(&mut self, keys: &str, expected: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
        let mut buffer = [0; 8192];
        while !self.screen.screen().contents().contains(expected) {
            let length = self.reader.read(&mut buffer).unwrap();
            self.screen.process(&buffer[..length]);
        }
    }

    /// Types without reading the output.
    pub fn type_without_reading(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    /// Fills the output buffer of the terminal, as if it had stopped reading long ago.
    pub fn fill_output(&self) {
        let name = self.master.tty_name().unwrap();
        let nonblocking = i32::try_from(rustix::fs::OFlags::NONBLOCK.bits()).unwrap();
        let mut terminal = OpenOptions::new().write(true).custom_flags(nonblocking).open(name).unwrap();
        // First large writes, then single bytes, until no space is left at all.
        for size in [4096, 1] {
            while terminal.write(&[0; 4096][..size]).is_ok() {}
        }
    }

    pub fn signal(&self, name: &str) {
        signal(&*self.child, name);
    }

    /// Waits until the program has ended, without reading its output.
    pub fn wait_for_exit_without_reading(&mut self) -> ExitStatus {
        self.child.wait().unwrap()
    }

    /// Closes the terminal, and returns the time until the program has ended.
    pub fn disconnect(self) -> Duration {
        let Self { mut child, master, keys, reader, .. } = self;
        let disconnected_at = Instant::now();
        drop((master, keys, reader));
        child.wait().unwrap();
        disconnected_at.elapsed()
    }
}

fn has_row(screen: &vt100::Screen, name: &str, state: &str) -> bool {
    screen.rows(0, 300).any(|row| row.contains(&format!("{name} ")) && row.contains(&format!(" {state}")))
}

/// Returns true if a row of the form is that of the label, with or without the focus.
pub fn begins_with(row: &str, label: &str) -> bool {
    row.trim_start_matches(['┃', '>', '│', ' ']).starts_with(label)
}

/// Returns the text typed into the field of a row. An example is not typed.
pub fn value_of(row: &str) -> String {
    let typed = row.chars().skip(17).collect::<String>().trim().to_owned();
    if typed.starts_with("e.g. ") { String::new() } else { typed }
}
