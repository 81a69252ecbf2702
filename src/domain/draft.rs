use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Cid, EntryStats};

/// A form's texts and choices as plain strings, keyed by the API's names of the fields.
///
/// It is written to disk while the cashier types, and read back later.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The natural key that the form's customer will have. If the outbox knows it, the form was saved.
    pub cid: Cid,
    /// The text of each field that is not empty, as typed. A chosen group is its number under `group_id`. The text that
    /// was typed to find it is under `group`.
    pub texts: BTreeMap<String, String>,
    /// The keys and time so far. `None` means unknown: earlier versions did not store them.
    #[serde(rename = "effort", skip_serializing_if = "Option::is_none")]
    pub stats: Option<EntryStats>,
}

impl fmt::Debug for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Draft({} fields)", self.texts.len())
    }
}
