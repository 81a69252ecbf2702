use std::fs::File;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy as _;
use etcetera::base_strategy::Xdg;

use super::SettingsError;

/// The directories of the settings and the state: the user's, by the XDG rules, or the system's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    /// The directory of `frontdesk.toml`: `$XDG_CONFIG_HOME/frontdesk` or `/etc/frontdesk`.
    pub config_dir: PathBuf,
    /// The parent of the state directory: `$XDG_STATE_HOME` or `/var/lib`. `FRONTDESK_STATE_DIR` overrides it.
    pub state_dir: PathBuf,
    /// The parent of the state directory for training with the system's settings, if the user does not own the one that
    /// these settings name. `None` means that training uses that one.
    pub training_state_dir: Option<PathBuf>,
}

impl Paths {
    /// Returns the paths for a command, or for a desk whose user may choose. Training does not use settings of the system
    /// that the user cannot read.
    ///
    /// They are the system's if `config_file` is the system's file, or if no file is named and only the system's
    /// exists. Otherwise they are the user's. Settings and state belong together: a command with the system's settings
    /// then finds the outbox of the system's desks.
    ///
    /// # Errors
    ///
    /// `NoHome` if the user's paths are needed and the user has no home directory.
    pub fn discover(config_file: Option<&Path>, training: bool) -> Result<Self, SettingsError> {
        let (user, system) = (Self::user(), Self::system());
        let is_usable = if training { File::open(system.file()).is_ok() } else { system.file().exists() };
        let is_system = match config_file {
            // The two paths may be spelled differently.
            Some(path) => is_same_file(path, &system.file()),
            None => is_usable && !user.as_ref().is_ok_and(|user| user.file().exists()),
        };
        match user {
            Ok(user) if is_system && training => Ok(Self { training_state_dir: Some(user.state_dir), ..system }),
            _ if is_system => Ok(system),
            user => user,
        }
    }

    /// Returns the file with the settings.
    pub fn file(&self) -> PathBuf {
        self.config_dir.join("frontdesk.toml")
    }

    /// Returns the paths of the user who runs the program.
    ///
    /// # Errors
    ///
    /// `NoHome` if the user has no home directory.
    pub fn user() -> Result<Self, SettingsError> {
        let xdg = Xdg::new().map_err(|_| SettingsError::NoHome)?;
        let state_dir = xdg.state_dir().unwrap_or_else(|| xdg.home_dir().join(".local/state"));
        Ok(Self { config_dir: xdg.config_dir().join("frontdesk"), state_dir, training_state_dir: None })
    }

    /// Returns the paths of the system, for a desk whose user must not choose.
    pub fn system() -> Self {
        let (config_dir, state_dir) = (Self::in_system("/etc/frontdesk"), Self::in_system("/var/lib"));
        Self { config_dir, state_dir, training_state_dir: None }
    }

    /// Returns an absolute path of the system.
    pub fn in_system(path: &str) -> PathBuf {
        // Tests must not use the system's own directories. A release build does not read this variable.
        #[cfg(debug_assertions)]
        if let Some(root) = std::env::var_os("FRONTDESK_TEST_ROOT").map(PathBuf::from) {
            return root.join(path.trim_start_matches('/'));
        }
        PathBuf::from(path)
    }
}

fn is_same_file(one: &Path, other: &Path) -> bool {
    let canonical = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    canonical(one) == canonical(other)
}
