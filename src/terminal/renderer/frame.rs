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
    /// The terminal is gone.
    pub fn start(&mut self, area: Rect) -> io::Result<()> {
        self.last = Buffer::empty(area);
        self.clear()
    }

    /// The area of the last frame.
    pub const fn area(&self) -> Rect {
        self.last.area
    }

    /// Writes a frame: the cells of `rows` that differ from the last frame, then the cursor. `None` hides it. The rows that
    /// are not named must not have changed.
    ///
    /// # Errors
    ///
    /// The terminal is gone.
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
            let (before, after) = (row(&self.last), row(next));
            self.draw(before.diff(&after).into_iter())?;
            for (x, cell) in (0..).zip(after.content) {
                if let Some(last) = self.last.cell_mut((x, y)) {
                    *last = cell;
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
