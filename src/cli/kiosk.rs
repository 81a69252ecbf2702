//! `frontdesk --kiosk`, and the program as somebody's login shell: the desk and nothing else.
//!
//! Who sits here may be anybody. Settings come from the system's place alone, the environment names the terminal, its
//! language and who has logged in; no key leads to another program; what ends the desk is said without a path.

use std::env;

use crate::locale::Locale;
use crate::runtime::Leave;
use crate::settings::{NoEnvironment, Places, Settings};

use super::{Arguments, Exit, desk, failed};

/// Runs the desk for somebody who must not choose anything. What the client asked to be run instead
/// (`SSH_ORIGINAL_COMMAND`) is nowhere looked at.
pub(super) fn run(arguments: &Arguments) -> Exit {
    let say = Locale::english();
    if arguments.command.is_some() {
        return failed(Exit::Usage, &say.fatal_kiosk_command());
    }
    let places = Places::of_the_system();
    let settings = Settings::read(None, arguments.training, arguments.cashier.as_deref(), &NoEnvironment, &places);
    // The technician reads at `frontdesk check` what is wrong; the cashier should see no path.
    let Ok(settings) = settings else { return failed(Exit::Usage, &say.fatal_kiosk_settings()) };
    match desk(arguments, settings, Leave::Nowhere) {
        Ok(()) => Exit::Done,
        Err(_) => failed(Exit::Failed, &say.fatal_kiosk()),
    }
}

/// What the program is to do where it is a login shell: its name begins with `-` then, and nothing that comes with it
/// means anything. Asked to run a command (`-c`), as by `ssh HOST COMMAND`, it refuses.
pub(super) fn as_login_shell() -> Option<Result<Arguments, Exit>> {
    let mut words = env::args_os();
    let name = words.next().unwrap_or_default();
    if words.next().is_some_and(|first| first == "-c") {
        return Some(Err(failed(Exit::Usage, &Locale::english().fatal_kiosk_command())));
    }
    let is_login = name.to_string_lossy().starts_with('-');
    let kiosk = Arguments { config: None, training: false, cashier: None, plain: false, kiosk: true, command: None };
    is_login.then_some(Ok(kiosk))
}
