use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;
use unicode_width::UnicodeWidthStr as _;

use crate::app::KeyContext;
use crate::domain::{ApiError, Cid};
use crate::view::{Scene, Theme, clip, key_names, lines, paragraph};
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
pub(super) fn draw(scene: Scene<'_>, buffer: &mut Buffer, area: Rect, at: usize, deleting: Option<Cid>) {
    let say = scene.say;
    let title = paragraph(&say.waiting_title(), Theme::focused(), area.width);
    if scene.model.waiting_rows() == 0 {
        let words = if scene.model.waiting() == 0 { say.waiting_none() } else { say.waiting_loading() };
        let head = title.into_iter().chain([Line::from(format!(" {words}")), Line::default()]);
        lines(buffer, area, head.chain(super::keys(scene, KeyContext::WaitingList, false, area.width)));
        return;
    }
    let width = usize::from(area.width);
    let rows = scene.wording(width).waiting_rows();
    let rows = rows.map(|(words, error)| (words, error.map(|error| error_line(scene, error, width)))).collect();
    let foot = match deleting {
        Some(_) => question(scene, area.width),
        None => super::keys(scene, KeyContext::WaitingList, true, area.width),
    };
    super::List { title, rows, at, foot }.draw(buffer, area);
}

/// Asks whether to delete the selected row.
fn question(scene: Scene<'_>, width: u16) -> Vec<Line<'static>> {
    let keys = key_names::footer(scene.say, KeyContext::DeleteQuestion, true);
    let words = format!("{} {keys}", scene.say.waiting_delete_question());
    paragraph(&words, scene.theme.style(Severity::Warning), width)
}

fn error_line(scene: Scene<'_>, error: &ApiError, width: usize) -> Line<'static> {
    let words = scene.say.api_error(error);
    let cut = clip::end(&words, width.saturating_sub(6));
    debug_assert!(cut.width() <= width);
    Line::styled(format!("     {cut}"), scene.theme.style(Severity::Quiet))
}
