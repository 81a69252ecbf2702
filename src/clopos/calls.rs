//! All calls except the look-ups, each as a method of [`Client`]. The look-ups are in `lookup`.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::domain::{ApiError, Customer, CustomerId, DisplayText, Group, NewCustomer, RegisterError, UnknownOutcome};

use super::call::{CallKind, Request};
use super::classify::CallError;
use super::client::Client;
use super::request;
use super::wire::{self, Venue};

/// The items of one page. Both generations of the API allow this number.
pub(super) const PAGE_SIZE: &str = "100";
/// No brand has ten thousand groups. A server that always returns new ones is not the API.
const MAX_PAGES: u32 = 100;

impl Client {
    /// Registers a customer: one `POST /customers`. It is sent again only if the token was rejected.
    ///
    /// # Errors
    ///
    /// Every [`ApiError`], and whether it is about the registration itself. After `Unknown` the customer may be registered: do not send it again before a look-up has
    /// compared its `cid`. `Conflict` may mean our own record, if an earlier attempt ended with `Unknown`.
    pub async fn register(&self, customer: &NewCustomer) -> Result<Customer, RegisterError> {
        let request = Request {
            kind: CallKind::Create,
            url: request::endpoint_url(&self.core.config.base_url, &["customers"], &[]),
            body: Some(request::customer_body(customer)),
            idempotency_key: self.core.config.credentials.is_v1().then_some(customer.cid),
        };
        let answer = self.call(&request).await.map_err(|error| RegisterError {
            is_about_registration: !matches!(error, CallError::NoToken(_)),
            error: error.into_api_error(),
        })?;
        // A success without the number: the customer is registered, and a look-up will find it.
        let mut registered =
            answer.get("data").and_then(wire::customer).ok_or(ApiError::Unknown(UnknownOutcome::Unreadable(200)))?;
        // An answer to another call (from a proxy that mixes up answers) says nothing about this call.
        if registered.cid.is_some_and(|cid| cid != customer.cid) {
            return Err(ApiError::Unknown(UnknownOutcome::Unreadable(200)).into());
        }
        if registered.name.is_empty() {
            registered.name = DisplayText::new(customer.name.as_str());
        }
        Ok(registered)
    }

    /// Returns the customer with this number. `None` means that there is none.
    ///
    /// # Errors
    ///
    /// The cause if there was no valid answer. `Unknown` is harmless here, because nothing is changed.
    pub async fn customer(&self, id: CustomerId) -> Result<Option<Customer>, ApiError> {
        let query = self.include_query();
        let url = request::endpoint_url(&self.core.config.base_url, &["customers", &id.to_string()], query);
        match self.call(&Request::get(CallKind::One, url)).await {
            Ok(answer) => {
                let customer = answer.get("data").and_then(wire::customer);
                customer.map(Some).ok_or(ApiError::Unknown(UnknownOutcome::Unreadable(200)))
            }
            Err(CallError::NoSuchItem) => Ok(None),
            Err(error) => Err(error.into_api_error()),
        }
    }

    /// Returns every customer group that has not been deleted, from all pages.
    ///
    /// # Errors
    ///
    /// The cause if there was no valid answer. `Unknown` is harmless here, because nothing is changed.
    pub async fn groups(&self) -> Result<Vec<Group>, ApiError> {
        let mut groups = Vec::new();
        let mut seen = BTreeSet::new();
        for page in 1..=MAX_PAGES {
            let page = page.to_string();
            let (items, total) = self.list(&["customer-groups"], &[("page", &page), ("limit", PAGE_SIZE)]).await?;
            let seen_before = seen.len();
            let mut is_new =
                |item: &Value| item.get("id").and_then(wire::whole_number).is_some_and(|id| seen.insert(id));
            groups.extend(items.iter().filter(|item| is_new(item)).filter_map(wire::group));
            if seen.len() == seen_before {
                // An empty page, or a server that ignores `page`.
                break;
            }
            if total.is_some_and(|total| u64::try_from(seen.len()).unwrap_or(u64::MAX) >= total) {
                break;
            }
        }
        Ok(groups)
    }

    /// Returns the brand's venues.
    ///
    /// # Errors
    ///
    /// The cause if there was no valid answer. `Unknown` is harmless here, because nothing is changed.
    pub async fn venues(&self) -> Result<Vec<Venue>, ApiError> {
        let (items, _) = self.list(&["venues"], &[]).await?;
        Ok(items.iter().filter_map(wire::venue).collect())
    }

    /// Returns the items of one page, and the total if the answer has one.
    pub(super) async fn list(
        &self,
        path: &[&str],
        query: &[(&str, &str)],
    ) -> Result<(Vec<Value>, Option<u64>), ApiError> {
        let url = request::endpoint_url(&self.core.config.base_url, path, query);
        let answer = self.call(&Request::get(CallKind::List, url)).await.map_err(CallError::into_api_error)?;
        wire::list(answer).ok_or(ApiError::Unknown(UnknownOutcome::Unreadable(200)))
    }

    /// Returns the query for the objects that an answer about a customer should include: the group, and in v1 the
    /// balance, which v2 does not have.
    pub(super) fn include_query(&self) -> &'static [(&'static str, &'static str)] {
        if self.core.config.credentials.is_v1() {
            &[("with[0]", "group"), ("with[1]", "balance")]
        } else {
            &[("with[0]", "group")]
        }
    }
}
