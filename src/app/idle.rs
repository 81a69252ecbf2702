//! Idle handling: a masked screen after the first timeout, a draft after the second one.
//!
//! `runtime` asks [`Model::idle_due`] when to send `Msg::Idle` if no key comes. On a masked screen any key shows the
//! form again and does nothing else.

use std::time::Duration;

use super::model::is_unchanged;
use super::{Effect, FormState, IdleTimeouts, Model, Notice, Overlay, editing};

impl Model {
    /// Returns when to send `Msg::Idle` if no key comes, as the time since the desk was opened. `None` means that
    /// nothing is to be saved, masked, shelved or previewed.
    pub fn idle_due(&self) -> Option<Duration> {
        let IdleTimeouts { hide_after, shelve_after } = self.desk.privacy;
        let hide = hide_after.filter(|_| !self.is_masked && self.shows_customer());
        let shelve = shelve_after.filter(|_| self.may_be_shelved());
        let after = hide.into_iter().chain(shelve).min();
        let idle = after.map(|after| self.now.saturating_add(after));
        let save = self.delayed_save().map(|delayed| delayed.due);
        idle.into_iter().chain(save).chain(self.preview_due()).min()
    }

    /// Returns true if personal data is on the screen.
    fn shows_customer(&self) -> bool {
        matches!(self.stage, FormState::Submitting(_)) || !self.in_flight.is_empty() || self.can_be_shelved()
    }

    /// Returns true if the form may be shelved now. An unfinished paste prevents it: its rest belongs to the form on
    /// the screen.
    fn may_be_shelved(&self) -> bool {
        self.unfinished_paste().is_none() && self.can_be_shelved()
    }

    fn can_be_shelved(&self) -> bool {
        let form = match &self.stage {
            FormState::Editing { form, cleared, .. } => !form.is_blank() || cleared.is_some(),
            FormState::Submitting(_) => false,
        };
        form || self.notice.as_ref().is_some_and(Notice::is_personal)
            || matches!(
                self.overlay.as_ref().map(Overlay::under_help),
                Some(Overlay::Card(_) | Overlay::Waiting { .. } | Overlay::Shift { .. } | Overlay::NameSearch(_))
            )
    }
}

/// Registers a delayed save that is due, or shelves or masks the form after its timeout.
pub(super) fn idle(model: &mut Model, at: Duration) {
    if let Some(delayed) = model.input.take_due_save(at) {
        return editing::register_form(model, delayed.cid);
    }
    let since = at.saturating_sub(model.now);
    let IdleTimeouts { hide_after, shelve_after } = model.desk.privacy;
    if shelve_after.is_some_and(|after| since >= after) && model.may_be_shelved() {
        shelve(model);
    } else if hide_after.is_some_and(|after| since >= after) && model.shows_customer() {
        model.is_masked = true;
    }
}

/// Shelves the form as a draft. A rejected registration that was not changed needs no draft. The key that undoes a
/// clear restores nothing afterwards: another person may be at the desk.
fn shelve(model: &mut Model) {
    model.overlay = None;
    model.input.abandon();
    let was_typed = matches!(&model.stage, FormState::Editing { form, .. } if !form.is_blank());
    if matches!(model.stage, FormState::Editing { .. })
        && let FormState::Editing { form, refused, .. } = model.next_form()
        && was_typed
        && !is_unchanged(&form, refused.as_deref())
    {
        model.listed_drafts.push(form);
        // The outbox rows are listed again, so that a rejected registration and its draft are not counted twice.
        model.outcome.effects.extend(refused.map(|_| Effect::ListWaiting));
    }
    model.notice = was_typed.then_some(Notice::Shelved);
    // A form that is being sent stays, masked.
    model.is_masked = model.shows_customer();
}
