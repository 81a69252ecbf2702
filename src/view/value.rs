use ratatui::text::{Line, Span};

use crate::app::Model;
use crate::domain::Gender;
use crate::form::{FormField, TextInput};

use super::theme::Severity;
use super::{RenderContext, Theme, clip, hint};

/// The value of a field, and the caret's column in it. Nothing stands to the right of it.
pub(super) fn line(model: &Model, context: RenderContext<'_>, spot: FormField, width: usize) -> (Line<'static>, usize) {
    let focused = model.form().focus() == spot;
    // The last column stays free: a caret after the text stands there.
    let room = width.saturating_sub(1);
    match (spot, model.form().text(spot)) {
        (FormField::Gender, _) => gender(model, context, width),
        (FormField::Group, Some(_)) if !focused => {
            let name = hint::group_name(model).unwrap_or_else(|| shown(model, spot));
            (Line::from(clip::end(&name, room)), 0)
        }
        (_, Some(text)) if focused => edited(text, room),
        (_, Some(text)) => (Line::from(clip::end(text.value(), room)), 0),
        (_, None) => (Line::default(), 0),
    }
}

fn shown(model: &Model, spot: FormField) -> String {
    model.form().text(spot).map(|text| text.value().to_owned()).unwrap_or_default()
}

fn edited(text: &TextInput, width: usize) -> (Line<'static>, usize) {
    let (seen, caret) = clip::around_caret(text.value(), text.columns_before_cursor(), width);
    (Line::from(seen), caret)
}

/// With fewer columns the absence of a gender is a dash.
const GENDERS_IN_FULL: usize = 37;

/// `( ) Not given  (•) Female  ( ) Male`, with the caret on the mark of the chosen one.
fn gender(model: &Model, context: RenderContext<'_>, width: usize) -> (Line<'static>, usize) {
    let chosen = model.form().gender();
    let gap = if width < GENDERS_IN_FULL { " " } else { "  " };
    let mut spans = Vec::new();
    let (mut column, mut caret) = (0, 0);
    for choice in [None, Some(Gender::Female), Some(Gender::Male)] {
        let mark = if choice == chosen { "(•) " } else { "( ) " };
        let style = if choice == chosen { Theme::focused() } else { context.theme.style(Severity::Quiet) };
        if choice == chosen {
            caret = column + 1;
        }
        let words = match choice {
            None if width < GENDERS_IN_FULL => context.say.gender_unspecified_short(),
            _ => context.say.gender(choice),
        };
        let span = Span::styled(format!("{mark}{words}"), style);
        column += span.width() + gap.len();
        spans.push(span);
        spans.push(Span::raw(gap));
    }
    spans.pop();
    (Line::from(spans), caret)
}
