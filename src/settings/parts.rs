//! The parts of the settings that the modules get.

use std::path::PathBuf;
use std::time::Duration;

use crate::clopos::ClientConfig;
use crate::domain::{CodeTemplate, ConsentQuestion, Country, DateOrder, Language, TimeZone};

use super::{Accessibility, DeskLanguage};

/// The settings of a desk. `Default` gives those of a desk without settings, except for the timeouts, whose defaults are
/// in the table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DeskConfig {
    /// The country whose phone numbers are typed without a calling code.
    pub country: Country,
    /// The language of the desk.
    pub language: DeskLanguage,
    /// The language that decides the capitals of names.
    pub capitals: Language,
    /// The time zone of the shop, which decides what day it is.
    pub time_zone: TimeZone,
    /// The order in which dates are typed.
    pub date_order: DateOrder,
    /// True if a customer's group is preset for the next customers, until another group is chosen.
    pub sticky_group: bool,
    /// The character that the scanner types before each code. `None` means that it types none.
    pub scanner_prefix: Option<char>,
    /// The template for the code of a customer who is saved without one. `None` disables it.
    pub code_template: Option<CodeTemplate>,
    /// The question about consent. `None` disables it.
    pub consent: Option<ConsentQuestion>,
    /// The settings for cashiers who hear the desk.
    pub accessibility: Accessibility,
    /// The idle timeout after which the screen is hidden. `None` disables it.
    pub hide_after: Option<Duration>,
    /// The idle timeout after which the form is saved as a draft and cleared. `None` disables it.
    pub shelve_after: Option<Duration>,
}

/// The API that the desk calls.
#[derive(Debug, Clone)]
pub enum ApiTarget {
    /// The desk's own server in the same process, because no credentials are set.
    Training {
        /// The directory of its database and of what the desks share.
        state_dir: PathBuf,
        /// The country of stored phones that have no country code.
        country: Country,
        /// The code of the language of the invented customers.
        language: &'static str,
    },
    /// Clopos, or another server with the same API.
    Live(Box<ClientConfig>),
}

impl ApiTarget {
    /// Returns true for training.
    pub const fn is_training(&self) -> bool {
        matches!(self, Self::Training { .. })
    }
}

/// The directories of the files that outlive the program.
#[derive(Debug, Clone)]
pub struct StoragePaths {
    /// The directory of everything.
    pub state_dir: PathBuf,
    /// The directory of the outbox and the drafts. Training has its own: its registrations must never be sent to the
    /// real API, nor the other way round.
    pub outbox_dir: PathBuf,
}

/// The settings of the outbox and the drafts.
#[derive(Debug, Clone)]
pub struct OutboxConfig {
    /// Where they are.
    pub paths: StoragePaths,
    /// The cashier's name: `--cashier`, else the login name, else `uid-` and the user's number.
    pub cashier: String,
    /// The number of days for which the outbox keeps delivered registrations, without personal data.
    pub keep_days: u32,
    /// The waiting time of a registration after which an error is reported. `None` disables the alarm.
    pub alarm_after: Option<Duration>,
}
