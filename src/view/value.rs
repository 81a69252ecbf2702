use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr as _;

use crate::form::{CONSENT_ANSWERS, FormField, GENDERS};
use crate::wording::clip;

use super::canvas::print;
use super::{Scene, canvas};

/// Draws the value of a field, and returns the column of the cursor in it. The width of the field can be seen.
pub(super) fn draw(scene: Scene<'_>, field: FormField, buffer: &mut Buffer, place: Rect) -> usize {
    if let Some(choices) = choices(scene, field, place.width.into()) {
        return draw_choices(scene, field, choices, buffer, place);
    }
    let (words, cursor) = text(scene, field, place.width.into());
    print(&Line::from(words.as_ref()), place, buffer);
    if scene.theme.underline {
        canvas::add_modifier(buffer, place, Modifier::UNDERLINED);
    } else {
        let taken = u16::try_from(words.width()).unwrap_or(place.width).min(place.width);
        canvas::fill(buffer, Rect { x: place.x + taken, width: place.width - taken, ..place }, '_');
    }
    cursor
}

/// Returns the columns that the value of a field takes.
pub(super) fn columns(scene: Scene<'_>, field: FormField, width: usize) -> usize {
    match choices(scene, field, width) {
        Some(choices) => choices.iter().map(|(words, _)| words.width() + 2).sum(),
        None => text(scene, field, width).0.width(),
    }
}

/// Returns the visible text of a field, or an example of one, and the column of the cursor in it.
fn text(scene: Scene<'_>, field: FormField, width: usize) -> (Cow<'_, str>, usize) {
    let form = scene.model.form();
    let Some(typed) = form.text(field) else { return (Cow::default(), 0) };
    let is_focused = form.focus() == field;
    // The last column is kept free for a cursor behind the text.
    let room = width.saturating_sub(1);
    if field == FormField::Group
        && (!is_focused || typed.value().is_empty())
        && let Some(group) = form.parsed_group(&scene.model.groups).valid()
    {
        return (clip::end(group.name.as_str(), room).into(), 0);
    }
    if typed.value().is_empty() {
        return (example(scene, field).map_or(Cow::default(), |example| clip::end(&example, room).into()), 0);
    }
    if is_focused {
        let (seen, cursor) = clip::around_cursor(typed.value(), typed.columns_before_cursor(), room);
        return (seen.into(), cursor);
    }
    (clip::end(typed.value(), room).into(), 0)
}

/// Returns an example of a value, which begins with `e.g.`
fn example(scene: Scene<'_>, field: FormField) -> Option<String> {
    let (say, model) = (scene.say, scene.model);
    Some(match field {
        FormField::Phone => say.example(model.desk.rules.country.phone_example()?.national),
        FormField::Code => say.example_code(),
        FormField::BirthDate => say.example(say.date_example(model.desk.rules.date_order)),
        FormField::Group => say.example(model.groups.matching("").first()?.name.as_str()),
        FormField::Email => say.example_email(),
        FormField::Name | FormField::Gender | FormField::Note | FormField::Consent | FormField::Register => {
            return None;
        }
    })
}

/// Below this width in columns, "not given" is a dash.
const FULL_GENDER_COLUMNS: usize = 34;

/// The words of each choice, and if it is chosen.
type Choices = Vec<(String, bool)>;

/// Returns the choices of a field with their letters. `None` means that it is a text.
fn choices(scene: Scene<'_>, field: FormField, width: usize) -> Option<Choices> {
    let (say, form) = (scene.say, scene.model.form());
    Some(match field {
        FormField::Gender => {
            let words = |choice| match choice {
                None if width < FULL_GENDER_COLUMNS => say.gender_unspecified_short(),
                _ => say.gender_choice(choice),
            };
            GENDERS.map(|choice| (words(choice), choice == form.gender())).to_vec()
        }
        FormField::Consent => {
            CONSENT_ANSWERS.map(|answer| (say.consent_choice(answer), answer == form.has_consent())).to_vec()
        }
        _ => return None,
    })
}

/// Draws the choices, e.g. `[Not given] f Female  m Male `, and returns the column of the chosen one. The question about
/// consent follows its answers as far as there is room; at the focus it is the hint.
fn draw_choices(scene: Scene<'_>, field: FormField, choices: Choices, buffer: &mut Buffer, place: Rect) -> usize {
    let (mut spans, mut column, mut cursor) = (Vec::new(), 0, 0);
    for (words, is_chosen) in choices {
        let words = if is_chosen { format!("[{words}]") } else { format!(" {words} ") };
        let width = words.width();
        cursor = if is_chosen { column + 1 } else { cursor };
        spans.push(Span::styled(words, if is_chosen { scene.theme.chosen() } else { Style::new() }));
        column += width;
    }
    let question = scene.model.desk.consent.as_ref().filter(|_| field == FormField::Consent);
    if let Some(question) = question.filter(|_| scene.model.form().focus() != field) {
        let room = usize::from(place.width).saturating_sub(column + 2);
        spans.push(Span::raw(format!("  {}", clip::end(question.text.as_str(), room))));
    }
    print(&Line::from(spans), place, buffer);
    cursor
}
