use ratatui::buffer::Cell;
use ratatui::layout::Position;
use unicode_width::UnicodeWidthStr as _;

use super::super::control::CLEAR_SCREEN;
use super::super::sgr::CellStyle;
use super::super::symbol::{columns, has_stable_width, max_width, sanitize_symbol};
use super::cursor_motion::shortest_motion;

/// Writes the bytes of a frame. It knows the position of the cursor and the style, and writes only changes of them.
pub(super) struct Pen {
    bytes: String,
    /// `None` if the position differs between terminals.
    cursor: Option<Position>,
    style: CellStyle,
    /// The columns of the screen.
    width: u16,
}

impl Pen {
    /// Begins a frame with the cursor at this position and in this style.
    pub(super) const fn at(cursor: Option<Position>, style: CellStyle, width: u16) -> Self {
        Self { bytes: String::new(), cursor, style, width }
    }

    /// Begins a frame that clears a screen in an unknown state.
    pub(super) fn on_cleared_screen(width: u16) -> Self {
        Self { bytes: format!("\x1b[m{CLEAR_SCREEN}"), ..Self::at(Some(Position::ORIGIN), CellStyle::PLAIN, width) }
    }

    pub(super) fn into_bytes(self) -> String {
        self.bytes
    }

    pub(super) const fn cursor(&self) -> Option<Position> {
        self.cursor
    }

    pub(super) fn push(&mut self, bytes: &str) {
        self.bytes.push_str(bytes);
    }

    pub(super) fn move_cursor(&mut self, to: Position) {
        if self.cursor == Some(to) {
            return;
        }
        let absolute = format!("\x1b[{};{}H", to.y + 1, to.x + 1);
        let motion = self.cursor.and_then(|from| shortest_motion(from, to));
        self.push(motion.as_deref().filter(|motion| motion.len() < absolute.len()).unwrap_or(&absolute));
        self.cursor = Some(to);
    }

    pub(super) fn set_style(&mut self, style: CellStyle) {
        if self.style != style {
            self.push(&style.sequence_from(self.style));
            self.style = style;
        }
    }

    /// Writes the cells of a row, each in its column.
    pub(super) fn write_cells(&mut self, y: u16, cells: &[(u16, &Cell)]) {
        for (x, cell) in cells {
            let at = Position { x: *x, y };
            self.move_cursor(at);
            self.set_style(CellStyle::of(cell));
            self.write_symbol(at, cell.symbol());
        }
    }

    /// Erases a row from a column to its end.
    pub(super) fn erase_to_line_end(&mut self, x: u16, y: u16) {
        self.move_cursor(Position { x, y });
        self.set_style(CellStyle::PLAIN);
        self.push("\x1b[K");
    }

    /// Writes a symbol at the cursor, over all of its columns.
    fn write_symbol(&mut self, at: Position, symbol: &str) {
        let free_columns = usize::from(self.width.saturating_sub(at.x));
        // A symbol that may not fit would continue in the next row.
        let drawn = if max_width(symbol) <= free_columns { sanitize_symbol(symbol) } else { "?".into() };
        let columns = columns(symbol).min(free_columns);
        if has_stable_width(&drawn) {
            self.push(&drawn);
            self.write_spaces(columns.saturating_sub(drawn.width()));
            self.cursor = self.after(at, columns);
            return;
        }
        if columns > 1 {
            // A terminal that draws it narrower would leave a part of the old symbol next to it.
            self.write_spaces(columns);
            self.cursor = self.after(at, columns);
            self.move_cursor(at);
        }
        self.push(&drawn);
        // Terminals differ in the width of emoji and combining marks.
        self.cursor = None;
    }

    fn write_spaces(&mut self, count: usize) {
        self.bytes.extend(std::iter::repeat_n(' ', count));
    }

    /// Returns the position of the cursor after this number of columns. Terminals differ in it after the last column.
    fn after(&self, at: Position, columns: usize) -> Option<Position> {
        let x = at.x.saturating_add(u16::try_from(columns).unwrap_or(u16::MAX));
        (x < self.width).then_some(Position { x, ..at })
    }
}
