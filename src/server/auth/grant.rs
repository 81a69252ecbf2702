//! `POST /auth`: credentials for a token.

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
struct Granted {
    success: bool,
    token: String,
    token_type: &'static str,
    expires_in: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_at: Option<u64>,
    message: &'static str,
}

/// v1: `client_id`, `client_secret`, `brand` and `venue_id`, all of them text.
pub(crate) async fn grant_v1(
    State(api): State<Arc<Api>>,
    Extension(peer): Extension<Peer>,
    body: Result<JsonObject, Problem>,
) -> Response {
    let allowed = api.budgets.auth(peer.0, Generation::V1);
    let granted = match allowed.refusal() {
        Some(problem) => Err(problem),
        None => body.and_then(|JsonObject(body)| v1(&api, &body)),
    };
    allowed.mark(granted.into_response())
}

/// v2: `client_id`, `client_secret`, `brand` and `integrator_id`, all of them text.
pub(crate) async fn grant_v2(
    State(api): State<Arc<Api>>,
    Extension(peer): Extension<Peer>,
    body: Result<JsonObject, Problem>,
) -> Response {
    let allowed = api.budgets.auth(peer.0, Generation::V2);
    let granted = match allowed.refusal() {
        Some(problem) => Err(problem),
        None => body.and_then(|JsonObject(body)| v2(&api, &body)),
    };
    allowed.mark(granted.into_response())
}

fn v1(api: &Api, body: &Map<String, Value>) -> Result<Json<Granted>, Problem> {
    let [client_id, client_secret, brand, venue_id] = texts(body, ["client_id", "client_secret", "brand", "venue_id"])
        .ok_or(Problem::bad_auth_request("Missing client_id, client_secret, brand, or venue_id"))?;
    let client = is_client(&api.credentials, client_id, client_secret) & same(venue_id, &api.credentials.venue_id);
    admit(api, client, brand).ok_or(Problem::authentication_failed())??;
    Ok(granted(api, Generation::V1))
}

fn v2(api: &Api, body: &Map<String, Value>) -> Result<Json<Granted>, Problem> {
    let [client_id, client_secret, brand, integrator_id] =
        texts(body, ["client_id", "client_secret", "brand", "integrator_id"])
            .ok_or(Problem::bad_auth_request("Missing client_id, client_secret, brand, or integrator_id"))?;
    if !bool::from(same(integrator_id, &api.credentials.integrator_id)) {
        return Err(Problem::bad_auth_request("Invalid integrator_id"));
    }
    let client = is_client(&api.credentials, client_id, client_secret);
    admit(api, client, brand).ok_or(Problem::invalid_credentials())??;
    Ok(granted(api, Generation::V2))
}

/// The values of the four fields; `None` where one is missing, empty or no text.
fn texts<'a>(body: &'a Map<String, Value>, names: [&str; 4]) -> Option<[&'a str; 4]> {
    let [a, b, c, d] = names.map(|name| body.get(name).and_then(Value::as_str).filter(|text| !text.is_empty()));
    Some([a?, b?, c?, d?])
}

fn is_client(known: &Credentials, client_id: &str, client_secret: &str) -> Choice {
    same(client_id, &known.client_id) & same(client_secret, known.client_secret.expose_secret())
}

/// Compares without telling by its time how much of the text was right.
fn same(given: &str, known: &str) -> Choice {
    given.as_bytes().ct_eq(known.as_bytes())
}

/// `None`: wrong credentials. An error: right ones, for a brand that is not in test mode.
fn admit(api: &Api, client: Choice, brand: &str) -> Option<Result<(), Problem>> {
    if !bool::from(client) {
        None
    } else if brand == Credentials::PRODUCTION_BRAND {
        Some(Err(Problem::brand_not_in_test_mode()))
    } else {
        bool::from(same(brand, &api.credentials.brand)).then_some(Ok(()))
    }
}

fn granted(api: &Api, generation: Generation) -> Json<Granted> {
    let (token, claims) = api.tokens.issue(generation, api.venue_id, clock::system_time());
    Json(Granted {
        success: true,
        token,
        token_type: "Bearer",
        expires_in: api.tokens.lifetime(),
        expires_at: (generation == Generation::V2).then_some(claims.expires_at()),
        message: "Authentication successful",
    })
}
