//! Draws the model as cells. A frame depends only on the model, the language and the theme. `runtime` asks for one
//! after a change.
//!
//! Each region of the screen has a file. This file divides the screen:
//!
//! ```text
//!  header   Front desk · Main venue · Leyla       ● Connected       side   (wide screen)
//!  fields   label          value                                    the found customer,
//!                          hint                                     else the shift
//!  result   REGISTERED     the outcome of the last registration
//!  footer   the keys
//! ```
//!
//! On a high screen a field has two rows, the second one with its hint. On a low screen it has one row, and a problem is
//! behind the value.
//!
//! Only the cells (`canvas.rs`) and their view-models (`region.rs`) are kept from one frame to the next. This module
//! must not know the terminal.

mod alarm;
mod canvas;
mod echo;
mod fields;
mod footer;
mod header;
mod key_names;
mod layout;
mod overlay;
mod problem;
mod region;
mod result;
mod side;
mod theme;
mod value;

pub use alarm::Alarm;
use canvas::print;
pub use canvas::{Canvas, row_of};
pub use echo::echo;
pub use key_names::{KeySection, key_sections};
pub use theme::{CharacterSet, Theme, transliterate};

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::Line;

use crate::app::{KeyContext, Model, Overlay, SMALLEST_SCREEN};
use crate::locale::Locale;
use crate::wording::{Wording, clip};

use layout::{Layout, Rows, WHOLE_FORM_ROWS};
use region::Region;

/// Below this width in columns, hints use the whole width and results may have more lines.
const NARROW: u16 = 60;

/// Language and theme of a frame.
#[derive(Clone, Copy)]
pub struct RenderContext<'a> {
    /// The sentences in the cashier's language.
    pub say: &'a Locale,
    /// The colours and symbols.
    pub theme: Theme,
}

/// The model to be drawn, in a language and a theme.
#[derive(Clone, Copy)]
struct Scene<'a> {
    model: &'a Model,
    say: &'a Locale,
    theme: Theme,
}

impl<'a> Scene<'a> {
    /// Returns what words the model in sentences of at most this width, if they can be shortened.
    const fn wording(self, columns: usize) -> Wording<'a> {
        Wording { model: self.model, say: self.say, columns }
    }
}

/// Draws on the canvas what has changed since the last frame, for a screen of this size. Returns the position of the
/// cursor. `None` hides the cursor.
pub fn render(model: &Model, context: RenderContext<'_>, canvas: &mut Canvas, area: Rect) -> Option<Position> {
    let scene = Scene { model, say: context.say, theme: context.theme };
    canvas.begin(area);
    let (columns, rows) = SMALLEST_SCREEN;
    let cursor = if area.width < columns || area.height < rows {
        canvas.show(area, None, scene.theme, |buffer, area| {
            lines(buffer, area, clip::wrap(&too_small(scene), area.width).into_iter().map(Line::from));
            // The cursor is on the text, because a screen reader reads from there.
            Some(area.as_position())
        })
    } else {
        desk(scene, canvas, area)
    };
    canvas.end();
    cursor
}

/// Returns the text of a screen that is too small for the form.
fn too_small(scene: Scene<'_>) -> String {
    let (columns, rows) = SMALLEST_SCREEN;
    let words = match scene.model.overlay {
        Some(Overlay::QuitQuestion) => {
            let keys = footer::keys(scene, KeyContext::QuitQuestion, true, u16::MAX).into_iter();
            let question = [scene.say.badge_quit(), format!(" {}", scene.wording(usize::MAX).quit_question())];
            question.into_iter().chain(keys.map(|keys| keys.to_string())).collect::<String>()
        }
        _ => scene.say.screen_too_small(columns, rows),
    };
    match scene.model.unfinished_paste() {
        Some(_) => format!("{} {words}", scene.say.notice_paste_unfinished()),
        None => words,
    }
}

/// Returns a sentence in lines, with one space at each side.
fn paragraph(words: &str, style: Style, width: u16) -> Vec<Line<'static>> {
    let wrapped = clip::wrap(words, width.saturating_sub(2));
    wrapped.into_iter().map(|line| Line::styled(format!(" {line}"), style)).collect()
}

/// Draws the whole desk and returns the position of the cursor.
fn desk(scene: Scene<'_>, canvas: &mut Canvas, area: Rect) -> Option<Position> {
    let (form_columns, side) = layout::columns(area);
    let header = Rect { height: layout::HEADER_ROWS, width: side.map_or(form_columns.width, Rect::right), ..area };
    canvas.show(header, Some(Region::header(scene.model)), scene.theme, |buffer, area| {
        header::draw(scene, buffer, area);
        None
    });
    if scene.model.is_masked {
        let below = Rect { y: header.bottom(), height: area.height - header.height, ..form_columns };
        return canvas.show(below, None, scene.theme, |buffer, area| Some(masked(scene, buffer, area)));
    }
    match &scene.model.overlay {
        None | Some(Overlay::QuitQuestion) => form(scene, canvas, form_columns, side),
        Some(open) => {
            let cursor = overlay(scene, canvas, form_columns, open);
            show_side(scene, canvas, side.filter(|_| !matches!(open, Overlay::Card(_) | Overlay::Shift { .. })));
            cursor
        }
    }
}

/// Draws the sentence of a screen that is hidden, and returns the position of the cursor.
fn masked(scene: Scene<'_>, buffer: &mut Buffer, area: Rect) -> Position {
    let words = match scene.model.unfinished_paste() {
        Some(_) => scene.say.notice_paste_unfinished(),
        None => scene.say.screen_hidden(),
    };
    let below = Rect { y: area.y + 1, height: area.height - 1, ..area };
    lines(buffer, below, paragraph(&words, Style::new(), area.width));
    Position::new(below.x + 1, below.y)
}

/// Draws the form, the result right below it, and the footer.
fn form(scene: Scene<'_>, canvas: &mut Canvas, area: Rect, side: Option<Rect>) -> Option<Position> {
    let asked = matches!(scene.model.overlay, Some(Overlay::QuitQuestion));
    let (rows, layout, result) = form_rows(scene, area);
    let cursor = fields::draw(scene, canvas, rows.form, layout);
    let end = result::cursor(&result, rows.result);
    show_lines(scene, canvas, rows.result, result);
    canvas.show(rows.footer, Some(Region::footer(scene.model)), scene.theme, |buffer, area| {
        lines(buffer, area, [footer::line(scene, area.width)]);
        None
    });
    show_side(scene, canvas, side);
    if asked { Some(end) } else { cursor }
}

/// Divides the rows between the form and its result, and returns the lines of the result.
fn form_rows(scene: Scene<'_>, area: Rect) -> (Rows, Layout, Vec<Line<'static>>) {
    let usual_result_rows = if area.width < NARROW { 3 } else { 2 };
    let rest = area.height.saturating_sub(layout::HEADER_ROWS + layout::FOOTER_ROWS);
    let consent_rows = if scene.model.desk.consent.is_some() { 2 } else { 0 };
    let whole_form_rows = WHOLE_FORM_ROWS + consent_rows;
    let has_whole_form = rest >= whole_form_rows + usual_result_rows;
    let layout = Layout::of(rest.saturating_sub(usual_result_rows + consent_rows));
    let result = result::lines(scene, layout, area.width);
    let needed = u16::try_from(result.len()).unwrap_or(u16::MAX);
    let result_rows = if has_whole_form {
        usual_result_rows.max((rest - whole_form_rows).min(3))
    } else {
        // Fields with a problem stay visible.
        let room = rest.saturating_sub(fields::least_rows(scene, layout));
        needed.min(room).clamp(1, usual_result_rows)
    };
    // A long error text of the API is shown completely, if there are rows for it.
    let result_rows = if needed > result_rows {
        result_rows.max(needed.min(rest.saturating_sub(fields::fewest_rows(scene))))
    } else {
        result_rows
    };
    let form_rows = rest.saturating_sub(result_rows).min(whole_form_rows);
    (Rows::of(area, form_rows, result_rows, has_whole_form), layout, result)
}

/// Draws an overlay in the place of the form, and the result below it.
fn overlay(scene: Scene<'_>, canvas: &mut Canvas, area: Rect, open: &Overlay) -> Option<Position> {
    let result = match open {
        // The card answers what the result asks.
        Overlay::Help { .. } | Overlay::Card(_) => Vec::new(),
        _ => result::lines(scene, Layout::FOCUS_ONLY, area.width),
    };
    let result_rows = u16::try_from(result.len()).unwrap_or(u16::MAX).min(area.height / 3);
    let body =
        Rect { y: area.y + layout::HEADER_ROWS, height: area.height - layout::HEADER_ROWS - result_rows, ..area };
    let cursor = canvas.show(body, None, scene.theme, |buffer, area| Some(overlay::draw(scene, open, buffer, area)));
    let below = Rect { y: body.bottom(), height: result_rows, ..area };
    show_lines(scene, canvas, below, result);
    cursor
}

/// Draws the found customer, else the shift, beside the form.
fn show_side(scene: Scene<'_>, canvas: &mut Canvas, area: Option<Rect>) {
    let Some(area) = area else { return };
    let area = Rect {
        y: area.y + layout::HEADER_ROWS + 1,
        height: area.height.saturating_sub(layout::HEADER_ROWS + 1),
        ..area
    };
    canvas.show(area, Some(Region::side(scene.model)), scene.theme, |buffer, area| {
        lines(buffer, area, side::lines(scene, area));
        None
    });
}

/// Shows lines as a region.
fn show_lines(scene: Scene<'_>, canvas: &mut Canvas, area: Rect, shown: Vec<Line<'static>>) {
    canvas.show(area, Some(Region::Lines(shown.clone())), scene.theme, |buffer, area| {
        lines(buffer, area, shown);
        None
    });
}

/// Writes lines from the top of an area, and stops at its bottom.
fn lines<'a>(buffer: &mut Buffer, area: Rect, lines: impl IntoIterator<Item = Line<'a>>) {
    for (row, line) in area.rows().zip(lines) {
        print(&line, row, buffer);
    }
}
