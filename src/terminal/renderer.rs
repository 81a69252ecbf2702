//! Frames to bytes. [`diff`] is a pure function from the cells of two frames and the state of the terminal to the bytes
//! that turn the first frame into the second; [`Renderer`] remembers the last frame and the state.
//!
//! `row.rs` chooses the cells to write and where to erase, `pen.rs` writes them. `runtime` sends the bytes
//! ([`super::Output`]). Nothing here asks the terminal anything.
//!
//! Written by hand because crossterm's backend sends 39 bytes for a typed character and 31 for no change, and the desk
//! often runs over a slow connection.

mod cursor_motion;
mod pen;
mod row;
#[cfg(test)]
mod tests;

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use crate::view::row_of;

use super::sgr::CellStyle;
use pen::Pen;
use row::Span;

/// The state of the terminal between two frames.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TerminalState {
    /// Another program may have used the terminal. The next frame clears the screen.
    #[default]
    Unknown,
    /// The terminal shows the last frame.
    Known {
        /// `None` if the position differs between terminals.
        cursor: Option<Position>,
        /// True if the cursor is visible.
        is_cursor_visible: bool,
        /// The style of the next letter: that of the cell at the cursor.
        style: CellStyle,
    },
}

impl TerminalState {
    /// Returns true if the terminal shows `previous`, and `next` is a frame of the same size.
    fn shows(self, previous: &Buffer, next: &Buffer) -> bool {
        self != Self::Unknown && previous.area == next.area
    }
}

/// Returns as few bytes as possible that make a terminal that shows `previous` show `next`, and the state that they
/// leave. Only `rows` may differ between the two frames. `None` hides the cursor.
///
/// If the state is unknown or the size has changed, the screen is cleared and all rows are drawn.
pub fn diff(
    previous: &Buffer,
    next: &Buffer,
    rows: impl IntoIterator<Item = u16>,
    cursor: Option<Position>,
    state: TerminalState,
) -> (String, TerminalState) {
    if state.shows(previous, next) {
        return write(previous, next, &changed_spans(previous, next, rows), cursor, state);
    }
    let blank = Buffer::empty(next.area);
    let spans = changed_spans(&blank, next, 0..next.area.height);
    write(&blank, next, &spans, cursor, TerminalState::Unknown)
}

/// Returns the parts of these rows that differ.
fn changed_spans(previous: &Buffer, next: &Buffer, rows: impl IntoIterator<Item = u16>) -> Vec<Span> {
    rows.into_iter().filter_map(|y| Span::between(y, row_of(previous, y), row_of(next, y))).collect()
}

/// Writes the parts of a frame that differ. `previous` is blank if the state is unknown.
fn write(
    previous: &Buffer,
    next: &Buffer,
    spans: &[Span],
    cursor: Option<Position>,
    state: TerminalState,
) -> (String, TerminalState) {
    let width = next.area.width;
    let (mut pen, was_visible) = match state {
        TerminalState::Unknown => (Pen::on_cleared_screen(width), None),
        TerminalState::Known { cursor, is_cursor_visible, style } => {
            (Pen::at(cursor, style, width), Some(is_cursor_visible))
        }
    };
    for span in spans {
        row::draw(&mut pen, span, row_of(previous, span.y), row_of(next, span.y));
    }
    // The next key is most likely a character at the cursor, which should cost one byte.
    let style = cursor.and_then(|cursor| next.cell(cursor)).map_or(CellStyle::PLAIN, CellStyle::of);
    pen.set_style(style);
    let is_cursor_visible = cursor.is_some();
    if was_visible != Some(is_cursor_visible) {
        pen.push(if is_cursor_visible { "\x1b[?25h" } else { "\x1b[?25l" });
    }
    if let Some(cursor) = cursor {
        pen.move_cursor(cursor);
    }
    let cursor = pen.cursor();
    (pen.into_bytes(), TerminalState::Known { cursor, is_cursor_visible, style })
}

/// Renders frame after frame for one terminal.
///
/// ```
/// use frontdesk::terminal::Renderer;
/// use ratatui::buffer::Buffer;
/// use ratatui::layout::Position;
///
/// let mut renderer = Renderer::default();
/// let mut bytes_of_frame = |text: &str, column: u16| {
///     let frame = Buffer::with_lines([format!("{text:<40}")]);
///     renderer.render(&frame, [0], Some(Position { x: column, y: 0 }))
/// };
/// assert!(bytes_of_frame("Ays", 3).ends_with("Ays\x1b[?25h"));
/// assert_eq!(bytes_of_frame("Ayse", 4), "e", "a typed letter costs one byte");
/// assert_eq!(bytes_of_frame("Ayse", 4), "", "a frame without a change costs none");
/// ```
#[derive(Default)]
pub struct Renderer {
    /// The last frame.
    previous: Buffer,
    state: TerminalState,
}

impl Renderer {
    /// Returns the bytes of the next frame, as [`diff`] does.
    pub fn render(&mut self, next: &Buffer, rows: impl IntoIterator<Item = u16>, cursor: Option<Position>) -> String {
        let spans = if self.state.shows(&self.previous, next) {
            changed_spans(&self.previous, next, rows)
        } else {
            *self = Self { previous: Buffer::empty(next.area), state: TerminalState::Unknown };
            changed_spans(&self.previous, next, 0..next.area.height)
        };
        let (bytes, state) = write(&self.previous, next, &spans, cursor, self.state);
        for span in &spans {
            copy(&mut self.previous, next, span);
        }
        self.state = state;
        bytes
    }

    /// Returns the bytes of the one cell of the next frame at the cursor. `None` means that more than the cell would have to
    /// be written.
    pub fn render_cell_at_cursor(&mut self, next: &Buffer) -> Option<String> {
        let TerminalState::Known { cursor: Some(at), is_cursor_visible, style } = self.state else { return None };
        let cell = next.cell(at).filter(|cell| next.area == self.previous.area && CellStyle::of(cell) == style)?;
        let mut pen = Pen::at(Some(at), style, next.area.width);
        pen.write_cells(at.y, &[(at.x, cell)]);
        self.previous.cell_mut(at)?.clone_from(cell);
        self.state = TerminalState::Known { cursor: pen.cursor(), is_cursor_visible, style };
        Some(pen.into_bytes())
    }

    /// Forgets the state of the terminal after another program has written to it. The next frame clears the screen.
    pub const fn invalidate(&mut self) {
        self.state = TerminalState::Unknown;
    }
}

/// Copies the cells of a part of a row.
fn copy(to: &mut Buffer, from: &Buffer, span: &Span) {
    for (x, cell) in row_of(from, span.y).iter().enumerate().take(span.last + 1).skip(span.first) {
        let at = usize::from(span.y) * usize::from(to.area.width) + x;
        if let Some(old) = to.content.get_mut(at) {
            old.clone_from(cell);
        }
    }
}
