//! Draws the model as cells. A frame depends only on the model, the language and the theme. `runtime` asks for one
//! after a change.
//!
//! Each region of the screen has a file. This file divides the screen:
//!
//! ```text
//!  header   Front desk · Main venue            TRAINING
//!  fields   label          value                  tall screen: two rows a field, the second one with the hint
//!           (hint)                                low screen: one row a field, problems behind the value
//!  result   the outcome of the last registration
//!  footer   the keys
//! ```
//!
//! Only the cells (`canvas.rs`) and their view-models (`region.rs`) are kept from one frame to the next. This module
//! must not know the terminal.

mod alarm;
mod canvas;
mod fields;
mod footer;
mod header;
mod key_names;
mod layout;
mod overlay;
mod problem;
mod region;
mod result;
mod theme;
mod value;

pub use alarm::Alarm;
use canvas::print;
pub use canvas::{Canvas, row_of};
pub use key_names::{KeySection, key_sections};
pub use theme::{CharacterSet, Theme, transliterate};

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::Line;

use crate::app::{KeyContext, Model, Overlay, SMALLEST_SCREEN};
use crate::locale::Locale;
use crate::wording::{Wording, clip};

use layout::Layout;
use region::Region;

/// The greatest width in columns that is used. Longer lines are hard to read, and each cell costs bytes.
const MAX_WIDTH: u16 = 132;

/// Below this width in columns, labels are shorter and results may have more lines.
const NARROW: u16 = 60;

/// The rows of the whole form: each field with its hint row, and the button.
const WHOLE_FORM_ROWS: u16 = 17;

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
        desk(scene, canvas, Rect { width: area.width.min(MAX_WIDTH), ..area })
    };
    canvas.end();
    cursor
}

/// Returns the text of a screen that is too small for the form.
fn too_small(scene: Scene<'_>) -> String {
    let (columns, rows) = SMALLEST_SCREEN;
    let words = match scene.model.overlay {
        Some(Overlay::QuitQuestion) => overlay::quit_question(scene),
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

/// The number of rows of the footer.
const FOOTER_ROWS: u16 = 1;

/// Draws the whole desk and returns the position of the cursor.
fn desk(scene: Scene<'_>, canvas: &mut Canvas, area: Rect) -> Option<Position> {
    let theme = scene.theme;
    let max_result_rows = if area.width < NARROW { 3 } else { 2 };
    let form_rows = area.height.saturating_sub(1 + FOOTER_ROWS + max_result_rows);
    // The question about consent has a row without a hint row.
    let form_rows = form_rows.saturating_sub(scene.model.desk.consent.is_some().into());
    let rule = u16::from(form_rows >= WHOLE_FORM_ROWS + 2);
    let layout = Layout::of(form_rows);
    let result = result::lines(scene, layout, area.width);
    let head = 1 + rule;
    let needed = u16::try_from(result.len()).unwrap_or(u16::MAX);
    let result_rows = if form_rows >= WHOLE_FORM_ROWS {
        max_result_rows
    } else {
        // Fields with a problem stay visible.
        let room = area.height.saturating_sub(head + FOOTER_ROWS + fields::least_rows(scene, layout));
        needed.min(room).clamp(1, max_result_rows)
    };
    // A long error text of the API is shown completely, if there are rows for it.
    let result_rows = if needed > result_rows {
        let longest = area.height.saturating_sub(head + rule + FOOTER_ROWS + fields::fewest_rows(scene));
        result_rows.max(needed.min(longest))
    } else {
        result_rows
    };
    let body_rows = area.height.saturating_sub(head + rule + result_rows + FOOTER_ROWS);
    let mut y = area.y;
    let [header_area, body_area, rule_area, result_area, footer_area] =
        [head, body_rows, rule, result_rows, FOOTER_ROWS].map(|height| {
            y += height;
            Rect { y: y - height, height, ..area }
        });

    canvas.show(header_area, Some(Region::header(scene.model)), theme, |buffer, area| {
        header::draw(scene, buffer, area);
        None
    });
    if let Some(Overlay::Help { turned, beneath }) = &scene.model.overlay {
        let opened_in = beneath.as_deref().map_or(KeyContext::Form, KeyContext::of_overlay);
        let below_header = Rect { y: body_area.y, height: area.bottom() - body_area.y, ..area };
        return canvas.show(below_header, None, theme, |buffer, area| {
            overlay::draw_help(scene, buffer, area, *turned, opened_in);
            None
        });
    }
    let cursor = body(scene, canvas, body_area, layout);
    canvas.show(rule_area, Some(Region::Rule), theme, |buffer, area| {
        lines(buffer, area, [theme.rule(area.width)]);
        None
    });
    if !scene.model.is_masked {
        canvas.show(result_area, Some(Region::Result(result.clone())), theme, |buffer, area| {
            lines(buffer, area, result);
            None
        });
    }
    // An overlay has its own footer. A masked screen has none, because any key unmasks it.
    if !scene.model.is_masked && scene.model.overlay.is_none() {
        canvas.show(footer_area, Some(Region::footer(scene.model)), theme, |buffer, area| {
            lines(buffer, area, [footer::line(scene, area.width)]);
            None
        });
    }
    cursor
}

/// Draws the form, or the overlay over it.
fn body(scene: Scene<'_>, canvas: &mut Canvas, area: Rect, layout: Layout) -> Option<Position> {
    if !scene.model.is_masked && scene.model.overlay.is_none() {
        return fields::draw(scene, canvas, area, layout);
    }
    canvas.show(area, None, scene.theme, |buffer, area| {
        if scene.model.is_masked {
            let words = match scene.model.unfinished_paste() {
                Some(_) => scene.say.notice_paste_unfinished(),
                None => scene.say.screen_hidden(),
            };
            lines(buffer, area, paragraph(&words, Style::new(), area.width));
            return Some(Position::new(area.x + 1, area.y));
        }
        overlay::draw(scene, buffer, area)
    })
}

/// Writes lines from the top of an area, and stops at its bottom.
fn lines<'a>(buffer: &mut Buffer, area: Rect, lines: impl IntoIterator<Item = Line<'a>>) {
    for (row, line) in area.rows().zip(lines) {
        print(&line, row, buffer);
    }
}
