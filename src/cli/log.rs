use std::io;
use std::sync::Mutex;

use tracing_subscriber::EnvFilter;

use crate::settings::Settings;
use crate::storage::private;

use super::CommandError;
use super::lossy_writer::LossyWriter;

/// Begins the log of the test server, which logs its requests to standard error. It serves whether or not a program reads
/// the log. The caller calls `finish` on the writer at the end.
pub(super) fn begin_for_server(settings: &Settings) -> io::Result<LossyWriter> {
    let filter = EnvFilter::new(settings.log.as_deref().unwrap_or("info"));
    let writer = LossyWriter::start(io::stderr())?;
    let lines = writer.clone();
    tracing_subscriber::fmt().with_env_filter(filter).with_ansi(false).with_writer(move || lines.clone()).init();
    Ok(writer)
}

/// Begins the log of every other command. It logs only if the variable is set, to a file in the state directory,
/// because the screen is in use. No log has personal data or secrets.
pub(super) fn begin(settings: &Settings) -> Result<(), CommandError> {
    let Some(wanted) = &settings.log else { return Ok(()) };
    let path = settings.outbox.paths.state_dir.join("frontdesk.log");
    let file = private::create_dir(&settings.outbox.paths.state_dir).and_then(|()| private::append_to_file(&path));
    let file = file.map_err(|source| CommandError::Log { path, source })?;
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new(wanted))
        .with_ansi(false)
        .with_writer(Mutex::new(file))
        .init();
    Ok(())
}
