//! Beside the form on a wide screen: the card of the registered customer who is found, else today's registrations.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::{Card, found_card};

use super::overlay::{card_rows, shift_lines};
use super::{Scene, Theme};

/// Returns the lines for an area.
pub(super) fn lines(scene: Scene<'_>, area: Rect) -> Vec<Line<'static>> {
    let title = |title: String| Line::from(Span::styled(title, Theme::strong()));
    let (title, rows) = match found_card(scene.model) {
        Some(card) => {
            let mut rows = card_rows(&card, scene, area.width);
            if matches!(card, Card::Awaited(_)) {
                // The last row says that the rest is being loaded, but this begins when the card is opened.
                rows.pop();
            }
            (title(scene.say.card_title()), rows)
        }
        None => {
            (title(scene.say.shift_title()), shift_lines(scene, area.width, area.height.saturating_sub(2).into(), 0))
        }
    };
    [title, Line::default()].into_iter().chain(rows).collect()
}
