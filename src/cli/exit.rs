use std::process::ExitCode;

use crate::domain::{AccountFault, ApiError};

/// The exit code of the program. The numbers are part of its interface; see the README.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// 0: registered, or done.
    Done,
    /// 1: a failure that no other number stands for.
    Failed,
    /// 2: wrong usage or settings.
    Usage,
    /// 3: rejected by validation, here or by the API.
    Refused,
    /// 4: already registered.
    AlreadyRegistered,
    /// 5: not delivered yet, saved in the outbox.
    KeptForLater,
    /// 6: credentials rejected, or no permission.
    Credentials,
    /// 7: not reachable, or no usable answer.
    NotReachable,
    /// 8: a registration has waited for longer than `outbox.alarm_hours`.
    Overdue,
}

impl Exit {
    /// Returns the number.
    pub const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            Self::Refused => 3,
            Self::AlreadyRegistered => 4,
            Self::KeptForLater => 5,
            Self::Credentials => 6,
            Self::NotReachable => 7,
            Self::Overdue => 8,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

impl From<&ApiError> for Exit {
    fn from(error: &ApiError) -> Self {
        match error {
            ApiError::Rejected { .. } => Self::Refused,
            ApiError::Conflict { .. } => Self::AlreadyRegistered,
            ApiError::Credentials { .. }
            | ApiError::Permission { .. }
            | ApiError::Account(AccountFault::ClientDisabled) => Self::Credentials,
            ApiError::Settings { .. } | ApiError::WrongAddress { .. } | ApiError::Account(_) => Self::Usage,
            ApiError::NotSent(_)
            | ApiError::Proxy { .. }
            | ApiError::NotFromApi(_)
            | ApiError::Unknown(_)
            | ApiError::RateLimited { .. } => Self::NotReachable,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::domain::{BodyKind, ConnectError, DisplayText, Field, ForeignAnswer, UnknownOutcome};

    #[test]
    fn every_error_of_the_api_has_its_documented_code() {
        let sentence = DisplayText::default;
        let foreign = ForeignAnswer { status: 403, kind: BodyKind::Html };
        let not_sent = [
            ConnectError::NameUnknown,
            ConnectError::ConnectionRefused,
            ConnectError::ConnectTimeout,
            ConnectError::Tls,
            ConnectError::NoConnection,
            ConnectError::NoToken,
        ];
        let unknown = [
            UnknownOutcome::Timeout,
            UnknownOutcome::ConnectionLost,
            UnknownOutcome::ServerError(500),
            UnknownOutcome::Unreadable(200),
            UnknownOutcome::NotFromApi(foreign),
        ];
        let table = [
            (ApiError::Rejected { field: None, sentence: sentence() }, 3),
            (ApiError::Conflict { field: None }, 4),
            (ApiError::Conflict { field: Some(Field::Phone) }, 4),
            (ApiError::Credentials { sentence: sentence() }, 6),
            (ApiError::Permission { sentence: sentence() }, 6),
            (ApiError::Account(AccountFault::ClientDisabled), 6),
            (ApiError::Account(AccountFault::UnknownIntegrator), 2),
            (ApiError::Account(AccountFault::TestMode), 2),
            (ApiError::Settings { sentence: sentence() }, 2),
            (ApiError::WrongAddress { status: 404 }, 2),
            (ApiError::Proxy { address: sentence() }, 7),
            (ApiError::NotFromApi(foreign), 7),
            (ApiError::RateLimited { retry_after: Duration::ZERO }, 7),
        ];
        let not_reachable = not_sent.map(ApiError::NotSent).into_iter().chain(unknown.map(ApiError::Unknown));
        for (error, code) in table.into_iter().chain(not_reachable.map(|error| (error, 7))) {
            assert_eq!(Exit::from(&error).code(), code, "{error:?}");
        }
    }
}
