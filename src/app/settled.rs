//! Removes a notice when its cause is gone.

use crate::domain::ApiError;
use crate::form::FormField;

use super::model::is_unchanged;
use super::{FormState, Model, Notice, Overlay};

/// Removes a settled notice from the result line. `update` calls it after every message.
pub(super) fn drop_settled(model: &mut Model) {
    if model.notice.as_ref().is_some_and(|notice| is_settled(notice, model)) {
        model.notice = None;
    }
}

/// Returns true if the cashier has done what the notice asks for, or if its cause is gone.
fn is_settled(notice: &Notice, model: &Model) -> bool {
    let form = model.form();
    let is_sending = matches!(model.stage, FormState::Submitting(_));
    match notice {
        Notice::FixField => is_sending || form.is_blank() || form.to_customer(&model.desk.rules, &model.groups).is_ok(),
        Notice::SavesWhenLoaded(draft) => form.cid() != draft.cid || !is_unchanged(form, Some(draft)),
        Notice::EnterAgain => is_sending || form.is_blank() || form.focus() != FormField::Register,
        Notice::Refused(error) | Notice::SetAside { refused: Some(error), .. } => is_corrected(&model.stage, error),
        Notice::Cleared => !matches!(&model.stage, FormState::Editing { cleared: Some(_), .. }),
        Notice::Overdue { .. } => model.counts.overdue.is_none(),
        Notice::DraftsFound => model.listed_drafts.is_empty(),
        Notice::DraftNotSaved(_) => model.draft_trouble.is_none(),
        Notice::ClockWrong => model.desk.rules.today.known().is_some(),
        Notice::NotEditable => !matches!(model.overlay, Some(Overlay::Waiting { .. })),
        Notice::SetAside { form: set_aside, refused: None } => form.cid() == set_aside.cid,
        _ => false,
    }
}

/// Returns true if a rejected form was corrected: in the rejected field, or in any field if that is unknown.
fn is_corrected(stage: &FormState, error: &ApiError) -> bool {
    let FormState::Editing { form, refused, .. } = stage else { return true };
    let field = match error {
        ApiError::Conflict { field } | ApiError::Rejected { field, .. } => *field,
        _ => None,
    };
    match field.and_then(FormField::for_api_field) {
        Some(field) => form.server_error(field).is_none(),
        None => !is_unchanged(form, refused.as_deref()),
    }
}
