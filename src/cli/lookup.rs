//! `frontdesk lookup`: finds registered customers by phone or by name. The value is read from standard input.

use chrono::Datelike as _;
use serde::Serialize;

use crate::delivery::Connection;
use crate::domain::{ApiError, Customer, DateOrder, Field, FieldError, FoundByName, Name, Parsed, Phone};
use crate::locale::technician;
use crate::settings::Settings;

use super::customer_object::CustomerObject;
use super::status::Status;
use super::{CommandError, Exit, LookupArguments, block_on, input, print_outcome, print_training_banner, to_json};

/// The outcome of the command.
enum Outcome {
    Found(FoundByName),
    Invalid(Field, FieldError),
    Failed(ApiError),
}

/// The value to look up.
enum Wanted {
    Phone(Phone),
    Name(Name),
}

/// A longer input is no phone and no name.
const MAX_INPUT_BYTES: u64 = 4096;

pub(super) fn run(arguments: &LookupArguments, settings: Settings) -> Result<Exit, CommandError> {
    let field = if arguments.phone { Field::Phone } else { Field::Name };
    if !arguments.json {
        print_training_banner(&settings);
    }
    let training = settings.api.is_training();
    let text = read_value(field)?;
    let wanted = match field {
        Field::Phone => Phone::parse(&text, settings.desk.country).map(Wanted::Phone),
        _ => Name::parse(&text).map(Wanted::Name),
    };
    let outcome = match wanted {
        Parsed::Valid(wanted) => block_on(look_up(wanted, Connection::new(settings.api)))?,
        Parsed::Empty => return Err(CommandError::LookupInput),
        Parsed::Incomplete(error) | Parsed::Invalid(error) => Outcome::Invalid(field, error),
    };
    print_outcome(outcome.status().exit, &outcome.in_words(), arguments.json.then(|| outcome.as_json(training)))
}

/// Reads the one line of standard input that is not empty.
fn read_value(field: Field) -> Result<String, CommandError> {
    let bytes = input::read(&format!("{}:", technician().label(field)), MAX_INPUT_BYTES + 1)?;
    let is_short = u64::try_from(bytes.len()).is_ok_and(|length| length <= MAX_INPUT_BYTES);
    let text = String::from_utf8(bytes).unwrap_or_default();
    let mut lines = text.lines().filter(|line| is_short && !line.trim().is_empty());
    match (lines.next(), lines.next()) {
        (Some(line), None) => Ok(line.to_owned()),
        _ => Err(CommandError::LookupInput),
    }
}

async fn look_up(wanted: Wanted, connection: Connection) -> Outcome {
    let found = async {
        let client = connection.client().await?;
        match wanted {
            Wanted::Phone(phone) => {
                let customers = client.find_by_phone(&phone).await?;
                Ok(FoundByName { customers, has_more: false })
            }
            Wanted::Name(name) => client.look_up_name(&name).await,
        }
    };
    found.await.map_or_else(Outcome::Failed, Outcome::Found)
}

impl Outcome {
    const fn status(&self) -> Status {
        match self {
            Self::Found(found) if found.customers.is_empty() => Status::new("not_found", Exit::NotFound),
            Self::Found(_) => Status::new("found", Exit::Done),
            Self::Invalid(..) => Status::new("refused", Exit::Refused),
            Self::Failed(error) => Status::of_read(error),
        }
    }

    fn in_words(&self) -> String {
        let say = technician();
        match self {
            Self::Found(found) if found.customers.is_empty() => say.lookup_no_customer(),
            Self::Found(found) => {
                let more = found.has_more.then(|| say.lookup_more());
                found.customers.iter().map(in_words).chain(more).collect::<Vec<_>>().join("\n")
            }
            Self::Invalid(field, error) => {
                format!("{}: {}", say.label(*field), say.field_error(*error, DateOrder::default()))
            }
            Self::Failed(error) => say.api_error_of_read(error),
        }
    }

    fn as_json(&self, training: bool) -> String {
        let (customers, has_more) = match self {
            Self::Found(found) => (found.customers.as_slice(), found.has_more),
            _ => (&[][..], false),
        };
        let customers = customers.iter().map(Person::from).collect();
        let Status { name: status, exit } = self.status();
        let message = (exit != Exit::Done).then(|| self.in_words());
        to_json(&Object { status, training: Some(training), customers, has_more, message })
    }
}

/// Returns a customer in one line.
fn in_words(customer: &Customer) -> String {
    let say = technician();
    let mut parts = vec![customer.name.to_string(), format!("#{}", customer.id)];
    parts.extend(customer.phone.as_ref().map(ToString::to_string));
    parts.extend(customer.group.as_ref().map(|group| say.notice_registered_group(group.as_str())));
    parts.extend(customer.birth_date.map(|date| say.lookup_born(date.date().year().to_string())));
    parts.extend(customer.since_year.map(|year| say.lookup_since(year.to_string())));
    parts.join(" · ")
}

/// The object that `--json` prints, on success and on failure.
#[derive(Serialize)]
struct Object<'a> {
    status: &'static str,
    training: Option<bool>,
    customers: Vec<Person<'a>>,
    has_more: bool,
    /// Why there are no customers.
    message: Option<String>,
}

#[derive(Serialize)]
struct Person<'a> {
    #[serde(flatten)]
    customer: CustomerObject<'a>,
    birth_year: Option<i32>,
    since_year: Option<i32>,
}

impl<'a> From<&'a Customer> for Person<'a> {
    fn from(customer: &'a Customer) -> Self {
        let birth_year = customer.birth_date.map(|date| date.date().year());
        Self { customer: customer.into(), birth_year, since_year: customer.since_year }
    }
}

/// Returns the object for `--json` if nothing was tried. `status` is `usage`, `bad_settings` or `failed`.
pub(super) fn not_tried(status: &'static str, words: String) -> String {
    to_json(&Object { status, training: None, customers: Vec::new(), has_more: false, message: Some(words) })
}
