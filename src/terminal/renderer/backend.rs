//! The implementation of ratatui's `Backend` for the renderer.

use std::io::{self, Write};

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use rustix::termios::tcgetwinsize;

use super::super::charset::encode;
use super::super::sgr::CellStyle;
use super::super::shadow_buffer::ShadowBuffer;
use super::{
    BEGIN_SYNCHRONIZED, CLEAR_SCREEN, DEFAULT_SIZE, END_SYNCHRONIZED, MAX_SIZE, MIN_SYNCHRONIZED_BYTES, Renderer,
};

impl<W: Write> Backend for Renderer<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let width = self.size()?.width;
        let content: Vec<(u16, u16, &Cell)> = content.collect();
        for row in content.chunk_by(|(_, one, _), (_, other, _)| one == other) {
            let Some((_, y, _)) = row.first() else { continue };
            let cells: Vec<(u16, &Cell)> = row.iter().map(|(x, _, cell)| (*x, *cell)).collect();
            self.draw_row(*y, &cells, width);
        }
        // The next key is most likely a plain character, which should cost one byte.
        self.set_style(CellStyle::PLAIN);
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        if self.is_cursor_visible != Some(false) {
            self.push("\x1b[?25l");
            self.is_cursor_visible = Some(false);
        }
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        if self.is_cursor_visible != Some(true) {
            self.push("\x1b[?25h");
            self.is_cursor_visible = Some(true);
        }
        Ok(())
    }

    /// Returns the last known position of the cursor without asking the terminal.
    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.cursor.unwrap_or_default())
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.move_cursor(position.into());
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.set_style(CellStyle::PLAIN);
        self.push(CLEAR_SCREEN);
        self.cursor = Some(Position::ORIGIN);
        self.shadow = ShadowBuffer::cleared(self.size()?);
        Ok(())
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        self.set_style(CellStyle::PLAIN);
        // The desk never calls this. After it the contents of the terminal are unknown.
        self.shadow = ShadowBuffer::default();
        match clear_type {
            ClearType::All => return self.clear(),
            ClearType::AfterCursor => self.push("\x1b[J"),
            ClearType::BeforeCursor => self.push("\x1b[1J"),
            ClearType::CurrentLine => self.push("\x1b[2K"),
            ClearType::UntilNewLine => self.push("\x1b[K"),
        }
        Ok(())
    }

    fn size(&self) -> io::Result<Size> {
        // Not crossterm's function: if the system does not report a size, that one runs `tput`.
        let size = self
            .fixed_size
            .or_else(|| tcgetwinsize(io::stdout()).ok().map(|size| Size { width: size.ws_col, height: size.ws_row }));
        let size = size.filter(|size| size.width > 0 && size.height > 0).unwrap_or(DEFAULT_SIZE);
        Ok(Size { width: size.width.min(MAX_SIZE.width), height: size.height.min(MAX_SIZE.height) })
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.size()?, pixels: Size::ZERO })
    }

    /// Writes the frame. Bytes that the terminal does not accept stay pending: see [`Renderer::has_pending`].
    fn flush(&mut self) -> io::Result<()> {
        if self.frame.is_empty() {
            return Ok(());
        }
        let is_large = self.frame.len() >= MIN_SYNCHRONIZED_BYTES;
        if is_large {
            self.pending.extend_from_slice(BEGIN_SYNCHRONIZED);
        }
        self.pending.extend_from_slice(&encode(&self.frame, self.character_set));
        if is_large {
            self.pending.extend_from_slice(END_SYNCHRONIZED);
        }
        self.frame.clear();
        self.flush_pending()
    }
}
