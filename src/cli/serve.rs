use std::io::{self, Write as _};

use tokio::signal::unix::{SignalKind, signal};

use crate::locale::Locale;
use crate::server;
use crate::settings::Settings;

use super::{CommandError, Exit, ServeArguments};

/// `frontdesk serve`: the API over a database of one's own, until SIGTERM, SIGINT or SIGHUP.
pub(super) fn run(arguments: &ServeArguments, settings: &Settings) -> Result<Exit, CommandError> {
    let mut config = server::Config::new(arguments.database.clone());
    config.credentials = settings.server_credentials.clone();
    if !arguments.inject.is_empty() && !arguments.listen.ip().is_loopback() {
        return Err(CommandError::InjectBeyondLoopback(arguments.listen));
    }
    let faults: Result<server::Faults, _> = arguments.inject.iter().map(|text| text.parse::<server::Fault>()).collect();
    config.faults = faults.map_err(CommandError::Inject)?;
    let work = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    work.block_on(async {
        let stop = asked_to_stop()?;
        let listener =
            server::bind(arguments.listen).map_err(|error| CommandError::Bind { address: arguments.listen, error })?;
        let address = listener.local_addr()?;
        let ready = || {
            // Whoever started it reads here that it is ready, and where.
            let _ = writeln!(io::stdout(), "{}", Locale::english().serve_ready(address.to_string()));
            let _ = io::stdout().flush();
        };
        server::serve_with_ready(listener, config, ready, stop).await.map_err(CommandError::Serve)?;
        Ok(Exit::Done)
    })
}

/// Done when the process is asked to end. The handlers stand from here on, not from when it is waited for: whoever
/// reads that the server listens may end it at once.
fn asked_to_stop() -> io::Result<impl Future<Output = ()>> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut hangup = signal(SignalKind::hangup())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
            _ = hangup.recv() => {}
        }
    })
}
