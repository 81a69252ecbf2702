//! One registration of a command, from its save to its outcome. The caller may repeat it with the same `cid`, and still
//! has the customer's data, so a rejected registration does not stay in the outbox.

use std::time::Duration;

use tokio::time::{Instant, sleep};

use crate::clock;
use crate::domain::{ApiError, Customer, CustomerId, DeliveryOutcome, Field, NewCustomer};
use crate::outbox::{Cashier, DiscardUncertain, Outbox, OutboxError, SavedOnce};

use super::Connection;
use super::first_attempt::{RECORD_TIMEOUT, deliver, waiting, within};
use super::round::RunJob;

/// The longest wait for another process that works on the same registration: longer than a call.
const MAX_OTHER_TIME: Duration = Duration::from_secs(15);

/// The time between two looks at what the other process has done.
const OTHER_INTERVAL: Duration = Duration::from_millis(100);

/// The outcome of a registration whose `cid` may have been used before.
#[derive(Debug)]
pub enum Once {
    /// The outcome of this delivery. A rejected registration is no longer in the outbox.
    Delivered(DeliveryOutcome),
    /// It was registered before. `None` means that the customer ID is not known.
    RegisteredBefore(Option<CustomerId>),
    /// The `cid` was used before for other values. Nothing was sent.
    OtherValues,
}

/// Registers a customer through the outbox, as the desk does. A rejected registration, and one that only the settings
/// can correct, does not stay in the outbox.
///
/// If an earlier attempt may have arrived, the registration stays, because the outbox looks it up.
pub async fn register_once(
    store: &impl RunJob,
    connection: &Connection,
    cashier: &Cashier,
    customer: &NewCustomer,
) -> Once {
    let outcome = match save_once(store, cashier, customer).await {
        Ok(SavedOnce::Registered(id)) => return Once::RegisteredBefore(id),
        Ok(SavedOnce::OtherValues) => return Once::OtherValues,
        Ok(SavedOnce::Leased(leased)) => deliver(store, connection, *leased).await,
        Ok(SavedOnce::InFlight) => waiting(None, within(RECORD_TIMEOUT, store.run(Outbox::counts)).await.ok()),
        Err(error) => DeliveryOutcome::NotStored(error.log()),
    };
    let (error, owner) = match outcome {
        DeliveryOutcome::Refused { error, owner } => (error, owner),
        DeliveryOutcome::Waiting { error, .. } if error.needs_operator() => (error, None),
        outcome => return Once::Delivered(outcome),
    };
    let cid = customer.cid;
    let own = own_record(connection, customer, &error).await;
    let discarded = store.run(move |outbox| outbox.discard(cid, DiscardUncertain::Keep, clock::now())).await;
    Once::Delivered(match (own, discarded) {
        (Some(own), _) => DeliveryOutcome::Registered(own),
        (None, Ok(())) => DeliveryOutcome::Refused { error, owner },
        (None, Err(_)) => DeliveryOutcome::Waiting { error, waiting: 1 },
    })
}

/// Saves a registration. If another process works on it, waits for its outcome, at most for [`MAX_OTHER_TIME`].
async fn save_once(store: &impl RunJob, cashier: &Cashier, customer: &NewCustomer) -> Result<SavedOnce, OutboxError> {
    let deadline = Instant::now() + MAX_OTHER_TIME;
    loop {
        let (cashier, to_save) = (cashier.clone(), customer.clone());
        let saved = store.run(move |outbox| outbox.save_once(&to_save, &cashier, clock::now())).await?;
        if !matches!(saved, SavedOnce::InFlight) || Instant::now() >= deadline {
            return Ok(saved);
        }
        sleep(OTHER_INTERVAL).await;
    }
}

/// Returns the record that an earlier call with this `cid` has made, if the API only reports a conflict on the code. The
/// outbox may not know of that call: it was made on another host, or more than `outbox.keep_days` ago.
async fn own_record(connection: &Connection, customer: &NewCustomer, error: &ApiError) -> Option<Customer> {
    if !matches!(error, ApiError::Conflict { field: Some(Field::Code) }) {
        return None;
    }
    let client = connection.client().await.ok()?;
    let found = match &customer.phone {
        Some(phone) => client.find_by_phone(phone).await,
        None => client.find_by_name(&customer.name).await,
    };
    found.ok()?.into_iter().find(|record| record.cid == Some(customer.cid))
}
