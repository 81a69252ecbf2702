//! The manual page and the shell completions, made from the definition of the command line.

use std::io;
use std::path::Path;

use clap::{Arg, Command, CommandFactory as _};
use clap_complete::Shell;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use crate::locale::{TechnicianLocale, technician};
use crate::settings::SETTINGS;
use crate::view::key_sections;

use super::{Arguments, CommandError, Exit, print};

/// Runs `frontdesk man`: prints the program's page, or writes a page for each command.
pub(super) fn manual(directory: Option<&Path>) -> Result<Exit, CommandError> {
    match directory {
        None => print(String::from_utf8_lossy(&page()?).trim_end())?,
        Some(path) => {
            write_into(path).map_err(|source| CommandError::NotWritable { path: path.to_owned(), source })?;
        }
    }
    Ok(Exit::Done)
}

fn write_into(directory: &Path) -> io::Result<()> {
    clap_mangen::generate_to(without_ignored(Arguments::command().disable_help_subcommand(true)), directory)?;
    std::fs::write(directory.join("frontdesk.1"), page()?)
}

/// Returns the program's page: its commands and options, and what they have in common.
fn page() -> io::Result<Vec<u8>> {
    // The page names the commands as their own pages do.
    let man = Man::new(without_ignored(Arguments::command().disable_help_subcommand(true)));
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    man.render_subcommands_section(&mut page)?;
    let say = technician();
    let mut more = Roff::new();
    keys(&mut more, say);
    section(&mut more, "SETTINGS", settings(say));
    section(&mut more, "EXIT STATUS", exits());
    section(&mut more, "ENVIRONMENT", environment(say));
    section(&mut more, "FILES", files(say));
    more.to_writer(&mut page)?;
    man.render_version_section(&mut page)?;
    Ok(page)
}

/// The global options, and the commands that ignore them.
pub(super) const IGNORED_BY: [(&str, &[&str]); 4] = [
    ("lang", &["man", "completions", "serve", "check", "outbox", "report", "lookup", "init", "cashier", "training"]),
    ("config", &["man", "completions", "cashier"]),
    ("training", &["man", "completions", "serve", "cashier", "training"]),
    ("cashier", &["man", "completions", "serve", "check", "outbox", "report", "lookup", "init", "cashier", "training"]),
];

/// Removes from each command the options that it ignores. Hiding them is not enough, because completions offer hidden
/// options.
pub(super) fn without_ignored(mut command: Command) -> Command {
    for (option, ignored_by) in IGNORED_BY {
        let Some(argument) = command.get_arguments().find(|argument| argument.get_id() == option) else { continue };
        let argument = argument.clone().global(false);
        command = command.mut_arg(option, |argument| argument.global(false)).mut_subcommands(|command| {
            if ignored_by.contains(&command.get_name()) { command } else { with_option(command, &argument) }
        });
    }
    command
}

/// Returns a command with an option added to it and to all commands below it.
fn with_option(command: Command, argument: &Arg) -> Command {
    command.arg(argument).mut_subcommands(|command| with_option(command, argument))
}

fn keys(page: &mut Roff, say: &TechnicianLocale) {
    page.control("SH", ["KEYS"]);
    for section in key_sections(say) {
        page.control("SS", [section.title.as_str()]);
        list(page, section.rows);
        page.control("PP", []);
        page.text([roman(section.others)]);
    }
}

fn section<T: Into<String>>(page: &mut Roff, title: &str, entries: impl IntoIterator<Item = (T, String)>) {
    page.control("SH", [title]);
    list(page, entries);
}

fn list<T: Into<String>>(page: &mut Roff, entries: impl IntoIterator<Item = (T, String)>) {
    for (term, words) in entries {
        page.control("TP", []);
        page.text([bold(term)]);
        page.text([roman(words)]);
    }
}

/// Returns the keys of the settings file, with what they mean and their defaults.
fn settings(say: &TechnicianLocale) -> impl Iterator<Item = (&'static str, String)> {
    SETTINGS.iter().filter(|setting| !setting.key.is_empty()).map(|setting| {
        let default = setting.default().map(|text| format!(" {}", say.man_setting_default(text)));
        (setting.key, format!("{}{}", (setting.meaning)(say), default.unwrap_or_default()).replace('`', ""))
    })
}

fn exits() -> impl Iterator<Item = (String, String)> {
    Exit::MEANINGS.into_iter().map(|(exit, meaning)| (exit.code().to_string(), meaning(technician())))
}

/// Returns the table of exit codes below the help.
pub(super) fn exit_codes() -> String {
    let rows = exits().map(|(code, meaning)| format!("\n  {code}  {meaning}"));
    format!("{}{}", technician().cli_exit_codes(), rows.collect::<String>())
}

/// Returns the variables: those of settings, and the ones that other programs know too.
fn environment(say: &TechnicianLocale) -> impl Iterator<Item = (&'static str, String)> {
    let settings = SETTINGS.iter().filter(|setting| !setting.variable.is_empty());
    let settings = settings.map(|setting| {
        let instead = say.man_variable_setting(setting.key);
        let words = if setting.key.is_empty() { (setting.meaning)(say).replace('`', "") } else { instead };
        (setting.variable, words)
    });
    settings.chain([
        ("ACCESSIBLE", say.man_variable_accessible()),
        ("NO_COLOR, CLICOLOR=0", say.man_variable_colour()),
        ("LC_ALL, LC_CTYPE, LANG", say.man_variable_locale()),
        ("TERM", say.man_variable_term()),
        ("HTTPS_PROXY, HTTP_PROXY, NO_PROXY", say.man_variable_proxy()),
    ])
}

fn files(say: &TechnicianLocale) -> [(&'static str, String); 3] {
    [
        ("~/.config/frontdesk/frontdesk.toml", say.man_file_user()),
        ("/etc/frontdesk/frontdesk.toml", say.man_file_machine()),
        ("~/.local/state/frontdesk, /var/lib/frontdesk", say.man_file_state()),
    ]
}

/// Runs `frontdesk completions SHELL`.
pub(super) fn completions(shell: Shell) -> Result<Exit, CommandError> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut without_ignored(Arguments::command()), "frontdesk", &mut script);
    print(String::from_utf8_lossy(&script).trim_end())?;
    Ok(Exit::Done)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `clap` uses the doc comment of an argument that has no help text. A doc comment is written for programmers.
    #[test]
    fn every_help_text_is_a_sentence_of_the_locale() {
        let sentences = concat!(
            include_str!("../../assets/locales/en.ftl"),
            include_str!("../../assets/locales/technician/en.ftl"),
            "\n = ",
        );
        let sentences = sentences.to_owned() + &technician().cli_lang("en, az, ru, tr, uz") + "\n";
        let mut commands = vec![without_ignored(Arguments::command())];
        while let Some(command) = commands.pop() {
            let helps = command.get_arguments().map(|argument| (argument.get_id().as_str(), argument.get_help()));
            for (name, help) in helps.chain([(command.get_name(), command.get_about())]) {
                let help = help.map(ToString::to_string).unwrap_or_default();
                assert!(sentences.contains(&format!(" = {help}\n")), "{} {name}: {help:?}", command.get_name());
            }
            commands.extend(command.get_subcommands().cloned());
        }
    }
}
