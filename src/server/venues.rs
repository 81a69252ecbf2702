//! `GET /venues`.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;

use super::answer::Started;
use super::api::Api;
use super::problem::Problem;
use super::store::{Page, Store, Venue};

#[derive(Serialize)]
struct WireVenue {
    id: i64,
    name: String,
    /// 1 or 0, as the API has it.
    is_main: u8,
    media: [(); 0],
}

/// Lists all venues of the brand: there is no paging.
pub(super) async fn list(State(api): State<Arc<Api>>, started: Started) -> Result<Response, Problem> {
    let rows = api.stored(Store::venues).await?;
    let total = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    Ok(started.list(Page { rows, total }, wire, &["id"]))
}

fn wire(venue: Venue) -> WireVenue {
    WireVenue { id: venue.id, name: venue.name, is_main: u8::from(venue.is_main), media: [] }
}
