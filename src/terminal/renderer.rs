use std::io::{self, Write};

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Size};
use unicode_width::UnicodeWidthStr as _;

use crate::view::CharacterSet;

use super::guard::enter_sequence;
use super::sgr::CellStyle;
use super::shadow_buffer::{ShadowBuffer, is_empty};
use super::symbol::{has_stable_width, max_width, sanitize_symbol};
use cursor_motion::shortest_motion;

/// Renders the changed cells of a frame with as few bytes as possible. It remembers the cursor position and the current
/// style, and sends only changes. A frame is one `write`; a frame without a change is none.
///
/// Written by hand because crossterm's backend sends 39 bytes for a typed character and 31 for no change, and the desk
/// often runs over a slow connection. It never asks the terminal anything.
///
/// ```
/// use frontdesk::terminal::Renderer;
/// use ratatui::buffer::Buffer;
/// use ratatui::layout::{Position, Rect, Size};
///
/// # fn main() -> std::io::Result<()> {
/// let area = Rect::new(0, 0, 40, 1);
/// let mut renderer = Renderer::with_size(Vec::new(), Size { width: 40, height: 1 });
/// renderer.start(area)?;
/// let mut bytes_of_frame = |text: &str, column: u16| {
///     let frame = Buffer::with_lines([format!("{text:<40}")]);
///     renderer.show(&frame, [0], Some(Position { x: column, y: 0 }))?;
///     Ok::<_, std::io::Error>(std::mem::take(renderer.writer_mut()))
/// };
/// assert!(bytes_of_frame("Ays", 3)?.ends_with(b"Ays\x1b[?25h"));
/// assert_eq!(bytes_of_frame("Ayse", 4)?, b"e", "a typed letter costs one byte");
/// assert_eq!(bytes_of_frame("Ayse", 4)?, b"", "a frame without a change costs none");
/// # Ok(())
/// # }
/// ```
pub struct Renderer<W: Write> {
    writer: W,
    frame: String,
    /// The characters that the terminal can display.
    character_set: CharacterSet,
    /// Bytes of earlier frames that the terminal has not accepted yet.
    pending: Vec<u8>,
    /// The position of the terminal's cursor. `None` if it differs between terminals.
    cursor: Option<Position>,
    is_cursor_visible: Option<bool>,
    style: CellStyle,
    shadow: ShadowBuffer,
    /// The cells of the last frame.
    last_frame: Buffer,
    /// The size if the caller has fixed it. `None` asks the system.
    fixed_size: Option<Size>,
}

/// A frame of at least this many bytes may become visible in parts, so it is sent as a synchronized update.
const MIN_SYNCHRONIZED_BYTES: usize = 512;

/// The marks around a synchronized update (mode 2026). A terminal without this mode ignores them.
const BEGIN_SYNCHRONIZED: &[u8] = b"\x1b[?2026h";
const END_SYNCHRONIZED: &[u8] = b"\x1b[?2026l";

/// Up to this many trailing spaces are cheaper to write than the three bytes that erase the rest of a line.
const MAX_WRITTEN_SPACES: usize = 2;

/// The bytes to erase the rest of a line and to skip the erased columns.
const ERASE_AND_SKIP_BYTES: usize = 8;

type ErasableGap<'a, 'b> = (&'a [(u16, &'b Cell)], u16, Vec<(u16, Cell)>);

/// Erases the screen and moves the cursor to its corner, in two steps. tmux and GNU screen save a screen that is erased
/// in one step in their scroll-back, including the customer.
pub(super) const CLEAR_SCREEN: &str = "\x1b[2;1H\x1b[J\x1b[H\x1b[K";

/// The assumed size of a terminal that reports none.
const DEFAULT_SIZE: Size = Size { width: 80, height: 24 };

/// The largest part of a window that is drawn. The size is whatever the client claims, and each cell needs memory.
const MAX_SIZE: Size = Size { width: 500, height: 200 };

impl<W: Write> Renderer<W> {
    /// Creates a renderer for a terminal with an unknown cursor position.
    pub fn new(writer: W) -> Self {
        Self {
            writer,
            frame: String::new(),
            character_set: CharacterSet::Unicode,
            pending: Vec::new(),
            cursor: None,
            is_cursor_visible: None,
            style: CellStyle::PLAIN,
            shadow: ShadowBuffer::default(),
            last_frame: Buffer::default(),
            fixed_size: None,
        }
    }

    /// Creates a renderer of a fixed size, for any writer.
    pub fn with_size(writer: W, size: Size) -> Self {
        Self { fixed_size: Some(size), ..Self::new(writer) }
    }

    /// Sets the characters that the terminal can display.
    pub const fn with_character_set(mut self, character_set: CharacterSet) -> Self {
        self.character_set = character_set;
        self
    }

    /// Returns the writer.
    pub const fn writer_mut(&mut self) -> &mut W {
        &mut self.writer
    }

    /// Forgets the state of the terminal after another program has written to it. The caller must clear the screen
    /// next.
    pub fn invalidate(&mut self) {
        self.push("\x1b[m");
        self.cursor = None;
        self.is_cursor_visible = None;
        self.style = CellStyle::PLAIN;
    }

    /// Enters the alternate screen again and forgets the state of the terminal.
    pub fn reenter(&mut self) {
        self.push(&enter_sequence());
        self.invalidate();
    }

    /// Returns true if the terminal has not accepted all of the last frame. The next frame should wait.
    pub const fn has_pending(&self) -> bool {
        !self.pending.is_empty()
    }

    /// Writes the pending bytes that the terminal accepts now.
    ///
    /// # Errors
    ///
    /// The error of the writer if the terminal is closed.
    pub fn flush_pending(&mut self) -> io::Result<()> {
        while !self.pending.is_empty() {
            match self.writer.write(&self.pending) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(length) => drop(self.pending.drain(..length)),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(()),
                Err(error) => return Err(error),
            }
        }
        self.writer.flush()
    }

    fn push(&mut self, bytes: &str) {
        self.frame.push_str(bytes);
    }

    fn move_cursor(&mut self, to: Position) {
        if self.cursor == Some(to) {
            return;
        }
        let absolute = format!("\x1b[{};{}H", to.y + 1, to.x + 1);
        let motion = self.cursor.and_then(|from| shortest_motion(from, to));
        self.push(motion.as_deref().filter(|motion| motion.len() < absolute.len()).unwrap_or(&absolute));
        self.cursor = Some(to);
    }

    fn set_style(&mut self, style: CellStyle) {
        if self.style != style {
            self.push(&style.sequence_from(self.style));
            self.style = style;
        }
    }

    /// Draws the changed cells of one row.
    fn draw_row(&mut self, y: u16, cells: &[(u16, &Cell)], width: u16) {
        let mut leaves_residue = false;
        for (x, cell) in cells {
            leaves_residue |= self.shadow.record(*x, y, cell);
        }
        if leaves_residue {
            self.erase_to_line_end(0, y);
            let row = self.shadow.visible_cells(y);
            return self.write_cells(y, row.iter().map(|(x, cell)| (*x, cell)), width);
        }
        let empty_from = self.shadow.empty_from(y).unwrap_or(usize::MAX);
        let written = cells.partition_point(|(x, _)| usize::from(*x) < empty_from);
        let (written, erased) =
            if cells.len() - written > MAX_WRITTEN_SPACES { cells.split_at(written) } else { (cells, &[][..]) };
        if let Some((before, x, after)) = self.erasable_gap(y, written) {
            self.write_cells(y, before.iter().copied(), width);
            self.erase_to_line_end(x, y);
            return self.write_cells(y, after.iter().map(|(x, cell)| (*x, cell)), width);
        }
        self.write_cells(y, written.iter().copied(), width);
        if let Some((x, _)) = erased.first() {
            let empty_columns = empty_from..=usize::from(*x);
            let is_cursor_there =
                self.cursor.is_some_and(|cursor| cursor.y == y && empty_columns.contains(&usize::from(cursor.x)));
            let from = self.cursor.filter(|_| is_cursor_there).map_or(*x, |cursor| cursor.x);
            self.erase_to_line_end(from, y);
        }
    }

    /// Finds a run of spaces that is longer than erasing the line and writing again the cells after it. Returns the
    /// changes before the run, its column, and the cells after it.
    fn erasable_gap<'a, 'b>(&self, y: u16, cells: &'a [(u16, &'b Cell)]) -> Option<ErasableGap<'a, 'b>> {
        let mut cells_before = 0;
        let is_continuous = |x: u16, next: u16| self.shadow.is_empty_between(y, x, next);
        for run in
            cells.chunk_by(|(x, one), (next, other)| is_empty(one) == is_empty(other) && is_continuous(*x, *next))
        {
            if let Some((x, cell)) = run.first().filter(|_| run.len() >= ERASE_AND_SKIP_BYTES)
                && is_empty(cell)
            {
                let after: Vec<_> = self.shadow.visible_cells(y).into_iter().filter(|(at, _)| at > x).collect();
                let changed = cells.iter().filter(|(at, cell)| at > x && !is_empty(cell)).count();
                if after.len() + ERASE_AND_SKIP_BYTES <= run.len() + changed {
                    return Some((cells.get(..cells_before)?, *x, after));
                }
            }
            cells_before += run.len();
        }
        None
    }

    fn write_cells<'a>(&mut self, y: u16, cells: impl Iterator<Item = (u16, &'a Cell)>, width: u16) {
        for (x, cell) in cells {
            self.move_cursor(Position { x, y });
            self.set_style(CellStyle::of(cell));
            self.write_symbol(cell.symbol(), width);
        }
    }

    /// Erases a row from a column to its end.
    fn erase_to_line_end(&mut self, x: u16, y: u16) {
        self.move_cursor(Position { x, y });
        self.set_style(CellStyle::PLAIN);
        self.push("\x1b[K");
    }

    fn write_symbol(&mut self, symbol: &str, width: u16) {
        let Some(cursor) = self.cursor else { return };
        let columns = |columns: usize| cursor.x.saturating_add(u16::try_from(columns).unwrap_or(u16::MAX));
        // A symbol that may not fit would continue in the next row.
        let fits = columns(max_width(symbol)) <= width;
        let symbol = if fits { sanitize_symbol(symbol) } else { "?".into() };
        let is_stable = has_stable_width(&symbol);
        if !is_stable && symbol.width() > 1 {
            // A terminal that draws it narrower would leave a part of the old symbol next to it.
            let columns_to_clear = symbol.width();
            self.push(&(" ".repeat(columns_to_clear) + &"\x08".repeat(columns_to_clear)));
        }
        self.push(&symbol);
        // Terminals differ in the width of emoji and combining marks, and in the cursor position after the last column.
        let x = columns(symbol.width());
        self.cursor = (is_stable && x < width).then_some(Position { x, y: cursor.y });
    }
}

mod backend;
mod cursor_motion;
mod frame;
#[cfg(test)]
mod tests;
