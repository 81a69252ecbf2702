//! What the tests share: a desk without edges, driven by keys.

use std::time::Duration;

use chrono::NaiveDate;
use frontdesk::app::{CidGenerator, Desk, Effect, FormState, Key, Mode, Model, Msg, Pasted, update};
use frontdesk::domain::{
    ApiError, BirthDate, Cid, Country, Customer, CustomerId, DateOrder, DeliveryOutcome, DisplayText, Field, Group,
    GroupId, Language, NewCustomer, WaitingRow, WaitingState,
};
use frontdesk::form::{Form, FormField, ParseContext};

/// The day on which the tests happen.
pub fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 24).unwrap()
}

pub fn rules() -> ParseContext {
    let country = Country::default();
    ParseContext {
        country,
        language: Language::default_for(country),
        date_order: DateOrder::DayMonthYear,
        today: today().into(),
    }
}

/// A desk without edges. Its keys come a quarter of a second apart, as from fingers.
///
/// Look-ups follow from what is typed, whatever it is: they are put aside, for the tests that are about them.
pub struct Bench {
    pub model: Model,
    pub now: Duration,
    pub look_ups: Vec<Effect>,
}

pub const BETWEEN_KEYS: Duration = Duration::from_millis(250);

impl Bench {
    pub fn new() -> Self {
        Self {
            model: Model::new(Desk::new(Mode::Training, rules()), CidGenerator::seeded([7; 32])),
            now: Duration::ZERO,
            look_ups: vec![],
        }
    }

    /// With the groups that the training server has.
    pub fn with_groups() -> Self {
        let mut bench = Self::new();
        bench.send(Msg::Groups(Ok(groups())));
        bench
    }

    pub fn send(&mut self, msg: Msg) -> Vec<Effect> {
        let commands = update(&mut self.model, msg);
        let is_look_up = |command: &Effect| matches!(command, Effect::LookUp(_) | Effect::DropLookUp);
        let (look_ups, others) = commands.into_iter().partition(is_look_up);
        self.look_ups.extend::<Vec<Effect>>(look_ups);
        others
    }

    pub fn press(&mut self, key: Key) -> Vec<Effect> {
        self.press_after(BETWEEN_KEYS, key)
    }

    pub fn press_after(&mut self, pause: Duration, key: Key) -> Vec<Effect> {
        self.now += pause;
        self.send(Msg::Key { key, at: self.now })
    }

    /// Lets the time pass in which a held key would come again, as the edge does.
    pub fn wait_for_delayed_save(&mut self) -> Vec<Effect> {
        let due = self.model.delayed_save.expect("no save is delayed").due;
        assert!(self.model.idle_due().is_some_and(|idle| idle <= due));
        self.now = due;
        self.send(Msg::Idle { at: due })
    }

    /// Types a text, letter by letter; nothing may come of it but a change of the model.
    pub fn types(&mut self, text: &str) {
        for c in text.chars() {
            assert_eq!(self.press(Key::Char(c)), vec![], "typing {c:?}");
        }
    }

    pub fn paste(&mut self, text: &str) -> Vec<Effect> {
        self.now += BETWEEN_KEYS;
        self.send(Msg::Paste { text: Pasted(text.to_owned()), at: self.now })
    }

    /// Opens the only draft in the list.
    pub fn opens_the_draft(&mut self) {
        assert_eq!(self.press(Key::Ctrl('o')), vec![Effect::ListKept]);
        assert_eq!(self.press(Key::Enter), vec![]);
    }

    /// Types phone and name and saves with Ctrl-S; gives back what is sent.
    pub fn save(&mut self, phone: &str, name: &str) -> NewCustomer {
        self.types(phone);
        self.press(Key::Tab);
        self.types(name);
        sent(self.press(Key::Ctrl('s')))
    }

    /// The answer to a registration: stored, or refused with nobody known to have it.
    pub fn answer(&mut self, cid: Cid, outcome: Result<Customer, ApiError>) -> Vec<Effect> {
        let delivery = match outcome {
            Ok(customer) => DeliveryOutcome::Registered(customer),
            Err(trouble) => DeliveryOutcome::Refused { error: trouble, owner: None },
        };
        self.deliver(cid, delivery)
    }

    pub fn deliver(&mut self, cid: Cid, delivery: DeliveryOutcome) -> Vec<Effect> {
        self.send(Msg::Answered { cid, delivery, took: Duration::from_millis(400) })
    }
}

/// The one registration among the commands.
pub fn sent(commands: Vec<Effect>) -> NewCustomer {
    match <[Effect; 1]>::try_from(commands) {
        Ok([Effect::Save { customer, .. }]) => customer,
        other => panic!("not one registration: {other:?}"),
    }
}

pub fn groups() -> Vec<Group> {
    let group = |id, name| Group { id: GroupId(id), name: DisplayText::new(name), discount: None };
    vec![group(1, "My Customers"), group(2, "Regulars"), group(3, "Staff"), group(4, "VIP")]
}

/// A customer as the API answers.
pub fn registered(cid: Cid, name: &str) -> Customer {
    Customer {
        id: CustomerId(1042),
        cid: Some(cid),
        name: DisplayText::new(name),
        phone: None,
        code: None,
        balance_id: Some(2868),
        group: Some(DisplayText::new("Regulars")),
        receipt_count: Some(0),
        since_year: Some(2026),
        balance: None,
        birth_date: None,
        note: None,
    }
}

pub fn born(text: &str) -> Option<BirthDate> {
    BirthDate::parse(text, DateOrder::DayMonthYear, today()).valid()
}

pub fn form_on_screen(model: &Model) -> &Form {
    match &model.stage {
        FormState::Typing { form, .. } => form,
        FormState::Sending(_) => panic!("the form is being sent"),
    }
}

pub fn text(model: &Model, spot: FormField) -> &str {
    form_on_screen(model).text(spot).unwrap().value()
}

pub fn conflict(field: Field) -> ApiError {
    ApiError::Conflict { field: Some(field) }
}

pub fn kept(cid: Cid, state: WaitingState) -> WaitingRow {
    let trouble = Some(conflict(Field::Phone));
    WaitingRow { cid, name: DisplayText::new("Aysel"), state, age_minutes: 3, attempts: 1, last_error: trouble }
}

pub fn name_sent(desk: &mut Bench) -> String {
    sent(desk.press(Key::Ctrl('s'))).name.as_str().to_owned()
}

pub fn with_name(name: &str) -> Bench {
    let mut desk = Bench::new();
    desk.press(Key::Tab);
    desk.types(name);
    desk
}
