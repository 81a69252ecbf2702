use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr as _;

use crate::app::{Mode, Model};

use super::{Brush, Theme, clip, lines};

/// Whose desk this is on the left, that nothing is real on the right: always seen, whatever has to be cut.
pub(super) fn draw(model: &Model, brush: Brush<'_>, frame: &mut Frame<'_>, area: Rect) {
    let width = usize::from(area.width);
    let right = match model.desk.mode {
        Mode::Training => brush.say.frame_training(),
        Mode::Live => String::new(),
    };
    let mut left = brush.say.frame_title();
    if let Some(venue) = &model.desk.venue {
        left = format!("{left} · {venue}");
    }
    if model.counts.waiting > 0 {
        let since = model.counts.since.map(|time| time.format("%H:%M").to_string()).unwrap_or_default();
        left = format!("{left} · {}", brush.say.frame_waiting(model.counts.waiting, since));
    }
    let left = clip::end(&left, width.saturating_sub(right.width() + 3));
    let gap = width.saturating_sub(left.width() + right.width() + 2);
    let line = Line::from(vec![
        Span::raw(" "),
        Span::styled(left, Theme::focused()),
        Span::raw(" ".repeat(gap)),
        Span::styled(right, brush.theme.training()),
    ]);
    lines(frame, area, [line, brush.theme.rule(area.width)]);
}
