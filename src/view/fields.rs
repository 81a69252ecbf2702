use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;
use ratatui::text::{Line, Span};

use crate::app::Model;
use crate::form::FormField;

use super::canvas::{Canvas, print};
use super::region::{Region, is_sending};
use super::{NARROW, RenderContext, Theme, WHOLE_FORM, clip, hint, problem, value};

/// Where the values begin: after the longest label.
const VALUES: u16 = 16;
const VALUES_WHERE_NARROW: u16 = 15;

pub(super) const fn values(width: u16) -> u16 {
    if width < NARROW { VALUES_WHERE_NARROW } else { VALUES }
}

/// Which fields have a row of their own for what is said about them, whether anything is said or not: rows must not jump
/// while one types. The field with the focus always has one.
#[derive(Clone, Copy)]
pub(super) struct Layout {
    hinted: usize,
}

/// The fields in the order in which they get such a row where there is not one for all.
const HINTED: [FormField; 8] = [
    FormField::Phone,
    FormField::BirthDate,
    FormField::Email,
    FormField::Name,
    FormField::Code,
    FormField::Group,
    FormField::Note,
    FormField::Gender,
];

impl Layout {
    /// With so many rows for the form.
    pub(super) fn of(rows: u16) -> Self {
        let spare = rows.saturating_sub(WHOLE_FORM - 7);
        Self { hinted: if spare >= 7 { HINTED.len() } else { spare.into() } }
    }

    pub(super) fn has_hint(self, model: &Model, spot: FormField) -> bool {
        let focused = spot == model.form().focus() && spot != FormField::Register;
        focused || HINTED.iter().take(self.hinted).any(|hinted| *hinted == spot)
    }
}

/// A field and the rows that it takes: one, or two with what is said below it.
type Block = (FormField, u16);

/// Draws the fields and the button; gives back where the caret stands. Where there is not a row for all, those that
/// have nothing to say are left out.
pub(super) fn draw(
    model: &Model,
    context: RenderContext<'_>,
    canvas: &mut Canvas,
    area: Rect,
    layout: Layout,
) -> Option<Position> {
    let focus = model.form().focus();
    let (mut caret, mut y) = (None, area.y);
    for (field, rows) in blocks(model, context, layout, area.height) {
        let place = Rect { y, height: rows, ..area }.intersection(area);
        y += rows;
        let has_hint = rows > 1;
        let column = if field == FormField::Register {
            let draw = |buffer: &mut Buffer, place| Some(button(model, context, buffer, place));
            canvas.show(place, Some(Region::button(model)), context.theme, draw)
        } else {
            let draw = |buffer: &mut Buffer, place: Rect| Some(block(model, context, buffer, place, field, has_hint));
            canvas.show(place, Some(Region::field(model, field, has_hint)), context.theme, draw)
        };
        caret = if focus == field { column } else { caret };
    }
    caret
}

/// Draws a field, and below it what is said about it.
fn block(
    model: &Model,
    context: RenderContext<'_>,
    buffer: &mut Buffer,
    place: Rect,
    field: FormField,
    has_hint: bool,
) -> Position {
    let row = |y: u16| Rect { y, height: 1, ..place }.intersection(place);
    if has_hint {
        hint_row(model, context, buffer, row(place.y + 1), field);
    }
    value_row(model, context, buffer, row(place.y), field, has_hint)
}

/// Where there are too many rows, fields without a problem are left out from the bottom up, so that those above stay
/// where they are.
fn blocks(model: &Model, context: RenderContext<'_>, layout: Layout, height: u16) -> Vec<Block> {
    let mut blocks: Vec<Block> =
        FormField::ALL.into_iter().map(|field| (field, 1 + u16::from(layout.has_hint(model, field)))).collect();
    let may_go = |(field, rows): &Block| *rows == 1 && !is_needed(model, context, *field);
    while blocks.iter().map(|(_, rows)| rows).sum::<u16>() > height
        && let Some(at) = blocks.iter().rposition(may_go)
    {
        blocks.remove(at);
    }
    // A long sentence of the API needs more rows: then messages stand behind the values.
    let focus = model.form().focus();
    while blocks.iter().map(|(_, rows)| rows).sum::<u16>() > height
        && let Some(at) = blocks.iter().rposition(|(field, rows)| *rows == 2 && *field != focus)
        && let Some((field, rows)) = blocks.get_mut(at)
    {
        if is_needed(model, context, *field) {
            *rows = 1;
        } else {
            blocks.remove(at);
        }
    }
    blocks
}

/// How many rows have to be seen: the field with the focus, and what is wrong.
pub(super) fn least_rows(model: &Model, context: RenderContext<'_>, layout: Layout) -> u16 {
    let rows = |spot| if layout.has_hint(model, spot) { 2 } else { u16::from(is_needed(model, context, spot)) };
    FormField::ALL.into_iter().map(rows).sum()
}

/// The rows that are left to the form when a long sentence of the API takes all others: only the field with the focus has
/// a row below it.
pub(super) fn fewest_rows(model: &Model, context: RenderContext<'_>) -> u16 {
    least_rows(model, context, Layout { hinted: 0 })
}

fn is_needed(model: &Model, context: RenderContext<'_>, spot: FormField) -> bool {
    model.form().focus() == spot || problem::of(model, context, spot, usize::from(NARROW)).is_some()
}

fn value_row(
    model: &Model,
    context: RenderContext<'_>,
    buffer: &mut Buffer,
    place: Rect,
    spot: FormField,
    has_hint: bool,
) -> Position {
    let focused = model.form().focus() == spot && !is_sending(model);
    let label = spot.api_field().map(|field| context.say.label(field)).unwrap_or_default();
    let style = if focused { Theme::focused() } else { dimmed(model) };
    let label = Span::styled(clip::end(&label, usize::from(values(place.width)) - 2), style);
    print(&Line::from(label), Rect { x: place.x + 1, width: VALUES - 1, ..place }, buffer);
    let values = right_of(place, values(place.width));
    let width = usize::from(values.width);
    let (line, column) = if has_hint {
        value::line(model, context, spot, width)
    } else {
        (value_and_problem(model, context, spot, width), 0)
    };
    print(&line.patch_style(dimmed(model)), values, buffer);
    Position::new(values.x + u16::try_from(column).unwrap_or(0), place.y)
}

/// The value of a field without the focus, and behind it what is wrong with it.
fn value_and_problem(model: &Model, context: RenderContext<'_>, spot: FormField, width: usize) -> Line<'static> {
    let (room, left) = problem::shared(model, context, spot, width);
    let Some((tone, words)) = problem::of(model, context, spot, left) else {
        return value::line(model, context, spot, width).0;
    };
    let (mut line, _) = value::line(model, context, spot, room);
    line.spans.push(" ".repeat(problem::GAP).into());
    line.spans.extend(context.theme.line(tone, &clip::end(&words, left.saturating_sub(problem::SIGN))).spans);
    line
}

/// The first column of the row below a field, and its width. A long text begins further to the left instead of being cut;
/// the list of groups takes the room that there is.
pub(super) const fn hint_room(width: u16, spot: FormField) -> (u16, u16) {
    let least = if width >= NARROW && matches!(spot, FormField::Group) { VALUES } else { 3 };
    (least, width.saturating_sub(least + 1))
}

fn hint_row(model: &Model, context: RenderContext<'_>, buffer: &mut Buffer, place: Rect, spot: FormField) {
    let wide = place.width >= NARROW;
    let (least, room) = hint_room(place.width, spot);
    let Some(line) = hint::styled_line(model, context, spot, room.into()) else { return };
    let most = if wide { values(place.width) } else { 3 };
    let taken = u16::try_from(line.width()).unwrap_or(room);
    let begin = most.min(place.width.saturating_sub(taken + 1)).max(least);
    print(&line.patch_style(dimmed(model)), right_of(place, begin), buffer);
}

fn button(model: &Model, context: RenderContext<'_>, buffer: &mut Buffer, place: Rect) -> Position {
    let focused = model.form().focus() == FormField::Register;
    let (words, style) = match (is_sending(model), focused) {
        (true, _) => (context.say.button_sending(), Theme::focused()),
        (false, true) => (context.say.button_register(), Theme::pressed()),
        (false, false) => (context.say.button_register(), dimmed(model)),
    };
    let place = right_of(place, values(place.width));
    print(&Line::from(Span::styled(words, style)), place, buffer);
    Position::new(place.x + 2, place.y)
}

/// What is being sent cannot be changed, and looks it.
const fn dimmed(model: &Model) -> ratatui::style::Style {
    let style = ratatui::style::Style::new();
    if is_sending(model) { style.add_modifier(Modifier::DIM) } else { style }
}

const fn right_of(place: Rect, columns: u16) -> Rect {
    Rect { x: place.x + columns, width: place.width.saturating_sub(columns), ..place }
}
