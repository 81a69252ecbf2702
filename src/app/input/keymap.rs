//! The table of key bindings that is valid at the moment. `input` asks it for the intent of a key.

use crate::domain::Letters;
use crate::keys::Key;

use crate::app::binding::Binding;
use crate::app::overlay::{card, help, name_search, quit, shift, waiting_list};
use crate::app::{Intent, Model, Overlay};

use super::form_keys;

/// The context of a key: the form, or the overlay over it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyContext {
    /// The form.
    Form,
    /// The waiting list.
    WaitingList,
    /// The question whether to delete a row of the waiting list.
    DeleteQuestion,
    /// The customer who is registered already.
    Card,
    /// Today’s registrations.
    Shift,
    /// The customers who have the typed name.
    NameSearch,
    /// The question whether to quit.
    QuitQuestion,
    /// The help.
    Help,
}

impl KeyContext {
    /// All contexts, in the order of the help.
    pub const ALL: [Self; 8] = [
        Self::Form,
        Self::WaitingList,
        Self::DeleteQuestion,
        Self::Card,
        Self::Shift,
        Self::NameSearch,
        Self::QuitQuestion,
        Self::Help,
    ];

    /// Returns the context of the next key.
    pub fn of(model: &Model) -> Self {
        model.overlay.as_ref().map_or(Self::Form, Self::of_overlay)
    }

    /// Returns the context of the keys for an overlay.
    pub fn of_overlay(overlay: &Overlay) -> Self {
        match overlay {
            Overlay::Waiting { deleting: None, .. } => Self::WaitingList,
            Overlay::Waiting { deleting: Some(_), .. } => Self::DeleteQuestion,
            Overlay::NameSearch(search) if search.open_card().is_none() => Self::NameSearch,
            Overlay::Card(_) | Overlay::NameSearch(_) => Self::Card,
            Overlay::Shift { .. } => Self::Shift,
            Overlay::QuitQuestion => Self::QuitQuestion,
            Overlay::Help { .. } => Self::Help,
        }
    }

    /// Returns the bindings, in the order of the footer and the help.
    pub const fn bindings(self) -> &'static [Binding] {
        match self {
            Self::Form => form_keys::KEYS,
            Self::WaitingList => waiting_list::KEYS,
            Self::DeleteQuestion => waiting_list::QUESTION_KEYS,
            Self::Card => card::KEYS,
            Self::Shift => shift::KEYS,
            Self::NameSearch => name_search::KEYS,
            Self::QuitQuestion => quit::KEYS,
            Self::Help => help::KEYS,
        }
    }

    /// Returns true if only an answer closes the overlay.
    pub const fn is_question(self) -> bool {
        matches!(self, Self::DeleteQuestion | Self::QuitQuestion)
    }

    /// Returns the intent of a key in this context. Characters are typed into the form only.
    pub(super) fn intent(self, key: Key, letters: Letters) -> Option<Intent> {
        match key {
            Key::Char(c) if self == Self::Form => return Some(Intent::Type(c)),
            // The tables have lower-case letters, and the English ones of an answer.
            Key::Char(c) => {
                let c = if self.is_question() { letters.answer_in_any_layout(c) } else { c };
                self.binding(Key::Char(c.to_lowercase().next().unwrap_or(c)))
            }
            key => self.binding(key),
        }
        .map(|binding| binding.intent.clone())
    }

    fn binding(self, key: Key) -> Option<&'static Binding> {
        self.bindings().iter().find(|binding| binding.keys.contains(&key))
    }

    /// Returns the intent of a key while the screen is too small for the form: only quit and suspend are allowed.
    pub(super) fn intent_while_too_small(self, key: Key, letters: Letters) -> Option<Intent> {
        if self == Self::QuitQuestion {
            return self.intent(key, letters);
        }
        Self::Form.intent(key, letters).filter(|intent| matches!(intent, Intent::Quit | Intent::Suspend))
    }

    /// Returns true if a key without a binding here closes the overlay and then acts on the form. So the cashier who
    /// types loses no character. Over a list of rows only characters and keys that open another overlay do so: other
    /// keys would change a form that cannot be seen.
    pub(super) fn passes_on(self, key: Key) -> bool {
        let on_form = || Self::Form.intent(key, Letters::ENGLISH);
        match self {
            Self::Form | Self::DeleteQuestion | Self::QuitQuestion => false,
            Self::WaitingList | Self::NameSearch => {
                matches!(key, Key::Char(_)) || matches!(on_form(), Some(Intent::Open(_)))
            }
            Self::Help | Self::Card | Self::Shift => on_form().is_some(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::app::OverlayKind;

    #[test]
    fn no_key_is_in_a_table_twice() {
        for context in KeyContext::ALL {
            let mut seen = HashSet::new();
            for key in context.bindings().iter().flat_map(|binding| binding.keys) {
                assert!(seen.insert(key), "{context:?}: {key:?}");
            }
        }
    }

    #[test]
    fn no_intent_of_the_form_needs_escape_or_alt() {
        // Esc arrives late or split over SSH, and Alt is Esc and a letter.
        for binding in KeyContext::Form.bindings() {
            let reachable = binding.keys.iter().any(|key| !matches!(key, Key::Esc | Key::Alt(_) | Key::AltBackspace));
            assert!(reachable, "{:?}", binding.intent);
        }
    }

    #[test]
    fn every_overlay_closes_with_esc_and_with_the_key_that_opened_it() {
        for (context, kind) in [
            (KeyContext::Help, Some(OverlayKind::Help)),
            (KeyContext::Card, Some(OverlayKind::Card)),
            (KeyContext::WaitingList, Some(OverlayKind::WaitingList)),
            (KeyContext::Shift, Some(OverlayKind::Shift)),
            (KeyContext::NameSearch, Some(OverlayKind::NameSearch)),
            (KeyContext::DeleteQuestion, None),
            (KeyContext::QuitQuestion, None),
        ] {
            assert_eq!(context.intent(Key::Esc, Letters::ENGLISH), Some(Intent::Dismiss), "{context:?}");
            let Some(kind) = kind else { continue };
            let opens =
                KeyContext::Form.bindings().iter().find(|binding| binding.intent == Intent::Open(kind)).unwrap();
            for key in opens.keys {
                assert_eq!(context.intent(*key, Letters::ENGLISH), Some(Intent::Dismiss), "{context:?}: {key:?}");
            }
        }
    }
}
