//! The language in which a cashier wants to see the desk. It is kept from one day to the next.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::locale::{Languages, Locale};
use crate::outbox::Cashier;
use crate::settings::{DeskConfig, DeskLanguage, OutboxConfig};
use crate::storage::json_file;
use crate::view::CharacterSet;

/// The file with the languages that cashiers have chosen, by the hash of the cashier's name.
pub(super) struct ChosenLanguages {
    file: PathBuf,
    cashier: Cashier,
}

impl ChosenLanguages {
    pub(super) fn new(config: &OutboxConfig) -> Self {
        Self { file: config.paths.state_dir.join("languages.json"), cashier: Cashier::new(&config.cashier) }
    }

    fn read(&self) -> BTreeMap<String, String> {
        json_file::read(&self.file).unwrap_or_default()
    }

    /// Remembers the code of a language for this cashier. If this fails, the desk begins in the language of before.
    pub(super) fn remember(&self, code: &str) {
        let mut chosen = self.read();
        chosen.insert(self.cashier.hash(), code.to_owned());
        if let Err(error) = json_file::write(&self.file, &chosen) {
            tracing::info!(%error, "chosen languages");
        }
    }
}

/// Returns the languages that the terminal can show. The first one is that of `--lang`, else the one that the cashier has
/// chosen, else that of the settings.
pub(super) fn languages(desk: &DeskConfig, outbox: &OutboxConfig, signs: CharacterSet) -> Languages {
    Languages::beginning_with(wanted_language(desk, outbox), move |name| signs.shows(name))
}

fn wanted_language(desk: &DeskConfig, outbox: &OutboxConfig) -> &'static Locale {
    match desk.language {
        DeskLanguage::Fixed(language) => language,
        DeskLanguage::Default(language) => {
            let languages = ChosenLanguages::new(outbox);
            let chosen = languages.read().remove(&languages.cashier.hash());
            chosen.and_then(|code| Locale::of(&code)).unwrap_or(language)
        }
    }
}
