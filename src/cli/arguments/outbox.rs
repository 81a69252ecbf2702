//! The arguments of the commands that work with the outbox.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand};

use crate::domain::Cid;
use crate::locale::technician;

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
