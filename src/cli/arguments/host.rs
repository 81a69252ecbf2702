//! The arguments of the commands with which a technician sets up and checks a host.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::locale::technician;

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
