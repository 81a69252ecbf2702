use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr as _;

use crate::app::{BINDINGS, Model};

use super::{Brush, clip, footer, lines};

/// Every key, a line each in as many columns as there is room for; on a small screen as running text.
pub(super) fn help(model: &Model, brush: Brush<'_>, frame: &mut Frame<'_>, area: Rect) {
    let rows: Vec<(String, String)> = BINDINGS
        .iter()
        .map(|binding| {
            let keys: Vec<String> = binding
                .keys
                .iter()
                .map(|key| footer::key_name(brush.say, *key))
                .collect();
            (keys.join(", "), footer::does(model, brush, binding.action))
        })
        .collect();
    let key_width = rows.iter().map(|(keys, _)| keys.width()).max().unwrap_or(0) + 2;
    if rows.len() < usize::from(area.height) {
        let table = rows.into_iter().map(|(keys, does)| {
            let gap = " ".repeat(key_width.saturating_sub(keys.width()));
            Line::from(vec![
                Span::raw(" "),
                Span::styled(keys, brush.theme.key()),
                Span::raw(gap),
                Span::raw(does),
            ])
        });
        lines(
            frame,
            area,
            table.chain([Line::from(format!(" {}", brush.say.help_leave()))]),
        );
        return;
    }
    let running: Vec<String> = rows.into_iter().map(|(keys, does)| format!("{keys} {does}")).collect();
    let text = running.join(" · ");
    lines(
        frame,
        area,
        clip::wrap(&text, area.width.saturating_sub(1))
            .into_iter()
            .map(Line::from),
    );
}

/// Whether to quit although something would be lost, and the caret after the question.
pub(super) fn quit(model: &Model, brush: Brush<'_>, frame: &mut Frame<'_>, area: Rect) -> Position {
    let under_way = !model.under_way.is_empty() || matches!(model.stage, crate::app::Stage::Sending(_));
    let question = if under_way {
        brush.say.quit_under_way()
    } else {
        brush.say.quit_typed()
    };
    let wrapped = clip::wrap(&question, area.width.saturating_sub(3));
    let last = wrapped.last().map_or(0, |line| line.width());
    let row = wrapped.len().saturating_sub(1);
    let question = wrapped
        .into_iter()
        .map(|line| Line::styled(format!(" {line}"), brush.theme.focused()));
    let below = Rect {
        y: area.y + 1,
        height: area.height.saturating_sub(1),
        ..area
    };
    lines(frame, below, question);
    Position::new(
        below.x + u16::try_from(last).unwrap_or(0) + 2,
        below.y + u16::try_from(row).unwrap_or(0),
    )
}
