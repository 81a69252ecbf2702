use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Cid, EntryStats};

/// A form's texts and choices as plain strings, keyed by the API's names of the fields.
///
/// It is written to disk while the cashier types, and read back later.
#[derive(derive_more::Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[debug("Draft({} fields)", texts.len())]
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
