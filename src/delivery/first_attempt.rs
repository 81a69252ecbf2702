//! One registration from saving to its first answer, for the desk and for `frontdesk add`: it is written to the disk
//! first, then sent. If the answer is lost, the registration is looked up at once.

use std::time::Duration;

use rand::TryRng as _;
use rand::rngs::SysRng;
use tokio::time::{Instant, timeout};

use crate::clock;
use crate::clopos::Client;
use crate::domain::{
    ApiError, Customer, DeliveryOutcome, Gate, Name, NewCustomer, NewestCustomers, Phone, Readiness, RegisterError,
    StorageError, UnknownOutcome,
};
use crate::outbox::{
    Api, AttemptReport, Event, Leased, LookupResult, Outbox, OutboxError, RegistrationRecord, RunJob, State, attempt,
};

use super::Connection;
use super::local_store::{Answer, LocalStore};

impl Api for Client {
    async fn register(&self, customer: &NewCustomer) -> Result<Customer, RegisterError> {
        Self::register(self, customer).await
    }

    async fn find_by_phone(&self, phone: &Phone) -> Result<Vec<Customer>, ApiError> {
        Self::find_by_phone(self, phone).await
    }

    async fn find_by_name(&self, name: &Name) -> Result<Vec<Customer>, ApiError> {
        Self::find_by_name(self, name).await
    }

    async fn newest(&self, at_least: usize) -> Result<NewestCustomers, ApiError> {
        Self::newest(self, at_least).await
    }

    async fn readiness(&self) -> Readiness {
        Self::readiness(self).await
    }
}

/// The longest time for which the cashier waits until a lost answer is looked up. Later it is done in the background.
const MAX_FOREGROUND_TIME: Duration = Duration::from_secs(5);

/// Returns random bits for the backoff. Without randomness they are 0, and the backoff is the shortest.
pub fn random() -> u64 {
    let mut bytes = [0; 8];
    let _ = SysRng.try_fill_bytes(&mut bytes);
    u64::from_ne_bytes(bytes)
}

/// The time after which the cashier gets the API's answer although the outbox is locked. It is recorded later.
const RECORD_TIMEOUT: Duration = Duration::from_secs(2);

/// Persists a registration and leases it. It is on the disk when the answer comes. `None` means that another process
/// delivers it.
pub fn persist(store: &LocalStore, customer: NewCustomer) -> Answer<Option<Leased>> {
    let cashier = store.cashier.clone();
    store.run(move |outbox| outbox.save_and_lease(&customer, &cashier, clock::now()))
}

/// Logs why the outbox failed, and returns what the cashier is shown of it.
pub fn not_kept(error: &OutboxError) -> StorageError {
    tracing::warn!(%error, "outbox");
    StorageError::from(*error)
}

/// Registers a customer: persists the registration, sends it, and looks it up if the answer was lost.
pub async fn save_and_deliver(store: &LocalStore, connection: &Connection, customer: &NewCustomer) -> DeliveryOutcome {
    deliver_persisted(persist(store, customer.clone()), store, connection, || {}).await
}

/// Waits until a registration is persisted, then makes the first attempt.
pub async fn deliver_persisted(
    persisted: Answer<Option<Leased>>,
    store: &impl RunJob,
    connection: &Connection,
    on_persisted: impl FnOnce(),
) -> DeliveryOutcome {
    let leased = match persisted.await {
        Ok(leased) => leased,
        Err(error) => return DeliveryOutcome::NotStored(not_kept(&error)),
    };
    on_persisted();
    match leased {
        Some(leased) => deliver(store, connection, leased).await,
        // Another desk is sending it.
        None => waiting(store, ApiError::Unknown(UnknownOutcome::ConnectionLost)).await,
    }
}

/// Makes the first attempt, and the look-ups after a lost answer.
pub async fn deliver(store: &impl RunJob, connection: &Connection, leased: Leased) -> DeliveryOutcome {
    let begun = Instant::now();
    let mut leased = leased;
    loop {
        let report = match connection.client().await {
            Ok(client) => attempt(client, &leased).await,
            Err(trouble) => not_sent(&leased, trouble),
        };
        let recorded = {
            let report = report.clone();
            store.run(move |outbox| outbox.finish(&leased, &report, clock::now(), random()))
        };
        let step = match within(RECORD_TIMEOUT, recorded).await {
            Ok(step) => step,
            Err(error) => {
                tracing::warn!(%error, "outbox");
                return outcome(store, None, report).await;
            }
        };
        // If calls of this kind fail at present, there is no further call for this registration now.
        let may_go_on = match connection.client().await {
            Ok(client) => {
                let readiness = client.readiness().await;
                if matches!(step.state, State::Uncertain { .. }) {
                    !readiness.reads_fail
                } else {
                    readiness.writes == Gate::Open
                }
            }
            Err(_) => false,
        };
        let next = if may_go_on { next_attempt(store, &step, begun).await } else { None };
        match next {
            Some(next) => leased = next,
            None => return outcome(store, Some(step.state), report).await,
        }
    }
}

/// Waits for a job at most for `limit`. Returns `Locked` if it is not done by then; it is done later.
async fn within<T>(limit: Duration, job: impl Future<Output = Result<T, OutboxError>>) -> Result<T, OutboxError> {
    timeout(limit, job).await.unwrap_or(Err(StorageError::Locked.into()))
}

/// Returns the report of an attempt without a client: nothing was sent or looked up.
fn not_sent(leased: &Leased, trouble: ApiError) -> AttemptReport {
    let event = match leased.state {
        State::Uncertain { .. } => Event::ReadBack(LookupResult::Failed),
        _ => Event::NotCarriedOut,
    };
    AttemptReport { events: vec![event], trouble: Some(trouble), ..AttemptReport::default() }
}

/// Leases an uncertain registration again, to look it up while the cashier waits.
async fn next_attempt(store: &impl RunJob, step: &RegistrationRecord, begun: Instant) -> Option<Leased> {
    let in_doubt = matches!(step.state, State::Uncertain { .. })
        || matches!(step.state, State::Queued { doubt: Some(_), .. }) && step.trouble.is_none();
    // An error of the settings comes again with each call.
    let hopeless = step.trouble.as_ref().is_some_and(ApiError::needs_operator);
    if !in_doubt || hopeless || begun.elapsed() > MAX_FOREGROUND_TIME {
        return None;
    }
    let wait = step.not_before.and_then(|due| (due - clock::now()).to_std().ok()).unwrap_or_default();
    if begun.elapsed() + wait > MAX_FOREGROUND_TIME {
        return None;
    }
    tokio::time::sleep(wait).await;
    let cid = step.cid;
    within(MAX_FOREGROUND_TIME, store.run(move |outbox| outbox.lease(cid, clock::now()))).await.ok().flatten()
}

/// Returns the outcome for the cashier. `None` as the state means that the answer could not be recorded: the
/// registration is settled by its `cid` later.
async fn outcome(store: &impl RunJob, state: Option<State>, report: AttemptReport) -> DeliveryOutcome {
    match (state, report.customer) {
        (Some(State::Registered { .. }) | None, Some(customer)) => DeliveryOutcome::Registered(customer),
        (Some(State::Refused { refusal, .. }), _) => {
            DeliveryOutcome::Refused { error: refusal.error, owner: refusal.owner }
        }
        // It is in the outbox. If it were reported as not stored, the cashier would register it twice.
        _ => waiting(store, report.trouble.unwrap_or(ApiError::Unknown(UnknownOutcome::ConnectionLost))).await,
    }
}

async fn waiting(store: &impl RunJob, trouble: ApiError) -> DeliveryOutcome {
    let counts = within(RECORD_TIMEOUT, store.run(Outbox::counts)).await;
    let waiting = counts.map_or(1, |counts| counts.waiting);
    DeliveryOutcome::Waiting { error: trouble, waiting: waiting.max(1) }
}
