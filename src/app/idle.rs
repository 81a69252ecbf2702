//! What becomes of the screen when nobody types: after a while it is hidden, after a longer one put away as a draft.
//!
//! The edge asks [`Model::idle_due`] how long it may wait for the next message, and sends `Msg::Idle` then. Any key shows
//! the screen again and does nothing else.

use std::time::Duration;

use super::model::is_unchanged;
use super::{Effect, FormState, Model, Notice, Overlay, editing};

/// After how long without a key; nothing is never.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdleTimeouts {
    /// What is typed is hidden.
    pub hide_after: Option<Duration>,
    /// The form is put away as a draft.
    pub shelve_after: Option<Duration>,
}

impl Default for IdleTimeouts {
    /// A minute and five.
    fn default() -> Self {
        Self { hide_after: Some(Duration::from_mins(1)), shelve_after: Some(Duration::from_mins(5)) }
    }
}

impl Model {
    /// When `Msg::Idle` is to be sent if nothing else comes, since the desk was opened; nothing where there is nothing to
    /// be saved, hidden, put away or previewed.
    pub fn idle_due(&self) -> Option<Duration> {
        let IdleTimeouts { hide_after, shelve_after: put_away_after } = self.desk.privacy;
        let hide = hide_after.filter(|_| !self.is_masked && self.shows_somebody());
        let put_away = put_away_after.filter(|_| self.may_be_shelved());
        let after = hide.into_iter().chain(put_away).min();
        let idle = after.map(|after| self.now.saturating_add(after));
        let save = self.input.delayed_save().map(|delayed| delayed.due);
        idle.into_iter().chain(save).chain(self.preview_due()).min()
    }

    /// Whether anything of a customer is on the screen.
    fn shows_somebody(&self) -> bool {
        matches!(self.stage, FormState::Submitting(_)) || !self.in_flight.is_empty() || self.can_be_shelved()
    }

    /// The rest of a paste belongs to the form on the screen.
    fn may_be_shelved(&self) -> bool {
        self.input.unfinished_paste().is_none() && self.can_be_shelved()
    }

    fn can_be_shelved(&self) -> bool {
        let form = match &self.stage {
            FormState::Editing { form, cleared, .. } => !form.is_blank() || cleared.is_some(),
            FormState::Submitting(_) => false,
        };
        form || self.notice.as_ref().is_some_and(Notice::is_personal)
            || matches!(
                self.overlay.as_ref().map(Overlay::under_help),
                Some(Overlay::Card(_) | Overlay::Waiting { .. } | Overlay::Shift { .. })
            )
    }
}

/// So much time has passed.
pub(super) fn idle(model: &mut Model, at: Duration) -> Vec<Effect> {
    if let Some(effects) = editing::on_due_save(model, at) {
        return effects;
    }
    let since = at.saturating_sub(model.now);
    let IdleTimeouts { hide_after, shelve_after: put_away_after } = model.desk.privacy;
    if put_away_after.is_some_and(|after| since >= after) && model.may_be_shelved() {
        return shelve(model);
    } else if hide_after.is_some_and(|after| since >= after) && model.shows_somebody() {
        model.is_masked = true;
    }
    Vec::new()
}

/// A refused registration is kept as such; anything else half typed becomes a draft. Nothing can be brought back by the
/// key that undoes a clear: somebody else may be at the desk.
fn shelve(model: &mut Model) -> Vec<Effect> {
    model.overlay = None;
    model.input.abandon();
    let mut effects = Vec::new();
    let was_typed = matches!(&model.stage, FormState::Editing { form, .. } if !form.is_blank());
    if matches!(model.stage, FormState::Editing { .. })
        && let FormState::Editing { form, refused, .. } = model.next_form()
        && was_typed
        && !is_unchanged(&form, refused.as_deref())
    {
        model.listed_drafts.push(form);
        // The draft of a rejected registration is not counted beside it.
        effects.extend(refused.map(|_| Effect::ListWaiting));
    }
    model.notice = was_typed.then_some(Notice::Shelved);
    // What is being sent stays where it is, out of sight.
    model.is_masked = model.shows_somebody();
    effects
}
