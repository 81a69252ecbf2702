//! The shift, the newest registration at the bottom:
//!
//! ```text
//!  Today’s registrations
//!  12 registered · 1 waiting · typical: 14.2 s and 27 keys
//!
//!  14:05  #1042   registered   12.3 s   26 keys   Aysel Məmmədova
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;
use unicode_width::UnicodeWidthStr as _;

use crate::app::{KeyContext, Shift};
use crate::domain::{EntryStats, Progress, ShiftRow, median_stats};
use crate::view::{Scene, Theme, clip, lines, paragraph};

pub(super) fn draw(scene: Scene<'_>, buffer: &mut Buffer, area: Rect, back: usize) {
    let say = scene.say;
    let width = usize::from(area.width);
    let shift = &scene.model.shift;
    let mut shown = paragraph(&say.shift_title(), Theme::focused(), area.width);
    shown.extend(paragraph(&summary(scene, shift), Style::new(), area.width));
    shown.push(Line::default());
    let foot = super::keys(scene, KeyContext::Shift, shift.rows.len() > 1, area.width);
    let room = usize::from(area.height).saturating_sub(shown.len() + foot.len()).max(1);
    let last = shift.rows.len().saturating_sub(back).max(room.min(shift.rows.len()));
    let first = last.saturating_sub(room);
    let rows = shift.rows.iter().take(last).skip(first);
    shown.extend(
        rows.map(|row| Line::from(format!(" {}", clip::end(&row_words(scene, shift, row), width.saturating_sub(2))))),
    );
    lines(buffer, area, shown.into_iter().chain(foot));
}

fn summary(scene: Scene<'_>, shift: &Shift) -> String {
    let say = scene.say;
    let count = |is_counted: fn(Progress) -> bool| shift.rows.iter().filter(|row| is_counted(row.progress)).count();
    let mut parts = vec![say.shift_registered(count(|progress| progress == Progress::Registered))];
    let (waiting, refused) = (count(Progress::is_waiting), count(|progress| progress == Progress::Refused));
    parts.extend((waiting > 0).then(|| say.shift_waiting(waiting)));
    parts.extend((refused > 0).then(|| say.shift_rejected(refused)));
    let median = median_stats(shift.rows.iter().filter_map(|row| row.stats));
    parts.extend(median.map(|median| say.shift_median(seconds(median), median.keys)));
    parts.join(" · ")
}

fn seconds(stats: EntryStats) -> String {
    format!("{:.1}", stats.time.as_secs_f64())
}

fn row_words(scene: Scene<'_>, shift: &Shift, row: &ShiftRow) -> String {
    let say = scene.say;
    // How far a waiting one is stands in the waiting list.
    let state = say.progress(if row.progress.is_waiting() { Progress::Queued } else { row.progress });
    let id = row.id.map(|id| format!("#{id}")).unwrap_or_default();
    let took = row.stats.map(|stats| say.shift_row_effort(seconds(stats), stats.keys)).unwrap_or_default();
    let name = shift.name(row.cid).map(ToString::to_string).unwrap_or_default();
    let at = row.saved_at.format("%H:%M").to_string();
    let cells = [(at, 7), (id, 9), (state, 13), (took, 18), (name, 0)];
    let padded = cells.into_iter().map(|(cell, width): (String, usize)| {
        let gap = " ".repeat(width.saturating_sub(cell.as_str().width()).max(usize::from(width > 0)));
        cell + &gap
    });
    padded.collect::<String>().trim_end().to_owned()
}
