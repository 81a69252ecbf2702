use crate::domain::{AccountFault, ApiError, ConnectError, ForeignAnswer, UnknownOutcome};
use crate::locale::Locale;

/// Which keys hold the credentials.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Generation {
    V1,
    V2,
}

/// What to do about a trouble, for one who can: the desk's own sentence tells the cashier to call the technician.
pub(super) fn remedy(say: &Locale, trouble: &ApiError, generation: Generation) -> String {
    let (words, theirs) = match trouble {
        ApiError::Credentials { sentence } => {
            let words = match generation {
                Generation::V1 => say.remedy_credentials_v1(),
                Generation::V2 => say.remedy_credentials_v2(),
            };
            (words, Some(sentence))
        }
        ApiError::Permission { sentence } => (say.remedy_permission(), Some(sentence)),
        ApiError::Account(AccountFault::ClientDisabled) => (say.remedy_client_disabled(), None),
        ApiError::Account(AccountFault::UnknownIntegrator) => (say.remedy_unknown_integrator(), None),
        ApiError::Account(AccountFault::TestMode) => (say.remedy_test_mode(), None),
        ApiError::NotFromApi(answer) | ApiError::Unknown(UnknownOutcome::NotFromApi(answer)) => {
            (foreign(say, *answer), None)
        }
        ApiError::Proxy { address } => (say.remedy_proxy(address.as_str()), None),
        ApiError::WrongAddress { status } => (say.remedy_wrong_address(status.to_string()), None),
        ApiError::RateLimited { retry_after: wait } => (say.remedy_too_many(say.wait_time(*wait)), None),
        ApiError::Settings { sentence } => (say.remedy_settings(), Some(sentence)),
        ApiError::NotSent(ConnectError::NameUnknown) => (say.remedy_name(), None),
        ApiError::NotSent(ConnectError::ConnectionRefused) => (say.remedy_refused(), None),
        ApiError::NotSent(ConnectError::ConnectTimeout) => (say.remedy_timeout(), None),
        ApiError::NotSent(ConnectError::Tls) => (say.check_tls_bad(), None),
        ApiError::NotSent(ConnectError::NoConnection) => (say.remedy_no_connection(), None),
        ApiError::Unknown(UnknownOutcome::Timeout | UnknownOutcome::ConnectionLost) => (say.remedy_no_answer(), None),
        ApiError::Unknown(UnknownOutcome::ServerError(status)) => (say.remedy_server(status.to_string()), None),
        ApiError::Unknown(UnknownOutcome::Unreadable(status)) => (say.remedy_unreadable(status.to_string()), None),
        ApiError::NotSent(ConnectError::NoToken) | ApiError::Conflict { .. } | ApiError::Rejected { .. } => {
            (say.api_error(trouble), None)
        }
    };
    match theirs {
        Some(theirs) if !theirs.is_empty() => format!("{words} ({theirs})"),
        _ => words,
    }
}

fn foreign(say: &Locale, answer: ForeignAnswer) -> String {
    let words = say.foreign_answer(answer);
    match answer.status {
        300..=399 | 404 | 405 | 410 => say.remedy_not_from_api_path(words),
        500.. => say.remedy_not_from_api_server(words),
        _ => say.remedy_not_from_api(words),
    }
}
