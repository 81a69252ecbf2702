//! Responses with customers, field by field, compared with bodies that were written by hand from the API's documentation.

use serde_json::{Value, json};

use crate::server::wire::{Request, Server, masked, registration, temporary_database};
use crate::support::files::project_root;

const CID: &str = "0f9654bc-9520-43d7-8109-317d9820f54c";

/// The documentation's own example of a request.
fn john() -> Value {
    json!({
        "name": "John Doe", "email": "john.doe@example.com", "phone": "+15551234567", "code": "CUST001", "cid": CID,
        "description": "Test Customer", "group_id": 1, "gender": 1, "date_of_birth": "1990-05-15"
    })
}

pub fn my_customers() -> Value {
    json!({
        "id": 1, "name": "My Customers", "discount_type": null, "discount_value": 0, "system_type": "my_customers",
        "created_at": "2025-08-16T15:21:15.000000Z", "updated_at": "2025-08-16T15:21:15.000000Z", "deleted_at": null
    })
}

/// The customer that v2 stores for `john`, without the group.
fn john_as_stored() -> Value {
    json!({
        "id": 1, "venue_id": 1, "cid": CID, "group_id": 1, "name": "John Doe",
        "email": "john.doe@example.com", "phone": "+15551234567", "phones": [], "address": null,
        "address_data": [], "description": "Test Customer",
        "discount": 0, "spent": 0, "total_discount": 0, "total_bonus": 0, "receipt_count": 0, "gender": 1,
        "date_of_birth": "1990-05-15", "code": "CUST001", "source": null, "reference_id": null, "status": true,
        "can_use_loyalty_system": false, "is_verified": false, "created_at": "*", "updated_at": "*"
    })
}

/// The same with what only v1 documents, without the balances.
fn john_of_v1() -> Value {
    let more = json!({
        "balance_id": 1, "addresses": [], "bonus_balance_id": null, "cashback_balance_id": null,
        "phone_verified_at": null, "deleted_at": null
    });
    extend(john_as_stored(), &more)
}

fn extend(mut object: Value, more: &Value) -> Value {
    object.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    object
}

fn john_with_group(john: Value) -> Value {
    extend(john, &json!({"group": my_customers()}))
}

fn john_of_v1_with_relations() -> Value {
    let balance = json!({
        "id": 1, "system_type": null, "venue_id": null, "name": format!("CUSTOMER:{CID}"), "description": null,
        "type": "CUSTOMER", "amount": 0, "position": 0, "created_at": "*", "updated_at": "*", "deleted_at": null
    });
    let cashback_balance = json!({"name": format!("CASHBACK:{CID}"), "type": "CASHBACK", "amount": 0});
    extend(john_with_group(john_of_v1()), &json!({"balance": balance, "cashback_balance": cashback_balance}))
}

#[test]
fn a_customer_has_the_fields_of_the_generation_that_was_asked() {
    let (_directory, file) = temporary_database();
    let server = Server::start(&file, |_| {});
    let token = server.v2_token();
    let created = server.send(&registration(&john()).token(&token));
    assert_eq!(created.header("content-type"), Some("application/json"));
    let expected = json!({
        "success": true, "data": john_with_group(john_as_stored()), "message": "Customer created successfully",
        "time": "*", "timestamp": "*", "unix": "*"
    });
    assert_eq!((created.status, masked(created.json())), (200, expected));

    let item_response =
        |data: Value| json!({"success": true, "data": data, "time": "*", "timestamp": "*", "unix": "*"});
    let all = "?with[0]=group&with[1]=balance&with[2]=cashback_balance";
    let cases = [
        ("/v2", "", john_as_stored()),
        ("/v2", "?with[0]=group", john_with_group(john_as_stored())),
        ("/v2", "?with%5B%5D=group&with[]=nonsense", john_with_group(john_as_stored())),
        ("/v2", all, john_with_group(john_as_stored())),
        ("", "", john_of_v1()),
        ("", "?with[0]=group", john_with_group(john_of_v1())),
        ("", all, john_of_v1_with_relations()),
    ];
    let v1_token = server.v1_token();
    for (generation, query, expected) in cases {
        let request = Request::get(&format!("/open-api{generation}/customers/1{query}"));
        let request = if generation.is_empty() {
            request.token(&v1_token).header("x-brand", "training").header("x-venue", "1")
        } else {
            request.token(&token)
        };
        let answer = server.send(&request);
        assert_eq!((answer.status, masked(answer.json())), (200, item_response(expected)), "{generation} {query}");
    }
    let sorts = json!([
        "id",
        "cid",
        "name",
        "email",
        "phone",
        "address",
        "code",
        "group_id",
        "gender",
        "date_of_birth",
        "created_at",
        "updated_at"
    ]);
    let list = json!({
        "success": true, "data": [john_as_stored()], "total": 1, "time": "*", "timestamp": "*", "unix": "*", "sorts": sorts
    });
    let answer = server.send(&Request::get("/open-api/v2/customers").token(&token));
    assert_eq!((answer.status, masked(answer.json())), (200, list));
}

#[test]
fn an_idempotency_key_does_not_prevent_a_second_customer() {
    let (_directory, file) = temporary_database();
    let server = Server::start(&file, |_| {});
    let (v1, v2) = (server.v1_token(), server.v2_token());
    let paths = [("/open-api/customers", &v1), ("/open-api/v2/customers", &v2)];
    for (path, token) in paths {
        for _ in 0..3 {
            let body = json!({"name": "Aysel"}).to_string();
            let request = Request::post(path, body).token(token).header("x-brand", "training").header("x-venue", "1");
            // v1 documents the key, but nothing proves that it works. A request that is sent twice is stored twice.
            let answer = server.send(&request.header("idempotency-key", CID));
            assert_eq!((answer.status, &answer.json()["success"]), (200, &json!(true)), "{path}");
        }
    }
    let answer = server.send(&Request::get("/open-api/v2/customers").token(&v2)).json();
    assert_eq!(answer["total"], 6);
}

#[test]
fn a_conflict_names_its_field() {
    let (_directory, file) = temporary_database();
    let server = Server::start(&file, |_| {});
    let token = server.v2_token();
    assert_eq!(server.send(&registration(&john()).token(&token)).status, 200);
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
        let answer = server.send(&registration(&body).token(&token));
        assert_eq!((answer.status, &answer.json()), (409, expected), "{body}");
    }
    let free = json!({"name": "John Doe", "email": "john.doe@example.com", "phone": "+15551234568", "code": "cust001"});
    let answer = server.send(&registration(&free).token(&token)).json();
    assert_eq!(answer["data"]["phone"], "+15551234568");
    let answer = server.send(&Request::get("/open-api/v2/customers").token(&token)).json();
    assert_eq!(answer["total"], 2);
}

#[test]
fn an_unknown_path_id_or_method_has_the_documented_error() {
    let (_directory, file) = temporary_database();
    let server = Server::start(&file, |_| {});
    let token = server.v2_token();
    let error = |message: &str, exception: &str, code: u16| {
        let entry = json!({"message": message, "type": "server_side", "exception": exception, "http_code": code});
        (code, json!({"success": false, "error": [entry]}))
    };
    let no_customer = error("No query results for model [Customer]", "NotFoundHttpException", 404);
    let no_route = error("The route could not be found.", "NotFoundHttpException", 404);
    let no_method = error("The method is not supported for this route.", "MethodNotAllowedHttpException", 405);
    let get = |path: &str| Request::get(path).token(&token);
    let cases = [
        (
            get("/open-api/v2/customers/7"),
            error("No query results for model [Customer] 7", "NotFoundHttpException", 404),
        ),
        (get("/open-api/v2/customers/abc"), no_customer.clone()),
        (get("/open-api/v2/customers/99999999999999999999"), no_customer.clone()),
        (get("/open-api/v2/customers/%FF"), no_customer),
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
fn a_restart_keeps_customers_ids_and_tokens() {
    let (_directory, file) = temporary_database();
    let server = Server::start(&file, |_| {});
    let token = server.v2_token();
    let first = server.send(&registration(&john()).token(&token)).json()["data"].clone();
    server.stop().unwrap();
    let server = Server::start(&file, |_| {});
    let query = "?with[0]=group&with[1]=balance&with[2]=cashback_balance";
    let again = server.send(&Request::get(&format!("/open-api/v2/customers/1{query}")).token(&token)).json();
    assert_eq!(again["data"], first);
    let second = server.send(&registration(&json!({"name": "B"})).token(&token)).json();
    assert_eq!(second["data"]["id"], json!(2));
}

#[test]
fn the_openapi_document_is_served_and_names_every_path_and_method() {
    let (_directory, file) = temporary_database();
    let server = Server::start(&file, |_| {});
    let answer = server.send(&Request::get("/openapi.json"));
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/json")));
    let document = std::fs::read_to_string(project_root().join("docs/openapi.json")).unwrap();
    assert_eq!(answer.json(), serde_json::from_str::<Value>(&document).unwrap());
    let paths = answer.json()["paths"].as_object().unwrap().clone();
    let described: Vec<_> = paths
        .iter()
        .flat_map(|(path, methods)| methods.as_object().unwrap().keys().map(move |method| format!("{method} {path}")))
        .collect();
    let routes = [
        "post /auth",
        "get /customers",
        "post /customers",
        "get /customers/{id}",
        "get /customer-groups",
        "get /venues",
    ];
    let all =
        ["/open-api", "/open-api/v2"].map(|prefix| routes.map(|route| route.replace(" /", &format!(" {prefix}/"))));
    let mut expected: Vec<_> = all.into_iter().flatten().collect();
    let mut sorted = described.clone();
    expected.sort();
    sorted.sort();
    assert_eq!(sorted, expected);
    for route in described {
        let (method, path) = route.split_once(' ').unwrap();
        let path = path.replace("{id}", "1");
        let request = if method == "get" { Request::get(&path) } else { Request::post(&path, "{}") };
        assert!(![404, 405].contains(&server.send(&request).status), "{route}");
    }
}
