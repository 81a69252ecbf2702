//! Parses a new customer from a JSON object. All errors are returned at once, a sentence for each field, in the
//! documented style: `The name field is required.`

use chrono::NaiveDate;
use email_address::EmailAddress;
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::server::phone_key::PhoneComparison;
use crate::server::store::CustomerDetails;

/// "My Customers": the group of a customer without a chosen group.
const DEFAULT_GROUP_ID: i64 = 1;

/// Parses the customer. Unknown fields are ignored; fields that are null or only spaces count as missing.
///
/// # Errors
///
/// A sentence for each invalid field.
pub(in crate::server) fn parse_new_customer(
    body: &Map<String, Value>,
    venue_id: i64,
    phones: PhoneComparison,
    now: String,
) -> Result<CustomerDetails, Vec<String>> {
    let mut errors = Vec::new();
    let mut text = |field: &str, is_valid: fn(&str) -> bool, requirement: &str| {
        let parsed = match parse_text(body, field) {
            Ok(None) if field == "name" => Err("The name field is required.".to_owned()),
            Ok(Some(text)) if !is_valid(&text) => Err(format!("The {field} field must be {requirement}.")),
            parsed => parsed,
        };
        parsed.unwrap_or_else(|sentence| {
            errors.push(sentence);
            None
        })
    };
    let any = |_: &str| true;
    let name = text("name", any, "");
    let email = text("email", is_email_address, "a valid email address");
    let phone = text("phone", any, "");
    let code = text("code", any, "");
    let cid = text("cid", is_uuid, "a valid UUID");
    let description = text("description", any, "");
    let date_of_birth = text("date_of_birth", is_calendar_date, "a valid date in the format YYYY-MM-DD");
    let (group_id, gender) = (parse_group_id(body), parse_gender(body));
    match (name, group_id, gender) {
        (Some(name), Ok(group_id), Ok(gender)) if errors.is_empty() => Ok(CustomerDetails {
            venue_id,
            group_id,
            cid: cid.unwrap_or_else(|| Uuid::new_v4().to_string()),
            name,
            email,
            phone_key: phone.as_deref().map(|phone| phones.key(phone)),
            phone,
            code,
            description,
            gender,
            date_of_birth,
            created_at: now,
        }),
        (_, group_id, gender) => {
            errors.extend(group_id.err().into_iter().chain(gender.err()));
            Err(errors)
        }
    }
}

fn parse_text(body: &Map<String, Value>, field: &str) -> Result<Option<String>, String> {
    match body.get(field) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) if text.contains('\0') => {
            Err(format!("The {field} field must not contain NUL characters."))
        }
        Some(Value::String(text)) if text.trim().is_empty() => Ok(None),
        Some(Value::String(text)) if text.chars().count() > max_chars(field) => {
            Err(format!("The {field} field must not be greater than {} characters.", max_chars(field)))
        }
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(format!("The {field} field must be a string.")),
    }
}

/// The longest text of a field. It bounds what a page of customers takes in memory: about 8 MB.
fn max_chars(field: &str) -> usize {
    if field == "description" { 1000 } else { 255 }
}

/// Returns true for an address alone, without the name of a person.
fn is_email_address(text: &str) -> bool {
    let options = email_address::Options::default().without_display_text();
    EmailAddress::parse_with_options(text, options).is_ok()
}

/// Parses the group's id. The database checks later if the group exists.
fn parse_group_id(body: &Map<String, Value>) -> Result<i64, String> {
    match body.get("group_id") {
        None | Some(Value::Null) => Ok(DEFAULT_GROUP_ID),
        Some(value) => integer(value).ok_or_else(|| "The group_id field must be an integer.".to_owned()),
    }
}

fn parse_gender(body: &Map<String, Value>) -> Result<Option<i16>, String> {
    match body.get("gender") {
        None | Some(Value::Null) => Ok(None),
        Some(value) => match integer(value) {
            Some(1) => Ok(Some(1)),
            Some(2) => Ok(Some(2)),
            _ => Err("The gender field must be 1, 2 or null.".to_owned()),
        },
    }
}

/// Returns a whole number, also if it is written as `1.0`, as an `integer` of JSON Schema may be.
fn integer(value: &Value) -> Option<i64> {
    let text = value.as_number()?.to_string();
    text.strip_suffix(".0").unwrap_or(&text).parse().ok()
}

/// Returns true for a UUID with hyphens, the only form that the API shows.
fn is_uuid(text: &str) -> bool {
    text.len() == 36 && Uuid::try_parse(text).is_ok()
}

/// Returns true for ten characters `YYYY-MM-DD` that name a day of the calendar.
fn is_calendar_date(text: &str) -> bool {
    // The parser also accepts missing zeros and a sign.
    text.len() == 10 && text.parse::<NaiveDate>().is_ok_and(|date| date.format("%Y-%m-%d").to_string() == text)
}
