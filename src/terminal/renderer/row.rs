use std::mem::discriminant;

use ratatui::buffer::Cell;

use super::super::sgr::CellStyle;
use super::super::symbol::{columns, has_stable_width, max_width};
use super::pen::Pen;

/// Up to this many trailing spaces are cheaper to write than the three bytes that erase the rest of a line.
const MAX_WRITTEN_SPACES: usize = 2;

/// The bytes to erase the rest of a line and to skip the erased columns.
const ERASE_AND_SKIP_BYTES: usize = 8;

/// A column of a row, as the terminal shows it. `None` stands for a further column of a wide symbol.
type Column<'a> = Option<&'a Cell>;

/// Cells of a row with their columns.
type Cells<'a> = Vec<(u16, &'a Cell)>;

/// A part of a row, from the first to the last cell that differs between two frames.
pub(super) struct Span {
    pub(super) y: u16,
    pub(super) first: usize,
    pub(super) last: usize,
}

impl Span {
    /// Returns the part of a row that differs, if any does.
    pub(super) fn between(y: u16, previous: &[Cell], next: &[Cell]) -> Option<Self> {
        let differs = |(one, other): (&Cell, &Cell)| !looks_like(one, other);
        let mut pairs = previous.iter().zip(next);
        let first = pairs.position(differs)?;
        let last = pairs.rposition(differs).map_or(first, |after| first + 1 + after);
        Some(Self { y, first, last })
    }
}

/// Draws the changed cells of one row.
pub(super) fn draw(pen: &mut Pen, span: &Span, previous: &[Cell], next: &[Cell]) {
    let y = span.y;
    let Changes { cells, leaves_residue } = Changes::of(span, previous, next);
    if leaves_residue {
        pen.erase_to_line_end(0, y);
        return pen.write_cells(y, &visible_cells(next));
    }
    let empty_from = empty_from(next);
    let written = cells.partition_point(|(x, _)| usize::from(*x) < empty_from);
    let (written, erased) =
        if cells.len() - written > MAX_WRITTEN_SPACES { cells.split_at(written) } else { (&*cells, &[][..]) };
    if let Some(gap) = erasable_gap(next, written) {
        pen.write_cells(y, gap.before);
        pen.erase_to_line_end(gap.x, y);
        return pen.write_cells(y, &gap.after);
    }
    pen.write_cells(y, written);
    if let Some((x, _)) = erased.first() {
        let empty_columns = empty_from..=usize::from(*x);
        let cursor = pen.cursor().filter(|cursor| cursor.y == y && empty_columns.contains(&usize::from(cursor.x)));
        pen.erase_to_line_end(cursor.map_or(*x, |cursor| cursor.x), y);
    }
}

/// The cells that have to be written.
struct Changes<'a> {
    cells: Cells<'a>,
    /// True if a part of an old symbol may stay visible, because this terminal drew it wider than its width or next to
    /// its column.
    leaves_residue: bool,
}

impl<'a> Changes<'a> {
    fn of(span: &Span, previous: &[Cell], next: &'a [Cell]) -> Self {
        let mut changes = Self { cells: Vec::new(), leaves_residue: false };
        // A terminal may draw over the columns before this one, if it draws a written symbol wider than others do.
        let mut covered_to = 0;
        for (x, (old, new)) in columns_of(previous).zip(columns_of(next)).enumerate() {
            if x < span.first {
                continue;
            }
            if x > span.last && x >= covered_to && old.is_some() && new.is_some() {
                break;
            }
            let is_changed = match (old, new) {
                (Some(old), Some(new)) => !looks_like(old, new),
                (None, None) => false,
                _ => true,
            };
            changes.leaves_residue |= is_changed && old.is_some_and(|old| leaves_residue(old, new));
            if let Some(new) = new
                && (is_changed || x < covered_to && !is_empty(new))
            {
                if !has_stable_width(new.symbol()) {
                    covered_to = x + max_width(new.symbol());
                }
                changes.cells.push((u16::try_from(x).unwrap_or(u16::MAX), new));
            }
        }
        changes
    }
}

/// Returns true if a symbol without a stable width is replaced. It stays only if the new one is equal and in the same
/// column.
fn leaves_residue(old: &Cell, new: Column<'_>) -> bool {
    !has_stable_width(old.symbol()) && new.is_none_or(|new| new.symbol() != old.symbol())
}

/// A run of spaces that is longer than erasing the line and writing again the cells after it.
struct ErasableGap<'a, 'b> {
    /// The changes before the run.
    before: &'a [(u16, &'b Cell)],
    x: u16,
    /// The visible cells after the run.
    after: Cells<'b>,
}

/// Finds the first run that is worth erasing.
fn erasable_gap<'a, 'b>(next: &'b [Cell], cells: &'a [(u16, &'b Cell)]) -> Option<ErasableGap<'a, 'b>> {
    let mut cells_before = 0;
    let is_same_run = |(x, one): &(u16, &Cell), (then, other): &(u16, &Cell)| {
        let between = next.get(usize::from(*x) + 1..usize::from(*then)).unwrap_or_default();
        is_empty(one) == is_empty(other) && between.iter().all(is_empty)
    };
    for run in cells.chunk_by(is_same_run) {
        if let Some((x, cell)) = run.first().filter(|_| run.len() >= ERASE_AND_SKIP_BYTES)
            && is_empty(cell)
        {
            let mut after = visible_cells(next);
            after.retain(|(at, _)| at > x);
            let changed = cells.iter().filter(|(at, cell)| at > x && !is_empty(cell)).count();
            if after.len() + ERASE_AND_SKIP_BYTES <= run.len() + changed {
                return Some(ErasableGap { before: cells.get(..cells_before)?, x: *x, after });
            }
        }
        cells_before += run.len();
    }
    None
}

/// Returns the columns of a row.
fn columns_of(row: &[Cell]) -> impl Iterator<Item = Column<'_>> {
    let mut covered = 0;
    row.iter().map(move |cell| {
        if covered > 0 {
            covered -= 1;
            return None;
        }
        covered = columns(cell.symbol()) - 1;
        Some(cell)
    })
}

/// Returns the cells of a row that must be written on an erased line.
fn visible_cells(row: &[Cell]) -> Cells<'_> {
    let cells = (0_u16..).zip(columns_of(row)).filter_map(|(x, column)| Some((x, column?)));
    cells.filter(|(_, cell)| !is_empty(cell)).collect()
}

/// Returns the column from which a row is empty to its end. The cells under a wide symbol are empty, but it covers them.
fn empty_from(row: &[Cell]) -> usize {
    let last = row.iter().rposition(|cell| !is_empty(cell));
    last.map_or(0, |last| last + row.get(last).map_or(1, |cell| columns(cell.symbol())))
}

/// Returns true if two cells look the same. It compares less than `==`, because two rows of cells are compared for every
/// letter. Of a colour the kind decides: the terminal gets only the sixteen colours, which have no parts.
fn looks_like(one: &Cell, other: &Cell) -> bool {
    let (symbol, other_symbol) = (one.symbol(), other.symbol());
    // Blank cells share one symbol.
    (std::ptr::eq(symbol, other_symbol) || symbol == other_symbol)
        && discriminant(&one.fg) == discriminant(&other.fg)
        && discriminant(&one.bg) == discriminant(&other.bg)
        && one.modifier == other.modifier
}

fn is_empty(cell: &Cell) -> bool {
    cell.symbol() == " " && CellStyle::of(cell) == CellStyle::PLAIN
}
