//! The values that all modules share: a customer and its fields, and the outcome of a registration.
//!
//! A value is made by parsing text that a person typed or a command line gave. A [`NewCustomer`] is therefore
//! always ready to be sent. All other modules use these types. This module is pure and imports none of them. It has no
//! clock (the caller passes today's date), no randomness (the caller passes the bytes of a [`Cid`]) and no I/O.

mod api_error;
mod birth_date;
mod capitalization;
mod cid;
mod code;
mod code_template;
mod connect_error;
mod consent;
mod delivery;
mod display_text;
mod draft;
mod email;
pub(crate) mod field;
mod fold;
mod foreign_answer;
mod gender;
mod group;
mod keyboard_layout;
mod language;
mod letters;
mod name;
mod new_customer;
mod note;
mod parsed;
mod phone;
mod progress;
mod readiness;
mod recent;
mod registered;
mod shift;
mod similar_name;
mod storage_error;
mod text;
mod time_zone;
mod today;

pub use api_error::{ApiError, RegisterError};
pub use birth_date::{BirthDate, DateOrder};
pub use cid::Cid;
pub use code::{Code, can_be_scanner_prefix};
pub use code_template::{CodeTemplate, HostName, InvalidCodeTemplate};
pub use connect_error::{ConnectError, UnknownOutcome};
pub use consent::{Consent, ConsentQuestion, ConsentText, ConsentVersion, InvalidConsent};
pub use delivery::{ConflictOwner, DeliveryOutcome, OutboxCounts, WaitingRow};
pub use display_text::DisplayText;
pub use draft::Draft;
pub use email::{Email, EmailError};
pub use field::Field;
pub use fold::{fold_for_search, without_accent};
pub use foreign_answer::{AccountFault, BodyKind, ForeignAnswer};
pub use gender::Gender;
pub use group::{Discount, Group, GroupId};
pub use keyboard_layout::{KeyboardLayout, code_twin, code_with_hyphens, twins_of_us, us_twins};
pub use language::{Language, UnknownLanguage};
pub use letters::Letters;
pub use name::{Name, Spellings};
pub use new_customer::NewCustomer;
pub use note::Note;
pub use parsed::{FieldError, Parsed};
pub use phone::{
    Certainty, Country, PHONE_DATA_DATE, PHONE_DATA_VERSION, Phone, PhoneExample, PhoneRules, UnknownCountry,
};
pub use progress::Progress;
pub use readiness::{Connectivity, Gate, NewestCustomers, Readiness};
pub use recent::Recent;
pub use registered::{Customer, CustomerId, FoundByName, PhoneLookup};
pub use shift::{EntryStats, ShiftRow, median_stats};
pub use similar_name::NameKey;
pub use storage_error::StorageError;
pub use text::{is_allowed, is_visible, letter_of_second_alphabet, remove_joiners, sanitize_line};
pub use time_zone::{IanaZone, TimeZone, UnknownTimeZone};
pub use today::Today;
