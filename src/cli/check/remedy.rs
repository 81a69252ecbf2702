use crate::domain::{AccountFault, ApiError, ConnectError, ForeignAnswer, UnknownOutcome};
use crate::locale::{Advice, TechnicianLocale};

/// Returns what the technician can do about an error. The desk's own sentence only tells the cashier to call the
/// technician.
pub(super) fn remedy(say: &TechnicianLocale, error: &ApiError, is_v1: bool) -> Advice {
    let (advice, api_sentence) = match error {
        ApiError::Credentials { sentence } => {
            let advice = if is_v1 { say.check_fix_credentials_v1() } else { say.check_fix_credentials_v2() };
            (advice, Some(sentence))
        }
        ApiError::Permission { sentence } => (say.check_fix_permission(), Some(sentence)),
        ApiError::Account(AccountFault::ClientDisabled) => (say.check_fix_client_disabled(), None),
        ApiError::Account(AccountFault::UnknownIntegrator) => (say.check_fix_unknown_integrator(), None),
        ApiError::Account(AccountFault::TestMode) => (say.check_fix_test_mode(), None),
        ApiError::NotFromApi(answer) | ApiError::Unknown(UnknownOutcome::NotFromApi(answer)) => {
            (foreign(say, *answer), None)
        }
        ApiError::Proxy { address } => (say.check_fix_proxy(address.as_str()), None),
        ApiError::WrongAddress { status } => (say.check_fix_wrong_address(status.to_string()), None),
        ApiError::RateLimited { retry_after: wait } => (say.check_fix_rate_limited(say.wait_time(*wait)), None),
        ApiError::Settings { sentence } => (say.check_fix_settings(), Some(sentence)),
        ApiError::NotSent(ConnectError::NameUnknown) => (say.check_fix_name(), None),
        ApiError::NotSent(ConnectError::ConnectionRefused) => (say.check_fix_refused(), None),
        ApiError::NotSent(ConnectError::ConnectTimeout) => (say.check_fix_timeout(), None),
        ApiError::NotSent(ConnectError::Tls) => (say.check_tls_bad(), None),
        ApiError::NotSent(ConnectError::NoConnection) => (say.check_fix_no_connection(), None),
        ApiError::Unknown(UnknownOutcome::Timeout | UnknownOutcome::ConnectionLost) => {
            (say.check_fix_no_answer(), None)
        }
        ApiError::Unknown(UnknownOutcome::ServerError(status)) => (say.check_fix_server(status.to_string()), None),
        ApiError::Unknown(UnknownOutcome::Unreadable(status)) => (say.check_fix_unreadable(status.to_string()), None),
        ApiError::NotSent(ConnectError::NoToken) | ApiError::Conflict { .. } | ApiError::Rejected { .. } => {
            (say.check_fix_other(say.api_error(error)), None)
        }
    };
    match api_sentence {
        Some(api_sentence) if !api_sentence.is_empty() => {
            let message = advice.message.trim_end_matches('.');
            Advice { message: format!("{message} ({api_sentence})."), ..advice }
        }
        _ => advice,
    }
}

fn foreign(say: &TechnicianLocale, answer: ForeignAnswer) -> Advice {
    let words = say.foreign_answer(answer);
    match answer.status {
        300..=399 | 404 | 405 | 410 => say.check_fix_not_from_api_path(words),
        500.. => say.check_fix_not_from_api_server(words),
        _ => say.check_fix_not_from_api(words),
    }
}
