use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;
use unicode_width::UnicodeWidthStr as _;

use crate::app::{KeyContext, Model};
use crate::domain::{ApiError, Cid};
use crate::view::{RenderContext, Theme, clip, key_names, lines, paragraph};
use crate::wording::Severity;

/// Draws the waiting list:
///
/// ```text
///  Waiting list
///  ▸ Aysel Məmmədova · draft
///    Rauf Əliyev · rejected · 12 min · tried once
///      Phone: already registered. …
///
///  Enter open (rejected or draft) · Ctrl-D delete · Esc back
/// ```
pub(super) fn draw(
    model: &Model,
    context: RenderContext<'_>,
    buffer: &mut Buffer,
    area: Rect,
    at: usize,
    deleting: Option<Cid>,
) {
    let say = context.say;
    let title = paragraph(&say.waiting_title(), Theme::focused(), area.width);
    if model.waiting_rows() == 0 {
        let words = if model.waiting() == 0 { say.waiting_none() } else { say.waiting_loading() };
        let head = title.into_iter().chain([Line::from(format!(" {words}")), Line::default()]);
        lines(buffer, area, head.chain(super::keys(context, KeyContext::WaitingList, false, area.width)));
        return;
    }
    let width = usize::from(area.width);
    let mut shown: Vec<Line<'_>> = Vec::new();
    let mut focus = 0;
    for (row, (words, error)) in context.wording(model, width).waiting_rows().enumerate() {
        let (sign, style) = if row == at { ("▸ ", Theme::focused()) } else { ("  ", ratatui::style::Style::new()) };
        if row == at {
            focus = shown.len();
        }
        shown.push(Line::styled(format!(" {sign}{}", clip::end(&words, width.saturating_sub(4))), style));
        shown.extend(error.map(|error| error_line(context, error, width)));
    }
    let foot = match deleting {
        Some(_) => question(context, area.width),
        None => super::keys(context, KeyContext::WaitingList, true, area.width),
    };
    let room = usize::from(area.height).saturating_sub(title.len() + foot.len() + 1).max(1);
    let hidden = (focus + 2).saturating_sub(room);
    let list = shown.into_iter().skip(hidden).take(room);
    lines(buffer, area, title.into_iter().chain(list).chain([Line::default()]).chain(foot));
}

/// Asks whether to delete the selected row.
fn question(context: RenderContext<'_>, width: u16) -> Vec<Line<'static>> {
    let keys = key_names::footer(context.say, KeyContext::DeleteQuestion, true);
    let words = format!("{} {keys}", context.say.waiting_delete_question());
    paragraph(&words, context.theme.style(Severity::Warning), width)
}

fn error_line(context: RenderContext<'_>, error: &ApiError, width: usize) -> Line<'static> {
    let words = context.say.api_error(error);
    let cut = clip::end(&words, width.saturating_sub(6));
    debug_assert!(cut.width() <= width);
    Line::styled(format!("     {cut}"), context.theme.style(Severity::Quiet))
}
