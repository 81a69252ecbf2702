use std::io::{self, Write as _};

use chrono::{Local, Utc};
use rand::TryRng as _;
use rand::rngs::SysRng;
use serde_json::{Value, json};

use crate::customer::{
    BirthDate, Cid, Code, Customer, Delivery, Email, Field, Flaw, Gender, GroupId, Holder, Name, NewCustomer, NotKept,
    Note, Phone, Reading, Told, Trouble,
};
use crate::locale::Locale;
use crate::outbox::InDoubt;
use crate::runtime::{Connection, Keeping, save_and_deliver};
use crate::settings::{Line, Settings};

use super::{AddArguments, Exit, failed, line, say_set_aside};

/// What became of it.
enum Outcome {
    Registered(Box<Customer>),
    /// A field that was not even sent.
    Flawed(Field, String),
    /// Kept in the outbox, to be delivered later.
    Kept(Trouble),
    /// Not registered and not kept, and because of whom, where it was looked up.
    Troubled(Trouble, Option<Holder>),
    /// It could not be written down, so it was not sent.
    NotKept(NotKept),
}

/// `frontdesk add`: registers one customer through the same code as the desk.
pub(super) fn run(arguments: &AddArguments, settings: Settings) -> Exit {
    let work = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(work) => work,
        Err(error) => return failed(Exit::Failed, &error.to_string()),
    };
    let training = matches!(settings.line, Line::Training);
    let (cid, outcome) = match work.block_on(register(arguments, settings)) {
        Ok(registered) => registered,
        Err(error) => return failed(Exit::Failed, &format!("{error:#}")),
    };
    let exit = outcome.exit();
    let report = if arguments.json { outcome.as_json(cid, training).to_string() } else { outcome.in_words() };
    let to_stdout = arguments.json || exit == Exit::Done;
    if training && !arguments.json {
        let _ = writeln!(io::stderr(), "frontdesk: {}", Locale::english().frame_training());
    }
    if !to_stdout {
        return failed(exit, &report);
    }
    match line(&report) {
        Ok(()) => exit,
        Err(error) => failed(exit, &error.to_string()),
    }
}

async fn register(arguments: &AddArguments, settings: Settings) -> anyhow::Result<(Cid, Outcome)> {
    let mut bytes = [0; 16];
    SysRng.try_fill_bytes(&mut bytes)?;
    let cid = Cid::from_random_bytes(bytes);
    Ok((cid, register_as(cid, arguments, settings).await))
}

async fn register_as(cid: Cid, arguments: &AddArguments, settings: Settings) -> Outcome {
    let mut customer = match read(arguments, &settings, cid) {
        Ok(customer) => customer,
        Err((field, flaw)) => return Outcome::Flawed(field, flaw),
    };
    let connection = Connection::new(settings.clone());
    if let Some(wanted) = arguments.group.as_deref().filter(|name| !name.trim().is_empty()) {
        let groups = match connection.known_groups().await {
            Ok(groups) => groups,
            Err(trouble) => return Outcome::Troubled(trouble, None),
        };
        let same = |name: &str| name.to_lowercase() == wanted.trim().to_lowercase();
        match groups.into_iter().find(|group| same(group.name.as_str())) {
            Some(group) => customer.group = Some(group.id),
            None => return Outcome::Flawed(Field::Group, Locale::english().add_group_unknown()),
        }
    }
    deliver(&settings, &connection, &customer).await
}

/// Through the outbox, as from the desk. What only somebody at the settings can mend is not kept: whoever called
/// hears of it now and still has the customer.
async fn deliver(settings: &Settings, connection: &Connection, customer: &NewCustomer) -> Outcome {
    let keeping = match Keeping::open(settings, Utc::now(), say_set_aside) {
        Ok(keeping) => keeping,
        Err(error) => return Outcome::NotKept(error.not_kept()),
    };
    match save_and_deliver(&keeping, connection, customer).await {
        Delivery::Registered(customer) => Outcome::Registered(Box::new(customer)),
        Delivery::NotKept(why) => Outcome::NotKept(why),
        Delivery::Waiting {
            trouble: trouble @ (Trouble::Credentials { .. } | Trouble::Permission { .. } | Trouble::Settings { .. }),
            ..
        } => taken_back(&keeping, customer.cid, trouble, None),
        Delivery::Refused { trouble, by } => taken_back(&keeping, customer.cid, trouble, by),
        Delivery::Waiting { trouble, .. } => Outcome::Kept(trouble),
    }
}

/// Forgets what is surely not stored. What may have arrived in an earlier attempt stays: the outbox looks it up, and to
/// forget it would be to tell the caller of a registration that failed and is there.
fn taken_back(keeping: &Keeping, cid: Cid, trouble: Trouble, by: Option<Holder>) -> Outcome {
    match keeping.outbox.discard(cid, InDoubt::Keep, Utc::now()) {
        Ok(()) => Outcome::Troubled(trouble, by),
        Err(_) => Outcome::Kept(trouble),
    }
}

/// The fields but the group, which only the API's list can give.
fn read(arguments: &AddArguments, settings: &Settings, cid: Cid) -> Result<NewCustomer, (Field, String)> {
    let today = Local::now().date_naive();
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let name = optional(Field::Name, Name::read(&arguments.name))?;
    Ok(NewCustomer {
        cid,
        name: name.ok_or_else(|| flawed(Field::Name, Flaw::NameMissing))?,
        phone: optional(Field::Phone, Phone::read(&text(&arguments.phone), settings.country))?,
        email: optional(Field::Email, Email::read(&text(&arguments.email)))?,
        code: optional(Field::Code, Code::read(&text(&arguments.code)))?,
        birth_date: optional(
            Field::BirthDate,
            BirthDate::read(&text(&arguments.birth_date), settings.date_order, today),
        )?,
        gender: gender(arguments.gender.as_deref())?,
        group: None::<GroupId>,
        note: optional(Field::Note, Note::read(&text(&arguments.note)))?,
    })
}

fn optional<T>(field: Field, reading: Reading<T>) -> Result<Option<T>, (Field, String)> {
    match reading {
        Reading::Empty => Ok(None),
        Reading::Good(value) => Ok(Some(value)),
        Reading::Partial(flaw) | Reading::Bad(flaw) => Err(flawed(field, flaw)),
    }
}

fn flawed(field: Field, flaw: Flaw) -> (Field, String) {
    (field, Locale::english().flaw(flaw))
}

/// By word, letter or the API's number; nothing is unspecified.
fn gender(text: Option<&str>) -> Result<Option<Gender>, (Field, String)> {
    match text.map(|text| text.trim().to_lowercase()).as_deref() {
        None | Some("" | "unspecified" | "-") => Ok(None),
        Some("male" | "m" | "1") => Ok(Some(Gender::Male)),
        Some("female" | "f" | "2") => Ok(Some(Gender::Female)),
        Some(_) => Err((Field::Gender, Locale::english().add_gender_unknown())),
    }
}

impl Outcome {
    const fn exit(&self) -> Exit {
        match self {
            Self::Registered(_) => Exit::Done,
            Self::Kept(_) => Exit::KeptForLater,
            Self::NotKept(_) => Exit::Failed,
            Self::Flawed(..) | Self::Troubled(Trouble::Refused { .. }, _) => Exit::Refused,
            Self::Troubled(Trouble::Clash { .. }, _) => Exit::AlreadyRegistered,
            Self::Troubled(Trouble::Credentials { .. } | Trouble::Permission { .. }, _) => Exit::Credentials,
            Self::Troubled(Trouble::Settings { .. }, _) => Exit::Usage,
            Self::Troubled(Trouble::Unreachable(_) | Trouble::Uncertain(_) | Trouble::TooMany { .. }, _) => {
                Exit::NotReachable
            }
        }
    }

    /// The word for it in the JSON object.
    const fn status(&self) -> &'static str {
        match self {
            Self::Registered(_) => "registered",
            Self::Kept(_) => "kept",
            Self::NotKept(_) => "not_kept",
            Self::Flawed(..) | Self::Troubled(Trouble::Refused { .. }, _) => "refused",
            Self::Troubled(Trouble::Clash { .. }, _) => "already_registered",
            Self::Troubled(Trouble::Credentials { .. }, _) => "credentials_refused",
            Self::Troubled(Trouble::Permission { .. }, _) => "not_permitted",
            Self::Troubled(Trouble::Settings { .. }, _) => "bad_settings",
            Self::Troubled(Trouble::Unreachable(_), _) => "not_reachable",
            Self::Troubled(Trouble::Uncertain(_), _) => "uncertain",
            Self::Troubled(Trouble::TooMany { .. }, _) => "too_many_requests",
        }
    }

    const fn field(&self) -> Option<Field> {
        match self {
            Self::Flawed(field, _) => Some(*field),
            Self::Troubled(Trouble::Clash { field } | Trouble::Refused { field, .. }, _) => *field,
            Self::Registered(_) | Self::Kept(_) | Self::NotKept(_) | Self::Troubled(..) => None,
        }
    }

    fn in_words(&self) -> String {
        let say = Locale::english();
        match self {
            Self::Registered(customer) => {
                let mut words = say.result_registered(customer.name.as_str(), customer.id.to_string());
                for part in [
                    customer.balance_id.map(|balance| say.result_balance(balance.to_string())),
                    customer.group.as_ref().map(|group| say.result_group(group.as_str())),
                ] {
                    words.extend(part.map(|part| format!(" · {part}")));
                }
                words
            }
            Self::Flawed(field, words) => format!("{}: {words}", say.label(*field)),
            Self::Kept(trouble) => say.add_kept(say.trouble(trouble)),
            Self::NotKept(why) => say.result_not_kept(say.not_kept(*why)),
            Self::Troubled(Trouble::Clash { .. }, Some(by)) => {
                say.mark_already_registered_by(by.name.as_str(), by.id.to_string())
            }
            Self::Troubled(trouble, _) => say.trouble(trouble),
        }
    }

    /// `cid` is the key under which it was sent, or would have been: the outbox knows it by that.
    fn as_json(&self, cid: Cid, training: bool) -> Value {
        let customer = match self {
            Self::Registered(customer) => as_json(customer),
            Self::Flawed(..) | Self::Kept(_) | Self::NotKept(_) | Self::Troubled(..) => Value::Null,
        };
        let by = match self {
            Self::Troubled(_, Some(by)) => json!({ "id": by.id, "name": by.name.as_str() }),
            _ => Value::Null,
        };
        json!({
            "status": self.status(),
            "training": training,
            "cid": cid,
            "customer": customer,
            "field": self.field().map(Field::api_name),
            "by": by,
            "message": self.in_words(),
        })
    }
}

/// What `--json` prints where the settings cannot be used: nothing was tried.
pub(super) fn bad_settings(words: &str) -> Value {
    json!({
        "status": "bad_settings",
        "training": null,
        "cid": null,
        "customer": null,
        "field": null,
        "by": null,
        "message": words,
    })
}

fn as_json(customer: &Customer) -> Value {
    json!({
        "id": customer.id,
        "cid": customer.cid,
        "name": customer.name.as_str(),
        "phone": customer.phone.as_ref().map(Told::as_str),
        "code": customer.code.as_ref().map(Told::as_str),
        "balance_id": customer.balance_id,
        "group": customer.group.as_ref().map(Told::as_str),
    })
}
