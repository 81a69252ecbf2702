use crate::domain::{AccountFault, ApiError, ConnectError, ForeignAnswer, UnknownOutcome};
use crate::locale::{Advice, TechnicianLocale};

/// Returns what the technician can do about an error, with the API's own sentence. The desk's own sentence only tells the
/// cashier to call the technician.
pub(in crate::cli) fn remedy(say: &TechnicianLocale, error: &ApiError, is_v1: bool) -> Advice {
    let advice = advice(say, error, is_v1);
    match error {
        ApiError::Credentials { sentence } | ApiError::Permission { sentence } | ApiError::Settings { sentence }
            if !sentence.is_empty() =>
        {
            Advice { message: format!("{} ({sentence}).", advice.message.trim_end_matches('.')), ..advice }
        }
        _ => advice,
    }
}

fn advice(say: &TechnicianLocale, error: &ApiError, is_v1: bool) -> Advice {
    match error {
        ApiError::Credentials { .. } if is_v1 => say.check_fix_credentials_v1(),
        ApiError::Credentials { .. } => say.check_fix_credentials_v2(),
        ApiError::Permission { .. } => say.check_fix_permission(),
        ApiError::Account(AccountFault::ClientDisabled) => say.check_fix_client_disabled(),
        ApiError::Account(AccountFault::UnknownIntegrator) => say.check_fix_unknown_integrator(),
        ApiError::Account(AccountFault::TestMode) => say.check_fix_test_mode(),
        ApiError::NotFromApi(answer) | ApiError::Unknown(UnknownOutcome::NotFromApi(answer)) => foreign(say, *answer),
        ApiError::Proxy { address } => say.check_fix_proxy(address.as_str()),
        ApiError::WrongAddress { status } => say.check_fix_wrong_address(status.to_string()),
        ApiError::RateLimited { retry_after: wait } => say.check_fix_rate_limited(say.wait_time(*wait)),
        ApiError::Settings { .. } => say.check_fix_settings(),
        ApiError::NotSent(ConnectError::NameUnknown) => say.check_fix_name(),
        ApiError::NotSent(ConnectError::ConnectionRefused) => say.check_fix_refused(),
        ApiError::NotSent(ConnectError::ConnectTimeout) => say.check_fix_timeout(),
        ApiError::NotSent(ConnectError::Tls) => say.check_tls_bad(),
        ApiError::NotSent(ConnectError::NoConnection) => say.check_fix_no_connection(),
        ApiError::Unknown(UnknownOutcome::Timeout | UnknownOutcome::ConnectionLost) => say.check_fix_no_answer(),
        ApiError::Unknown(UnknownOutcome::ServerError(status)) => say.check_fix_server(status.to_string()),
        ApiError::Unknown(UnknownOutcome::Unreadable(status)) => say.check_fix_unreadable(status.to_string()),
        ApiError::NotSent(ConnectError::NoToken) | ApiError::Conflict { .. } | ApiError::Rejected { .. } => {
            say.check_fix_other(say.api_error(error))
        }
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
