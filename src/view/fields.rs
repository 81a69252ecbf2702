use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr as _;

use crate::app::{Intent, KeyContext};
use crate::form::FormField;
use crate::wording::{Severity, clip};

use super::canvas::{Canvas, print};
use super::key_names::key_name;
use super::layout::{Layout, MARK_COLUMN, VALUE_COLUMN, VALUE_COLUMNS, hint_room};
use super::region::{Region, has_focus, is_sending};
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
    if !has_hint {
        let mark = problem::of(scene, field, usize::from(NARROW)).map(|(severity, _)| severity);
        draw_label(scene, buffer, row(place.y), field, mark);
        return value_and_problem(scene, buffer, row(place.y), field);
    }
    let (first, room) = hint_room(place.width);
    // The message costs more than anything else that is drawn for a letter.
    let message = scene.wording(room.into()).field(field);
    let mark = message.as_ref().map(|(severity, _)| *severity).filter(|severity| severity.is_alarm());
    draw_label(scene, buffer, row(place.y), field, mark);
    if let Some((severity, words)) = message {
        let words = clip::end(&words, usize::from(room).saturating_sub(severity.sign().width()));
        print(&scene.theme.line(severity, &words), right_of(row(place.y + 1), first), buffer);
    }
    value_alone(scene, buffer, row(place.y), field)
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

/// Draws the value of a field, and returns the position of the cursor.
fn value_alone(scene: Scene<'_>, buffer: &mut Buffer, place: Rect, field: FormField) -> Position {
    let values = values_of(place);
    let column = value::draw(scene, field, buffer, Rect { width: values.width.min(VALUE_COLUMNS), ..values });
    Position::new(values.x + to_columns(column), place.y)
}

/// Draws the value of a field without a hint row, with the message of its problem behind it.
fn value_and_problem(scene: Scene<'_>, buffer: &mut Buffer, place: Rect, field: FormField) -> Position {
    let values = values_of(place);
    let Some((columns, message)) = problem::shared(scene, field, values.width.into()) else {
        return value_alone(scene, buffer, place, field);
    };
    let columns = to_columns(columns.min(VALUE_COLUMNS.into()));
    let column = value::draw(scene, field, buffer, Rect { width: columns, ..values });
    print(&message, right_of(values, columns + to_columns(problem::GAP)), buffer);
    Position::new(values.x + to_columns(column), place.y)
}

/// Returns the area right of the label.
const fn values_of(place: Rect) -> Rect {
    Rect { width: place.width.saturating_sub(VALUE_COLUMN + 1), ..right_of(place, VALUE_COLUMN) }
}

/// Draws the label: a bar if the field has the focus, `*` if it is required, and a sign if it has a problem.
fn draw_label(scene: Scene<'_>, buffer: &mut Buffer, place: Rect, field: FormField, mark: Option<Severity>) {
    let is_focused = has_focus(scene.model, field);
    let label = scene.wording(0).label(field);
    let required = if field == FormField::Name { " *" } else { "" };
    let bar = if is_focused { "┃" } else { " " };
    let words = clip::end(&format!("{bar}{label}{required}"), MARK_COLUMN.into());
    let place = Rect { width: MARK_COLUMN + 1, ..place };
    print(&Line::raw(words), place, buffer);
    if let Some(severity) = mark {
        print(&scene.theme.line(severity, ""), right_of(place, MARK_COLUMN), buffer);
    }
    if is_focused {
        buffer.set_style(place.intersection(buffer.area), scene.theme.focus());
    }
}

/// Draws the button with its key, and returns the position of the cursor.
fn button(scene: Scene<'_>, buffer: &mut Buffer, place: Rect) -> Position {
    let focused = has_focus(scene.model, FormField::Register);
    let (words, style) = match (is_sending(scene.model), focused) {
        (true, _) => (scene.say.button_sending(), Theme::strong()),
        (false, true) => (scene.say.button_register(), scene.theme.focus()),
        (false, false) => (scene.say.button_register(), Style::new()),
    };
    let place = right_of(place, VALUE_COLUMN);
    let key = KeyContext::Form.bindings().iter().find(|binding| binding.intent == Intent::Register);
    let key = key.and_then(|binding| binding.keys.first()).map(|key| key_name(scene.say, *key)).unwrap_or_default();
    let button = vec![Span::styled(words, style), Span::raw("   "), Span::styled(key, Theme::strong())];
    print(&Line::from(button), place, buffer);
    Position::new(place.x + 2, place.y)
}

fn to_columns(columns: usize) -> u16 {
    u16::try_from(columns).unwrap_or(u16::MAX)
}

const fn right_of(place: Rect, columns: u16) -> Rect {
    Rect { x: place.x + columns, width: place.width.saturating_sub(columns), ..place }
}
