//! The question whether to quit although a form has text.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;
use unicode_width::UnicodeWidthStr as _;

use crate::app::KeyContext;
use crate::view::{Scene, Theme, clip, key_names, lines};

/// Returns the question and the keys that answer it.
pub(in crate::view) fn question(scene: Scene<'_>) -> String {
    let say = scene.say;
    let question = if scene.model.draft_trouble.is_some() { say.quit_question_unsafe() } else { say.quit_question() };
    format!("{question} {}", key_names::footer(say, KeyContext::QuitQuestion, true))
}

/// Draws the question. The cursor is behind it.
pub(super) fn draw(scene: Scene<'_>, buffer: &mut Buffer, area: Rect) -> Position {
    let wrapped = clip::wrap(&question(scene), area.width.saturating_sub(3));
    let last = wrapped.last().map_or(0, |line| line.width());
    let row = wrapped.len().saturating_sub(1);
    let question = wrapped.into_iter().map(|line| Line::styled(format!(" {line}"), Theme::focused()));
    let below = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    lines(buffer, below, question);
    Position::new(below.x + u16::try_from(last).unwrap_or(0) + 2, below.y + u16::try_from(row).unwrap_or(0))
}
