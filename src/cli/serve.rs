use std::io::{self, Write as _};

use tokio::signal::unix::{SignalKind, signal};

use crate::locale::Locale;
use crate::server;
use crate::settings::Settings;

use super::{Exit, ServeArguments, failed};

/// `frontdesk serve`: the API over a database of one's own, until SIGTERM, SIGINT or SIGHUP.
pub(super) fn run(arguments: &ServeArguments, settings: &Settings) -> Exit {
    let say = Locale::english();
    let mut config = server::Config::new(arguments.database.clone());
    config.credentials = settings.server_credentials.clone();
    if !arguments.inject.is_empty() && !arguments.listen.ip().is_loopback() {
        return failed(Exit::Usage, &say.serve_inject_loopback(arguments.listen.to_string()));
    }
    let faults: Result<server::Faults, _> = arguments.inject.iter().map(|text| text.parse::<server::Fault>()).collect();
    match faults {
        Ok(faults) => config.faults = faults,
        Err(error) => return failed(Exit::Usage, &say.settings_error_value("--inject", error.to_string())),
    }
    let work = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(work) => work,
        Err(error) => return failed(Exit::Failed, &error.to_string()),
    };
    work.block_on(async {
        let stop = match asked_to_stop() {
            Ok(stop) => stop,
            Err(error) => return failed(Exit::Failed, &error.to_string()),
        };
        let listener = match server::bind(arguments.listen) {
            Ok(listener) => listener,
            Err(error) => {
                return failed(Exit::Failed, &say.serve_bind(arguments.listen.to_string(), error.to_string()));
            }
        };
        let address = match listener.local_addr() {
            Ok(address) => address,
            Err(error) => return failed(Exit::Failed, &error.to_string()),
        };
        let ready = || {
            // Whoever started it reads here that it is ready, and where.
            let _ = writeln!(io::stdout(), "listening on http://{address}");
            let _ = io::stdout().flush();
        };
        match server::serve_with_ready(listener, config, ready, stop).await {
            Ok(()) => Exit::Done,
            Err(error) => failed(Exit::Failed, &error.to_string()),
        }
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
