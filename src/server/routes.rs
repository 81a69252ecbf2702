//! Which path leads where. Each path exists in both generations, under `/open-api` and `/open-api/v2`.

use std::sync::Arc;

use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use axum::{Router, response::IntoResponse};

use super::api::Api;
use super::auth::{Generation, gate, grant_v1, grant_v2};
use super::faults::inject;
use super::gateway::{gateway, log};
use super::problem::Problem;
use super::{customers, groups, venues};

/// All of the server.
pub(super) fn routes(api: &Arc<Api>) -> Router {
    // The layer that is added last sees a request first.
    Router::new()
        .route("/open-api/auth", post(grant_v1))
        .route("/open-api/v2/auth", post(grant_v2))
        .merge(gated(api, "/open-api", Generation::V1))
        .merge(gated(api, "/open-api/v2", Generation::V2))
        .fallback(async || Problem::no_route().into_response())
        .method_not_allowed_fallback(async || Problem::no_method().into_response())
        .layer(from_fn_with_state(Arc::clone(api), inject))
        .layer(from_fn_with_state(Arc::clone(api), gateway))
        .layer(from_fn(log))
        .with_state(Arc::clone(api))
}

/// What opens only with a token.
fn gated(api: &Arc<Api>, prefix: &str, generation: Generation) -> Router<Arc<Api>> {
    let path = |rest: &str| format!("{prefix}{rest}");
    Router::new()
        .route(&path("/customers"), post(customers::create).get(customers::list))
        .route(&path("/customers/{id}"), get(customers::show))
        .route(&path("/customer-groups"), get(groups::list))
        .route(&path("/venues"), get(venues::list))
        .route_layer(from_fn_with_state((Arc::clone(api), generation), gate))
}
