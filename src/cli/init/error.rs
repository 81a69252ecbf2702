use std::path::PathBuf;

use crate::locale::technician;

/// The error of `frontdesk init`. Its text says what happened and what to do.
#[derive(Debug, thiserror::Error)]
pub(in crate::cli) enum InitError {
    #[error("{}", technician().init_not_root())]
    NotRoot,
    /// There is no terminal to ask at, and these options are missing.
    #[error("{}", technician().init_missing(.0.join(", ")))]
    Missing(Vec<&'static str>),
    #[error("{}", technician().settings_error_value(*.option, .reason.as_str()))]
    Answer { option: &'static str, reason: String },
    /// An option that would have no effect.
    #[error("{}", technician().cli_option_ignored(*.by, *.option))]
    Ignored { by: &'static str, option: &'static str },
    /// The settings are those of live desks.
    #[error("{}", technician().init_not_training(.file.display().to_string()))]
    NotTraining { file: PathBuf },
    /// The person has ended the questions.
    #[error("{}", technician().init_ended())]
    Ended,
    #[error("{}", technician().init_no_account(.reason.as_str()))]
    NoAccount { reason: String },
}

impl InitError {
    /// Returns true if the command line or the file must be corrected.
    pub(in crate::cli) const fn is_usage(&self) -> bool {
        !matches!(self, Self::Ended | Self::NoAccount { .. })
    }
}
