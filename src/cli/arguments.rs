use std::net::SocketAddr;
use std::path::PathBuf;

use chrono::NaiveDate;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand};

use crate::domain::Cid;
use crate::locale::{Locale, technician};

use super::definition::exit_codes;
use super::version::version;

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
    #[command(about = technician().cli_cashiers())]
    Cashier {
        /// The command.
        #[command(subcommand)]
        command: CashierCommand,
    },
    /// Work with the data of training.
    #[command(about = technician().cli_training_command())]
    Training {
        /// The command.
        #[command(subcommand)]
        command: TrainingCommand,
    },
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

/// The customers of `frontdesk add`: one on the command line, or many on standard input.
#[derive(Args, derive_more::Debug)]
#[debug("AddArguments(…)")]
#[command(group = clap::ArgGroup::new("customer").multiple(true).conflicts_with("stdin"))]
pub struct AddArguments {
    /// True to read customers as JSON Lines from standard input.
    #[arg(long, help = technician().cli_stdin())]
    pub stdin: bool,
    /// The UUID of the registration. `None` means a random one.
    #[arg(long, value_name = "UUID", group = "customer", help = technician().cli_add_cid())]
    pub cid: Option<Cid>,
    /// The customer.
    #[command(flatten)]
    pub customer: CustomerArguments,
    /// True to print the outcome as one JSON object.
    #[arg(long, help = technician().cli_json())]
    pub json: bool,
}

/// Parses an answer to the question about consent.
fn consent() -> impl TypedValueParser<Value = bool> {
    PossibleValuesParser::new(["yes", "no"]).map(|answer| answer == "yes")
}

/// The fields of a customer, as the cashier types them. An empty text means that a field is not given.
#[derive(Args, Default, derive_more::Debug)]
#[debug("CustomerArguments(…)")]
#[group(skip)]
pub struct CustomerArguments {
    /// The name, the only required field.
    #[arg(long, required_unless_present = "stdin", group = "customer", help = technician().label_name())]
    pub name: Option<String>,
    /// The phone, national or international.
    #[arg(long, group = "customer", help = technician().label_phone())]
    pub phone: Option<String>,
    /// The e-mail address.
    #[arg(long, group = "customer", help = technician().label_email())]
    pub email: Option<String>,
    /// The code of a customer card.
    #[arg(long, group = "customer", help = technician().label_code())]
    pub code: Option<String>,
    /// The birth date, in the order of the settings or as ISO 8601.
    #[arg(long, value_name = "DATE", group = "customer", help = technician().cli_birth_date())]
    pub birth_date: Option<String>,
    /// The gender, `female` or `male`.
    #[arg(long, group = "customer", help = technician().cli_gender())]
    pub gender: Option<String>,
    /// The name of the group.
    #[arg(long, group = "customer", help = technician().cli_group())]
    pub group: Option<String>,
    /// The number of the group.
    #[arg(long, value_name = "ID", group = "customer", help = technician().cli_group_id())]
    pub group_id: Option<u64>,
    /// The note.
    #[arg(long, group = "customer", help = technician().label_note())]
    pub note: Option<String>,
    /// True if the customer consents. Without an answer the customer was not asked.
    #[arg(long, value_parser = consent(), value_name = "ANSWER", group = "customer", help = technician().cli_consent())]
    pub consent: Option<bool>,
}

/// The search of `frontdesk lookup`: by phone or by name. The value is read from standard input.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("value").args(["phone", "name"]).required(true))]
pub struct LookupArguments {
    /// True to find by phone.
    #[arg(long, help = technician().cli_lookup_phone())]
    pub phone: bool,
    /// True to find by name.
    #[arg(long, help = technician().cli_lookup_name())]
    pub name: bool,
    /// True to print one JSON object.
    #[arg(long, help = technician().cli_json())]
    pub json: bool,
}

/// The arguments of `frontdesk outbox`.
#[derive(Debug, Args)]
pub struct OutboxArguments {
    /// True to print JSON.
    #[arg(long, global = true, help = technician().cli_json())]
    pub json: bool,
    /// The command.
    #[command(subcommand)]
    pub command: OutboxCommand,
}

/// A command of `frontdesk outbox`.
#[derive(Debug, Subcommand)]
pub enum OutboxCommand {
    /// Deliver everything that is due, then exit (for cron or a timer).
    #[command(about = technician().cli_outbox_send())]
    Send {
        /// True to ignore the backoff.
        #[arg(long, help = technician().cli_outbox_now())]
        now: bool,
    },
    /// List what is not delivered.
    #[command(about = technician().cli_outbox_list())]
    List,
    /// Show one registration with all its data.
    #[command(about = technician().cli_outbox_show())]
    Show {
        /// The registration.
        #[arg(help = technician().cli_cid())]
        cid: Cid,
    },
    /// Discard one registration.
    #[command(about = technician().cli_outbox_discard())]
    Discard {
        /// The registration.
        #[arg(help = technician().cli_cid())]
        cid: Cid,
        /// True to discard also a registration that may have arrived.
        #[arg(long, help = technician().cli_force())]
        force: bool,
    },
    /// Print all undelivered registrations with all their data.
    #[command(about = technician().cli_outbox_export())]
    Export,
}

/// The days of a report and its format.
#[derive(Debug, Args)]
pub struct ReportArguments {
    /// The first day. `None` means the last day, or today without one.
    #[arg(long, value_name = "YYYY-MM-DD", help = technician().cli_report_from())]
    pub from: Option<NaiveDate>,
    /// The last day. `None` means today.
    #[arg(long, value_name = "YYYY-MM-DD", help = technician().cli_report_to())]
    pub to: Option<NaiveDate>,
    /// True to print one JSON object.
    #[arg(long, conflicts_with = "csv", help = technician().cli_json())]
    pub json: bool,
    /// True to print CSV.
    #[arg(long, help = technician().cli_csv())]
    pub csv: bool,
    /// True to print one JSON object for each registration, for `files` of another report.
    #[arg(long, conflicts_with_all = ["json", "csv"], help = technician().cli_report_rows())]
    pub rows: bool,
    /// The rows of several hosts, in place of the outbox of this one. `-` is standard input.
    #[arg(value_name = "FILE", help = technician().cli_report_files())]
    pub files: Vec<PathBuf>,
}

/// The answers of `frontdesk init`. Without a terminal they must be complete.
#[derive(Args, derive_more::Debug)]
#[debug("InitArguments(…)")]
pub struct InitArguments {
    /// True to set up this host for cashiers behind SSH.
    #[arg(long, conflicts_with = "config", help = technician().cli_init_kiosk())]
    pub kiosk: bool,
    /// The version of the API.
    #[arg(long, value_name = "VERSION", help = technician().cli_init_api_version())]
    pub api_version: Option<String>,
    /// The address of the API.
    #[arg(long, value_name = "URL", help = technician().cli_init_base_url())]
    pub base_url: Option<String>,
    /// The client ID.
    #[arg(long, value_name = "ID", help = technician().cli_init_client_id())]
    pub client_id: Option<String>,
    /// The file with the secret.
    #[arg(long, value_name = "FILE", help = technician().cli_init_secret_file())]
    pub secret_file: Option<PathBuf>,
    /// True to read the secret from standard input.
    #[arg(long, conflicts_with = "secret_file", help = technician().cli_init_secret_stdin())]
    pub secret_stdin: bool,
    /// The brand.
    #[arg(long, help = technician().cli_init_brand())]
    pub brand: Option<String>,
    /// The integrator, for v2.
    #[arg(long, value_name = "ID", help = technician().cli_init_integrator_id())]
    pub integrator_id: Option<String>,
    /// The venue.
    #[arg(long, value_name = "ID", help = technician().cli_init_venue_id())]
    pub venue_id: Option<String>,
    /// The country.
    #[arg(long, help = technician().cli_init_country())]
    pub country: Option<String>,
    /// The time zone.
    #[arg(long, value_name = "ZONE", help = technician().cli_init_time_zone())]
    pub time_zone: Option<String>,
}

/// A command of `frontdesk cashier`.
#[derive(Debug, Subcommand)]
pub enum CashierCommand {
    /// Add a key, read from standard input.
    #[command(about = technician().cli_cashier_add())]
    Add {
        /// The cashier.
        #[arg(help = technician().cli_cashier_name())]
        name: String,
        /// True for a desk that asks line by line.
        #[arg(long, help = technician().cli_plain())]
        plain: bool,
    },
    /// List the keys.
    #[command(about = technician().cli_cashier_list())]
    List {
        /// True to print one JSON object.
        #[arg(long, help = technician().cli_json())]
        json: bool,
    },
    /// Remove the keys of a cashier.
    #[command(about = technician().cli_cashier_remove())]
    Remove {
        /// The cashier.
        #[arg(help = technician().cli_cashier_name())]
        name: String,
        /// The fingerprint of the only key to remove.
        #[arg(long, value_name = "FINGERPRINT", help = technician().cli_cashier_key())]
        key: Option<String>,
    },
}

/// What is checked, and the format of the findings.
#[derive(Debug, Args)]
pub struct CheckArguments {
    /// True to print one JSON object.
    #[arg(long, help = technician().cli_json())]
    pub json: bool,
    /// True to show how the API answers, in place of the checks.
    #[arg(long, conflicts_with = "json", help = technician().cli_probe())]
    pub probe: bool,
}

/// The address and the database of the test server.
#[derive(Debug, Args)]
pub struct ServeArguments {
    /// The address to listen on. Port 0 means a free port.
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDRESS", help = technician().cli_listen())]
    pub listen: SocketAddr,
    /// The database file. It is created if it does not exist. `None` means the `PostgreSQL` database of the settings.
    #[arg(long, value_name = "FILE", help = technician().cli_database())]
    pub database: Option<PathBuf>,
    /// Accept the credentials of training on an address that other computers can reach.
    #[arg(long, help = technician().cli_allow_training_credentials())]
    pub allow_training_credentials: bool,
    /// The faults to inject. They are allowed only on a loopback address.
    #[arg(long, value_name = "FAULT", help = technician().cli_inject())]
    pub inject: Vec<String>,
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
            Self::Cashier { command: CashierCommand::List { json: true } } => Some("cashier"),
            _ => None,
        }
    }
}
