use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;

use crate::app::KeyContext;
use crate::domain::{ApiError, Cid};
use crate::view::result::wrapped_lines;
use crate::view::{Scene, clip};
use crate::wording::Severity;

use super::List;

/// Draws the waiting list:
///
/// ```text
///  Waiting list
///  ┃ Aysel Məmmədova        draft
///    Rauf Əliyev            rejected       12 min   tried once
///      Phone: already registered. …
///
///  Enter open (rejected or draft)  Ctrl-D delete  Esc back
/// ```
pub(super) fn draw(scene: Scene<'_>, buffer: &mut Buffer, area: Rect, at: usize, deleting: Option<Cid>) -> Position {
    let say = scene.say;
    let rows = scene.wording(usize::from(area.width).saturating_sub(6)).waiting_rows();
    let rows: Vec<_> = rows
        .map(|(words, error)| (words, error.map(|error| error_lines(scene, error, area.width)).unwrap_or_default()))
        .collect();
    let mut foot = match (rows.is_empty(), deleting) {
        (true, _) if scene.model.waiting() == 0 => vec![Line::from(format!(" {}", say.waiting_none()))],
        (true, _) => vec![Line::from(format!(" {}", say.waiting_loading()))],
        (false, Some(_)) => wrapped_lines(scene, None, Severity::Warning, &say.waiting_delete_question(), area.width),
        (false, None) => Vec::new(),
    };
    let context = if deleting.is_some() { KeyContext::DeleteQuestion } else { KeyContext::WaitingList };
    foot.extend(super::keys(scene, context, !rows.is_empty(), area.width));
    List { title: say.waiting_title(), rows, at, foot }.draw(scene, buffer, area)
}

fn error_lines(scene: Scene<'_>, error: &ApiError, width: u16) -> Vec<Line<'static>> {
    let lines = clip::wrap(&scene.say.api_error(error), width.saturating_sub(8));
    lines.into_iter().map(|line| Line::from(format!("     {line}"))).collect()
}
