//! The environment variables that this program reads, and which of them a kiosk takes.

use super::language::LANGUAGE_VARIABLES;

/// A function that returns the value of an environment variable. `None` means that it is not set.
pub type Environment<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Reads a variable of this process.
pub fn process_environment(name: &str) -> Option<String> {
    // A value that is not Unicode is passed on with replacement characters, so that it is rejected and not ignored.
    std::env::var_os(name).map(|value| value.to_string_lossy().into_owned()).filter(|value| !value.trim().is_empty())
}

/// Reads a variable for a desk that takes no settings from the environment. It has only the login name and the language.
pub fn kiosk_environment(name: &str) -> Option<String> {
    [&LOGIN_NAMES[..], &LANGUAGE_VARIABLES].concat().contains(&name).then(|| process_environment(name)).flatten()
}

const LOGIN_NAMES: [&str; 2] = ["LOGNAME", "USER"];

/// Returns `LOGNAME` or `USER`, or the number of the system's user if neither is set.
///
/// With the number, two accounts without a name are not taken for one cashier.
pub(super) fn login_name(environment: Environment<'_>) -> String {
    let login = LOGIN_NAMES.iter().find_map(|name| environment(name));
    login.unwrap_or_else(|| format!("uid-{}", rustix::process::getuid().as_raw()))
}
