//! The command line as `clap` parses it. The help of each argument is a sentence of `locale`.

mod customers;
mod host;
mod outbox;

use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::locale::{Locale, technician};

use super::definition::exit_codes;
use super::version::version;

pub use customers::{AddArguments, CustomerArguments, LookupArguments};
pub use host::{CashierCommand, CheckArguments, InitArguments, ServeArguments};
pub use outbox::{OutboxArguments, OutboxCommand, ReportArguments};

/// The command line. Without a command the program opens the desk.
#[derive(Debug, Default, Parser)]
#[command(
    name = "frontdesk",
    version = version(),
    about = technician().cli_about(),
    long_about = None,
    after_help = exit_codes(),
)]
pub struct Arguments {
    /// The settings file to read instead of the default one.
    #[arg(long, global = true, value_name = "FILE", help = technician().cli_config())]
    pub config: Option<PathBuf>,
    /// True for training, whatever the settings are.
    #[arg(long, global = true, help = technician().cli_training())]
    pub training: bool,
    /// The cashier's name. Drafts are offered only to the same name.
    #[arg(long, global = true, value_name = "NAME", help = technician().cli_cashier())]
    pub cashier: Option<String>,
    /// The language of the desk. `None` means that of the settings.
    #[arg(long, global = true, value_name = "LANGUAGE", value_parser = language, help = technician().cli_lang(Locale::codes()))]
    pub lang: Option<&'static Locale>,
    /// True for the line front end (screen readers, pipes, plain terminals).
    #[arg(long, help = technician().cli_plain())]
    pub plain: bool,
    /// True for a kiosk: system settings only, and no way to a shell.
    #[arg(long, conflicts_with = "config", help = technician().cli_kiosk())]
    pub kiosk: bool,
    /// A command without a screen.
    #[command(subcommand)]
    pub command: Option<Command>,
}

fn language(text: &str) -> Result<&'static Locale, String> {
    Locale::of(text).ok_or_else(|| technician().cli_lang_unknown(Locale::codes()))
}

/// A command without a screen.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Register one customer.
    #[command(about = technician().cli_add())]
    Add(AddArguments),
    /// Run a local test server with the API.
    #[command(about = technician().cli_serve())]
    Serve(ServeArguments),
    /// Check settings, disk and connection.
    #[command(about = technician().cli_check())]
    Check(CheckArguments),
    /// Work with the outbox of this host.
    #[command(about = technician().cli_outbox())]
    Outbox(OutboxArguments),
    /// Find registered customers.
    #[command(about = technician().cli_lookup())]
    Lookup(LookupArguments),
    /// Print the registrations of each cashier.
    #[command(about = technician().cli_report())]
    Report(ReportArguments),
    /// Set up this host, or the user's settings.
    #[command(about = technician().cli_init())]
    Init(Box<InitArguments>),
    /// Work with the keys of the cashiers.
    #[command(subcommand, about = technician().cli_cashiers())]
    Cashier(CashierCommand),
    /// Work with the data of training.
    #[command(subcommand, about = technician().cli_training_command())]
    Training(TrainingCommand),
    /// Print the manual page.
    #[command(about = technician().cli_man())]
    Man {
        /// The directory for a page of each command. `None` prints the program's page.
        #[arg(value_name = "DIRECTORY", help = technician().cli_man_directory())]
        directory: Option<PathBuf>,
    },
    /// Print the completions for a shell.
    #[command(about = technician().cli_completions())]
    Completions {
        /// The shell.
        #[arg(value_enum, help = technician().cli_shell())]
        shell: clap_complete::Shell,
    },
}

/// A command for the data of training.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Subcommand)]
pub enum TrainingCommand {
    /// Erase everything that was saved in training.
    #[command(about = technician().cli_training_reset())]
    Reset,
}

impl Command {
    /// Returns the name of a command that was asked for JSON.
    pub(super) const fn name_if_json(&self) -> Option<&'static str> {
        match self {
            Self::Add(AddArguments { json: true, .. } | AddArguments { stdin: true, .. }) => Some("add"),
            Self::Lookup(LookupArguments { json: true, .. }) => Some("lookup"),
            Self::Check(CheckArguments { json: true, .. }) => Some("check"),
            Self::Outbox(OutboxArguments { json: true, .. }) => Some("outbox"),
            Self::Report(ReportArguments { json: true, .. }) => Some("report"),
            Self::Cashier(CashierCommand::List { json: true }) => Some("cashier"),
            _ => None,
        }
    }
}
