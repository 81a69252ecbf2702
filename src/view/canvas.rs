//! The cells of the screen from one frame to the next, and the regions that they show.
//!
//! A region is drawn again only if its view-model or its place has changed. The rows of other regions keep their cells
//! and are not compared with the cells of the terminal.

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect, Size};
use ratatui::style::{Modifier, Style};
use ratatui::text::Line;

use super::region::{FieldRegion, Region};
use super::theme::Theme;

/// The cells of a screen, and the rows that may have changed.
#[derive(Debug, Default)]
pub struct Canvas {
    buffer: Buffer,
    /// The regions of the last frame, from top to bottom.
    regions: Vec<Placed>,
    /// The regions of this frame so far.
    drawn: Vec<Placed>,
    /// For each row: true if its cells may differ from the last frame's.
    changed: Vec<bool>,
}

/// A region and the area that it has on the screen.
#[derive(Debug)]
struct Placed {
    area: Rect,
    /// The view-model. `None` means that the region is drawn in every frame.
    region: Option<Region>,
    cursor: Option<Position>,
}

impl Canvas {
    /// Returns the cells.
    pub const fn buffer(&self) -> &Buffer {
        &self.buffer
    }

    /// Returns the rows whose cells may differ from the last frame's, from top to bottom.
    pub fn changed_rows(&self) -> impl Iterator<Item = u16> {
        (0_u16..).zip(&self.changed).filter(|(_, changed)| **changed).map(|(row, _)| row)
    }

    /// Begins a frame of this size. If the size has changed, all regions are drawn again.
    pub(super) fn begin(&mut self, area: Rect) {
        if self.buffer.area != area {
            self.buffer = Buffer::empty(area);
            self.regions.clear();
        }
        let rows = usize::from(area.height);
        self.drawn.clear();
        // In the first frame of a size all rows have changed.
        let is_new = self.regions.is_empty();
        self.changed.clear();
        self.changed.resize(rows, is_new);
    }

    /// Shows a region. No two regions of a frame share a cell. If the region has changed, its cells are cleared and `draw`
    /// is called. Returns the position of the cursor from this call of `draw` or an earlier one.
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

    /// Returns the field that had the focus in the last frame, with its cursor.
    pub(super) fn focused_field(&self) -> Option<(&FieldRegion, Position)> {
        self.regions.iter().find_map(|placed| match &placed.region {
            Some(Region::Field(field)) if field.is_focused => Some((&**field, placed.cursor?)),
            _ => None,
        })
    }

    /// Writes a letter into a cell of the last frame, in the style of the cell.
    pub(super) fn set_letter(&mut self, letter: char, place: Position, theme: Theme) {
        if let Some(cell) = self.buffer.cell_mut(place) {
            cell.set_char(letter);
            theme.transliterate_cells(&mut self.buffer, Rect::from((place, Size::new(1, 1))));
        }
    }

    /// Ends the frame. Clears the cells in which the last frame showed a region and this one does not.
    pub(super) fn end(&mut self) {
        let areas = |regions: &[Placed]| regions.iter().map(|placed| placed.area).collect::<Vec<_>>();
        let (last, drawn) = (areas(&self.regions), areas(&self.drawn));
        if last != drawn {
            for place in last.iter().flat_map(|area| area.positions()) {
                if !drawn.iter().any(|area| area.contains(place)) {
                    self.clear(Rect { x: place.x, y: place.y, width: 1, height: 1 });
                }
            }
        }
        std::mem::swap(&mut self.regions, &mut self.drawn);
    }

    /// Clears the cells of an area, and marks its rows as changed.
    fn clear(&mut self, area: Rect) {
        for row in area.intersection(self.buffer.area).rows() {
            let first = usize::from(row.y) * usize::from(self.buffer.area.width) + usize::from(row.x);
            let cells = self.buffer.content.get_mut(first..first + usize::from(row.width));
            // `fill` would clone the symbol of the empty cell for each of them.
            cells.unwrap_or_default().iter_mut().for_each(Cell::reset);
            if let Some(changed) = self.changed.get_mut(usize::from(row.y)) {
                *changed = true;
            }
        }
    }
}

/// Adds an attribute to each cell of one row of an area.
pub(super) fn add_modifier(buffer: &mut Buffer, area: Rect, modifier: Modifier) {
    for x in area.left()..area.right() {
        if let Some(cell) = buffer.cell_mut((x, area.y)) {
            cell.modifier |= modifier;
        }
    }
}

/// Writes the same character into each cell of one row of an area.
pub(super) fn fill(buffer: &mut Buffer, area: Rect, character: char) {
    for x in area.left()..area.right() {
        if let Some(cell) = buffer.cell_mut((x, area.y)) {
            cell.set_char(character);
        }
    }
}

/// Writes a line into an area, from its left end, and cuts it at the right end.
///
/// The result is the same as ratatui's. A text of usual letters and signs is written without splitting it into
/// graphemes, because this runs for every typed letter.
pub(super) fn print(line: &Line<'_>, area: Rect, buffer: &mut Buffer) {
    let area = area.intersection(buffer.area);
    let mut x = area.x;
    for span in &line.spans {
        let style = line.style.patch(span.style);
        if span.content.chars().all(is_one_cell) {
            for (letter, place) in span.content.chars().zip(x..area.right()) {
                if let Some(cell) = buffer.cell_mut((place, area.y)) {
                    cell.set_char(letter);
                    if style != Style::new() {
                        cell.set_style(style);
                    }
                }
                x = place + 1;
            }
        } else {
            let room = usize::from(area.right().saturating_sub(x));
            (x, _) = buffer.set_stringn(x, area.y, &span.content, room, style);
        }
    }
}

/// Returns true for usual letters and signs: a character that is one column wide and joins no other of them.
pub(super) const fn is_one_cell(character: char) -> bool {
    matches!(
        character,
        ' '..='~'
            | '\u{a1}'..='\u{ac}'
            | '\u{ae}'..='\u{2ff}'
            | '\u{400}'..='\u{481}'
            | '\u{48a}'..='\u{52f}'
            | '–' | '—' | '•' | '…' | '←' | '→' | '─' | '│' | '┃' | '┌' | '┐' | '└' | '┘' | '✓' | '✗'
    )
}

/// Returns the cells of one row.
pub fn row_of(buffer: &Buffer, y: u16) -> &[Cell] {
    let width = usize::from(buffer.area.width);
    let start = usize::from(y) * width;
    buffer.content.get(start..start + width).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use ratatui::style::Color;

    use super::*;

    /// Both ways to print must leave the same cells, with the text cut at the right end.
    #[test]
    fn a_text_without_joined_characters_is_printed_as_ratatui_prints_it() {
        let usual: Vec<char> = ('\u{0}'..='\u{ffff}').filter(|character| is_one_cell(*character)).collect();
        assert!(usual.len() > 700, "{}", usual.len());
        let area = Rect::new(1, 0, 5, 1);
        let texts = usual.iter().flat_map(|c| [format!("{c}"), format!("a{c}ə{c}ж{c}✓"), format!("{c}e\u{301}")]);
        for text in texts {
            let line =
                Line::from(vec!["‣".into(), ratatui::text::Span::styled(text.as_str(), Color::Green), "|".into()]);
            let (mut ours, mut theirs) = (Buffer::empty(Rect::new(0, 0, 8, 1)), Buffer::empty(Rect::new(0, 0, 8, 1)));
            print(&line, area, &mut ours);
            theirs.set_line(area.x, area.y, &line, area.width);
            assert_eq!(ours, theirs, "{text:?}");
        }
    }
}
