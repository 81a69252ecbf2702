//! Parses the API's JSON and tolerates its variants: `id` as a number or a string, lists in three forms, and every
//! value except `id` missing, null or of another type. Amounts of money stay texts as the API writes them; there is no
//! arithmetic. Called by `client`, `calls` and `lookup`.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use chrono::{DateTime, Datelike as _, FixedOffset, NaiveDate, NaiveDateTime, TimeZone as _, Utc};
use serde_json::Value;

use crate::domain::{BirthDate, Customer, CustomerId, Discount, DisplayText, Group, GroupId};

/// A venue as `GET /venues` lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Venue {
    /// The API's `id`, which `x-venue` requires.
    pub id: u64,
    /// Its name, made safe to show.
    pub name: DisplayText,
    /// True for the main venue of the brand.
    pub is_main: bool,
}

/// The lifetime of a token if the answer does not contain one: ten minutes.
const DEFAULT_TOKEN_LIFETIME_SECONDS: u64 = 600;
/// A token is used for a day at most, even if it never expires.
const MAX_TOKEN_LIFETIME_SECONDS: u64 = 86_400;

/// Returns the items of a list in any of its forms, and the total of all pages if the answer has it.
pub(super) fn list(body: Value) -> Option<(Vec<Value>, Option<u64>)> {
    let total = body.get("total").or_else(|| body.pointer("/pagination/total")).and_then(whole_number);
    match body {
        Value::Array(items) => Some((items, None)),
        Value::Object(mut object) => match object.remove("data") {
            Some(Value::Array(items)) => Some((items, total)),
            Some(Value::Null) => Some((Vec::new(), total)),
            _ => None,
        },
        _ => None,
    }
}

/// Parses a customer. `None` means that there is no `id` that can be read.
pub(super) fn customer(item: &Value) -> Option<Customer> {
    Some(Customer {
        id: CustomerId(item.get("id").and_then(whole_number)?),
        cid: item.get("cid").and_then(Value::as_str).and_then(|cid| cid.trim().parse().ok()),
        name: item.get("name").and_then(display_text).unwrap_or_default(),
        phone: item.get("phone").and_then(display_text),
        code: item.get("code").and_then(display_text),
        balance_id: ["/balance_id", "/balance/id"]
            .iter()
            .find_map(|pointer| item.pointer(pointer).and_then(whole_number)),
        balance: item.pointer("/balance/amount").and_then(display_text),
        group: item.pointer("/group/name").and_then(display_text),
        receipt_count: item.get("receipt_count").and_then(whole_number),
        since_year: item.get("created_at").and_then(Value::as_str).and_then(parse_time).map(|moment| moment.year()),
        birth_date: item.get("date_of_birth").and_then(Value::as_str).and_then(parse_day).map(BirthDate::from_stored),
        note: item.get("description").and_then(display_text),
    })
}

/// Returns the time since which a list, sorted by newest, contains every customer. `None` means that it is unknown: the
/// server did not sort the list, or an item has no time that can be read.
pub(super) fn complete_since(items: &[Value], total: Option<u64>) -> Option<DateTime<Utc>> {
    if total.is_some_and(|total| u64::try_from(items.len()).is_ok_and(|count| count >= total)) {
        return Some(DateTime::UNIX_EPOCH);
    }
    let times: Option<Vec<_>> =
        items.iter().map(|item| item.get("created_at").and_then(Value::as_str).and_then(parse_time)).collect();
    times.filter(|times| times.is_sorted_by(|newer, older| newer >= older))?.last().map(DateTime::to_utc)
}

/// Returns every phone of a customer, in any spelling: `phone`, and `phones` as texts or objects.
pub(super) fn phones(item: &Value) -> Vec<String> {
    let other_phones = item.get("phones").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let other_phones =
        other_phones.iter().take(20).map(|entry| entry.get("phone").or_else(|| entry.get("number")).unwrap_or(entry));
    item.get("phone")
        .into_iter()
        .chain(other_phones)
        .filter_map(display_text)
        .map(|phone| phone.as_str().to_owned())
        .collect()
}

/// Parses a group. `None` means that it was deleted or has no `id` or name.
pub(super) fn group(item: &Value) -> Option<Group> {
    if item.get("deleted_at").is_some_and(|time| !time.is_null()) {
        return None;
    }
    Some(Group {
        id: GroupId(item.get("id").and_then(whole_number)?),
        name: item.get("name").and_then(display_text)?,
        discount: discount(item),
    })
}

/// Parses a discount. A discount of 0 counts as none. The kind is a word or a number, of which 1 is per cent. An
/// official example has a value and no kind.
fn discount(item: &Value) -> Option<Discount> {
    let value = item.get("discount_value").and_then(display_text)?;
    let kind = item.get("discount_type").and_then(display_text).unwrap_or_default().as_str().to_lowercase();
    let number: f64 = value.as_str().parse().ok()?;
    let percent = kind.contains("percent") || matches!(kind.as_str(), "%" | "1");
    (number > 0.0).then_some(Discount { value, is_percent: percent })
}

/// Parses a venue, in both of its shapes. `None` means that it is not active or has no `id`.
pub(super) fn venue(item: &Value) -> Option<Venue> {
    let is_inactive =
        item.get("status").is_some_and(|status| status == &Value::Bool(false) || whole_number(status) == Some(0));
    if is_inactive {
        return None;
    }
    Some(Venue {
        id: item.get("id").and_then(whole_number)?,
        name: item.get("name").and_then(display_text).unwrap_or_default(),
        is_main: item.get("is_main").is_some_and(is_true),
    })
}

/// Parses the answer of `POST /auth`: the token and its lifetime. `None` means that it has no token that a header can
/// contain.
pub(super) fn grant(body: &Value, server_now: SystemTime) -> Option<(String, Duration)> {
    let value = |name: &str| body.get(name).or_else(|| body.get("data")?.get(name));
    let token = value("token").and_then(Value::as_str)?.trim();
    if token.is_empty() || !token.bytes().all(|b| b.is_ascii_graphic()) {
        return None;
    }
    let number = |name: &str| value(name).and_then(whole_number);
    let now = server_now.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let seconds = number("expires_in").or_else(|| Some(number("expires_at")?.saturating_sub(now)));
    let seconds = seconds.unwrap_or(DEFAULT_TOKEN_LIFETIME_SECONDS).min(MAX_TOKEN_LIFETIME_SECONDS);
    Some((token.to_owned(), Duration::from_secs(seconds)))
}

/// Parses a whole number, also from `"14"` or `14.0`.
pub(super) fn whole_number(value: &Value) -> Option<u64> {
    /// Whole numbers up to this one are exact as a float.
    const MAX_EXACT_FLOAT: f64 = 9_007_199_254_740_992.0;
    match value {
        Value::Number(number) => number.as_u64().or_else(|| {
            let float =
                number.as_f64().filter(|float| float.fract() == 0.0 && (0.0..MAX_EXACT_FLOAT).contains(float))?;
            format!("{float:.0}").parse().ok()
        }),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// Parses a text, or a number in the place of a text. `None` means that it is empty.
fn display_text(value: &Value) -> Option<DisplayText> {
    let text = match value {
        Value::String(text) => DisplayText::new(text),
        Value::Number(number) => DisplayText::new(&number.to_string()),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

fn is_true(value: &Value) -> bool {
    value.as_bool().unwrap_or_else(|| whole_number(value) == Some(1))
}

/// The seconds by which Baku is ahead of UTC. There is no summer time.
const BAKU_OFFSET_SECONDS: i32 = 4 * 3600;

/// Parses `2025-11-14T08:31:17.000000Z` or, in Baku's time, `2025-11-14 12:31:17`. `None` means that the time is
/// impossible. The rest of the record is still used.
pub(super) fn parse_time(text: &str) -> Option<DateTime<FixedOffset>> {
    let baku = FixedOffset::east_opt(BAKU_OFFSET_SECONDS)?;
    let text = text.trim();
    let zoned = DateTime::parse_from_rfc3339(text).ok().map(|moment| moment.with_timezone(&baku));
    let formats = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f"];
    let local = || formats.iter().find_map(|format| NaiveDateTime::parse_from_str(text, format).ok());
    let moment = zoned.or_else(|| baku.from_local_datetime(&local()?).single())?;
    (1970..=9999).contains(&moment.year()).then_some(moment)
}

/// Parses the day of `1990-05-15` or of `1990-05-15T00:00:00.000000Z`.
fn parse_day(text: &str) -> Option<NaiveDate> {
    let day: NaiveDate = text.trim().get(..10)?.parse().ok()?;
    (1850..=9999).contains(&day.year()).then_some(day)
}

#[cfg(test)]
mod tests;
