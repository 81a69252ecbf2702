//! A form being typed: its texts and choices, which spot has the focus, what the API said of which field.
//!
//! `app` edits it, `view` draws it. What a text amounts to is read anew each time it is asked for
//! (`readings.rs`); only a form whose readings are all good or empty gives a [`NewCustomer`]. This room must
//! not know the screen, the keys or the wire.
//!
//! [`NewCustomer`]: crate::domain::NewCustomer

mod draft;
mod field_status;
mod form_field;
mod gender;
mod group_list;
mod groups;
mod parse;
mod server_error;
mod text_input;

pub use draft::Draft;
pub use field_status::{FieldStatus, Interpretation};
pub use form_field::FormField;
pub use group_list::GroupList;
pub use groups::{GroupChoice, Groups};
pub use parse::ParseContext;
pub use server_error::ServerError;
pub use text_input::TextInput;
pub use tui_input::InputRequest as Edit;

use std::time::Duration;

use crate::domain::{Cid, EntryStats, Field, Gender, GroupId};
use form_field::FieldSet;
use gender::{next_gender, previous_gender};
use server_error::ServerErrors;

/// A form being typed.
#[derive(Debug, Clone, PartialEq)]
pub struct Form {
    cid: Cid,
    focus: FormField,
    touched: FieldSet,
    server_errors: ServerErrors,
    phone: TextInput,
    name: TextInput,
    name_as_typed: bool,
    code: TextInput,
    birth_date: TextInput,
    gender: Option<Gender>,
    group: GroupChoice,
    email: TextInput,
    note: TextInput,
    /// `None` for a form of which that is not known.
    stats: Option<EntryStats>,
}

impl Form {
    /// A blank form with the focus on the phone, for the customer that will have this `cid`.
    pub fn empty(cid: Cid) -> Self {
        Self {
            cid,
            focus: FormField::Phone,
            touched: FieldSet::default(),
            server_errors: ServerErrors::default(),
            phone: TextInput::default(),
            name: TextInput::default(),
            name_as_typed: false,
            code: TextInput::default(),
            birth_date: TextInput::default(),
            gender: None,
            group: GroupChoice::default(),
            email: TextInput::default(),
            note: TextInput::default(),
            stats: Some(EntryStats::default()),
        }
    }

    /// The natural key that this form's customer will have, however often it is sent.
    pub const fn cid(&self) -> Cid {
        self.cid
    }

    /// Where the next key goes.
    pub const fn focus(&self) -> FormField {
        self.focus
    }

    /// Whether nothing has been typed or chosen: such a form may go without a word.
    pub fn is_blank(&self) -> bool {
        let texts = [&self.phone, &self.name, &self.code, &self.birth_date, &self.email, &self.note];
        texts.into_iter().all(TextInput::is_blank) && self.gender.is_none() && self.group.is_blank()
    }

    /// The text at a spot: of the group it is the filter; gender and the button have none.
    pub const fn text(&self, field: FormField) -> Option<&TextInput> {
        match field {
            FormField::Phone => Some(&self.phone),
            FormField::Name => Some(&self.name),
            FormField::Code => Some(&self.code),
            FormField::BirthDate => Some(&self.birth_date),
            FormField::Group => Some(self.group.filter()),
            FormField::Email => Some(&self.email),
            FormField::Note => Some(&self.note),
            FormField::Gender | FormField::Register => None,
        }
    }

    /// The gender chosen.
    pub const fn gender(&self) -> Option<Gender> {
        self.gender
    }

    /// The group chosen, or being looked for.
    pub const fn group(&self) -> &GroupChoice {
        &self.group
    }

    /// The group of the customer before stands in the blank form, until another one is chosen.
    pub fn carry_over_group(&mut self, group: GroupId) {
        self.group.carry_over(group);
    }

    /// Moves the focus; the field that is left may from now on say that it is unfinished.
    pub fn focus_on(&mut self, field: FormField) {
        if field != self.focus {
            self.touched.insert(self.focus);
            self.focus = field;
        }
    }

    /// To the next spot; the last one stays.
    pub fn focus_next(&mut self) {
        self.focus_on(self.focus.next());
    }

    /// To the spot before; the first one stays.
    pub fn focus_previous(&mut self) {
        self.focus_on(self.focus.previous());
    }

    /// From now on every field says what keeps it from being sent.
    pub fn touch_all(&mut self) {
        self.touched = FieldSet::all();
    }

    /// Takes a typed character, or a pasted text, at the focus.
    pub fn insert(&mut self, typed: &str) {
        match self.focus {
            FormField::Gender => typed.chars().for_each(|c| self.choose_gender(c)),
            FormField::Register => {}
            FormField::Group => {
                self.group.insert(typed);
                self.server_errors.remove(Field::Group);
            }
            _ => self.edit_focused_text(|text| text.insert(typed)),
        }
    }

    /// Edits the text at the focus, or moves in it. Left and Right walk through the choices of a field that
    /// has some.
    pub fn edit(&mut self, edit: Edit, groups: &Groups) {
        match (self.focus, edit) {
            (FormField::Gender, Edit::GoToNextChar) => self.set_gender(next_gender(self.gender)),
            (FormField::Gender, Edit::GoToPrevChar) => self.set_gender(previous_gender(self.gender)),
            (FormField::Gender, edit) if is_deletion(edit) => self.set_gender(None),
            (FormField::Gender | FormField::Register, _) => {}
            (FormField::Group, edit) => {
                self.group.edit(edit, groups);
                self.server_errors.remove(Field::Group);
            }
            (_, edit) => self.edit_focused_text(|text| text.edit(edit)),
        }
    }

    /// Another text at the focus in the place of what stands there; the group and what has no text stay as they are.
    pub fn replace(&mut self, text: &str) {
        self.edit_focused_text(|old| {
            old.replace(text);
            true
        });
    }

    /// Another code in the place of what stands there.
    pub fn set_code(&mut self, code: &str) {
        self.code.replace(code);
        self.server_errors.remove(Field::Code);
    }

    /// Takes back the last change of the text at the focus; typing in one go is one change.
    pub fn undo(&mut self) {
        if self.focus == FormField::Group {
            self.group.undo();
            self.server_errors.remove(Field::Group);
        } else {
            self.edit_focused_text(TextInput::undo);
        }
    }

    /// Answers what the desk offers: takes the address that was probably meant, or keeps the name in the letters in
    /// which it was typed (and once more: not). At the name or the address it is that one's offer, elsewhere
    /// whatever is offered.
    pub fn accept_suggestion(&mut self, context: &ParseContext) {
        let suggestion = self.email_suggestion().filter(|_| self.focus != FormField::Name);
        if let Some(suggestion) = suggestion {
            self.email.replace(suggestion.as_str());
            self.server_errors.remove(Field::Email);
        } else if self.focus != FormField::Email && self.has_other_capitals(context) {
            self.name_as_typed = !self.name_as_typed;
            self.server_errors.remove(Field::Name);
        }
    }

    /// Writes down what the API said of a field. It stays until the field is changed.
    pub fn set_server_error(&mut self, field: Field, error: ServerError) {
        self.server_errors.set(field, error);
    }

    /// What it has taken so far, of what is not written down yet; `None` where that is not known.
    pub const fn stats(&self) -> Option<EntryStats> {
        self.stats
    }

    /// Counts a key that came so long after the one before. What has passed before the first letter is no work.
    pub fn count_key(&mut self, since_last_key: Duration) {
        let is_blank = self.is_blank();
        if let Some(stats) = &mut self.stats {
            stats.keys = stats.keys.saturating_add(1);
            stats.time = if is_blank { Duration::ZERO } else { stats.time.saturating_add(since_last_key) };
        }
    }

    /// Begins to count again, after what it has taken was written down.
    pub fn reset_stats(&mut self) {
        self.stats = Some(EntryStats::default());
    }

    fn edit_focused_text(&mut self, edit: impl FnOnce(&mut TextInput) -> bool) {
        let text = match self.focus {
            FormField::Phone => &mut self.phone,
            FormField::Name => &mut self.name,
            FormField::Code => &mut self.code,
            FormField::BirthDate => &mut self.birth_date,
            FormField::Email => &mut self.email,
            FormField::Note => &mut self.note,
            FormField::Gender | FormField::Group | FormField::Register => return,
        };
        if edit(text)
            && let Some(field) = self.focus.api_field()
        {
            self.server_errors.remove(field);
        }
    }

    fn choose_gender(&mut self, c: char) {
        if let Some(gender) = gender::choice_for_key(c, self.gender) {
            self.set_gender(gender);
        }
    }

    fn set_gender(&mut self, gender: Option<Gender>) {
        self.gender = gender;
        self.server_errors.remove(Field::Gender);
    }
}

const fn is_deletion(edit: Edit) -> bool {
    matches!(
        edit,
        Edit::DeletePrevChar | Edit::DeleteNextChar | Edit::DeletePrevWord | Edit::DeleteLine | Edit::DeleteFromStart
    )
}
