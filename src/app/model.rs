use std::time::Duration;

use crate::domain::{Cid, DisplayText, Draft, GroupId, OutboxCounts, StorageError, WaitingRow, WaitingState};
use crate::form::{Form, Groups};

use super::preview::NamePreview;
use super::{CidGenerator, Desk, InputState, Lookups, Notice, Overlay, SeenCustomers, Shift};

/// Everything that the screen shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// Whose desk this is.
    pub desk: Desk,
    /// The groups to choose from.
    pub groups: Groups,
    /// What is being done with the form on the screen.
    pub stage: FormState,
    /// Registrations saved earlier whose first answer is awaited while the next form is typed.
    pub in_flight: Vec<InFlight>,
    /// Half-typed forms that are not on the screen, oldest first: they made room for another, or are left from an
    /// earlier run.
    pub listed_drafts: Vec<Form>,
    /// Which of these comes back by itself, and when.
    pub interrupted: Option<Interrupted>,
    /// Why what is typed is not safe from a crash at this moment, if it is not.
    pub draft_trouble: Option<StorageError>,
    /// How many registrations are kept on this machine.
    pub counts: OutboxCounts,
    /// Which these are, as listed last.
    pub rows: Vec<WaitingRow>,
    /// The group of the last customer who was saved.
    pub last_group: Option<GroupId>,
    /// What is known of the phone on the screen, and of others before it.
    pub lookups: Lookups,
    /// The shift so far.
    pub shift: Shift,
    /// Whom this desk has seen since it was opened.
    pub people: SeenCustomers,
    /// No key has come for a while: no personal data is shown until the next key.
    pub is_masked: bool,
    /// The screen has no room for the form: no key reaches it.
    pub is_too_small: bool,
    /// What the result line says.
    pub notice: Option<Notice>,
    /// Until then what it says is left there whatever is typed.
    pub notice_pinned_until: Duration,
    /// What lies over the form.
    pub overlay: Option<Overlay>,
    /// Where the next form's `cid` comes from.
    pub cids: CidGenerator,
    /// When the last key or paste came, since the desk was opened.
    pub now: Duration,
    /// What is remembered of earlier keys and pastes.
    pub input: InputState,
    /// The name whose preview is shown.
    pub(super) name_preview: NamePreview,
    /// The form before the first character of a scan that may have begun.
    pub(super) before_scan: Option<Box<Form>>,
    /// The drafts of the last [`Effect::SaveDrafts`](super::Effect::SaveDrafts).
    pub(super) saved_drafts: Vec<Draft>,
    /// The number of the next code that the desk makes, if it makes any and the edge has told.
    pub code_number: Option<u32>,
    /// Up to when the time of the form on the screen is counted, since the desk was opened.
    pub counted_until: Duration,
}

/// What is being done with the form on the screen.
#[derive(Debug, Clone, PartialEq)]
pub enum FormState {
    /// It is being typed.
    Editing {
        /// The form.
        form: Form,
        /// As it came back, if this registration was refused and is kept as such.
        refused: Option<Box<Draft>>,
        /// What Ctrl-R cleared last and a second Ctrl-R brings back, as long as nothing new is typed.
        cleared: Option<Box<Cleared>>,
    },
    /// It was saved and is shown until the answer comes or the next form is begun.
    Submitting(InFlight),
}

impl FormState {
    pub(super) const fn typing(form: Form) -> Self {
        Self::Editing { form, refused: None, cleared: None }
    }
}

/// A form that was cleared.
#[derive(Debug, Clone, PartialEq)]
pub struct Cleared {
    /// With everything that was typed.
    pub form: Form,
    /// As for a form that is being typed. It is discarded when the next one is begun.
    pub refused: Option<Box<Draft>>,
}

/// A form that was put on the screen, and the one that was parked to make room for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interrupted {
    /// On the screen, or being sent.
    pub opened: Cid,
    /// Comes back when that one is settled.
    pub draft: Cid,
}

/// A registration whose first answer is awaited.
#[derive(Debug, Clone, PartialEq)]
pub struct InFlight {
    /// The form as it was saved, to be brought back if it is refused.
    pub form: Form,
    /// Whom it registers.
    pub name: DisplayText,
    /// Returns true if it is on the disk. Until then it is a draft.
    pub is_persisted: bool,
}

impl InFlight {
    /// Which registration.
    pub const fn cid(&self) -> Cid {
        self.form.cid()
    }
}

impl Model {
    /// A desk with a blank form, before anything is known of the API.
    pub fn new(desk: Desk, mut cids: CidGenerator) -> Self {
        let form = Form::empty(cids.make());
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
            rows: Vec::new(),
            last_group: None,
            lookups: Lookups::default(),
            shift: Shift::default(),
            people: SeenCustomers::default(),
            is_masked: false,
            is_too_small: false,
            notice: None,
            notice_pinned_until: Duration::ZERO,
            overlay: None,
            cids,
            now: Duration::ZERO,
            input: InputState::default(),
            before_scan: None,
            saved_drafts: Vec::new(),
            code_number: None,
            counted_until: Duration::ZERO,
        }
    }

    /// The form on the screen, being typed or being sent.
    pub const fn form(&self) -> &Form {
        match &self.stage {
            FormState::Editing { form, .. } => form,
            FormState::Submitting(in_flight) => &in_flight.form,
        }
    }

    /// Returns what a crash would lose: the saved forms that are not on the disk yet, and the half-typed ones.
    pub fn drafts(&self) -> Vec<Draft> {
        let on_screen = match &self.stage {
            FormState::Submitting(sent) => Some(sent),
            FormState::Editing { .. } => None,
        };
        let saved = self.in_flight.iter().chain(on_screen).filter(|sent| !sent.is_persisted);
        let saved: Vec<Draft> = saved.map(|sent| sent.form.to_draft()).collect();
        saved.into_iter().chain(self.half_typed()).collect()
    }

    /// Returns the half-typed forms, the one on the screen last. What was saved is not among them.
    pub fn half_typed(&self) -> Vec<Draft> {
        let typing = match &self.stage {
            FormState::Editing { form, refused, .. } if !form.is_blank() && !is_unchanged(form, refused.as_deref()) => {
                Some(form)
            }
            FormState::Editing { .. } | FormState::Submitting(_) => None,
        };
        self.listed_drafts.iter().chain(typing).map(Form::to_draft).collect()
    }

    /// Returns true if what is on the screen has to follow the outbox.
    pub fn follows_outbox(&self) -> bool {
        matches!(self.overlay.as_ref().map(Overlay::under_help), Some(Overlay::Waiting { .. }))
    }

    /// Shows the masked screen again. The time before does not count as work on the form.
    pub(super) fn unmask(&mut self) {
        self.is_masked = false;
        self.counted_until = self.now;
    }

    /// How many rows the waiting list has.
    pub fn waiting_rows(&self) -> usize {
        self.listed_drafts.len() + self.outbox_rows().count()
    }

    /// Returns which registration a row of the waiting list is about.
    pub fn waiting_row(&self, at: usize) -> Option<Cid> {
        self.listed_drafts.iter().map(Form::cid).chain(self.outbox_rows().map(|kept| kept.cid)).nth(at)
    }

    /// Returns the rows of the outbox that the waiting list shows. A rejected registration that was changed and set aside
    /// is in the list as its draft.
    pub fn outbox_rows(&self) -> impl Iterator<Item = &WaitingRow> {
        self.rows.iter().filter(|kept| !self.is_draft_of_rejected(kept))
    }

    fn is_draft_of_rejected(&self, kept: &WaitingRow) -> bool {
        kept.state == WaitingState::Refused && self.listed_drafts.iter().any(|form| form.cid() == kept.cid)
    }

    /// How many forms and registrations wait for something.
    pub fn waiting(&self) -> u64 {
        let parked = u64::try_from(self.listed_drafts.len()).unwrap_or(u64::MAX);
        let drafts = self.rows.iter().filter(|kept| self.is_draft_of_rejected(kept)).count();
        let counted =
            u64::try_from(drafts).unwrap_or(u64::MAX).saturating_add(u64::from(self.cleared_refusal().is_some()));
        let refused = self.counts.refused.saturating_sub(counted);
        parked.saturating_add(self.counts.waiting).saturating_add(refused)
    }

    /// The refused registration that the cashier has cleared: it is discarded with the next form that is begun, and
    /// waits for nothing until then.
    pub fn cleared_refusal(&self) -> Option<Cid> {
        match &self.stage {
            FormState::Editing { cleared: Some(cleared), .. } if cleared.refused.is_some() => Some(cleared.form.cid()),
            FormState::Editing { .. } | FormState::Submitting(_) => None,
        }
    }

    /// Counts a key, or a paste, for the form on the screen. The time of a blank form has not begun.
    pub(super) fn count_key(&mut self) {
        let since = self.now.saturating_sub(self.counted_until);
        self.counted_until = self.now;
        if let FormState::Editing { form, .. } = &mut self.stage {
            form.count_key(since);
        }
    }

    /// Puts a blank form on the screen and hands out what was there.
    pub(super) fn next_form(&mut self) -> FormState {
        let form = self.blank_form();
        std::mem::replace(&mut self.stage, FormState::typing(form))
    }

    /// The code that a customer gets who is saved without one. `None` also while the clock is wrong: the same code would
    /// be made again on another day.
    pub fn made_code(&self) -> Option<String> {
        Some(self.desk.code_template.as_ref()?.render(self.desk.rules.today.known()?, self.code_number?))
    }

    pub(super) fn blank_form(&mut self) -> Form {
        let mut form = Form::empty(self.cids.make());
        if let Some(group) = self.last_group.filter(|_| self.desk.sticky_group) {
            form.carry_over_group(group);
        }
        form
    }
}

/// Whether a form says no more than what the outbox has of it.
pub(super) fn is_unchanged(form: &Form, refused: Option<&Draft>) -> bool {
    refused.is_some_and(|kept| kept.texts == form.to_draft().texts)
}
