//! The paths and their handlers. Each path exists in both generations, under `/open-api` and `/open-api/v2`.

use std::sync::Arc;

use axum::http::header;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use axum::{Extension, Router, response::IntoResponse};

use super::api::Api;
use super::auth::{Generation, grant, require_token};
use super::faults::inject;
use super::gateway::{enforce_timeout, log_request};
use super::problem::Problem;
use super::{customers, groups, venues};

/// The description of the API for programs. `tests/schemathesis.sh` compares it with the answers.
const OPENAPI: &str = include_str!("../../docs/openapi.json");

/// Builds the router of the whole server.
pub(super) fn router(api: &Arc<Api>) -> Router {
    // The layer that is added last handles a request first.
    Router::new()
        .merge(generation_routes(api, "/open-api", Generation::V1))
        .merge(generation_routes(api, "/open-api/v2", Generation::V2))
        .route("/openapi.json", get(async || ([(header::CONTENT_TYPE, "application/json")], OPENAPI)))
        .fallback(async || Problem::route_not_found().into_response())
        .method_not_allowed_fallback(async || Problem::method_not_allowed().into_response())
        .layer(from_fn_with_state(Arc::clone(api), inject))
        .layer(from_fn_with_state(Arc::clone(api), enforce_timeout))
        .layer(from_fn(log_request))
        .with_state(Arc::clone(api))
}

/// Builds the routes of one generation. All but `/auth` require a token.
fn generation_routes(api: &Arc<Api>, prefix: &str, generation: Generation) -> Router<Arc<Api>> {
    let path = |rest: &str| format!("{prefix}{rest}");
    Router::new()
        .route(&path("/customers"), post(customers::create).get(customers::list))
        .route(&path("/customers/{id}"), get(customers::show))
        .route(&path("/customer-groups"), get(groups::list))
        .route(&path("/venues"), get(venues::list))
        .route_layer(from_fn_with_state(Arc::clone(api), require_token))
        .route(&path("/auth"), post(grant))
        .route_layer(Extension(generation))
}
