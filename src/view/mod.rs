//! The model as cells: a function of the model, the language and the theme, called when something changed.
//!
//! One region of the screen a file; this one divides the screen among them:
//!
//! ```text
//!  header   Front desk · Main venue            TRAINING
//!  fields   label          value                          two rows a field where the screen is tall enough,
//!           (what it means, or what to do)                else one, with what is wrong behind the value
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
pub use theme::{CharacterSet, Severity, Theme};
pub use words::{Said, displayable, of_field, of_result, of_waiting};

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::Line;

use crate::app::{Model, Overlay, SMALLEST_SCREEN};
use crate::locale::Locale;

use fields::Layout;

/// What is wider is left blank: nobody reads along so long a row, and each of its cells costs bytes.
const WIDEST: u16 = 132;

/// On a narrower screen labels are shorter and results have more lines.
const NARROW: u16 = 60;

/// The rows of the whole form: each field, what is said about it, and the button.
const WHOLE_FORM: u16 = 17;

/// With what a frame is drawn besides the model.
#[derive(Clone, Copy)]
pub struct RenderContext<'a> {
    /// The words.
    pub say: &'a Locale,
    /// The colours and signs.
    pub theme: Theme,
}

/// Draws the model and puts the caret at the insertion point.
pub fn draw(model: &Model, brush: RenderContext<'_>, frame: &mut Frame<'_>) {
    let area = frame.area();
    let (columns, rows) = SMALLEST_SCREEN;
    let caret = if area.width < columns || area.height < rows {
        let words = match model.overlay {
            Some(Overlay::QuitAsked) => overlay::question(model, brush),
            _ => brush.say.screen_too_small(columns, rows),
        };
        let words = match model.unfinished_paste {
            Some(_) => format!("{} {words}", brush.say.notice_paste_unfinished()),
            None => words,
        };
        lines(frame, area, clip::wrap(&words, area.width).into_iter().map(Line::from));
        // A screen reader says what the caret stands on.
        Some(area.as_position())
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
fn desk(model: &Model, brush: RenderContext<'_>, frame: &mut Frame<'_>, area: Rect) -> Option<Position> {
    let foot = 1;
    let most_said = if area.width < NARROW { 3 } else { 2 };
    let rows = area.height.saturating_sub(1 + foot + most_said);
    let rule = u16::from(rows >= WHOLE_FORM + 2);
    let head = 1 + rule;
    let layout = Layout::of(rows);
    let mut result = result::lines(model, brush, area.width);
    if result.is_empty() && model.overlay.is_none() {
        result.extend(fields::cut_problem(model, brush, layout, area.width));
    }
    let said = if rows >= WHOLE_FORM {
        most_said
    } else {
        // What is wrong is always seen.
        let room = area.height.saturating_sub(head + foot + fields::least_rows(model, brush, layout));
        u16::try_from(result.len()).unwrap_or(1).min(room).clamp(1, most_said)
    };
    let body = area.height.saturating_sub(head + rule + said + foot);
    let at = |y: u16, height: u16| Rect { x: area.x, y: area.y + y, width: area.width, height };

    header::draw(model, brush, frame, at(0, head));
    if let Some(Overlay::Help { turned }) = model.overlay {
        help::draw(brush, frame, at(head, area.height - head), turned);
        return None;
    }
    if rule > 0 {
        lines(frame, at(head + body, rule), [brush.theme.rule(area.width)]);
    }
    if model.hidden {
        let words = match model.unfinished_paste {
            Some(_) => brush.say.notice_paste_unfinished(),
            None => brush.say.screen_hidden(),
        };
        lines(frame, at(head, body), paragraph(&words, Style::new(), area.width));
        lines(frame, at(area.height - foot, foot), [footer::line(model, brush, area.width)]);
        return Some(Position::new(area.x + 1, area.y + head));
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
        Some(Overlay::Help { .. }) | None => fields::draw(model, brush, frame, at(head, body), layout),
    }
}

/// Writes lines from the top of an area down, as far as it goes.
fn lines<'a>(frame: &mut Frame<'_>, area: Rect, lines: impl IntoIterator<Item = Line<'a>>) {
    for (row, line) in area.rows().zip(lines) {
        frame.render_widget(line, row);
    }
}
