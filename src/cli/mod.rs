//! The command line and the commands that need no screen.
//!
//! `main` calls [`main`]; each command has a file. This module reads the settings, installs the panic hook and turns an
//! outcome into an exit code.

mod add;
mod arguments;
mod check;
mod customer_object;
mod definition;
mod error;
mod exit;
mod group;
mod kiosk;
mod log;
mod lookup;
mod lossy_writer;
mod outbox;
mod panic;
mod report;
mod serve;
mod usage;

pub use arguments::{
    AddArguments, Arguments, CheckArguments, Command, LookupArguments, OutboxArguments, OutboxCommand, ReportArguments,
    ServeArguments,
};
pub use exit::Exit;

use std::io::{self, IsTerminal as _, Write as _};
use std::os::unix::fs::MetadataExt as _;
use std::process::ExitCode;
use std::{env, fs};

use clap::{CommandFactory as _, FromArgMatches as _};
use serde::Serialize;

use crate::delivery::StoreEvent;
use crate::domain::Cid;
use crate::locale::Locale;
use crate::outbox::Quarantined;
use crate::plain::Failure;
use crate::runtime::PlainEnd;
use crate::settings::{Paths, Settings, SettingsError, process_environment};
use crate::{runtime, terminal};

use error::CommandError;

/// Runs the program with the arguments and the environment of the process.
pub fn main() -> ExitCode {
    let arguments = match kiosk::login_shell_arguments() {
        Some(Ok(arguments)) => Ok(arguments),
        Some(Err(exit)) => return exit.into(),
        // A kiosk rejects every command with its own sentence.
        None => Arguments::command().try_get_matches().and_then(|matches| {
            let arguments = Arguments::from_arg_matches(&matches)?;
            if arguments.kiosk { Ok(arguments) } else { usage::check(&matches).map(|()| arguments) }
        }),
    };
    let arguments = match arguments {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are "errors" of clap, and go to standard output.
            let _ = error.print();
            if !error.use_stderr() {
                return Exit::Done.into();
            }
            return usage::object(env::args_os().skip(1), &error)
                .map_or(Exit::Usage, |object| print_object(Exit::Usage, &object))
                .into();
        }
    };
    panic::install_hook(arguments.kiosk);
    let ended = if arguments.kiosk { kiosk::run(&arguments) } else { run(&arguments) };
    ended.unwrap_or_else(|error| report_error(arguments.command.as_ref(), &error)).into()
}

fn run(arguments: &Arguments) -> Result<Exit, CommandError> {
    // These must also work while there are no settings yet.
    match &arguments.command {
        Some(Command::Man { directory }) => return definition::manual(directory.as_deref()),
        Some(Command::Completions { shell }) => return definition::completions(*shell),
        _ => {}
    }
    let settings = settings(arguments)?;
    check_owner(&settings, arguments.command.as_ref())?;
    if let Some(Command::Serve(serve)) = &arguments.command {
        let log = log::begin_for_server(&settings)?;
        let ended = serve::run(serve, &settings);
        log.finish();
        return ended;
    }
    log::begin(&settings)?;
    match &arguments.command {
        None => desk(arguments, settings, runtime::SuspendPolicy::Allow).map_err(CommandError::Desk),
        Some(Command::Add(add)) => add::run(add, settings),
        Some(Command::Lookup(lookup)) => lookup::run(lookup, settings),
        Some(Command::Check(check)) => check::run(check, arguments.training, settings),
        Some(Command::Outbox(outbox)) => outbox::run(outbox, settings),
        Some(Command::Report(arguments)) => report::run(arguments, &settings),
        // These have ended above.
        Some(Command::Serve(_) | Command::Man { .. } | Command::Completions { .. }) => Ok(Exit::Done),
    }
}

/// Reports the error of a command: with `--json` as an object on standard output, else in one line on standard error.
fn report_error(command: Option<&Command>, error: &CommandError) -> Exit {
    let (exit, words) = (error.exit(), error.to_string());
    let status = match (error, exit) {
        (CommandError::LookupInput, _) => "usage",
        (_, Exit::Usage) => "bad_settings",
        _ => "failed",
    };
    let object =
        command.and_then(Command::name_if_json).and_then(|name| error_object(name, status, error.cid(), &words));
    object.map_or_else(|| exit_with(exit, &words), |object| print_object(exit, &object))
}

/// Returns the object of an error. `None` means that the command prints no objects.
fn error_object(command: &str, status: &'static str, cid: Option<Cid>, words: &str) -> Option<String> {
    match command {
        "add" => Some(add::not_tried(status, words.to_owned())),
        "lookup" => Some(lookup::not_tried(status, words.to_owned())),
        "check" | "outbox" | "report" => Some(message(cid, words.to_owned())),
        _ => None,
    }
}

/// A sentence as an object, with the registration that it is about.
#[derive(Serialize)]
struct MessageObject {
    #[serde(skip_serializing_if = "Option::is_none")]
    cid: Option<Cid>,
    message: String,
}

fn message(cid: Option<Cid>, message: String) -> String {
    to_json(&MessageObject { cid, message })
}

/// Returns an object with its keys in alphabetical order.
fn to_json(object: &impl Serialize) -> String {
    // The objects of the commands are plain structs, so this cannot fail.
    serde_json::to_value(object).unwrap_or_default().to_string()
}

/// Prints on standard error that this is training.
fn print_training_banner(settings: &Settings) {
    if settings.api.is_training() {
        print_message(&Locale::english().header_training());
    }
}

/// Runs the work of a command that calls the API.
fn block_on<T>(work: impl Future<Output = T>) -> io::Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let done = runtime.block_on(work);
    // A name resolution that hangs must not delay the end.
    runtime.shutdown_background();
    Ok(done)
}

fn settings(arguments: &Arguments) -> Result<Settings, SettingsError> {
    let places = Paths::discover(arguments.config.as_deref())?;
    Settings::read(
        arguments.config.as_deref(),
        arguments.training,
        arguments.cashier.as_deref(),
        &process_environment,
        &places,
    )
}

/// Returns an error if root runs the program in the state directory of another account.
fn check_owner(settings: &Settings, command: Option<&Command>) -> Result<(), CommandError> {
    let dir = &settings.outbox.paths.state_dir;
    let Ok(found) = fs::metadata(dir) else { return Ok(()) };
    if matches!(command, Some(Command::Serve(_))) || !rustix::process::geteuid().is_root() || found.uid() == 0 {
        return Ok(());
    }
    Err(CommandError::ForeignStateDir { dir: dir.clone(), owner: found.uid() })
}

/// Runs the desk: on a screen if there is one, else line by line.
fn desk(arguments: &Arguments, settings: Settings, suspend: runtime::SuspendPolicy) -> anyhow::Result<Exit> {
    let screen = io::stdin().is_terminal() && io::stdout().is_terminal() && !terminal::is_dumb();
    if screen && !arguments.plain {
        runtime::run(settings.desk, settings.api, settings.outbox, suspend)?;
        return Ok(Exit::Done);
    }
    Ok(match runtime::run_plain(settings.desk, settings.api, settings.outbox, suspend)? {
        PlainEnd::Done => Exit::Done,
        PlainEnd::Stopped(Failure::Invalid) => Exit::Refused,
        PlainEnd::Stopped(Failure::Rejected(trouble)) => Exit::from(&trouble),
        PlainEnd::Stopped(Failure::NotStored) => Exit::Failed,
    })
}

/// Prints the outcome of a command as an object, or in words: success to standard output, else to standard error.
fn print_outcome(exit: Exit, words: &str, object: Option<String>) -> Result<Exit, CommandError> {
    match object {
        Some(object) => print(&object)?,
        None if exit == Exit::Done => print(words)?,
        None => print_message(words),
    }
    Ok(exit)
}

/// Prints the object of an error.
fn print_object(exit: Exit, object: &str) -> Exit {
    match print(object) {
        Ok(()) => exit,
        Err(error) => exit_with(Exit::Failed, &error.to_string()),
    }
}

/// Writes a result to standard output. An empty result prints nothing. If the reader has closed the pipe (`| head`),
/// this is no error.
fn print(words: &str) -> Result<(), CommandError> {
    if words.is_empty() {
        return Ok(());
    }
    match writeln!(io::stdout(), "{words}") {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// Returns the sentence about a damaged outbox. It names the file without its directory.
fn quarantine_text(quarantined: &Quarantined) -> String {
    let say = Locale::english();
    let Some(path) = &quarantined.path else { return say.notice_outbox_missing() };
    let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    if quarantined.complete { say.notice_outbox_quarantined(file) } else { say.notice_outbox_damaged(file) }
}

/// Prints on standard error that the outbox was quarantined, or that a copy of it is read.
fn print_store_event(event: StoreEvent) {
    print_message(&match event {
        StoreEvent::Quarantined(quarantined) => quarantine_text(&quarantined),
        StoreEvent::Copied => Locale::english().outbox_read_only(),
        // The command ends soon and reports it then.
        StoreEvent::Locked | StoreEvent::Unlocked => return,
    });
}

/// Prints a message on standard error. If it cannot be written, the exit code remains.
fn print_message(words: &str) {
    let _ = writeln!(io::stderr(), "frontdesk: {words}");
}

/// Prints on standard error why the program ends. Returns the exit code.
fn exit_with(exit: Exit, words: &str) -> Exit {
    print_message(words);
    exit
}
