use std::time::Duration;

use ratatui::text::Line;

use crate::app::{FormState, Model, Notice, SetAside, has_card};
use crate::domain::{ApiError, Customer};
use crate::form::TextInput;

use super::layout::Layout;
use super::theme::Severity;
use super::{RenderContext, clip, problem};

/// Returns the lines of the result: the notice, and the message of a field that has no room at the field.
pub(super) fn lines(model: &Model, context: RenderContext<'_>, layout: Layout, width: u16) -> Vec<Line<'static>> {
    let inner = usize::from(width.saturating_sub(2));
    let result = notice_text(model, context, inner);
    let problem = match model.overlay {
        None => problem::cut(model, context, layout, width, result.as_ref().map(|(_, words)| words.as_str())),
        Some(_) => None,
    };
    result
        .into_iter()
        .chain(problem)
        .flat_map(|(severity, words)| wrapped_lines(context, severity, &words, width))
        .collect()
}

/// Returns a sentence with its symbol, in lines.
fn wrapped_lines(context: RenderContext<'_>, severity: Severity, words: &str, width: u16) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    let mut rest = clip::wrap(words, width.saturating_sub(4)).into_iter();
    if let Some(first) = rest.next() {
        let mut line = context.theme.line(severity, &first);
        line.spans.insert(0, " ".into());
        lines.push(line);
    }
    lines.extend(rest.map(|words| Line::styled(format!("   {words}"), context.theme.style(severity))));
    lines
}

/// Returns the notice and its severity, not wrapped.
fn notice_text(model: &Model, context: RenderContext<'_>, width: usize) -> Option<(Severity, String)> {
    if model.input.unfinished_paste().is_some() {
        // Until the paste has ended, keys are not processed.
        return Some((Severity::Warning, context.say.notice_paste_unfinished()));
    }
    let sending = match (&model.notice, &model.stage) {
        (Some(notice), _) => return Some(notice_words(model, context, notice, width)),
        (None, FormState::Submitting(in_flight)) => in_flight,
        // The name of the customer before must not be on the screen of the next customer.
        (None, FormState::Editing { .. }) if !model.form().is_blank() => {
            return model.in_flight.last().map(|_| (Severity::Quiet, context.say.notice_sending_previous()));
        }
        (None, FormState::Editing { .. }) => model.in_flight.last()?,
    };
    Some((Severity::Quiet, context.say.notice_sending(sending.name.as_str())))
}

fn notice_words(model: &Model, context: RenderContext<'_>, notice: &Notice, width: usize) -> (Severity, String) {
    let say = context.say;
    match notice {
        Notice::Registered { customer, took } => {
            (Severity::Good, registered_text(context, customer, *took, width.saturating_sub(2)))
        }
        Notice::Waiting { error, waiting } => {
            let severity = if error.needs_operator() { Severity::Bad } else { Severity::Warning };
            (severity, say.queued(error, *waiting))
        }
        Notice::AllSent => (Severity::Good, say.notice_all_sent()),
        Notice::NotEditable => (Severity::Quiet, say.notice_not_editable()),
        Notice::Refused(error) => (Severity::Bad, rejected_text(model, context, error)),
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
        Notice::FixField => (Severity::Bad, say.notice_fix_field()),
        Notice::SavesWhenLoaded(_) => (Severity::Quiet, say.notice_saves_when_loaded()),
        Notice::EnterAgain => (Severity::Warning, say.notice_enter_again()),
        Notice::Full => (Severity::Warning, say.notice_field_full(TextInput::MAX_CHARS)),
        Notice::Unreadable => (Severity::Warning, say.notice_letter_unreadable()),
        Notice::Cleared => (Severity::Quiet, say.notice_cleared()),
        Notice::Shelved => (Severity::Warning, say.notice_shelved()),
        Notice::Restored => (Severity::Quiet, say.notice_restored()),
        Notice::SetAside { form, refused: None } => (Severity::Quiet, set_aside_text(context, form)),
        Notice::SetAside { form, refused: Some(error) } => {
            (Severity::Bad, format!("{} {}", rejected_text(model, context, error), set_aside_text(context, form)))
        }
    }
}

/// Returns why the form on the screen was rejected. A conflict names the keys that help.
fn rejected_text(model: &Model, context: RenderContext<'_>, error: &ApiError) -> String {
    let say = context.say;
    match error {
        ApiError::Conflict { field } => {
            let what = field.map_or_else(|| say.label_phone_or_code(), |field| say.label(field));
            if has_card(model) { say.notice_conflict(what) } else { say.notice_conflict_unknown(what) }
        }
        _ => say.api_error(error),
    }
}

fn set_aside_text(context: RenderContext<'_>, form: &SetAside) -> String {
    match &form.name {
        Some(name) => context.say.notice_interrupted(name.as_str()),
        None => context.say.notice_interrupted_nameless(),
    }
}

/// Returns `Registered NAME · #ID · group GROUP · 0.4 s` in one line. If it is too wide, the last parts are left out,
/// then the name is cut. The customer ID always stays.
fn registered_text(context: RenderContext<'_>, customer: &Customer, took: Duration, width: usize) -> String {
    let say = context.say;
    let mut parts = Vec::new();
    parts.extend(customer.group.as_ref().map(|group| say.notice_registered_group(group.as_str())));
    parts.push(say.notice_registered_seconds(format!("{:.1}", took.as_secs_f64())));
    let id = customer.id.to_string();
    clip::name_and_parts(customer.name.as_str(), parts, 1, width, |name| say.notice_registered(name, id.as_str()))
}
