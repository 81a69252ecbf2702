//! A desk without terminal, network and disk, which tests drive with keys.

use std::time::Duration;

use chrono::NaiveDate;
use frontdesk::app::{
    CidGenerator, Desk, Effect, Exit, FormState, Intent, Mode, Model, Msg, Outcome, TypedText, update,
};
use frontdesk::domain::{
    ApiError, BirthDate, Cid, ConsentQuestion, Country, Customer, CustomerId, DateOrder, DeliveryOutcome, DisplayText,
    Draft, Field, Group, GroupId, Language, NewCustomer, PhoneRules, Progress, WaitingRow,
};
use frontdesk::form::{Form, FormField, ParseContext};
use frontdesk::keys::Key;

/// The date of all tests.
pub fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 24).unwrap()
}

pub fn parse_context() -> ParseContext {
    let country = Country::default();
    ParseContext {
        country,
        phone_rules: Some(PhoneRules::load(country)),
        language: Language::default_for(country),
        date_order: DateOrder::DayMonthYear,
        today: today().into(),
    }
}

/// A desk without terminal, network and disk. Its keys arrive a quarter of a second apart, as from fingers.
///
/// Every typed phone causes look-ups. They are collected separately, for the tests that check them. That drafts are saved
/// whenever they have changed is checked after every message.
pub struct Bench {
    pub model: Model,
    pub now: Duration,
    pub look_ups: Vec<Effect>,
    /// Why the loop ends or stops after the last message.
    pub exit: Option<Exit>,
    settings: Desk,
    messages: Vec<Msg>,
    drafts: Vec<Draft>,
}

pub const KEY_INTERVAL: Duration = Duration::from_millis(250);

impl Bench {
    pub fn new() -> Self {
        let settings = Desk::new(Mode::Training, parse_context());
        Self {
            model: Model::new(settings.clone(), CidGenerator::seeded([7; 32])),
            settings,
            messages: vec![],
            now: Duration::ZERO,
            look_ups: vec![],
            exit: None,
            drafts: vec![],
        }
    }

    /// Creates a desk with the groups of the training server.
    pub fn with_groups() -> Self {
        let mut bench = Self::new();
        bench.send(Msg::Groups(Ok(groups())));
        bench
    }

    /// Creates a desk with groups that asks about consent.
    pub fn asking_consent() -> Self {
        let mut bench = Self::with_groups();
        bench.configure(|settings| settings.consent = Some(consent_question("2026-1")));
        bench
    }

    /// Moves the focus to a field with Tab or Shift-Tab.
    pub fn focus(&mut self, field: FormField) {
        while self.model.form().focus() != field {
            self.press(if self.model.form().focus() < field { Key::Tab } else { Key::BackTab });
        }
    }

    /// Opens the desk again with other settings, and repeats all messages.
    pub fn configure(&mut self, change: impl FnOnce(&mut Desk)) {
        change(&mut self.settings);
        self.model = Model::new(self.settings.clone(), CidGenerator::seeded([7; 32]));
        for msg in self.messages.clone() {
            update(&mut self.model, msg);
        }
    }

    /// Sends a message and returns its effects. The drafts are not among them: they are compared with the model here.
    pub fn send(&mut self, msg: Msg) -> Vec<Effect> {
        self.messages.push(msg.clone());
        let Outcome { mut effects, exit } = update(&mut self.model, msg);
        self.exit = exit;
        let drafts = self.model.drafts();
        if drafts != self.drafts {
            assert_eq!(effects.pop(), Some(Effect::SaveDrafts(drafts.clone())), "changed drafts are saved last");
            self.drafts = drafts;
        }
        let is_look_up = |effect: &Effect| matches!(effect, Effect::LookUp(_) | Effect::DropLookUp);
        let (look_ups, others) = effects.into_iter().partition(is_look_up);
        self.look_ups.extend::<Vec<Effect>>(look_ups);
        assert!(!others.iter().any(|effect| matches!(effect, Effect::SaveDrafts(_))), "the drafts have not changed");
        others
    }

    /// Presses a key and returns why the loop ends or stops.
    pub fn exit_after(&mut self, key: Key) -> Option<Exit> {
        assert_eq!(self.press(key), vec![]);
        self.exit
    }

    /// Sends an intent, as a front end without keys does.
    pub fn intend(&mut self, intent: Intent) -> Vec<Effect> {
        self.now += KEY_INTERVAL;
        self.send(Msg::Intent { intent, at: self.now })
    }

    pub fn press(&mut self, key: Key) -> Vec<Effect> {
        self.press_after(KEY_INTERVAL, key)
    }

    pub fn press_after(&mut self, pause: Duration, key: Key) -> Vec<Effect> {
        self.now += pause;
        self.send(Msg::Key { key, at: self.now })
    }

    /// Waits until a held key would have repeated, as the event loop does.
    pub fn wait_for_delayed_save(&mut self) -> Vec<Effect> {
        let due = self.model.delayed_save().expect("no save is delayed").due;
        assert!(self.model.idle_due().is_some_and(|idle| idle <= due));
        self.now = due;
        self.send(Msg::Idle { at: due })
    }

    /// Lets the time of a key pass, as the event loop does.
    pub fn pause(&mut self) {
        let at = self.now + KEY_INTERVAL;
        if self.model.idle_due().is_some_and(|due| due < at) {
            assert_eq!(self.send(Msg::Idle { at }), vec![]);
        }
    }

    /// Types a text letter by letter, and asserts that no letter has an effect outside of the model.
    pub fn types(&mut self, text: &str) {
        for c in text.chars() {
            assert_eq!(self.press(Key::Char(c)), vec![], "typing {c:?}");
        }
        self.pause();
    }

    pub fn paste(&mut self, text: &str) -> Vec<Effect> {
        self.now += KEY_INTERVAL;
        self.send(Msg::Paste { text: TypedText(text.to_owned()), is_last: true, at: self.now })
    }

    /// Opens the only draft in the waiting list.
    pub fn open_only_draft(&mut self) {
        assert_eq!(self.press(Key::Ctrl('o')), vec![Effect::ListWaiting]);
        assert_eq!(self.press(Key::Enter), vec![]);
    }

    /// Types phone and name, saves with Ctrl-S, and returns the customer that is sent.
    pub fn save(&mut self, phone: &str, name: &str) -> NewCustomer {
        self.types(phone);
        self.press(Key::Tab);
        self.types(name);
        sent(self.press(Key::Ctrl('s')))
    }

    /// Answers a registration: stored, or refused with an unknown owner of the value.
    pub fn answer(&mut self, cid: Cid, outcome: Result<Customer, ApiError>) -> Vec<Effect> {
        let delivery = match outcome {
            Ok(customer) => DeliveryOutcome::Registered(customer),
            Err(error) => DeliveryOutcome::Refused { error, owner: None },
        };
        self.deliver(cid, delivery)
    }

    pub fn deliver(&mut self, cid: Cid, delivery: DeliveryOutcome) -> Vec<Effect> {
        self.send(Msg::Answered { cid, delivery, took: Duration::from_millis(400) })
    }
}

/// Returns the customer of the only effect, which must be a registration.
pub fn sent(effects: Vec<Effect>) -> NewCustomer {
    match <[Effect; 1]>::try_from(effects) {
        Ok([Effect::Save { customer, .. }]) => customer,
        other => panic!("not one registration: {other:?}"),
    }
}

pub fn consent_question(version: &str) -> ConsentQuestion {
    ConsentQuestion { text: "May we send you messages?".parse().unwrap(), version: version.parse().unwrap() }
}

pub fn groups() -> Vec<Group> {
    let group = |id, name| Group { id: GroupId(id), name: DisplayText::new(name), discount: None };
    vec![group(1, "My Customers"), group(2, "Regulars"), group(3, "Staff"), group(4, "VIP")]
}

/// Creates a customer as the API returns it.
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

pub fn birth_date(text: &str) -> Option<BirthDate> {
    BirthDate::parse(text, DateOrder::DayMonthYear, today()).valid()
}

pub fn form_on_screen(model: &Model) -> &Form {
    match &model.stage() {
        FormState::Editing { form, .. } => form,
        FormState::Submitting(_) => panic!("the form is being sent"),
    }
}

pub fn text(model: &Model, field: FormField) -> &str {
    form_on_screen(model).text(field).unwrap().value()
}

pub fn conflict(field: Field) -> ApiError {
    ApiError::Conflict { field: Some(field) }
}

pub fn kept(cid: Cid, state: Progress) -> WaitingRow {
    let last_error = Some(conflict(Field::Phone));
    WaitingRow { cid, name: DisplayText::new("Aysel"), state, age_minutes: 3, attempts: 1, last_error }
}

pub fn save_and_return_name(desk: &mut Bench) -> String {
    sent(desk.press(Key::Ctrl('s'))).name.as_str().to_owned()
}

pub fn with_name(name: &str) -> Bench {
    let mut desk = Bench::new();
    desk.press(Key::Tab);
    desk.types(name);
    desk
}
