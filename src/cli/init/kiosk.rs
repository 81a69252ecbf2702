//! The account, the directories and the program of a host with cashiers behind SSH.

use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::Command;

use crate::domain::sanitize_line;
use crate::locale::technician;
use crate::settings::Paths;
use crate::storage::private::{Access, install, install_dir};

use super::{Change, CommandError, InitError, print_step};
use crate::cli::program::program;

/// The name of the account, as the files of `assets/sshd` name it.
const NAME: &str = "frontdesk";

/// The account of the desks.
pub(super) struct Account {
    user: u32,
    pub(super) group: u32,
    home: String,
    shell: String,
}

impl Account {
    fn find() -> io::Result<Option<Self>> {
        let parse = |line: &str| {
            let mut fields = line.split(':');
            if fields.next() != Some(NAME) {
                return None;
            }
            let (user, group) = (fields.nth(1)?.parse().ok()?, fields.next()?.parse().ok()?);
            Some(Self { user, group, home: fields.nth(1)?.to_owned(), shell: fields.next()?.to_owned() })
        };
        Ok(fs::read_to_string("/etc/passwd")?.lines().find_map(parse))
    }

    /// Returns true if its shell opens the desk. tmux and mosh need `/bin/sh`.
    pub(super) fn can_log_in(&self) -> bool {
        [program(), "/bin/sh"].contains(&self.shell.as_str())
    }

    /// Makes a command run as this account, at a place that it can read.
    pub(super) fn run(&self, command: &mut Command) {
        command.uid(self.user).gid(self.group).current_dir("/");
        command.env("HOME", &self.home).env("USER", NAME).env("LOGNAME", NAME);
    }
}

/// Installs the program and makes the account and its directories. What is right stays, and so does a state directory
/// that the settings name and that is there, because it may be shared.
pub(super) fn set_up(paths: &Paths, named: Option<&str>) -> Result<Account, CommandError> {
    let say = technician();
    print_step(&say.init_program(), Ok(install_program()?))?;
    let state_dir = paths.state_dir.join("frontdesk");
    let (account, change) = account(&state_dir)?;
    let other_shell = || say.init_other_shell(NAME, account.shell.as_str(), program());
    let can_log_in = account.can_log_in();
    print_step(&say.init_account(), can_log_in.then(|| change.in_words(Path::new(NAME))).ok_or_else(other_shell))?;
    let make = |dir: &Path, mode, owner| {
        let change = Change::of(dir, || install_dir(dir, Access { mode, owner: Some(owner) }));
        change.map_err(|source| CommandError::NotWritable { path: dir.to_owned(), source })
    };
    if !is_closed(&paths.config_dir) {
        make(&paths.config_dir, 0o755, (0, 0))?;
    }
    let used = named.map_or(state_dir.as_path(), Path::new);
    let is_kept = named.is_some() && used.exists();
    let change = if is_kept { Change::Nothing } else { make(used, 0o700, (account.user, account.group))? };
    print_step(&say.check_state_dir(), Ok(change.in_words(used)))?;
    Ok(account)
}

/// Returns true for a directory that only root can change.
fn is_closed(dir: &Path) -> bool {
    dir.metadata().is_ok_and(|found| found.uid() == 0 && found.mode() & 0o022 == 0)
}

/// Copies the running program to its place, unless there is one.
fn install_program() -> Result<String, CommandError> {
    let (say, path) = (technician(), Path::new(program()));
    let running = fs::read(std::env::current_exe()?)?;
    if path.exists() {
        let is_same = fs::read(path).is_ok_and(|installed| installed == running);
        return Ok(if is_same { Change::Nothing.in_words(path) } else { say.init_other_program(program()) });
    }
    let failed = |source| CommandError::NotWritable { path: path.to_owned(), source };
    install(path, &running, Access { mode: 0o755, owner: Some((0, 0)) }).map_err(failed)?;
    Ok(Change::Made.in_words(path))
}

/// Finds the account, or makes it. It has no password, but it is not locked, because sshd without PAM refuses a locked
/// account.
fn account(state_dir: &Path) -> Result<(Account, Change), CommandError> {
    let no_account = |reason: String| InitError::NoAccount { reason };
    let run = |command: &mut Command| {
        let output =
            command.args(["--password", "*"]).arg(NAME).output().map_err(|error| no_account(error.to_string()))?;
        let reason = || no_account(sanitize_line(String::from_utf8_lossy(&output.stderr).trim()));
        if output.status.success() { Ok(()) } else { Err(reason()) }
    };
    let change = match Account::find()? {
        // systemd-sysusers locks the accounts that it makes.
        Some(_) if is_locked()? => run(&mut Command::new("usermod")).map(|()| Change::Changed)?,
        Some(_) => Change::Nothing,
        None => {
            let mut useradd = Command::new("useradd");
            useradd.args(["--system", "--user-group", "--no-create-home", "--shell", program()]);
            run(useradd.arg("--home-dir").arg(state_dir)).map(|()| Change::Made)?
        }
    };
    let account = Account::find()?.ok_or_else(|| no_account(NAME.to_owned()))?;
    Ok((account, change))
}

/// Returns true if the account has a password that is locked.
fn is_locked() -> io::Result<bool> {
    let passwords = fs::read_to_string("/etc/shadow")?;
    let mut of_account = passwords.lines().filter_map(|line| line.split_once(':')).filter(|(name, _)| *name == NAME);
    Ok(of_account.any(|(_, password)| password.starts_with('!')))
}
