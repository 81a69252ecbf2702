use ratatui::buffer::Cell;
use ratatui::layout::Size;
use unicode_width::UnicodeWidthStr as _;

use super::sgr::CellStyle;
use super::symbol::has_stable_width;

/// What the terminal shows, cell by cell: so that a line's end can be erased in three bytes instead of being written
/// over with blanks, and a row be written anew where a symbol goes that terminals disagree about.
#[derive(Debug, Default)]
pub(super) struct ShadowBuffer {
    width: usize,
    /// Row after row. The columns that a wide symbol covers beside its own are empty.
    cells: Vec<Cell>,
}

impl ShadowBuffer {
    /// The terminal has just been cleared.
    pub(super) fn cleared(size: Size) -> Self {
        let width = usize::from(size.width);
        Self { width, cells: vec![Cell::new(" "); width * usize::from(size.height)] }
    }

    /// Takes note of a cell that is about to be written. Whether it may leave something of what stood there behind: a
    /// symbol that this terminal drew wider than it is, or beside its place.
    pub(super) fn record(&mut self, x: u16, y: u16, cell: &Cell) -> bool {
        let columns = cell.symbol().width().max(1);
        let mut leaves = false;
        for column in usize::from(x)..(usize::from(x) + columns).min(self.width) {
            let Some(shown) = self.cells.get_mut(usize::from(y) * self.width + column) else { continue };
            // It stays where it is only if it is the same in the same column.
            let stays = column == usize::from(x) && shown.symbol() == cell.symbol();
            leaves |= !has_stable_width(shown.symbol()) && !stays;
            *shown = if column == usize::from(x) { cell.clone() } else { Cell::new("") };
        }
        leaves
    }

    /// From which column on nothing is shown in a row. Nothing is known before the terminal is cleared.
    pub(super) fn blank_from(&self, y: u16) -> Option<usize> {
        let row = self.row(y)?;
        Some(row.iter().rposition(|cell| !is_blank(cell)).map_or(0, |last| last + 1))
    }

    /// All of a row that has to be written on an erased line.
    pub(super) fn visible_cells(&self, y: u16) -> Vec<(u16, Cell)> {
        let cells = (0_u16..).zip(self.row(y).unwrap_or_default());
        cells
            .filter(|(_, cell)| !cell.symbol().is_empty() && !is_blank(cell))
            .map(|(x, cell)| (x, cell.clone()))
            .collect()
    }

    /// Whether nothing is shown between two columns of a row.
    pub(super) fn is_blank_between(&self, y: u16, x: u16, next: u16) -> bool {
        let between = self.row(y).and_then(|row| row.get(usize::from(x) + 1..usize::from(next)));
        between.is_some_and(|cells| cells.iter().all(is_blank))
    }

    fn row(&self, y: u16) -> Option<&[Cell]> {
        let start = usize::from(y) * self.width;
        self.cells.get(start..start + self.width).filter(|row| !row.is_empty())
    }
}

pub(super) fn is_blank(cell: &Cell) -> bool {
    cell.symbol() == " " && CellStyle::of(cell) == CellStyle::PLAIN
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_uncertain_leaves_something_behind() {
        let mut shown = ShadowBuffer::cleared(Size { width: 4, height: 2 });
        assert!(!shown.record(1, 1, &Cell::new("🇦🇿")), "there was nothing");
        assert_eq!(shown.blank_from(1), Some(3));
        assert_eq!(shown.visible_cells(1), [(1, Cell::new("🇦🇿"))]);
        assert!(!shown.record(1, 1, &Cell::new("🇦🇿")), "it is the same");
        assert!(shown.record(0, 1, &Cell::new("🇦🇿")), "it has moved");
        shown.record(1, 1, &Cell::new("🇦🇿"));
        assert!(shown.record(1, 1, &Cell::new("a")));
        assert!(!shown.record(2, 1, &Cell::new(" ")));
        assert_eq!(shown.blank_from(1), Some(2));
        assert_eq!(ShadowBuffer::default().blank_from(0), None);
    }
}
