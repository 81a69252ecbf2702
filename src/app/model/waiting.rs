//! The rows of the waiting list, which are drafts and rows of the outbox, and their number.

use crate::domain::{Cid, Progress, WaitingRow};
use crate::form::Form;

use super::{FormState, Model};

impl Model {
    /// Returns the number of rows in the waiting list.
    pub fn waiting_rows(&self) -> usize {
        self.listed_drafts.len() + self.outbox_rows().count()
    }

    /// Returns the registration of a row of the waiting list, counted from 0.
    pub fn waiting_row(&self, at: usize) -> Option<Cid> {
        self.listed_drafts.iter().map(Form::cid).chain(self.outbox_rows().map(|kept| kept.cid)).nth(at)
    }

    /// Returns the row of a registration in the waiting list, counted from 0.
    pub fn row_of(&self, cid: Cid) -> Option<usize> {
        (0..self.waiting_rows()).find(|at| self.waiting_row(*at) == Some(cid))
    }

    /// Returns the rows of the outbox that the waiting list shows. A rejected registration that was changed and set
    /// aside is shown as its draft instead.
    pub fn outbox_rows(&self) -> impl Iterator<Item = &WaitingRow> {
        self.rows.iter().filter(|kept| !self.is_draft_of_rejected(kept))
    }

    fn is_draft_of_rejected(&self, kept: &WaitingRow) -> bool {
        kept.state == Progress::Refused && self.listed_drafts.iter().any(|form| form.cid() == kept.cid)
    }

    /// Returns the number of drafts and registrations that wait, for the footer. A rejected registration and its draft
    /// count once.
    pub fn waiting(&self) -> u64 {
        let number = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        let drafts = self.rows.iter().filter(|kept| self.is_draft_of_rejected(kept)).count();
        let counted = number(drafts + usize::from(self.cleared_refusal().is_some()));
        let refused = self.counts.refused.saturating_sub(counted);
        number(self.listed_drafts.len()).saturating_add(self.counts.waiting).saturating_add(refused)
    }

    /// Returns the rejected registration that the cashier has cleared. It is deleted when the next form is begun, and
    /// does not count as waiting until then.
    pub fn cleared_refusal(&self) -> Option<Cid> {
        match &self.stage {
            FormState::Editing { cleared: Some(cleared), .. } if cleared.refused.is_some() => Some(cleared.form.cid()),
            FormState::Editing { .. } | FormState::Submitting(_) => None,
        }
    }
}
