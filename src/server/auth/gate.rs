//! What every request but `/auth` passes: the token, the brand and venue, and the two budgets.

use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use axum::extract::{Extension, Request, State};
use axum::http::HeaderMap;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::token::{Claims, Generation, InvalidToken};
use crate::clock;
use crate::server::answer::wire_time;
use crate::server::api::{Api, Peer};
use crate::server::problem::Problem;

/// Whoever passed the gate: an extension of the request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Caller {
    /// Which generation's rules apply.
    pub generation: Generation,
    /// The venue at which the request acts.
    pub venue_id: i64,
}

/// A layer around all routes but `/auth`: first the failures of the address, then the token, then the tenant's
/// budget, then the work; as the API says it does.
pub(crate) async fn gate(
    State((api, generation)): State<(Arc<Api>, Generation)>,
    Extension(peer): Extension<Peer>,
    request: Request,
    next: Next,
) -> Response {
    let failures = api.budgets.failures(peer.0, generation);
    if let Some(problem) = failures.refusal() {
        return failures.mark(problem.into_response());
    }
    let (response, used) = match admit(&api, generation, request.headers()).await {
        Err(problem) => (problem.into_response(), failures),
        Ok(caller) => {
            let used = api.budgets.tenant(generation);
            match used.refusal() {
                Some(problem) => (problem.into_response(), used),
                None => (pass(caller, request, next).await, used.tighter(failures)),
            }
        }
    };
    if response.status().is_client_error() || response.status().is_server_error() {
        api.budgets.failed(peer.0);
    }
    used.mark(response)
}

async fn pass(caller: Caller, mut request: Request, next: Next) -> Response {
    request.extensions_mut().insert(caller);
    next.run(request).await
}

async fn admit(api: &Arc<Api>, generation: Generation, headers: &HeaderMap) -> Result<Caller, Problem> {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    let token = text("x-token").ok_or(Problem::headers_missing())?;
    let (brand, venue) = (text("x-brand"), text("x-venue"));
    if generation == Generation::V1 && (brand.is_none() || venue.is_none()) {
        return Err(Problem::headers_missing());
    }
    let claims = read(api, generation, token)?;
    if generation == Generation::V1 && brand != Some(&api.credentials.brand) {
        return Err(Problem::unauthorized());
    }
    let venue_id = match venue {
        None => claims.venue_id(),
        Some(venue) => venue.parse().map_err(|_| Problem::unauthorized())?,
    };
    if venue_id != claims.venue_id() && !api.stored(move |store| store.has_venue(venue_id)).await? {
        return Err(Problem::unauthorized());
    }
    Ok(Caller { generation, venue_id })
}

fn read(api: &Api, generation: Generation, token: &str) -> Result<Claims, Problem> {
    api.tokens.read(generation, token, clock::system_time()).map_err(|refused| match refused {
        InvalidToken::Invalid => Problem::invalid_token(),
        InvalidToken::Expired(at) => {
            let moment = UNIX_EPOCH.checked_add(Duration::from_secs(at)).unwrap_or(UNIX_EPOCH);
            Problem::token_expired(wire_time(moment))
        }
    })
}
