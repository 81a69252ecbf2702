//! `GET /venues`. The generations have different shapes: v1 has no status and lists active venues only, v2 lists all of
//! them with their status.

use std::sync::Arc;

use axum::extract::{Extension, State};
use axum::response::Response;
use serde_json::{Value, json};

use super::api::Api;
use super::auth::{Caller, Generation};
use super::problem::Problem;
use super::response::RequestStart;
use super::store::{Page, Venue};

/// Lists the venues of the brand on one page.
pub(super) async fn list(
    State(api): State<Arc<Api>>,
    Extension(caller): Extension<Caller>,
    Extension(started): Extension<RequestStart>,
) -> Result<Response, Problem> {
    let mut rows = api.store.list_venues().await?;
    rows.retain(|venue| venue.is_active || caller.generation == Generation::V2);
    let total = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    Ok(started.list_response(Page { rows, total }, |venue| venue_to_wire(venue, caller.generation), &["id"]))
}

fn venue_to_wire(venue: Venue, generation: Generation) -> Value {
    let Venue { id, name, is_main, address, is_active, phone, email } = venue;
    let (is_main, status) = (u8::from(is_main), u8::from(is_active));
    match generation {
        Generation::V1 => json!({"id": id, "name": name, "is_main": is_main, "media": []}),
        Generation::V2 => {
            json!({"id": id, "name": name, "address": address, "status": status, "phone": phone, "email": email})
        }
    }
}
