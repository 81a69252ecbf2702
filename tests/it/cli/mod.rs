//! The real binary on the command line.

mod add;
mod cashier;
mod check;
mod check_connection;
mod check_host;
mod check_probe;
mod cids;
mod codes;
mod credentials;
mod exits;
mod foreign_answers;
pub mod import;
mod init;
mod json;
mod lookup;
pub mod outage;
mod outbox;
mod outbox_send;
mod output;
mod report;
mod report_files;
mod serve;
mod usage;
mod version;
