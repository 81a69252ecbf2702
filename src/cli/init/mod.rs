//! `frontdesk init`: asks for the settings, writes them and checks them; with `--kiosk` it also sets up the host for
//! cashiers behind SSH. It changes nothing that is right.

mod error;
mod host;
mod kiosk;
mod prompt;
mod questions;
mod sshd;

pub(super) use error::InitError;

use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::locale::technician;
use crate::settings::{Paths, SETTINGS, SettingsText, read_if_exists};
use crate::storage::private::{Access, create_dir, install, parent};

use super::{CommandError, Exit, InitArguments, cashier, print};
use crate::cli::program::program;
use kiosk::Account;

/// The file that is written, and for whom.
struct Target {
    paths: Paths,
    file: PathBuf,
    kiosk: bool,
}

/// Runs the command. Nothing is changed before all answers are right.
pub(super) fn run(arguments: &InitArguments, config: Option<&Path>, training: bool) -> Result<Exit, CommandError> {
    let say = technician();
    let target = target(arguments.kiosk, config)?;
    let mut text = SettingsText::parse(&target.file, read_if_exists(&target.file)?)?;
    // The desks would stay live, whatever the check in training says.
    if training && text.value("clopos.client_id").is_some() {
        return Err(InitError::NotTraining { file: target.file }.into());
    }
    questions::answer_all(arguments, training, &mut text)?;
    text.check(training, &target.paths)?;
    let account = target.kiosk.then(|| kiosk::set_up(&target.paths, text.value("desk.state_dir"))).transpose()?;
    let access = match &account {
        Some(account) => Access { mode: 0o640, owner: Some((0, account.group)) },
        None => Access { mode: 0o600, owner: None },
    };
    let failed = |source| CommandError::NotWritable { path: target.file.clone(), source };
    if config.is_none() && !target.kiosk {
        create_dir(parent(&target.file)).map_err(failed)?;
    }
    let change = Change::of(&target.file, || install(&target.file, text.as_str().as_bytes(), access));
    print_step(&say.check_settings(), Ok(change.map_err(failed)?.in_words(&target.file)))?;
    let is_ready = match &account {
        Some(account) => {
            repair_keys()?;
            sshd::set_up()? && account.can_log_in()
        }
        None => true,
    };
    let checked = check(&target, training, account.as_ref())?;
    let exit = if checked == Exit::Done && !is_ready { Exit::Failed } else { checked };
    print(&match (exit, target.kiosk) {
        (Exit::Done, true) => say.init_next_kiosk(),
        (Exit::Done, false) => say.init_next(),
        _ => say.init_next_correct(),
    })?;
    Ok(exit)
}

/// Gives the keys of the cashiers the access without which sshd rejects them. Without keys it says nothing.
fn repair_keys() -> Result<(), CommandError> {
    let path = cashier::keys_file();
    if path.exists() {
        let change = Change::of(&path, cashier::repair_access);
        let change = change.map_err(|source| CommandError::NotWritable { path: path.clone(), source })?;
        print_step(&technician().init_keys(), Ok(change.in_words(&path)))?;
    }
    Ok(())
}

/// Returns the file of the host for a kiosk, the named one, or the user's. Root of a host that is set up means the
/// host's, as in every other command.
fn target(kiosk: bool, config: Option<&Path>) -> Result<Target, CommandError> {
    let (is_root, system) = (rustix::process::geteuid().is_root(), Paths::system());
    if kiosk && !is_root {
        return Err(InitError::NotRoot.into());
    }
    let paths = if kiosk { system.clone() } else { Paths::discover(config, false)? };
    let kiosk = is_root && paths == system;
    let paths = if paths == system && !kiosk { Paths::user()? } else { paths };
    let file = config.map_or_else(|| paths.file(), Path::to_owned);
    Ok(Target { paths, file, kiosk })
}

/// What a step has changed.
#[derive(Clone, Copy)]
enum Change {
    Made,
    Changed,
    Nothing,
}

impl Change {
    /// Carries out a step that returns true if it has changed something.
    fn of(path: &Path, step: impl FnOnce() -> io::Result<bool>) -> io::Result<Self> {
        let is_new = !path.exists();
        Ok(match step()? {
            true if is_new => Self::Made,
            true => Self::Changed,
            false => Self::Nothing,
        })
    }

    fn in_words(self, path: &Path) -> String {
        let (say, path) = (technician(), path.display().to_string());
        match self {
            Self::Made => say.init_made(path),
            Self::Changed => say.init_changed(path),
            Self::Nothing => say.init_not_changed(path),
        }
    }
}

/// Prints a step in the form of `frontdesk check`. Returns true if it is done, false if something must be corrected.
fn print_step(label: &str, step: Result<String, String>) -> Result<bool, CommandError> {
    let is_done = step.is_ok();
    let (sign, Ok(words) | Err(words)) = (if is_done { "✓" } else { "✗" }, step);
    print(&format!("{sign} {label:11}  {words}")).map(|()| is_done)
}

/// Runs `frontdesk check` as the account that uses the settings. Returns how it ended.
fn check(target: &Target, training: bool, account: Option<&Account>) -> Result<Exit, CommandError> {
    let mut check = Command::new(if target.kiosk { PathBuf::from(program()) } else { std::env::current_exe()? });
    check.arg("check").arg("--config").arg(&target.file).args(training.then_some("--training"));
    if let Some(account) = account {
        // As the desks: without root's settings.
        for setting in SETTINGS.iter().filter(|setting| !setting.variable.is_empty()) {
            check.env_remove(setting.variable);
        }
        account.run(&mut check);
    }
    let code = check.status()?.code();
    let is_known = |exit: &Exit| code == Some(exit.code().into());
    Ok(Exit::MEANINGS.into_iter().map(|(exit, _)| exit).find(is_known).unwrap_or(Exit::Failed))
}
