use ratatui::text::Line;
use unicode_width::UnicodeWidthStr as _;

use crate::app::{Model, find_duplicate};
use crate::domain::{Group, Parsed};
use crate::form::{FieldStatus, FormField, Groups, Interpretation, ServerError};

use super::RenderContext;
use super::theme::Severity;
use super::{clip, lookup};

/// Returns the hint below a field: the API's error, what to do, the value as it is understood, or an example while the
/// field is empty and focused.
pub(super) fn styled_line(
    model: &Model,
    context: RenderContext<'_>,
    field: FormField,
    width: usize,
) -> Option<Line<'static>> {
    let (severity, words) = hint_text(model, context, field, width)?;
    Some(context.theme.line(severity, &clip::end(&words, width.saturating_sub(sign_width(severity)))))
}

/// Returns the hint and its severity, not cut.
pub(super) fn hint_text(
    model: &Model,
    context: RenderContext<'_>,
    field: FormField,
    width: usize,
) -> Option<(Severity, String)> {
    let form = model.form();
    Some(match form.status(field, &model.desk.rules, &model.groups) {
        FieldStatus::Neutral if form.focus() == field => (Severity::Quiet, example_text(model, context, field)?),
        FieldStatus::Neutral => return None,
        FieldStatus::Incomplete(error) => {
            (Severity::Quiet, context.say.field_error(error, model.desk.rules.date_order))
        }
        FieldStatus::Invalid(error) => (Severity::Bad, context.say.field_error(error, model.desk.rules.date_order)),
        FieldStatus::Valid(Interpretation::Phone(phone)) => {
            lookup::lookup_text(model, context, Severity::Good, &phone, &phone.international(), width.saturating_sub(2))
        }
        FieldStatus::Doubtful(ref interpretation @ Interpretation::Phone(ref phone)) => lookup::lookup_text(
            model,
            context,
            Severity::Warning,
            phone,
            &doubtful_text(context, interpretation, width),
            width.saturating_sub(2),
        ),
        FieldStatus::Valid(Interpretation::BirthDate(date)) if let Some(person) = find_duplicate(model) => {
            (Severity::Warning, context.say.birth_date_of_duplicate(date, person.name.as_str(), person.id))
        }
        FieldStatus::Valid(interpretation) => {
            (Severity::Good, interpretation_text(model, context, &interpretation, width.saturating_sub(2))?)
        }
        FieldStatus::Doubtful(interpretation) => (Severity::Warning, doubtful_text(context, &interpretation, width)),
        FieldStatus::Rejected(ServerError::AlreadyRegistered { owner: None }) => {
            (Severity::Bad, context.say.field_error_registered())
        }
        FieldStatus::Rejected(ServerError::AlreadyRegistered { owner: Some(holder) }) => {
            (Severity::Bad, context.say.field_error_registered_as(holder.name.as_str(), holder.id.to_string()))
        }
        FieldStatus::Rejected(ServerError::Rejected(sentence)) if sentence.is_empty() => {
            (Severity::Bad, context.say.field_error_rejected())
        }
        FieldStatus::Rejected(ServerError::Rejected(sentence)) => (Severity::Bad, sentence.to_string()),
    })
}

pub(super) const fn sign_width(severity: Severity) -> usize {
    match severity {
        Severity::Quiet => 0,
        Severity::Good | Severity::Warning | Severity::Bad => 2,
    }
}

/// Returns what may be typed into an empty field, if the label does not show it.
fn example_text(model: &Model, context: RenderContext<'_>, field: FormField) -> Option<String> {
    let form = model.form();
    if form.text(field).is_some_and(|text| !text.is_blank()) {
        return None;
    }
    match (field, &model.groups) {
        (FormField::Phone, _) => {
            let example = model.desk.rules.country.phone_example()?;
            Some(context.say.hint_phone(example.national, example.calling_code))
        }
        (FormField::Code, _) => model.made_code().map(|code| context.say.hint_code_template(code)),
        (FormField::BirthDate, _) => Some(context.say.date_order(model.desk.rules.date_order)),
        (FormField::Gender, _) => Some(context.say.hint_gender()),
        (FormField::Group, Groups::Loaded(_)) => Some(context.say.hint_group()),
        (FormField::Group, Groups::Loading) => Some(context.say.hint_groups_loading()),
        (FormField::Group, Groups::Failed(error)) => {
            Some(context.say.hint_groups_failed(context.say.api_error_of_read(error)))
        }
        _ => None,
    }
}

/// Returns the words for an interpretation. `None` while the preview of a name waits for a pause in the typing.
fn interpretation_text(
    model: &Model,
    context: RenderContext<'_>,
    interpretation: &Interpretation,
    width: usize,
) -> Option<String> {
    Some(match interpretation {
        Interpretation::Phone(phone) => phone.international(),
        Interpretation::BirthDate(date) => context.say.birth_date(*date, model.desk.rules.today),
        Interpretation::Group(group) => group_and_others(model, context, group, width),
        Interpretation::Capitalized(_) => capitals(context, model.name_preview()?.as_str(), width),
        Interpretation::AsTyped(_) => context.say.interpretation_name_as_typed(),
        Interpretation::EmailSuggestion(email) => email.as_str().to_owned(),
    })
}

/// Returns the group. While the field is focused, the other matching groups follow, as far as there is room.
fn group_and_others(model: &Model, context: RenderContext<'_>, group: &Group, width: usize) -> String {
    let form = model.form();
    let alone = context.say.group_with_discount(group);
    if form.focus() != FormField::Group {
        return alone;
    }
    let found = model.groups.matching(form.group().filter().value());
    let at = found.iter().position(|other| other.id == group.id).unwrap_or(0);
    let others = found.iter().cycle().skip(at + 1).take(found.len().saturating_sub(1));
    let mut listed = String::new();
    let mut best = alone.clone();
    for other in others {
        if !listed.is_empty() {
            listed.push_str(", ");
        }
        listed.push_str(other.name.as_str());
        let longer = context.say.interpretation_group_others(alone.as_str(), listed.as_str());
        if longer.width() > width {
            break;
        }
        best = longer;
    }
    best
}

fn doubtful_text(context: RenderContext<'_>, interpretation: &Interpretation, width: usize) -> String {
    let say = context.say;
    let is_wide = |words: &str| words.width() + 2 > width;
    match interpretation {
        Interpretation::Phone(phone) => {
            let whole = say.interpretation_phone_doubtful(phone.international());
            if is_wide(&whole) { say.interpretation_phone_doubtful_short(phone.international()) } else { whole }
        }
        Interpretation::BirthDate(date) => context.say.date(date.date()),
        Interpretation::Group(group) => group.name.to_string(),
        Interpretation::Capitalized(name) | Interpretation::AsTyped(name) => name.as_str().to_owned(),
        Interpretation::EmailSuggestion(email) => {
            let whole = say.interpretation_email(email.as_str());
            if is_wide(&whole) { say.interpretation_email_short(email.as_str()) } else { whole }
        }
    }
}

/// Returns the name with capitals and the key that keeps it as typed. The key matters more than the end of a long name.
/// It has a fixed column behind most names: if it moved with each letter, it would be sent again each time.
fn capitals(context: RenderContext<'_>, name: &str, width: usize) -> String {
    let say = context.say;
    let whole = width >= USUAL_NAME_COLUMNS + say.interpretation_name("").width();
    let sentence = |name: &str| if whole { say.interpretation_name(name) } else { say.interpretation_name_short(name) };
    let room = width.saturating_sub(sentence("").width());
    let mut name = clip::end(name, room);
    let spaces = USUAL_NAME_COLUMNS.min(room).saturating_sub(name.width());
    name.push_str(&" ".repeat(spaces));
    sentence(&name)
}

/// The columns that are enough for most names.
const USUAL_NAME_COLUMNS: usize = 26;

/// Returns the full name of the chosen group, for the field without the focus.
pub(super) fn group_name(model: &Model) -> Option<String> {
    match model.form().parsed_group(&model.groups) {
        Parsed::Valid(group) => Some(group.name.to_string()),
        Parsed::Empty | Parsed::Incomplete(_) | Parsed::Invalid(_) => None,
    }
}
