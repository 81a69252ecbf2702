//! `GET /venues`.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;

use super::api::Api;
use super::problem::Problem;
use super::response::RequestStart;
use super::store::{Page, Store, Venue};

#[derive(Serialize)]
struct WireVenue {
    id: i64,
    name: String,
    /// 1 or 0, as in the API.
    is_main: u8,
    media: [(); 0],
}

/// Lists all venues of the brand on one page.
pub(super) async fn list(State(api): State<Arc<Api>>, started: RequestStart) -> Result<Response, Problem> {
    let rows = api.with_store(Store::list_venues).await?;
    let total = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    Ok(started.list_response(Page { rows, total }, venue_to_wire, &["id"]))
}

fn venue_to_wire(venue: Venue) -> WireVenue {
    WireVenue { id: venue.id, name: venue.name, is_main: u8::from(venue.is_main), media: [] }
}
