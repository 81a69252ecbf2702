use crate::domain::{Cid, Spellings};

/// A typed name and its preview.
#[derive(derive_more::Debug, Clone, PartialEq)]
#[debug("NamePreview(…)")]
pub(in crate::app) struct NamePreview {
    /// The form in which the name was typed.
    pub(in crate::app) cid: Cid,
    pub(in crate::app) typed: String,
    /// `None` means that the name has no other spelling, or is not valid.
    pub(in crate::app) spellings: Option<Spellings>,
}

impl NamePreview {
    /// Builds the preview of an empty form.
    pub(in crate::app) const fn blank(cid: Cid) -> Self {
        Self { cid, typed: String::new(), spellings: None }
    }
}
