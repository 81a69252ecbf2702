use std::time::Duration;

use crate::domain::{
    AccountFault, ApiError, BodyKind, ConnectError, DisplayText, ForeignAnswer, StorageError, UnknownOutcome,
};

use super::Locale;

impl Locale {
    /// A trouble as what happened and what to do. The API's own sentence is added where it said one.
    pub fn api_error(&self, trouble: &ApiError) -> String {
        match trouble {
            ApiError::Conflict { field: Some(field) } => self.trouble_clash(self.label(*field)),
            ApiError::Conflict { field: None } => self.trouble_clash_unnamed(),
            ApiError::Rejected { sentence, .. } if sentence.is_empty() => self.trouble_refused_silently(),
            ApiError::Rejected { sentence, .. } => self.trouble_refused(sentence.as_str()),
            ApiError::Credentials { sentence } => with(self.trouble_credentials(), sentence),
            ApiError::Permission { sentence } => with(self.trouble_permission(), sentence),
            ApiError::Account(fault) => self.account_fault(*fault),
            ApiError::Proxy { address } => self.trouble_proxy(address.as_str()),
            ApiError::WrongAddress { status } => self.trouble_wrong_address(status.to_string()),
            ApiError::NotFromApi(answer) => self.trouble_not_from_api(self.foreign_answer(*answer)),
            ApiError::RateLimited { retry_after: wait } => self.trouble_too_many(self.wait_time(*wait)),
            ApiError::NotSent(why) => self.connect_error(*why),
            ApiError::Unknown(why) => self.unknown_outcome(*why),
            ApiError::Settings { sentence } => with(self.trouble_settings(), sentence),
        }
    }

    /// The trouble of a call that stores nothing: without an answer nothing is in doubt.
    pub fn api_error_of_read(&self, trouble: &ApiError) -> String {
        match trouble {
            ApiError::Unknown(UnknownOutcome::Timeout) => self.trouble_no_answer(),
            ApiError::Unknown(UnknownOutcome::ConnectionLost) => self.trouble_no_answer_lost(),
            ApiError::Unknown(UnknownOutcome::ServerError(status)) => self.trouble_no_answer_status(status.to_string()),
            ApiError::Unknown(UnknownOutcome::Unreadable(status)) => {
                self.trouble_no_answer_unreadable(status.to_string())
            }
            ApiError::Unknown(UnknownOutcome::NotFromApi(answer)) => self.api_error(&ApiError::NotFromApi(*answer)),
            other => self.api_error(other),
        }
    }

    /// The status and the kind of an answer, e.g. `403, HTML`.
    pub fn foreign_answer(&self, answer: ForeignAnswer) -> String {
        let kind = match answer.kind {
            BodyKind::Html => self.answer_html(),
            BodyKind::Text => self.answer_text(),
            BodyKind::Empty => self.answer_empty(),
            BodyKind::Json => self.answer_json(),
        };
        format!("{}, {kind}", answer.status)
    }

    fn account_fault(&self, fault: AccountFault) -> String {
        match fault {
            AccountFault::ClientDisabled => self.trouble_client_disabled(),
            AccountFault::UnknownIntegrator => self.trouble_unknown_integrator(),
            AccountFault::TestMode => self.trouble_test_mode(),
        }
    }

    /// Why something could not be written down, and what to do.
    pub fn storage_error(&self, why: StorageError) -> String {
        match why {
            StorageError::DiskFull => self.not_kept_disk_full(),
            StorageError::NotWritable => self.not_kept_not_writable(),
            StorageError::Newer => self.not_kept_newer(),
            StorageError::Locked => self.not_kept_locked(),
            StorageError::Broken => self.not_kept_broken(),
        }
    }

    fn connect_error(&self, why: ConnectError) -> String {
        match why {
            ConnectError::NameUnknown => self.trouble_unreachable_name(),
            ConnectError::ConnectionRefused => self.trouble_unreachable_refused(),
            ConnectError::ConnectTimeout => self.trouble_unreachable_timeout(),
            ConnectError::Tls => self.trouble_unreachable_tls(),
            ConnectError::NoConnection => self.trouble_unreachable(),
            ConnectError::NoToken => self.trouble_unreachable_token(),
        }
    }

    fn unknown_outcome(&self, why: UnknownOutcome) -> String {
        match why {
            UnknownOutcome::Timeout => self.trouble_uncertain_timeout(),
            UnknownOutcome::ConnectionLost => self.trouble_uncertain_lost(),
            UnknownOutcome::ServerError(status) => self.trouble_uncertain_status(status.to_string()),
            UnknownOutcome::Unreadable(status) => self.trouble_uncertain_unreadable(status.to_string()),
            UnknownOutcome::NotFromApi(answer) => self.trouble_uncertain_not_from_api(self.foreign_answer(answer)),
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
