use std::net::SocketAddr;
use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand};

use crate::domain::Cid;
use crate::locale::Locale;

/// What may be said to the program. Without a command it opens the desk.
#[derive(Debug, Parser)]
#[command(name = "frontdesk", version, about = Locale::english().cli_about(), long_about = None)]
pub struct Arguments {
    /// Read this file instead of the usual one.
    #[arg(long, global = true, value_name = "FILE", help = Locale::english().cli_config())]
    pub config: Option<PathBuf>,
    /// Register nothing real, whatever the settings say.
    #[arg(long, global = true, help = Locale::english().cli_training())]
    pub training: bool,
    /// Who is at the desk; half-typed forms are offered to the same name alone.
    #[arg(long, global = true, value_name = "NAME", help = Locale::english().cli_cashier())]
    pub cashier: Option<String>,
    /// Line by line, for screen readers, pipes and plain terminals.
    #[arg(long, help = Locale::english().cli_plain())]
    pub plain: bool,
    /// Nothing but the desk: settings from the system's place alone, no shell to go to.
    #[arg(long, conflicts_with = "config", help = Locale::english().cli_kiosk())]
    pub kiosk: bool,
    /// What to do without a screen.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What to do without a screen.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Register one customer.
    #[command(about = Locale::english().cli_add())]
    Add(AddArguments),
    /// Be the API, over a database of one's own.
    #[command(about = Locale::english().cli_serve())]
    Serve(ServeArguments),
    /// Say what is wrong.
    #[command(about = Locale::english().cli_check())]
    Check(CheckArguments),
    /// What is kept on this machine.
    #[command(about = Locale::english().cli_outbox())]
    Outbox(OutboxArguments),
    /// What each cashier has registered.
    #[command(about = Locale::english().cli_report())]
    Report(ReportArguments),
    /// The manual page.
    #[command(about = Locale::english().cli_man())]
    Man {
        /// Where a page for each command is written; without it the program's own is printed.
        #[arg(value_name = "DIRECTORY", help = Locale::english().cli_man_directory())]
        directory: Option<PathBuf>,
    },
    /// What a shell needs to complete a command line.
    #[command(about = Locale::english().cli_completions())]
    Completions {
        /// Which.
        #[arg(value_enum, help = Locale::english().cli_shell())]
        shell: clap_complete::Shell,
    },
}

/// The fields of a customer, as a person would type them.
#[derive(Args)]
pub struct AddArguments {
    /// The only field that is required.
    #[arg(long, help = Locale::english().label_name())]
    pub name: String,
    /// National or international.
    #[arg(long, help = Locale::english().label_phone())]
    pub phone: Option<String>,
    /// An address.
    #[arg(long, help = Locale::english().label_email())]
    pub email: Option<String>,
    /// A card's number.
    #[arg(long, help = Locale::english().label_code())]
    pub code: Option<String>,
    /// In the order of the settings, or ISO.
    #[arg(long, value_name = "DATE", help = Locale::english().cli_birth_date())]
    pub birth_date: Option<String>,
    /// `female` or `male`.
    #[arg(long, help = Locale::english().cli_gender())]
    pub gender: Option<String>,
    /// A group's name.
    #[arg(long, help = Locale::english().cli_group())]
    pub group: Option<String>,
    /// Free text.
    #[arg(long, help = Locale::english().label_note())]
    pub note: Option<String>,
    /// Print what happened as one JSON object.
    #[arg(long, help = Locale::english().cli_json())]
    pub json: bool,
}

impl std::fmt::Debug for AddArguments {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AddArguments(…)")
    }
}

/// What to do with what is kept.
#[derive(Debug, Args)]
pub struct OutboxArguments {
    /// As JSON.
    #[arg(long, global = true, help = Locale::english().cli_json())]
    pub json: bool,
    /// What to do.
    #[command(subcommand)]
    pub command: OutboxCommand,
}

/// What to do with what is kept.
#[derive(Debug, Subcommand)]
pub enum OutboxCommand {
    /// Deliver what is due, once around: for cron or a timer.
    #[command(about = Locale::english().cli_outbox_send())]
    Send {
        /// Also what waits for its time: somebody knows that the line is back.
        #[arg(long, help = Locale::english().cli_outbox_now())]
        now: bool,
    },
    /// List what is not delivered.
    #[command(about = Locale::english().cli_outbox_list())]
    List,
    /// Show one registration with all its data.
    #[command(about = Locale::english().cli_outbox_show())]
    Show {
        /// The registration.
        #[arg(help = Locale::english().cli_cid())]
        cid: Cid,
    },
    /// Forget one registration.
    #[command(about = Locale::english().cli_outbox_discard())]
    Discard {
        /// The registration.
        #[arg(help = Locale::english().cli_cid())]
        cid: Cid,
        /// Also one that may have arrived.
        #[arg(long, help = Locale::english().cli_force())]
        force: bool,
    },
    /// Print all that is not delivered, with all its data.
    #[command(about = Locale::english().cli_outbox_export())]
    Export,
}

/// Of which days, and how it is printed.
#[derive(Debug, Args)]
pub struct ReportArguments {
    /// The first day; the last one, or today, where it is left out.
    #[arg(long, value_name = "YYYY-MM-DD", help = Locale::english().cli_report_from())]
    pub from: Option<NaiveDate>,
    /// The last day.
    #[arg(long, value_name = "YYYY-MM-DD", help = Locale::english().cli_report_to())]
    pub to: Option<NaiveDate>,
    /// As one JSON object.
    #[arg(long, conflicts_with = "csv", help = Locale::english().cli_json())]
    pub json: bool,
    /// As CSV.
    #[arg(long, help = Locale::english().cli_csv())]
    pub csv: bool,
}

/// How the findings are printed.
#[derive(Debug, Args)]
pub struct CheckArguments {
    /// As one JSON object.
    #[arg(long, help = Locale::english().cli_json())]
    pub json: bool,
}

/// Where the server listens and keeps its customers.
#[derive(Debug, Args)]
pub struct ServeArguments {
    /// Port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDRESS", help = Locale::english().cli_listen())]
    pub listen: SocketAddr,
    /// Made where it is missing.
    #[arg(long, value_name = "FILE", help = Locale::english().cli_database())]
    pub database: PathBuf,
    /// Faults on demand; refused on an address that is not loopback.
    #[arg(long, value_name = "FAULT", help = Locale::english().cli_inject())]
    pub inject: Vec<String>,
}
