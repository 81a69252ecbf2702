//! A row of the tables that say which key has which meaning. Every overlay has such a table; that of the form is in
//! `input/form_keys.rs`.

use crate::keys::Key;

use super::Intent;

/// Keys with the same meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    /// The footer names the first of them, the help and the manual page all.
    pub keys: &'static [Key],
    /// What they mean.
    pub intent: Intent,
    /// Where they are named.
    pub place: Place,
}

/// Where a binding is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In the footer, in the help and in the manual page. If the footer has no room for all, those with the highest
    /// number are left out first.
    Footer(u8),
    /// In the help and the manual page.
    Help,
}

pub(super) const fn bind(keys: &'static [Key], intent: Intent, place: Place) -> Binding {
    Binding { keys, intent, place }
}
