use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context as _;
use portable_pty::CommandBuilder;

use crate::terminal::Terminal;

/// Letters of a name in the lower case, as a cashier types it. Together with `WARM_UP` they fit in the row.
const LETTERS: &str = "aysel mamedova abdullayeva aliq";

/// Typed before the first letter that counts.
const WARM_UP: &str = "ab";

/// From a key to the next one. A scanner types faster than 30 ms, a hand slower.
const PACE: Duration = Duration::from_millis(80);

/// A program with a text field.
pub struct Program {
    pub name: &'static str,
    command_line: Vec<String>,
    /// The text that its frame draws last.
    last_text: &'static str,
    /// The text that says that it has loaded everything, and the keys to the text field.
    loaded: Option<(&'static str, &'static str)>,
}

/// What one run of a program has taken.
pub struct Measured {
    /// From the start of the process to the first visible text.
    pub first_text: Duration,
    /// From the start of the process to the complete frame with a cursor.
    pub first_frame: Duration,
    /// From each key to its letter.
    pub letters: Vec<Duration>,
    /// The output between the first key and the end of the last pause.
    pub bytes: usize,
    /// The user and system time of all threads in the same time, without those that have ended.
    pub cpu: Duration,
}

impl Program {
    /// The desk in training, with a state directory of its own.
    pub fn frontdesk(path: &str) -> anyhow::Result<Self> {
        let path = std::path::absolute(path)?;
        anyhow::ensure!(path.is_file(), "{} is missing: cargo build --release", path.display());
        Ok(Self {
            name: "frontdesk",
            command_line: vec![path.display().to_string()],
            last_text: "Ctrl-S",
            loaded: Some(("Main venue", "\t")),
        })
    }

    pub fn whiptail() -> anyhow::Result<Self> {
        Self::input_box("whiptail")
    }

    pub fn dialog() -> anyhow::Result<Self> {
        Self::input_box("dialog")
    }

    fn input_box(name: &'static str) -> anyhow::Result<Self> {
        let installed = std::env::var_os("PATH").is_some_and(|path| {
            std::env::split_paths(&path).map(|directory: PathBuf| directory.join(name)).any(|file| file.is_file())
        });
        anyhow::ensure!(installed, "{name} is missing: apt-get install whiptail dialog");
        let command_line = [name, "--inputbox", "Name", "10", "60"].map(str::to_owned).to_vec();
        Ok(Self { name, command_line, last_text: "<Cancel>", loaded: None })
    }

    /// Runs the program once.
    pub fn measure(&self) -> anyhow::Result<Measured> {
        let home = tempfile::tempdir()?;
        let mut command = CommandBuilder::from_argv(self.command_line.iter().map(Into::into).collect());
        command.env_clear();
        command.env("HOME", home.path());
        command.env("FRONTDESK_STATE_DIR", home.path().join("state"));
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        let mut terminal = Terminal::start(command)?;
        let first_text = terminal.wait_until(|screen| !screen.contents().trim().is_empty()).context("a first text")?;
        let first_frame = terminal
            .wait_until(|screen| screen.contents().contains(self.last_text) && !screen.hide_cursor())
            .context("a first frame")?;
        if let Some((text, keys)) = self.loaded {
            terminal.wait_until(|screen| screen.contents().contains(text)).context(text)?;
            let before = terminal.cursor();
            terminal.write(keys)?;
            terminal.wait_until(|screen| screen.cursor_position() != before).context("the text field")?;
        }
        for letter in WARM_UP.chars() {
            terminal.type_letter(letter, PACE)?;
        }
        let (bytes, cpu_before) = (terminal.bytes(), terminal.cpu_by_thread()?);
        let letters: Vec<Duration> =
            LETTERS.chars().map(|letter| terminal.type_letter(letter, PACE)).collect::<Result<_, _>>()?;
        // The time of a thread that has ended is lost: it has loaded something and has nothing to do with keys.
        let cpu = terminal.cpu_by_thread()?;
        let since = |(thread, cpu): (&OsString, &Duration)| {
            cpu.saturating_sub(cpu_before.get(thread).copied().unwrap_or_default())
        };
        Ok(Measured {
            first_text,
            first_frame,
            letters,
            bytes: terminal.bytes() - bytes,
            cpu: cpu.iter().map(since).sum(),
        })
    }
}
