use crate::app::{Mode, Notice, SetAside};
use crate::domain::{ApiError, Customer};
use crate::form::TextInput;
use crate::wording::{Message, Severity};

use super::{Words, joined};

impl Words<'_> {
    /// Returns the words of a notice. `None` means that it is not printed: the answer to the line says it, or it is
    /// about keys of the screen.
    pub(in crate::plain) fn notice(self, notice: &Notice) -> Option<Message> {
        let say = self.say;
        Some(match notice {
            Notice::FixField
            | Notice::EnterAgain
            | Notice::Cleared
            | Notice::Restored
            | Notice::NotEditable
            | Notice::TypeName
            | Notice::ScanMapped => return None,
            Notice::Registered(customer) => (Severity::Good, self.registered(customer)),
            Notice::Waiting { name, error, waiting } => {
                let severity = if error.needs_operator() { Severity::Bad } else { Severity::Quiet };
                (severity, format!("{} {}", self.saved(name.as_str(), error), say.plain_waiting_count(*waiting)))
            }
            Notice::Welcome(welcome) => {
                let example = self.model.desk.rules.country.phone_example().filter(|_| welcome.has_sample)?;
                (Severity::Quiet, say.notice_sample(example.national))
            }
            Notice::Refused(error) => (Severity::Bad, say.api_error(error)),
            Notice::RefusedEarlier { name, error, .. } => {
                (Severity::Bad, say.plain_rejected_earlier(name.as_str(), say.api_error(error)))
            }
            Notice::SomeRefused => (Severity::Bad, say.plain_some_rejected()),
            Notice::NotSavedEarlier { name, why } => {
                (Severity::Bad, say.plain_not_saved_earlier(name.as_str(), say.storage_error(*why)))
            }
            Notice::DraftsFound => (Severity::Quiet, say.plain_drafts_found()),
            Notice::Full => (Severity::Bad, say.notice_field_full(TextInput::MAX_CHARS)),
            // These name no key of the screen.
            Notice::AllSent
            | Notice::NotSaved(_)
            | Notice::DraftNotSaved(_)
            | Notice::OutboxQuarantined { .. }
            | Notice::Disk(_)
            | Notice::Overdue { .. }
            | Notice::ClockWrong
            | Notice::OutboxLocked
            | Notice::DraftsUnreadable(_)
            | Notice::RowGone
            | Notice::SavesWhenLoaded(_)
            | Notice::Unreadable => return self.of_screen().notice(notice),
            Notice::Shelved => (Severity::Warning, say.plain_draft_saved()),
            Notice::SetAside { form, .. } => (Severity::Quiet, self.set_aside(form)),
        })
    }

    pub(in crate::plain) fn set_aside(self, form: &SetAside) -> String {
        match &form.name {
            Some(name) => self.say.plain_interrupted(name.as_str()),
            None => self.say.plain_interrupted_nameless(),
        }
    }

    /// Returns `Registered NAME, number 12, group GROUP.`
    fn registered(self, customer: &Customer) -> String {
        let group = customer.group.as_ref().map(|group| self.say.plain_group(group.as_str()));
        let customer = joined([Some(customer.name.to_string()), Some(self.number(customer.id)), group]);
        match self.model.desk.mode {
            Mode::Training => self.say.plain_registered_training(customer),
            Mode::Live => self.say.plain_registered(customer),
        }
    }

    /// Returns when a registration will be sent that waits because of this error, or whom to call.
    fn saved(self, name: &str, error: &ApiError) -> String {
        let say = self.say;
        match error {
            error if error.needs_operator() => say.plain_saved_error(name, say.api_error(error)),
            ApiError::NotFromApi(_) => say.plain_saved_error(name, say.api_error(error)),
            ApiError::RateLimited { retry_after } => say.plain_saved_rate_limited(name, say.wait_time(*retry_after)),
            ApiError::Unknown(_) => say.plain_saved_uncertain(name),
            _ => say.plain_saved(name),
        }
    }
}
