//! `frontdesk --kiosk`, and the program as a login shell: the desk and nothing else.
//!
//! The user of a kiosk is not trusted. Settings come only from the system's directory. Of the environment, only these
//! are used: terminal, language, `ACCESSIBLE`, login name, and the way to the API (proxy, certificates). From a client,
//! sshd takes only the first two, unless its settings accept more. No key starts another program, and no error shows a path.

use std::env;
use std::ffi::OsStr;
use std::path::Path;

use clap::Parser as _;

use crate::locale::Locale;
use crate::runtime::SuspendPolicy;
use crate::settings::{Paths, Settings, kiosk_environment, language_of, process_environment};

use super::{Arguments, CommandError, Exit, check_owner, desk, exit_with};

/// Runs the desk for a user who may choose nothing. The command that an SSH client asks for (`SSH_ORIGINAL_COMMAND`) is
/// ignored.
pub(super) fn run(arguments: &Arguments) -> Result<Exit, CommandError> {
    let say = language(arguments);
    if arguments.command.is_some() {
        return Err(CommandError::KioskCommand);
    }
    let places = Paths::system();
    let (training, cashier) = (arguments.training, arguments.cashier.as_deref());
    let settings = Settings::read(None, training, cashier, arguments.lang, &kiosk_environment, &places);
    // `frontdesk check` shows the technician what is wrong. The cashier must see no path.
    let settings = settings.ok().filter(|settings| check_owner(settings).is_ok());
    let Some(settings) = settings else { return Ok(exit_with(Exit::Usage, &say.fatal_kiosk_settings())) };
    let say = settings.desk.language.locale();
    Ok(desk(arguments, settings, SuspendPolicy::Ignore).unwrap_or_else(|_| exit_with(Exit::Failed, &say.fatal_kiosk())))
}

/// Returns the language for what is said before the settings are read.
pub(super) fn language(arguments: &Arguments) -> &'static Locale {
    arguments.lang.unwrap_or_else(language_of_environment)
}

fn language_of_environment() -> &'static Locale {
    language_of(&process_environment).unwrap_or(Locale::english())
}

/// Returns the arguments if the program runs as a login shell.
///
/// Then its name begins with `-`, and its arguments are ignored. If it must run a command (`-c`, as for `ssh HOST
/// COMMAND`), it accepts only itself as a kiosk: sshd does this for `ForceCommand` and for `command=` of a cashier's
/// key. `None` means that it is not a login shell.
pub(super) fn login_shell_arguments() -> Option<Result<Arguments, Exit>> {
    let mut words = env::args_os();
    let name = words.next().unwrap_or_default();
    if words.next().is_some_and(|first| first == "-c") {
        let refused = || exit_with(Exit::Usage, &language_of_environment().fatal_kiosk_command());
        return Some(words.next().and_then(|asked| parse_forced_command(asked.to_str()?)).ok_or_else(refused));
    }
    let is_login = name.to_string_lossy().starts_with('-');
    is_login.then(|| Ok(Arguments { kiosk: true, ..Arguments::default() }))
}

/// Parses the command line of a kiosk into words. Quotes keep a word together; no other character is special.
fn parse_forced_command(asked: &str) -> Option<Arguments> {
    let words = shlex::split(asked)?;
    let program = words.first().and_then(|word| Path::new(word).file_name());
    let arguments = Arguments::try_parse_from(&words).ok()?;
    (program == Some(OsStr::new("frontdesk")) && arguments.kiosk && arguments.command.is_none()).then_some(arguments)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_shell_runs_itself_as_a_kiosk_and_nothing_else() {
        for asked in ["frontdesk --kiosk", "/usr/local/bin/frontdesk --kiosk --cashier aysel --plain"] {
            assert!(parse_forced_command(asked).is_some_and(|it| it.kiosk), "{asked}");
        }
        assert_eq!(
            parse_forced_command("frontdesk --kiosk --cashier aysel").and_then(|it| it.cashier).as_deref(),
            Some("aysel")
        );
        let cashier = |asked| parse_forced_command(asked).and_then(|it| it.cashier);
        assert_eq!(cashier("frontdesk --kiosk --cashier 'Aysel M'").as_deref(), Some("Aysel M"));
        assert_eq!(cashier("frontdesk --kiosk --cashier \"aysel\"").as_deref(), Some("aysel"));
        for asked in [
            "frontdesk --kiosk --cashier 'aysel",
            "",
            "id",
            "frontdesk",
            "frontdesk --plain",
            "frontdesk --cashier --kiosk",
            "frontdesk --kiosk check",
            "frontdesk --kiosk outbox export",
            "frontdesk --kiosk --config own.toml",
            "frontdesk --kiosk --help",
            "frontdesk --kiosk; id",
            "frontdesk --kiosk && id",
            "sh -c 'frontdesk --kiosk'",
            "scp --kiosk",
            "/usr/lib/openssh/sftp-server",
        ] {
            assert!(parse_forced_command(asked).is_none(), "{asked}");
        }
        // No shell expands it, so this is only an odd name.
        assert_eq!(
            parse_forced_command("frontdesk --kiosk --cashier $(id)").and_then(|it| it.cashier).as_deref(),
            Some("$(id)")
        );
    }
}
