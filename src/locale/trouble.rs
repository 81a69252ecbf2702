use std::time::Duration;

use crate::domain::{AccountFault, BodyKind, ForeignAnswer, NotKept, Told, Trouble, Uncertainty, Unreached};

use super::Locale;

impl Locale {
    /// A trouble as what happened and what to do. The API's own sentence is added where it said one.
    #[must_use]
    pub fn trouble(&self, trouble: &Trouble) -> String {
        match trouble {
            Trouble::Clash { field: Some(field) } => self.trouble_clash(self.label(*field)),
            Trouble::Clash { field: None } => self.trouble_clash_unnamed(),
            Trouble::Refused { sentence, .. } if sentence.is_empty() => self.trouble_refused_silently(),
            Trouble::Refused { sentence, .. } => self.trouble_refused(sentence.as_str()),
            Trouble::Credentials { sentence } => with(self.trouble_credentials(), sentence),
            Trouble::Permission { sentence } => with(self.trouble_permission(), sentence),
            Trouble::Account(fault) => self.account_fault(*fault),
            Trouble::Proxy { address } => self.trouble_proxy(address.as_str()),
            Trouble::WrongAddress { status } => self.trouble_wrong_address(status.to_string()),
            Trouble::NotFromApi(answer) => self.trouble_not_from_api(self.foreign_answer(*answer)),
            Trouble::TooMany { wait } => self.trouble_too_many(self.wait_time(*wait)),
            Trouble::Unreachable(why) => self.unreached(*why),
            Trouble::Uncertain(why) => self.uncertain(*why),
            Trouble::Settings { sentence } => with(self.trouble_settings(), sentence),
        }
    }

    /// The trouble of a call that stores nothing: without an answer nothing is in doubt.
    #[must_use]
    pub fn trouble_of_reading(&self, trouble: &Trouble) -> String {
        match trouble {
            Trouble::Uncertain(Uncertainty::Timeout) => self.trouble_no_answer(),
            Trouble::Uncertain(Uncertainty::ConnectionLost) => self.trouble_no_answer_lost(),
            Trouble::Uncertain(Uncertainty::ServerError(status)) => self.trouble_no_answer_status(status.to_string()),
            Trouble::Uncertain(Uncertainty::Unreadable(status)) => {
                self.trouble_no_answer_unreadable(status.to_string())
            }
            Trouble::Uncertain(Uncertainty::NotFromApi(answer)) => self.trouble(&Trouble::NotFromApi(*answer)),
            other => self.trouble(other),
        }
    }

    /// The status and the kind of an answer, e.g. `403, HTML`.
    #[must_use]
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
    #[must_use]
    pub fn not_kept(&self, why: NotKept) -> String {
        match why {
            NotKept::DiskFull => self.not_kept_disk_full(),
            NotKept::NotWritable => self.not_kept_not_writable(),
            NotKept::Newer => self.not_kept_newer(),
            NotKept::Locked => self.not_kept_locked(),
            NotKept::Broken => self.not_kept_broken(),
        }
    }

    fn unreached(&self, why: Unreached) -> String {
        match why {
            Unreached::NameUnknown => self.trouble_unreachable_name(),
            Unreached::ConnectionRefused => self.trouble_unreachable_refused(),
            Unreached::ConnectTimeout => self.trouble_unreachable_timeout(),
            Unreached::Tls => self.trouble_unreachable_tls(),
            Unreached::NoConnection => self.trouble_unreachable(),
            Unreached::NoToken => self.trouble_unreachable_token(),
        }
    }

    fn uncertain(&self, why: Uncertainty) -> String {
        match why {
            Uncertainty::Timeout => self.trouble_uncertain_timeout(),
            Uncertainty::ConnectionLost => self.trouble_uncertain_lost(),
            Uncertainty::ServerError(status) => self.trouble_uncertain_status(status.to_string()),
            Uncertainty::Unreadable(status) => self.trouble_uncertain_unreadable(status.to_string()),
            Uncertainty::NotFromApi(answer) => self.trouble_uncertain_not_from_api(self.foreign_answer(answer)),
        }
    }
}

fn with(ours: String, theirs: &Told) -> String {
    if theirs.is_empty() { ours } else { format!("{ours} ({theirs})") }
}

/// Seconds to wait, rounded up so that the next call does not come too early.
#[must_use]
pub fn whole_seconds(wait: Duration) -> u64 {
    wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_api_said_is_added_where_it_said_anything() {
        let say = Locale::english();
        let silent = Trouble::Credentials { sentence: Told::default() };
        let told = Trouble::Credentials { sentence: Told::new("Invalid credentials") };
        assert!(!say.trouble(&silent).contains("()"));
        assert!(say.trouble(&told).ends_with(" (Invalid credentials)"));
    }

    #[test]
    fn a_wait_is_rounded_up() {
        assert_eq!(whole_seconds(Duration::from_millis(1)), 1);
        assert_eq!(whole_seconds(Duration::from_secs(7)), 7);
    }
}
