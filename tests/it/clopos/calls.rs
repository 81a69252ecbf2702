//! The requests that the client sends, compared byte by byte if the bytes matter, and the values that it reads from the
//! documented answers.

use crate::support::client as setup;
use crate::support::scripted::{Reply, Request, Scripted, json_reply, reply};
use frontdesk::clopos::Client;
use frontdesk::domain::{ApiError, CustomerId, GroupId, Name, PhoneLookup};
use serde_json::{Value, json};
use tempfile::TempDir;

const V2_GRANT: &str = r#"{"success":true,"token":"eyJ.x.y","token_type":"Bearer","expires_in":3600,"expires_at":1767852332,"message":"Authentication successful"}"#;
const V1_GRANT: &str = r#"{"success":true,"token":"oauth_0123","token_type":"Bearer","expires_in":3600,"message":"Authentication successful"}"#;

/// The documented answer to a registration, for v2.
const REGISTERED: &str = r#"{"success":true,"data":{"id":14,"venue_id":1,"cid":"0f9654bc-9520-43d7-8109-317d9820f54c","group_id":1,
 "name":"John Doe","email":"john.doe@example.com","phone":"+15551234567","phones":[],"address":null,
 "address_data":[],"description":"Test Customer","discount":0,"spent":0,"total_discount":0,"total_bonus":0,
 "receipt_count":0,"gender":1,"date_of_birth":"1990-05-15","code":"CUST001","source":null,
 "reference_id":null,"status":true,"can_use_loyalty_system":false,"is_verified":false,
 "created_at":"2025-11-14T08:31:17.000000Z","updated_at":"2025-11-14T08:31:17.000000Z"}}"#;

struct Desk {
    server: Scripted,
    client: Client,
    _state: TempDir,
}

fn desk_v2(script: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Desk {
    let server = Scripted::start(move |request| match request.path() {
        "/open-api/v2/auth" => reply(200, &[], V2_GRANT),
        _ => script(request),
    });
    let state = tempfile::tempdir().unwrap();
    let client = setup::client(setup::config(
        &format!("http://{}/open-api/v2", server.address),
        setup::v2_credentials(),
        state.path(),
    ));
    Desk { server, client, _state: state }
}

fn desk_v1(script: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Desk {
    let server = Scripted::start(move |request| match request.path() {
        "/open-api/auth" => reply(200, &[], V1_GRANT),
        _ => script(request),
    });
    let state = tempfile::tempdir().unwrap();
    let client = setup::client(setup::config(
        &format!("http://{}/open-api", server.address),
        setup::v1_credentials(),
        state.path(),
    ));
    Desk { server, client, _state: state }
}

#[tokio::test]
async fn v2_authenticates_and_registers_as_documented() {
    let desk = desk_v2(|_| reply(200, &[], REGISTERED));
    let registered = desk.client.register(&setup::full_customer()).await.unwrap();
    assert_eq!(registered.id, CustomerId(14));
    assert_eq!(registered.name.as_str(), "John Doe");
    assert_eq!(registered.phone.unwrap().as_str(), "+15551234567");
    assert_eq!(registered.cid.unwrap().to_string(), setup::CID);
    assert_eq!((registered.balance_id, registered.since_year), (None, Some(2025)));

    let requests = desk.server.requests();
    assert_eq!(requests.len(), 2);
    let auth = &requests[0];
    assert_eq!((auth.method.as_str(), auth.target.as_str()), ("POST", "/open-api/v2/auth"));
    assert_eq!(auth.header("x-token"), None);
    assert_eq!(
        auth.json(),
        json!({"client_id": "cid-1", "client_secret": "s3cret", "brand": "openapitest", "integrator_id": "int-9"})
    );
    let create = &requests[1];
    assert_eq!((create.method.as_str(), create.target.as_str()), ("POST", "/open-api/v2/customers"));
    assert_eq!(create.header("x-token"), Some("eyJ.x.y"));
    assert_eq!(
        (create.header("x-brand"), create.header("x-venue"), create.header("authorization")),
        (None, None, None)
    );
    assert_eq!(create.header("content-type"), Some("application/json"));
    assert_eq!(create.header("accept"), Some("application/json"));
    assert_eq!(create.header("user-agent"), Some(concat!("frontdesk/", env!("CARGO_PKG_VERSION"))));
    assert_eq!(
        create.json(),
        json!({"name": "Aysel", "cid": setup::CID, "phone": "+994501234567", "email": "aysel@example.com",
            "code": "CUST001", "description": "No nuts", "group_id": 3, "gender": 2, "date_of_birth": "1990-05-15"})
    );
}

#[tokio::test]
async fn v1_sends_its_three_headers_and_reads_the_balance() {
    let desk = desk_v1(|_| {
        json_reply(&json!({"success": true, "message": "Created", "time": 12, "data": {"id": "15", "cid": setup::CID,
            "name": "Aysel", "balance_id": 2868, "balance": {"id": 2868, "name": "CUSTOMER:Aysel", "type": "CUSTOMER",
            "amount": 0}, "cashback_balance": null, "addresses": [], "group": {"id": 3, "name": "Regulars"}}}))
    });
    let registered = desk.client.register(&setup::minimal_customer()).await.unwrap();
    assert_eq!((registered.id, registered.balance_id), (CustomerId(15), Some(2868)));
    assert_eq!(registered.group.unwrap().as_str(), "Regulars");

    let requests = desk.server.requests();
    assert_eq!(
        requests[0].json(),
        json!({"client_id": "cid-1", "client_secret": "s3cret", "brand": "openapitest", "venue_id": "7"})
    );
    let create = &requests[1];
    assert_eq!(create.target, "/open-api/customers");
    assert_eq!(create.header("x-token"), Some("oauth_0123"));
    assert_eq!((create.header("x-brand"), create.header("x-venue")), (Some("openapitest"), Some("7")));
    // An empty value is absent, not null.
    assert_eq!(create.json(), json!({"name": "Aysel", "cid": setup::CID}));
}

#[tokio::test]
async fn groups_are_read_from_every_page() {
    let groups = |ids: std::ops::RangeInclusive<u64>| -> Vec<Value> {
        ids.map(|id| json!({"id": id, "name": format!("Group {id}"), "discount_type": "percent"})).collect()
    };
    let desk = desk_v2(move |request| {
        let data = match request.target.as_str() {
            "/open-api/v2/customer-groups?page=1&limit=100" => groups(1..=100),
            "/open-api/v2/customer-groups?page=2&limit=100" => groups(101..=120),
            other => panic!("{other}"),
        };
        json_reply(&json!({"success": true, "data": data, "total": 120}))
    });
    let listed = desk.client.groups().await.unwrap();
    assert_eq!(listed.len(), 120);
    assert_eq!((listed[119].id, listed[119].name.as_str()), (GroupId(120), "Group 120"));
}

#[tokio::test]
async fn a_server_that_ignores_pages_gets_two_calls_at_most() {
    for body in [json!([{"id": 1, "name": "A"}]), json!({"data": [{"id": "1", "name": "A"}], "pagination": {}})] {
        let desk = desk_v2(move |_| json_reply(&body));
        assert_eq!(desk.client.groups().await.unwrap().len(), 1);
        assert_eq!(desk.server.requests_to("/open-api/v2/customer-groups").len(), 2);
    }
}

#[tokio::test]
async fn a_phone_is_looked_up_by_its_digits_and_each_result_is_compared_again() {
    let stored = |id: u64, phone: Value| json!({"id": id, "name": "N", "phone": phone, "phones": []});
    let all_customers = json!({"success": true, "total": 6, "data": [
        stored(1, json!("+994501234567")), stored(2, json!("+994 50 123 45 67")), stored(3, json!("0501234567")),
        stored(4, json!("+994501234568")), stored(5, Value::Null), stored(6, json!("994501234567"))]});
    let desk = desk_v2(move |_| json_reply(&all_customers));
    let found = desk.client.find_by_phone(&setup::phone()).await.unwrap();
    assert_eq!(found.iter().map(|customer| customer.id.0).collect::<Vec<_>>(), [1, 2, 3, 6]);
    let calls = desk.server.requests_to("/open-api/v2/customers");
    assert_eq!(calls.len(), 1);
    let query = "page=1&limit=100&filters%5B0%5D%5B0%5D=phones&filters%5B0%5D%5B1%5D=994501234567\
        &sort%5B0%5D=created_at&sort%5B1%5D=-1&with%5B0%5D=group";
    assert_eq!(calls[0].target.split_once('?').unwrap().1, query);
}

#[tokio::test]
async fn a_phone_that_is_not_found_takes_three_calls() {
    let desk = desk_v2(|request| {
        let is_match = request.target.contains("50%20123%2045%2067");
        let data = if is_match { json!([{"id": 9, "name": "N", "phone": "+994 50 123 45 67"}]) } else { json!([]) };
        json_reply(&json!({"success": true, "data": data, "total": 1}))
    });
    assert_eq!(desk.client.find_by_phone(&setup::phone()).await.unwrap()[0].id, CustomerId(9));

    // The phone is stored as it was typed, and the server compares texts.
    let desk = desk_v2(|request| {
        let is_match = request.target.contains("%5B1%5D=501234567&");
        let data = if is_match { json!([{"id": 9, "name": "N", "phone": "0501234567"}]) } else { json!([]) };
        json_reply(&json!({"success": true, "data": data}))
    });
    assert_eq!(desk.client.find_by_phone(&setup::phone()).await.unwrap()[0].id, CustomerId(9));

    // The server ignores the filter and returns the whole list, in which no customer has the phone.
    let desk =
        desk_v2(|_| json_reply(&json!({"success": true, "data": [{"id": 1, "name": "N", "phone": "+15551234567"}]})));
    assert!(desk.client.find_by_phone(&setup::phone()).await.unwrap().is_empty());
    let calls = desk.server.requests_to("/open-api/v2/customers");
    let searched = |call: usize, value: &str| calls[call].target.contains(&format!("filters%5B0%5D%5B1%5D={value}&"));
    assert!(
        calls.len() == 3
            && searched(0, "994501234567")
            && searched(1, "501234567")
            && searched(2, "50%20123%2045%2067")
    );
}

/// Returns a desk whose server knows one customer with a phone, and finds the ones whose phone has the filter's text.
fn desk_with_phone(stored: &'static str) -> Desk {
    desk_v2(move |request| {
        let filter = request.target.split("%5B1%5D=").nth(1).unwrap().split('&').next().unwrap().to_owned();
        let digits: String = stored.chars().filter(char::is_ascii_digit).collect();
        let customer = json!({"id": 9, "name": "N", "phone": stored});
        let data = if digits.contains(&filter) { json!([customer]) } else { json!([]) };
        json_reply(&json!({"success": true, "data": data}))
    })
}

#[tokio::test]
async fn a_desk_finds_a_phone_in_each_stored_spelling() {
    for stored in [
        "+994501234567",
        "994501234567",
        "+994 50 123 45 67",
        "0501234567",
        "(050) 123-45-67",
        "501234567",
        "00994501234567",
        "+994 (0)50 123 45 67",
        "050.123.45.67",
    ] {
        let desk = desk_with_phone(stored);
        let found = desk.client.look_up(&setup::phone()).await.unwrap();
        assert!(matches!(&found, PhoneLookup::Registered(owner) if owner.id == CustomerId(9)), "{stored}: {found:?}");
        assert!(desk.server.requests_to("/open-api/v2/customers").len() <= 2, "{stored}");
    }
    // The same digits in another number, or in another country, are not this phone.
    for other in ["+15501234567", "1501234567", "+994501234568", "+7 950 123 45 67"] {
        let desk = desk_with_phone(other);
        assert_eq!(desk.client.look_up(&setup::phone()).await.unwrap(), PhoneLookup::NotRegistered, "{other}");
        assert_eq!(desk.server.requests_to("/open-api/v2/customers").len(), 2, "{other}");
    }
}

#[tokio::test]
async fn a_clean_registration_makes_three_calls() {
    let desk = desk_v2(|request| match request.method.as_str() {
        "POST" => reply(200, &[], REGISTERED),
        _ => json_reply(&json!({"success": true, "data": []})),
    });
    assert_eq!(desk.client.look_up(&setup::phone()).await.unwrap(), PhoneLookup::NotRegistered);
    desk.client.register(&setup::full_customer()).await.unwrap();
    assert_eq!(desk.server.requests_to("/open-api/v2/customers").len(), 3);
}

#[tokio::test]
async fn nobody_is_called_new_if_the_second_spelling_could_not_be_asked_for() {
    let failures = [
        reply(500, &[], r#"{"success":false}"#),
        reply(429, &[("retry-after", "60")], r#"{"success":false,"error":"too_many_requests"}"#),
        reply(403, &[], r#"{"success":false,"error":"forbidden"}"#),
        Reply::Cut(Vec::new()),
    ];
    for failure in failures {
        let desk = desk_v2(move |request| {
            if request.target.contains("%5B1%5D=994501234567&") { json_reply(&json!([])) } else { failure.clone() }
        });
        assert_eq!(desk.client.look_up(&setup::phone()).await.unwrap(), PhoneLookup::NotFoundAsSent);
    }
    // A failure of the first call is a failure.
    let desk = desk_v2(|_| reply(403, &[], r#"{"success":false,"error":"forbidden"}"#));
    assert!(matches!(desk.client.look_up(&setup::phone()).await, Err(ApiError::Permission { .. })));
    // The budget of the API ends between the two.
    let desk = desk_v2(|_| {
        let limits = [("ratelimit-limit", "300"), ("ratelimit-remaining", "0"), ("ratelimit-reset", "50")];
        reply(200, &limits, r#"{"success":true,"data":[]}"#)
    });
    assert_eq!(desk.client.look_up(&setup::phone()).await.unwrap(), PhoneLookup::NotFoundAsSent);
    assert_eq!(desk.server.requests_to("/open-api/v2/customers").len(), 1);
}

#[tokio::test]
async fn a_name_is_looked_up_with_one_call_in_any_order_and_case() {
    let list = json!([
        {"id": 1, "name": "Məmmədova Aysel"},
        {"id": 2, "name": "AYSEL RAUF QIZI MƏMMƏDOVA", "phone": "+994 50 123 45 67", "date_of_birth": "1990-05-15"},
        {"id": 3, "name": "Aysel Quliyeva"},
        {"id": 4, "name": "Rauf"},
        {"id": 5},
    ]);
    let desk = desk_v2(move |_| json_reply(&json!({"success": true, "data": list})));
    let found = desk.client.look_up_name(&Name::parse("aysel məmmədova").valid().unwrap()).await.unwrap();
    assert_eq!(found.customers.iter().map(|customer| customer.id.0).collect::<Vec<_>>(), [1, 2]);
    assert!(!found.has_more);
    let second = &found.customers[1];
    assert_eq!(second.phone.as_ref().unwrap().as_str(), "+994 50 123 45 67");
    assert_eq!(second.birth_date.unwrap().iso(), "1990-05-15");
    let calls = desk.server.requests_to("/open-api/v2/customers");
    assert_eq!(calls.len(), 1);
    let filters = "filters%5B0%5D%5B0%5D=name&filters%5B0%5D%5B1%5D=m%C9%99mm%C9%99dova\
        &filters%5B1%5D%5B0%5D=name&filters%5B1%5D%5B1%5D=aysel&sort";
    assert!(calls[0].target.contains(filters), "{}", calls[0].target);
}

#[tokio::test]
async fn a_look_up_of_a_name_has_at_most_ten_customers() {
    for (count, has_more) in [(10, false), (11, true)] {
        let list: Vec<_> = (1..=count).map(|id| json!({"id": id, "name": "İlqar"})).collect();
        let desk = desk_v2(move |_| json_reply(&json!({"success": true, "data": list})));
        let found = desk.client.look_up_name(&Name::parse("ilqar").valid().unwrap()).await.unwrap();
        assert_eq!((found.customers.len(), found.has_more), (10, has_more));
    }
}

#[tokio::test]
async fn our_own_record_is_recognized_by_its_cid() {
    let own = json!({"success": true, "data": [
        {"id": 1, "name": "Aysel", "cid": "11111111-1111-4111-8111-111111111111", "phone": "+994501234567"},
        {"id": 2, "name": "Aysel", "cid": setup::CID.to_uppercase(), "phone": "+994501234567"}]});
    let desk = desk_v1(move |_| json_reply(&own));
    let by_phone = desk.client.find_by_phone(&setup::phone()).await.unwrap();
    let by_name = desk.client.find_by_name(&Name::parse("Aysel").valid().unwrap()).await.unwrap();
    for found in [by_phone, by_name] {
        let ours = found.iter().find(|customer| customer.cid == Some(setup::minimal_customer().cid)).unwrap();
        assert_eq!(ours.id, CustomerId(2));
    }
    let calls = desk.server.requests_to("/open-api/customers");
    assert!(calls[0].target.contains("=phones&"), "{}", calls[0].target);
    assert!(calls[1].target.contains("=name&filters%5B0%5D%5B1%5D=Aysel&"), "{}", calls[1].target);
    assert!(calls[1].target.ends_with("&with%5B0%5D=group&with%5B1%5D=balance"), "{}", calls[1].target);
}

#[tokio::test]
async fn a_name_is_compared_again_in_any_case() {
    let desk = desk_v2(|_| json_reply(&json!([{"id": 1, "name": "AYSEL M."}, {"id": 2, "name": "Rauf"}, {"id": 3}])));
    let name = Name::parse("Aysel").valid().unwrap();
    let found = desk.client.find_by_name(&name).await.unwrap();
    assert_eq!(found.iter().map(|customer| customer.id.0).collect::<Vec<_>>(), [1]);
}

#[tokio::test]
async fn a_customer_is_read_by_number_and_a_missing_one_is_none() {
    let desk = desk_v2(|request| match request.path() {
        "/open-api/v2/customers/14" => reply(200, &[], REGISTERED),
        _ => reply(
            404,
            &[],
            r#"{"success":false,"error":[{"message":"No query results for model","type":"server_side","exception":"NotFoundHttpException","http_code":404}]}"#,
        ),
    });
    assert_eq!(desk.client.customer(CustomerId(14)).await.unwrap().unwrap().code.unwrap().as_str(), "CUST001");
    assert_eq!(desk.client.customer(CustomerId(15)).await.unwrap(), None);
}

#[tokio::test]
async fn venues_and_the_clock_skew_are_read() {
    let desk = desk_v2(|_| {
        let body = r#"{"success":true,"data":[{"id":1,"name":"Main venue","is_main":1,"media":[]},{"id":"2","name":"Bar","is_main":false}]}"#;
        reply(200, &[("date", "Thu, 08 Jan 2099 06:18:52 GMT")], body)
    });
    assert_eq!(desk.client.clock_skew(), None);
    let venues = desk.client.venues().await.unwrap();
    let read: Vec<_> = venues.iter().map(|venue| (venue.id, venue.name.as_str(), venue.is_main)).collect();
    assert_eq!(read, [(1, "Main venue", true), (2, "Bar", false)]);
    assert!(desk.client.clock_skew().unwrap() > chrono::TimeDelta::days(365));
}

#[tokio::test]
async fn texts_of_the_api_are_sanitised() {
    let desk =
        desk_v2(|_| json_reply(&json!({"success": true, "data": {"id": 1, "name": "Ay\u{1b}[31msel\u{202e}\n!"}})));
    assert_eq!(desk.client.register(&setup::minimal_customer()).await.unwrap().name.as_str(), "Ay[31msel !");
}
