mod outcome;

use rand::TryRng as _;
use rand::rngs::SysRng;

use crate::clock;
use crate::domain::{
    ApiError, BirthDate, Cid, Code, ConflictOwner, DeliveryOutcome, Email, Field, FieldError, Gender, GroupId, Name,
    NewCustomer, Note, Parsed, Phone,
};
use crate::locale::Locale;
use crate::outbox::DiscardUncertain;
use crate::runtime::{Connection, LocalStore, Waits, save_and_deliver, today};
use crate::settings::{ApiTarget, Settings};

use outcome::Outcome;
pub(super) use outcome::not_tried;

use super::{AddArguments, Exit, failed, line, print, say_store_event, say_training, system_error};

/// `frontdesk add`: registers one customer through the same code as the desk.
pub(super) fn run(arguments: &AddArguments, settings: Settings) -> Exit {
    let work = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(work) => work,
        Err(error) => return not_begun(arguments, &system_error(&error)),
    };
    let training = matches!(settings.api, ApiTarget::Training);
    if !arguments.json {
        say_training(&settings);
    }
    let registered = work.block_on(register(arguments, settings));
    // A look-up of a host name that blocks is not waited for.
    work.shutdown_background();
    let (cid, outcome) = match registered {
        Ok(registered) => registered,
        Err(error) => return not_begun(arguments, &system_error(&format!("{error:#}"))),
    };
    let exit = outcome.exit();
    let report = if arguments.json { outcome.as_json(cid, training).to_string() } else { outcome.in_words() };
    let to_stdout = arguments.json || exit == Exit::Done;
    if !to_stdout {
        return failed(exit, &report);
    }
    match line(&report) {
        Ok(()) => exit,
        Err(error) => failed(exit, &system_error(&error)),
    }
}

/// The system gives no thread or no randomness.
fn not_begun(arguments: &AddArguments, words: &str) -> Exit {
    if arguments.json { print(Exit::Failed, &not_tried("failed", words)) } else { failed(Exit::Failed, words) }
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
            Err(trouble) => return Outcome::NotSent(trouble),
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
    let store = match LocalStore::start(settings, Waits::Command, say_store_event) {
        Ok(store) => store,
        Err(error) => return Outcome::NotKept(error.into()),
    };
    match save_and_deliver(&store, connection, customer).await {
        DeliveryOutcome::Registered(customer) => Outcome::Registered(Box::new(customer)),
        DeliveryOutcome::NotStored(why) => Outcome::NotKept(why),
        DeliveryOutcome::Waiting { error: trouble, .. } if trouble.needs_operator() => {
            taken_back(&store, customer.cid, trouble, None).await
        }
        DeliveryOutcome::Refused { error: trouble, owner: by } => taken_back(&store, customer.cid, trouble, by).await,
        DeliveryOutcome::Waiting { error: trouble, .. } => Outcome::Kept(trouble),
    }
}

/// Forgets what is surely not stored. What may have arrived in an earlier attempt stays: the outbox looks it up, and to
/// forget it would be to tell the caller of a registration that failed and is there.
async fn taken_back(store: &LocalStore, cid: Cid, trouble: ApiError, by: Option<ConflictOwner>) -> Outcome {
    match store.run(move |outbox| outbox.discard(cid, DiscardUncertain::Keep, clock::now())).await {
        Ok(()) => Outcome::Troubled(trouble, by),
        Err(_) => Outcome::Kept(trouble),
    }
}

/// The fields but the group, which only the API's list can give.
fn read(arguments: &AddArguments, settings: &Settings, cid: Cid) -> Result<NewCustomer, (Field, String)> {
    let today = today();
    let invalid = |(field, error)| (field, Locale::english().field_error(error, settings.date_order));
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let name = optional(Field::Name, Name::parse(&arguments.name)).map_err(invalid)?;
    Ok(NewCustomer {
        cid,
        name: name.ok_or((Field::Name, FieldError::NameMissing)).map_err(invalid)?,
        phone: optional(Field::Phone, Phone::parse(&text(&arguments.phone), settings.country)).map_err(invalid)?,
        email: optional(Field::Email, Email::parse(&text(&arguments.email))).map_err(invalid)?,
        code: optional(Field::Code, Code::parse(&text(&arguments.code))).map_err(invalid)?,
        birth_date: optional(
            Field::BirthDate,
            BirthDate::parse(&text(&arguments.birth_date), settings.date_order, today),
        )
        .map_err(invalid)?,
        gender: gender(arguments.gender.as_deref())?,
        group: None::<GroupId>,
        note: optional(Field::Note, Note::parse(&text(&arguments.note))).map_err(invalid)?,
    })
}

fn optional<T>(field: Field, reading: Parsed<T>) -> Result<Option<T>, (Field, FieldError)> {
    match reading {
        Parsed::Empty => Ok(None),
        Parsed::Valid(value) => Ok(Some(value)),
        Parsed::Incomplete(flaw) | Parsed::Invalid(flaw) => Err((field, flaw)),
    }
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
