//! `GET /venues`. The generations have different shapes: v1 has no status and lists active venues only, v2 lists all of
//! them with their status.

use std::sync::Arc;

use axum::extract::{Extension, State};
use axum::response::Response;
use serde::Serialize;

use super::api::Api;
use super::auth::{Caller, Generation};
use super::problem::Problem;
use super::response::RequestStart;
use super::store::{Page, Reader, Venue};

#[derive(Serialize)]
#[serde(untagged)]
enum WireVenue {
    V1 {
        id: i64,
        name: String,
        /// 1 or 0, as in the API.
        is_main: u8,
        media: [(); 0],
    },
    V2 {
        id: i64,
        name: String,
        address: Option<String>,
        /// 1, or 0 for an inactive venue.
        status: u8,
        phone: Option<String>,
        email: Option<String>,
    },
}

/// Lists the venues of the brand on one page.
pub(super) async fn list(
    State(api): State<Arc<Api>>,
    Extension(caller): Extension<Caller>,
    started: RequestStart,
) -> Result<Response, Problem> {
    let mut rows = api.store.read(Reader::list_venues).await?;
    rows.retain(|venue| venue.is_active || caller.generation == Generation::V2);
    let total = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    Ok(started.list_response(Page { rows, total }, |venue| venue_to_wire(venue, caller.generation), &["id"]))
}

fn venue_to_wire(venue: Venue, generation: Generation) -> WireVenue {
    let Venue { id, name, is_main, address, is_active, phone, email } = venue;
    match generation {
        Generation::V1 => WireVenue::V1 { id, name, is_main: u8::from(is_main), media: [] },
        Generation::V2 => WireVenue::V2 { id, name, address, status: u8::from(is_active), phone, email },
    }
}
