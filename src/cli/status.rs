use crate::domain::{AccountFault, ApiError};

use super::Exit;

/// The outcome of `add` or `lookup`: its name in the JSON object, and the exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Status {
    pub(super) name: &'static str,
    pub(super) exit: Exit,
}

impl Status {
    pub(super) const fn new(name: &'static str, exit: Exit) -> Self {
        Self { name, exit }
    }

    /// Returns the status after an error of the API.
    pub(super) const fn of(error: &ApiError) -> Self {
        let (name, exit) = match error {
            ApiError::Rejected { .. } => ("refused", Exit::Refused),
            ApiError::Conflict { .. } => ("already_registered", Exit::AlreadyRegistered),
            ApiError::Credentials { .. } => ("credentials_refused", Exit::Credentials),
            ApiError::Permission { .. } | ApiError::Account(AccountFault::ClientDisabled) => {
                ("not_permitted", Exit::Credentials)
            }
            ApiError::Settings { .. } | ApiError::WrongAddress { .. } | ApiError::Account(_) => {
                ("bad_settings", Exit::Usage)
            }
            ApiError::NotSent(_) | ApiError::Proxy { .. } | ApiError::NotFromApi(_) => {
                ("not_reachable", Exit::NotReachable)
            }
            ApiError::Unknown(_) => ("uncertain", Exit::NotReachable),
            ApiError::RateLimited { .. } => ("too_many_requests", Exit::NotReachable),
        };
        Self::new(name, exit)
    }

    /// Returns the status after an error of a call that changes nothing: an unknown outcome is none.
    pub(super) const fn of_read(error: &ApiError) -> Self {
        match error {
            ApiError::Unknown(_) => Self::new("not_reachable", Exit::NotReachable),
            error => Self::of(error),
        }
    }
}
