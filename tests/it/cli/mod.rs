//! The real binary on the command line.

mod add;
mod check;
mod gateway;
mod outbox;
mod outbox_send;
mod report;
mod usage;
