//! The calls but the look-ups, each one method of [`Client`].

use std::collections::BTreeSet;

use serde_json::Value;

use crate::domain::{ApiError, Customer, CustomerId, DisplayText, Group, NewCustomer, UnknownOutcome};

use super::classify::{CallError, CallKind};
use super::client::{Client, Request};
use super::request;
use super::wire::{self, Venue};

/// Items asked for in one page: what both generations allow.
pub(super) const PAGE_SIZE: &str = "100";
/// No brand has ten thousand groups; a server that never stops telling of new ones is none of Clopos.
const MAX_PAGES: u32 = 100;

impl Client {
    /// Registers a customer: `POST /customers`, once. Only a refused token makes it send again.
    ///
    /// # Errors
    ///
    /// `Uncertain`: it may be registered, and is not sent again before a look-up has compared its `cid`.
    /// `Clash` may mean our own record, where an earlier attempt was uncertain.
    pub async fn register(&self, customer: &NewCustomer) -> Result<Customer, ApiError> {
        let body = request::customer_body(customer)
            .map_err(|error| ApiError::Settings { sentence: DisplayText::new(&error.to_string()) })?;
        let request = Request {
            kind: CallKind::Create,
            url: request::address(&self.core.access.base_url, &["customers"], &[]),
            body: Some(body),
            key: self.core.access.credentials.is_v1().then_some(customer.cid),
        };
        let answer = self.call(&request).await.map_err(CallError::trouble)?;
        // Told of success but not of the number: it is registered, and a look-up will find it.
        let mut registered =
            answer.get("data").and_then(wire::customer).ok_or(ApiError::Unknown(UnknownOutcome::Unreadable(200)))?;
        // An answer to somebody else's call (a proxy that mixes them up) says nothing of ours.
        if registered.cid.is_some_and(|cid| cid != customer.cid) {
            return Err(ApiError::Unknown(UnknownOutcome::Unreadable(200)));
        }
        if registered.name.is_empty() {
            registered.name = DisplayText::new(customer.name.as_str());
        }
        Ok(registered)
    }

    /// One customer by its number; `None` if there is none.
    ///
    /// # Errors
    ///
    /// What kept it from an answer. `Uncertain` is harmless here.
    pub async fn customer(&self, id: CustomerId) -> Result<Option<Customer>, ApiError> {
        let query = self.with_query();
        let url = request::address(&self.core.access.base_url, &["customers", &id.to_string()], query);
        match self.call(&Request { kind: CallKind::One, url, body: None, key: None }).await {
            Ok(answer) => {
                let read = answer.get("data").and_then(wire::customer);
                read.map(Some).ok_or(ApiError::Unknown(UnknownOutcome::Unreadable(200)))
            }
            Err(CallError::NoSuchItem) => Ok(None),
            Err(fault) => Err(fault.trouble()),
        }
    }

    /// Every customer group that has not been deleted, over as many pages as there are.
    ///
    /// # Errors
    ///
    /// What kept it from an answer. `Uncertain` is harmless here.
    pub async fn groups(&self) -> Result<Vec<Group>, ApiError> {
        let mut groups = Vec::new();
        let mut seen = BTreeSet::new();
        for page in 1..=MAX_PAGES {
            let page = page.to_string();
            let (items, total) = self.list(&["customer-groups"], &[("page", &page), ("limit", PAGE_SIZE)]).await?;
            let known = seen.len();
            seen.extend(items.iter().filter_map(|item| item.get("id").and_then(wire::whole)));
            if seen.len() == known {
                // An empty page, or a server that pays no heed to `page`.
                break;
            }
            groups.extend(items.iter().filter_map(wire::group));
            if total.is_some_and(|total| u64::try_from(seen.len()).unwrap_or(u64::MAX) >= total) {
                break;
            }
        }
        let mut told = BTreeSet::new();
        groups.retain(|group| told.insert(group.id));
        Ok(groups)
    }

    /// The brand's venues.
    ///
    /// # Errors
    ///
    /// What kept it from an answer. `Uncertain` is harmless here.
    pub async fn venues(&self) -> Result<Vec<Venue>, ApiError> {
        let (items, _) = self.list(&["venues"], &[]).await?;
        Ok(items.iter().filter_map(wire::venue).collect())
    }

    /// The items of one page, and their number in all where it is told.
    pub(super) async fn list(
        &self,
        path: &[&str],
        query: &[(&str, &str)],
    ) -> Result<(Vec<Value>, Option<u64>), ApiError> {
        let url = request::address(&self.core.access.base_url, path, query);
        let answer = self
            .call(&Request { kind: CallKind::List, url, body: None, key: None })
            .await
            .map_err(CallError::trouble)?;
        wire::list(answer).ok_or(ApiError::Unknown(UnknownOutcome::Unreadable(200)))
    }

    /// What a customer's answer should carry: the group, and in v1 the balance, which v2 does not know.
    pub(super) fn with_query(&self) -> &'static [(&'static str, &'static str)] {
        if self.core.access.credentials.is_v1() {
            &[("with[0]", "group"), ("with[1]", "balance")]
        } else {
            &[("with[0]", "group")]
        }
    }
}
