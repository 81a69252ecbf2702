use std::io;
use std::sync::Mutex;

use tracing_subscriber::EnvFilter;

use crate::settings::Settings;
use crate::storage::private;

use super::CommandError;
use super::lossy_writer::LossyWriter;

/// The environment variable with the filter of the log, as in `tracing`, e.g. `info` or `frontdesk=debug`.
pub(super) const FILTER: &str = "FRONTDESK_LOG";

/// Begins the log of the test server, which logs its requests to standard error. It serves whether or not a program reads
/// the log. The caller calls `finish` on the writer at the end.
pub(super) fn begin_for_server(settings: &Settings) -> Result<LossyWriter, CommandError> {
    let filter = parse(settings.log.as_deref().unwrap_or("info"))?;
    let writer = LossyWriter::start(io::stderr())?;
    tracing_subscriber::fmt().with_env_filter(filter).with_ansi(false).with_writer(writer.clone()).init();
    Ok(writer)
}

/// Begins the log of every other command. It logs only if the variable is set, to a file in the state directory,
/// because the screen is in use. No log has personal data or secrets.
pub(super) fn begin(settings: &Settings) -> Result<(), CommandError> {
    let Some(wanted) = &settings.log else { return Ok(()) };
    let filter = parse(wanted)?;
    let path = settings.outbox.paths.state_dir.join("frontdesk.log");
    let file = private::create_dir(&settings.outbox.paths.state_dir).and_then(|()| private::append_to_file(&path));
    let file = file.map_err(|source| CommandError::Log { path, source })?;
    tracing_subscriber::fmt().with_env_filter(filter).with_ansi(false).with_writer(Mutex::new(file)).init();
    Ok(())
}

fn parse(filter: &str) -> Result<EnvFilter, CommandError> {
    EnvFilter::try_new(filter).map_err(CommandError::LogFilter)
}
