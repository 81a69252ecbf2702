//! Handles `POST /customers`, `GET /customers` and `GET /customers/{id}`. There is no update and no delete.

mod parse;
mod wire;

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Extension, Path, RawQuery, State};
use axum::response::Response;

use crate::clock;

use super::api::Api;
use super::auth::{Caller, Generation};
use super::body::JsonObject;
use super::list_query::ListQuery;
use super::problem::Problem;
use super::response::{RequestStart, wire_time};
use super::store::{CUSTOMER_SORTS, CreateOutcome, Search, Sort};
pub(super) use parse::parse_new_customer;
use wire::customer_to_wire;

/// Registers a customer. The response is sent after the customer is on the disk.
pub(super) async fn create(
    State(api): State<Arc<Api>>,
    Extension(caller): Extension<Caller>,
    Extension(started): Extension<RequestStart>,
    JsonObject(body): JsonObject,
) -> Result<Response, Problem> {
    let now = wire_time(clock::system_time());
    let new_customer = parse_new_customer(&body, caller.venue_id, api.phones, now)
        .map_err(|sentences| Problem::validation(&sentences))?;
    match api.store.create_customer(new_customer).await.map_err(|failure| Problem::not_stored(&failure))? {
        CreateOutcome::Stored(customer) => Ok(started.item_response(
            customer_to_wire(*customer, |_| true, caller.generation),
            Some("Customer created successfully"),
        )),
        CreateOutcome::Conflict(unique) => Err(Problem::duplicate(unique)),
        CreateOutcome::UnknownGroup => Err(Problem::validation(&["The selected group_id is invalid.".to_owned()])),
    }
}

/// Lists customers.
pub(super) async fn list(
    State(api): State<Arc<Api>>,
    Extension(caller): Extension<Caller>,
    Extension(started): Extension<RequestStart>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let query = ListQuery::parse(query.as_deref());
    let (default_limit, max_limit) = match caller.generation {
        Generation::V1 => (20, 100),
        Generation::V2 => (50, 999),
    };
    let search = Search {
        filters: query.customer_filters(api.phones)?,
        sort: query.sort(CUSTOMER_SORTS, Sort::NEWEST_FIRST),
        paging: query.paging(default_limit, max_limit),
    };
    let page = api.store.search_customers(search).await?;
    Ok(started.list_response(
        page,
        |customer| customer_to_wire(customer, |relation| query.includes(relation), caller.generation),
        CUSTOMER_SORTS,
    ))
}

/// Shows one customer.
pub(super) async fn show(
    State(api): State<Arc<Api>>,
    Extension(caller): Extension<Caller>,
    Extension(started): Extension<RequestStart>,
    id: Result<Path<String>, PathRejection>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let id = id.ok().and_then(|Path(id)| id.parse::<i64>().ok());
    let customer = match id {
        Some(id) => api.store.find_customer(id).await?,
        None => None,
    };
    let query = ListQuery::parse(query.as_deref());
    let includes = |relation: &str| query.includes(relation);
    customer
        .map(|customer| started.item_response(customer_to_wire(customer, includes, caller.generation), None))
        .ok_or(Problem::customer_not_found(id))
}
