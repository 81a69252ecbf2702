use unicode_width::UnicodeWidthStr as _;

use crate::app::{Notice, SetAside, Welcome, has_card};
use crate::domain::{ApiError, Customer};
use crate::form::TextInput;

use super::{Message, Severity, Wording, clip};

/// The columns that a line may lose because a word does not fit.
const MAX_WRAP_LOSS: usize = 10;

impl Wording<'_> {
    /// Returns the words of a notice. `None` means that it has none at the moment.
    pub fn notice(self, notice: &Notice) -> Option<Message> {
        let say = self.say;
        Some(match notice {
            Notice::Registered(customer) => (Severity::Good, self.registered(customer)),
            Notice::Waiting { name, error, waiting } => {
                let severity = if error.needs_operator() { Severity::Bad } else { Severity::Warning };
                (severity, say.queued(name.as_str(), error, *waiting))
            }
            Notice::Welcome(welcome) => (Severity::Quiet, self.welcome(*welcome)?),
            Notice::AllSent => (Severity::Good, say.notice_all_sent()),
            Notice::SomeRefused => (Severity::Bad, say.notice_some_rejected()),
            Notice::NotEditable => (Severity::Quiet, say.notice_not_editable()),
            Notice::Refused(error) => (Severity::Bad, self.rejected(error)),
            Notice::NotSaved(why) => (Severity::Bad, say.notice_not_saved(say.storage_error(*why))),
            Notice::NotSavedEarlier { name, why } => {
                (Severity::Bad, say.notice_not_saved_earlier(name.as_str(), say.storage_error(*why)))
            }
            Notice::DraftNotSaved(why) => (Severity::Warning, say.notice_draft_not_saved(say.storage_error(*why))),
            Notice::OutboxQuarantined { file: None, .. } => (Severity::Bad, say.notice_outbox_missing()),
            Notice::OutboxQuarantined { file: Some(file), complete: true } => {
                (Severity::Warning, say.notice_outbox_quarantined(file.as_str()))
            }
            Notice::OutboxQuarantined { file: Some(file), complete: false } => {
                (Severity::Bad, say.notice_outbox_damaged(file.as_str()))
            }
            Notice::Disk(why) => (Severity::Warning, say.storage_error(*why)),
            Notice::Overdue { waiting, age } => (Severity::Bad, say.notice_overdue(*waiting, say.long_time(*age))),
            Notice::ClockWrong => (Severity::Bad, say.notice_clock_wrong()),
            Notice::OutboxLocked => (Severity::Warning, say.notice_outbox_locked()),
            Notice::DraftsUnreadable(files) => (Severity::Warning, say.notice_drafts_unreadable(*files)),
            Notice::RowGone => (Severity::Warning, say.notice_row_gone()),
            Notice::DraftsFound => (Severity::Warning, say.notice_drafts_found()),
            Notice::RefusedEarlier { name, error, .. } => {
                (Severity::Bad, say.notice_rejected_earlier(name.as_str(), say.api_error(error)))
            }
            Notice::TypeName => (Severity::Quiet, say.notice_type_name()),
            Notice::FixField => (Severity::Bad, say.notice_fix_field()),
            Notice::SavesWhenLoaded(_) => (Severity::Quiet, say.notice_saves_when_loaded()),
            Notice::EnterAgain => (Severity::Warning, say.notice_enter_again()),
            Notice::ScanMapped => (Severity::Warning, say.notice_scan_mapped()),
            Notice::Full => (Severity::Warning, say.notice_field_full(TextInput::MAX_CHARS)),
            Notice::Unreadable => (Severity::Warning, say.notice_letter_unreadable()),
            Notice::Cleared => (Severity::Quiet, say.notice_cleared()),
            Notice::Shelved => (Severity::Warning, say.notice_shelved()),
            Notice::Restored => (Severity::Quiet, say.notice_restored()),
            Notice::SetAside { form, refused: None } => (Severity::Quiet, self.set_aside(form)),
            Notice::SetAside { form, refused: Some(error) } => {
                (Severity::Bad, format!("{} {}", self.rejected(error), self.set_aside(form)))
            }
        })
    }

    /// Returns the first words of the desk. A screen with room for less than two lines of them shows only the keys.
    fn welcome(self, welcome: Welcome) -> Option<String> {
        let say = self.say;
        let keys = say.notice_first_keys();
        if welcome.has_keys && keys.width() + MAX_WRAP_LOSS > 2 * self.room() {
            return Some(say.footer_first_keys());
        }
        let example = self.model.desk.rules.country.phone_example().filter(|_| welcome.has_sample);
        let sample = example.map(|example| say.notice_sample(example.national));
        let sentences: Vec<String> = welcome.has_keys.then_some(keys).into_iter().chain(sample).collect();
        (!sentences.is_empty()).then(|| sentences.join(" "))
    }

    /// Returns why the form on the screen was rejected. A conflict names the keys that help.
    fn rejected(self, error: &ApiError) -> String {
        let say = self.say;
        match error {
            ApiError::Conflict { field } => {
                let what = field.map_or_else(|| say.label_phone_or_code(), |field| say.label(field));
                if has_card(self.model) { say.notice_conflict(what) } else { say.notice_conflict_unknown(what) }
            }
            _ => say.api_error(error),
        }
    }

    fn set_aside(self, form: &SetAside) -> String {
        let say = self.say;
        match &form.name {
            Some(name) => say.notice_interrupted(name.as_str()),
            None => say.notice_interrupted_nameless(),
        }
    }

    /// Returns the name, the customer ID and the group in one line. If it is too wide, the group is left out, then the name
    /// is cut. The customer ID always stays.
    fn registered(self, customer: &Customer) -> String {
        let say = self.say;
        let mut parts = Vec::new();
        parts.extend(customer.group.as_ref().map(|group| say.notice_registered_group(group.as_str())));
        let id = customer.id.to_string();
        let sentence = |name| say.result_registered(name, id.as_str());
        clip::name_and_parts(customer.name.as_str(), parts, 0, self.room(), sentence)
    }
}
