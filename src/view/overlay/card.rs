//! The card of a registered customer:
//!
//! ```text
//!  Already registered
//!
//!  Name           Aysel Məmmədova
//!  Customer ID    #1042
//!  Phone          +994 50 123 45 67
//!  …
//!  To change it: POS (…) or back office
//!  Esc back
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr as _;

use crate::app::{Card, KeyContext};
use crate::view::{Scene, Theme, clip, paragraph};

use super::{draw_with_foot, frame};

/// The column at which the values begin.
const VALUE_COLUMN: usize = 16;

pub(super) fn draw(card: &Card, scene: Scene<'_>, buffer: &mut Buffer, area: Rect) -> Position {
    let (title, area) = frame(buffer, area, &scene.say.card_title());
    let mut shown = rows(card, scene, area.width);
    if area.height > 12 {
        shown.insert(0, Line::default());
    }
    draw_with_foot(buffer, area, shown, foot(card, scene, area.width));
    title
}

/// Returns the rows of a card.
pub(in crate::view) fn rows(card: &Card, scene: Scene<'_>, width: u16) -> Vec<Line<'static>> {
    let width = usize::from(width);
    let row = |(label, value): (String, String)| {
        let gap = " ".repeat(VALUE_COLUMN.saturating_sub(label.width() + 1));
        let value = clip::end(&value, width.saturating_sub(VALUE_COLUMN + 1));
        Line::from(vec![Span::styled(format!(" {label}"), Theme::strong()), Span::raw(gap), Span::raw(value)])
    };
    scene.wording(width).card(card).into_iter().map(row).collect()
}

/// Returns the place where the customer can be corrected, because Clopos has no call for that, and the keys.
fn foot(card: &Card, scene: Scene<'_>, width: u16) -> Vec<Line<'static>> {
    let correction = match card {
        Card::Gone(_) => None,
        _ if scene.say.card_correction().width() + 2 > width.into() => Some(scene.say.card_correction_short()),
        _ => Some(scene.say.card_correction()),
    };
    let correction = correction.into_iter().flat_map(|words| paragraph(&words, Style::new(), width));
    correction.chain(super::keys(scene, KeyContext::Card, false, width)).collect()
}
