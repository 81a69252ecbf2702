use std::time::Duration;

use ratatui::text::Line;

use crate::app::{Model, Notice, SetAside, Stage, has_card};
use crate::domain::{ApiError, Customer};
use crate::form::TextInput;

use super::theme::Tone;
use super::{Brush, clip};

/// What became of the last save, in as many lines as it takes.
pub(super) fn lines(model: &Model, brush: Brush<'_>, width: u16) -> Vec<Line<'static>> {
    let inner = width.saturating_sub(2);
    let Some((tone, words)) = said(model, brush, usize::from(inner)) else { return Vec::new() };
    let mut lines = Vec::new();
    let mut rest = clip::wrap(&words, inner.saturating_sub(2)).into_iter();
    if let Some(first) = rest.next() {
        let mut line = brush.theme.said(tone, &first);
        line.spans.insert(0, " ".into());
        lines.push(line);
    }
    lines.extend(rest.map(|words| Line::styled(format!("   {words}"), brush.theme.style(tone))));
    lines
}

/// The same in words and a tone, not wrapped.
pub(super) fn said(model: &Model, brush: Brush<'_>, width: usize) -> Option<(Tone, String)> {
    if model.unfinished_paste.is_some() {
        // Until it has ended no key does anything else.
        return Some((Tone::Warning, brush.say.result_paste_unfinished()));
    }
    let sending = match (&model.notice, &model.stage) {
        (Some(notice), _) => return Some(worded(model, brush, notice, width)),
        (None, Stage::Sending(under_way)) => under_way,
        // Nothing of the customer before stays on the screen of the next.
        (None, Stage::Typing { .. }) if !model.form().is_blank() => {
            return model.under_way.last().map(|_| (Tone::Quiet, brush.say.result_sending_before()));
        }
        (None, Stage::Typing { .. }) => model.under_way.last()?,
    };
    Some((Tone::Quiet, brush.say.result_sending(sending.name.as_str())))
}

fn worded(model: &Model, brush: Brush<'_>, notice: &Notice, width: usize) -> (Tone, String) {
    let say = brush.say;
    match notice {
        Notice::Registered { customer, took } => {
            (Tone::Good, registered(brush, customer, *took, width.saturating_sub(2)))
        }
        Notice::Waiting { trouble, waiting } => waits(brush, trouble, *waiting),
        Notice::AllSent => (Tone::Good, say.result_all_sent()),
        Notice::OnItsWay => (Tone::Quiet, say.result_on_its_way()),
        Notice::Refused(trouble) => (Tone::Bad, refused(model, brush, trouble)),
        Notice::NotKept(why) => (Tone::Bad, say.result_not_kept(say.not_kept(*why))),
        Notice::NotKeptBehind { name, why } => {
            (Tone::Bad, say.result_not_kept_behind(name.as_str(), say.not_kept(*why)))
        }
        Notice::DraftNotKept(why) => (Tone::Warning, say.result_draft_not_kept(say.not_kept(*why))),
        Notice::OutboxSetAside { file: None, .. } => (Tone::Bad, say.result_outbox_missing()),
        Notice::OutboxSetAside { file: Some(file), complete: true } => {
            (Tone::Warning, say.result_outbox_set_aside(file.as_str()))
        }
        Notice::OutboxSetAside { file: Some(file), complete: false } => {
            (Tone::Bad, say.result_outbox_damaged(file.as_str()))
        }
        Notice::Disk(why) => (Tone::Warning, say.not_kept(*why)),
        Notice::Overdue { waiting, age } => (Tone::Bad, say.result_overdue(*waiting, say.long_time(*age))),
        Notice::ClockWrong => (Tone::Bad, say.result_clock_wrong()),
        Notice::OutboxLocked => (Tone::Warning, say.result_outbox_locked()),
        Notice::DraftsUnreadable(files) => (Tone::Warning, say.result_drafts_unreadable(*files)),
        Notice::RowGone => (Tone::Warning, say.result_row_gone()),
        Notice::DraftsFound => (Tone::Warning, say.result_drafts_found()),
        Notice::RefusedBehind { name, trouble, .. } => {
            (Tone::Bad, say.result_refused_behind(name.as_str(), say.trouble(trouble)))
        }
        Notice::MendFirst => (Tone::Bad, say.result_mend_first()),
        Notice::EnterAgain => (Tone::Warning, say.result_enter_again()),
        Notice::Full => (Tone::Warning, say.result_full(TextInput::MAX_CHARS)),
        Notice::Unreadable => (Tone::Warning, say.result_unreadable()),
        Notice::Cleared => (Tone::Quiet, say.result_cleared()),
        Notice::PutAway => (Tone::Warning, say.result_put_away()),
        Notice::Restored => (Tone::Quiet, say.result_restored()),
        Notice::SetAside { form, refused: None } => (Tone::Quiet, set_aside(brush, form)),
        Notice::SetAside { form, refused: Some(trouble) } => {
            (Tone::Bad, format!("{} {}", refused(model, brush, trouble), set_aside(brush, form)))
        }
    }
}

/// Why the form on the screen was refused. A conflict names the keys that help.
fn refused(model: &Model, brush: Brush<'_>, trouble: &ApiError) -> String {
    let say = brush.say;
    match trouble {
        ApiError::Conflict { field } => {
            let what = field.map_or_else(|| say.label_phone_or_code(), |field| say.label(field));
            if has_card(model) { say.result_conflict(what) } else { say.result_conflict_unknown(what) }
        }
        _ => say.trouble(trouble),
    }
}

pub(super) fn set_aside(brush: Brush<'_>, form: &SetAside) -> String {
    match &form.name {
        Some(name) => brush.say.result_set_aside(name.as_str()),
        None => brush.say.result_set_aside_nameless(),
    }
}

/// A registration that is kept for later: when it will be sent, or who has to be told before it can be.
fn waits(brush: Brush<'_>, trouble: &ApiError, waiting: u64) -> (Tone, String) {
    let say = brush.say;
    match trouble {
        trouble if trouble.needs_operator() => (Tone::Bad, say.result_waiting_told(say.trouble(trouble), waiting)),
        ApiError::NotFromApi(_) => (Tone::Warning, say.result_waiting_told(say.trouble(trouble), waiting)),
        ApiError::RateLimited { retry_after: wait } => {
            (Tone::Warning, say.result_waiting_pace(say.wait_time(*wait), waiting))
        }
        ApiError::Unknown(_) => (Tone::Warning, say.result_waiting_uncertain(waiting)),
        _ => (Tone::Warning, say.result_waiting(waiting)),
    }
}

/// `Registered NAME · #ID · group GROUP · 0.4 s` in one line: where that is too long the
/// last parts go, then the name is cut; the number always stays.
fn registered(brush: Brush<'_>, customer: &Customer, took: Duration, width: usize) -> String {
    let say = brush.say;
    let mut parts = Vec::new();
    parts.extend(customer.group.as_ref().map(|group| say.result_group(group.as_str())));
    parts.push(say.result_seconds(format!("{:.1}", took.as_secs_f64())));
    let id = customer.id.to_string();
    clip::name_and_parts(customer.name.as_str(), parts, 1, width, |name| say.result_registered(name, id.as_str()))
}
