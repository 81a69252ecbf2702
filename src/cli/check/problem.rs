use crate::domain::ApiError;
use crate::locale::{Advice, technician};

use super::super::Exit;
use super::remedy::remedy;
use super::report::State;

/// A problem that a check found. Its sentences tell the technician what to do; the desk's own tell the cashier to call
/// the technician.
pub(super) struct Problem {
    pub(super) state: State,
    pub(super) advice: Advice,
}

impl Problem {
    pub(super) const fn error(exit: Exit, advice: Advice) -> Self {
        Self { state: State::Error(exit), advice }
    }

    /// Nothing is broken yet. The exit code counts if nothing else is wrong.
    pub(super) const fn warning(exit: Exit, advice: Advice) -> Self {
        Self { state: State::Warning(exit), advice }
    }

    /// An error of the API.
    pub(super) fn api(error: &ApiError, is_v1: bool) -> Self {
        Self::error(Exit::from(error), remedy(technician(), error, is_v1))
    }
}
