//! Many registrations for which no person waits, one after the other. Each waits for the background half of the call
//! budget before it is saved, so that the outbox stays small and cashiers are not delayed.

use std::time::Duration;

use tokio::time::{Instant, sleep};

use crate::domain::{ApiError, DeliveryOutcome, Gate, NewCustomer};
use crate::outbox::{Cashier, State};

use super::Connection;
use super::once::{Once, register_once};
use super::round::RunJob;

/// The time between two looks for a free call, or for the end of an outage.
const POLL_INTERVAL: Duration = Duration::from_secs(1);

/// The longest wait for the end of an outage. Later registrations stay in the outbox without waiting, until a call
/// succeeds. The first registration of all does not wait, because it may be the only one.
const MAX_OUTAGE_WAIT: Duration = Duration::from_mins(1);

/// After this many registrations in a row that only the settings can correct, the others get the same error without a
/// call.
const MAX_TURNED_AWAY: u32 = 3;

/// The time after which one of them is tried again.
const TURNED_AWAY_INTERVAL: Duration = Duration::from_mins(1);

/// Registers customers within the call budget.
#[derive(Default)]
pub struct Paced {
    /// True after the first registration.
    has_begun: bool,
    /// When the first call failed. `None` means that the last one succeeded.
    outage_since: Option<Instant>,
    /// The number of registrations in a row that only the settings can correct.
    turned_away: u32,
    /// The error of the last one, and when it came.
    last_turned_away: Option<(ApiError, Instant)>,
}

impl Paced {
    /// Registers a customer with [`register_once`] when a call may be made. `on_wait` gets the rest of each wait.
    pub async fn register(
        &mut self,
        store: &impl RunJob,
        connection: &Connection,
        cashier: &Cashier,
        customer: &NewCustomer,
        mut on_wait: impl FnMut(Duration),
    ) -> Once {
        let once = self.register_when_open(store, connection, cashier, customer, &mut on_wait).await;
        self.has_begun = true;
        once
    }

    async fn register_when_open(
        &mut self,
        store: &impl RunJob,
        connection: &Connection,
        cashier: &Cashier,
        customer: &NewCustomer,
        on_wait: &mut impl FnMut(Duration),
    ) -> Once {
        loop {
            if let Some(error) = self.known_error() {
                return Once::Delivered(DeliveryOutcome::Refused { error, owner: None });
            }
            while !self.poll_open(connection, on_wait).await {
                let cid = customer.cid;
                let known = store.run(move |outbox| outbox.show(cid)).await;
                if known.is_ok_and(|known| known.is_some_and(|known| matches!(known.state, State::Registered { .. }))) {
                    // It needs no call.
                    break;
                }
            }
            let outcome = register_once(store, connection, cashier, customer).await;
            let Once::Delivered(delivered) = &outcome else { return outcome };
            self.note(delivered);
            let wait = match delivered {
                // Others have used the calls meanwhile, or the API asks for a pause.
                DeliveryOutcome::Waiting { error: ApiError::RateLimited { retry_after }, .. } => *retry_after,
                DeliveryOutcome::Waiting { .. } if !self.is_long_outage() => POLL_INTERVAL,
                _ => return outcome,
            };
            on_wait(wait);
            sleep(wait.min(POLL_INTERVAL)).await;
        }
    }

    /// Returns true if the registration does not wait for the end of an outage.
    fn is_long_outage(&mut self) -> bool {
        let since = *self.outage_since.get_or_insert_with(Instant::now);
        !self.has_begun || since.elapsed() >= MAX_OUTAGE_WAIT
    }

    fn note(&mut self, outcome: &DeliveryOutcome) {
        match outcome {
            DeliveryOutcome::Refused { error, .. } if error.needs_operator() => {
                self.turned_away += 1;
                self.last_turned_away = Some((error.clone(), Instant::now()));
            }
            DeliveryOutcome::Refused { .. } | DeliveryOutcome::Registered(_) => {
                self.turned_away = 0;
                self.outage_since = None;
            }
            DeliveryOutcome::Waiting { .. } | DeliveryOutcome::NotStored(_) => {}
        }
    }

    /// Returns the error that every registration gets at present.
    fn known_error(&self) -> Option<ApiError> {
        let (error, at) = self.last_turned_away.as_ref()?;
        (self.turned_away >= MAX_TURNED_AWAY && at.elapsed() < TURNED_AWAY_INTERVAL).then(|| error.clone())
    }

    /// Returns true if a call may be made, or if an outage is too long to wait for its end. Otherwise waits a moment
    /// and returns false. `on_wait` gets the rest of the wait.
    pub async fn poll_open(&mut self, connection: &Connection, on_wait: &mut impl FnMut(Duration)) -> bool {
        // Without a client the registration reports the error.
        let Ok(client) = connection.client().await else { return true };
        let readiness = client.readiness().await;
        let Gate::Shut(wait) = readiness.writes else { return true };
        if readiness.offline_since.is_some() {
            if self.is_long_outage() {
                return true;
            }
            client.try_to_connect().await;
        }
        on_wait(wait);
        sleep(wait.min(POLL_INTERVAL)).await;
        false
    }
}
