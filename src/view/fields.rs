use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr as _;

use crate::app::Model;
use crate::form::FormField;

use super::canvas::{Canvas, print};
use super::region::{Region, is_sending};
use super::theme::Severity;
use super::{NARROW, RenderContext, Theme, WHOLE_FORM, WIDEST, clip, hint, value};

/// Where the values begin: after the longest label.
const VALUES: u16 = 16;
const VALUES_WHERE_NARROW: u16 = 15;

/// So much of a value is left where what is wrong with it stands behind it.
const SHORTEST_VALUE: usize = 10;

const fn values(place: Rect) -> u16 {
    if place.width < NARROW { VALUES_WHERE_NARROW } else { VALUES }
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

    fn has_hint(self, model: &Model, spot: FormField) -> bool {
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
    brush: RenderContext<'_>,
    canvas: &mut Canvas,
    area: Rect,
    layout: Layout,
) -> Option<Position> {
    let focus = model.form().focus();
    let (mut caret, mut y) = (None, area.y);
    for (field, rows) in blocks(model, brush, layout, area.height) {
        let place = Rect { y, height: rows, ..area }.intersection(area);
        y += rows;
        let has_hint = rows > 1;
        let column = if field == FormField::Register {
            let draw = |buffer: &mut Buffer, place| Some(button(model, brush, buffer, place));
            canvas.show(place, Some(Region::button(model)), brush.theme, draw)
        } else {
            let draw = |buffer: &mut Buffer, place: Rect| Some(block(model, brush, buffer, place, field, has_hint));
            canvas.show(place, Some(Region::field(model, field, has_hint)), brush.theme, draw)
        };
        caret = if focus == field { column } else { caret };
    }
    caret
}

/// Draws a field, and below it what is said about it.
fn block(
    model: &Model,
    brush: RenderContext<'_>,
    buffer: &mut Buffer,
    place: Rect,
    field: FormField,
    has_hint: bool,
) -> Position {
    let row = |y: u16| Rect { y, height: 1, ..place }.intersection(place);
    if has_hint {
        hint_row(model, brush, buffer, row(place.y + 1), field);
    }
    value_row(model, brush, buffer, row(place.y), field, has_hint)
}

/// Where there are too many rows, fields without a problem are left out from the bottom up, so that those above stay
/// where they are.
fn blocks(model: &Model, brush: RenderContext<'_>, layout: Layout, height: u16) -> Vec<Block> {
    let mut blocks: Vec<Block> =
        FormField::ALL.into_iter().map(|field| (field, 1 + u16::from(layout.has_hint(model, field)))).collect();
    let may_go = |(field, rows): &Block| *rows == 1 && !is_needed(model, brush, *field);
    while blocks.iter().map(|(_, rows)| rows).sum::<u16>() > height
        && let Some(at) = blocks.iter().rposition(may_go)
    {
        blocks.remove(at);
    }
    blocks
}

/// How many rows have to be seen: the field with the focus, and what is wrong.
pub(super) fn least_rows(model: &Model, brush: RenderContext<'_>, layout: Layout) -> u16 {
    let rows = |spot| if layout.has_hint(model, spot) { 2 } else { u16::from(is_needed(model, brush, spot)) };
    FormField::ALL.into_iter().map(rows).sum()
}

fn is_needed(model: &Model, brush: RenderContext<'_>, spot: FormField) -> bool {
    model.form().focus() == spot || problem(model, brush, spot, usize::from(NARROW)).is_some()
}

/// What is wrong with a field, or what the cashier should look at.
fn problem(model: &Model, brush: RenderContext<'_>, spot: FormField, width: usize) -> Option<(Severity, String)> {
    hint::said(model, brush, spot, width).filter(|(tone, _)| matches!(tone, Severity::Warning | Severity::Bad))
}

/// How wide a value may be, and how wide what is wrong with it behind it.
fn shared(model: &Model, brush: RenderContext<'_>, spot: FormField, width: usize) -> (usize, usize) {
    let value = value::line(model, brush, spot, width).0.width();
    let whole = problem(model, brush, spot, WIDEST.into()).map_or(0, |(_, words)| words.width() + SIGN);
    let left = width.saturating_sub(value + GAP);
    if whole <= left {
        return (value + 1, left);
    }
    let value = value.min(SHORTEST_VALUE);
    (value + 1, width.saturating_sub(value + GAP))
}

/// Between a value and what is wrong with it.
const GAP: usize = 2;
/// Of `✗` and the space after it.
const SIGN: usize = 2;

/// The topmost problem that is not whole behind its value, in one line for the result, where nothing else is said.
pub(super) fn cut_problem(
    model: &Model,
    brush: RenderContext<'_>,
    layout: Layout,
    width: u16,
) -> Option<Line<'static>> {
    let place = Rect { width, ..Rect::default() };
    let room = usize::from(right_of(place, values(place)).width);
    let inner = usize::from(width.saturating_sub(2));
    FormField::ALL.into_iter().filter(|spot| !layout.has_hint(model, *spot)).find_map(|spot| {
        let (_, left) = shared(model, brush, spot, room);
        let (_, words) = problem(model, brush, spot, WIDEST.into())?;
        if words.width() + SIGN <= left {
            return None;
        }
        let label = spot.api_field().map(|field| format!("{}: ", brush.say.label(field)))?;
        let (tone, words) = problem(model, brush, spot, inner.saturating_sub(label.width()))?;
        let mut line = brush.theme.said(tone, &clip::end(&(label + &words), inner.saturating_sub(SIGN)));
        line.spans.insert(0, " ".into());
        Some(line)
    })
}

fn value_row(
    model: &Model,
    brush: RenderContext<'_>,
    buffer: &mut Buffer,
    place: Rect,
    spot: FormField,
    has_hint: bool,
) -> Position {
    let focused = model.form().focus() == spot && !is_sending(model);
    let label = spot.api_field().map(|field| brush.say.label(field)).unwrap_or_default();
    let style = if focused { Theme::focused() } else { dimmed(model) };
    let label = Span::styled(clip::end(&label, usize::from(values(place)) - 2), style);
    print(&Line::from(label), Rect { x: place.x + 1, width: VALUES - 1, ..place }, buffer);
    let values = right_of(place, values(place));
    let width = usize::from(values.width);
    let (line, column) = if has_hint {
        value::line(model, brush, spot, width)
    } else {
        (value_and_problem(model, brush, spot, width), 0)
    };
    print(&line.patch_style(dimmed(model)), values, buffer);
    Position::new(values.x + u16::try_from(column).unwrap_or(0), place.y)
}

/// The value of a field without the focus, and behind it what is wrong with it.
fn value_and_problem(model: &Model, brush: RenderContext<'_>, spot: FormField, width: usize) -> Line<'static> {
    let (room, left) = shared(model, brush, spot, width);
    let Some((tone, words)) = problem(model, brush, spot, left) else {
        return value::line(model, brush, spot, width).0;
    };
    let (mut line, _) = value::line(model, brush, spot, room);
    line.spans.push(" ".repeat(GAP).into());
    line.spans.extend(brush.theme.said(tone, &clip::end(&words, left.saturating_sub(SIGN))).spans);
    line
}

fn hint_row(model: &Model, brush: RenderContext<'_>, buffer: &mut Buffer, place: Rect, spot: FormField) {
    // A long one begins further to the left rather than be cut; the list of groups takes what room there is.
    let wide = place.width >= NARROW;
    let least = if wide && spot == FormField::Group { values(place) } else { 3 };
    let room = place.width.saturating_sub(least + 1);
    let Some(line) = hint::line(model, brush, spot, room.into()) else { return };
    let most = if wide { values(place) } else { 3 };
    let taken = u16::try_from(line.width()).unwrap_or(room);
    let begin = most.min(place.width.saturating_sub(taken + 1)).max(least);
    print(&line.patch_style(dimmed(model)), right_of(place, begin), buffer);
}

fn button(model: &Model, brush: RenderContext<'_>, buffer: &mut Buffer, place: Rect) -> Position {
    let focused = model.form().focus() == FormField::Register;
    let (words, style) = match (is_sending(model), focused) {
        (true, _) => (brush.say.button_sending(), Theme::focused()),
        (false, true) => (brush.say.button_register(), Theme::pressed()),
        (false, false) => (brush.say.button_register(), dimmed(model)),
    };
    let place = right_of(place, values(place));
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
