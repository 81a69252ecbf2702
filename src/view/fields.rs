use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr as _;

use crate::app::Model;
use crate::form::FormField;
use crate::wording::{SIGN_COLUMNS, clip};

use super::canvas::{Canvas, print};
use super::layout::{Layout, VALUE_COLUMN, hint_room, value_column};
use super::region::{Region, is_sending};
use super::{NARROW, Scene, Theme, problem, value};

/// A field and its number of rows: 1, or 2 with a hint row.
type Block = (FormField, u16);

/// Draws the fields and the button, and returns the position of the cursor. If there are too few rows, fields without a
/// problem are left out.
pub(super) fn draw(scene: Scene<'_>, canvas: &mut Canvas, area: Rect, layout: Layout) -> Option<Position> {
    let focus = scene.model.form().focus();
    let (mut cursor, mut y) = (None, area.y);
    for (field, rows) in blocks(scene, layout, area.height) {
        let place = Rect { y, height: rows, ..area }.intersection(area);
        y += rows;
        let has_hint = rows > 1;
        let column = if field == FormField::Register {
            let draw = |buffer: &mut Buffer, place| Some(button(scene, buffer, place));
            canvas.show(place, Some(Region::button(scene.model)), scene.theme, draw)
        } else {
            let draw = |buffer: &mut Buffer, place: Rect| Some(block(scene, buffer, place, field, has_hint));
            canvas.show(place, Some(Region::field(scene.model, field, has_hint)), scene.theme, draw)
        };
        cursor = if focus == field { column } else { cursor };
    }
    cursor
}

/// Draws a field and its hint row.
fn block(scene: Scene<'_>, buffer: &mut Buffer, place: Rect, field: FormField, has_hint: bool) -> Position {
    let row = |y: u16| Rect { y, height: 1, ..place }.intersection(place);
    if has_hint {
        hint_row(scene, buffer, row(place.y + 1), field);
    }
    value_row(scene, buffer, row(place.y), field, has_hint)
}

/// Returns the fields to draw. If there are too many rows, fields without a problem are left out, the lowest first, so
/// that those above do not move.
fn blocks(scene: Scene<'_>, layout: Layout, height: u16) -> Vec<Block> {
    let mut blocks: Vec<Block> =
        scene.model.form().fields().map(|field| (field, 1 + u16::from(layout.has_hint(scene.model, field)))).collect();
    let may_go = |(field, rows): &Block| *rows == 1 && !is_needed(scene, *field);
    while blocks.iter().map(|(_, rows)| rows).sum::<u16>() > height
        && let Some(at) = blocks.iter().rposition(may_go)
    {
        blocks.remove(at);
    }
    // A long error text of the API needs more rows. Then messages are behind the values, not in hint rows.
    let focus = scene.model.form().focus();
    while blocks.iter().map(|(_, rows)| rows).sum::<u16>() > height
        && let Some(at) = blocks.iter().rposition(|(field, rows)| *rows == 2 && *field != focus)
        && let Some((field, rows)) = blocks.get_mut(at)
    {
        if is_needed(scene, *field) {
            *rows = 1;
        } else {
            blocks.remove(at);
        }
    }
    blocks
}

/// Returns the number of rows that must be visible: the focused field, and fields with a problem.
pub(super) fn least_rows(scene: Scene<'_>, layout: Layout) -> u16 {
    let rows = |field| if layout.has_hint(scene.model, field) { 2 } else { u16::from(is_needed(scene, field)) };
    scene.model.form().fields().map(rows).sum()
}

/// Returns the rows that the form keeps if a long error text of the API needs all others: only the focused field has a
/// hint row.
pub(super) fn fewest_rows(scene: Scene<'_>) -> u16 {
    least_rows(scene, Layout::FOCUS_ONLY)
}

fn is_needed(scene: Scene<'_>, field: FormField) -> bool {
    scene.model.form().focus() == field || problem::of(scene, field, usize::from(NARROW)).is_some()
}

fn value_row(scene: Scene<'_>, buffer: &mut Buffer, place: Rect, field: FormField, has_hint: bool) -> Position {
    let focused = scene.model.form().focus() == field && !is_sending(scene.model);
    let label = scene.wording(0).label(field);
    let style = if focused { Theme::focused() } else { dimmed(scene.model) };
    let label = Span::styled(clip::end(&label, usize::from(value_column(place.width)) - 2), style);
    print(&Line::from(label), Rect { x: place.x + 1, width: VALUE_COLUMN - 1, ..place }, buffer);
    let values = right_of(place, value_column(place.width));
    let width = usize::from(values.width);
    let (line, column) =
        if has_hint { value::line(scene, field, width) } else { (value_and_problem(scene, field, width), 0) };
    print(&line.patch_style(dimmed(scene.model)), values, buffer);
    Position::new(values.x + u16::try_from(column).unwrap_or(0), place.y)
}

/// Returns the value of a field without the focus, with the message of its problem behind it.
fn value_and_problem(scene: Scene<'_>, field: FormField, width: usize) -> Line<'static> {
    let (room, left) = problem::shared(scene, field, width);
    let Some((severity, words)) = problem::of(scene, field, left) else {
        return value::line(scene, field, width).0;
    };
    let (mut line, _) = value::line(scene, field, room);
    line.spans.push(" ".repeat(problem::GAP).into());
    line.spans.extend(scene.theme.line(severity, &clip::end(&words, left.saturating_sub(SIGN_COLUMNS))).spans);
    line
}

fn hint_row(scene: Scene<'_>, buffer: &mut Buffer, place: Rect, field: FormField) {
    let wide = place.width >= NARROW;
    let (least, room) = hint_room(place.width, field);
    let Some((severity, words)) = scene.wording(room.into()).field(field) else { return };
    let words = clip::end(&words, usize::from(room).saturating_sub(severity.sign().width()));
    let line = scene.theme.line(severity, &words);
    let most = if wide { value_column(place.width) } else { 3 };
    let taken = u16::try_from(line.width()).unwrap_or(room);
    let begin = most.min(place.width.saturating_sub(taken + 1)).max(least);
    print(&line.patch_style(dimmed(scene.model)), right_of(place, begin), buffer);
}

fn button(scene: Scene<'_>, buffer: &mut Buffer, place: Rect) -> Position {
    let focused = scene.model.form().focus() == FormField::Register;
    let (words, style) = match (is_sending(scene.model), focused) {
        (true, _) => (scene.say.button_sending(), Theme::focused()),
        (false, true) => (scene.say.button_register(), Theme::focused_button()),
        (false, false) => (scene.say.button_register(), dimmed(scene.model)),
    };
    let place = right_of(place, value_column(place.width));
    print(&Line::from(Span::styled(words, style)), place, buffer);
    Position::new(place.x + 2, place.y)
}

/// Returns a dim style while the form is being sent, because it cannot be edited then.
const fn dimmed(model: &Model) -> ratatui::style::Style {
    let style = ratatui::style::Style::new();
    if is_sending(model) { style.add_modifier(Modifier::DIM) } else { style }
}

const fn right_of(place: Rect, columns: u16) -> Rect {
    Rect { x: place.x + columns, width: place.width.saturating_sub(columns), ..place }
}
