use std::io::{self, Write};

use ratatui::backend::Backend;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect};

use crate::view::row_of;

use super::Renderer;

/// No symbol is drawn over more columns.
const MAX_SYMBOL_COLUMNS: usize = 4;

impl<W: Write> Renderer<W> {
    /// Clears the terminal. The next frame is drawn as a whole, on a screen of this area.
    ///
    /// # Errors
    ///
    /// The error of the writer if the terminal is closed.
    pub fn start(&mut self, area: Rect) -> io::Result<()> {
        self.last_frame = Buffer::empty(area);
        self.clear()
    }

    /// Returns the area of the last frame.
    pub const fn area(&self) -> Rect {
        self.last_frame.area
    }

    /// Writes a frame: the cells of `rows` that differ from the last frame, then the cursor. `None` hides the cursor.
    /// The other rows must be unchanged.
    ///
    /// # Errors
    ///
    /// The error of the writer if the terminal is closed.
    pub fn show(
        &mut self,
        next: &Buffer,
        rows: impl IntoIterator<Item = u16>,
        cursor: Option<Position>,
    ) -> io::Result<()> {
        for y in rows {
            self.show_row(next, y)?;
        }
        match cursor {
            None => self.hide_cursor()?,
            Some(cursor) => {
                self.show_cursor()?;
                self.set_cursor_position(cursor)?;
            }
        }
        Backend::flush(self)
    }

    /// Writes the cells of a row that differ.
    fn show_row(&mut self, next: &Buffer, y: u16) -> io::Result<()> {
        let (before, after) = (row_of(&self.last_frame, y), row_of(next, y));
        let differs = |(one, other): (&Cell, &Cell)| one != other;
        let Some(first) = before.iter().zip(after).position(differs) else { return Ok(()) };
        let last = before.iter().zip(after).rposition(differs).unwrap_or(first);
        // A wide symbol that goes leaves the cells beside it to be written, though they are equal.
        let changed = first..(last + MAX_SYMBOL_COLUMNS).min(after.len());
        let x = u16::try_from(first).unwrap_or(u16::MAX);
        let width = u16::try_from(changed.len()).unwrap_or(u16::MAX);
        let part = |cells: &[Cell]| Buffer {
            area: Rect { x, y, width, height: 1 },
            content: cells.get(changed.clone()).unwrap_or_default().to_vec(),
        };
        let (before, after) = (part(before), part(after));
        self.draw(before.diff(&after).into_iter())?;
        for (x, cell) in (x..).zip(after.content) {
            if let Some(last) = self.last_frame.cell_mut((x, y)) {
                *last = cell;
            }
        }
        Ok(())
    }
}
