use ratatui::text::Line;
use unicode_width::UnicodeWidthStr as _;

use crate::app::{Model, find_duplicate};
use crate::domain::{Group, Parsed};
use crate::form::{FieldStatus, FormField, Groups, Interpretation, ServerError};

use super::RenderContext;
use super::theme::Severity;
use super::{clip, lookup};

/// What is said below a field: what the API said of it, what to do, how it is understood, or, while it is blank
/// and has the focus, what may be typed.
pub(super) fn styled_line(
    model: &Model,
    context: RenderContext<'_>,
    spot: FormField,
    width: usize,
) -> Option<Line<'static>> {
    let (tone, words) = hint_text(model, context, spot, width)?;
    Some(context.theme.line(tone, &clip::end(&words, width.saturating_sub(sign_width(tone)))))
}

/// The same in words and a tone, not cut.
pub(super) fn hint_text(
    model: &Model,
    context: RenderContext<'_>,
    spot: FormField,
    width: usize,
) -> Option<(Severity, String)> {
    let form = model.form();
    Some(match form.status(spot, &model.desk.rules, &model.groups) {
        FieldStatus::Neutral if form.focus() == spot => (Severity::Quiet, invitation(model, context, spot)?),
        FieldStatus::Neutral => return None,
        FieldStatus::Incomplete(flaw) => (Severity::Quiet, context.say.field_error(flaw, model.desk.rules.date_order)),
        FieldStatus::Invalid(flaw) => (Severity::Bad, context.say.field_error(flaw, model.desk.rules.date_order)),
        FieldStatus::Valid(Interpretation::Phone(phone)) => {
            lookup::lookup_text(model, context, Severity::Good, &phone.international(), width.saturating_sub(2))
        }
        FieldStatus::Doubtful(meaning @ Interpretation::Phone(_)) => lookup::lookup_text(
            model,
            context,
            Severity::Warning,
            &doubt(context, &meaning, width),
            width.saturating_sub(2),
        ),
        FieldStatus::Valid(Interpretation::BirthDate(date)) if let Some(person) = find_duplicate(model) => {
            (Severity::Warning, context.say.birth_date_of_duplicate(date, person.name.as_str(), person.id))
        }
        FieldStatus::Valid(meaning) => {
            (Severity::Good, spelled_out(model, context, &meaning, width.saturating_sub(2))?)
        }
        FieldStatus::Doubtful(meaning) => (Severity::Warning, doubt(context, &meaning, width)),
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

pub(super) const fn sign_width(tone: Severity) -> usize {
    match tone {
        Severity::Quiet => 0,
        Severity::Good | Severity::Warning | Severity::Bad => 2,
    }
}

/// What may be typed into a blank field, where that is not plain from its label.
fn invitation(model: &Model, context: RenderContext<'_>, spot: FormField) -> Option<String> {
    let form = model.form();
    if form.text(spot).is_some_and(|text| !text.is_blank()) {
        return None;
    }
    match (spot, &model.groups) {
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
fn spelled_out(model: &Model, context: RenderContext<'_>, meaning: &Interpretation, width: usize) -> Option<String> {
    Some(match meaning {
        Interpretation::Phone(phone) => phone.international(),
        Interpretation::BirthDate(date) => context.say.birth_date(*date, model.desk.rules.today),
        Interpretation::Group(group) => group_and_others(model, context, group, width),
        Interpretation::Capitalized(_) => capitals(context, model.name_preview()?.as_str(), width),
        Interpretation::AsTyped(_) => context.say.interpretation_name_as_typed(),
        Interpretation::EmailSuggestion(email) => email.as_str().to_owned(),
    })
}

/// The group, and while it is being chosen as many others that the filter finds as there is room for.
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

fn doubt(context: RenderContext<'_>, meaning: &Interpretation, width: usize) -> String {
    let say = context.say;
    let is_wide = |words: &str| words.width() + 2 > width;
    match meaning {
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

/// The key that keeps a name as typed is worth more than the end of a long one. It stands where most names have ended:
/// if it moved with each letter, each would send all of it again.
fn capitals(context: RenderContext<'_>, name: &str, width: usize) -> String {
    let say = context.say;
    let whole = width >= MOST_NAMES + say.interpretation_name("").width();
    let sentence = |name: &str| if whole { say.interpretation_name(name) } else { say.interpretation_name_short(name) };
    let room = width.saturating_sub(sentence("").width());
    let mut name = clip::end(name, room);
    let blanks = MOST_NAMES.min(room).saturating_sub(name.width());
    name.push_str(&" ".repeat(blanks));
    sentence(&name)
}

/// So many columns most names have at most.
const MOST_NAMES: usize = 26;

/// What stands in the group's row while another field has the focus: the group's whole name.
pub(super) fn group_name(model: &Model) -> Option<String> {
    match model.form().parsed_group(&model.groups) {
        Parsed::Valid(group) => Some(group.name.to_string()),
        Parsed::Empty | Parsed::Incomplete(_) | Parsed::Invalid(_) => None,
    }
}
