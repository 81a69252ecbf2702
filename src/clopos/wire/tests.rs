use serde_json::json;

use super::*;

#[test]
fn a_customer_with_everything_and_one_with_nothing() {
    let full = json!({"id": 14, "venue_id": 1, "cid": "0f9654bc-9520-43d7-8109-317d9820f54c", "group_id": 1,
        "name": "John Doe", "phone": "+15551234567", "phones": [], "receipt_count": 3, "code": "CUST001",
        "group": {"id": 1, "name": "Regulars"}, "balance_id": 2868, "balance": {"id": 9, "amount": "0.00"},
        "discount": {"odd": true}, "date_of_birth": "1990-05-15", "description": "No nuts", "created_at": "2025-11-14T08:31:17.000000Z"});
    let parsed = customer(&full).unwrap();
    assert_eq!(parsed.id, CustomerId(14));
    assert_eq!(parsed.cid.unwrap().to_string(), "0f9654bc-9520-43d7-8109-317d9820f54c");
    assert_eq!(parsed.name.as_str(), "John Doe");
    assert_eq!(parsed.phone.unwrap().as_str(), "+15551234567");
    assert_eq!(parsed.code.unwrap().as_str(), "CUST001");
    assert_eq!((parsed.balance_id, parsed.receipt_count, parsed.since_year), (Some(2868), Some(3), Some(2025)));
    assert_eq!(parsed.group.unwrap().as_str(), "Regulars");
    assert_eq!((parsed.balance.unwrap().as_str(), parsed.note.unwrap().as_str()), ("0.00", "No nuts"));
    assert_eq!(parsed.birth_date.unwrap().iso(), "1990-05-15");

    let bare = customer(&json!({"id": "15"})).unwrap();
    assert_eq!(bare.id, CustomerId(15));
    assert!(bare.name.is_empty() && bare.cid.is_none() && bare.phone.is_none() && bare.balance_id.is_none());
}

#[test]
fn values_of_a_wrong_type_are_absent_and_without_an_id_there_is_no_customer() {
    let odd = json!({"id": 16.0, "cid": 5, "name": ["x"], "phone": {}, "code": 77, "balance_id": "12",
        "group": "Regulars", "receipt_count": -1, "created_at": 2025, "date_of_birth": "0000-00-00", "description": {}, "balance": 5});
    let parsed = customer(&odd).unwrap();
    assert_eq!(parsed.id, CustomerId(16));
    assert_eq!(parsed.code.unwrap().as_str(), "77");
    assert_eq!(parsed.balance_id, Some(12));
    assert!(parsed.group.is_none() && parsed.receipt_count.is_none() && parsed.since_year.is_none());
    assert!(parsed.birth_date.is_none() && parsed.note.is_none() && parsed.balance.is_none());
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
fn only_a_discount_that_is_understood_is_shown() {
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
        let parsed = discount.as_ref().map(|discount| (discount.value.as_str(), discount.is_percent));
        assert_eq!(parsed, expected, "{item}");
    }
}

#[test]
fn a_time_with_z_is_utc_and_one_without_is_bakus_and_an_impossible_one_is_absent() {
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
        assert_eq!(parse_time(text).map(|at| at.to_rfc3339()).as_deref(), expected, "{text}");
        let item = json!({"id": 1, "name": "Aysel", "created_at": text, "date_of_birth": text});
        assert_eq!(customer(&item).unwrap().id, CustomerId(1), "{text}: the rest of the record is read");
    }
    let birth_date =
        |text: &str| customer(&json!({"id": 1, "date_of_birth": text})).unwrap().birth_date.map(BirthDate::iso);
    assert_eq!(birth_date("1990-05-15").as_deref(), Some("1990-05-15"));
    assert_eq!((birth_date("0203-05-15"), birth_date("203-05-15")), (None, None));
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
    let token = |token: &str| grant(&json!({"success": true, "token": token, "expires_in": 3600}), UNIX_EPOCH);
    assert_eq!(token("oauth_x").unwrap().1, Duration::from_hours(1));
    assert!(token("").is_none() && token("a\nb").is_none() && token("ə").is_none());
    assert!(grant(&json!({"success": true}), UNIX_EPOCH).is_none());
    let lifetime = |fields: Value| {
        let now = UNIX_EPOCH + Duration::from_secs(1000);
        let mut body = json!({"token": "t"});
        body.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        grant(&body, now).unwrap().1.as_secs()
    };
    assert_eq!(lifetime(json!({"expires_at": 1090})), 90, "by the clock of the server");
    assert_eq!(lifetime(json!({"expires_at": 900})), 0);
    assert_eq!(lifetime(json!({"expires_in": "60", "expires_at": 9999})), 60);
    assert_eq!(lifetime(json!({})), 600, "ten minutes without a time");
    assert_eq!(lifetime(json!({"expires_in": 999_999_999})), 86_400, "a day at most");
}

#[test]
fn phones_are_collected_from_both_fields() {
    let item = json!({"phone": "+994 50 333 22 11", "phones": ["0501112233", {"phone": "12"}, null, 994]});
    assert_eq!(phones(&item), ["+994 50 333 22 11", "0501112233", "12", "994"]);
    assert!(phones(&json!({"phone": null, "phones": null})).is_empty());
}
