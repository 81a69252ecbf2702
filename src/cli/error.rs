use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

use crate::domain::Cid;
use crate::locale::technician;
use crate::outbox::OutboxError;
use crate::server::{self, FaultSyntaxError, PostgresError};
use crate::settings::SettingsError;

use super::Exit;
use super::cashier::CashierError;
use super::init::InitError;

/// The error that ends a command. Its text says what happened and what to do.
#[derive(Debug, thiserror::Error)]
pub(super) enum CommandError {
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// Root would leave files in the state directory of another account, which could no longer open them.
    #[error("{}", technician().fatal_state_of_another_account(.dir.display().to_string(), .owner.to_string()))]
    ForeignStateDir { dir: PathBuf, owner: u32 },
    /// Root would create the state directory of an account, which could not use it.
    #[error("{}", technician().fatal_no_state_dir(.dir.display().to_string()))]
    NoStateDir { dir: PathBuf },
    #[error("{}", not_writable(.path, .source))]
    Log { path: PathBuf, source: io::Error },
    #[error("{}", not_writable(.path, .source))]
    NotWritable { path: PathBuf, source: io::Error },
    #[error(transparent)]
    Init(#[from] InitError),
    #[error(transparent)]
    Cashier(#[from] CashierError),
    #[error("{}", technician().training_in_use())]
    TrainingInUse,
    #[error("{}", technician().fatal_kiosk_command())]
    KioskCommand,
    /// Standard input has no value to look up, or more than one.
    #[error("{}", technician().lookup_input())]
    LookupInput,
    /// Standard input cannot be read, or nothing reads the answers any more.
    #[error("{}", technician().add_stopped(.line.to_string(), .source.to_string()))]
    Import { line: u64, source: io::Error },
    #[error("{}", technician().report_backwards())]
    ReversedDays,
    /// A file for `report` cannot be read.
    #[error("{}", technician().report_file(.path.display().to_string(), .source.to_string()))]
    Rows { path: PathBuf, source: io::Error },
    #[error("{}", technician().settings_error_value("--inject", fault_error(.0)))]
    Inject(#[source] FaultSyntaxError),
    #[error("{}", technician().serve_inject_loopback(.0.to_string()))]
    InjectBeyondLoopback(SocketAddr),
    #[error("{}", technician().serve_training_loopback(.0.to_string()))]
    TrainingBeyondLoopback(SocketAddr),
    #[error("{}", technician().serve_no_database())]
    NoDatabase,
    /// `--database` has an address with a password.
    #[error("{}", technician().serve_database_argument())]
    DatabaseArgument,
    #[error("{}", bind_error(*.address, .source))]
    Bind { address: SocketAddr, source: io::Error },
    #[error("{}", serve_error(.0))]
    Serve(#[source] server::Error),
    #[error("{}", technician().outbox_error((*.0).into()))]
    Storage(#[from] OutboxError),
    /// The outbox rejects the request for this registration.
    #[error("{}", registration_error(*.cid, *.source))]
    Registration { cid: Cid, source: OutboxError },
    /// The operating system gives no thread, no randomness or no output.
    #[error("{}", technician().fatal_system(.0.to_string()))]
    System(#[from] io::Error),
    /// The desk ended with an error. Its causes follow the sentence.
    #[error("{}", format!("{:#}", .0))]
    Desk(anyhow::Error),
}

impl CommandError {
    pub(super) const fn exit(&self) -> Exit {
        match self {
            Self::Settings(_)
            | Self::ForeignStateDir { .. }
            | Self::NoStateDir { .. }
            | Self::Log { .. }
            | Self::KioskCommand
            | Self::Cashier(_)
            | Self::LookupInput
            | Self::ReversedDays
            | Self::Inject(_)
            | Self::InjectBeyondLoopback(_)
            | Self::TrainingBeyondLoopback(_)
            | Self::NoDatabase
            | Self::DatabaseArgument => Exit::Usage,
            Self::Init(error) if error.is_usage() => Exit::Usage,
            _ => Exit::Failed,
        }
    }

    /// Returns the registration that the error is about.
    pub(super) const fn cid(&self) -> Option<Cid> {
        match self {
            Self::Registration { cid, .. } => Some(*cid),
            _ => None,
        }
    }
}

fn not_writable(path: &std::path::Path, source: &io::Error) -> String {
    let say = technician();
    let remedy = match source.kind() {
        io::ErrorKind::NotFound => say.remedy_no_directory(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => say.remedy_disk_full(),
        _ => say.remedy_not_writable(),
    };
    say.fatal_not_writable(path.display().to_string(), source.to_string(), remedy)
}

fn registration_error(cid: Cid, source: OutboxError) -> String {
    let say = technician();
    match source {
        OutboxError::Unknown => say.outbox_unknown(cid.to_string()),
        OutboxError::InDoubt => say.outbox_uncertain(cid.to_string()),
        OutboxError::UnderWay => say.outbox_sending(cid.to_string()),
        OutboxError::Registered => say.outbox_registered(cid.to_string()),
        other => say.outbox_error(other.into()),
    }
}

/// Returns why the server did not start.
fn serve_error(error: &server::Error) -> String {
    let say = technician();
    match error {
        server::Error::Database { path, source } => {
            say.serve_database(path.display().to_string(), say.storage_reason(*source))
        }
        server::Error::Postgres(error) => say.serve_postgres(postgres_reason(error)),
        server::Error::InvalidVenueId => say.settings_error_value("server.venue_id", say.settings_error_venue()),
        server::Error::FaultsBeyondLoopback(address) => say.serve_inject_loopback(address.to_string()),
        server::Error::ClockBefore1970 => say.serve_clock(),
        server::Error::System(error) => say.fatal_system(error.to_string()),
    }
}

/// Words why a `PostgreSQL` database cannot be used, as a part of a sentence.
fn postgres_reason(error: &PostgresError) -> String {
    let say = technician();
    match error {
        PostgresError::Unreachable(reason) => say.reason_postgres_unreachable(reason.as_str()),
        PostgresError::NoAnswer => say.reason_postgres_no_answer(),
        PostgresError::Lost | PostgresError::Changed => say.reason_postgres_lost(),
        PostgresError::Tls(reason) => say.reason_postgres_tls(reason.as_str()),
        PostgresError::CaFile(file) => say.reason_postgres_ca_file(file.display().to_string()),
        PostgresError::Login => say.reason_postgres_login(),
        PostgresError::TooOld { found } => say.reason_postgres_version((found / 10_000).to_string()),
        PostgresError::Encoding(encoding) => say.reason_postgres_encoding(encoding.as_str()),
        PostgresError::Newer { .. } => say.reason_newer(),
        PostgresError::Sql(code) => match code.as_str() {
            "3D000" => say.reason_postgres_not_found(),
            "42501" => say.reason_postgres_permission(),
            "42P07" => say.reason_postgres_other_tables(),
            "0A000" | "58P01" => say.reason_postgres_trigrams(),
            code => say.reason_postgres_error(code),
        },
    }
}

fn bind_error(address: SocketAddr, error: &io::Error) -> String {
    let say = technician();
    let address = address.to_string();
    match error.kind() {
        io::ErrorKind::AddrInUse => say.serve_bind_in_use(address),
        io::ErrorKind::AddrNotAvailable => say.serve_bind_not_this_computer(address),
        // Ports below 1024 belong to root.
        io::ErrorKind::PermissionDenied => say.serve_bind_not_allowed(address),
        _ => say.serve_bind(address, error.to_string()),
    }
}

fn fault_error(error: &FaultSyntaxError) -> String {
    let say = technician();
    match error {
        FaultSyntaxError::UnknownKind(text) => say.serve_fault_unknown(text.as_str()),
        FaultSyntaxError::UnknownCondition(text) => say.serve_fault_condition(text.as_str()),
        FaultSyntaxError::SecondSelection(text) => say.serve_fault_count(text.as_str()),
    }
}
