mod outcome;

use std::io;

use rand::TryRng as _;
use rand::rngs::SysRng;

use crate::clock;
use crate::delivery::{Access, Connection, LocalStore, deliver_saved};
use crate::domain::{
    BirthDate, Cid, Code, Consent, DateOrder, DeliveryOutcome, Email, Field, FieldError, Gender, GroupId, Name,
    NewCustomer, Note, Parsed, Phone,
};
use crate::locale::Locale;
use crate::outbox::DiscardUncertain;
use crate::settings::{DeskConfig, OutboxConfig, Settings};

use outcome::Outcome;
pub(super) use outcome::not_tried;

use super::arguments::ConsentAnswer;
use super::group::{self, GroupError};
use super::{AddArguments, CommandError, Exit, block_on, print_outcome, print_store_event, print_training_banner};

/// Why a value of the command line is not valid.
#[derive(Debug, thiserror::Error)]
enum InvalidArgument {
    #[error("{}", Locale::english().field_error(*.error, *.date_order))]
    Field { field: Field, error: FieldError, date_order: DateOrder },
    #[error(transparent)]
    Group(#[from] GroupError),
    #[error("{}", Locale::english().add_gender_unknown())]
    UnknownGender,
    #[error("{}", Locale::english().add_consent_without_question())]
    NoConsentQuestion,
}

impl InvalidArgument {
    const fn field(&self) -> Field {
        match self {
            Self::Field { field, .. } => *field,
            Self::Group(_) => Field::Group,
            Self::UnknownGender => Field::Gender,
            Self::NoConsentQuestion => Field::Note,
        }
    }
}

/// Runs `frontdesk add`, which registers one customer with the code of the desk.
pub(super) fn run(arguments: &AddArguments, settings: Settings) -> Result<Exit, CommandError> {
    let training = settings.api.is_training();
    if !arguments.json {
        print_training_banner(&settings);
    }
    let mut bytes = [0; 16];
    SysRng.try_fill_bytes(&mut bytes).map_err(io::Error::other)?;
    let cid = Cid::from_random_bytes(bytes);
    let outcome = block_on(register(cid, arguments, settings))?;
    print_outcome(outcome.exit(), &outcome.in_words(), arguments.json.then(|| outcome.as_json(cid, training)))
}

async fn register(cid: Cid, arguments: &AddArguments, settings: Settings) -> Outcome {
    let mut customer = match read(arguments, &settings.desk, cid) {
        Ok(customer) => customer,
        Err(invalid) => return Outcome::Invalid(invalid),
    };
    let connection = Connection::new(settings.api);
    if group::is_named(arguments) {
        let groups = match connection.known_groups().await {
            Ok(groups) => groups,
            Err(error) => return Outcome::NotSent(error),
        };
        match group::choose(arguments, groups) {
            Ok(id) => customer.group = Some(id),
            Err(error) => return Outcome::Invalid(error.into()),
        }
    }
    Outcome::Delivered(deliver(&settings.outbox, &connection, &customer).await)
}

/// Registers a customer through the outbox, as the desk does. A rejected registration, and one that only the settings
/// can correct, does not stay in the outbox: the caller gets the error and still has the customer's data.
///
/// If an earlier attempt may have arrived, the registration stays, because the outbox looks it up.
async fn deliver(config: &OutboxConfig, connection: &Connection, customer: &NewCustomer) -> DeliveryOutcome {
    let store = match LocalStore::start(config, Access::Command, print_store_event) {
        Ok(store) => store,
        Err(error) => return DeliveryOutcome::NotStored(error.into()),
    };
    let (error, owner) = match deliver_saved(store.save(customer.clone()), &store, connection, || {}).await {
        DeliveryOutcome::Refused { error, owner } => (error, owner),
        DeliveryOutcome::Waiting { error, .. } if error.needs_operator() => (error, None),
        outcome => return outcome,
    };
    let cid = customer.cid;
    match store.run(move |outbox| outbox.discard(cid, DiscardUncertain::Keep, clock::now())).await {
        Ok(()) => DeliveryOutcome::Refused { error, owner },
        Err(_) => DeliveryOutcome::Waiting { error, waiting: 1 },
    }
}

/// Parses all fields except the group, which needs the list of the API.
fn read(arguments: &AddArguments, config: &DeskConfig, cid: Cid) -> Result<NewCustomer, InvalidArgument> {
    let date_order = config.date_order;
    let invalid = |(field, error)| InvalidArgument::Field { field, error, date_order };
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let name = optional(Field::Name, Name::parse(&arguments.name)).map_err(invalid)?;
    Ok(NewCustomer {
        cid,
        name: name.ok_or((Field::Name, FieldError::NameMissing)).map_err(invalid)?,
        phone: optional(Field::Phone, Phone::parse(&text(&arguments.phone), config.country)).map_err(invalid)?,
        email: optional(Field::Email, Email::parse(&text(&arguments.email))).map_err(invalid)?,
        code: optional(Field::Code, Code::parse(&text(&arguments.code))).map_err(invalid)?,
        birth_date: optional(
            Field::BirthDate,
            BirthDate::parse(&text(&arguments.birth_date), date_order, clock::today(config.time_zone)),
        )
        .map_err(invalid)?,
        gender: gender(arguments.gender.as_deref())?,
        group: None::<GroupId>,
        note: optional(Field::Note, Note::parse(&text(&arguments.note))).map_err(invalid)?,
        consent: arguments.consent.map(|answer| consent(answer, config)).transpose()?,
    })
}

fn consent(answer: ConsentAnswer, config: &DeskConfig) -> Result<Consent, InvalidArgument> {
    let question = config.consent.as_ref().ok_or(InvalidArgument::NoConsentQuestion)?;
    Ok(Consent {
        is_given: answer == ConsentAnswer::Yes,
        version: question.version.clone(),
        day: clock::today(config.time_zone).known(),
    })
}

fn optional<T>(field: Field, parsed: Parsed<T>) -> Result<Option<T>, (Field, FieldError)> {
    match parsed {
        Parsed::Empty => Ok(None),
        Parsed::Valid(value) => Ok(Some(value)),
        Parsed::Incomplete(error) | Parsed::Invalid(error) => Err((field, error)),
    }
}

/// Parses a gender: a word, a letter or the API's number. No text means not given.
fn gender(text: Option<&str>) -> Result<Option<Gender>, InvalidArgument> {
    match text.map(|text| text.trim().to_lowercase()).as_deref() {
        None | Some("" | "unspecified" | "-") => Ok(None),
        Some("male" | "m" | "1") => Ok(Some(Gender::Male)),
        Some("female" | "f" | "2") => Ok(Some(Gender::Female)),
        Some(_) => Err(InvalidArgument::UnknownGender),
    }
}
