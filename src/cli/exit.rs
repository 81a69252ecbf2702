use std::process::ExitCode;

use crate::domain::ApiError;
use crate::locale::{Sentence, TechnicianLocale};

use super::status::Status;

/// The exit code of the program. The numbers are part of its interface; `docs/json.md` lists them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Registered, or done.
    Done = 0,
    /// A failure that no other number stands for.
    Failed = 1,
    /// Wrong usage or settings.
    Usage = 2,
    /// Rejected by validation, here or by the API.
    Refused = 3,
    /// Already registered.
    AlreadyRegistered = 4,
    /// Not delivered yet, saved in the outbox.
    KeptForLater = 5,
    /// Credentials rejected, or no permission.
    Credentials = 6,
    /// Not reachable, or no usable answer.
    NotReachable = 7,
    /// A registration has waited for longer than `outbox.alarm_hours`.
    Overdue = 8,
    /// `lookup` found no customer.
    NotFound = 9,
}

impl Exit {
    /// All exit codes, in order, with their meaning for the help, the manual page and the documents.
    pub const MEANINGS: [(Self, Sentence); 10] = [
        (Self::Done, TechnicianLocale::exit_done),
        (Self::Failed, TechnicianLocale::exit_failed),
        (Self::Usage, TechnicianLocale::exit_usage),
        (Self::Refused, TechnicianLocale::exit_rejected),
        (Self::AlreadyRegistered, TechnicianLocale::exit_already_registered),
        (Self::KeptForLater, TechnicianLocale::exit_waiting),
        (Self::Credentials, TechnicianLocale::exit_credentials),
        (Self::NotReachable, TechnicianLocale::exit_not_reachable),
        (Self::Overdue, TechnicianLocale::exit_overdue),
        (Self::NotFound, TechnicianLocale::exit_not_found),
    ];

    /// Returns the worse one of two outcomes: first an error of the computer, then one that concerns all customers, then
    /// one of a customer, then one that ends by itself.
    pub fn or_worse(self, other: Self) -> Self {
        if other.badness() > self.badness() { other } else { self }
    }

    const fn badness(self) -> u8 {
        match self {
            Self::Done | Self::Overdue | Self::NotFound => 0,
            Self::KeptForLater => 1,
            Self::AlreadyRegistered => 2,
            Self::Refused => 3,
            Self::NotReachable => 4,
            Self::Credentials => 5,
            Self::Usage => 6,
            Self::Failed => 7,
        }
    }

    /// Returns the number.
    pub const fn code(self) -> u8 {
        self as u8
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

impl From<&ApiError> for Exit {
    fn from(error: &ApiError) -> Self {
        Status::of(error).exit
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::domain::{AccountFault, BodyKind, ConnectError, DisplayText, Field, ForeignAnswer, UnknownOutcome};

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
