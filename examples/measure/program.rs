use std::collections::BTreeMap;
use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::Context as _;
use portable_pty::CommandBuilder;
use tempfile::TempDir;

use crate::terminal::{Size, Terminal};

pub const USUAL_SIZE: Size = (80, 24);

/// Longer than a program needs for a frame. After this time without output it waits for a key.
pub const QUIET: Duration = Duration::from_millis(300);

const LABELS: [&str; 8] = ["Phone", "Name *", "Code", "Date of birth", "Gender", "Group", "Email", "Note"];

/// A program with a form or a text field.
pub struct Program {
    pub name: &'static str,
    command_line: Vec<String>,
    environment: BTreeMap<&'static str, String>,
    /// A directory of which each run gets a copy as its home.
    home: Option<PathBuf>,
    /// The text that its frame draws last.
    last_text: &'static str,
    /// The text that says that it has loaded everything.
    loaded: &'static str,
    /// The keys to the field in which is typed.
    keys_to_name: &'static str,
}

/// A program that runs in a pty, with a directory of its own.
pub struct Running {
    pub home: TempDir,
    pub terminal: Terminal,
    pub first_frame: Duration,
    pub first_frame_bytes: usize,
}

impl Program {
    /// The desk as it is on a working day: its cashier has used it before, and it has the groups of the last hour.
    ///
    /// # Errors
    ///
    /// The desk cannot be started, or does not load the groups.
    pub fn desk(binary: &Path, address: &str, home: &Path) -> anyhow::Result<Self> {
        let live = [
            ("CLOPOS_BASE_URL", base_url(address)),
            ("CLOPOS_CLIENT_ID", "training".into()),
            ("CLOPOS_CLIENT_SECRET", "training".into()),
            ("CLOPOS_BRAND", "training".into()),
            ("CLOPOS_INTEGRATOR_ID", "training".into()),
        ];
        let mut desk = Self {
            name: "frontdesk",
            command_line: vec![binary.display().to_string()],
            environment: live.into(),
            home: None,
            last_text: "Ctrl-S",
            loaded: "Main venue",
            keys_to_name: "\t",
        };
        let groups = home.join("state/groups-live.json");
        let mut first = desk.start_loaded(home.parent().context("a parent")?)?;
        first.terminal.wait_until_quiet(QUIET)?;
        let stored = || std::fs::metadata(first.home.path().join("state/groups-live.json")).is_ok();
        anyhow::ensure!(stored(), "the desk has not loaded the groups");
        first.terminal.write("\x11")?;
        first.terminal.wait_for_end()?;
        copy(first.home.path(), home)?;
        anyhow::ensure!(groups.is_file(), "{} is missing", groups.display());
        desk.home = Some(home.to_owned());
        Ok(desk)
    }

    /// Returns the same desk with another home, and another text that says that it has loaded everything.
    pub fn with_home(&self, home: &Path, loaded: &'static str) -> Self {
        let (command_line, environment) = (self.command_line.clone(), self.environment.clone());
        Self { command_line, environment, home: Some(home.to_owned()), loaded, ..*self }
    }

    /// Returns the same desk with another address of the API.
    pub fn with_address(&self, address: &str) -> Self {
        let mut environment = self.environment.clone();
        environment.insert("CLOPOS_BASE_URL", base_url(address));
        Self { command_line: self.command_line.clone(), environment, home: self.home.clone(), ..*self }
    }

    /// Copies the home of the desk.
    pub fn copy_home(&self, to: &Path) -> anyhow::Result<()> {
        copy(self.home.as_deref().context("only the desk has a home")?, to)
    }

    /// Returns the programs that the desk is compared with.
    pub fn peers(stock_form: &Path) -> [Self; 3] {
        let whiptail = ["whiptail", "--inputbox", "Name", "10", "60"].map(str::to_owned);
        let mut dialog = ["dialog", "--form", "Front desk", "0", "0", "0"].map(str::to_owned).to_vec();
        for (row, label) in LABELS.iter().enumerate() {
            let row = (row + 1).to_string();
            dialog.extend([*label, &row, "1", "", &row, "17", "44", "0"].map(str::to_owned));
        }
        [
            Self::peer("whiptail", whiptail.into(), "<Cancel>", ""),
            Self::peer("dialog --form", dialog, "<Cancel>", "\x1bOB"),
            Self::peer("stock ratatui", vec![stock_form.display().to_string()], "Esc quit", "\t"),
        ]
    }

    fn peer(
        name: &'static str,
        command_line: Vec<String>,
        last_text: &'static str,
        keys_to_name: &'static str,
    ) -> Self {
        let environment = BTreeMap::new();
        Self { name, command_line, environment, home: None, last_text, loaded: last_text, keys_to_name }
    }

    pub const fn is_desk(&self) -> bool {
        self.home.is_some()
    }

    /// Starts the program in a new directory in `parent`, and waits until its first frame is complete and has a cursor.
    pub fn start(&self, parent: &Path, size: Size, launcher: &[String]) -> anyhow::Result<Running> {
        let home = tempfile::tempdir_in(parent)?;
        if let Some(template) = &self.home {
            copy(template, home.path())?;
        }
        let command_line: Vec<_> = launcher.iter().chain(&self.command_line).map(Into::into).collect();
        let mut command = CommandBuilder::from_argv(command_line);
        command.env_clear();
        command.env("HOME", home.path());
        command.env("FRONTDESK_STATE_DIR", home.path().join("state"));
        command.env("PATH", env::var_os("PATH").unwrap_or_default());
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        for (name, value) in &self.environment {
            command.env(name, value);
        }
        let mut terminal = Terminal::start(command, size)?;
        let first_frame = terminal
            .wait_until(|screen| screen.contents().contains(self.last_text) && !screen.hide_cursor())
            .with_context(|| format!("the first frame of {}", self.name))?;
        let first_frame_bytes = terminal.bytes();
        Ok(Running { home, terminal, first_frame, first_frame_bytes })
    }

    /// Starts the program, and waits until it has loaded everything.
    pub fn start_loaded(&self, parent: &Path) -> anyhow::Result<Running> {
        let mut running = self.start(parent, USUAL_SIZE, &[])?;
        self.wait_until_loaded(&mut running.terminal)?;
        Ok(running)
    }

    pub fn wait_until_loaded(&self, terminal: &mut Terminal) -> anyhow::Result<()> {
        terminal
            .wait_until(|screen| screen.contents().contains(self.loaded))
            .with_context(|| format!("{} with {:?}", self.name, self.loaded))?;
        terminal.wait_until_quiet(QUIET)
    }

    /// Moves the cursor to the field in which is typed.
    pub fn go_to_name(&self, terminal: &mut Terminal) -> anyhow::Result<()> {
        if !self.keys_to_name.is_empty() {
            let before = terminal.cursor();
            terminal.send_and_wait(self.keys_to_name, |screen| screen.cursor_position() != before)?;
        }
        terminal.wait_until_quiet(QUIET)
    }
}

fn base_url(address: &str) -> String {
    format!("http://{address}/open-api/v2")
}

/// Copies the content of a directory.
pub fn copy(from: &Path, to: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(to)?;
    let copied = Command::new("cp").arg("-a").arg(from.join(".")).arg(to).status()?;
    anyhow::ensure!(copied.success(), "cp -a {} {}: {copied}", from.display(), to.display());
    Ok(())
}
