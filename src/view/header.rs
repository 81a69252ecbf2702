use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr as _;

use crate::app::Mode;
use crate::wording::Severity;

use super::{Scene, Theme, clip, lines};

/// Draws the title and the venue on the left, and the training mark on the right. The mark is never cut.
pub(super) fn draw(scene: Scene<'_>, buffer: &mut Buffer, area: Rect) {
    let width = usize::from(area.width);
    let alarms = alarms(scene);
    let right = match scene.model.desk.mode {
        Mode::Training if alarms.is_empty() => scene.say.header_training(),
        Mode::Training => scene.say.header_training_short(),
        Mode::Live => String::new(),
    };
    let style = if alarms.is_empty() { Theme::focused() } else { scene.theme.style(Severity::Bad) };
    let mut parts = if alarms.is_empty() { vec![scene.say.header_title()] } else { alarms };
    parts.extend(scene.model.desk.venue.as_ref().map(ToString::to_string));
    if let (Some(since), None) = (scene.model.counts.waiting_since, scene.model.counts.overdue) {
        parts.push(scene.say.header_waiting(scene.model.counts.waiting, since.format("%H:%M").to_string()));
    }
    let left = clip::end(&parts.join(" · "), width.saturating_sub(right.width() + 3));
    let gap = width.saturating_sub(left.width() + right.width() + 2);
    let line = Line::from(vec![
        Span::raw(" "),
        Span::styled(left, style),
        Span::raw(" ".repeat(gap)),
        Span::styled(right, scene.theme.training()),
    ]);
    lines(buffer, area, [line, scene.theme.rule(area.width)]);
}

/// Returns the alarms for the technician. They come first, so that they are not cut.
fn alarms(scene: Scene<'_>) -> Vec<String> {
    let clock = scene.model.desk.rules.today.known().is_none().then(|| scene.say.header_clock_wrong());
    let overdue = scene
        .model
        .counts
        .overdue
        .map(|age| scene.say.header_overdue(scene.model.counts.waiting, scene.say.long_time(age)));
    clock.into_iter().chain(overdue).collect()
}
