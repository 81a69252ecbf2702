use std::io::{self, Write as _};
use std::net::SocketAddr;

use tokio::signal::unix::{SignalKind, signal};

use crate::locale::Locale;
use crate::server::{self, BindError, FaultSyntaxError};
use crate::settings::Settings;

use super::{Exit, ServeArguments, failed, system_error};

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
        Err(error) => return failed(Exit::Usage, &say.settings_error_value("--inject", fault_error(&error))),
    }
    let work = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(work) => work,
        Err(error) => return failed(Exit::Failed, &system_error(&error)),
    };
    work.block_on(async {
        let stop = match asked_to_stop() {
            Ok(stop) => stop,
            Err(error) => return failed(Exit::Failed, &system_error(&error)),
        };
        let listener = match server::bind(arguments.listen) {
            Ok(listener) => listener,
            Err(error) => {
                return failed(Exit::Failed, &bind_error(arguments.listen, &error));
            }
        };
        let address = match listener.local_addr() {
            Ok(address) => address,
            Err(error) => return failed(Exit::Failed, &system_error(&error)),
        };
        let ready = || {
            // Whoever started it reads here that it is ready, and where.
            let _ = writeln!(io::stdout(), "{}", say.serve_ready(address.to_string()));
            let _ = io::stdout().flush();
        };
        match server::serve_with_ready(listener, config, ready, stop).await {
            Ok(()) => Exit::Done,
            Err(error) => failed(Exit::Failed, &serve_error(&error)),
        }
    })
}

/// Words why the server did not start.
fn serve_error(error: &server::Error) -> String {
    let say = Locale::english();
    match error {
        server::Error::Database { path, source } => {
            say.serve_database(path.display().to_string(), say.storage_reason(*source))
        }
        server::Error::InvalidVenueId => say.settings_error_value("server.venue_id", say.settings_error_venue()),
        server::Error::FaultsBeyondLoopback(address) => say.serve_inject_loopback(address.to_string()),
        server::Error::ClockBefore1970 => say.serve_clock(),
        server::Error::System(error) => system_error(error),
    }
}

fn bind_error(address: SocketAddr, error: &BindError) -> String {
    let say = Locale::english();
    let address = address.to_string();
    match error {
        BindError::InUse => say.serve_bind_in_use(address),
        BindError::NotThisHost => say.serve_bind_not_this_computer(address),
        BindError::NotAllowed => say.serve_bind_not_allowed(address),
        BindError::System(error) => say.serve_bind(address, error.to_string()),
    }
}

fn fault_error(error: &FaultSyntaxError) -> String {
    let say = Locale::english();
    match error {
        FaultSyntaxError::UnknownKind(text) => say.serve_fault_unknown(text.as_str()),
        FaultSyntaxError::UnknownCondition(text) => say.serve_fault_condition(text.as_str()),
        FaultSyntaxError::SecondSelection(text) => say.serve_fault_count(text.as_str()),
    }
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
