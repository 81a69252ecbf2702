use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;
use ratatui::text::{Line, Span};

use crate::app::{Model, Stage};
use crate::form::Spot;

use super::{Brush, Theme, clip, hint, value};

/// Where the values begin: after the longest label.
const VALUES: u16 = 16;
const VALUES_WHERE_NARROW: u16 = 15;

const fn values(place: Rect) -> u16 {
    if place.width < 60 { VALUES_WHERE_NARROW } else { VALUES }
}

/// One row of the form.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Row {
    Value(Spot),
    Hint(Spot),
}

/// Draws the fields and the button; gives back where the caret stands. Where there is not a row for all, those
/// around the focus are seen.
pub(super) fn draw(model: &Model, brush: Brush<'_>, frame: &mut Frame<'_>, area: Rect, tall: bool) -> Option<Position> {
    let focus = model.form().focus();
    let rows = rows(model, brush, tall);
    let mut caret = None;
    for (place, row) in area.rows().zip(rows.iter().skip(hidden(&rows, focus, area.height))) {
        match *row {
            Row::Hint(spot) => under(model, brush, frame, place, spot, tall),
            Row::Value(Spot::Register) => {
                let column = button(model, brush, frame, place);
                caret = if focus == Spot::Register { Some(column) } else { caret };
            }
            Row::Value(spot) => {
                let column = field(model, brush, frame, place, spot);
                caret = if focus == spot { Some(column) } else { caret };
            }
        }
    }
    caret
}

/// With little height only what has something to say has a second row: the focused field, and what is wrong.
fn rows(model: &Model, brush: Brush<'_>, tall: bool) -> Vec<Row> {
    let mut rows = Vec::new();
    for spot in Spot::ALL {
        rows.push(Row::Value(spot));
        let second = spot != Spot::Register
            && (tall || (model.form().focus() == spot && hint::line(model, brush, spot, 80).is_some()));
        if second {
            rows.push(Row::Hint(spot));
        }
    }
    rows
}

/// How many rows at the top are out of sight so that the focus, its hint and the row after it are in sight.
fn hidden(rows: &[Row], focus: Spot, height: u16) -> usize {
    let height = usize::from(height);
    let at = rows.iter().position(|row| *row == Row::Value(focus)).unwrap_or(0);
    let last_needed = (at + 2).min(rows.len().saturating_sub(1));
    (last_needed + 1).saturating_sub(height).min(at)
}

fn field(model: &Model, brush: Brush<'_>, frame: &mut Frame<'_>, place: Rect, spot: Spot) -> Position {
    let focused = model.form().focus() == spot && !is_sending(model);
    let label = spot.field().map(|field| brush.say.label(field)).unwrap_or_default();
    let style = if focused { Theme::focused() } else { dimmed(model) };
    let label = Span::styled(clip::end(&label, usize::from(values(place)) - 2), style);
    frame.render_widget(Line::from(label), Rect { x: place.x + 1, width: VALUES - 1, ..place });
    let values = right_of(place, values(place));
    let (line, column) = value::line(model, brush, spot, usize::from(values.width));
    frame.render_widget(line.patch_style(dimmed(model)), values);
    Position::new(values.x + u16::try_from(column).unwrap_or(0), place.y)
}

fn under(model: &Model, brush: Brush<'_>, frame: &mut Frame<'_>, place: Rect, spot: Spot, tall: bool) {
    // A long one begins further to the left rather than be cut; the list of groups takes what room there is.
    let least = if tall && spot == Spot::Group { values(place) } else { 3 };
    let room = place.width.saturating_sub(least + 1);
    let Some(line) = hint::line(model, brush, spot, room.into()) else { return };
    let most = if tall { values(place) } else { 3 };
    let taken = u16::try_from(line.width()).unwrap_or(room);
    let begin = most.min(place.width.saturating_sub(taken + 1)).max(least);
    frame.render_widget(line.patch_style(dimmed(model)), right_of(place, begin));
}

fn button(model: &Model, brush: Brush<'_>, frame: &mut Frame<'_>, place: Rect) -> Position {
    let focused = model.form().focus() == Spot::Register;
    let (words, style) = match (is_sending(model), focused) {
        (true, _) => (brush.say.label_sending(), Theme::focused()),
        (false, true) => (brush.say.label_register(), Theme::pressed()),
        (false, false) => (brush.say.label_register(), dimmed(model)),
    };
    let place = right_of(place, values(place));
    frame.render_widget(Line::from(Span::styled(words, style)), place);
    Position::new(place.x + 2, place.y)
}

const fn is_sending(model: &Model) -> bool {
    matches!(model.stage, Stage::Sending(_))
}

/// What is being sent cannot be changed, and looks it.
const fn dimmed(model: &Model) -> ratatui::style::Style {
    let style = ratatui::style::Style::new();
    if is_sending(model) { style.add_modifier(Modifier::DIM) } else { style }
}

const fn right_of(place: Rect, columns: u16) -> Rect {
    Rect { x: place.x + columns, width: place.width.saturating_sub(columns), ..place }
}
