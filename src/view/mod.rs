//! The model as cells: a function of the model, the language and the theme, called when something changed.
//!
//! One region of the screen a file; this one divides the screen among them:
//!
//! ```text
//!  header   Front desk · Main venue            TRAINING
//!  fields   label          value                          two rows a field where the screen is tall enough,
//!           (what it means, or what to do)                else one, and the rows scroll with the focus
//!  result   what became of the last save
//!  footer   the keys
//! ```
//!
//! Nothing is kept from one frame to the next. This room must not know the terminal.

mod card;
mod clip;
mod fields;
mod footer;
mod header;
mod help;
mod hint;
mod lookup;
mod overlay;
mod result;
mod shift;
mod theme;
mod value;
mod waiting;
mod words;

pub use help::keys;
pub use theme::{Signs, Theme, Tone};
pub use words::{Said, of_field, of_result, of_waiting, readable};

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::Line;

use crate::app::{Model, Overlay};
use crate::locale::Locale;

/// The smallest screen on which the desk can be used.
const SMALLEST: (u16, u16) = (40, 12);

/// What is wider is left blank: nobody reads along so long a row, and each of its cells costs bytes.
const WIDEST: u16 = 132;

/// From this height on each field has a row of its own for what is said about it, so that nothing moves while one
/// types.
const TALL: u16 = 23;

/// With what a frame is drawn besides the model.
#[derive(Clone, Copy)]
pub struct Brush<'a> {
    /// The words.
    pub say: &'a Locale,
    /// The colours and signs.
    pub theme: Theme,
}

/// Draws the model and puts the caret at the insertion point.
pub fn draw(model: &Model, brush: Brush<'_>, frame: &mut Frame<'_>) {
    let area = frame.area();
    let caret = if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
        let words = brush.say.frame_too_small(SMALLEST.0, SMALLEST.1);
        lines(frame, area, clip::wrap(&words, area.width).into_iter().map(Line::from));
        None
    } else {
        desk(model, brush, frame, Rect { width: area.width.min(WIDEST), ..area })
    };
    brush.theme.speak_plainly(frame.buffer_mut());
    if let Some(caret) = caret {
        frame.set_cursor_position(caret);
    }
}

/// A sentence with a blank at its sides, in as many lines as it takes.
fn paragraph(words: &str, style: Style, width: u16) -> Vec<Line<'static>> {
    let wrapped = clip::wrap(words, width.saturating_sub(2));
    wrapped.into_iter().map(|line| Line::styled(format!(" {line}"), style)).collect()
}

/// The whole desk; gives back where the caret stands.
fn desk(model: &Model, brush: Brush<'_>, frame: &mut Frame<'_>, area: Rect) -> Option<Position> {
    let tall = area.height >= TALL;
    let result = result::lines(model, brush, area.width);
    let head = if tall { 2 } else { 1 };
    let foot = 1;
    let said = if tall { 2 } else { u16::try_from(result.len()).unwrap_or(1).clamp(1, 3) };
    let rule = u16::from(tall);
    let body = area.height.saturating_sub(head + rule + said + foot);
    let at = |y: u16, height: u16| Rect { x: area.x, y: area.y + y, width: area.width, height };

    header::draw(model, brush, frame, at(0, head));
    if let Some(Overlay::Help { turned }) = model.overlay {
        help::draw(brush, frame, at(head, area.height - head), turned);
        return None;
    }
    if tall {
        lines(frame, at(head + body, 1), [brush.theme.rule(area.width)]);
    }
    if model.hidden {
        lines(frame, at(head, body), paragraph(&brush.say.frame_hidden(), Style::new(), area.width));
        lines(frame, at(area.height - foot, foot), [footer::line(model, brush, area.width)]);
        return None;
    }
    lines(frame, at(head + body + rule, said), result);
    // The waiting list names its own keys; the form's would be a lie there.
    if !matches!(model.overlay, Some(Overlay::Waiting { .. })) {
        lines(frame, at(area.height - foot, foot), [footer::line(model, brush, area.width)]);
    }
    match &model.overlay {
        Some(Overlay::QuitAsked) => Some(overlay::quit(model, brush, frame, at(head, body))),
        Some(Overlay::Waiting { at: row, discarding }) => {
            waiting::draw(model, brush, frame, at(head, body), *row, discarding.is_some());
            None
        }
        Some(Overlay::Shift { first }) => {
            shift::draw(model, brush, frame, at(head, body), *first);
            None
        }
        Some(Overlay::Card(card)) => {
            card::draw(card, brush, frame, at(head, body));
            None
        }
        Some(Overlay::Help { .. }) | None => fields::draw(model, brush, frame, at(head, body), tall),
    }
}

/// Writes lines from the top of an area down, as far as it goes.
fn lines<'a>(frame: &mut Frame<'_>, area: Rect, lines: impl IntoIterator<Item = Line<'a>>) {
    for (row, line) in area.rows().zip(lines) {
        frame.render_widget(line, row);
    }
}
