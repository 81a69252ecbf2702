use std::time::Duration;

use crate::domain::{
    AccountFault, ApiError, BodyKind, ConnectError, DisplayText, ForeignAnswer, StorageError, UnknownOutcome,
};

use super::Locale;

impl Locale {
    /// A trouble as what happened and what to do. The API's own sentence is added where it said one.
    pub fn api_error(&self, trouble: &ApiError) -> String {
        match trouble {
            ApiError::Conflict { field: Some(field) } => self.api_error_conflict(self.label(*field)),
            ApiError::Conflict { field: None } => self.api_error_conflict_unnamed(),
            ApiError::Rejected { sentence, .. } if sentence.is_empty() => self.api_error_rejected_without_reason(),
            ApiError::Rejected { sentence, .. } => self.api_error_rejected(sentence.as_str()),
            ApiError::Credentials { sentence } => with(self.api_error_credentials(), sentence),
            ApiError::Permission { sentence } => with(self.api_error_permission(), sentence),
            ApiError::Account(fault) => self.account_fault(*fault),
            ApiError::Proxy { address } => self.api_error_proxy(address.as_str()),
            ApiError::WrongAddress { status } => self.api_error_wrong_address(status.to_string()),
            ApiError::NotFromApi(answer) => self.api_error_not_from_api(self.foreign_answer(*answer)),
            ApiError::RateLimited { retry_after: wait } => self.api_error_rate_limited(self.wait_time(*wait)),
            ApiError::NotSent(why) => self.connect_error(*why),
            ApiError::Unknown(why) => self.unknown_outcome(*why),
            ApiError::Settings { sentence } => with(self.api_error_settings(), sentence),
        }
    }

    /// The trouble of a call that stores nothing: without an answer nothing is in doubt.
    pub fn api_error_of_read(&self, trouble: &ApiError) -> String {
        match trouble {
            ApiError::Unknown(UnknownOutcome::Timeout) => self.api_error_no_answer(),
            ApiError::Unknown(UnknownOutcome::ConnectionLost) => self.api_error_no_answer_lost(),
            ApiError::Unknown(UnknownOutcome::ServerError(status)) => {
                self.api_error_no_answer_status(status.to_string())
            }
            ApiError::Unknown(UnknownOutcome::Unreadable(status)) => {
                self.api_error_no_answer_unreadable(status.to_string())
            }
            ApiError::Unknown(UnknownOutcome::NotFromApi(answer)) => self.api_error(&ApiError::NotFromApi(*answer)),
            other => self.api_error(other),
        }
    }

    /// The status and the kind of an answer, e.g. `403, HTML`.
    pub fn foreign_answer(&self, answer: ForeignAnswer) -> String {
        let kind = match answer.kind {
            BodyKind::Html => self.body_html(),
            BodyKind::Text => self.body_text(),
            BodyKind::Empty => self.body_empty(),
            BodyKind::Json => self.body_json(),
        };
        format!("{}, {kind}", answer.status)
    }

    fn account_fault(&self, fault: AccountFault) -> String {
        match fault {
            AccountFault::ClientDisabled => self.api_error_client_disabled(),
            AccountFault::UnknownIntegrator => self.api_error_unknown_integrator(),
            AccountFault::TestMode => self.api_error_test_mode(),
        }
    }

    /// Why something could not be written down, and what to do.
    pub fn storage_error(&self, why: StorageError) -> String {
        match why {
            StorageError::DiskFull => self.storage_error_disk_full(),
            StorageError::NotWritable => self.storage_error_not_writable(),
            StorageError::Newer => self.storage_error_newer(),
            StorageError::Locked => self.storage_error_locked(),
            StorageError::Broken => self.storage_error_broken(),
        }
    }

    fn connect_error(&self, why: ConnectError) -> String {
        match why {
            ConnectError::NameUnknown => self.api_error_unreachable_name(),
            ConnectError::ConnectionRefused => self.api_error_unreachable_refused(),
            ConnectError::ConnectTimeout => self.api_error_unreachable_timeout(),
            ConnectError::Tls => self.api_error_unreachable_tls(),
            ConnectError::NoConnection => self.api_error_unreachable(),
            ConnectError::NoToken => self.api_error_unreachable_token(),
        }
    }

    fn unknown_outcome(&self, why: UnknownOutcome) -> String {
        match why {
            UnknownOutcome::Timeout => self.api_error_uncertain_timeout(),
            UnknownOutcome::ConnectionLost => self.api_error_uncertain_lost(),
            UnknownOutcome::ServerError(status) => self.api_error_uncertain_status(status.to_string()),
            UnknownOutcome::Unreadable(status) => self.api_error_uncertain_unreadable(status.to_string()),
            UnknownOutcome::NotFromApi(answer) => self.api_error_uncertain_not_from_api(self.foreign_answer(answer)),
        }
    }
}

fn with(ours: String, theirs: &DisplayText) -> String {
    if theirs.is_empty() { ours } else { format!("{ours} ({theirs})") }
}

/// Seconds to wait, rounded up so that the next call does not come too early.
pub(super) fn whole_seconds(wait: Duration) -> u64 {
    wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_api_said_is_added_where_it_said_anything() {
        let say = Locale::english();
        let silent = ApiError::Credentials { sentence: DisplayText::default() };
        let told = ApiError::Credentials { sentence: DisplayText::new("Invalid credentials") };
        assert!(!say.api_error(&silent).contains("()"));
        assert!(say.api_error(&told).ends_with(" (Invalid credentials)"));
    }

    #[test]
    fn a_wait_is_rounded_up() {
        assert_eq!(whole_seconds(Duration::from_millis(1)), 1);
        assert_eq!(whole_seconds(Duration::from_secs(7)), 7);
    }
}
