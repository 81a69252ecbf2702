//! What ratatui asks of a screen.

use std::io::{self, Write};

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use rustix::termios::tcgetwinsize;

use super::super::charset::encode;
use super::super::sgr::CellStyle;
use super::super::shadow_buffer::ShadowBuffer;
use super::{BEGIN, CLEAR, END, LARGE, MAX_SIZE, Renderer, USUAL};

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
        // The next key is most likely a plain character: it should cost a byte.
        self.set_style(CellStyle::PLAIN);
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        if self.shown != Some(false) {
            self.push("\x1b[?25l");
            self.shown = Some(false);
        }
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        if self.shown != Some(true) {
            self.push("\x1b[?25h");
            self.shown = Some(true);
        }
        Ok(())
    }

    /// Where the caret was put last: the terminal is not asked.
    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.caret.unwrap_or_default())
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.move_cursor(position.into());
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.set_style(CellStyle::PLAIN);
        self.push(CLEAR);
        self.caret = Some(Position::ORIGIN);
        self.cells = ShadowBuffer::cleared(self.size()?);
        Ok(())
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        self.set_style(CellStyle::PLAIN);
        // Not asked for by the desk; what is shown is not known after it.
        self.cells = ShadowBuffer::default();
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
        // Not crossterm's: where the system does not tell, that one runs `tput`.
        let size = self
            .size
            .or_else(|| tcgetwinsize(io::stdout()).ok().map(|size| Size { width: size.ws_col, height: size.ws_row }));
        let size = size.filter(|size| size.width > 0 && size.height > 0).unwrap_or(USUAL);
        Ok(Size { width: size.width.min(MAX_SIZE.width), height: size.height.min(MAX_SIZE.height) })
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.size()?, pixels: Size::ZERO })
    }

    /// Where the terminal has no room the rest waits: see [`Screen::is_behind`].
    fn flush(&mut self) -> io::Result<()> {
        if self.frame.is_empty() {
            return Ok(());
        }
        let is_large = self.frame.len() >= LARGE;
        if is_large {
            self.behind.extend_from_slice(BEGIN);
        }
        self.behind.extend_from_slice(&encode(&self.frame, self.signs));
        if is_large {
            self.behind.extend_from_slice(END);
        }
        self.frame.clear();
        self.flush_pending()
    }
}
