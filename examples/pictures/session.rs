use std::io::{Read as _, Write};
use std::path::Path;
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::bail;
use portable_pty::{Child, CommandBuilder, PtySize, native_pty_system};

/// The size of the screen.
pub(crate) const COLUMNS: usize = 108;
pub(crate) const ROWS: usize = 24;

/// Longer than any answer takes. A scene that waits this long fails.
const WAIT_TIMEOUT: Duration = Duration::from_secs(30);
/// The time between two keys of a cashier who types fast.
const KEY_GAP: Duration = Duration::from_millis(95);
/// Output that comes within this time is one frame.
const FRAME_GAP: Duration = Duration::from_millis(12);
/// The time for which the name of a pressed key is shown.
const KEY_SHOWN: Duration = Duration::from_millis(700);

/// A step of a scene.
pub(crate) enum Step {
    /// Types a text, letter by letter.
    Type(&'static str),
    /// Presses a key, which has a name and is sent as bytes.
    Press(&'static str, &'static str),
    /// Waits until the screen has a text.
    Wait(&'static str),
    /// Shows the screen for some milliseconds.
    Look(u64),
}

/// How fast a scene is played.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pace {
    OfACashier,
    AtOnce,
}

/// The screen at a time of the scene, which begins with the first frame.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Frame {
    pub(crate) at: Duration,
    pub(crate) rows: Vec<Row>,
    /// Column and row.
    pub(crate) cursor: (usize, usize),
    /// The name of the key that was just pressed.
    pub(crate) key: Option<&'static str>,
}

/// The parts of a row, each in one style.
pub(crate) type Row = Vec<Run>;

/// Cells of one style, next to each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) column: usize,
    pub(crate) width: usize,
    pub(crate) text: String,
    pub(crate) style: Style,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Style {
    pub(crate) text: vt100::Color,
    pub(crate) background: vt100::Color,
    pub(crate) bold: bool,
    pub(crate) underline: bool,
}

/// A desk in a pty.
pub(crate) struct Session {
    child: Box<dyn Child + Send + Sync>,
    keys: Box<dyn Write + Send>,
    output: Receiver<Vec<u8>>,
    terminal: vt100::Parser,
    /// The time of the first frame.
    begin: Instant,
    key: Option<(&'static str, Instant)>,
    frames: Vec<Frame>,
}

impl Session {
    pub(crate) fn open(
        program: &Path,
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> anyhow::Result<Self> {
        let size = PtySize { rows: ROWS.try_into()?, cols: COLUMNS.try_into()?, pixel_width: 0, pixel_height: 0 };
        let pty = native_pty_system().openpty(size)?;
        let mut command = CommandBuilder::new(program);
        command.args(["--cashier", "leyla"]);
        command.env_clear();
        for (name, value) in environment {
            command.env(name, value);
        }
        let child = pty.slave.spawn_command(command)?;
        drop(pty.slave);
        let keys = pty.master.take_writer()?;
        let mut reader = pty.master.try_clone_reader()?;
        let (sender, output) = mpsc::channel();
        thread::spawn(move || {
            // The other end of the pty must stay open while it is read.
            let _master = pty.master;
            let mut buffer = vec![0; 65536];
            while let Ok(length @ 1..) = reader.read(&mut buffer) {
                if sender.send(buffer.get(..length).unwrap_or_default().to_vec()).is_err() {
                    return;
                }
            }
        });
        let terminal = vt100::Parser::new(size.rows.try_into()?, size.cols.try_into()?, 0);
        Ok(Self { child, keys, output, terminal, begin: Instant::now(), key: None, frames: Vec::new() })
    }

    /// Plays a scene and returns the frames of the session since its begin.
    pub(crate) fn play(&mut self, steps: &[Step], pace: Pace) -> anyhow::Result<Vec<Frame>> {
        for step in steps {
            match step {
                Step::Type(text) if pace == Pace::AtOnce => self.send(text)?,
                Step::Type(text) => {
                    for letter in text.chars() {
                        self.send(&letter.to_string())?;
                        self.record(KEY_GAP);
                    }
                }
                Step::Press(name, bytes) => {
                    self.key = Some((name, Instant::now()));
                    self.send(bytes)?;
                    if pace == Pace::OfACashier {
                        self.record(KEY_GAP * 4);
                    }
                }
                Step::Wait(text) => {
                    let deadline = Instant::now() + WAIT_TIMEOUT;
                    while !self.terminal.screen().contents().contains(text) {
                        if Instant::now() > deadline {
                            bail!("{text:?} never came:\n{}", self.terminal.screen().contents());
                        }
                        self.record(FRAME_GAP);
                    }
                }
                Step::Look(milliseconds) => self.record(Duration::from_millis(*milliseconds)),
            }
        }
        Ok(self.frames.clone())
    }

    fn send(&mut self, text: &str) -> anyhow::Result<()> {
        Ok(self.keys.write_all(text.as_bytes())?)
    }

    /// Takes frames for some time.
    fn record(&mut self, period: Duration) {
        let end = Instant::now() + period;
        while let Some(remaining) = end.checked_duration_since(Instant::now()) {
            let mut next = self.output.recv_timeout(remaining.min(KEY_GAP));
            while let Ok(bytes) = next {
                self.terminal.process(&bytes);
                next = self.output.recv_timeout(FRAME_GAP);
            }
            self.take_frame();
        }
    }

    fn take_frame(&mut self) {
        let (row, column) = self.terminal.screen().cursor_position();
        let key = self.key.filter(|(_, at)| at.elapsed() < KEY_SHOWN).map(|(name, _)| name);
        if self.frames.is_empty() {
            if self.terminal.screen().contents().is_empty() {
                return;
            }
            self.begin = Instant::now();
        }
        let at = if self.frames.is_empty() { Duration::ZERO } else { self.begin.elapsed() };
        let rows = (0..).take(ROWS).map(|row| runs(self.terminal.screen(), row)).collect();
        let frame = Frame { at, rows, cursor: (column.into(), row.into()), key };
        let is_new = |last: &Frame| Frame { at, ..last.clone() } != frame;
        if self.frames.last().is_none_or(is_new) {
            self.frames.push(frame);
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // It may have ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn runs(screen: &vt100::Screen, row: u16) -> Row {
    let mut runs: Row = Vec::new();
    for (cell, column) in (0..).map(|column| screen.cell(row, column)).zip(0..COLUMNS) {
        let Some(cell) = cell else { continue };
        let style =
            Style { text: cell.fgcolor(), background: cell.bgcolor(), bold: cell.bold(), underline: cell.underline() };
        let text = if cell.contents().is_empty() { " " } else { cell.contents() };
        match runs.last_mut() {
            Some(last) if last.style == style => {
                last.width += 1;
                last.text.push_str(text);
            }
            _ => runs.push(Run { column, width: 1, text: text.to_owned(), style }),
        }
    }
    runs
}
