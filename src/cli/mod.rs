//! The command line and the commands that need no screen.
//!
//! `main` calls [`main`]; each command has a file. This module reads the settings, installs the panic hook and turns an
//! outcome into an exit code.

mod add;
mod arguments;
mod cashier;
mod check;
mod customer_object;
mod definition;
mod error;
mod exit;
mod init;
mod input;
mod kiosk;
mod log;
mod lookup;
mod lossy_writer;
mod outbox;
mod output;
mod panic;
mod program;
mod report;
mod serve;
mod signals;
mod status;
mod training;
mod usage;
mod version;

pub use arguments::{
    AddArguments, Arguments, CashierCommand, CheckArguments, Command, CustomerArguments, InitArguments,
    LookupArguments, OutboxArguments, OutboxCommand, ReportArguments, ServeArguments, TrainingCommand,
};
pub use exit::Exit;

use std::ffi::OsString;
use std::io::{self, IsTerminal as _, Write as _};
use std::os::unix::fs::MetadataExt as _;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

use clap::{CommandFactory as _, FromArgMatches as _};

use crate::domain::Cid;
use crate::plain::Failure;
use crate::runtime::PlainEnd;
use crate::settings::{GivenSetting, Paths, Settings, SettingsError, process_environment};
use crate::{runtime, terminal};

use error::CommandError;
use output::{
    exit_with, message, print, print_object, print_outcome, print_store_event, print_training_banner, to_json,
};

/// Runs the program with the arguments and the environment of the process.
pub fn main() -> ExitCode {
    signals::survive_file_size_limit();
    let arguments = match kiosk::login_shell_arguments() {
        Some(Ok(arguments)) => Ok(arguments),
        Some(Err(exit)) => return exit.into(),
        // A kiosk rejects every command with its own sentence.
        None => parse(env::args_os()),
    };
    let arguments = match arguments {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are "errors" of clap, and go to standard output.
            let error = usage::help(error);
            let printed = error.print().and_then(|()| io::stdout().flush());
            if !error.use_stderr() {
                let printed = output::unless_reader_left(printed);
                return printed
                    .map_or_else(|error| exit_with(Exit::Failed, &error.to_string()), |()| Exit::Done)
                    .into();
            }
            return usage::object(env::args_os().skip(1), &error)
                .map_or(Exit::Usage, |object| print_object(Exit::Usage, &object))
                .into();
        }
    };
    panic::install_hook(arguments.kiosk.then(|| kiosk::language(&arguments)));
    let ended = if arguments.kiosk { kiosk::run(&arguments) } else { run(&arguments) };
    ended.unwrap_or_else(|error| report_error(arguments.command.as_ref(), &error)).into()
}

/// Parses a command line. Its first word is the name of the program.
///
/// # Errors
/// Returns the error of clap, also for help and version, and if an option is given that the command ignores.
pub fn parse(words: impl IntoIterator<Item = impl Into<OsString> + Clone>) -> Result<Arguments, clap::Error> {
    let matches = Arguments::command().try_get_matches_from(words)?;
    let arguments = Arguments::from_arg_matches(&matches)?;
    // A kiosk rejects every command with its own sentence.
    if !arguments.kiosk {
        usage::check(&matches)?;
    }
    Ok(arguments)
}

fn run(arguments: &Arguments) -> Result<Exit, CommandError> {
    let begin = || begin(arguments);
    match &arguments.command {
        None => desk(arguments, begin()?, runtime::SuspendPolicy::Allow).map_err(CommandError::Desk),
        Some(Command::Add(add)) => add::run(add, begin()?),
        Some(Command::Lookup(lookup)) => lookup::run(lookup, begin()?),
        Some(Command::Check(check)) => check::run(check, arguments.training, begin()?),
        Some(Command::Outbox(outbox)) => outbox::run(outbox, begin()?),
        Some(Command::Report(report)) if report.files.is_empty() => report::run(report, &begin()?),
        Some(Command::Training(TrainingCommand::Reset)) => training::reset(&begin()?),
        Some(Command::Serve(serve)) => {
            let settings = settings(arguments)?;
            let log = log::begin_for_server(&settings)?;
            let ended = serve::run(serve, &settings);
            log.finish();
            ended
        }
        // These must also work while there are no settings yet.
        Some(Command::Man { directory }) => definition::manual(directory.as_deref()),
        Some(Command::Completions { shell }) => definition::completions(*shell),
        Some(Command::Report(report)) => report::merge(report),
        Some(Command::Cashier(command)) => cashier::run(command),
        Some(Command::Init(init)) => init::run(init, arguments.config.as_deref(), arguments.training),
    }
}

/// Reads the settings of a command that works in the state directory, and begins its log.
fn begin(arguments: &Arguments) -> Result<Settings, CommandError> {
    let settings = settings(arguments)?;
    check_owner(&settings)?;
    log::begin(&settings)?;
    Ok(settings)
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
        "check" => {
            let exit = if status == "failed" { Exit::Failed } else { Exit::Usage };
            Some(check::not_checked(exit, words))
        }
        "outbox" | "report" | "cashier" => Some(message(cid, words.to_owned())),
        _ => None,
    }
}

/// Runs the work of a command that calls the API.
fn block_on<T>(work: impl Future<Output = T>) -> io::Result<T> {
    // Tokio panics if too many files are open.
    drop((UnixStream::pair()?, UnixStream::pair()?, io::pipe()?));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let done = runtime.block_on(work);
    // A name resolution that hangs must not delay the end.
    runtime.shutdown_background();
    Ok(done)
}

fn settings(arguments: &Arguments) -> Result<Settings, SettingsError> {
    let is_training = arguments.training || matches!(arguments.command, Some(Command::Training(_)));
    let places = Paths::discover(arguments.config.as_deref(), is_training)?;
    let (file, cashier) = (arguments.config.as_deref(), arguments.cashier.as_deref());
    Settings::read(file, is_training, cashier, arguments.lang, &process_environment, &places)
}

/// Returns an error if root runs the program in the state directory of another account, or would create the system's
/// state directory, which the account of the desks could not use.
fn check_owner(settings: &Settings) -> Result<(), CommandError> {
    if !rustix::process::geteuid().is_root() {
        return Ok(());
    }
    let dir = settings.outbox.paths.state_dir.clone();
    match fs::metadata(&dir) {
        Ok(found) if found.uid() != 0 => Err(CommandError::ForeignStateDir { dir, owner: found.uid() }),
        Err(_) if is_of_system(settings) => Err(CommandError::NoStateDir { dir }),
        _ => Ok(()),
    }
}

/// Returns true if the state directory is that of the system, or the one that the system's settings name.
fn is_of_system(settings: &Settings) -> bool {
    let (system, dir) = (Paths::system(), &settings.outbox.paths.state_dir);
    let is_named = |given: &GivenSetting| {
        given.name == "desk.state_dir" && given.value.as_deref().map(Path::new) == Some(dir) && given.is_in_file
    };
    dir.starts_with(system.state_dir.join("frontdesk"))
        || settings.file == Some(system.file()) && settings.given.iter().any(is_named)
}

/// Returns what `ACCESSIBLE` asks for, as in other programs: any value but 0 means line by line. `None` means that it is
/// not set. A kiosk respects it too.
fn accessible() -> Option<bool> {
    process_environment("ACCESSIBLE").map(|value| !["0", "false", "no"].contains(&value.to_lowercase().trim()))
}

/// Runs the desk: on a screen if there is one, else line by line.
fn desk(arguments: &Arguments, settings: Settings, suspend: runtime::SuspendPolicy) -> anyhow::Result<Exit> {
    let screen = io::stdin().is_terminal() && io::stdout().is_terminal() && !terminal::is_dumb();
    let is_plain = accessible().unwrap_or_else(|| settings.desk.accessibility.is_plain_for(&settings.outbox.cashier));
    if screen && !arguments.plain && !is_plain {
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
