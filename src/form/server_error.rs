use crate::domain::{ConflictOwner, DisplayText, Field};

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

/// The API's errors of a form, at most one for each field.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct ServerErrors(Vec<(Field, ServerError)>);

impl ServerErrors {
    pub(super) fn set(&mut self, field: Field, error: ServerError) {
        self.remove(field);
        self.0.push((field, error));
    }

    pub(super) fn remove(&mut self, field: Field) {
        self.0.retain(|(of_field, _)| *of_field != field);
    }

    pub(super) fn get(&self, field: Field) -> Option<&ServerError> {
        self.0.iter().find(|(of_field, _)| *of_field == field).map(|(_, error)| error)
    }
}
