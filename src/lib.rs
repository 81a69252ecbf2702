//! frontdesk: a terminal form with which a cashier registers a customer in the Clopos point-of-sale cloud.
//!
//! The binary only calls [`cli::main`]. `ARCHITECTURE.md` shows the flow of a key and of a registration, and what each
//! module may know; `docs/glossary.md` explains the words.
//!
//! The desk is a pure state machine: [`app::update`] takes the model and a message, and returns the effects for
//! `runtime` to carry out.
//!
//! ```
//! use std::time::Duration;
//!
//! use chrono::NaiveDate;
//! use frontdesk::app::{CidGenerator, Desk, Effect, Mode, Model, Msg, update};
//! use frontdesk::keys::Key;
//! use frontdesk::domain::{Country, DateOrder, Language};
//! use frontdesk::form::ParseContext;
//!
//! let country = Country::default();
//! let rules = ParseContext {
//!     country,
//!     phone_rules: None,
//!     language: Language::default_for(country),
//!     date_order: DateOrder::DayMonthYear,
//!     today: NaiveDate::from_ymd_opt(2026, 11, 24).unwrap().into(),
//! };
//! let mut model = Model::new(Desk::new(Mode::Training, rules), CidGenerator::seeded([7; 32]));
//! let mut press = |key, seconds| update(&mut model, Msg::Key { key, at: Duration::from_secs(seconds) });
//!
//! press(Key::Tab, 1); // from the phone to the name
//! press(Key::Char('L'), 2);
//! press(Key::Char('i'), 3);
//! let outcome = press(Key::Ctrl('s'), 4);
//! assert!(matches!(&outcome.effects[..], [Effect::Save { customer, .. }, ..] if customer.name.as_str() == "Li"));
//! ```

pub mod app;
pub mod cli;
pub mod clock;
pub mod clopos;
pub mod delivery;
pub mod domain;
pub mod form;
pub mod keys;
pub mod locale;
pub mod outbox;
pub mod plain;
pub mod runtime;
pub mod server;
pub mod settings;
pub mod storage;
pub mod terminal;
pub mod view;
pub mod wording;
