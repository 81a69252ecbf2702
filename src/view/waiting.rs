use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;
use unicode_width::UnicodeWidthStr as _;

use crate::app::Model;
use crate::domain::{ApiError, DisplayText, WaitingRow};
use crate::form::{Form, FormField};

use super::theme::Severity;
use super::{RenderContext, Theme, clip, lines, paragraph};

/// The waiting list:
///
/// ```text
///  ▸ Aysel Məmmədova · half typed
///    Rauf Əliyev · refused 12 min ago · sent once
///      Phone: already registered. …
///  Enter opens a refused or half-typed one · Ctrl-D discards · Ctrl-O back
/// ```
pub(super) fn draw(
    model: &Model,
    brush: RenderContext<'_>,
    buffer: &mut Buffer,
    area: Rect,
    at: usize,
    discarding: bool,
) {
    let say = brush.say;
    if model.waiting_rows() == 0 {
        let words = if model.waiting() == 0 { say.waiting_none() } else { say.waiting_loading() };
        let head = [Line::from(format!(" {words}")), Line::default()];
        lines(buffer, area, head.into_iter().chain(keys(brush, area.width, false)));
        return;
    }
    let width = usize::from(area.width);
    let parked = model.parked.iter().map(|form| (parked(brush, form), None));
    let kept = model.kept_rows().map(|kept| (kept_row(brush, kept), kept.last_error.as_ref()));
    let mut shown: Vec<Line<'_>> = Vec::new();
    let mut focus = 0;
    for (row, (words, trouble)) in parked.chain(kept).enumerate() {
        let (sign, style) = if row == at { ("▸ ", Theme::focused()) } else { ("  ", ratatui::style::Style::new()) };
        if row == at {
            focus = shown.len();
        }
        shown.push(Line::styled(format!(" {sign}{}", clip::end(&words, width.saturating_sub(4))), style));
        shown.extend(trouble.map(|trouble| under(brush, trouble, width)));
    }
    let foot = keys(brush, area.width, discarding);
    let room = usize::from(area.height).saturating_sub(foot.len() + 1).max(1);
    let hidden = (focus + 2).saturating_sub(room);
    let list = shown.into_iter().skip(hidden).take(room);
    lines(buffer, area, list.chain([Line::default()]).chain(foot));
}

/// The keys of the list, or the question whether to discard.
fn keys(brush: RenderContext<'_>, width: u16, discarding: bool) -> Vec<Line<'static>> {
    let (tone, words) = if discarding {
        (Severity::Warning, brush.say.waiting_delete_question())
    } else {
        (Severity::Quiet, brush.say.waiting_footer())
    };
    paragraph(&words, brush.theme.style(tone), width)
}

fn under(brush: RenderContext<'_>, trouble: &ApiError, width: usize) -> Line<'static> {
    let words = brush.say.api_error(trouble);
    let cut = clip::end(&words, width.saturating_sub(6));
    debug_assert!(cut.width() <= width);
    Line::styled(format!("     {cut}"), brush.theme.style(Severity::Quiet))
}

/// The rows in words, in the order of the list.
pub(super) fn rows(model: &Model, brush: RenderContext<'_>) -> Vec<String> {
    let kept = model.kept_rows().map(|kept| {
        let trouble = kept.last_error.as_ref().map(|trouble| format!(" · {}", brush.say.api_error(trouble)));
        kept_row(brush, kept) + &trouble.unwrap_or_default()
    });
    model.parked.iter().map(|form| parked(brush, form)).chain(kept).collect()
}

fn parked(brush: RenderContext<'_>, form: &Form) -> String {
    let typed =
        |spot: FormField| form.text(spot).map(|text| text.value().trim().to_owned()).filter(|text| !text.is_empty());
    let name =
        typed(FormField::Name).or_else(|| typed(FormField::Phone)).unwrap_or_else(|| brush.say.waiting_nameless());
    brush.say.waiting_draft(DisplayText::new(&name).to_string())
}

fn kept_row(brush: RenderContext<'_>, kept: &WaitingRow) -> String {
    let say = brush.say;
    let state = say.waiting_state(kept.state);
    let name = clip::end(kept.name.as_str(), 30);
    say.waiting_row(name, state, say.age(kept.age_minutes), say.waiting_attempts(kept.attempts))
}
