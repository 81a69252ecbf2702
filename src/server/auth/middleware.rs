//! The checks before every request except `/auth`: the token, the brand and venue, and two rate limits.

use std::sync::Arc;

use axum::extract::{Extension, Request, State};
use axum::http::HeaderMap;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::token::{Claims, Generation};
use crate::clock;
use crate::server::api::{Api, Peer};
use crate::server::problem::Problem;
use crate::server::rate_limits::Counted;

/// The authenticated caller: an extension of the request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Caller {
    /// The generation of the API whose rules apply.
    pub generation: Generation,
    /// The venue at which the request acts.
    pub venue_id: i64,
}

/// Runs around all routes except `/auth`. It checks the failures of the token or, without a valid one, of the address, then
/// the token, then the tenant's rate limit, and then calls the handler.
pub(crate) async fn require_token(
    State(api): State<Arc<Api>>,
    Extension(generation): Extension<Generation>,
    Extension(peer): Extension<Peer>,
    request: Request,
    next: Next,
) -> Response {
    let token = verify_token(&api, generation, request.headers());
    let failures = token.as_ref().map_or(Counted::FailedFrom(peer.0), |claims| Counted::FailedWith(claims.jti));
    let failure_allowance = api.rate_limits.check(failures);
    if let Some(problem) = failure_allowance.refusal() {
        return failure_allowance.add_headers(generation, problem.into_response());
    }
    let (response, allowance) = match authenticate(&api, generation, request.headers(), token).await {
        Err(problem) => (problem.into_response(), failure_allowance),
        Ok(caller) => {
            let tenant_allowance = api.rate_limits.take(Counted::Tenant(generation));
            match tenant_allowance.refusal() {
                Some(problem) => (problem.into_response(), tenant_allowance),
                None => (run_as(caller, request, next).await, tenant_allowance.tighter(failure_allowance)),
            }
        }
    };
    if response.status().is_client_error() || response.status().is_server_error() {
        api.rate_limits.take(failures);
    }
    allowance.add_headers(generation, response)
}

async fn run_as(caller: Caller, mut request: Request, next: Next) -> Response {
    request.extensions_mut().insert(caller);
    next.run(request).await
}

async fn authenticate(
    api: &Api,
    generation: Generation,
    headers: &HeaderMap,
    token: Result<Claims, Problem>,
) -> Result<Caller, Problem> {
    let header = |name: &str| header(headers, name);
    let (brand, venue) = (header("x-brand"), header("x-venue"));
    if generation == Generation::V1 && (brand.is_none() || venue.is_none()) {
        return Err(Problem::HEADERS_MISSING);
    }
    let claims = token?;
    if generation == Generation::V1 && brand != Some(&api.tokens.credentials.brand) {
        return Err(Problem::UNAUTHORIZED);
    }
    let venue_id = match venue {
        None => claims.venue_id,
        Some(venue) => venue.parse().map_err(|_| Problem::UNAUTHORIZED)?,
    };
    if venue_id != claims.venue_id && !api.store.has_venue(venue_id).await? {
        return Err(Problem::UNAUTHORIZED);
    }
    Ok(Caller { generation, venue_id })
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).map(|value| value.to_str().unwrap_or_default())
}

fn verify_token(api: &Api, generation: Generation, headers: &HeaderMap) -> Result<Claims, Problem> {
    let token = header(headers, "x-token").ok_or(Problem::HEADERS_MISSING)?;
    api.tokens.verify(generation, token, clock::system_time())
}
