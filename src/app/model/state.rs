//! All state of a desk. `update` and the functions that it calls change it.

use std::time::Duration;

use crate::domain::{Connectivity, Draft, GroupId, OutboxCounts, StorageError, WaitingRow};
use crate::form::{Form, Groups};

use crate::app::cids::CidGenerator;
use crate::app::effect::{Effect, Outcome};
use crate::app::input_state::{DelayedSave, InputState, UnfinishedPaste};

use super::form_state::is_unchanged;
use super::{Desk, FormState, InFlight, Interrupted, Lookups, NamePreview, Notice, Overlay, SeenCustomers, Shift};

/// Everything that the screen shows, and what the state machine needs to go on.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// The settings of the desk, and the venue.
    pub(crate) desk: Desk,
    /// The groups that the cashier can choose.
    pub(crate) groups: Groups,
    /// The form on the screen, being edited or being sent.
    pub(crate) stage: FormState,
    /// Registrations that were saved and have no first answer yet, while the next form is typed.
    pub(crate) in_flight: Vec<InFlight>,
    /// Drafts that are not on the screen, oldest first: forms that were set aside for another one, or drafts of an
    /// earlier run.
    pub(crate) listed_drafts: Vec<Form>,
    /// The draft that comes back by itself when the form on the screen is settled.
    pub(in crate::app) interrupted: Option<Interrupted>,
    /// Why the drafts cannot be saved. `None` means that they are saved.
    pub(crate) draft_trouble: Option<StorageError>,
    /// The numbers of registrations in the outbox.
    pub(crate) counts: OutboxCounts,
    /// The state of the connection.
    pub(crate) connectivity: Connectivity,
    /// The rows of the outbox, as listed last.
    pub(in crate::app) rows: Vec<WaitingRow>,
    /// The group of the last customer who was saved.
    pub(in crate::app) last_group: Option<GroupId>,
    /// The look-ups of the phone on the screen and of earlier ones.
    pub(crate) lookups: Lookups,
    /// Today's registrations of this cashier.
    pub(crate) shift: Shift,
    /// The customers whom this desk has seen since it was opened.
    pub(in crate::app) people: SeenCustomers,
    /// True after an idle timeout: no personal data is shown until the next key.
    pub(crate) is_masked: bool,
    /// True if the screen has no room for the form. Then the form takes no keys.
    pub(in crate::app) is_too_small: bool,
    /// True if the shift may stand beside the form.
    pub(in crate::app) is_wide: bool,
    /// The notice on the result line.
    pub(crate) notice: Option<Notice>,
    /// Until this time, typing does not remove the notice.
    pub(in crate::app) notice_pinned_until: Duration,
    /// The overlay over the form.
    pub(crate) overlay: Option<Overlay>,
    /// The generator of `cid`s.
    pub(in crate::app) cids: CidGenerator,
    /// When the last key or paste came, as the time since the desk was opened.
    pub(in crate::app) now: Duration,
    /// The state of the input between two keys.
    pub(in crate::app) input: InputState,
    /// The name whose preview is shown.
    pub(in crate::app) name_preview: NamePreview,
    /// The drafts of the last [`Effect::SaveDrafts`].
    pub(in crate::app) saved_drafts: Vec<Draft>,
    /// The number for the next code that the desk makes. `None` if the desk makes no codes, or until the number is
    /// reserved.
    pub(in crate::app) code_number: Option<u32>,
    /// The time up to which the work on the form on the screen is counted, since the desk was opened.
    pub(in crate::app) counted_until: Duration,
    /// The outcome of the current message. Between two messages it is empty.
    pub(in crate::app) outcome: Outcome,
}

impl Model {
    /// Builds the model of a desk with an empty form, before anything has come from the API.
    pub fn new(desk: Desk, mut cids: CidGenerator) -> Self {
        let form = Form::empty(cids.make()).with_consent(desk.consent.as_ref());
        Self {
            name_preview: NamePreview::blank(form.cid()),
            desk,
            groups: Groups::Loading,
            stage: FormState::typing(form),
            in_flight: Vec::new(),
            listed_drafts: Vec::new(),
            interrupted: None,
            draft_trouble: None,
            counts: OutboxCounts::default(),
            connectivity: Connectivity::Unknown,
            rows: Vec::new(),
            last_group: None,
            lookups: Lookups::default(),
            shift: Shift::default(),
            people: SeenCustomers::default(),
            is_masked: false,
            is_too_small: false,
            is_wide: false,
            notice: None,
            notice_pinned_until: Duration::ZERO,
            overlay: None,
            cids,
            now: Duration::ZERO,
            input: InputState::default(),
            saved_drafts: Vec::new(),
            code_number: None,
            counted_until: Duration::ZERO,
            outcome: Outcome::default(),
        }
    }

    /// Returns the form on the screen, being edited or being sent.
    pub const fn form(&self) -> &Form {
        match &self.stage {
            FormState::Editing { form, .. } => form,
            FormState::Submitting(in_flight) => &in_flight.form,
        }
    }

    /// Returns the settings of the desk, and the venue.
    pub const fn desk(&self) -> &Desk {
        &self.desk
    }

    /// Returns the form on the screen with its state.
    pub const fn stage(&self) -> &FormState {
        &self.stage
    }

    /// Returns the registrations without a first answer whose form is no longer on the screen.
    pub fn in_flight(&self) -> &[InFlight] {
        &self.in_flight
    }

    /// Returns the drafts that are not on the screen, oldest first.
    pub fn listed_drafts(&self) -> &[Form] {
        &self.listed_drafts
    }

    /// Returns the groups that the cashier can choose.
    pub const fn groups(&self) -> &Groups {
        &self.groups
    }

    /// Returns the notice on the result line.
    pub const fn notice(&self) -> Option<&Notice> {
        self.notice.as_ref()
    }

    /// Returns the overlay over the form.
    pub const fn overlay(&self) -> Option<&Overlay> {
        self.overlay.as_ref()
    }

    /// Returns today's registrations of this cashier.
    pub const fn shift(&self) -> &Shift {
        &self.shift
    }

    /// Returns the look-ups of phones.
    pub const fn lookups(&self) -> &Lookups {
        &self.lookups
    }

    /// Returns true after an idle timeout: no personal data is shown until the next key.
    pub const fn is_masked(&self) -> bool {
        self.is_masked
    }

    /// Returns the registration that waits to see if Enter is held down.
    pub const fn delayed_save(&self) -> Option<DelayedSave> {
        self.input.delayed_save
    }

    /// Returns the paste whose end has not come yet.
    pub const fn unfinished_paste(&self) -> Option<UnfinishedPaste> {
        self.input.unfinished_paste
    }

    /// Returns what a crash would lose: the drafts, and the saved forms that are not on the disk yet.
    pub fn drafts(&self) -> Vec<Draft> {
        let saved = self.in_flight.iter().chain(self.stage.sent()).filter(|sent| !sent.is_persisted);
        let saved: Vec<Draft> = saved.map(|sent| sent.form.to_draft()).collect();
        saved.into_iter().chain(self.half_typed()).collect()
    }

    /// Returns the drafts, the one on the screen last. Saved forms are not among them.
    pub fn half_typed(&self) -> Vec<Draft> {
        let typing = match &self.stage {
            FormState::Editing { form, refused, .. } if !form.is_blank() && !is_unchanged(form, refused.as_deref()) => {
                Some(form)
            }
            FormState::Editing { .. } | FormState::Submitting(_) => None,
        };
        self.listed_drafts.iter().chain(typing).map(Form::to_draft).collect()
    }

    /// Returns true if the screen shows rows of the outbox, so that the rows must be listed again when the outbox
    /// changes.
    pub fn follows_outbox(&self) -> bool {
        matches!(self.overlay.as_ref().map(Overlay::under_help), Some(Overlay::Waiting { .. }))
    }

    /// Adds work for `runtime` to the outcome of the message.
    pub(in crate::app) fn emit(&mut self, effect: Effect) {
        self.outcome.effects.push(effect);
    }

    /// Unmasks the screen. The time before does not count as work on the form.
    pub(in crate::app) fn unmask(&mut self) {
        self.is_masked = false;
        self.counted_until = self.now;
    }

    /// Counts a key or a paste for the form on the screen. The time of an empty form does not count.
    pub(in crate::app) fn count_key(&mut self) {
        let since = self.now.saturating_sub(self.counted_until);
        self.counted_until = self.now;
        if let FormState::Editing { form, .. } = &mut self.stage {
            form.count_key(since);
        }
    }

    /// Puts an empty form on the screen and returns what was there.
    pub(in crate::app) fn next_form(&mut self) -> FormState {
        let form = self.blank_form();
        std::mem::replace(&mut self.stage, FormState::typing(form))
    }

    /// Returns the code for a customer who is saved without one. `None` also while the clock is wrong, because the same
    /// code could be made again on another day.
    pub fn made_code(&self) -> Option<String> {
        self.desk.code_template.as_ref()?.render(self.desk.rules.today.known()?, self.code_number?)
    }

    pub(in crate::app) fn blank_form(&mut self) -> Form {
        let mut form = Form::empty(self.cids.make()).with_consent(self.desk.consent.as_ref());
        if let Some(group) = self.last_group.filter(|_| self.desk.sticky_group) {
            form.carry_over_group(group);
        }
        form
    }
}
