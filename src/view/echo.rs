//! A typed letter, shown before the rest of its frame.
//!
//! `runtime` calls [`echo`] before [`super::render`]. What a letter changes elsewhere (hints, checks) takes most of the time
//! of a frame, and the cashier looks at the letter. If the letter came out wrong, the frame would put it right.

use ratatui::buffer::Cell;
use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;

use crate::app::Model;

use super::canvas::{Canvas, is_one_cell};
use super::region::has_focus;
use super::theme::Theme;

/// Writes a letter that was typed behind the text of a field on the canvas, and returns the position of the cursor behind
/// it. `None` means that the last frame does not show where the letter goes, or that more than a letter has changed.
pub fn echo(model: &Model, theme: Theme, canvas: &mut Canvas, area: Rect) -> Option<Position> {
    if canvas.buffer().area != area || model.is_masked {
        return None;
    }
    let (shown, cursor) = canvas.focused_field()?;
    if !has_focus(model, shown.field) {
        return None;
    }
    let ((before, column), now) = (shown.input.text()?, model.form().text(shown.field)?);
    // The first letter replaces an example.
    if before.is_empty() || now.cursor() != column + 1 {
        return None;
    }
    let mut typed = now.value().strip_prefix(before)?.chars();
    let letter = typed.next().filter(|_| typed.next().is_none())?;
    // Terminals differ in the place of what follows other letters.
    if !now.value().chars().all(is_one_cell) {
        return None;
    }
    // The text moves when the cursor comes to the last column of the field.
    let mut after = (cursor.x..=cursor.x + 2).map(|x| Position { x, ..cursor });
    if !after.all(|place| canvas.buffer().cell(place).is_some_and(|cell| is_free(cell, theme))) {
        return None;
    }
    canvas.set_letter(letter, cursor, theme);
    Some(Position { x: cursor.x + 1, ..cursor })
}

/// Returns true for a cell of a field behind its text.
fn is_free(cell: &Cell, theme: Theme) -> bool {
    if theme.underline {
        cell.symbol() == " " && cell.modifier.contains(Modifier::UNDERLINED)
    } else {
        cell.symbol() == "_"
    }
}
