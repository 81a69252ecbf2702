//! The warning about a customer who was seen before.

use super::{FormState, Model, Person};

/// Returns a customer seen before who has a name similar to the one in the form, and the same birth date.
pub fn find_duplicate(model: &Model) -> Option<&Person> {
    let FormState::Editing { form, .. } = &model.stage else { return None };
    let born = form.birth_date(&model.desk.rules).valid()?;
    model.people.find(form.name(&model.desk.rules).valid()?.as_str(), born.date())
}
