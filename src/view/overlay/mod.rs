//! The overlays over the form, one a file. `app/overlay/` has a module of the same name for each, with its keys.

mod card;
mod help;
mod name_search;
mod quit;
mod shift;
mod waiting_list;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::Line;

use crate::app::{KeyContext, Overlay};
use crate::wording::{Severity, clip};

use super::{Scene, Theme, key_names, lines, paragraph};

pub(super) use help::draw as draw_help;
pub(super) use quit::question as quit_question;

/// Draws the overlay in the place of the form and returns the position of the cursor. The help is drawn by
/// [`draw_help`], because it needs more rows.
pub(super) fn draw(scene: Scene<'_>, buffer: &mut Buffer, area: Rect) -> Option<Position> {
    match scene.model.overlay.as_ref()? {
        Overlay::QuitQuestion => return Some(quit::draw(scene, buffer, area)),
        Overlay::Waiting { at, deleting } => {
            waiting_list::draw(scene, buffer, area, *at, *deleting);
        }
        Overlay::Shift { first } => shift::draw(scene, buffer, area, *first),
        Overlay::Card(card) => card::draw(card, scene, buffer, area),
        Overlay::NameSearch(search) => name_search::draw(search, scene, buffer, area),
        Overlay::Help { .. } => {}
    }
    None
}

/// A list of rows under a title, of which one is selected.
struct List<'a> {
    title: Vec<Line<'a>>,
    /// The rows. A row may have a line of its own below it.
    rows: Vec<(String, Option<Line<'a>>)>,
    /// The selected row, from 0.
    at: usize,
    foot: Vec<Line<'a>>,
}

impl List<'_> {
    /// Draws as many rows as there is room for, with the selected one among them.
    fn draw(self, buffer: &mut Buffer, area: Rect) {
        let width = usize::from(area.width);
        let mut shown = Vec::new();
        let mut focus = 0;
        for (row, (words, below)) in self.rows.into_iter().enumerate() {
            let is_selected = row == self.at;
            focus = if is_selected { shown.len() } else { focus };
            let (sign, style) = if is_selected { ("▸ ", Theme::focused()) } else { ("  ", Style::new()) };
            shown.push(Line::styled(format!(" {sign}{}", clip::end(&words, width.saturating_sub(4))), style));
            shown.extend(below);
        }
        let room = usize::from(area.height).saturating_sub(self.title.len() + self.foot.len() + 1).max(1);
        let hidden = (focus + 2).saturating_sub(room);
        let list = shown.into_iter().skip(hidden).take(room);
        lines(buffer, area, self.title.into_iter().chain(list).chain([Line::default()]).chain(self.foot));
    }
}

/// Returns the footer of an overlay, in lines.
fn keys(scene: Scene<'_>, of: KeyContext, has_choice: bool, width: u16) -> Vec<Line<'static>> {
    paragraph(&key_names::footer(scene.say, of, has_choice), scene.theme.style(Severity::Quiet), width)
}
