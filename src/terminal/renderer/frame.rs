use std::io::{self, Write};

use ratatui::backend::Backend;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::view::row_of;

use super::Renderer;

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
            let row = |buffer: &Buffer| Buffer {
                area: Rect { y, height: 1, ..next.area },
                content: row_of(buffer, y).to_vec(),
            };
            let (old_row, new_row) = (row(&self.last_frame), row(next));
            self.draw(old_row.diff(&new_row).into_iter())?;
            for (x, cell) in (0..).zip(new_row.content) {
                if let Some(old_cell) = self.last_frame.cell_mut((x, y)) {
                    *old_cell = cell;
                }
            }
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
}
