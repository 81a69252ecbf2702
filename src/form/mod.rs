//! A form being typed: its texts and choices, which spot has the focus, what the API said of which field.
//!
//! `app` edits it, `view` draws it. What a text amounts to is read anew each time it is asked for
//! (`readings.rs`); only a form whose readings are all good or empty gives a [`NewCustomer`]. This room must
//! not know the screen, the keys or the wire.
//!
//! [`NewCustomer`]: crate::domain::NewCustomer

mod draft;
mod finding;
mod gender;
mod group_list;
mod groups;
mod mark;
mod readings;
mod spot;
mod text;

pub use draft::Draft;
pub use finding::{Finding, Meaning};
pub use group_list::GroupList;
pub use groups::{GroupChoice, Groups};
pub use mark::Mark;
pub use readings::Rules;
pub use spot::Spot;
pub use text::Text;
pub use tui_input::InputRequest as Edit;

use std::time::Duration;

use crate::domain::{Cid, EntryStats, Field, Gender, GroupId};
use gender::{next_gender, previous_gender};
use mark::Marks;
use spot::Spots;

/// A form being typed.
#[derive(Debug, Clone, PartialEq)]
pub struct Form {
    cid: Cid,
    focus: Spot,
    left: Spots,
    marks: Marks,
    phone: Text,
    name: Text,
    name_as_typed: bool,
    code: Text,
    birth_date: Text,
    gender: Option<Gender>,
    group: GroupChoice,
    email: Text,
    note: Text,
    /// `None` for a form of which that is not known.
    effort: Option<EntryStats>,
}

impl Form {
    /// A blank form with the focus on the phone, for the customer that will have this `cid`.
    #[must_use]
    pub fn blank(cid: Cid) -> Self {
        Self {
            cid,
            focus: Spot::Phone,
            left: Spots::default(),
            marks: Marks::default(),
            phone: Text::default(),
            name: Text::default(),
            name_as_typed: false,
            code: Text::default(),
            birth_date: Text::default(),
            gender: None,
            group: GroupChoice::default(),
            email: Text::default(),
            note: Text::default(),
            effort: Some(EntryStats::default()),
        }
    }

    /// The natural key that this form's customer will have, however often it is sent.
    #[must_use]
    pub const fn cid(&self) -> Cid {
        self.cid
    }

    /// Where the next key goes.
    #[must_use]
    pub const fn focus(&self) -> Spot {
        self.focus
    }

    /// Whether nothing has been typed or chosen: such a form may go without a word.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        let texts = [&self.phone, &self.name, &self.code, &self.birth_date, &self.email, &self.note];
        texts.into_iter().all(Text::is_blank) && self.gender.is_none() && self.group.is_blank()
    }

    /// The text at a spot: of the group it is the filter; gender and the button have none.
    #[must_use]
    pub const fn text(&self, spot: Spot) -> Option<&Text> {
        match spot {
            Spot::Phone => Some(&self.phone),
            Spot::Name => Some(&self.name),
            Spot::Code => Some(&self.code),
            Spot::BirthDate => Some(&self.birth_date),
            Spot::Group => Some(self.group.filter()),
            Spot::Email => Some(&self.email),
            Spot::Note => Some(&self.note),
            Spot::Gender | Spot::Register => None,
        }
    }

    /// The gender chosen.
    #[must_use]
    pub const fn gender(&self) -> Option<Gender> {
        self.gender
    }

    /// The group chosen, or being looked for.
    #[must_use]
    pub const fn group(&self) -> &GroupChoice {
        &self.group
    }

    /// The group of the customer before stands in the blank form, until another one is chosen.
    pub fn leave_over(&mut self, group: GroupId) {
        self.group.leave_over(group);
    }

    /// Moves the focus; the field that is left may from now on say that it is unfinished.
    pub fn go_to(&mut self, spot: Spot) {
        if spot != self.focus {
            self.left.insert(self.focus);
            self.focus = spot;
        }
    }

    /// To the next spot; the last one stays.
    pub fn go_on(&mut self) {
        self.go_to(self.focus.next());
    }

    /// To the spot before; the first one stays.
    pub fn go_back(&mut self) {
        self.go_to(self.focus.previous());
    }

    /// From now on every field says what keeps it from being sent.
    pub fn speak_up(&mut self) {
        self.left = Spots::all();
    }

    /// Takes a typed character, or a pasted text, at the focus.
    pub fn insert(&mut self, typed: &str) {
        match self.focus {
            Spot::Gender => typed.chars().for_each(|c| self.choose_gender(c)),
            Spot::Register => {}
            Spot::Group => {
                self.group.insert(typed);
                self.marks.erase(Field::Group);
            }
            _ => self.change(|text| text.insert(typed)),
        }
    }

    /// Edits the text at the focus, or moves in it. Left and Right walk through the choices of a field that
    /// has some.
    pub fn edit(&mut self, edit: Edit, groups: &Groups) {
        match (self.focus, edit) {
            (Spot::Gender, Edit::GoToNextChar) => self.set_gender(next_gender(self.gender)),
            (Spot::Gender, Edit::GoToPrevChar) => self.set_gender(previous_gender(self.gender)),
            (Spot::Gender, edit) if erases(edit) => self.set_gender(None),
            (Spot::Gender | Spot::Register, _) => {}
            (Spot::Group, edit) => {
                self.group.edit(edit, groups);
                self.marks.erase(Field::Group);
            }
            (_, edit) => self.change(|text| text.edit(edit)),
        }
    }

    /// Another text at the focus in the place of what stands there; the group and what has no text stay as they are.
    pub fn replace(&mut self, text: &str) {
        self.change(|old| {
            old.replace(text);
            true
        });
    }

    /// Another code in the place of what stands there.
    pub fn set_code(&mut self, code: &str) {
        self.code.replace(code);
        self.marks.erase(Field::Code);
    }

    /// Takes back the last change of the text at the focus; typing in one go is one change.
    pub fn undo(&mut self) {
        if self.focus == Spot::Group {
            self.group.undo();
            self.marks.erase(Field::Group);
        } else {
            self.change(Text::undo);
        }
    }

    /// Answers what the desk offers: takes the address that was probably meant, or keeps the name in the letters in
    /// which it was typed (and once more: not). At the name or the address it is that one's offer, elsewhere
    /// whatever is offered.
    pub fn answer_offer(&mut self, rules: &Rules) {
        let meant = self.email_probably_meant().filter(|_| self.focus != Spot::Name);
        if let Some(meant) = meant {
            self.email.replace(meant.as_str());
            self.marks.erase(Field::Email);
        } else if self.focus != Spot::Email && self.has_other_capitals(rules) {
            self.name_as_typed = !self.name_as_typed;
            self.marks.erase(Field::Name);
        }
    }

    /// Writes down what the API said of a field. It stays until the field is changed.
    pub fn mark(&mut self, field: Field, mark: Mark) {
        self.marks.set(field, mark);
    }

    /// What it has taken so far, of what is not written down yet; `None` where that is not known.
    #[must_use]
    pub const fn effort(&self) -> Option<EntryStats> {
        self.effort
    }

    /// Counts a key that came so long after the one before. What has passed before the first letter is no work.
    pub fn count_key(&mut self, since: Duration) {
        let is_blank = self.is_blank();
        if let Some(effort) = &mut self.effort {
            effort.keys = effort.keys.saturating_add(1);
            effort.time = if is_blank { Duration::ZERO } else { effort.time.saturating_add(since) };
        }
    }

    /// Begins to count again, after what it has taken was written down.
    pub fn restart_effort(&mut self) {
        self.effort = Some(EntryStats::default());
    }

    fn change(&mut self, change: impl FnOnce(&mut Text) -> bool) {
        let text = match self.focus {
            Spot::Phone => &mut self.phone,
            Spot::Name => &mut self.name,
            Spot::Code => &mut self.code,
            Spot::BirthDate => &mut self.birth_date,
            Spot::Email => &mut self.email,
            Spot::Note => &mut self.note,
            Spot::Gender | Spot::Group | Spot::Register => return,
        };
        if change(text)
            && let Some(field) = self.focus.field()
        {
            self.marks.erase(field);
        }
    }

    fn choose_gender(&mut self, c: char) {
        if let Some(gender) = gender::by_key(c, self.gender) {
            self.set_gender(gender);
        }
    }

    fn set_gender(&mut self, gender: Option<Gender>) {
        self.gender = gender;
        self.marks.erase(Field::Gender);
    }
}

const fn erases(edit: Edit) -> bool {
    matches!(
        edit,
        Edit::DeletePrevChar | Edit::DeleteNextChar | Edit::DeletePrevWord | Edit::DeleteLine | Edit::DeleteFromStart
    )
}
