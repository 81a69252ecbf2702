//! The API's shapes, read with patience: `id` as a number or a string, lists in three forms, anything but `id`
//! missing, null or of another type. Money is told as the API writes it, never reckoned with.

use chrono::{DateTime, Datelike as _, FixedOffset, NaiveDate, NaiveDateTime, TimeZone as _, Utc};
use serde_json::Value;

use crate::domain::{BirthDate, Customer, CustomerId, Discount, DisplayText, Group, GroupId};

/// A venue as `GET /venues` lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Venue {
    /// The API's `id`, as `x-venue` wants it.
    pub id: u64,
    /// Its name, made safe to show.
    pub name: DisplayText,
    /// Whether it is the brand's main one.
    pub is_main: bool,
}

/// What `POST /auth` granted.
pub(super) struct Grant {
    pub token: String,
    /// Seconds from the answer on; `None` where the answer says nothing of it.
    pub expires_in: Option<u64>,
    /// Unix seconds by the server's clock.
    pub expires_at: Option<u64>,
}

/// The items of a list in any of its forms, and their number before paging where it is told.
pub(super) fn list(body: Value) -> Option<(Vec<Value>, Option<u64>)> {
    let total = body.get("total").or_else(|| body.pointer("/pagination/total")).and_then(whole);
    match body {
        Value::Array(items) => Some((items, None)),
        Value::Object(mut parts) => match parts.remove("data") {
            Some(Value::Array(items)) => Some((items, total)),
            Some(Value::Null) => Some((Vec::new(), total)),
            _ => None,
        },
        _ => None,
    }
}

/// A customer; `None` if there is no `id` that can be read.
pub(super) fn customer(item: &Value) -> Option<Customer> {
    Some(Customer {
        id: CustomerId(item.get("id").and_then(whole)?),
        cid: item.get("cid").and_then(Value::as_str).and_then(|cid| cid.trim().parse().ok()),
        name: item.get("name").and_then(display_text).unwrap_or_default(),
        phone: item.get("phone").and_then(display_text),
        code: item.get("code").and_then(display_text),
        balance_id: ["/balance_id", "/balance/id"].iter().find_map(|at| item.pointer(at).and_then(whole)),
        balance: item.pointer("/balance/amount").and_then(display_text),
        group: item.pointer("/group/name").and_then(display_text),
        receipt_count: item.get("receipt_count").and_then(whole),
        since_year: item.get("created_at").and_then(Value::as_str).and_then(time).map(|moment| moment.year()),
        birth_date: item.get("date_of_birth").and_then(Value::as_str).and_then(day).map(BirthDate::from_stored),
        note: item.get("description").and_then(display_text),
    })
}

/// The moment since which a list, sorted by newest, has every customer. `None` if that is not known: the server did not
/// sort it, or an item has no time that can be read.
pub(super) fn complete_since(items: &[Value], total: Option<u64>) -> Option<DateTime<Utc>> {
    if total.is_some_and(|total| u64::try_from(items.len()).is_ok_and(|count| count >= total)) {
        return Some(DateTime::UNIX_EPOCH);
    }
    let times: Option<Vec<_>> =
        items.iter().map(|item| item.get("created_at").and_then(Value::as_str).and_then(time)).collect();
    times.filter(|times| times.is_sorted_by(|newer, older| newer >= older))?.last().map(DateTime::to_utc)
}

/// Every phone that a customer has, in whatever spelling: `phone`, and `phones` as texts or objects.
pub(super) fn phones(item: &Value) -> Vec<String> {
    let more = item.get("phones").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let more = more.iter().take(20).map(|entry| entry.get("phone").or_else(|| entry.get("number")).unwrap_or(entry));
    item.get("phone").into_iter().chain(more).filter_map(display_text).map(|phone| phone.as_str().to_owned()).collect()
}

/// A group that has not been deleted.
pub(super) fn group(item: &Value) -> Option<Group> {
    if item.get("deleted_at").is_some_and(|at| !at.is_null()) {
        return None;
    }
    Some(Group {
        id: GroupId(item.get("id").and_then(whole)?),
        name: item.get("name").and_then(display_text)?,
        discount: discount(item),
    })
}

/// A discount of nothing is none. Kinds are told as a word or as a number, of which 1 is per cent; an official example
/// has a value and no kind.
fn discount(item: &Value) -> Option<Discount> {
    let value = item.get("discount_value").and_then(display_text)?;
    let kind = item.get("discount_type").and_then(display_text).unwrap_or_default().as_str().to_lowercase();
    let number: f64 = value.as_str().parse().ok()?;
    let percent = kind.contains("percent") || matches!(kind.as_str(), "%" | "1");
    (number > 0.0).then_some(Discount { value, is_percent: percent })
}

/// A venue that is active, in either of its shapes.
pub(super) fn venue(item: &Value) -> Option<Venue> {
    let is_inactive =
        item.get("status").is_some_and(|status| status == &Value::Bool(false) || whole(status) == Some(0));
    if is_inactive {
        return None;
    }
    Some(Venue {
        id: item.get("id").and_then(whole)?,
        name: item.get("name").and_then(display_text).unwrap_or_default(),
        is_main: item.get("is_main").is_some_and(is_true),
    })
}

/// The answer of `POST /auth`; `None` if it brings no token that a header can carry.
pub(super) fn grant(body: &Value) -> Option<Grant> {
    let token = body.get("token").or_else(|| body.pointer("/data/token")).and_then(Value::as_str)?.trim();
    if token.is_empty() || !token.bytes().all(|b| b.is_ascii_graphic()) {
        return None;
    }
    let number = |name: &str| body.get(name).or_else(|| body.get("data")?.get(name)).and_then(whole);
    Some(Grant { token: token.to_owned(), expires_in: number("expires_in"), expires_at: number("expires_at") })
}

/// A whole number, also where it comes as `"14"` or `14.0`.
pub(super) fn whole(value: &Value) -> Option<u64> {
    /// Up to here a float is exact.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match value {
        Value::Number(number) => number.as_u64().or_else(|| {
            let float = number.as_f64().filter(|float| float.fract() == 0.0 && (0.0..EXACT).contains(float))?;
            format!("{float:.0}").parse().ok()
        }),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// A text, or a number where a text belongs; blank is absent.
fn display_text(value: &Value) -> Option<DisplayText> {
    let told = match value {
        Value::String(text) => DisplayText::new(text),
        Value::Number(number) => DisplayText::new(&number.to_string()),
        _ => return None,
    };
    (!told.is_empty()).then_some(told)
}

fn is_true(value: &Value) -> bool {
    value.as_bool().unwrap_or_else(|| whole(value) == Some(1))
}

/// Baku's hours before UTC; there is no summer time.
const BAKU: i32 = 4 * 3600;

/// The moment of `2025-11-14T08:31:17.000000Z` or, in Baku's time, of `2025-11-14 12:31:17`. `None` for a date that
/// cannot be: a wrong date never costs the record.
pub(super) fn time(text: &str) -> Option<DateTime<FixedOffset>> {
    let baku = FixedOffset::east_opt(BAKU)?;
    let text = text.trim();
    let zoned = DateTime::parse_from_rfc3339(text).ok().map(|moment| moment.with_timezone(&baku));
    let formats = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f"];
    let local = || formats.iter().find_map(|format| NaiveDateTime::parse_from_str(text, format).ok());
    let moment = zoned.or_else(|| baku.from_local_datetime(&local()?).single())?;
    (1970..=9999).contains(&moment.year()).then_some(moment)
}

/// The day of `1990-05-15` or of `1990-05-15T00:00:00.000000Z`.
fn day(text: &str) -> Option<NaiveDate> {
    let day: NaiveDate = text.trim().get(..10)?.parse().ok()?;
    (1850..=9999).contains(&day.year()).then_some(day)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_customer_with_everything_and_one_with_nothing() {
        let full = json!({"id": 14, "venue_id": 1, "cid": "0f9654bc-9520-43d7-8109-317d9820f54c", "group_id": 1,
            "name": "John Doe", "phone": "+15551234567", "phones": [], "receipt_count": 3, "code": "CUST001",
            "group": {"id": 1, "name": "Regulars"}, "balance_id": 2868, "balance": {"id": 9, "amount": "0.00"},
            "discount": {"odd": true}, "date_of_birth": "1990-05-15", "description": "No nuts", "created_at": "2025-11-14T08:31:17.000000Z"});
        let read = customer(&full).unwrap();
        assert_eq!(read.id, CustomerId(14));
        assert_eq!(read.cid.unwrap().to_string(), "0f9654bc-9520-43d7-8109-317d9820f54c");
        assert_eq!(read.name.as_str(), "John Doe");
        assert_eq!(read.phone.unwrap().as_str(), "+15551234567");
        assert_eq!(read.code.unwrap().as_str(), "CUST001");
        assert_eq!((read.balance_id, read.receipt_count, read.since_year), (Some(2868), Some(3), Some(2025)));
        assert_eq!(read.group.unwrap().as_str(), "Regulars");
        assert_eq!((read.balance.unwrap().as_str(), read.note.unwrap().as_str()), ("0.00", "No nuts"));
        assert_eq!(read.birth_date.unwrap().iso(), "1990-05-15");

        let bare = customer(&json!({"id": "15"})).unwrap();
        assert_eq!(bare.id, CustomerId(15));
        assert!(bare.name.is_empty() && bare.cid.is_none() && bare.phone.is_none() && bare.balance_id.is_none());
    }

    #[test]
    fn wrong_types_are_absent_and_no_id_is_no_customer() {
        let odd = json!({"id": 16.0, "cid": 5, "name": ["x"], "phone": {}, "code": 77, "balance_id": "12",
            "group": "Regulars", "receipt_count": -1, "created_at": 2025, "date_of_birth": "0000-00-00", "description": {}, "balance": 5});
        let read = customer(&odd).unwrap();
        assert_eq!(read.id, CustomerId(16));
        assert_eq!(read.code.unwrap().as_str(), "77");
        assert_eq!(read.balance_id, Some(12));
        assert!(read.group.is_none() && read.receipt_count.is_none() && read.since_year.is_none());
        assert!(read.birth_date.is_none() && read.note.is_none() && read.balance.is_none());
        for none in [json!({}), json!({"id": null}), json!({"id": -1}), json!({"id": 1.5}), json!(5), json!([])] {
            assert!(customer(&none).is_none(), "{none}");
        }
        assert_eq!(customer(&json!({"id": 1, "balance": {"id": 9}})).unwrap().balance_id, Some(9));
    }

    #[test]
    fn lists_come_in_three_forms() {
        let items = |body| list(body).map(|(items, total)| (items.len(), total));
        assert_eq!(items(json!({"success": true, "data": [1, 2], "total": 9})), Some((2, Some(9))));
        assert_eq!(items(json!({"data": [1], "pagination": {"total": "4"}})), Some((1, Some(4))));
        assert_eq!(items(json!([1, 2, 3])), Some((3, None)));
        assert_eq!(items(json!({"success": true, "data": null})), Some((0, None)));
        assert_eq!(items(json!({"success": true, "data": {}})), None);
        assert_eq!(items(json!("x")), None);
    }

    #[test]
    fn a_deleted_or_nameless_group_cannot_be_chosen() {
        assert!(group(&json!({"id": 1, "name": "My Customers", "deleted_at": null, "discount_type": 2})).is_some());
        assert!(group(&json!({"id": 1, "name": "Old", "deleted_at": "2025-01-01"})).is_none());
        assert!(group(&json!({"id": 1, "name": " "})).is_none());
    }

    #[test]
    fn a_discount_is_told_as_far_as_it_is_understood() {
        for (kind, value, expected) in [
            (json!("percent"), json!(10), Some(("10", true))),
            (json!("PERCENTAGE"), json!("7.50"), Some(("7.50", true))),
            (json!("fixed"), json!(5), Some(("5", false))),
            (json!(2), json!(12.5), Some(("12.5", false))),
            (json!(1), json!(10), Some(("10", true))),
            (json!(null), json!(3), Some(("3", false))),
            (json!(null), json!(0), None),
            (json!("percent"), json!(0), None),
            (json!("percent"), json!("0.00"), None),
            (json!("percent"), json!(null), None),
            (json!(1), json!("a lot"), None),
        ] {
            let item = json!({"id": 1, "name": "VIP", "discount_type": kind, "discount_value": value});
            let discount = group(&item).unwrap().discount;
            let read = discount.as_ref().map(|discount| (discount.value.as_str(), discount.is_percent));
            assert_eq!(read, expected, "{item}");
        }
    }

    #[test]
    fn a_time_with_z_is_utc_one_without_is_bakus_and_an_impossible_one_is_none() {
        let table = [
            ("2025-11-14T08:31:17.000000Z", Some("2025-11-14T12:31:17+04:00")),
            ("2025-12-31T20:00:00Z", Some("2026-01-01T00:00:00+04:00")),
            ("2025-11-14T08:31:17+00:00", Some("2025-11-14T12:31:17+04:00")),
            ("2025-11-14 12:31:17", Some("2025-11-14T12:31:17+04:00")),
            ("2025-11-14T12:31:17.5", Some("2025-11-14T12:31:17.500+04:00")),
            ("203-05-15T08:31:17.000000Z", None),
            ("0203-05-15 08:31:17", None),
            ("2025-02-30 08:31:17", None),
            ("0000-00-00 00:00:00", None),
            ("soon", None),
            ("", None),
        ];
        for (text, expected) in table {
            assert_eq!(time(text).map(|at| at.to_rfc3339()).as_deref(), expected, "{text}");
            let item = json!({"id": 1, "name": "Aysel", "created_at": text, "date_of_birth": text});
            assert_eq!(customer(&item).unwrap().id, CustomerId(1), "{text}: the record is read all the same");
        }
        let born =
            |text: &str| customer(&json!({"id": 1, "date_of_birth": text})).unwrap().birth_date.map(BirthDate::iso);
        assert_eq!(born("1990-05-15").as_deref(), Some("1990-05-15"));
        assert_eq!((born("0203-05-15"), born("203-05-15")), (None, None));
    }

    #[test]
    fn venues_come_in_two_shapes_and_inactive_ones_are_left_out() {
        let names = |items: Value| -> Vec<String> {
            items.as_array().unwrap().iter().filter_map(venue).map(|venue| venue.name.to_string()).collect()
        };
        let items = json!([
            {"id": 1, "name": "Main", "is_main": 1, "media": []},
            {"id": 2, "name": "Second", "address": "Baku", "status": 1, "phone": null, "email": null},
            {"id": 3, "name": "Third", "status": true},
            {"id": 4, "name": "Closed", "status": 0},
            {"id": 5, "name": "Gone", "status": false},
            {"id": 6, "name": "Shut", "status": "0"},
            {"id": 7, "name": "Unsaid", "status": null},
        ]);
        assert_eq!(names(items), ["Main", "Second", "Third", "Unsaid"]);
    }

    #[test]
    fn a_token_must_fit_into_a_header() {
        let token = |token: &str| grant(&json!({"success": true, "token": token, "expires_in": 3600}));
        assert_eq!(token("oauth_x").unwrap().expires_in, Some(3600));
        assert!(token("").is_none() && token("a\nb").is_none() && token("ə").is_none());
        assert!(grant(&json!({"success": true})).is_none());
    }

    #[test]
    fn phones_are_collected_from_both_places() {
        let item = json!({"phone": "+994 50 333 22 11", "phones": ["0501112233", {"phone": "12"}, null, 994]});
        assert_eq!(phones(&item), ["+994 50 333 22 11", "0501112233", "12", "994"]);
        assert!(phones(&json!({"phone": null, "phones": null})).is_empty());
    }
}
