//! The shift, the newest registration at the bottom:
//!
//! ```text
//!  Today’s registrations
//!  12 registered · 1 waiting · typical: 14.2 s and 27 keys
//!
//!  14:05  #1042   registered   Aysel Məmmədova          12.3 s   26 keys
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::Line;
use unicode_width::UnicodeWidthStr as _;

use crate::app::{KeyContext, Shift};
use crate::domain::{EntryStats, Progress, ShiftRow, median_stats};
use crate::locale::Locale;
use crate::view::{Scene, clip, paragraph};

use super::{draw_with_foot, frame};

/// The columns from which a row has the time and the keys that it took.
const EFFORT_COLUMNS: usize = 66;

pub(super) fn draw(scene: Scene<'_>, buffer: &mut Buffer, area: Rect, back: usize) -> Position {
    let (title, area) = frame(buffer, area, &scene.say.shift_title());
    let foot = super::keys(scene, KeyContext::Shift, scene.model.shift.rows.len() > 1, area.width);
    let room = usize::from(area.height).saturating_sub(foot.len());
    draw_with_foot(buffer, area, lines(scene, area.width, room, back), foot);
    title
}

/// Returns the summary and as many rows as there is room for. `back` is the number of newest rows that are scrolled out.
pub(in crate::view) fn lines(scene: Scene<'_>, width: u16, room: usize, back: usize) -> Vec<Line<'static>> {
    let shift = &scene.model.shift;
    let mut shown = paragraph(&summary(scene, shift, width.into()), Style::new(), width);
    shown.push(Line::default());
    let room = room.saturating_sub(shown.len()).max(1);
    let last = shift.rows.len().saturating_sub(back).max(room.min(shift.rows.len()));
    let rows = shift.rows.iter().take(last).skip(last.saturating_sub(room));
    let columns = usize::from(width).saturating_sub(2);
    shown
        .extend(rows.map(|row| Line::from(format!(" {}", clip::end(&row_words(scene, shift, row, columns), columns)))));
    shown
}

fn summary(scene: Scene<'_>, shift: &Shift, width: usize) -> String {
    let say = scene.say;
    let count = |is_counted: fn(Progress) -> bool| shift.rows.iter().filter(|row| is_counted(row.progress)).count();
    let mut parts = vec![say.shift_registered(count(|progress| progress == Progress::Registered))];
    let (waiting, refused) = (count(Progress::is_waiting), count(|progress| progress == Progress::Refused));
    parts.extend((waiting > 0).then(|| say.shift_waiting(waiting)));
    parts.extend((refused > 0).then(|| say.shift_rejected(refused)));
    let median =
        if width >= EFFORT_COLUMNS { median_stats(shift.rows.iter().filter_map(|row| row.stats)) } else { None };
    parts.extend(median.map(|median| say.shift_median(seconds(say, median), median.keys)));
    parts.join(" · ")
}

fn seconds(say: &Locale, stats: EntryStats) -> String {
    say.number(&format!("{:.1}", stats.time.as_secs_f64()))
}

/// Returns the width of the longest state of a row, and a space.
fn state_columns(say: &Locale) -> usize {
    let states = [Progress::Queued, Progress::Registered, Progress::Refused];
    states.into_iter().map(|state| say.progress(state).width()).max().unwrap_or_default() + 1
}

fn row_words(scene: Scene<'_>, shift: &Shift, row: &ShiftRow, width: usize) -> String {
    let say = scene.say;
    // How far a waiting one is stands in the waiting list.
    let state = say.progress(if row.progress.is_waiting() { Progress::Queued } else { row.progress });
    let id = row.id.map(|id| format!("#{id}")).unwrap_or_default();
    let name = shift.name(row.cid).map(ToString::to_string).unwrap_or_default();
    let at = row.saved_at.format("%H:%M").to_string();
    let mut cells = vec![(at, 6), (id, 7), (state, state_columns(say)), (name, 0)];
    if width >= EFFORT_COLUMNS {
        let took = row.stats.map(|stats| say.shift_row_effort(seconds(say, stats), stats.keys)).unwrap_or_default();
        cells.insert(3, (took, 18));
    }
    clip::in_columns(cells)
}
