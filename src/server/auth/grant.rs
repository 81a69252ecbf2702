//! `POST /auth`: issues a token for credentials.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Extension, State};
use axum::response::{IntoResponse, Response};
use secrecy::ExposeSecret;
use serde::Serialize;
use serde_json::{Map, Value};
use subtle::{Choice, ConstantTimeEq};

use super::token::Generation;
use crate::clock;
use crate::server::api::{Api, Peer};
use crate::server::body::JsonObject;
use crate::server::config::Credentials;
use crate::server::problem::Problem;

#[derive(Serialize)]
struct TokenResponse {
    success: bool,
    token: String,
    token_type: &'static str,
    expires_in: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_at: Option<u64>,
    message: &'static str,
}

/// Handles v1: `client_id`, `client_secret`, `brand` and `venue_id`, all of them text.
pub(crate) async fn grant_v1(
    State(api): State<Arc<Api>>,
    Extension(peer): Extension<Peer>,
    body: Result<JsonObject, Problem>,
) -> Response {
    let allowance = api.rate_limits.take_auth_call(peer.0, Generation::V1);
    let result = match allowance.refusal() {
        Some(problem) => Err(problem),
        None => body.and_then(|JsonObject(body)| authenticate_v1(&api, &body)),
    };
    allowance.add_headers(result.into_response())
}

/// Handles v2: `client_id`, `client_secret`, `brand` and `integrator_id`, all of them text.
pub(crate) async fn grant_v2(
    State(api): State<Arc<Api>>,
    Extension(peer): Extension<Peer>,
    body: Result<JsonObject, Problem>,
) -> Response {
    let allowance = api.rate_limits.take_auth_call(peer.0, Generation::V2);
    let result = match allowance.refusal() {
        Some(problem) => Err(problem),
        None => body.and_then(|JsonObject(body)| authenticate_v2(&api, &body)),
    };
    allowance.add_headers(result.into_response())
}

fn authenticate_v1(api: &Api, body: &Map<String, Value>) -> Result<Json<TokenResponse>, Problem> {
    let [client_id, client_secret, brand, venue_id] =
        text_fields(body, ["client_id", "client_secret", "brand", "venue_id"])
            .ok_or(Problem::bad_auth_request("Missing client_id, client_secret, brand, or venue_id"))?;
    let is_client = client_matches(&api.credentials, client_id, client_secret)
        & constant_time_eq(venue_id, &api.credentials.venue_id);
    check_brand(api, is_client, brand).ok_or(Problem::authentication_failed())??;
    Ok(issue_token(api, Generation::V1))
}

fn authenticate_v2(api: &Api, body: &Map<String, Value>) -> Result<Json<TokenResponse>, Problem> {
    let [client_id, client_secret, brand, integrator_id] =
        text_fields(body, ["client_id", "client_secret", "brand", "integrator_id"])
            .ok_or(Problem::bad_auth_request("Missing client_id, client_secret, brand, or integrator_id"))?;
    if !bool::from(constant_time_eq(integrator_id, &api.credentials.integrator_id)) {
        return Err(Problem::bad_auth_request("Invalid integrator_id"));
    }
    let is_client = client_matches(&api.credentials, client_id, client_secret);
    check_brand(api, is_client, brand).ok_or(Problem::invalid_credentials())??;
    Ok(issue_token(api, Generation::V2))
}

/// Returns the values of the four fields. `None` means that a field is missing, empty or not text.
fn text_fields<'a>(body: &'a Map<String, Value>, names: [&str; 4]) -> Option<[&'a str; 4]> {
    let [a, b, c, d] = names.map(|name| body.get(name).and_then(Value::as_str).filter(|text| !text.is_empty()));
    Some([a?, b?, c?, d?])
}

fn client_matches(expected: &Credentials, client_id: &str, client_secret: &str) -> Choice {
    constant_time_eq(client_id, &expected.client_id)
        & constant_time_eq(client_secret, expected.client_secret.expose_secret())
}

/// Compares in constant time, so that the duration does not reveal how much of the text matches.
fn constant_time_eq(given: &str, expected: &str) -> Choice {
    given.as_bytes().ct_eq(expected.as_bytes())
}

/// Checks the brand of a client. `None` means wrong credentials; an error means correct credentials for a brand that is
/// not in test mode.
fn check_brand(api: &Api, is_client: Choice, brand: &str) -> Option<Result<(), Problem>> {
    if !bool::from(is_client) {
        None
    } else if brand == Credentials::PRODUCTION_BRAND {
        Some(Err(Problem::brand_not_in_test_mode()))
    } else {
        bool::from(constant_time_eq(brand, &api.credentials.brand)).then_some(Ok(()))
    }
}

fn issue_token(api: &Api, generation: Generation) -> Json<TokenResponse> {
    let (token, claims) = api.tokens.issue(generation, api.venue_id, clock::system_time());
    Json(TokenResponse {
        success: true,
        token,
        token_type: "Bearer",
        expires_in: api.tokens.lifetime_seconds(),
        expires_at: (generation == Generation::V2).then_some(claims.expires_at()),
        message: "Authentication successful",
    })
}
