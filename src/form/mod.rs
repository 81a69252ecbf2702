//! A form that is being typed: its texts and choices, the focused field, and the API's errors.
//!
//! `app` edits it and `view` draws it. A text is parsed each time its value is needed (`parse.rs`). Only a form whose
//! fields are all valid or empty gives a [`NewCustomer`]. This module must not know the screen, the keys or the API's
//! JSON.
//!
//! [`NewCustomer`]: crate::domain::NewCustomer

mod consent;
mod draft;
mod editing;
mod field_status;
mod form_field;
mod gender;
mod group_list;
mod groups;
mod name_choice;
mod parse;
mod server_error;
mod text_input;

pub use consent::CONSENT_ANSWERS;
pub use field_status::{FieldInput, FieldStatus, Interpretation, Offer};
pub use form_field::FormField;
pub use gender::GENDERS;
pub use group_list::GroupList;
pub use groups::{GroupChoice, Groups};
use name_choice::NameChoice;
pub use parse::ParseContext;
pub use server_error::ServerError;
pub use text_input::TextInput;
pub use tui_input::InputRequest as Edit;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use crate::domain::{Cid, ConsentQuestion, ConsentVersion, EntryStats, Gender, GroupId};

/// A form that is being typed.
///
/// # Examples
///
/// ```
/// # use frontdesk::domain::{Cid, Country, DateOrder, FieldError, Language, PhoneRules};
/// # use frontdesk::form::{FieldStatus, Form, FormField, Groups, Interpretation, ParseContext};
/// # let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 24).unwrap().into();
/// # let (country, date_order) = (Country::default(), DateOrder::default());
/// # let phone_rules = Some(PhoneRules::load(country));
/// # let language = Language::default_for(country);
/// # let context = ParseContext { country, phone_rules, language, date_order, today };
/// let mut form = Form::empty(Cid::from_random_bytes([7; 16]));
/// let status = |form: &Form| match form.status(FormField::Phone, &context, &Groups::Loading) {
///     FieldStatus::Valid(Interpretation::Phone(phone)) => phone.international(),
///     other => format!("{other:?}"),
/// };
///
/// form.insert("050 123 45");
/// assert_eq!(status(&form), "Incomplete(PhoneDigitsMissing(2))");
/// form.insert(" 67");
/// assert_eq!(status(&form), "+994 50 123 45 67");
/// assert_eq!(form.to_customer(&context, &Groups::Loading), Err(FormField::Name));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Form {
    cid: Cid,
    focus: FormField,
    /// The fields that the focus has visited.
    touched: BTreeSet<FormField>,
    /// The API's errors. A change of the field removes its error.
    server_errors: BTreeMap<FormField, ServerError>,
    /// The texts, in the order of [`FormField::TEXTS`].
    texts: [TextInput; FormField::TEXTS.len()],
    name_choice: NameChoice,
    gender: Option<Gender>,
    group: GroupChoice,
    /// True means that the customer consents.
    has_consent: bool,
    /// The version of the question about consent. `None` means that the desk does not ask.
    consent_version: Option<ConsentVersion>,
    /// The keys and seconds that the cashier needed. `None` means unknown.
    stats: Option<EntryStats>,
}

impl Form {
    /// Makes a blank form with the focus on the phone, for the customer that will have this `cid`.
    pub fn empty(cid: Cid) -> Self {
        Self {
            cid,
            focus: FormField::Phone,
            touched: BTreeSet::new(),
            server_errors: BTreeMap::new(),
            texts: Default::default(),
            name_choice: NameChoice::Suggested,
            gender: None,
            group: GroupChoice::default(),
            has_consent: false,
            consent_version: None,
            stats: Some(EntryStats::default()),
        }
    }

    /// Returns this form with the question of the desk. An answer stays.
    pub fn with_consent(mut self, question: Option<&ConsentQuestion>) -> Self {
        self.consent_version = question.map(|question| question.version.clone());
        self
    }

    /// Returns the fields of this form from top to bottom.
    pub fn fields(&self) -> impl DoubleEndedIterator<Item = FormField> {
        let asks_consent = self.consent_version.is_some();
        FormField::ALL.into_iter().filter(move |field| asks_consent || *field != FormField::Consent)
    }

    /// Returns the field below, or the same field if it is the last.
    pub fn field_after(&self, field: FormField) -> FormField {
        self.fields().find(|other| *other > field).unwrap_or(field)
    }

    /// Returns the field above, or the same field if it is the first.
    pub fn field_before(&self, field: FormField) -> FormField {
        self.fields().rev().find(|other| *other < field).unwrap_or(field)
    }

    /// Returns the natural key of this form's customer. It stays the same however often the form is sent.
    pub const fn cid(&self) -> Cid {
        self.cid
    }

    /// Returns the field that receives the next key.
    pub const fn focus(&self) -> FormField {
        self.focus
    }

    /// Returns true if nothing has been typed or chosen. Such a form may be dropped without a question.
    pub fn is_blank(&self) -> bool {
        self.texts.iter().all(TextInput::is_blank)
            && self.gender.is_none()
            && self.group.is_blank()
            && !self.has_consent()
    }

    /// Returns the text of a field. The text of the group is its filter. Choices and the button have none.
    pub fn text(&self, field: FormField) -> Option<&TextInput> {
        if field == FormField::Group {
            return Some(self.group.filter());
        }
        self.texts.get(field.text_index()?)
    }

    /// Returns the text of a field, empty if it has none.
    fn value(&self, field: FormField) -> &str {
        self.text(field).map_or("", TextInput::value)
    }

    fn text_mut(&mut self, field: FormField) -> Option<&mut TextInput> {
        self.texts.get_mut(field.text_index()?)
    }

    /// Returns everything in the form from which the status of a field follows.
    pub fn input(&self, field: FormField) -> FieldInput {
        let text = self.text(field).map(|text| (text.value().to_owned(), text.cursor()));
        FieldInput {
            text,
            is_touched: self.touched.contains(&field),
            server_error: self.server_error(field).cloned(),
            name_choice: if field == FormField::Name { self.name_choice } else { NameChoice::Suggested },
            group: (field == FormField::Group).then(|| (self.group.picked(), self.group.is_carried_over())),
            has_consent: field == FormField::Consent && self.has_consent,
        }
    }

    /// Returns the chosen gender.
    pub const fn gender(&self) -> Option<Gender> {
        self.gender
    }

    /// Returns true if the desk asks about consent and the answer is yes.
    pub const fn has_consent(&self) -> bool {
        self.has_consent && self.consent_version.is_some()
    }

    /// Returns the choice of the group.
    pub const fn group(&self) -> &GroupChoice {
        &self.group
    }

    /// Presets the previous customer's group in this blank form. It stays until another group is chosen.
    pub fn carry_over_group(&mut self, group: GroupId) {
        self.group.carry_over(group);
    }

    /// Moves the focus. The previous field is touched from now on, so that it may report that it is incomplete.
    pub fn focus_on(&mut self, field: FormField) {
        if field != self.focus {
            self.touched.insert(self.focus);
            self.focus = field;
        }
    }

    /// Moves the focus to the next field, if there is one.
    pub fn focus_next(&mut self) {
        self.focus_on(self.field_after(self.focus));
    }

    /// Moves the focus to the previous field, if there is one.
    pub fn focus_previous(&mut self) {
        self.focus_on(self.field_before(self.focus));
    }

    /// Touches all fields, so that each reports why it cannot be sent.
    pub fn touch_all(&mut self) {
        self.touched = FormField::ALL.into();
    }

    /// Stores the API's error of a field. It stays until the field is changed.
    pub fn set_server_error(&mut self, field: FormField, error: ServerError) {
        self.server_errors.insert(field, error);
    }

    /// Returns the keys and time that are not yet stored in the outbox. `None` means unknown.
    pub const fn stats(&self) -> Option<EntryStats> {
        self.stats
    }

    /// Counts a key and the time since the key before it. The time before the first letter does not count.
    pub fn count_key(&mut self, since_last_key: Duration) {
        let is_blank = self.is_blank();
        if let Some(stats) = &mut self.stats {
            stats.keys = stats.keys.saturating_add(1);
            stats.time = if is_blank { Duration::ZERO } else { stats.time.saturating_add(since_last_key) };
        }
    }

    /// Restarts the count after its value was stored in the outbox.
    pub fn reset_stats(&mut self) {
        self.stats = Some(EntryStats::default());
    }
}
