//! The cells of the screen, kept from one frame to the next, and which regions they show.
//!
//! A region is drawn again only if its view-model or its place has changed. The rows of the others keep their cells, and
//! are not compared with what the terminal shows.

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::Line;

use super::region::Region;
use super::theme::Theme;

/// The cells of a screen.
#[derive(Debug, Default)]
pub struct Canvas {
    buffer: Buffer,
    /// What the last frame showed, from top to bottom.
    regions: Vec<Placed>,
    /// What this frame has shown so far.
    drawn: Vec<Placed>,
    /// By row: whether its cells may differ from the last frame's.
    changed: Vec<bool>,
}

/// A region in its place.
#[derive(Debug)]
struct Placed {
    area: Rect,
    /// `None` if it is drawn in every frame.
    region: Option<Region>,
    cursor: Option<Position>,
}

impl Canvas {
    /// The cells.
    pub const fn buffer(&self) -> &Buffer {
        &self.buffer
    }

    /// The rows whose cells may differ from the last frame's, from top to bottom.
    pub fn changed_rows(&self) -> impl Iterator<Item = u16> {
        (0_u16..).zip(&self.changed).filter(|(_, changed)| **changed).map(|(row, _)| row)
    }

    /// Begins a frame of this size. Nothing of a frame of another size is kept.
    pub(super) fn begin(&mut self, area: Rect) {
        if self.buffer.area != area {
            self.buffer = Buffer::empty(area);
            self.regions.clear();
        }
        let rows = usize::from(area.height);
        self.drawn.clear();
        // The first frame of a size is new everywhere.
        let is_new = self.regions.is_empty();
        self.changed.clear();
        self.changed.resize(rows, is_new);
    }

    /// Shows a region, whole rows from top to bottom. `draw` is called if it has changed, on blank cells. Returns where
    /// it has put the cursor, then or in an earlier frame.
    pub(super) fn show(
        &mut self,
        area: Rect,
        region: Option<Region>,
        theme: Theme,
        draw: impl FnOnce(&mut Buffer, Rect) -> Option<Position>,
    ) -> Option<Position> {
        if area.is_empty() {
            return None;
        }
        let before = self.regions.get(self.drawn.len());
        if let Some(before) = before.filter(|before| before.area == area && region.is_some() && before.region == region)
        {
            let cursor = before.cursor;
            self.drawn.push(Placed { area, region, cursor });
            return cursor;
        }
        self.clear(area);
        let cursor = draw(&mut self.buffer, area);
        theme.transliterate_cells(&mut self.buffer, area);
        self.drawn.push(Placed { area, region, cursor });
        cursor
    }

    /// Ends the frame: rows that no region has shown are blank.
    pub(super) fn end(&mut self) {
        // The regions stand one below the other: the rows between them are few.
        let mut y = self.buffer.area.y;
        let mut gaps = Vec::new();
        for placed in &self.drawn {
            gaps.extend(y..placed.area.y);
            y = placed.area.bottom();
        }
        gaps.extend(y..self.buffer.area.bottom());
        let was_shown = |y: &u16| self.regions.iter().any(|last| (last.area.y..last.area.bottom()).contains(y));
        gaps.retain(was_shown);
        for y in gaps {
            self.clear(Rect { y, height: 1, ..self.buffer.area });
        }
        std::mem::swap(&mut self.regions, &mut self.drawn);
    }

    /// Blanks the rows of an area.
    fn clear(&mut self, area: Rect) {
        let width = usize::from(self.buffer.area.width);
        let rows = usize::from(area.y) * width..usize::from(area.bottom()) * width;
        self.buffer.content.get_mut(rows).unwrap_or_default().fill(Cell::EMPTY);
        for y in area.y..area.bottom() {
            if let Some(changed) = self.changed.get_mut(usize::from(y)) {
                *changed = true;
            }
        }
    }
}

/// Writes a line from the left of an area on, as far as it goes.
///
/// As ratatui writes it, but a text in ASCII without a look at each grapheme: a letter must cost little.
pub(super) fn print(line: &Line<'_>, area: Rect, buffer: &mut Buffer) {
    let area = area.intersection(buffer.area);
    let mut x = area.x;
    for span in &line.spans {
        let style = line.style.patch(span.style);
        if span.content.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ') {
            for (letter, place) in span.content.chars().zip(x..area.right()) {
                if let Some(cell) = buffer.cell_mut((place, area.y)) {
                    cell.set_char(letter);
                    if style != Style::new() {
                        cell.set_style(style);
                    }
                }
            }
            x = x.saturating_add(u16::try_from(span.content.len()).unwrap_or(u16::MAX)).min(area.right());
        } else {
            let room = usize::from(area.right().saturating_sub(x));
            (x, _) = buffer.set_stringn(x, area.y, &span.content, room, style);
        }
    }
}

/// Returns the cells of one row.
pub fn row_of(buffer: &Buffer, y: u16) -> &[Cell] {
    let width = usize::from(buffer.area.width);
    let start = usize::from(y) * width;
    buffer.content.get(start..start + width).unwrap_or_default()
}
