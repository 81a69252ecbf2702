use ratatui::buffer::Cell;
use ratatui::layout::Size;
use unicode_width::UnicodeWidthStr as _;

use super::sgr::Look;

/// Which cells of the terminal show nothing, so that a line's end can be erased in three bytes instead of being
/// written over with blanks.
#[derive(Debug, Default)]
pub(super) struct Blanks {
    width: usize,
    /// Row after row.
    blank: Vec<bool>,
}

impl Blanks {
    /// The terminal has just been cleared.
    pub(super) fn all(size: Size) -> Self {
        let width = usize::from(size.width);
        Self { width, blank: vec![true; width * usize::from(size.height)] }
    }

    /// Takes note of a cell that is about to be written.
    pub(super) fn take(&mut self, x: u16, y: u16, cell: &Cell) {
        let columns = cell.symbol().width().max(1);
        for column in usize::from(x)..(usize::from(x) + columns).min(self.width) {
            if let Some(blank) = self.blank.get_mut(usize::from(y) * self.width + column) {
                *blank = is_blank(cell);
            }
        }
    }

    /// From which column on nothing is shown in a row. Nothing is known before the terminal is cleared.
    pub(super) fn from(&self, y: u16) -> Option<usize> {
        if self.width == 0 {
            return None;
        }
        let start = usize::from(y) * self.width;
        let row = self.blank.get(start..start + self.width)?;
        Some(row.iter().rposition(|blank| !blank).map_or(0, |last| last + 1))
    }
}

pub(super) fn is_blank(cell: &Cell) -> bool {
    cell.symbol() == " " && Look::of(cell) == Look::PLAIN
}
