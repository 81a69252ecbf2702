//! The card of a registered customer:
//!
//! ```text
//!  Already registered
//!
//!  Name           Aysel Məmmədova
//!  Customer ID    #1042
//!  Phone          +994 50 123 45 67
//!  …
//!  Esc back · To change it: POS (…) or back office
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr as _;

use crate::app::{Card, KeyContext};
use crate::view::{Scene, Theme, clip, key_names, lines, paragraph};
use crate::wording::Severity;

/// The column at which the values begin.
const VALUE_COLUMN: usize = 16;

pub(super) fn draw(card: &Card, scene: Scene<'_>, buffer: &mut Buffer, area: Rect) {
    let say = scene.say;
    let width = usize::from(area.width);
    let rows = scene.wording(width).card(card);
    let mut shown = vec![Line::styled(format!(" {}", say.card_title()), scene.theme.style(Severity::Warning))];
    if area.height > 12 {
        shown.push(Line::default());
    }
    for (label, value) in rows {
        let gap = " ".repeat(VALUE_COLUMN.saturating_sub(label.width() + 1));
        let value = clip::end(&value, width.saturating_sub(VALUE_COLUMN + 1));
        shown.push(Line::from(vec![
            Span::styled(format!(" {label}"), Theme::focused()),
            Span::raw(gap),
            Span::raw(value),
        ]));
    }
    let foot = paragraph(&footer(card, scene, width), scene.theme.style(Severity::Quiet), area.width);
    shown.truncate(usize::from(area.height).saturating_sub(foot.len()));
    lines(buffer, area, shown.into_iter().chain(foot));
}

/// Returns the keys of the card, and the place where the customer can be corrected: Clopos has no call for that.
fn footer(card: &Card, scene: Scene<'_>, width: usize) -> String {
    let keys = key_names::footer(scene.say, KeyContext::Card, false);
    let keys_and = |correction: String| format!("{keys} · {correction}");
    let whole = keys_and(scene.say.card_correction());
    match card {
        Card::Gone(_) => keys,
        _ if whole.width() + 2 > width => keys_and(scene.say.card_correction_short()),
        _ => whole,
    }
}
