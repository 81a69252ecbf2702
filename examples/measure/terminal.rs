use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::io::{Read, Write};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use filedescriptor::{POLLIN, poll, pollfd};
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// Longer than any answer takes on a busy machine, also under callgrind.
const TIMEOUT: Duration = Duration::from_mins(1);

/// A program in a pty of this machine. The terminal emulator runs in the same thread, so that no other thread has to wake
/// up between an output and the time that is taken of it.
pub struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    started_at: Instant,
    master: Box<dyn MasterPty + Send>,
    keys: Box<dyn Write + Send>,
    output: Box<dyn Read + Send>,
    screen: vt100::Parser,
    bytes: usize,
    last_output_at: Instant,
}

/// The columns and rows of a screen.
pub type Size = (u16, u16);

impl Terminal {
    pub fn start(command: CommandBuilder, (cols, rows): Size) -> anyhow::Result<Self> {
        let pty = native_pty_system().openpty(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 })?;
        let (keys, output) = (pty.master.take_writer()?, pty.master.try_clone_reader()?);
        let started_at = Instant::now();
        let child = pty.slave.spawn_command(command)?;
        Ok(Self {
            child,
            started_at,
            master: pty.master,
            keys,
            output,
            screen: vt100::Parser::new(rows.try_into()?, cols.try_into()?, 0),
            bytes: 0,
            last_output_at: started_at,
        })
    }

    /// Waits for output until the screen meets a condition. Returns the time from the start to that output.
    pub fn wait_until(&mut self, condition: impl Fn(&vt100::Screen) -> bool) -> anyhow::Result<Duration> {
        let deadline = Instant::now() + TIMEOUT;
        while !condition(self.screen.screen()) {
            let shows = || format!("not shown in {TIMEOUT:?}:\n{}", self.screen.screen().contents());
            anyhow::ensure!(self.has_output_before(deadline)?, shows());
            self.read()?;
        }
        Ok(self.last_output_at - self.started_at)
    }

    /// Types a letter and waits until it is left of the cursor. Then the pause of the typist begins, in which all further
    /// output is read. Returns the time from the key to the letter.
    pub fn type_letter(&mut self, letter: char, pace: Duration) -> anyhow::Result<Duration> {
        let before = self.cursor();
        let typed_at = Instant::now();
        self.write(letter.encode_utf8(&mut [0; 4]))?;
        self.wait_until(|screen| {
            let (row, column) = screen.cursor_position();
            let shown = column.checked_sub(1).and_then(|left| screen.cell(row, left)).map_or("", vt100::Cell::contents);
            (row, column) != before && shown.trim() == letter.to_string().trim()
        })
        .with_context(|| format!("the letter {letter:?}"))?;
        let latency = self.last_output_at - typed_at;
        self.read_until(typed_at + pace)?;
        Ok(latency)
    }

    /// Sends keys and waits until the screen meets a condition. Returns the time between.
    pub fn send_and_wait(&mut self, keys: &str, shown: impl Fn(&vt100::Screen) -> bool) -> anyhow::Result<Duration> {
        let typed_at = Instant::now();
        self.write(keys)?;
        self.wait_until(shown).with_context(|| format!("after the keys {keys:?}"))?;
        Ok(self.last_output_at - typed_at)
    }

    /// Reads all output until none has arrived for `period`.
    pub fn wait_until_quiet(&mut self, period: Duration) -> anyhow::Result<()> {
        while self.has_output_before(Instant::now() + period)? {
            self.read()?;
        }
        Ok(())
    }

    /// Reads all output until a time.
    pub fn read_until(&mut self, deadline: Instant) -> anyhow::Result<()> {
        while self.has_output_before(deadline)? {
            self.read()?;
        }
        Ok(())
    }

    pub fn write(&mut self, keys: &str) -> anyhow::Result<()> {
        Ok(self.keys.write_all(keys.as_bytes())?)
    }

    pub fn cursor(&self) -> (u16, u16) {
        self.screen.screen().cursor_position()
    }

    pub const fn last_output_at(&self) -> Instant {
        self.last_output_at
    }

    pub const fn bytes(&self) -> usize {
        self.bytes
    }

    pub fn process(&self) -> anyhow::Result<u32> {
        self.child.process_id().context("a process")
    }

    /// Waits until the program has ended.
    pub fn wait_for_end(&mut self) -> anyhow::Result<()> {
        // Reading fails when the program has closed the terminal.
        while self.has_output_before(Instant::now() + TIMEOUT)? && self.read().is_ok() {}
        self.child.wait()?;
        Ok(())
    }

    /// Returns the time that each thread has run, in the program and in the system, by its number.
    pub fn cpu_by_thread(&self) -> anyhow::Result<BTreeMap<OsString, Duration>> {
        let process = self.process()?;
        let threads = fs::read_dir(format!("/proc/{process}/task"))?;
        threads
            .map(|thread| {
                let thread = thread?;
                // A thread that ends meanwhile has no figure.
                let figures = fs::read_to_string(thread.path().join("schedstat")).unwrap_or_default();
                let nanoseconds = figures.split(' ').next().and_then(|figure| figure.parse().ok()).unwrap_or(0);
                Ok((thread.file_name(), Duration::from_nanos(nanoseconds)))
            })
            .collect()
    }

    fn has_output_before(&self, deadline: Instant) -> anyhow::Result<bool> {
        let fd = self.master.as_raw_fd().context("a descriptor")?;
        let remaining = deadline.saturating_duration_since(Instant::now());
        Ok(poll(&mut [pollfd { fd, events: POLLIN, revents: 0 }], Some(remaining))? > 0)
    }

    fn read(&mut self) -> anyhow::Result<()> {
        let mut buffer = [0; 8192];
        let length = self.output.read(&mut buffer).context("the program has ended")?;
        anyhow::ensure!(length > 0, "the program has ended");
        self.last_output_at = Instant::now();
        self.bytes += length;
        self.screen.process(buffer.get(..length).unwrap_or_default());
        Ok(())
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
