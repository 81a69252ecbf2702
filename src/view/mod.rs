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
//! Only the cells are kept from one frame to the next (`canvas.rs`), and what they show (`region.rs`). This module must not
//! know the terminal.

mod canvas;
mod clip;
mod fields;
mod footer;
mod header;
mod hint;
mod key_names;
mod lookup;
mod overlay;
mod problem;
mod region;
mod result;
mod theme;
mod value;

use canvas::print;
pub use canvas::{Canvas, row_of};
pub use key_names::{KeySection, key_sections};
pub use theme::{CharacterSet, Severity, Theme, transliterate};

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::Line;

use crate::app::{KeyContext, Model, Overlay, SMALLEST_SCREEN};
use crate::locale::Locale;

use fields::Layout;
use region::Region;

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

/// Draws what has changed since the last frame on the canvas, a screen of this size, and returns where the cursor is.
/// `None` hides it.
pub fn render(model: &Model, context: RenderContext<'_>, canvas: &mut Canvas, area: Rect) -> Option<Position> {
    canvas.begin(area);
    let (columns, rows) = SMALLEST_SCREEN;
    let cursor = if area.width < columns || area.height < rows {
        canvas.show(area, None, context.theme, |buffer, area| {
            lines(buffer, area, clip::wrap(&too_small(model, context), area.width).into_iter().map(Line::from));
            // A screen reader says what the cursor stands on.
            Some(area.as_position())
        })
    } else {
        desk(model, context, canvas, Rect { width: area.width.min(WIDEST), ..area })
    };
    canvas.end();
    cursor
}

/// What a screen says that has no room for the form.
fn too_small(model: &Model, context: RenderContext<'_>) -> String {
    let (columns, rows) = SMALLEST_SCREEN;
    let words = match model.overlay {
        Some(Overlay::QuitQuestion) => overlay::quit_question(model, context),
        _ => context.say.screen_too_small(columns, rows),
    };
    match model.input.unfinished_paste() {
        Some(_) => format!("{} {words}", context.say.notice_paste_unfinished()),
        None => words,
    }
}

/// A sentence with a blank at its sides, in as many lines as it takes.
fn paragraph(words: &str, style: Style, width: u16) -> Vec<Line<'static>> {
    let wrapped = clip::wrap(words, width.saturating_sub(2));
    wrapped.into_iter().map(|line| Line::styled(format!(" {line}"), style)).collect()
}

/// How the rows of the screen are divided.
#[derive(Clone, Copy)]
struct Rows {
    area: Rect,
    head: u16,
    /// 1 if there is a rule between the form and the result.
    rule: u16,
    said: u16,
}

/// The rows of the footer.
const FOOT: u16 = 1;

impl Rows {
    fn at(self, y: u16, height: u16) -> Rect {
        Rect { y: self.area.y + y, height, ..self.area }
    }

    const fn body_height(self) -> u16 {
        self.area.height.saturating_sub(self.head + self.rule + self.said + FOOT)
    }

    fn header(self) -> Rect {
        self.at(0, self.head)
    }

    fn body(self) -> Rect {
        self.at(self.head, self.body_height())
    }

    fn rule(self) -> Rect {
        self.at(self.head + self.body_height(), self.rule)
    }

    fn said(self) -> Rect {
        self.at(self.head + self.body_height() + self.rule, self.said)
    }

    fn footer(self) -> Rect {
        self.at(self.area.height - FOOT, FOOT)
    }

    /// Everything below the header.
    fn below_header(self) -> Rect {
        self.at(self.head, self.area.height - self.head)
    }
}

/// Draws the whole desk and returns where the cursor is.
fn desk(model: &Model, context: RenderContext<'_>, canvas: &mut Canvas, area: Rect) -> Option<Position> {
    let theme = context.theme;
    let most_said = if area.width < NARROW { 3 } else { 2 };
    let form_rows = area.height.saturating_sub(1 + FOOT + most_said);
    let rule = u16::from(form_rows >= WHOLE_FORM + 2);
    let layout = Layout::of(form_rows);
    let result = result::lines(model, context, layout, area.width);
    let head = 1 + rule;
    let needed = u16::try_from(result.len()).unwrap_or(u16::MAX);
    let said = if form_rows >= WHOLE_FORM {
        most_said
    } else {
        // What is wrong is always seen.
        let room = area.height.saturating_sub(head + FOOT + fields::least_rows(model, context, layout));
        needed.min(room).clamp(1, most_said)
    };
    // A long sentence of the API is read to its end.
    let said = if needed > said {
        let longest = area.height.saturating_sub(head + rule + FOOT + fields::fewest_rows(model, context));
        said.max(needed.min(longest))
    } else {
        said
    };
    let rows = Rows { area, head, rule, said };

    canvas.show(rows.header(), Some(Region::header(model)), theme, |buffer, area| {
        header::draw(model, context, buffer, area);
        None
    });
    if let Some(Overlay::Help { turned, beneath }) = &model.overlay {
        let opened_in = beneath.as_deref().map_or(KeyContext::Form, KeyContext::of_overlay);
        return canvas.show(rows.below_header(), None, theme, |buffer, area| {
            overlay::draw_help(context, buffer, area, *turned, opened_in);
            None
        });
    }
    let cursor = body(model, context, canvas, rows, layout);
    canvas.show(rows.rule(), Some(Region::Rule), theme, |buffer, area| {
        lines(buffer, area, [theme.rule(area.width)]);
        None
    });
    if !model.is_masked {
        canvas.show(rows.said(), Some(Region::Result(result.clone())), theme, |buffer, area| {
            lines(buffer, area, result);
            None
        });
    }
    // An overlay names its own keys. While the screen is masked, any key shows it again.
    if !model.is_masked && model.overlay.is_none() {
        canvas.show(rows.footer(), Some(Region::footer(model)), theme, |buffer, area| {
            lines(buffer, area, [footer::line(model, context, area.width)]);
            None
        });
    }
    cursor
}

/// Draws the form, or what lies over it.
fn body(
    model: &Model,
    context: RenderContext<'_>,
    canvas: &mut Canvas,
    rows: Rows,
    layout: Layout,
) -> Option<Position> {
    let area = rows.body();
    if !model.is_masked && model.overlay.is_none() {
        return fields::draw(model, context, canvas, area, layout);
    }
    canvas.show(area, None, context.theme, |buffer, area| {
        if model.is_masked {
            let words = match model.input.unfinished_paste() {
                Some(_) => context.say.notice_paste_unfinished(),
                None => context.say.screen_hidden(),
            };
            lines(buffer, area, paragraph(&words, Style::new(), area.width));
            return Some(Position::new(area.x + 1, area.y));
        }
        overlay::draw(model, context, buffer, area)
    })
}

/// Writes lines from the top of an area down, as far as it goes.
fn lines<'a>(buffer: &mut Buffer, area: Rect, lines: impl IntoIterator<Item = Line<'a>>) {
    for (row, line) in area.rows().zip(lines) {
        print(&line, row, buffer);
    }
}
