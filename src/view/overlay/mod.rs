//! The overlays over the form, one a file. `app/overlay/` has a module of the same name for each, with its keys.

mod card;
mod help;
mod quit;
mod shift;
mod waiting_list;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;

use crate::app::{KeyContext, Model, Overlay};
use crate::wording::Severity;

use super::{RenderContext, key_names, paragraph};

pub(super) use help::draw as draw_help;
pub(super) use quit::question as quit_question;

/// Draws the overlay in the place of the form and returns the position of the cursor. The help is drawn by
/// [`draw_help`], because it needs more rows.
pub(super) fn draw(model: &Model, context: RenderContext<'_>, buffer: &mut Buffer, area: Rect) -> Option<Position> {
    match model.overlay.as_ref()? {
        Overlay::QuitQuestion => return Some(quit::draw(model, context, buffer, area)),
        Overlay::Waiting { at, deleting } => {
            waiting_list::draw(model, context, buffer, area, *at, *deleting);
        }
        Overlay::Shift { first } => shift::draw(model, context, buffer, area, *first),
        Overlay::Card(card) => card::draw(card, context, buffer, area),
        Overlay::Help { .. } => {}
    }
    None
}

/// Returns the footer of an overlay, in lines.
fn keys(context: RenderContext<'_>, of: KeyContext, has_choice: bool, width: u16) -> Vec<Line<'static>> {
    paragraph(&key_names::footer(context.say, of, has_choice), context.theme.style(Severity::Quiet), width)
}
