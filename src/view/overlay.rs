use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr as _;

use crate::app::{BINDINGS, Model};

use super::theme::Tone;
use super::{Brush, Theme, clip, footer, lines};

/// Every key, a line each where the screen is wide enough, else two; in pages where it is not high enough.
pub(super) fn help(brush: Brush<'_>, frame: &mut Frame<'_>, area: Rect, page: usize) {
    let rows = BINDINGS.iter().map(|binding| {
        let keys: Vec<String> = binding.keys.iter().map(|key| footer::key_name(brush.say, *key)).collect();
        (keys.join(", "), footer::does_in_full(brush.say, binding.action))
    });
    let rows: Vec<(String, String)> = rows.collect();
    let key_width = rows.iter().map(|(keys, _)| keys.width()).max().unwrap_or(0) + 2;
    let does_width = rows.iter().map(|(_, does)| does.width()).max().unwrap_or(0);
    let keys_styled = |keys: String| Span::styled(format!(" {keys}"), Theme::key());
    let table: Vec<Line<'_>> = if key_width + does_width < usize::from(area.width) {
        let row = |(keys, does): (String, String)| {
            let gap = " ".repeat(key_width.saturating_sub(keys.width()));
            Line::from(vec![keys_styled(keys), Span::raw(gap), Span::raw(does)])
        };
        rows.into_iter().map(row).collect()
    } else {
        let row = |(keys, does): (String, String)| [Line::from(keys_styled(keys)), Line::from(format!("   {does}"))];
        rows.into_iter().flat_map(row).collect()
    };
    let on_a_page = usize::from(area.height.saturating_sub(1)).max(1);
    let last = table.len().saturating_sub(1) / on_a_page;
    let (page, leave) = (page.min(last), if page < last { brush.say.help_more() } else { brush.say.help_leave() });
    let shown = table.into_iter().skip(page * on_a_page).take(on_a_page);
    lines(frame, area, shown.chain([Line::styled(format!(" {leave}"), brush.theme.style(Tone::Quiet))]));
}

/// Whether to quit although something is typed, and the caret after the question.
pub(super) fn quit(model: &Model, brush: Brush<'_>, frame: &mut Frame<'_>, area: Rect) -> Position {
    let question = if model.draft_trouble.is_some() { brush.say.quit_unsafe() } else { brush.say.quit_typed() };
    let wrapped = clip::wrap(&question, area.width.saturating_sub(3));
    let last = wrapped.last().map_or(0, |line| line.width());
    let row = wrapped.len().saturating_sub(1);
    let question = wrapped.into_iter().map(|line| Line::styled(format!(" {line}"), Theme::focused()));
    let below = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    lines(frame, below, question);
    Position::new(below.x + u16::try_from(last).unwrap_or(0) + 2, below.y + u16::try_from(row).unwrap_or(0))
}
