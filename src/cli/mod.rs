//! The command line: what may be said to the program, and the commands that need no screen.
//!
//! `main` calls [`main`]; each command is a file. Here the edges are wired: settings are read, the panic hook is
//! set, an outcome becomes an exit code.

mod add;
mod arguments;
mod check;
mod definition;
mod exit;
mod kiosk;
mod log;
mod outbox;
mod panic;
mod report;
mod serve;
mod usage;

pub use arguments::{
    AddArguments, Arguments, CheckArguments, Command, OutboxArguments, OutboxCommand, ReportArguments, ServeArguments,
};
pub use exit::Exit;

use std::io::{self, IsTerminal as _, Write as _};
use std::os::unix::fs::MetadataExt as _;
use std::process::ExitCode;
use std::{env, fs};

use clap::Parser as _;
use serde_json::json;

use crate::locale::Locale;
use crate::outbox::Quarantined;
use crate::plain::Failure;
use crate::runtime::PlainEnd;
use crate::settings::{ApiTarget, Paths, ProcessEnvironment, Settings, SettingsError};
use crate::{runtime, terminal};

/// Runs the program with the process's own arguments and environment.
pub fn main() -> ExitCode {
    let arguments = match kiosk::as_login_shell() {
        Some(Ok(arguments)) => Ok(arguments),
        Some(Err(exit)) => return exit.into(),
        // A kiosk refuses every command in its own words.
        None => Arguments::try_parse().and_then(|arguments| {
            if arguments.kiosk { Ok(arguments) } else { usage::check(&arguments).map(|()| arguments) }
        }),
    };
    let arguments = match arguments {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are "errors" to clap, and go to the standard output.
            let _ = error.print();
            if !error.use_stderr() {
                return Exit::Done.into();
            }
            return usage::object(env::args_os().skip(1), &error)
                .map_or(Exit::Usage, |object| print(Exit::Usage, &object))
                .into();
        }
    };
    panic::speak_plainly(arguments.kiosk);
    if arguments.kiosk { kiosk::run(&arguments).into() } else { run(&arguments).into() }
}

fn run(arguments: &Arguments) -> Exit {
    // These need no settings, and are asked for while there are none yet.
    match &arguments.command {
        Some(Command::Man { directory }) => return definition::manual(directory.as_deref()),
        Some(Command::Completions { shell }) => return definition::completions(*shell),
        _ => {}
    }
    let settings = match settings(arguments) {
        Ok(settings) => settings,
        Err(bad) => return unusable(arguments.command.as_ref(), &bad.to_string()),
    };
    if let Err(words) = of_this_account(&settings, arguments.command.as_ref()) {
        return unusable(arguments.command.as_ref(), &words);
    }
    if let Err(reason) = log::begin(&settings, arguments.command.as_ref()) {
        return unusable(arguments.command.as_ref(), &reason);
    }
    match &arguments.command {
        None => match desk(arguments, settings, runtime::SuspendPolicy::Allow) {
            Ok(exit) => exit,
            Err(error) => failed(Exit::Failed, &format!("{error:#}")),
        },
        Some(Command::Add(add)) => add::run(add, settings),
        Some(Command::Check(check)) => check::run(check, arguments.training, settings),
        Some(Command::Outbox(outbox)) => outbox::run(outbox, settings),
        Some(Command::Report(arguments)) => report::run(arguments, &settings),
        Some(Command::Serve(serve)) => serve::run(serve, &settings),
        Some(Command::Man { .. } | Command::Completions { .. }) => Exit::Done,
    }
}

/// The settings cannot be used: with `--json` an object says so.
fn unusable(command: Option<&Command>, words: &str) -> Exit {
    match command {
        Some(Command::Add(AddArguments { json: true, .. })) => {
            print(Exit::Usage, &add::not_tried("bad_settings", words))
        }
        Some(
            Command::Check(CheckArguments { json: true, .. })
            | Command::Outbox(OutboxArguments { json: true, .. })
            | Command::Report(ReportArguments { json: true, .. }),
        ) => print(Exit::Usage, &message(words)),
        _ => failed(Exit::Usage, words),
    }
}

/// What went wrong, as an object.
fn message(words: &str) -> String {
    json!({ "message": words }).to_string()
}

/// Says on the standard error that this is not real.
fn say_training(settings: &Settings) {
    if matches!(settings.api, ApiTarget::Training) {
        let _ = writeln!(io::stderr(), "frontdesk: {}", Locale::english().header_training());
    }
}

fn settings(arguments: &Arguments) -> Result<Settings, SettingsError> {
    let places = Paths::discover(arguments.config.as_deref())?;
    Settings::read(
        arguments.config.as_deref(),
        arguments.training,
        arguments.cashier.as_deref(),
        &ProcessEnvironment,
        &places,
    )
}

/// Whether what is kept may be touched: root would leave files in somebody's state directory that its owner can no longer
/// open, and the desks would stand still.
fn of_this_account(settings: &Settings, command: Option<&Command>) -> Result<(), String> {
    let dir = &settings.state_dir;
    let Ok(found) = fs::metadata(dir) else { return Ok(()) };
    if matches!(command, Some(Command::Serve(_))) || !rustix::process::geteuid().is_root() || found.uid() == 0 {
        return Ok(());
    }
    Err(Locale::english().fatal_state_of_another_account(dir.display().to_string(), found.uid().to_string()))
}

/// The desk, on a screen where there is one, else line by line.
fn desk(arguments: &Arguments, settings: Settings, suspend: runtime::SuspendPolicy) -> anyhow::Result<Exit> {
    let screen = io::stdin().is_terminal() && io::stdout().is_terminal() && !terminal::is_dumb();
    if screen && !arguments.plain {
        runtime::run(settings, suspend)?;
        return Ok(Exit::Done);
    }
    Ok(match runtime::run_plain(settings, suspend)? {
        PlainEnd::Done => Exit::Done,
        PlainEnd::Stopped(Failure::Invalid) => Exit::Refused,
        PlainEnd::Stopped(Failure::Rejected(trouble)) => Exit::from(&trouble),
        PlainEnd::Stopped(Failure::NotStored) => Exit::Failed,
    })
}

/// Prints a result; an empty one is no line.
fn print(exit: Exit, words: &str) -> Exit {
    let printed = if words.is_empty() { Ok(()) } else { line(words) };
    match printed {
        Ok(()) => exit,
        Err(error) => failed(Exit::Failed, &system_error(&error)),
    }
}

/// Writes a line to the standard output. A reader that has gone away has what it wanted: with `| head` the program
/// ends as without.
fn line(words: &str) -> io::Result<()> {
    match writeln!(io::stdout(), "{words}") {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

/// What became of an outbox that was found to be damaged; its file is named without its directory.
fn set_aside(aside: &Quarantined) -> String {
    let say = Locale::english();
    let Some(path) = &aside.path else { return say.notice_outbox_missing() };
    let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    if aside.complete { say.notice_outbox_quarantined(file) } else { say.notice_outbox_damaged(file) }
}

/// Says it on the standard error.
fn say_set_aside(aside: &Quarantined) {
    // Where even this cannot be written, the file is there all the same.
    let _ = writeln!(io::stderr(), "frontdesk: {}", set_aside(aside));
}

/// Says on the standard error what happened to the outbox: it was set aside, or a copy of it is looked at.
fn say_store_event(event: runtime::StoreEvent) {
    match event {
        runtime::StoreEvent::SetAside(aside) => say_set_aside(&aside),
        runtime::StoreEvent::Copied => {
            let _ = writeln!(io::stderr(), "frontdesk: {}", Locale::english().outbox_read_only());
        }
        // The command ends soon, and says it then.
        runtime::StoreEvent::Locked | runtime::StoreEvent::Unlocked => {}
    }
}

/// Words an error that the operating system reports.
fn system_error(error: &impl std::fmt::Display) -> String {
    Locale::english().fatal_system(error.to_string())
}

/// Says in one line on the standard error what ended the program.
fn failed(exit: Exit, words: &str) -> Exit {
    // Where even this cannot be written, the exit code says it.
    let _ = writeln!(io::stderr(), "frontdesk: {words}");
    exit
}
