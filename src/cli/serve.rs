use std::future::poll_fn;
use std::io::{self, Write as _};
use std::task::Poll;

use crate::locale::technician;
use crate::server::{self, Database};
use crate::settings::Settings;

use super::output::print_message;
use super::{CommandError, Exit, ServeArguments, signals};

/// Runs `frontdesk serve`: a test server with the API, until SIGTERM, SIGINT or SIGHUP.
pub(super) fn run(arguments: &ServeArguments, settings: &Settings) -> Result<Exit, CommandError> {
    let mut config = settings.server.clone();
    let is_open = !arguments.listen.ip().to_canonical().is_loopback();
    if is_open && !arguments.inject.is_empty() {
        return Err(CommandError::InjectBeyondLoopback(arguments.listen));
    }
    if is_open && config.credentials.are_training() && !arguments.allow_training_credentials {
        return Err(CommandError::TrainingBeyondLoopback(arguments.listen));
    }
    let faults: Result<Vec<_>, _> = arguments.inject.iter().map(|text| text.parse::<server::Fault>()).collect();
    config.faults = faults.map_err(CommandError::Inject)?;
    let database = database(arguments, settings)?;
    let work = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    work.block_on(async {
        let stop = stop_signal()?;
        let listener = server::bind(arguments.listen)
            .map_err(|source| CommandError::Bind { address: arguments.listen, source })?;
        let address = listener.local_addr()?;
        let ready = || {
            // A script waits for this line, which has the address.
            let _ = writeln!(io::stdout(), "{}", technician().serve_ready(address.to_string()));
            let _ = io::stdout().flush();
        };
        server::serve_with_ready(listener, database, config, ready, stop).await.map_err(CommandError::Serve)?;
        Ok(Exit::Done)
    })
}

/// Returns the database: the file of the command line, else the `PostgreSQL` database of the settings.
fn database(arguments: &ServeArguments, settings: &Settings) -> Result<Database, CommandError> {
    match &arguments.database {
        // Such a text is an address at the wrong place, and not the path of a file.
        Some(file) if file.to_string_lossy().contains("://") => Err(CommandError::DatabaseArgument),
        Some(file) => {
            if settings.database_url.is_some() {
                print_message(&technician().serve_database_replaced());
            }
            Ok(Database::File(file.clone()))
        }
        None => Ok(Database::Postgres(settings.database_url.clone().ok_or(CommandError::NoDatabase)??)),
    }
}

/// Returns a future that is ready when the process must end. The signal handlers are installed at once, because a
/// script may end the server as soon as it listens.
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    let mut signals = signals::handle_end_signals()?;
    Ok(poll_fn(move |context| {
        let is_ended = signals.iter_mut().any(|signal| signal.poll_recv(context).is_ready());
        if is_ended { Poll::Ready(()) } else { Poll::Pending }
    }))
}
