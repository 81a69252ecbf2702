//! `POST /customers`, `GET /customers` and `GET /customers/{id}`. There is no update and no delete.

mod read;
mod wire;

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Extension, Path, RawQuery, State};
use axum::response::Response;

use crate::clock;

use super::answer::{Started, wire_time};
use super::api::Api;
use super::auth::{Caller, Generation};
use super::body::JsonObject;
use super::list_query::ListQuery;
use super::problem::Problem;
use super::store::{Created, CustomerSearch, Sort};
use wire::With;

/// Registers a customer. The answer comes when the disk has it.
pub(super) async fn create(
    State(api): State<Arc<Api>>,
    Extension(caller): Extension<Caller>,
    started: Started,
    JsonObject(body): JsonObject,
) -> Result<Response, Problem> {
    let now = wire_time(clock::system_time());
    let new = read::new_customer(&body, caller.venue_id, now).map_err(|sentences| Problem::validation(&sentences))?;
    match api.stored(move |store| store.create_customer(&new)).await? {
        Created::Stored(customer) => {
            Ok(started.one(wire::customer(*customer, With::ALL), Some("Customer created successfully")))
        }
        Created::Taken(unique) => Err(Problem::duplicate(unique)),
        Created::UnknownGroup => Err(Problem::validation(&["The selected group_id is invalid.".to_owned()])),
    }
}

/// Lists customers.
pub(super) async fn list(
    State(api): State<Arc<Api>>,
    Extension(caller): Extension<Caller>,
    started: Started,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let query = ListQuery::read(query.as_deref());
    let (default, most) = match caller.generation {
        Generation::V1 => (20, 100),
        Generation::V2 => (50, 999),
    };
    let search = CustomerSearch {
        filters: query.customer_filters()?,
        sort: query.sort(CustomerSearch::SORTS, Sort::NEWEST),
        paging: query.paging(default, most),
    };
    let with = With::read(&query);
    let page = api.stored(move |store| store.customers(&search)).await?;
    Ok(started.list(page, |customer| wire::customer(customer, with), CustomerSearch::SORTS))
}

/// One customer.
pub(super) async fn show(
    State(api): State<Arc<Api>>,
    started: Started,
    id: Result<Path<String>, PathRejection>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let id = id.ok().and_then(|Path(id)| id.parse::<i64>().ok());
    let found = match id {
        Some(id) => api.stored(move |store| store.customer(id)).await?,
        None => None,
    };
    let with = With::read(&ListQuery::read(query.as_deref()));
    found.map(|customer| started.one(wire::customer(customer, with), None)).ok_or(Problem::no_customer(id))
}
