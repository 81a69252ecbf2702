//! `GET /customer-groups`.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::response::Response;
use serde::Serialize;

use super::api::Api;
use super::list_query::ListQuery;
use super::problem::Problem;
use super::response::RequestStart;
use super::store::{Group, GroupSearch, Sort};

/// A customer group in a response.
#[derive(Serialize)]
pub(super) struct WireGroup {
    id: i64,
    name: String,
    discount_type: Option<i64>,
    discount_value: i64,
    system_type: Option<String>,
    created_at: String,
    updated_at: String,
    deleted_at: Option<()>,
}

/// Lists the groups. Both generations have the same page sizes.
pub(super) async fn list(
    State(api): State<Arc<Api>>,
    started: RequestStart,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let query = ListQuery::parse(query.as_deref());
    let search = GroupSearch { sort: query.sort(GroupSearch::SORTS, Sort::BY_ID), paging: query.paging(50, 200) };
    let page = api.with_store(move |store| store.list_groups(&search)).await?;
    Ok(started.list_response(page, group_to_wire, GroupSearch::SORTS))
}

pub(super) fn group_to_wire(group: Group) -> WireGroup {
    WireGroup {
        id: group.id,
        name: group.name,
        discount_type: group.discount_type,
        discount_value: group.discount_value,
        system_type: group.system_type,
        created_at: group.created_at,
        updated_at: group.updated_at,
        deleted_at: None,
    }
}
