//! `POST /auth`: issues a token for credentials.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Extension, State};
use axum::response::{IntoResponse, Response};
use secrecy::ExposeSecret;
use serde_json::{Map, Value, json};
use subtle::{Choice, ConstantTimeEq};

use super::token::Generation;
use crate::clock;
use crate::server::api::{Api, Peer};
use crate::server::body::JsonObject;
use crate::server::config::Credentials;
use crate::server::problem::Problem;
use crate::server::rate_limits::Counted;

/// Handles `client_id`, `client_secret`, `brand` and v1's `venue_id` or v2's `integrator_id`, all of them text.
pub(crate) async fn grant(
    State(api): State<Arc<Api>>,
    Extension(generation): Extension<Generation>,
    Extension(peer): Extension<Peer>,
    body: Result<JsonObject, Problem>,
) -> Response {
    let allowance = api.rate_limits.take(Counted::Auth(peer.0));
    let result = match allowance.refusal() {
        Some(problem) => Err(problem),
        None => body.and_then(|JsonObject(body)| authenticate(&api, generation, &body)),
    };
    allowance.add_headers(generation, result.into_response())
}

fn authenticate(api: &Api, generation: Generation, body: &Map<String, Value>) -> Result<Json<Value>, Problem> {
    let expected = &api.tokens.credentials;
    let (last_field, expected_last, wrong) = match generation {
        Generation::V1 => ("venue_id", &expected.venue_id, Problem::AUTHENTICATION_FAILED),
        Generation::V2 => ("integrator_id", &expected.integrator_id, Problem::INVALID_CREDENTIALS),
    };
    let [client_id, client_secret, brand, last] =
        text_fields(body, ["client_id", "client_secret", "brand", last_field])
            .ok_or_else(|| Problem::missing_credentials(last_field))?;
    let is_last = constant_time_eq(last, expected_last);
    if generation == Generation::V2 && !bool::from(is_last) {
        return Err(Problem::UNKNOWN_INTEGRATOR);
    }
    let is_client = constant_time_eq(client_id, &expected.client_id)
        & constant_time_eq(client_secret, expected.client_secret.expose_secret())
        & is_last;
    if !bool::from(is_client) {
        Err(wrong)
    } else if brand == Credentials::PRODUCTION_BRAND {
        Err(Problem::BRAND_NOT_IN_TEST_MODE)
    } else if !bool::from(constant_time_eq(brand, &expected.brand)) {
        Err(wrong)
    } else {
        Ok(issue_token(api, generation))
    }
}

/// Returns the values of the four fields. `None` means that a field is missing, empty or not text.
fn text_fields<'a>(body: &'a Map<String, Value>, names: [&str; 4]) -> Option<[&'a str; 4]> {
    let [a, b, c, d] = names.map(|name| body.get(name).and_then(Value::as_str).filter(|text| !text.is_empty()));
    Some([a?, b?, c?, d?])
}

/// Compares in constant time, so that the duration does not reveal how much of the text matches.
fn constant_time_eq(given: &str, expected: &str) -> Choice {
    given.as_bytes().ct_eq(expected.as_bytes())
}

fn issue_token(api: &Api, generation: Generation) -> Json<Value> {
    let (token, claims) = api.tokens.issue(generation, api.venue_id, clock::system_time());
    let mut response = json!({
        "success": true,
        "token": token,
        "token_type": "Bearer",
        "expires_in": api.tokens.lifetime.as_secs(),
        "message": "Authentication successful",
    });
    if let (Generation::V2, Value::Object(fields)) = (generation, &mut response) {
        fields.insert("expires_at".to_owned(), claims.expires_at.into());
    }
    Json(response)
}
