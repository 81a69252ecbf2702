use std::ops::Deref;
use std::sync::LazyLock;

use fluent_bundle::FluentValue;

use crate::domain::StorageError;

use super::sentences::Sentences;
use super::{Advice, Locale};

/// The sentences that only a technician or a developer reads: commands, checks and settings. They are in English, and so
/// are the cashier's sentences among them, which it also has.
pub struct TechnicianLocale {
    sentences: Sentences<MESSAGES>,
}

/// A sentence without variables, by its method.
pub type Sentence = fn(&TechnicianLocale) -> String;

include!(concat!(env!("OUT_DIR"), "/TechnicianLocale.rs"));

/// Returns the sentences for a technician.
pub fn technician() -> &'static TechnicianLocale {
    static LOCALE: LazyLock<TechnicianLocale> = LazyLock::new(|| {
        let [(_, sources)] = &SOURCES;
        TechnicianLocale { sentences: Sentences::new(&Locale::english().tag, sources) }
    });
    &LOCALE
}

impl Deref for TechnicianLocale {
    type Target = Locale;

    fn deref(&self) -> &Locale {
        Locale::english()
    }
}

impl TechnicianLocale {
    /// Words why a file cannot be used, as a part of a sentence for a technician.
    pub fn storage_reason(&self, error: StorageError) -> String {
        match error {
            StorageError::DiskFull => self.reason_disk_full(),
            StorageError::NotWritable => self.reason_not_writable(),
            StorageError::Newer { .. } => self.reason_newer(),
            StorageError::Locked => self.reason_locked(),
            StorageError::Damaged => self.reason_damaged(),
            StorageError::TooManyFiles => self.reason_too_many_files(),
            StorageError::System(number) => std::io::Error::from_raw_os_error(number).to_string(),
            StorageError::Database(number) => self.reason_database(number),
            StorageError::Broken => self.reason_broken(),
        }
    }

    /// Returns why a command cannot use the outbox, and what a technician can do.
    pub fn outbox_error(&self, error: StorageError) -> String {
        let remedy = match error {
            StorageError::DiskFull => self.remedy_disk_full(),
            StorageError::NotWritable => self.remedy_not_writable(),
            StorageError::Newer { .. } => self.remedy_newer(),
            StorageError::Locked => self.remedy_locked(),
            StorageError::TooManyFiles => self.remedy_too_many_files(),
            StorageError::Damaged | StorageError::System(_) | StorageError::Database(_) | StorageError::Broken => {
                self.remedy_check()
            }
        };
        self.fatal_outbox(self.storage_reason(error), remedy)
    }
}
