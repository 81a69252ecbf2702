//! The real binary as the desk: in a pseudo-terminal, and in plain mode.

mod bytes;
mod consent;
mod first_minutes;
mod keys_and_pastes;
mod kiosk;
mod languages;
mod look_ups_and_scans;
pub(crate) mod outbox;
mod plain;
mod plain_choices;
mod plain_commands;
mod plain_documents;
mod plain_settings;
mod plain_slow;
mod plain_typing;
mod registration;
mod safe_keys;
mod starts;
mod storage;
mod terminal;
