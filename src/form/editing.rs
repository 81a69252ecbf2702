use crate::domain::{Gender, remove_joiners};

use super::consent::answer_for_key;
use super::gender::{self, GENDERS, gender_after};
use super::{Edit, Form, FormField, GroupChoice, Groups, Offer, ParseContext, TextInput};

impl Form {
    /// Inserts a typed character or a pasted text into the focused field.
    pub fn insert(&mut self, typed: &str) {
        match self.focus {
            FormField::Gender => typed.chars().for_each(|c| self.choose_gender(c)),
            FormField::Consent => {
                self.has_consent =
                    typed.chars().fold(self.has_consent, |answer, c| answer_for_key(c, answer).unwrap_or(answer));
            }
            FormField::Register => {}
            FormField::Name | FormField::Note => self.edit_text(self.focus, |text| text.insert(typed)),
            FormField::Group => self.edit_group(|group| group.insert(&remove_joiners(typed))),
            _ => self.edit_text(self.focus, |text| text.insert(&remove_joiners(typed))),
        }
    }

    /// Edits the focused text or moves its cursor. In a field with choices, Left and Right step through them.
    pub fn edit(&mut self, edit: Edit, groups: &Groups) {
        match (self.focus, edit) {
            (FormField::Gender, Edit::GoToNextChar) => self.set_gender(gender_after(self.gender, 1)),
            (FormField::Gender, Edit::GoToPrevChar) => self.set_gender(gender_after(self.gender, GENDERS.len() - 1)),
            (FormField::Gender, edit) if is_deletion(edit) => self.set_gender(None),
            (FormField::Consent, Edit::GoToNextChar | Edit::GoToPrevChar) => self.has_consent = !self.has_consent,
            (FormField::Consent, edit) if is_deletion(edit) => self.has_consent = false,
            (FormField::Gender | FormField::Consent | FormField::Register, _) => {}
            (FormField::Group, edit) => self.edit_group(|group| group.edit(edit, groups)),
            (_, edit) => self.edit_text(self.focus, |text| text.edit(edit)),
        }
    }

    /// Moves the focus to a field and replaces what is in it. An empty text clears it.
    pub fn set_field(&mut self, field: FormField, text: &str, groups: &Groups) {
        self.focus_on(field);
        self.edit(Edit::DeleteLine, groups);
        self.insert(text);
    }

    /// Replaces the focused text. The group and fields without a text stay as they are.
    pub fn replace(&mut self, text: &str) {
        self.set_text(self.focus, text);
    }

    /// Replaces the focused text as a part of the change before: undo takes both back.
    pub fn amend(&mut self, text: &str) {
        self.edit_text(self.focus, |old| old.amend(text));
    }

    /// Undoes the last change of the focused text. Characters that are typed one after another are one change.
    pub fn undo(&mut self) {
        match self.focus {
            FormField::Group => self.edit_group(GroupChoice::undo),
            field => self.edit_text(field, TextInput::undo),
        }
    }

    /// Accepts the suggested e-mail address or code, or chooses the next spelling of the name.
    ///
    /// After the last spelling the first one follows. If the name or the address has the focus, only its own
    /// suggestion counts. Elsewhere the focused field comes first and the name last.
    pub fn accept_suggestion(&mut self, context: &ParseContext) {
        let is_alone = matches!(self.focus, FormField::Email | FormField::Name);
        let mut fields = [self.focus, FormField::Email, FormField::Code].into_iter().take(if is_alone { 1 } else { 3 });
        let offer = fields.find_map(|field| self.offer(field));
        if let Some(Offer { field, text }) = offer {
            self.set_text(field, &text);
        } else if self.focus != FormField::Email
            && let Some(spellings) = self.name_spellings(context)
        {
            self.name_choice = self.name_choice.next(&spellings);
            self.server_errors.remove(&FormField::Name);
        }
    }

    /// Replaces the text of a field.
    pub fn set_text(&mut self, field: FormField, text: &str) {
        self.edit_text(field, |old| old.replace(text));
    }

    /// Edits the text of a field. If it changes, the API's error of the field is outdated.
    fn edit_text(&mut self, field: FormField, edit: impl FnOnce(&mut TextInput) -> bool) {
        if self.text_mut(field).is_some_and(edit) {
            self.server_errors.remove(&field);
        }
    }

    /// Edits the choice of the group. The API's error of the group is outdated.
    fn edit_group(&mut self, edit: impl FnOnce(&mut GroupChoice)) {
        edit(&mut self.group);
        self.server_errors.remove(&FormField::Group);
    }

    fn choose_gender(&mut self, c: char) {
        if let Some(gender) = gender::choice_for_key(c, self.gender) {
            self.set_gender(gender);
        }
    }

    fn set_gender(&mut self, gender: Option<Gender>) {
        self.gender = gender;
        self.server_errors.remove(&FormField::Gender);
    }
}

/// Returns true for every edit that deletes. In a field of choices it takes the choice away.
pub(super) const fn is_deletion(edit: Edit) -> bool {
    matches!(
        edit,
        Edit::DeletePrevChar
            | Edit::DeleteNextChar
            | Edit::DeletePrevWord
            | Edit::DeleteNextWord
            | Edit::DeleteLine
            | Edit::DeleteFromStart
            | Edit::DeleteTillEnd
    )
}
