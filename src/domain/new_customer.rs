use serde::{Deserialize, Serialize};

use super::{BirthDate, Cid, Code, Consent, Email, Gender, GroupId, Name, Note, Phone};

/// A registration that is ready to be sent: the API's nine fields, of which only `cid` and `name` are required.
///
/// `None` means that the field is left out of the request.
///
/// The outbox stores it as JSON: a field may be added with a default, but never renamed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewCustomer {
    /// Made by this program before the first attempt. Stored in a column of its own.
    #[serde(skip_serializing)]
    pub cid: Cid,
    /// Required by the API.
    pub name: Name,
    /// Unique across all customers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<Phone>,
    /// Not unique.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<Email>,
    /// A card's or loyalty code; unique across all customers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<Code>,
    /// Called `date_of_birth` in the API.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub birth_date: Option<BirthDate>,
    /// `None` means unspecified.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gender: Option<Gender>,
    /// `None` means that the API chooses its system group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<GroupId>,
    /// The first part of `description` in the API.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Note>,
    /// The last line of `description`. `None` means that the customer was not asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consent: Option<Consent>,
}

impl NewCustomer {
    /// Returns the `description` that is sent: the note, and the answer about consent in a line of its own.
    pub fn description(&self) -> Option<String> {
        let note = self.note.as_ref().map(|note| note.as_str().to_owned());
        let lines: Vec<String> = note.into_iter().chain(self.consent.as_ref().map(Consent::to_string)).collect();
        (!lines.is_empty()).then(|| lines.join("\n"))
    }
}
