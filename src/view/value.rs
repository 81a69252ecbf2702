use ratatui::text::{Line, Span};

use crate::form::{CONSENT_ANSWERS, FormField, GENDERS, TextInput};
use crate::wording::{Severity, clip};

use super::{Scene, Theme};

/// Returns the value of a field, and the column of the cursor in it.
pub(super) fn line(scene: Scene<'_>, field: FormField, width: usize) -> (Line<'static>, usize) {
    let focused = scene.model.form().focus() == field;
    // The last column is kept free for a cursor behind the text.
    let room = width.saturating_sub(1);
    match (field, scene.model.form().text(field)) {
        (FormField::Gender, _) => gender(scene, width),
        (FormField::Consent, _) => consent(scene, width),
        (FormField::Group, Some(text)) if !focused => {
            let group = scene.model.form().parsed_group(&scene.model.groups).valid();
            let name = group.map_or_else(|| text.value().to_owned(), |group| group.name.to_string());
            (Line::from(clip::end(&name, room)), 0)
        }
        (_, Some(text)) if focused => edited(text, room),
        (_, Some(text)) => (Line::from(clip::end(text.value(), room)), 0),
        (_, None) => (Line::default(), 0),
    }
}

fn edited(text: &TextInput, width: usize) -> (Line<'static>, usize) {
    let (seen, cursor) = clip::around_cursor(text.value(), text.columns_before_cursor(), width);
    (Line::from(seen), cursor)
}

/// Below this width in columns, "not given" is a dash.
const FULL_GENDER_COLUMNS: usize = 37;

/// Returns `( ) Not given  (•) Female  ( ) Male`. The cursor is on the mark of the chosen one.
fn gender(scene: Scene<'_>, width: usize) -> (Line<'static>, usize) {
    let chosen = scene.model.form().gender();
    let words = |choice| match choice {
        None if width < FULL_GENDER_COLUMNS => scene.say.gender_unspecified_short(),
        _ => scene.say.gender(choice),
    };
    choices(scene, width, GENDERS.map(|choice| (words(choice), choice == chosen)))
}

/// Returns `( ) No  (•) Yes  May we send you messages?`. The question is cut if there is no room for it.
fn consent(scene: Scene<'_>, width: usize) -> (Line<'static>, usize) {
    let form = scene.model.form();
    let answers = CONSENT_ANSWERS.map(|answer| (scene.say.consent(answer), answer == form.has_consent()));
    let (mut line, cursor) = choices(scene, width, answers);
    if let Some(question) = scene.model.desk.consent.as_ref().filter(|_| form.focus() != FormField::Consent) {
        let words = clip::end(question.text.as_str(), width.saturating_sub(line.width() + 3));
        line.spans.push(Span::styled(format!("  {words}"), scene.theme.style(Severity::Quiet)));
    }
    (line, cursor)
}

/// Returns the choices in one line, and the column of the mark of the chosen one.
fn choices<const N: usize>(scene: Scene<'_>, width: usize, choices: [(String, bool); N]) -> (Line<'static>, usize) {
    let gap = if width < FULL_GENDER_COLUMNS { " " } else { "  " };
    let mut spans = Vec::new();
    let (mut column, mut cursor) = (0, 0);
    for (words, is_chosen) in choices {
        let mark = if is_chosen { "(•) " } else { "( ) " };
        let style = if is_chosen { Theme::focused() } else { scene.theme.style(Severity::Quiet) };
        if is_chosen {
            cursor = column + 1;
        }
        let span = Span::styled(format!("{mark}{words}"), style);
        column += span.width() + gap.len();
        spans.push(span);
        spans.push(Span::raw(gap));
    }
    spans.pop();
    (Line::from(spans), cursor)
}
