//! The server's answers, request by request, against bodies written out by hand from the fact sheet.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a test may fail loudly"
)]

mod server_wire;

use std::time::Duration;

use frontdesk::server::Credentials;
use serde_json::{Value, json};
use server_wire::{Request, Server, V1_CREDENTIALS, V2_CREDENTIALS, database, masked};

const CID: &str = "0f9654bc-9520-43d7-8109-317d9820f54c";

/// The documentation's own example of a request.
fn john() -> Value {
    json!({
        "name": "John Doe", "email": "john.doe@example.com", "phone": "+15551234567", "code": "CUST001", "cid": CID,
        "description": "Test Customer", "group_id": 1, "gender": 1, "date_of_birth": "1990-05-15"
    })
}

fn my_customers() -> Value {
    json!({
        "id": 1, "name": "My Customers", "discount_type": null, "discount_value": 0, "system_type": "my_customers",
        "created_at": "2025-08-16T15:21:15.000000Z", "updated_at": "2025-08-16T15:21:15.000000Z", "deleted_at": null
    })
}

/// What the API makes of `john`, without the group and balances.
fn stored_john() -> Value {
    json!({
        "id": 1, "venue_id": 1, "cid": CID, "group_id": 1, "balance_id": 1, "name": "John Doe",
        "email": "john.doe@example.com", "phone": "+15551234567", "phones": [], "address": null, "addresses": [],
        "address_data": [], "description": "Test Customer", "bonus_balance_id": null, "cashback_balance_id": null,
        "discount": 0, "spent": 0, "total_discount": 0, "total_bonus": 0, "receipt_count": 0, "gender": 1,
        "date_of_birth": "1990-05-15", "code": "CUST001", "source": null, "reference_id": null, "status": true,
        "can_use_loyalty_system": false, "is_verified": false, "phone_verified_at": null, "created_at": "*",
        "updated_at": "*", "deleted_at": null
    })
}

fn with(mut object: Value, more: Value) -> Value {
    object.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    object
}

fn john_with_everything() -> Value {
    let balance = json!({
        "id": 1, "system_type": null, "venue_id": null, "name": format!("CUSTOMER:{CID}"), "description": null,
        "type": "CUSTOMER", "amount": 0, "position": 0, "created_at": "*", "updated_at": "*", "deleted_at": null
    });
    let cashback_balance = json!({"name": format!("CASHBACK:{CID}"), "type": "CASHBACK", "amount": 0});
    with(stored_john(), json!({"group": my_customers(), "balance": balance, "cashback_balance": cashback_balance}))
}

fn post(body: &Value) -> Request {
    Request::post("/open-api/v2/customers", body.to_string())
}

#[test]
fn auth_answers_every_documented_case() {
    let (_directory, file) = database();
    let server = Server::start(&file, |_| {});
    let missing =
        |last: &str| json!({"success": false, "error": format!("Missing client_id, client_secret, brand, or {last}")});
    let failed = json!({"success": false, "error": "authentication_failed", "message": "Invalid credentials"});
    let invalid = json!({"success": false, "message": "Invalid credentials"});
    let test_mode = json!({"success": false, "error": "Integrator is in test mode. But brand is not in test mode"});
    let integrator = json!({"success": false, "error": "Invalid integrator_id"});
    let no_json = json!({
        "success": false, "message": "Validation failed", "error": "The request body must be a JSON object in UTF-8."
    });
    let v1 = |from: &str, to: &str| ("/open-api/auth", V1_CREDENTIALS.replacen(from, to, 1));
    let v2 = |from: &str, to: &str| ("/open-api/v2/auth", V2_CREDENTIALS.replacen(from, to, 1));
    let cases = [
        (v1(r#""client_secret":"training","#, ""), 400, missing("venue_id")),
        (v1(r#""venue_id":"1""#, r#""venue_id":1"#), 400, missing("venue_id")),
        (v1(r#""brand":"training""#, r#""brand":"""#), 400, missing("venue_id")),
        (v1(r#""brand":"training""#, r#""brand":null"#), 400, missing("venue_id")),
        (v1(r#""client_id":"training""#, r#""client_id":"x""#), 401, failed.clone()),
        (v1(r#""client_secret":"training""#, r#""client_secret":"training ""#), 401, failed.clone()),
        (v1(r#""brand":"training""#, r#""brand":"other""#), 401, failed.clone()),
        (v1(r#""venue_id":"1""#, r#""venue_id":"2""#), 401, failed.clone()),
        (v1(r#""brand":"training""#, r#""brand":"production""#), 200, test_mode.clone()),
        (v2(r#","integrator_id":"training""#, ""), 400, missing("integrator_id")),
        (v2(r#""integrator_id":"training""#, r#""integrator_id":["training"]"#), 400, missing("integrator_id")),
        (v2(r#""integrator_id":"training""#, r#""integrator_id":"x""#), 400, integrator),
        (v2(r#""client_id":"training""#, r#""client_id":"x""#), 401, invalid.clone()),
        (v2(r#""client_secret":"training""#, r#""client_secret":"x""#), 401, invalid.clone()),
        (v2(r#""brand":"training""#, r#""brand":"x""#), 401, invalid.clone()),
        (v2(r#""brand":"training""#, r#""brand":"production""#), 200, test_mode),
        (
            (
                "/open-api/v2/auth",
                r#"{"client_id":"x","client_secret":"x","brand":"production","integrator_id":"training"}"#.to_owned(),
            ),
            401,
            invalid,
        ),
        (("/open-api/v2/auth", "{".to_owned()), 400, no_json.clone()),
        (("/open-api/auth", "[]".to_owned()), 400, no_json),
    ];
    for ((path, body), status, expected) in cases {
        let answer = server.send(&Request::post(path, body.as_str()));
        assert_eq!((answer.status, answer.json()), (status, expected), "{path} {body}");
    }
}

#[test]
fn tokens_have_the_form_of_their_generation() {
    let (_directory, file) = database();
    let server = Server::start(&file, |_| {});
    let v1 = server.send(&Request::post("/open-api/auth", V1_CREDENTIALS)).json();
    let token = v1["token"].as_str().unwrap();
    assert!(token.starts_with("oauth_"), "{token}");
    let granted = json!({
        "success": true, "token": token, "token_type": "Bearer", "expires_in": 3600,
        "message": "Authentication successful"
    });
    assert_eq!(v1, granted);

    let v2 = server.send(&Request::post("/open-api/v2/auth", V2_CREDENTIALS)).json();
    let token = v2["token"].as_str().unwrap();
    // Base64 of {"alg":"HS256","typ":"JWT"}
    assert!(token.starts_with("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."), "{token}");
    let granted = json!({
        "success": true, "token": token, "token_type": "Bearer", "expires_in": 3600, "expires_at": "*",
        "message": "Authentication successful"
    });
    assert_eq!(masked(v2), granted);
}

#[test]
fn the_gate_asks_for_the_headers_of_its_generation() {
    let (_directory, file) = database();
    let server = Server::start(&file, |_| {});
    let (v1, v2) = (server.v1_token(), server.token());
    let missing =
        json!({"success": false, "message": "Missing authentication headers", "error": "Headers are missing"});
    let invalid = json!({"success": false, "message": "The token is not valid", "error": "Invalid token"});
    let unauthorized = json!({
        "success": false, "message": "The brand or venue does not belong to the token", "error": "unauthorized"
    });
    let old = || Request::get("/open-api/venues").token(&v1).header("x-brand", "training").header("x-venue", "1");
    let new = || Request::get("/open-api/v2/venues").token(&v2);
    let refused = [
        (old().without("x-token"), &missing),
        (old().without("x-brand"), &missing),
        (old().without("x-venue"), &missing),
        (old().without("x-token").header("Authorization", &format!("Bearer {v1}")), &missing),
        (old().token(&v2), &invalid),
        (old().token(""), &invalid),
        (old().token("oauth_example_token"), &invalid),
        (old().header("x-brand", "other"), &unauthorized),
        (old().header("x-venue", "2"), &unauthorized),
        (old().header("x-venue", "one"), &unauthorized),
        (new().without("x-token"), &missing),
        (new().without("x-token").header("Authorization", &format!("Bearer {v2}")), &missing),
        (new().token(&format!("Bearer {v2}")), &invalid),
        (new().token(&v1), &invalid),
        (new().token(&v2[..v2.len() - 1]), &invalid),
        (new().header("x-venue", "2"), &unauthorized),
        (new().header("x-venue", ""), &unauthorized),
    ];
    for (request, expected) in refused {
        let answer = server.send(&request);
        assert_eq!((answer.status, &answer.json()), (401, expected), "{} {:?}", request.target, request.headers);
    }
    let venues = json!({
        "success": true, "data": [{"id": 1, "name": "Main venue", "is_main": 1, "media": []}], "total": 1, "time": "*",
        "timestamp": "*", "unix": "*", "sorts": ["id"]
    });
    for request in [old(), new(), new().header("x-venue", "1"), new().header("Authorization", "Bearer whatever")] {
        let answer = server.send(&request);
        assert_eq!((answer.status, masked(answer.json())), (200, venues.clone()), "{:?}", request.headers);
    }
}

#[test]
fn a_token_ends() {
    let (_directory, file) = database();
    // A token that ends in the second in which it is made.
    let server = Server::start(&file, |config| config.token_lifetime = Duration::ZERO);
    let answer = server.send(&Request::get("/open-api/v2/customers").token(&server.token()));
    let expired = json!({
        "success": false, "message": "The token has expired", "error": "Token expired", "expires_at": "*"
    });
    assert_eq!((answer.status, masked(answer.json())), (401, expired));
}

#[test]
fn a_customer_has_the_fields_of_both_generations() {
    let (_directory, file) = database();
    let server = Server::start(&file, |_| {});
    let token = server.token();
    let created = server.send(&post(&john()).token(&token));
    assert_eq!(created.header("content-type"), Some("application/json"));
    let expected = json!({
        "success": true, "data": john_with_everything(), "message": "Customer created successfully", "time": "*",
        "timestamp": "*", "unix": "*"
    });
    assert_eq!((created.status, masked(created.json())), (200, expected));

    let one = |data: Value| json!({"success": true, "data": data, "time": "*", "timestamp": "*", "unix": "*"});
    let cases = [
        ("", one(stored_john())),
        ("?with[0]=group", one(with(stored_john(), json!({"group": my_customers()})))),
        ("?with%5B%5D=group&with[]=nonsense", one(with(stored_john(), json!({"group": my_customers()})))),
        ("?with[0]=group&with[1]=balance&with[2]=cashback_balance", one(john_with_everything())),
    ];
    for (query, expected) in cases {
        let answer = server.send(&Request::get(&format!("/open-api/v2/customers/1{query}")).token(&token));
        assert_eq!((answer.status, masked(answer.json())), (200, expected), "{query}");
    }
    let sorts = json!([
        "id",
        "name",
        "email",
        "phone",
        "code",
        "group_id",
        "gender",
        "date_of_birth",
        "created_at",
        "updated_at"
    ]);
    let list = json!({
        "success": true, "data": [stored_john()], "total": 1, "time": "*", "timestamp": "*", "unix": "*", "sorts": sorts
    });
    let answer = server.send(&Request::get("/open-api/v2/customers").token(&token));
    assert_eq!((answer.status, masked(answer.json())), (200, list));
}

#[test]
fn what_is_left_out_blank_or_null_is_absent() {
    let (_directory, file) = database();
    let server = Server::start(&file, |_| {});
    let token = server.token();
    let bodies = [
        json!({"name": "Aysel Məmmədova"}),
        json!({"name": "Ёлка", "phone": "", "code": " ", "cid": "", "email": "\t", "description": "", "date_of_birth": ""}),
        json!({"name": "漢", "phone": null, "code": null, "cid": null, "email": null, "description": null,
               "group_id": null, "gender": null, "date_of_birth": null, "unknown": {"a": [1]}}),
    ];
    for body in bodies {
        let answer = server.send(&post(&body).token(&token)).json();
        let data = &answer["data"];
        assert_eq!(data["name"], body["name"]);
        for field in ["phone", "code", "email", "description", "gender", "date_of_birth"] {
            assert_eq!(data[field], Value::Null, "{field} of {body}");
        }
        assert_eq!((&data["group_id"], &data["group"]["name"]), (&json!(1), &json!("My Customers")));
        let cid = data["cid"].as_str().unwrap();
        assert_eq!((cid.len(), cid.split('-').map(str::len).collect::<Vec<_>>()), (36, vec![8, 4, 4, 4, 12]), "{cid}");
    }
}

#[test]
fn bad_values_are_refused_in_words() {
    let (_directory, file) = database();
    let server = Server::start(&file, |_| {});
    let token = server.token();
    let name = r#""name":"A""#;
    let date = "The date_of_birth field must be a valid date in the format YYYY-MM-DD.";
    let gender = "The gender field must be 1, 2 or null.";
    let email = "The email field must be a valid email address.";
    let cid = "The cid field must be a valid UUID.";
    let cases = [
        ("{}".to_owned(), "The name field is required."),
        (r#"{"name":""}"#.to_owned(), "The name field is required."),
        (r#"{"name":" \t\n\u00a0\u2003"}"#.to_owned(), "The name field is required."),
        (r#"{"name":null}"#.to_owned(), "The name field is required."),
        (r#"{"name":1}"#.to_owned(), "The name field must be a string."),
        (r#"{"name":"A\u0000B"}"#.to_owned(), "The name field must not contain NUL characters."),
        (format!(r#"{{{name},"gender":0}}"#), gender),
        (format!(r#"{{{name},"gender":3}}"#), gender),
        (format!(r#"{{{name},"gender":-1}}"#), gender),
        (format!(r#"{{{name},"gender":1.5}}"#), gender),
        (format!(r#"{{{name},"gender":"1"}}"#), gender),
        (format!(r#"{{{name},"gender":true}}"#), gender),
        (format!(r#"{{{name},"gender":99999999999999999999999999}}"#), gender),
        (format!(r#"{{{name},"date_of_birth":"2023-02-29"}}"#), date),
        (format!(r#"{{{name},"date_of_birth":"1990-13-01"}}"#), date),
        (format!(r#"{{{name},"date_of_birth":"15.05.1990"}}"#), date),
        (format!(r#"{{{name},"date_of_birth":"1990-5-15"}}"#), date),
        (format!(r#"{{{name},"date_of_birth":"1990-05-15T00:00:00Z"}}"#), date),
        (format!(r#"{{{name},"date_of_birth":"0000-00-00"}}"#), date),
        (format!(r#"{{{name},"date_of_birth":19900515}}"#), "The date_of_birth field must be a string."),
        (format!(r#"{{{name},"group_id":99}}"#), "The selected group_id is invalid."),
        (format!(r#"{{{name},"group_id":0}}"#), "The selected group_id is invalid."),
        (format!(r#"{{{name},"group_id":-1}}"#), "The selected group_id is invalid."),
        (format!(r#"{{{name},"group_id":"1"}}"#), "The group_id field must be an integer."),
        (format!(r#"{{{name},"group_id":1.5}}"#), "The group_id field must be an integer."),
        (format!(r#"{{{name},"group_id":1e30}}"#), "The group_id field must be an integer."),
        (format!(r#"{{{name},"group_id":[1]}}"#), "The group_id field must be an integer."),
        (format!(r#"{{{name},"email":"aysel"}}"#), email),
        (format!(r#"{{{name},"email":"@gmail.com"}}"#), email),
        (format!(r#"{{{name},"email":"aysel@"}}"#), email),
        (format!(r#"{{{name},"email":"a b@c.az"}}"#), email),
        (format!(r#"{{{name},"email":{{}}}}"#), "The email field must be a string."),
        (format!(r#"{{{name},"cid":"42"}}"#), cid),
        (format!(r#"{{{name},"cid":"0f9654bc952043d78109317d9820f54c"}}"#), cid),
        (format!(r#"{{{name},"cid":"0f9654bc-9520-43d7-8109-317d9820f54g"}}"#), cid),
        (format!(r#"{{{name},"phone":994501234567}}"#), "The phone field must be a string."),
        (format!(r#"{{{name},"phone":"+994\u0000"}}"#), "The phone field must not contain NUL characters."),
        (format!(r#"{{{name},"code":7}}"#), "The code field must be a string."),
        (format!(r#"{{{name},"description":["x"]}}"#), "The description field must be a string."),
        (
            r#"{"gender":7,"email":"x"}"#.to_owned(),
            "The name field is required. The email field must be a valid email address. \
             The gender field must be 1, 2 or null.",
        ),
    ];
    for (body, sentence) in cases {
        let answer = server.send(&Request::post("/open-api/v2/customers", body.as_str()).token(&token));
        let expected = json!({"success": false, "message": "Validation failed", "error": sentence});
        assert_eq!((answer.status, answer.json()), (400, expected), "{body}");
    }
    let answer = server.send(&Request::get("/open-api/v2/customers").token(&token));
    assert_eq!(answer.json()["total"], 0);
}

#[test]
fn a_clash_names_its_field() {
    let (_directory, file) = database();
    let server = Server::start(&file, |_| {});
    let token = server.token();
    assert_eq!(server.send(&post(&john()).token(&token)).status, 200);
    let phone = json!({
        "success": false, "message": "Customer with this phone number already exists", "error": "duplicate_phone"
    });
    let code =
        json!({"success": false, "message": "Customer with this code already exists", "error": "duplicate_code"});
    let cid = json!({"success": false, "message": "Customer with this cid already exists", "error": "duplicate_cid"});
    let cases = [
        (john(), &phone),
        (json!({"name": "A", "phone": "+15551234567"}), &phone),
        (json!({"name": "A", "phone": "1 (555) 123-45-67"}), &phone),
        (json!({"name": "A", "code": "CUST001"}), &code),
        (json!({"name": "A", "cid": CID}), &cid),
        (json!({"name": "A", "cid": CID.to_uppercase()}), &cid),
        (json!({"name": "A", "cid": CID, "code": "CUST001"}), &code),
    ];
    for (body, expected) in cases {
        let answer = server.send(&post(&body).token(&token));
        assert_eq!((answer.status, &answer.json()), (409, expected), "{body}");
    }
    let free = json!({"name": "John Doe", "email": "john.doe@example.com", "phone": "+15551234568", "code": "cust001"});
    let answer = server.send(&post(&free).token(&token)).json();
    // Nothing that was refused has left a trace but a gap in the numbers.
    assert_eq!(answer["data"]["phone"], "+15551234568");
    let answer = server.send(&Request::get("/open-api/v2/customers").token(&token)).json();
    assert_eq!(answer["total"], 2);
}

#[test]
fn lists_are_filtered_ordered_and_paged() {
    let (_directory, file) = database();
    let server = Server::start(&file, |_| {});
    let token = server.token();
    let customers = [
        json!({"name": "Aysel Məmmədova", "phone": "+994 50 333 22 11", "group_id": 2}),
        json!({"name": "Rauf Əliyev", "phone": "+994505355757"}),
        json!({"name": "rauf 100%_", "group_id": 2}),
        json!({"name": "Zoe", "phone": "call me"}),
    ];
    for customer in &customers {
        assert_eq!(server.send(&post(customer).token(&token)).status, 200);
    }
    let cases = [
        ("", (4, vec![4, 3, 2, 1])),
        ("sort[0]=id&sort[1]=1", (4, vec![1, 2, 3, 4])),
        ("sort%5B0%5D=name&sort%5B1%5D=1", (4, vec![1, 3, 2, 4])),
        ("sort[0]=name&sort[1]=-1", (4, vec![4, 2, 3, 1])),
        ("sort[0]=secret&sort[1]=1", (4, vec![4, 3, 2, 1])),
        ("limit=3", (4, vec![4, 3, 2])),
        ("limit=3&page=2", (4, vec![1])),
        ("limit=3&page=9", (4, vec![])),
        ("limit=2&page=18446744073709551615", (4, vec![])),
        ("filters[0][0]=phones&filters[0][1]=994503332211", (1, vec![1])),
        ("filters%5B0%5D%5B0%5D=phones&filters%5B0%5D%5B1%5D=%2B994%2050%20535%2057%2057", (1, vec![2])),
        ("filters[0][0]=phones&filters[0][1]=99450", (2, vec![2, 1])),
        ("filters[0][0]=phones&filters[0][1]=call", (1, vec![4])),
        ("filters[0][0]=phones&filters[0][1]=777", (0, vec![])),
        ("filters[0][0]=phone&filters[0][1]=777", (4, vec![4, 3, 2, 1])),
        ("filters%255B0%255D%255B0%255D=phones&filters%255B0%255D%255B1%255D=777", (4, vec![4, 3, 2, 1])),
        ("filters[0][0]=name&filters[0][1]=RAUF", (2, vec![3, 2])),
        ("filters[0][0]=name&filters[0][1]=%C9%99liyev", (1, vec![2])),
        ("filters[0][0]=name&filters[0][1]=%25_", (1, vec![3])),
        ("filters[0][0]=name&filters[0][1]='%20OR%201=1--", (0, vec![])),
        ("filters[0][0]=group_id&filters[0][1]=2", (2, vec![3, 1])),
        ("filters[0][0]=group_id&filters[0][1]=all", (0, vec![])),
        ("filters[0][0]=group_id&filters[0][1]=2&filters[1][0]=name&filters[1][1]=a&limit=1", (2, vec![3])),
        ("search=zoe&email=x&filters[0][0]=code&filters[0][1]=x", (4, vec![4, 3, 2, 1])),
    ];
    for (query, (total, ids)) in cases {
        let answer = server.send(&Request::get(&format!("/open-api/v2/customers?{query}")).token(&token));
        assert_eq!(answer.status, 200, "{query}");
        let answer = answer.json();
        let found: Vec<u64> =
            answer["data"].as_array().unwrap().iter().map(|one| one["id"].as_u64().unwrap()).collect();
        assert_eq!((answer["total"].as_u64().unwrap(), found), (total, ids), "{query}");
    }
    let many: String = (0..33).map(|n| format!("filters[{n}][0]=name&filters[{n}][1]=a&")).collect();
    assert_eq!(server.send(&Request::get(&format!("/open-api/v2/customers?{many}")).token(&token)).status, 400);
}

#[test]
fn each_generation_has_its_own_page_sizes() {
    let (_directory, file) = database();
    let server = Server::start(&file, |_| {});
    let (v1, v2) = (server.v1_token(), server.token());
    for number in 0..120 {
        assert_eq!(server.send(&post(&json!({"name": format!("Customer {number}")})).token(&v2)).status, 200);
    }
    let cases = [
        ("/open-api/customers", 20),
        ("/open-api/customers?limit=100", 100),
        ("/open-api/customers?limit=101", 100),
        ("/open-api/customers?limit=0", 1),
        ("/open-api/v2/customers", 50),
        ("/open-api/v2/customers?limit=999", 120),
        ("/open-api/v2/customers?limit=100000", 120),
        ("/open-api/v2/customers?limit=nonsense", 50),
    ];
    for (target, rows) in cases {
        let token = if target.contains("v2") { &v2 } else { &v1 };
        let request = Request::get(target).token(token).header("x-brand", "training").header("x-venue", "1");
        let answer = server.send(&request).json();
        assert_eq!((answer["data"].as_array().unwrap().len(), &answer["total"]), (rows, &json!(120)), "{target}");
    }
}

#[test]
fn groups_are_listed_in_the_order_of_their_numbers() {
    let (_directory, file) = database();
    let server = Server::start(&file, |_| {});
    let token = server.token();
    let group = |id: u64, name: &str, discount: u64, second: u64| {
        let moment = format!("2025-08-16T15:21:{second}.000000Z");
        json!({
            "id": id, "name": name, "discount_type": 1, "discount_value": discount, "system_type": null,
            "created_at": moment, "updated_at": moment, "deleted_at": null
        })
    };
    let all = vec![my_customers(), group(2, "Regulars", 5, 16), group(3, "Staff", 20, 17), group(4, "VIP", 10, 18)];
    let list = |data: &[Value]| {
        json!({
            "success": true, "data": data, "total": 4, "time": "*", "timestamp": "*", "unix": "*",
            "sorts": ["id", "name", "discount_type", "discount_value", "created_at", "updated_at"]
        })
    };
    for (query, expected) in
        [("", &all[..]), ("?limit=2&page=2", &all[2..]), ("?sort[0]=name&sort[1]=1&limit=1", &all[..1])]
    {
        let answer = server.send(&Request::get(&format!("/open-api/v2/customer-groups{query}")).token(&token));
        assert_eq!((answer.status, masked(answer.json())), (200, list(expected)), "{query}");
    }
}

#[test]
fn what_is_not_there_is_said_in_the_documented_form() {
    let (_directory, file) = database();
    let server = Server::start(&file, |_| {});
    let token = server.token();
    let error = |message: &str, exception: &str, code: u16| {
        let entry = json!({"message": message, "type": "server_side", "exception": exception, "http_code": code});
        (code, json!({"success": false, "error": [entry]}))
    };
    let nobody = error("No query results for model [Customer]", "NotFoundHttpException", 404);
    let no_route = error("The route could not be found.", "NotFoundHttpException", 404);
    let no_method = error("The method is not supported for this route.", "MethodNotAllowedHttpException", 405);
    let get = |path: &str| Request::get(path).token(&token);
    let cases = [
        (
            get("/open-api/v2/customers/7"),
            error("No query results for model [Customer] 7", "NotFoundHttpException", 404),
        ),
        (get("/open-api/v2/customers/abc"), nobody.clone()),
        (get("/open-api/v2/customers/99999999999999999999"), nobody.clone()),
        (get("/open-api/v2/customers/%FF"), nobody),
        (get("/"), no_route.clone()),
        (get("/open-api/v3/customers"), no_route.clone()),
        (get("/open-api/v2/products"), no_route),
        (get("/open-api/v2/customers/1").method("DELETE"), no_method.clone()),
        (get("/open-api/v2/customers").method("PUT"), no_method.clone()),
        (get("/open-api/auth"), no_method),
    ];
    for (request, (status, expected)) in cases {
        let answer = server.send(&request);
        assert_eq!((answer.status, answer.json()), (status, expected), "{} {}", request.method, request.target);
    }
}

#[test]
fn a_venue_can_be_overridden_and_is_kept_with_the_customer() {
    let (_directory, file) = database();
    let seven = Credentials { venue_id: "7".to_owned(), ..Credentials::default() };
    let server = Server::start(&file, |config| config.credentials = seven);
    let token = server.token();
    let at = |name: &str, venue: Option<&str>| {
        let request = post(&json!({"name": name})).token(&token);
        let request = venue.map_or(request.clone(), |venue| request.header("x-venue", venue));
        server.send(&request).json()["data"]["venue_id"].clone()
    };
    assert_eq!((at("A", None), at("B", Some("1")), at("C", Some("7"))), (json!(7), json!(1), json!(7)));
}

#[test]
fn a_restart_keeps_customers_numbers_and_tokens() {
    let (_directory, file) = database();
    let server = Server::start(&file, |_| {});
    let token = server.token();
    let first = server.send(&post(&john()).token(&token)).json()["data"].clone();
    server.stop().unwrap();
    let server = Server::start(&file, |_| {});
    let query = "?with[0]=group&with[1]=balance&with[2]=cashback_balance";
    let again = server.send(&Request::get(&format!("/open-api/v2/customers/1{query}")).token(&token)).json();
    assert_eq!(again["data"], first);
    let second = server.send(&post(&json!({"name": "B"})).token(&token)).json();
    assert_eq!((&second["data"]["id"], &second["data"]["balance_id"]), (&json!(2), &json!(2)));
}
