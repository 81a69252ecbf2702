//! Tokens for credentials, and requests with tokens.

use std::time::Duration;

use frontdesk::server::Credentials;
use serde_json::json;

use crate::server::wire::{Request, Server, V1_CREDENTIALS, V2_CREDENTIALS, masked, registration, temporary_database};

#[test]
fn auth_answers_every_documented_case() {
    let (_directory, file) = temporary_database();
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
    let (_directory, file) = temporary_database();
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
fn each_generation_requires_its_own_headers() {
    let (_directory, file) = temporary_database();
    let server = Server::start(&file, |_| {});
    let (v1, v2) = (server.v1_token(), server.v2_token());
    let missing =
        json!({"success": false, "message": "Missing authentication headers", "error": "Headers are missing"});
    let invalid = json!({"success": false, "message": "The token is not valid", "error": "Invalid token"});
    let unauthorized = json!({
        "success": false, "message": "The brand or venue does not belong to the token", "error": "unauthorized"
    });
    let v1_request =
        || Request::get("/open-api/venues").token(&v1).header("x-brand", "training").header("x-venue", "1");
    let v2_request = || Request::get("/open-api/v2/venues").token(&v2);
    let rejected = [
        (v1_request().without("x-token"), &missing),
        (v1_request().without("x-brand"), &missing),
        (v1_request().without("x-venue"), &missing),
        (v1_request().without("x-token").header("Authorization", &format!("Bearer {v1}")), &missing),
        (v1_request().token(&v2), &invalid),
        (v1_request().token(""), &invalid),
        (v1_request().token("oauth_example_token"), &invalid),
        (v1_request().header("x-brand", "other"), &unauthorized),
        (v1_request().header("x-venue", "2"), &unauthorized),
        (v1_request().header("x-venue", "one"), &unauthorized),
        (v2_request().without("x-token"), &missing),
        (v2_request().without("x-token").header("Authorization", &format!("Bearer {v2}")), &missing),
        (v2_request().token(&format!("Bearer {v2}")), &invalid),
        (v2_request().token(&v1), &invalid),
        (v2_request().token(v2.strip_suffix(|_| true).unwrap()), &invalid),
        (v2_request().header("x-venue", "2"), &unauthorized),
        (v2_request().header("x-venue", ""), &unauthorized),
    ];
    for (request, expected) in rejected {
        let answer = server.send(&request);
        assert_eq!((answer.status, &answer.json()), (401, expected), "{} {:?}", request.target, request.headers);
    }
    // v1 has no status, so that it lists active venues only.
    let v1_venues = json!([{"id": 1, "name": "Main venue", "is_main": 1, "media": []}]);
    let v2_venues = json!([
        {"id": 1, "name": "Main venue", "address": null, "status": 1, "phone": null, "email": null},
        {"id": 2, "name": "Second venue", "address": "Baku", "status": 0, "phone": null, "email": null},
    ]);
    for (request, venues) in [
        (v1_request(), &v1_venues),
        (v2_request(), &v2_venues),
        (v2_request().header("x-venue", "1"), &v2_venues),
        (v2_request().header("Authorization", "Bearer whatever"), &v2_venues),
    ] {
        let answer = server.send(&request);
        let expected = json!({
            "success": true, "data": venues, "total": venues.as_array().unwrap().len(), "time": "*", "timestamp": "*",
            "unix": "*", "sorts": ["id"]
        });
        assert_eq!((answer.status, masked(answer.json())), (200, expected), "{:?}", request.headers);
    }
}

#[test]
fn a_token_expires() {
    let (_directory, file) = temporary_database();
    // The token expires in the second in which it is issued.
    let server = Server::start(&file, |config| config.token_lifetime = Duration::ZERO);
    let answer = server.send(&Request::get("/open-api/v2/customers").token(&server.v2_token()));
    let expired = json!({
        "success": false, "message": "The token has expired", "error": "Token expired", "expires_at": "*"
    });
    assert_eq!((answer.status, masked(answer.json())), (401, expired));
}

#[test]
fn x_venue_overrides_the_venue_and_is_stored_with_the_customer() {
    let (_directory, file) = temporary_database();
    let credentials = Credentials { venue_id: "7".to_owned(), ..Credentials::default() };
    let server = Server::start(&file, |config| config.credentials = credentials);
    let token = server.v2_token();
    let registered_venue = |name: &str, venue: Option<&str>| {
        let request = registration(&json!({"name": name})).token(&token);
        let request = venue.map_or(request.clone(), |venue| request.header("x-venue", venue));
        server.send(&request).json()["data"]["venue_id"].clone()
    };
    assert_eq!(
        (registered_venue("A", None), registered_venue("B", Some("1")), registered_venue("C", Some("7"))),
        (json!(7), json!(1), json!(7))
    );
}
