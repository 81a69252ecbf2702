//! The overlays over the form, one a file. `app/overlay/` has a module of the same name for each, with its keys.
//!
//! ```text
//! ┌ Title ──────────────────┐        On a small screen there is no frame.
//! │ rows                    │
//! │ keys                    │
//! └─────────────────────────┘
//! ```

mod card;
mod help;
mod name_search;
mod shift;
mod waiting_list;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr as _;

use crate::app::{KeyContext, Overlay};
use crate::wording::clip;

use super::canvas::print;
use super::{Scene, Theme, footer, lines};

pub(super) use card::rows as card_rows;
pub(super) use shift::lines as shift_lines;

/// Draws an overlay and returns the position of the cursor: the selected row, or the title if there is none. A screen
/// reader reads from there.
pub(super) fn draw(scene: Scene<'_>, open: &Overlay, buffer: &mut Buffer, area: Rect) -> Position {
    match open {
        Overlay::Waiting { at, deleting } => waiting_list::draw(scene, buffer, area, *at, *deleting),
        Overlay::Shift { first } => shift::draw(scene, buffer, area, *first),
        Overlay::Card(card) => card::draw(card, scene, buffer, area),
        Overlay::NameSearch(search) => name_search::draw(search, scene, buffer, area),
        Overlay::Help { turned, beneath } => {
            let opened_in = beneath.as_deref().map_or(KeyContext::Form, KeyContext::of_overlay);
            help::draw(scene, buffer, area, *turned, opened_in)
        }
        // It stands over the form, in the place of the result.
        Overlay::QuitQuestion => area.as_position(),
    }
}

/// The least size at which an overlay has a frame.
const FRAME_COLUMNS: u16 = 60;
const FRAME_ROWS: u16 = 14;

/// Draws the title and, if there is room, the frame. Returns the position of the title, and the area for the rest.
fn frame(buffer: &mut Buffer, area: Rect, title: &str) -> (Position, Rect) {
    let title = Span::styled(clip::end(title, usize::from(area.width.saturating_sub(5))), Theme::strong());
    if area.width < FRAME_COLUMNS || area.height < FRAME_ROWS {
        lines(buffer, area, [Line::from(vec![Span::raw(" "), title])]);
        let rest = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
        return (Position::new(area.x + 1, area.y), rest);
    }
    let horizontal = |columns: u16| "─".repeat(columns.into());
    let rest = area.width.saturating_sub(5 + u16::try_from(title.width()).unwrap_or(u16::MAX));
    let top = Line::from(vec!["┌─ ".into(), title, format!(" {}┐", horizontal(rest)).into()]);
    let bottom = Line::from(format!("└{}┘", horizontal(area.width - 2)));
    for (row, y) in area.rows().zip(area.y..) {
        let line = match y {
            y if y == area.y => &top,
            y if y + 1 == area.bottom() => &bottom,
            _ => {
                print(&Line::from("│"), row, buffer);
                print(&Line::from("│"), Rect { x: area.right() - 1, ..row }, buffer);
                continue;
            }
        };
        print(line, row, buffer);
    }
    (Position::new(area.x + 3, area.y), area.inner(ratatui::layout::Margin::new(1, 1)))
}

/// Draws lines from the top of an area, and the last ones at its bottom.
fn draw_with_foot(buffer: &mut Buffer, area: Rect, shown: Vec<Line<'_>>, foot: Vec<Line<'_>>) {
    let foot_rows = u16::try_from(foot.len()).unwrap_or(u16::MAX).min(area.height);
    let bottom = Rect { y: area.bottom() - foot_rows, height: foot_rows, ..area };
    lines(buffer, Rect { height: area.height - foot_rows, ..area }, shown);
    lines(buffer, bottom, foot);
}

/// A list of rows under a title, of which one is selected.
struct List<'a> {
    title: String,
    /// The rows, each with the lines below it.
    rows: Vec<(String, Vec<Line<'a>>)>,
    /// The selected row, from 0.
    at: usize,
    foot: Vec<Line<'a>>,
}

impl List<'_> {
    /// Draws as many rows as there is room for, with the selected one among them. Returns its position.
    fn draw(self, scene: Scene<'_>, buffer: &mut Buffer, area: Rect) -> Position {
        let (title, area) = frame(buffer, area, &self.title);
        let width = usize::from(area.width);
        let (mut shown, mut focus, mut end) = (Vec::new(), None, 0);
        for (row, (words, below)) in self.rows.into_iter().enumerate() {
            let words = clip::end(&words, width.saturating_sub(4));
            let line = if row == self.at {
                focus = Some(shown.len());
                let gap = " ".repeat(width.saturating_sub(words.width() + 3));
                Line::styled(format!(" ┃ {words}{gap}"), scene.theme.focus())
            } else {
                Line::from(format!("   {words}"))
            };
            shown.push(line);
            shown.extend(below);
            end = if row == self.at { shown.len() } else { end };
        }
        let room = usize::from(area.height).saturating_sub(self.foot.len() + 1).max(1);
        let hidden = focus.map_or(0, |focus| end.saturating_sub(room).min(focus));
        let visible = shown.into_iter().skip(hidden).take(room).collect();
        draw_with_foot(buffer, area, visible, self.foot);
        let row = |focus: usize| area.y + u16::try_from(focus.saturating_sub(hidden)).unwrap_or(0);
        focus.map_or(title, |focus| Position::new(area.x + 3, row(focus)))
    }
}

/// Returns the footer of an overlay, in lines.
fn keys(scene: Scene<'_>, of: KeyContext, has_choice: bool, width: u16) -> Vec<Line<'static>> {
    footer::keys(scene, of, has_choice, width)
}
