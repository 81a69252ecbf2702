//! The map of the house: see `ARCHITECTURE.md` for the flow and the reasons.

pub mod app;
pub mod cli;
pub mod clock;
pub mod clopos;
pub mod domain;
pub mod form;
pub mod locale;
pub mod outbox;
pub mod plain;
pub mod runtime;
pub mod server;
pub mod settings;
pub mod storage;
pub mod terminal;
pub mod view;
