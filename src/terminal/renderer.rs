use std::io::{self, Write};

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Size};
use unicode_width::UnicodeWidthStr as _;

use crate::view::CharacterSet;

use super::guard::entering;
use super::sgr::CellStyle;
use super::shadow_buffer::{ShadowBuffer, is_blank};
use super::symbol::{has_stable_width, max_width, sanitize_symbol};
use cursor_motion::shortest_motion;

/// Writes frames with as few bytes as it can: it remembers where the caret stands and how the terminal writes,
/// and says only what is new. A frame is one `write`; a frame in which nothing changed is none.
///
/// Written by hand because crossterm's backend sends 39 bytes for a typed character and 31 for no change, and
/// the desk lives at the far end of a line. It never asks the terminal anything.
pub struct Renderer<W: Write> {
    out: W,
    frame: String,
    /// In which charset it is written.
    signs: CharacterSet,
    /// What of the frames before the terminal has not taken.
    behind: Vec<u8>,
    /// Where the terminal's caret is; nothing where that depends on the terminal.
    caret: Option<Position>,
    shown: Option<bool>,
    look: CellStyle,
    cells: ShadowBuffer,
    /// The cells of the last frame.
    last: Buffer,
    /// Where it is fixed; else the system is asked.
    size: Option<Size>,
}

/// From so many bytes on a frame may reach the terminal in parts that are seen: it is told where the frame ends.
const LARGE: usize = 512;

/// Around a large frame (mode 2026); a terminal that does not know it ignores it.
const BEGIN: &[u8] = b"\x1b[?2026h";
const END: &[u8] = b"\x1b[?2026l";

/// To erase the rest of a line takes three bytes; so many blanks are still cheaper.
const FEW: usize = 2;

/// To erase the line and to go on behind what was erased takes so many bytes.
const ERASING: usize = 8;

type Gap<'a, 'b> = (&'a [(u16, &'b Cell)], u16, Vec<(u16, Cell)>);

/// Erases the screen and goes to its corner. Not in one go: tmux and GNU screen put what they erase so into their
/// scroll-back, with the customer.
pub(super) const CLEAR: &str = "\x1b[2;1H\x1b[J\x1b[H\x1b[K";

/// What a terminal that tells no size is taken for.
const USUAL: Size = Size { width: 80, height: 24 };

/// The largest part of a window that is drawn. The size is whatever the client claims, and each cell costs memory.
const MAX_SIZE: Size = Size { width: 500, height: 200 };

impl<W: Write> Renderer<W> {
    /// A screen on a terminal whose caret may be anywhere.
    pub fn new(out: W) -> Self {
        Self {
            out,
            frame: String::new(),
            signs: CharacterSet::Unicode,
            behind: Vec::new(),
            caret: None,
            shown: None,
            look: CellStyle::PLAIN,
            cells: ShadowBuffer::default(),
            last: Buffer::default(),
            size: None,
        }
    }

    /// A screen of this size, wherever it is written to.
    pub fn of_size(out: W, size: Size) -> Self {
        Self { size: Some(size), ..Self::new(out) }
    }

    /// The same on a terminal that can show this.
    pub const fn showing(mut self, signs: CharacterSet) -> Self {
        self.signs = signs;
        self
    }

    /// What it is written to.
    pub const fn out(&mut self) -> &mut W {
        &mut self.out
    }

    /// Somebody else has written to the terminal: nothing is known of it any more. What follows has to begin with
    /// clearing it.
    pub fn invalidate(&mut self) {
        self.push("\x1b[m");
        self.caret = None;
        self.shown = None;
        self.look = CellStyle::PLAIN;
    }

    /// The terminal is taken over once more, and nothing is known of it.
    pub fn enter(&mut self) {
        self.push(&entering());
        self.invalidate();
    }

    /// Whether the terminal has not taken all of the last frame: the next one should wait.
    pub const fn has_pending(&self) -> bool {
        !self.behind.is_empty()
    }

    /// Writes what the terminal had no room for, as far as it has now.
    ///
    /// # Errors
    ///
    /// Where the terminal is gone.
    pub fn flush_pending(&mut self) -> io::Result<()> {
        while !self.behind.is_empty() {
            match self.out.write(&self.behind) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(length) => drop(self.behind.drain(..length)),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(()),
                Err(error) => return Err(error),
            }
        }
        self.out.flush()
    }

    fn push(&mut self, bytes: &str) {
        self.frame.push_str(bytes);
    }

    fn move_cursor(&mut self, to: Position) {
        if self.caret == Some(to) {
            return;
        }
        let absolute = format!("\x1b[{};{}H", to.y + 1, to.x + 1);
        let way = self.caret.and_then(|from| shortest_motion(from, to));
        self.push(way.as_deref().filter(|way| way.len() < absolute.len()).unwrap_or(&absolute));
        self.caret = Some(to);
    }

    fn set_style(&mut self, look: CellStyle) {
        if self.look != look {
            self.push(&look.sequence(self.look));
            self.look = look;
        }
    }

    /// The changed cells of one row.
    fn draw_row(&mut self, y: u16, cells: &[(u16, &Cell)], width: u16) {
        let mut anew = false;
        for (x, cell) in cells {
            anew |= self.cells.record(*x, y, cell);
        }
        if anew {
            self.erase(0, y);
            let row = self.cells.visible_cells(y);
            return self.write(y, row.iter().map(|(x, cell)| (*x, cell)), width);
        }
        let blank_from = self.cells.blank_from(y).unwrap_or(usize::MAX);
        let written = cells.partition_point(|(x, _)| usize::from(*x) < blank_from);
        let (written, erased) = if cells.len() - written > FEW { cells.split_at(written) } else { (cells, &[][..]) };
        if let Some((before, x, behind)) = self.gap(y, written) {
            self.write(y, before.iter().copied(), width);
            self.erase(x, y);
            return self.write(y, behind.iter().map(|(x, cell)| (*x, cell)), width);
        }
        self.write(y, written.iter().copied(), width);
        if let Some((x, _)) = erased.first() {
            let blank = blank_from..=usize::from(*x);
            let is_there = self.caret.is_some_and(|caret| caret.y == y && blank.contains(&usize::from(caret.x)));
            let from = self.caret.filter(|_| is_there).map_or(*x, |caret| caret.x);
            self.erase(from, y);
        }
    }

    /// Where so many blanks are to be written that it costs less to erase the line and to write again what stands behind
    /// them: the changes before, their column, and that.
    fn gap<'a, 'b>(&self, y: u16, cells: &'a [(u16, &'b Cell)]) -> Option<Gap<'a, 'b>> {
        let mut passed = 0;
        let is_run = |x: u16, next: u16| self.cells.is_blank_between(y, x, next);
        for run in cells.chunk_by(|(x, one), (next, other)| is_blank(one) == is_blank(other) && is_run(*x, *next)) {
            if let Some((x, cell)) = run.first().filter(|_| run.len() >= ERASING)
                && is_blank(cell)
            {
                let behind: Vec<_> = self.cells.visible_cells(y).into_iter().filter(|(at, _)| at > x).collect();
                let changed = cells.iter().filter(|(at, cell)| at > x && !is_blank(cell)).count();
                if behind.len() + ERASING <= run.len() + changed {
                    return Some((cells.get(..passed)?, *x, behind));
                }
            }
            passed += run.len();
        }
        None
    }

    fn write<'a>(&mut self, y: u16, cells: impl Iterator<Item = (u16, &'a Cell)>, width: u16) {
        for (x, cell) in cells {
            self.move_cursor(Position { x, y });
            self.set_style(CellStyle::of(cell));
            self.print(cell.symbol(), width);
        }
    }

    /// Erases a row from a column on.
    fn erase(&mut self, x: u16, y: u16) {
        self.move_cursor(Position { x, y });
        self.set_style(CellStyle::PLAIN);
        self.push("\x1b[K");
    }

    fn print(&mut self, symbol: &str, width: u16) {
        let Some(caret) = self.caret else { return };
        let columns = |columns: usize| caret.x.saturating_add(u16::try_from(columns).unwrap_or(u16::MAX));
        // What does not fit for certain would go on in the next row.
        let fits = columns(max_width(symbol)) <= width;
        let symbol = if fits { sanitize_symbol(symbol) } else { "?".into() };
        let is_certain = has_stable_width(&symbol);
        if !is_certain && symbol.width() > 1 {
            // A terminal that draws it narrower would leave beside it what stood there.
            let blanks = symbol.width();
            self.push(&(" ".repeat(blanks) + &"\x08".repeat(blanks)));
        }
        self.push(&symbol);
        // Terminals differ in how wide emoji and marks are, and in where the caret is after the last column.
        let x = columns(symbol.width());
        self.caret = (is_certain && x < width).then_some(Position { x, y: caret.y });
    }
}

mod backend;
mod cursor_motion;
mod frame;
#[cfg(test)]
mod tests;
