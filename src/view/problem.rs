//! What is wrong with a field: where its message stands, and which message has no room there and is shown in the result.

use unicode_width::UnicodeWidthStr as _;

use crate::app::{LookupStatus, Model};
use crate::domain::Field;
use crate::form::{FieldStatus, FormField, Groups};

use super::fields::{self, Layout};
use super::theme::Severity;
use super::{NARROW, RenderContext, WIDEST, clip, hint, value};

/// The columns between a value and the message behind it.
pub(super) const GAP: usize = 2;
/// The columns of `✗` and the space after it.
pub(super) const SIGN: usize = 2;

/// The columns of a value that are shown if there is a message behind it.
const MIN_VALUE: usize = 10;

/// Returns what is wrong with a field, or what the cashier should look at.
pub(super) fn of(
    model: &Model,
    context: RenderContext<'_>,
    spot: FormField,
    width: usize,
) -> Option<(Severity, String)> {
    hint::hint_text(model, context, spot, width).filter(|(severity, _)| is_alarm(*severity))
}

const fn is_alarm(severity: Severity) -> bool {
    matches!(severity, Severity::Warning | Severity::Bad)
}

/// Returns the width of a value, and that of the message behind it.
pub(super) fn shared(model: &Model, context: RenderContext<'_>, spot: FormField, width: usize) -> (usize, usize) {
    let value = value::line(model, context, spot, width).0.width();
    let whole = of(model, context, spot, WIDEST.into()).map_or(0, |(_, words)| words.width() + SIGN);
    let left = width.saturating_sub(value + GAP);
    if whole <= left {
        return (value + 1, left);
    }
    let value = value.min(MIN_VALUE);
    (value + 1, width.saturating_sub(value + GAP))
}

/// Returns a message that is cut at its field, with the field's label. The message of the field with the focus is whole. Else
/// it is the topmost one, in one line. `shown` is what the result says already; then only the field with the focus counts.
pub(super) fn cut(
    model: &Model,
    context: RenderContext<'_>,
    layout: Layout,
    width: u16,
    shown: Option<&str>,
) -> Option<(Severity, String)> {
    let focus = model.form().focus();
    let others = FormField::ALL.into_iter().filter(|_| shown.is_none());
    [focus].into_iter().chain(others).filter(|spot| may_be_cut(model, layout, width, *spot)).find_map(|spot| {
        let (severity, words) = message(model, context, spot)?;
        let is_whole = if layout.has_hint(model, spot) {
            is_whole_below(model, context, spot, width, &words)
        } else {
            let (_, room) = shared(model, context, spot, usize::from(width.saturating_sub(fields::values(width))));
            words.width() + SIGN <= room
        };
        if is_whole || shown.is_some_and(|shown| shown.contains(&words)) {
            return None;
        }
        let label = format!("{}: ", context.say.label(spot.api_field()?));
        if spot == focus {
            return Some((severity, label + &words));
        }
        let room = usize::from(width).saturating_sub(2 + SIGN);
        let (severity, words) = of(model, context, spot, (room + SIGN).saturating_sub(label.width()))?;
        Some((severity, clip::end(&(label + &words), room)))
    })
}

/// Returns false if the message of a field certainly has room. It is asked for each letter, and a message takes time.
fn may_be_cut(model: &Model, layout: Layout, width: u16, spot: FormField) -> bool {
    let has_server_error = spot.api_field().is_some_and(|field| model.form().server_error(field).is_some());
    let is_focused = spot == model.form().focus();
    // Only these have a message of any length.
    let is_long = matches!(spot, FormField::BirthDate | FormField::Group | FormField::Email);
    has_server_error || !layout.has_hint(model, spot) || (is_focused && (width < NARROW || is_long))
}

/// Returns the message of a field at its full length, if it is about an error.
fn message(model: &Model, context: RenderContext<'_>, spot: FormField) -> Option<(Severity, String)> {
    let form = model.form();
    let is_registered = matches!(model.lookups.status(), Some(LookupStatus::Registered(_)));
    if spot == FormField::Phone && spot == form.focus() && is_registered && form.server_error(Field::Phone).is_none() {
        // The card shows the whole name.
        return None;
    }
    let (severity, words) = hint::hint_text(model, context, spot, WIDEST.into())?;
    let is_error = is_alarm(severity)
        || matches!(form.status(spot, &model.desk.rules, &model.groups), FieldStatus::Incomplete(_))
        || (spot == FormField::Group && matches!(model.groups, Groups::Failed(_)));
    is_error.then_some((severity, words))
}

/// Returns true if the row below a field has room for its message, which may have a shorter form there.
fn is_whole_below(model: &Model, context: RenderContext<'_>, spot: FormField, width: u16, whole: &str) -> bool {
    let (_, room) = fields::hint_room(width, spot);
    let room = usize::from(room);
    hint::hint_text(model, context, spot, room).is_none_or(|(severity, words)| {
        words.width() + hint::sign_width(severity) <= room && (whole.contains('…') || !words.contains('…'))
    })
}
