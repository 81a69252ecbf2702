use std::path::PathBuf;

use etcetera::BaseStrategy as _;
use etcetera::base_strategy::Xdg;

use super::BadSetting;

/// The user's directories, by the XDG rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    /// `$XDG_CONFIG_HOME/frontdesk`, where `frontdesk.toml` is looked for.
    pub config_dir: PathBuf,
    /// `$XDG_STATE_HOME`; `FRONTDESK_STATE_DIR` wins over it.
    pub state_dir: PathBuf,
}

impl Places {
    /// Those of the user who runs the program.
    ///
    /// # Errors
    ///
    /// Where the user has no home directory.
    pub fn of_the_user() -> Result<Self, BadSetting> {
        let xdg = Xdg::new().map_err(|_| BadSetting::NoHome)?;
        let state_dir = xdg.state_dir().unwrap_or_else(|| xdg.home_dir().join(".local/state"));
        Ok(Self { config_dir: xdg.config_dir().join("frontdesk"), state_dir })
    }

    /// Those of the machine, for a desk whose user must not choose.
    #[must_use]
    pub fn of_the_system() -> Self {
        // A test has no right to the machine's own; what is shipped asks nobody.
        #[cfg(debug_assertions)]
        if let Some(root) = std::env::var_os("FRONTDESK_TEST_ROOT").map(PathBuf::from) {
            return Self { config_dir: root.join("etc/frontdesk"), state_dir: root.join("var/lib") };
        }
        Self { config_dir: PathBuf::from("/etc/frontdesk"), state_dir: PathBuf::from("/var/lib") }
    }
}
