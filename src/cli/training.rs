//! `frontdesk training reset`: erases what was typed in training, so that it begins with the invented customers again.

use crate::delivery::{ResetError, reset_training};
use crate::locale::technician;
use crate::settings::Settings;

use super::{CommandError, Exit, print};

pub(super) fn reset(settings: &Settings) -> Result<Exit, CommandError> {
    let say = technician();
    let erased = reset_training(&settings.outbox.paths).map_err(|error| match error {
        ResetError::InUse => CommandError::TrainingInUse,
        ResetError::NotErased { path, source } => CommandError::NotWritable { path, source },
    })?;
    let mut lines: Vec<String> = erased.iter().map(|path| say.training_erased(path.display().to_string())).collect();
    lines.push(if erased.is_empty() { say.training_nothing_to_erase() } else { say.training_reset() });
    print(&lines.join("\n"))?;
    Ok(Exit::Done)
}
