use std::time::Duration;

use crate::domain::{
    AccountFault, ApiError, BodyKind, ConnectError, DisplayText, ForeignAnswer, StorageError, UnknownOutcome,
};

use super::Locale;

impl Locale {
    /// Returns what happened and what to do. The API's own sentence is added if there is one.
    pub fn api_error(&self, error: &ApiError) -> String {
        match error {
            ApiError::Conflict { field: Some(field) } => self.api_error_conflict(self.label(*field)),
            ApiError::Conflict { field: None } => self.api_error_conflict_unnamed(),
            ApiError::Rejected { sentence, .. } if sentence.is_empty() => self.api_error_rejected_without_reason(),
            ApiError::Rejected { sentence, .. } => self.api_error_rejected(with_full_stop(sentence)),
            ApiError::Credentials { sentence } => with_api_sentence(self.api_error_credentials(), sentence),
            ApiError::Permission { sentence } => with_api_sentence(self.api_error_permission(), sentence),
            ApiError::Account(fault) => self.account_fault(*fault),
            ApiError::Proxy { address } => self.api_error_proxy(address.as_str()),
            ApiError::WrongAddress { status } => self.api_error_wrong_address(status.to_string()),
            ApiError::NotFromApi(answer) => self.api_error_not_from_api(self.foreign_answer(*answer)),
            ApiError::RateLimited { retry_after: wait } => self.api_error_rate_limited(self.wait_time(*wait)),
            ApiError::NotSent(why) => self.connect_error(*why),
            ApiError::Unknown(why) => self.unknown_outcome(*why),
            ApiError::Settings { sentence } => with_api_sentence(self.api_error_settings(), sentence),
        }
    }

    /// Returns the sentence for a call that stores nothing, where a missing answer leaves no doubt.
    pub fn api_error_of_read(&self, error: &ApiError) -> String {
        match error {
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

    /// Returns the status and the kind of an answer, e.g. `403, HTML`.
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

    /// Returns why the outbox cannot be written, and what to do.
    pub fn storage_error(&self, error: StorageError) -> String {
        match error {
            StorageError::DiskFull => self.storage_error_disk_full(),
            StorageError::NotWritable => self.storage_error_not_writable(),
            StorageError::Newer { .. } => self.storage_error_newer(),
            StorageError::TooManyFiles => self.storage_error_too_many_files(),
            StorageError::Locked => self.storage_error_locked(),
            StorageError::Damaged | StorageError::System(_) | StorageError::Database(_) | StorageError::Broken => {
                self.storage_error_broken()
            }
        }
    }

    fn connect_error(&self, error: ConnectError) -> String {
        match error {
            ConnectError::NameUnknown => self.api_error_unreachable_name(),
            ConnectError::ConnectionRefused => self.api_error_unreachable_refused(),
            ConnectError::ConnectTimeout => self.api_error_unreachable_timeout(),
            ConnectError::Tls => self.api_error_unreachable_tls(),
            ConnectError::NoConnection => self.api_error_unreachable(),
            ConnectError::NoToken => self.api_error_unreachable_token(),
        }
    }

    fn unknown_outcome(&self, outcome: UnknownOutcome) -> String {
        match outcome {
            UnknownOutcome::Timeout => self.api_error_uncertain_timeout(),
            UnknownOutcome::ConnectionLost => self.api_error_uncertain_lost(),
            UnknownOutcome::ServerError(status) => self.api_error_uncertain_status(status.to_string()),
            UnknownOutcome::Unreadable(status) => self.api_error_uncertain_unreadable(status.to_string()),
            UnknownOutcome::NotFromApi(answer) => self.api_error_uncertain_not_from_api(self.foreign_answer(answer)),
        }
    }
}

fn with_api_sentence(sentence: String, api_sentence: &DisplayText) -> String {
    if api_sentence.is_empty() { sentence } else { format!("{sentence} ({api_sentence})") }
}

/// Returns the API's sentence with an end, because another sentence may follow it.
fn with_full_stop(api_sentence: &DisplayText) -> String {
    let end = if api_sentence.as_str().ends_with(['.', '!', '?', '…', ':']) { "" } else { "." };
    format!("{api_sentence}{end}")
}

/// Returns the seconds to wait, rounded up so that the next call is not too early.
pub(super) fn whole_seconds(wait: Duration) -> u64 {
    wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentence_of_the_api_is_added_unless_it_is_empty() {
        let say = Locale::english();
        let without_sentence = ApiError::Credentials { sentence: DisplayText::default() };
        let with_sentence = ApiError::Credentials { sentence: DisplayText::new("Invalid credentials") };
        assert!(!say.api_error(&without_sentence).contains("()"));
        assert!(say.api_error(&with_sentence).ends_with(" (Invalid credentials)"));
    }

    #[test]
    fn the_sentence_of_the_api_has_an_end_if_another_one_follows() {
        let say = Locale::english();
        for (sentence, expected) in [
            ("Bad Request", "Rejected by Clopos: Bad Request."),
            ("The name is required.", "Rejected by Clopos: The name is required."),
            ("Really?", "Rejected by Clopos: Really?"),
            ("Adı boşdur", "Rejected by Clopos: Adı boşdur."),
        ] {
            let error = ApiError::Rejected { field: None, sentence: DisplayText::new(sentence) };
            assert_eq!(say.api_error(&error), expected);
        }
    }

    #[test]
    fn a_wait_is_rounded_up() {
        assert_eq!(whole_seconds(Duration::from_millis(1)), 1);
        assert_eq!(whole_seconds(Duration::from_secs(7)), 7);
    }
}
