//! Errors of usage: options that a command ignores, and the JSON object that `--json` promises on every exit.

use std::ffi::OsString;
use std::iter;

use clap::error::{Error, ErrorKind};
use clap::parser::ValueSource;
use clap::{ArgMatches, CommandFactory as _};

use crate::locale::technician;

use super::definition::{IGNORED_BY, without_ignored};
use super::{Arguments, error_object};

/// The options before a command that take the next word as their value.
const WITH_VALUE: [&str; 3] = ["--config", "--cashier", "--lang"];

/// The options of `init` for the connection, which training does not use.
const UNUSED_IN_TRAINING: [&str; 8] =
    ["api_version", "base_url", "client_id", "secret_file", "secret_stdin", "brand", "integrator_id", "venue_id"];

/// Returns an error if an option was given that the command ignores. Otherwise the command would do something else than
/// the caller expects.
pub(super) fn check(matches: &ArgMatches) -> Result<(), Error> {
    let Some((command, own)) = matches.subcommand() else { return Ok(()) };
    let is_given = |matches: &ArgMatches, option: &str| matches.value_source(option) == Some(ValueSource::CommandLine);
    let ignored = IGNORED_BY.iter().filter(|(_, by)| by.contains(&command)).map(|(option, _)| *option);
    let ignored = ignored.chain(["plain"]).find(|option| is_given(matches, option)).map(|option| (command, option));
    let unused = || {
        let is_training = command == "init" && is_given(matches, "training");
        let unused = UNUSED_IN_TRAINING.into_iter().find(|option| is_training && is_given(own, option));
        unused.map(|option| ("init --training", option))
    };
    let Some((by, option)) = ignored.or_else(unused) else { return Ok(()) };
    let words = technician().cli_option_ignored(by, option.replace('_', "-"));
    Err(Arguments::command().error(ErrorKind::ArgumentConflict, words))
}

/// Returns the help that was asked for, without the options that the command ignores. Any other error stays as it is.
pub(super) fn help(error: Error) -> Error {
    const HELP: [ErrorKind; 2] = [ErrorKind::DisplayHelp, ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand];
    let is_help = |error: &Error| HELP.contains(&error.kind());
    let help = is_help(&error).then(|| without_ignored(Arguments::command()).try_get_matches().err()).flatten();
    help.filter(is_help).unwrap_or(error)
}

/// Returns the JSON object for a command line that could not be parsed. `None` means that no object was asked for.
pub(super) fn object(words: impl Iterator<Item = OsString>, error: &Error) -> Option<String> {
    let words: Vec<_> = words.map(|word| word.to_string_lossy().into_owned()).collect();
    let asks_for_json = |word: &String| word == "--json" || word.starts_with("--json=") || word == "--stdin";
    if !words.iter().take_while(|word| *word != "--").any(asks_for_json) {
        return None;
    }
    error_object(command(&words)?, "usage", None, &in_one_line(error))
}

/// Returns the first word that is neither an option nor the value of one.
fn command(words: &[String]) -> Option<&str> {
    let before = iter::once("").chain(words.iter().map(String::as_str));
    let mut words = before.zip(words).filter(|(before, word)| !WITH_VALUE.contains(before) && !word.starts_with('-'));
    words.next().map(|(_, word)| word.as_str())
}

/// Returns the error in one line, without clap's usage text.
fn in_one_line(error: &Error) -> String {
    let text = error.to_string();
    let lines = text.lines().take_while(|line| !line.starts_with("Usage:")).map(str::trim);
    let line = lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
    line.strip_prefix("error: ").unwrap_or(&line).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_is_found_among_options() {
        for (words, expected) in [
            ("add --json", Some("add")),
            ("--training add --name", Some("add")),
            ("--cashier add check --json", Some("check")),
            ("--config=add --cashier x outbox --json", Some("outbox")),
            ("--json", None),
            ("--cashier", None),
            ("outbox list --json --x", Some("outbox")),
            ("add --json --nam Rauf", Some("add")),
            ("--nonsense add --json", Some("add")),
            ("serve --listen here --json", Some("serve")),
        ] {
            let words: Vec<String> = words.split(' ').map(str::to_owned).collect();
            assert_eq!(command(&words), expected, "{words:?}");
        }
    }
}
