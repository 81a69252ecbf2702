//! The problems of fields: a message behind the value, or on the result line if there is no room behind the value.

use ratatui::text::Line;
use unicode_width::UnicodeWidthStr as _;

use crate::app::Model;
use crate::domain::PhoneLookup;
use crate::form::{FieldStatus, FormField, Groups};
use crate::wording::{Message, SIGN_COLUMNS, clip};

use super::layout::{self, Layout, VALUE_COLUMN};
use super::{NARROW, Scene, value};

/// The columns between a value and the message behind it.
pub(super) const GAP: usize = 1;

/// A width at which no message is shortened.
const WHOLE: usize = 132;

/// The columns of a value that are shown if there is a message behind it.
const MIN_VALUE_COLUMNS: usize = 10;

/// Returns the message of a field that has an error or a warning.
pub(super) fn of(scene: Scene<'_>, field: FormField, width: usize) -> Option<Message> {
    scene.wording(width).field(field).filter(|(severity, _)| severity.is_alarm())
}

/// Returns the columns of the value, and the message behind it. `None` means that the field has no problem.
pub(super) fn shared(scene: Scene<'_>, field: FormField, width: usize) -> Option<(usize, Line<'static>)> {
    let (columns, room) = division(scene, field, width);
    let (severity, words) = of(scene, field, room)?;
    Some((columns, scene.theme.line(severity, &clip::end(&words, room.saturating_sub(SIGN_COLUMNS)))))
}

/// Returns the columns of the value, and of the message behind it.
fn division(scene: Scene<'_>, field: FormField, width: usize) -> (usize, usize) {
    let value = value::columns(scene, field, width) + 1;
    let whole = of(scene, field, WHOLE).map_or(0, |(_, words)| words.width() + SIGN_COLUMNS);
    let columns = if whole + value + GAP <= width { value } else { value.min(MIN_VALUE_COLUMNS + 1) };
    (columns, width.saturating_sub(columns + GAP))
}

/// Returns a message that is cut at its field, with the field's label. The focused field comes first, and its message
/// is not cut here. Other fields follow from the top; their message is one line. `shown` is the notice on the result
/// line: with a notice, only the focused field counts.
pub(super) fn cut(scene: Scene<'_>, layout: Layout, width: u16, shown: Option<&str>) -> Option<Message> {
    let focus = scene.model.form().focus();
    let others = scene.model.form().fields().filter(|_| shown.is_none());
    [focus].into_iter().chain(others).filter(|field| may_be_cut(scene.model, layout, width, *field)).find_map(|field| {
        let (severity, words) = message(scene, field)?;
        let is_whole = if layout.has_hint(scene.model, field) {
            is_whole_below(scene, field, width, &words)
        } else {
            let (_, room) = division(scene, field, usize::from(width.saturating_sub(VALUE_COLUMN + 1)));
            words.width() + SIGN_COLUMNS <= room
        };
        if is_whole || shown.is_some_and(|shown| shown.contains(&words)) {
            return None;
        }
        let label = format!("{}: ", scene.say.label(field.api_field()?));
        if field == focus {
            return Some((severity, label + &words));
        }
        let room = usize::from(width).saturating_sub(2 + SIGN_COLUMNS);
        let (severity, words) = of(scene, field, (room + SIGN_COLUMNS).saturating_sub(label.width()))?;
        Some((severity, clip::end(&(label + &words), room)))
    })
}

/// Returns false if the message of a field certainly has room. This test is quick, and it runs for every letter.
fn may_be_cut(model: &Model, layout: Layout, width: u16, field: FormField) -> bool {
    let has_server_error = model.form().server_error(field).is_some();
    let is_focused = field == model.form().focus();
    // Only these fields can have long messages.
    let is_long = matches!(field, FormField::Code | FormField::BirthDate | FormField::Group | FormField::Email);
    has_server_error || !layout.has_hint(model, field) || (is_focused && (width < NARROW || is_long))
}

/// Returns the whole message of a field, if it is about an error.
fn message(scene: Scene<'_>, field: FormField) -> Option<Message> {
    let form = scene.model.form();
    let is_registered = matches!(scene.model.lookups.status(), Some(Ok(PhoneLookup::Registered(_))));
    if field == FormField::Phone
        && field == form.focus()
        && is_registered
        && form.server_error(FormField::Phone).is_none()
    {
        // The card shows the whole name.
        return None;
    }
    let (severity, words) = scene.wording(WHOLE).field(field)?;
    let is_error = severity.is_alarm()
        || matches!(form.status(field, &scene.model.desk.rules, &scene.model.groups), FieldStatus::Incomplete(_))
        || (field == FormField::Group && matches!(scene.model.groups, Groups::Failed(_)));
    is_error.then_some((severity, words))
}

/// Returns true if the hint row has room for the message, perhaps in a shorter form.
fn is_whole_below(scene: Scene<'_>, field: FormField, width: u16, whole: &str) -> bool {
    let (_, room) = layout::hint_room(width);
    let room = usize::from(room);
    scene.wording(room).field(field).is_none_or(|(severity, words)| {
        severity.sign().width() + words.width() <= room && (whole.contains('…') || !words.contains('…'))
    })
}
