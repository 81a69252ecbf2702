use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr as _;

use crate::app::{Mode, Model};
use crate::wording::Severity;

use super::{RenderContext, Theme, clip, lines};

/// Draws the title and the venue on the left, and the training mark on the right. The mark is never cut.
pub(super) fn draw(model: &Model, context: RenderContext<'_>, buffer: &mut Buffer, area: Rect) {
    let width = usize::from(area.width);
    let alarms = alarms(model, context);
    let right = match model.desk.mode {
        Mode::Training if alarms.is_empty() => context.say.header_training(),
        Mode::Training => context.say.header_training_short(),
        Mode::Live => String::new(),
    };
    let style = if alarms.is_empty() { Theme::focused() } else { context.theme.style(Severity::Bad) };
    let mut parts = if alarms.is_empty() { vec![context.say.header_title()] } else { alarms };
    parts.extend(model.desk.venue.as_ref().map(ToString::to_string));
    if let (Some(since), None) = (model.counts.waiting_since, model.counts.overdue) {
        parts.push(context.say.header_waiting(model.counts.waiting, since.format("%H:%M").to_string()));
    }
    let left = clip::end(&parts.join(" · "), width.saturating_sub(right.width() + 3));
    let gap = width.saturating_sub(left.width() + right.width() + 2);
    let line = Line::from(vec![
        Span::raw(" "),
        Span::styled(left, style),
        Span::raw(" ".repeat(gap)),
        Span::styled(right, context.theme.training()),
    ]);
    lines(buffer, area, [line, context.theme.rule(area.width)]);
}

/// Returns the alarms for the technician. They come first, so that they are not cut.
fn alarms(model: &Model, context: RenderContext<'_>) -> Vec<String> {
    let clock = model.desk.rules.today.known().is_none().then(|| context.say.header_clock_wrong());
    let overdue =
        model.counts.overdue.map(|age| context.say.header_overdue(model.counts.waiting, context.say.long_time(age)));
    clock.into_iter().chain(overdue).collect()
}
