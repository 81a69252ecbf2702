use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr as _;

use crate::app::Mode;
use crate::domain::Connectivity;

use super::{Scene, clip, lines};

/// The columns for program, venue and cashier that are left before the state on the right is shortened.
const MIN_LEFT_COLUMNS: usize = 26;

/// Draws the bar: program, venue and cashier on the left; on the right the connection, or that this is training.
pub(super) fn draw(scene: Scene<'_>, buffer: &mut Buffer, area: Rect) {
    let width = usize::from(area.width);
    let (whole, short, is_alarm) = state(scene);
    let right = if whole.width() + MIN_LEFT_COLUMNS + 4 <= width { whole } else { short };
    let room = width.saturating_sub(right.width() + 4);
    let left = clip::end(&left(scene, room), room);
    let gap = " ".repeat(width.saturating_sub(left.width() + right.width() + 3));
    let style = if is_alarm { scene.theme.bar_alarm() } else { scene.theme.bar() };
    let parts = [Span::raw(format!(" {left}{gap}")), Span::styled(format!(" {right} "), style)];
    lines(buffer, area, [Line::from(parts.to_vec()).style(scene.theme.bar())]);
}

/// Returns the alarms for the technician, or the program, before the venue and the cashier. If there is too little room,
/// the program is left out.
fn left(scene: Scene<'_>, room: usize) -> String {
    let alarms = alarms(scene);
    let desk = &scene.model.desk;
    let names = desk.venue.iter().chain([&desk.cashier]).map(ToString::to_string).filter(|name| !name.is_empty());
    let names: Vec<String> = names.collect();
    let can_shorten = alarms.is_empty() && !names.is_empty();
    let first = if alarms.is_empty() { vec![scene.say.header_title()] } else { alarms };
    let whole = [first, names.clone()].concat().join(" · ");
    if can_shorten && whole.width() > room { names.join(" · ") } else { whole }
}

/// Returns the state of the connection in a long and a short form, and if the cashier has to see it.
fn state(scene: Scene<'_>) -> (String, String, bool) {
    let (say, waiting) = (scene.say, scene.model.counts.waiting);
    match (scene.model.desk.mode, scene.model.connectivity) {
        (Mode::Training, _) => (say.header_training(), say.header_training_short(), true),
        (Mode::Live, Connectivity::Unknown) => (say.header_connecting(), say.header_connecting(), false),
        (Mode::Live, Connectivity::Connected) if waiting == 0 => {
            (say.header_connected(), say.header_connected(), false)
        }
        (Mode::Live, Connectivity::Connected) => {
            (say.header_connected_waiting(waiting), say.header_connected_waiting(waiting), false)
        }
        (Mode::Live, Connectivity::Offline { since }) => {
            let since = since.format("%H:%M").to_string();
            if waiting == 0 {
                (say.header_offline(since.as_str()), say.header_offline(since), true)
            } else {
                (say.header_offline_waiting(since, waiting), say.header_offline_short(waiting), true)
            }
        }
    }
}

/// Returns the alarms for the technician.
fn alarms(scene: Scene<'_>) -> Vec<String> {
    let clock = scene.model.desk.rules.today.known().is_none().then(|| scene.say.header_clock_wrong());
    let overdue = scene
        .model
        .counts
        .overdue
        .map(|age| scene.say.header_overdue(scene.model.counts.waiting, scene.say.long_time(age)));
    clock.into_iter().chain(overdue).collect()
}
