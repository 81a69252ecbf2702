use crate::domain::{ConflictOwner, DisplayText, Field};

/// What the API said of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// Another customer has this value.
    AlreadyRegistered {
        /// Who, where a look-up could tell.
        by: Option<ConflictOwner>,
    },
    /// It did not take the value; its sentence, which may be empty.
    Refused(DisplayText),
}

/// The marks of a form: at most one a field.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Marks(Vec<(Field, Mark)>);

impl Marks {
    pub(super) fn set(&mut self, field: Field, mark: Mark) {
        self.erase(field);
        self.0.push((field, mark));
    }

    pub(super) fn erase(&mut self, field: Field) {
        self.0.retain(|(marked, _)| *marked != field);
    }

    pub(super) fn of(&self, field: Field) -> Option<&Mark> {
        self.0.iter().find(|(marked, _)| *marked == field).map(|(_, mark)| mark)
    }
}
