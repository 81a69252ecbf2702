//! Registers the customers of `frontdesk add`, one after the other.

use std::io;
use std::time::Duration;

use rand::TryRng as _;
use rand::rngs::SysRng;
use tokio::time::Instant;

use crate::delivery::{Access, Connection, LocalStore, Once, Paced, register_once};
use crate::domain::{ApiError, Cid, DeliveryOutcome, Group, NewCustomer, letter_of_second_alphabet};
use crate::settings::{DeskConfig, OutboxConfig};

use super::super::{CustomerArguments, print_store_event};
use super::outcome::{Answer, Outcome};
use super::{customer, group};

/// The time for which the list of groups is used.
const GROUPS_FRESH_FOR: Duration = Duration::from_mins(5);

/// The time for which an error is used that only the settings can correct.
const REFUSAL_FRESH_FOR: Duration = Duration::from_mins(1);

pub(super) struct Registrar {
    desk: DeskConfig,
    outbox: OutboxConfig,
    connection: Connection,
    /// `None` means that a person waits for the one registration.
    paced: Option<Paced>,
    /// Started by the first valid customer.
    store: Option<LocalStore>,
    /// The last answer of the API, and when it came.
    groups: Option<(Instant, Result<Vec<Group>, ApiError>)>,
}

impl Registrar {
    pub(super) const fn new(
        desk: DeskConfig,
        outbox: OutboxConfig,
        connection: Connection,
        paced: Option<Paced>,
    ) -> Self {
        Self { desk, outbox, connection, paced, store: None, groups: None }
    }

    /// Registers a customer. `on_wait` gets the rest of each wait for the call budget.
    pub(super) async fn register(
        &mut self,
        cid: Cid,
        arguments: &CustomerArguments,
        mut on_wait: impl FnMut(Duration),
    ) -> Answer {
        let customer = match self.customer(cid, arguments, &mut on_wait).await {
            Ok(customer) => customer,
            Err(outcome) => return Answer::new(Some(cid), outcome),
        };
        let outcome = match self.deliver(&customer, on_wait).await {
            Ok(Once::Delivered(outcome)) => Outcome::Delivered(outcome),
            Ok(Once::RegisteredBefore(id)) => Outcome::RegisteredBefore(Box::new(customer.clone()), id),
            Ok(Once::OtherValues) => Outcome::OtherValues,
            Err(error) => Outcome::Delivered(DeliveryOutcome::NotStored(error.into())),
        };
        Answer { warning: letter_of_second_alphabet(customer.name.as_str()), ..Answer::new(Some(cid), outcome) }
    }

    /// Returns the customer of the arguments, or why nothing is sent.
    async fn customer(
        &mut self,
        cid: Cid,
        arguments: &CustomerArguments,
        on_wait: &mut impl FnMut(Duration),
    ) -> Result<NewCustomer, Outcome> {
        let mut customer = customer::parse(arguments, &self.desk, cid).map_err(Outcome::Invalid)?;
        if group::is_named(arguments) {
            let groups = self.groups(on_wait).await.map_err(|error| Outcome::NotSent(error.clone()))?;
            customer.group = Some(group::choose(arguments, groups).map_err(Outcome::Invalid)?);
        }
        Ok(customer)
    }

    async fn deliver(&mut self, customer: &NewCustomer, on_wait: impl FnMut(Duration)) -> io::Result<Once> {
        let store = match self.store.take() {
            Some(store) => store,
            None => LocalStore::start(&self.outbox, Access::Command, print_store_event)?,
        };
        let (store, connection) = (&*self.store.insert(store), &self.connection);
        Ok(match &mut self.paced {
            Some(paced) => paced.register(store, connection, &store.cashier, customer, on_wait).await,
            None => register_once(store, connection, &store.cashier, customer).await,
        })
    }

    async fn groups(&mut self, on_wait: &mut impl FnMut(Duration)) -> Result<&Vec<Group>, &ApiError> {
        let fresh = self.groups.take().filter(|(at, answer)| match answer {
            Ok(_) => at.elapsed() < GROUPS_FRESH_FOR,
            Err(error) => error.needs_operator() && at.elapsed() < REFUSAL_FRESH_FOR,
        });
        let answer = if let Some(answer) = fresh {
            answer
        } else {
            if let Some(paced) = &mut self.paced {
                while !paced.poll_open(&self.connection, on_wait).await {}
            }
            (Instant::now(), self.connection.known_groups().await)
        };
        self.groups.insert(answer).1.as_ref()
    }
}

/// Makes the `cid` of a customer who has none.
///
/// # Errors
///
/// The system gives no randomness.
pub(super) fn random_cid() -> io::Result<Cid> {
    let mut bytes = [0; 16];
    SysRng.try_fill_bytes(&mut bytes).map_err(io::Error::other)?;
    Ok(Cid::from_random_bytes(bytes))
}
