//! The real binary in a real pty: keys go in, a terminal emulator keeps the screen, a test waits until the screen
//! shows what it should.

use std::fs::OpenOptions;
use std::io::{Read, Write};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};

/// Longer than anything may take on a machine that does other things as well; a test that waits so long fails.
const PATIENCE: Duration = Duration::from_mins(1);

pub struct Desk {
    pub child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    keys: Box<dyn Write + Send>,
    output: Receiver<Vec<u8>>,
    screen: vt100::Parser,
    /// Every byte that the program has written.
    pub bytes: Vec<u8>,
}

/// The binary with an environment of its own: nothing of the machine's settings gets in.
pub fn command(state: &Path, arguments: &[&str]) -> CommandBuilder {
    let mut command = command_under(&[], state);
    command.args(arguments);
    command
}

/// The same, started by another program.
pub fn command_under(starter: &[&str], state: &Path) -> CommandBuilder {
    let mut words = starter.to_vec();
    words.push(env!("CARGO_BIN_EXE_frontdesk"));
    let mut command = CommandBuilder::new(words[0]);
    command.args(&words[1..]);
    command.env_clear();
    command.env("HOME", state);
    command.env("FRONTDESK_STATE_DIR", state.join("state"));
    command.env("FRONTDESK_TEST_ROOT", state);
    command.env("TERM", "xterm-256color");
    command.env("LANG", "C.UTF-8");
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command
}

/// How much of a window the emulator keeps: the desk draws no more.
fn kept(rows: u16, cols: u16) -> (u16, u16) {
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
        let (send, output) = mpsc::channel();
        thread::spawn(move || {
            let mut buffer = vec![0; 65536];
            while let Ok(length @ 1..) = reader.read(&mut buffer) {
                if send.send(buffer[..length].to_vec()).is_err() {
                    return;
                }
            }
        });
        let (kept_rows, kept_cols) = kept(rows, cols);
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
        let (kept_rows, kept_cols) = kept(rows, cols);
        self.screen.screen_mut().set_size(kept_rows.try_into().unwrap(), kept_cols.try_into().unwrap());
    }

    /// Waits until the screen is as it should be.
    pub fn wait_until(&mut self, what: &str, is_so: impl Fn(&vt100::Screen) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !is_so(self.screen.screen()) {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.output.recv_timeout(left) {
                Ok(bytes) => self.take(&bytes),
                Err(error) => panic!("{what}: {error}; the screen:\n{}", self.screen.screen().contents()),
            }
        }
    }

    /// Waits until something comes, and takes it.
    pub fn until_some(&mut self) {
        let bytes = self.output.recv_timeout(PATIENCE).unwrap();
        self.take(&bytes);
    }

    /// Takes what comes until nothing has come for so long.
    pub fn until_quiet(&mut self, quiet: Duration) {
        while let Ok(bytes) = self.output.recv_timeout(quiet) {
            self.take(&bytes);
        }
    }

    pub fn wait_for(&mut self, text: &str) {
        self.wait_until(&format!("no {text:?}"), |screen| screen.contents().contains(text));
    }

    /// Types a text and waits until it stands in the row of the caret.
    pub fn types(&mut self, text: &str) {
        self.send(text);
        self.wait_until(&format!("{text:?} was not typed"), |screen| {
            let (row, _) = screen.cursor_position();
            screen.rows(0, 300).nth(row.into()).is_some_and(|row| row.contains(text))
        });
    }

    /// Sends a key and waits until the caret is in the row of a label.
    pub fn goes_to(&mut self, key: &str, label: &str) {
        self.send(key);
        self.wait_until(&format!("the focus is not on {label}"), |screen| {
            let (row, _) = screen.cursor_position();
            screen.rows(0, 300).nth(row.into()).is_some_and(|row| row.trim_start().starts_with(label))
        });
    }

    pub fn contents(&self) -> String {
        self.screen.screen().contents()
    }

    /// The row that begins with a label.
    pub fn row(&self, label: &str) -> String {
        let rows: Vec<String> = self.screen.screen().rows(0, 300).collect();
        rows.into_iter().find(|row| row.trim_start().starts_with(label)).unwrap_or_else(|| panic!("no {label}"))
    }

    /// The row below the one that begins with a label.
    pub fn below(&self, label: &str) -> String {
        let rows: Vec<String> = self.screen.screen().rows(0, 300).collect();
        let at = rows.iter().position(|row| row.trim_start().starts_with(label)).unwrap();
        rows[at + 1].clone()
    }

    pub fn screen(&self) -> &vt100::Screen {
        self.screen.screen()
    }

    /// Waits for the end of the program and of its output.
    pub fn end(&mut self) -> ExitStatus {
        let deadline = Instant::now() + PATIENCE;
        while let Ok(bytes) = self.output.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            self.take(&bytes);
        }
        self.child.wait().unwrap()
    }

    fn take(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
        self.screen.process(bytes);
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        // A test that failed leaves it running.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn signal(child: &dyn Child, name: &str) {
    let id = child.process_id().unwrap().to_string();
    assert!(std::process::Command::new("kill").args([&format!("-{name}"), &id]).status().unwrap().success());
}

/// Registers somebody in training, quits, and gives back which cashier the outbox has noted.
pub fn cashier_of(mut desk: Desk, name: &str, state: &Path) -> String {
    desk.wait_for("Main venue");
    desk.goes_to("\t", "Name");
    desk.types(name);
    desk.send("\x13");
    desk.wait_for(&format!("Registered {name}"));
    desk.send("\x11");
    assert!(desk.end().success());
    let outbox = rusqlite::Connection::open(state.join("training/outbox.sqlite")).unwrap();
    outbox.query_row("SELECT cashier FROM registration", [], |row| row.get(0)).unwrap()
}

/// A desk at the end of a line that can be dropped: read in the test's own thread, so that nothing else holds it.
pub struct Line {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    keys: Box<dyn Write + Send>,
    reader: Box<dyn Read + Send>,
    screen: vt100::Parser,
}

impl Line {
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

    /// Types and waits until a text is on the screen.
    pub fn types(&mut self, keys: &str, then: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
        let mut buffer = [0; 8192];
        while !self.screen.screen().contents().contains(then) {
            let length = self.reader.read(&mut buffer).unwrap();
            self.screen.process(&buffer[..length]);
        }
    }

    /// Types without looking at what comes of it.
    pub fn types_blindly(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    /// Fills what the terminal has room for, as if it had stopped reading long ago.
    pub fn fill(&self) {
        let name = self.master.tty_name().unwrap();
        let nonblocking = i32::try_from(rustix::fs::OFlags::NONBLOCK.bits()).unwrap();
        let mut terminal = OpenOptions::new().write(true).custom_flags(nonblocking).open(name).unwrap();
        // One byte after many: there is no room left at all.
        for size in [4096, 1] {
            while terminal.write(&[0; 4096][..size]).is_ok() {}
        }
    }

    pub fn signal(&self, name: &str) {
        signal(&*self.child, name);
    }

    /// Waits for the end of the program, without reading from it.
    pub fn end_unread(&mut self) -> ExitStatus {
        self.child.wait().unwrap()
    }

    /// Drops the line; gives back how long it took until the program had ended.
    pub fn cut(self) -> Duration {
        let Self { mut child, master, keys, reader, .. } = self;
        let cut = Instant::now();
        drop((master, keys, reader));
        child.wait().unwrap();
        cut.elapsed()
    }
}
