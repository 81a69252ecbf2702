use std::path::{Path, PathBuf};

use etcetera::BaseStrategy as _;
use etcetera::base_strategy::Xdg;

use super::SettingsError;

/// Where settings are looked for and state is kept: the user's directories, by the XDG rules, or the machine's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    /// `$XDG_CONFIG_HOME/frontdesk` or `/etc/frontdesk`, where `frontdesk.toml` is looked for.
    pub config_dir: PathBuf,
    /// `$XDG_STATE_HOME` or `/var/lib`; `FRONTDESK_STATE_DIR` wins over it.
    pub state_dir: PathBuf,
}

impl Paths {
    /// Those for a command, or for a desk whose user may choose: the machine's where its file is the one that is named,
    /// or the only one there is; else the user's. Settings and state go together, so that whoever reads the machine's
    /// settings finds the outbox of its desks.
    ///
    /// # Errors
    ///
    /// Where the user has no home directory and would need one.
    pub fn discover(config_file: Option<&Path>) -> Result<Self, SettingsError> {
        let (user, system) = (Self::user(), Self::system());
        let is_system = match config_file {
            // However it is spelled.
            Some(path) => is_same_file(path, &system.file()),
            None => system.file().exists() && !user.as_ref().is_ok_and(|user| user.file().exists()),
        };
        if is_system { Ok(system) } else { user }
    }

    /// The file with the settings.
    pub(super) fn file(&self) -> PathBuf {
        self.config_dir.join("frontdesk.toml")
    }

    /// Those of the user who runs the program.
    fn user() -> Result<Self, SettingsError> {
        let xdg = Xdg::new().map_err(|_| SettingsError::NoHome)?;
        let state_dir = xdg.state_dir().unwrap_or_else(|| xdg.home_dir().join(".local/state"));
        Ok(Self { config_dir: xdg.config_dir().join("frontdesk"), state_dir })
    }

    /// Those of the machine, for a desk whose user must not choose.
    pub fn system() -> Self {
        // A test has no right to the machine's own; what is shipped asks nobody.
        #[cfg(debug_assertions)]
        if let Some(root) = std::env::var_os("FRONTDESK_TEST_ROOT").map(PathBuf::from) {
            return Self { config_dir: root.join("etc/frontdesk"), state_dir: root.join("var/lib") };
        }
        Self { config_dir: PathBuf::from("/etc/frontdesk"), state_dir: PathBuf::from("/var/lib") }
    }
}

fn is_same_file(one: &Path, other: &Path) -> bool {
    let canonical = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    canonical(one) == canonical(other)
}
