//! The real binary on the command line.

mod command_line;
mod gateway;
mod outbox_send;
mod report;
