//! The probe of an API that the program has not called before: read-only calls, and what follows from their answers.
//! `frontdesk check --probe` prints it. Every exchange is recorded as a shape (`recorder`), because the result is sent to a
//! developer.

mod phone_filter;

pub use phone_filter::PhoneFilter;

use std::sync::{Mutex, PoisonError};

use serde_json::Value;

use crate::domain::{ApiError, CustomerId};

use super::client::Client;
use super::client_config::{ClientConfig, ConfigError, Generation};
use super::recorder::Exchange;
use super::wire;

/// The number of listed customers: enough to show which values can be missing.
const MAX_LISTED: usize = 20;
const LIST_SIZE: &str = "20";

/// The fields of a listed customer that the desk uses.
const FIELDS: [&str; 11] =
    ["id", "cid", "name", "phone", "phones", "email", "code", "date_of_birth", "group", "receipt_count", "created_at"];

/// What the probe found. `None` means that it could not be found out.
#[derive(Debug, Default)]
pub struct Probe {
    /// Every request with its answer.
    pub exchanges: Vec<Exchange>,
    /// How each generation answered the credentials: v1 and v2, in this order.
    pub generations: [Option<Result<(), ApiError>>; 2],
    /// The first error of a call.
    pub error: Option<ApiError>,
    /// How the filter for phones compares.
    pub phone_filter: Option<PhoneFilter>,
    /// True if the list of customers was sorted as requested.
    pub is_sorted: Option<bool>,
    /// True if the list was not longer than requested.
    pub is_limited: Option<bool>,
    /// True if the list has the number of all customers.
    pub has_total: Option<bool>,
    /// The fields that no listed customer has.
    pub missing_fields: Option<Vec<&'static str>>,
}

impl Probe {
    /// Makes the calls. The budget of all desks is respected.
    ///
    /// # Errors
    ///
    /// A setting that cannot be used.
    pub async fn run(config: ClientConfig) -> Result<Self, ConfigError> {
        let other = other_generation(&config);
        let is_v1 = config.credentials.is_v1();
        let client = Client::recording(config)?;
        let mut probe = Self::default();
        let own = client.authenticate().await;
        probe.error = own.clone().err();
        if own.is_ok() {
            // The error is recorded.
            let _ = probe.read(&client).await;
        }
        probe.exchanges = client.recorded();
        let mut others = None;
        if let Some(other) = other.map(Client::recording).transpose()? {
            others = Some(other.authenticate().await);
            probe.exchanges.extend(other.recorded());
        }
        probe.generations = if is_v1 { [Some(own), others] } else { [others, Some(own)] };
        Ok(probe)
    }

    async fn read(&mut self, client: &Client) -> Result<(), ApiError> {
        self.keep(client.list(&["venues"], &[]).await)?;
        self.keep(client.list(&["customer-groups"], &[("page", "1"), ("limit", "5")]).await)?;
        let mut query = vec![("page", "1"), ("limit", LIST_SIZE), ("sort[0]", "created_at"), ("sort[1]", "-1")];
        query.extend_from_slice(client.include_query());
        let Some((customers, total)) = self.keep(client.list(&["customers"], &query).await)? else { return Ok(()) };
        self.look_at(&customers, total);
        if let Some(id) = customers.iter().find_map(|customer| wire::whole_number(customer.get("id")?)) {
            self.keep(client.customer(CustomerId(id)).await)?;
        }
        let phone_filter = phone_filter::find_out(client, &customers).await;
        self.phone_filter = self.keep(phone_filter)?.flatten();
        // No customer has this number. The answer shows how the API says that, and is no error.
        let _ = client.customer(CustomerId(u64::from(u32::MAX))).await;
        Ok(())
    }

    /// Records the first error.
    ///
    /// # Errors
    ///
    /// The error, if the next call would end in the same way.
    fn keep<T>(&mut self, result: Result<T, ApiError>) -> Result<Option<T>, ApiError> {
        let error = match result {
            Ok(value) => return Ok(Some(value)),
            Err(error) => error,
        };
        let is_final = matches!(
            error,
            ApiError::NotSent(_)
                | ApiError::Proxy { .. }
                | ApiError::RateLimited { .. }
                | ApiError::Credentials { .. }
                | ApiError::Account(_)
        );
        self.error.get_or_insert_with(|| error.clone());
        if is_final { Err(error) } else { Ok(None) }
    }

    fn look_at(&mut self, customers: &[Value], total: Option<u64>) {
        self.is_limited = Some(customers.len() <= MAX_LISTED);
        self.has_total = Some(total.is_some());
        let times: Option<Vec<_>> =
            customers.iter().map(|customer| wire::parse_time(customer.get("created_at")?.as_str()?)).collect();
        self.is_sorted =
            times.filter(|times| times.len() > 1).map(|times| times.is_sorted_by(|newer, older| newer >= older));
        let is_missing = |field: &&str| customers.iter().all(|customer| customer.get(*field).is_none());
        self.missing_fields = (!customers.is_empty()).then(|| FIELDS.into_iter().filter(is_missing).collect());
    }
}

/// Returns the configuration for the other generation of the API at the same host. `None` if its address is unknown. A
/// number that the other generation needs and that is not set is sent empty: the answer still shows if it is there.
fn other_generation(config: &ClientConfig) -> Option<ClientConfig> {
    let mut other = config.clone();
    let path = config.base_url.path().trim_end_matches('/');
    let (path, generation) = match config.credentials.generation.clone() {
        Generation::V1 { venue_id } => {
            let path = path.ends_with("/open-api").then(|| format!("{path}/v2"))?;
            (path, Generation::V2 { integrator_id: String::new(), venue_id: Some(venue_id) })
        }
        Generation::V2 { venue_id, .. } => {
            let path = path.strip_suffix("/v2").filter(|path| path.ends_with("/open-api"))?.to_owned();
            (path, Generation::V1 { venue_id: venue_id.unwrap_or_default() })
        }
    };
    other.base_url.set_path(&path);
    other.credentials.generation = generation;
    Some(other)
}

impl Client {
    /// Makes a client that records its exchanges.
    fn recording(config: ClientConfig) -> Result<Self, ConfigError> {
        let mut client = Self::new(config)?;
        if let Some(core) = std::sync::Arc::get_mut(&mut client.core) {
            core.exchanges = Some(Mutex::default());
        }
        Ok(client)
    }

    fn recorded(&self) -> Vec<Exchange> {
        let exchanges = self.core.exchanges.as_ref();
        exchanges.map(|exchanges| exchanges.lock().unwrap_or_else(PoisonError::into_inner).clone()).unwrap_or_default()
    }
}
