use crate::domain::{ConflictOwner, DisplayText};

/// The API's error of one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ServerError {
    /// Another customer has this value.
    AlreadyRegistered {
        /// That customer, if a look-up found it.
        owner: Option<ConflictOwner>,
    },
    /// The API rejected the value. Its sentence may be empty.
    Rejected(DisplayText),
}
