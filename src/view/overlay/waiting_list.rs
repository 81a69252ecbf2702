use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;
use unicode_width::UnicodeWidthStr as _;

use crate::app::{KeyContext, Model, SetAside};
use crate::domain::{ApiError, Cid, WaitingRow};
use crate::form::Form;
use crate::view::theme::Severity;
use crate::view::{RenderContext, Theme, clip, key_names, lines, paragraph};

/// The waiting list:
///
/// ```text
///  Waiting list
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
    discarding: Option<Cid>,
) {
    let say = brush.say;
    let title = paragraph(&say.waiting_title(), Theme::focused(), area.width);
    if model.waiting_rows() == 0 {
        let words = if model.waiting() == 0 { say.waiting_none() } else { say.waiting_loading() };
        let head = title.into_iter().chain([Line::from(format!(" {words}")), Line::default()]);
        lines(buffer, area, head.chain(super::keys(brush, KeyContext::WaitingList, area.width)));
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
    let foot = match discarding {
        Some(_) => question(brush, area.width),
        None => super::keys(brush, KeyContext::WaitingList, area.width),
    };
    let room = usize::from(area.height).saturating_sub(title.len() + foot.len() + 1).max(1);
    let hidden = (focus + 2).saturating_sub(room);
    let list = shown.into_iter().skip(hidden).take(room);
    lines(buffer, area, title.into_iter().chain(list).chain([Line::default()]).chain(foot));
}

/// Asks whether to delete the selected row.
fn question(brush: RenderContext<'_>, width: u16) -> Vec<Line<'static>> {
    let keys = key_names::footer(brush.say, KeyContext::DeleteQuestion);
    let words = format!("{} {keys}", brush.say.waiting_delete_question());
    paragraph(&words, brush.theme.style(Severity::Warning), width)
}

fn under(brush: RenderContext<'_>, trouble: &ApiError, width: usize) -> Line<'static> {
    let words = brush.say.api_error(trouble);
    let cut = clip::end(&words, width.saturating_sub(6));
    debug_assert!(cut.width() <= width);
    Line::styled(format!("     {cut}"), brush.theme.style(Severity::Quiet))
}

fn parked(brush: RenderContext<'_>, form: &Form) -> String {
    let name = SetAside::from(form).name;
    brush.say.waiting_draft(name.map_or_else(|| brush.say.waiting_nameless(), |name| name.to_string()))
}

fn kept_row(brush: RenderContext<'_>, kept: &WaitingRow) -> String {
    let say = brush.say;
    let state = say.waiting_state(kept.state);
    let name = clip::end(kept.name.as_str(), 30);
    say.waiting_row(name, state, say.age(kept.age_minutes), say.waiting_attempts(kept.attempts))
}
