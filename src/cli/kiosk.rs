//! `frontdesk --kiosk`, and the program as somebody's login shell: the desk and nothing else.
//!
//! Who sits here may be anybody. Settings come from the system's place alone, the environment names the terminal, its
//! language, who has logged in and the way to the API (proxy, certificates), of which sshd takes the first two alone from a
//! client; no key leads to another program; what ends the desk is said without a path.

use std::env;
use std::ffi::OsStr;
use std::path::Path;

use clap::Parser as _;

use crate::locale::Locale;
use crate::runtime::SuspendPolicy;
use crate::settings::{NoEnvironment, Paths, Settings};

use super::{Arguments, CommandError, Exit, check_owner, desk, failed};

/// Runs the desk for somebody who must not choose anything. What the client asked to be run instead
/// (`SSH_ORIGINAL_COMMAND`) is nowhere looked at.
pub(super) fn run(arguments: &Arguments) -> Result<Exit, CommandError> {
    let say = Locale::english();
    if arguments.command.is_some() {
        return Err(CommandError::KioskCommand);
    }
    let places = Paths::system();
    let settings = Settings::read(None, arguments.training, arguments.cashier.as_deref(), &NoEnvironment, &places);
    // The technician reads at `frontdesk check` what is wrong; the cashier should see no path.
    let settings = settings.ok().filter(|settings| check_owner(settings, None).is_ok());
    let Some(settings) = settings else { return Ok(failed(Exit::Usage, &say.fatal_kiosk_settings())) };
    Ok(desk(arguments, settings, SuspendPolicy::Ignore).unwrap_or_else(|_| failed(Exit::Failed, &say.fatal_kiosk())))
}

/// What the program is to do where it is a login shell: its name begins with `-` then, and nothing that comes with it
/// means anything. Asked to run a command (`-c`), as by `ssh HOST COMMAND`, it refuses all but itself as a kiosk: that
/// is what sshd asks of the shell for `ForceCommand` and for the `command=` of a cashier's key.
pub(super) fn as_login_shell() -> Option<Result<Arguments, Exit>> {
    let mut words = env::args_os();
    let name = words.next().unwrap_or_default();
    if words.next().is_some_and(|first| first == "-c") {
        let refused = || failed(Exit::Usage, &Locale::english().fatal_kiosk_command());
        return Some(words.next().and_then(|asked| itself(asked.to_str()?)).ok_or_else(refused));
    }
    let is_login = name.to_string_lossy().starts_with('-');
    let kiosk = Arguments { config: None, training: false, cashier: None, plain: false, kiosk: true, command: None };
    is_login.then_some(Ok(kiosk))
}

/// The command line of a kiosk, word by word: quotes keep a name together, and no other sign means anything.
fn itself(asked: &str) -> Option<Arguments> {
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
            assert!(itself(asked).is_some_and(|it| it.kiosk), "{asked}");
        }
        assert_eq!(itself("frontdesk --kiosk --cashier aysel").and_then(|it| it.cashier).as_deref(), Some("aysel"));
        let cashier = |asked| itself(asked).and_then(|it| it.cashier);
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
            assert!(itself(asked).is_none(), "{asked}");
        }
        // No shell reads it: this is a name, however odd.
        assert_eq!(itself("frontdesk --kiosk --cashier $(id)").and_then(|it| it.cashier).as_deref(), Some("$(id)"));
    }
}
