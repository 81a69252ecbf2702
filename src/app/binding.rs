//! One row of a table of key bindings. Each overlay has a table; the table of the form is in `input/form_keys.rs`.
//! Footer, help and manual page are printed from these tables.

use crate::keys::Key;

use super::Intent;

/// Keys with the same meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    /// The keys. The footer names only the first one; help and manual page name all.
    pub keys: &'static [Key],
    /// The meaning of the keys.
    pub intent: Intent,
    /// The places that name the keys.
    pub place: Place,
}

/// The places that name a binding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Footer, help and manual page. If the footer has no room for all bindings, those with the highest number are left
    /// out first.
    Footer(u8),
    /// Help and manual page only.
    Help,
}

pub(super) const fn bind(keys: &'static [Key], intent: Intent, place: Place) -> Binding {
    Binding { keys, intent, place }
}
