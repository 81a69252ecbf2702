use crate::domain::{AccountFault, ForeignAnswer, Trouble, Uncertainty, Unreached};
use crate::locale::Locale;

/// Which keys hold the credentials.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Generation {
    V1,
    V2,
}

/// What to do about a trouble, for one who can: the desk's own sentence tells the cashier to call the technician.
pub(super) fn remedy(say: &Locale, trouble: &Trouble, generation: Generation) -> String {
    let (words, theirs) = match trouble {
        Trouble::Credentials { sentence } => {
            let words = match generation {
                Generation::V1 => say.remedy_credentials_v1(),
                Generation::V2 => say.remedy_credentials_v2(),
            };
            (words, Some(sentence))
        }
        Trouble::Permission { sentence } => (say.remedy_permission(), Some(sentence)),
        Trouble::Account(AccountFault::ClientDisabled) => (say.remedy_client_disabled(), None),
        Trouble::Account(AccountFault::UnknownIntegrator) => (say.remedy_unknown_integrator(), None),
        Trouble::Account(AccountFault::TestMode) => (say.remedy_test_mode(), None),
        Trouble::NotFromApi(answer) | Trouble::Uncertain(Uncertainty::NotFromApi(answer)) => {
            (foreign(say, *answer), None)
        }
        Trouble::Proxy { address } => (say.remedy_proxy(address.as_str()), None),
        Trouble::WrongAddress { status } => (say.remedy_wrong_address(status.to_string()), None),
        Trouble::TooMany { wait } => (say.remedy_too_many(say.wait_time(*wait)), None),
        Trouble::Settings { sentence } => (say.remedy_settings(), Some(sentence)),
        Trouble::Unreachable(Unreached::NameUnknown) => (say.remedy_name(), None),
        Trouble::Unreachable(Unreached::ConnectionRefused) => (say.remedy_refused(), None),
        Trouble::Unreachable(Unreached::ConnectTimeout) => (say.remedy_timeout(), None),
        Trouble::Unreachable(Unreached::Tls) => (say.check_tls_bad(), None),
        Trouble::Unreachable(Unreached::NoConnection) => (say.remedy_no_connection(), None),
        Trouble::Uncertain(Uncertainty::Timeout | Uncertainty::ConnectionLost) => (say.remedy_no_answer(), None),
        Trouble::Uncertain(Uncertainty::ServerError(status)) => (say.remedy_server(status.to_string()), None),
        Trouble::Uncertain(Uncertainty::Unreadable(status)) => (say.remedy_unreadable(status.to_string()), None),
        Trouble::Unreachable(Unreached::NoToken) | Trouble::Clash { .. } | Trouble::Refused { .. } => {
            (say.trouble(trouble), None)
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
