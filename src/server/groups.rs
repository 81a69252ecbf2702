//! `GET /customer-groups`.

use std::sync::Arc;

use axum::extract::{Extension, RawQuery, State};
use axum::response::Response;
use serde_json::json;

use super::api::Api;
use super::list_query::ListQuery;
use super::problem::Problem;
use super::response::{RequestStart, WithConstants};
use super::store::{GROUP_SORTS, Group, Search, Sort};

/// Lists the groups. Both generations have the same page sizes.
pub(super) async fn list(
    State(api): State<Arc<Api>>,
    Extension(started): Extension<RequestStart>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let query = ListQuery::parse(query.as_deref());
    let search =
        Search { filters: Vec::new(), sort: query.sort(GROUP_SORTS, Sort::BY_ID), paging: query.paging(50, 200) };
    let page = api.store.list_groups(search).await?;
    Ok(started.list_response(page, group_to_wire, GROUP_SORTS))
}

/// Converts a group to its wire format.
pub(super) fn group_to_wire(group: Group) -> WithConstants<Group> {
    WithConstants { record: group, constants: json!({"deleted_at": null}) }
}
