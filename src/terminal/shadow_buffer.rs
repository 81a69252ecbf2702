use ratatui::buffer::Cell;
use ratatui::layout::Size;
use unicode_width::UnicodeWidthStr as _;

use super::sgr::CellStyle;
use super::symbol::has_stable_width;

/// A copy of the cells that the terminal shows. With it, the end of a line can be erased in three bytes instead of
/// being overwritten with spaces. A row is redrawn if a symbol leaves whose width differs between terminals.
#[derive(Debug, Default)]
pub(super) struct ShadowBuffer {
    width: usize,
    /// The cells, row by row. The further columns of a wide symbol hold empty cells.
    cells: Vec<Cell>,
}

impl ShadowBuffer {
    /// Creates the buffer of a terminal that has just been cleared.
    pub(super) fn cleared(size: Size) -> Self {
        let width = usize::from(size.width);
        Self { width, cells: vec![Cell::new(" "); width * usize::from(size.height)] }
    }

    /// Records a cell that is about to be written. Returns true if a part of the old symbol may stay visible, because
    /// this terminal drew it wider than its width or next to its column.
    pub(super) fn record(&mut self, x: u16, y: u16, cell: &Cell) -> bool {
        let columns = cell.symbol().width().max(1);
        let mut leaves_residue = false;
        for column in usize::from(x)..(usize::from(x) + columns).min(self.width) {
            let Some(old_cell) = self.cells.get_mut(usize::from(y) * self.width + column) else { continue };
            // The old symbol stays only if the new one is equal and in the same column.
            let is_unchanged = column == usize::from(x) && old_cell.symbol() == cell.symbol();
            leaves_residue |= !has_stable_width(old_cell.symbol()) && !is_unchanged;
            *old_cell = if column == usize::from(x) { cell.clone() } else { Cell::new("") };
        }
        leaves_residue
    }

    /// Returns the column from which a row is empty to its end. `None` means that the terminal has not been cleared
    /// yet.
    pub(super) fn empty_from(&self, y: u16) -> Option<usize> {
        let row = self.row(y)?;
        Some(row.iter().rposition(|cell| !is_empty(cell)).map_or(0, |last| last + 1))
    }

    /// Returns the cells of a row that must be written on an erased line.
    pub(super) fn visible_cells(&self, y: u16) -> Vec<(u16, Cell)> {
        let cells = (0_u16..).zip(self.row(y).unwrap_or_default());
        cells
            .filter(|(_, cell)| !cell.symbol().is_empty() && !is_empty(cell))
            .map(|(x, cell)| (x, cell.clone()))
            .collect()
    }

    /// Returns true if all cells between two columns of a row are empty.
    pub(super) fn is_empty_between(&self, y: u16, x: u16, next: u16) -> bool {
        let between = self.row(y).and_then(|row| row.get(usize::from(x) + 1..usize::from(next)));
        between.is_some_and(|cells| cells.iter().all(is_empty))
    }

    fn row(&self, y: u16) -> Option<&[Cell]> {
        let start = usize::from(y) * self.width;
        self.cells.get(start..start + self.width).filter(|row| !row.is_empty())
    }
}

pub(super) fn is_empty(cell: &Cell) -> bool {
    cell.symbol() == " " && CellStyle::of(cell) == CellStyle::PLAIN
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_symbol_without_a_stable_width_leaves_residue_unless_it_stays() {
        let mut shadow = ShadowBuffer::cleared(Size { width: 4, height: 2 });
        assert!(!shadow.record(1, 1, &Cell::new("🇦🇿")), "there was nothing");
        assert_eq!(shadow.empty_from(1), Some(3));
        assert_eq!(shadow.visible_cells(1), [(1, Cell::new("🇦🇿"))]);
        assert!(!shadow.record(1, 1, &Cell::new("🇦🇿")), "it is the same");
        assert!(shadow.record(0, 1, &Cell::new("🇦🇿")), "it has moved");
        shadow.record(1, 1, &Cell::new("🇦🇿"));
        assert!(shadow.record(1, 1, &Cell::new("a")));
        assert!(!shadow.record(2, 1, &Cell::new(" ")));
        assert_eq!(shadow.empty_from(1), Some(2));
        assert_eq!(ShadowBuffer::default().empty_from(0), None);
    }
}
