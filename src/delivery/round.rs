//! A round of delivery: everything that is due. Several registrations at a time if the budget and the connection allow
//! it; one at a time while it is unknown if the connection is back.
//!
//! Uncertain registrations (to look up) and queued ones (to send) are independent: either may be possible without the
//! other. Many look-ups become one call, a list of the newest customers.

use tokio::task::JoinSet;

use crate::clock;
use crate::clopos::{Client, random};
use crate::domain::{ApiError, Customer, Gate, Name, NewCustomer, NewestCustomers, Phone, Readiness, RegisterError};
use crate::outbox::{
    Api, AttemptReport, Counts, Leased, Outbox, OutboxError, RegistrationRecord, Wanted, attempt, settle_by_list,
};

/// The greatest number of calls at the same time.
const MAX_IN_FLIGHT: usize = 8;

/// The calls of a look-up that finds no customer: one for each spelling of a phone.
const MAX_CALLS_OF_LOOK_UP: usize = 3;

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

/// Runs jobs on the outbox. A job runs again if another process has locked the outbox.
pub trait RunJob: Sync {
    /// Runs a job after the earlier ones.
    fn run<T: Send + 'static>(
        &self,
        job: impl FnMut(&Outbox) -> Result<T, OutboxError> + Send + 'static,
    ) -> impl Future<Output = Result<T, OutboxError>> + Send;
}

/// Runs each job at once on this thread, which waits for the disk.
impl RunJob for Outbox {
    async fn run<T: Send + 'static>(
        &self,
        mut job: impl FnMut(&Outbox) -> Result<T, OutboxError> + Send + 'static,
    ) -> Result<T, OutboxError> {
        job(self)
    }
}

/// Delivers everything that is due. `on_step` gets the outcome of each attempt and the counts after it. Returns the
/// counts and the readiness at the end.
///
/// # Errors
///
/// The outbox cannot be read or written. Registrations in flight are free again when their lease ends.
pub async fn deliver_due<A: Api + Clone + Send + 'static>(
    store: &impl RunJob,
    api: &A,
    mut on_step: impl FnMut(&RegistrationRecord, Option<Counts>),
) -> Result<(Counts, Readiness), OutboxError> {
    let mut round = Round {
        store,
        api,
        in_flight: JoinSet::new(),
        sent: Vec::new(),
        to_look_up: Vec::new(),
        held: None,
        is_limited: false,
    };
    loop {
        let readiness = api.readiness().await;
        round.start(readiness).await?;
        let attempted = match round.in_flight.join_next().await {
            Some(Ok(attempted)) => attempted,
            // A task that panicked is like a process that ended: its lease ends.
            Some(Err(_)) => continue,
            None => {
                let Some(held) = round.held.take() else { return Ok((store.run(Outbox::counts).await?, readiness)) };
                // The connection was lost before its turn.
                let report = AttemptReport::not_made(&held, None, true);
                vec![(held, Some(report))]
            }
        };
        for (leased, report) in attempted {
            let Some(report) = report else {
                round.to_look_up.push(leased);
                continue;
            };
            round.sent.retain(|sent| sent.cid != leased.cid());
            round.is_limited |= matches!(report.error, Some(ApiError::RateLimited { .. }));
            match record(store, leased, report).await {
                Ok((record, counts)) => on_step(&record, counts),
                // Another process has leased it.
                Err(OutboxError::LeaseLost) => {}
                Err(error) => return Err(error),
            }
        }
    }
}

/// Writes the outcome of an attempt to the disk. Returns the registration as it is now, and the counts.
///
/// # Errors
///
/// The outbox cannot be written. `LeaseLost`: another process has leased the registration.
pub(super) async fn record(
    store: &impl RunJob,
    leased: Leased,
    report: AttemptReport,
) -> Result<(RegistrationRecord, Option<Counts>), OutboxError> {
    let job = move |outbox: &Outbox| {
        let record = outbox.finish(&leased, &report, clock::now(), random())?;
        Ok((record, outbox.counts().ok()))
    };
    store.run(job).await
}

/// The registrations of one task with their reports. `None` means that the list could not settle it.
type Attempted = Vec<(Leased, Option<AttemptReport>)>;

struct Round<'a, S, A> {
    store: &'a S,
    api: &'a A,
    in_flight: JoinSet<Attempted>,
    /// The customers in flight.
    sent: Vec<NewCustomer>,
    /// Registrations that a list could not settle.
    to_look_up: Vec<Leased>,
    /// A registration with the same phone or code as one in flight. It was saved later and waits.
    held: Option<Leased>,
    /// A call was not permitted: another desk or another host was faster, or the API asks for a pause. Nothing else is
    /// started in this round. The same registration would be leased again at once, because it is the first.
    is_limited: bool,
}

impl<S: RunJob, A: Api + Clone + Send + 'static> Round<'_, S, A> {
    /// Starts as many attempts as are allowed.
    async fn start(&mut self, readiness: Readiness) -> Result<(), OutboxError> {
        let is_probe = [readiness.reads, readiness.writes].contains(&Gate::Probe);
        let room =
            if is_probe { 1 } else { MAX_IN_FLIGHT.min(usize::try_from(readiness.calls_left).unwrap_or(usize::MAX)) };
        let look_up_room = if self.is_limited { MAX_IN_FLIGHT } else { (room / MAX_CALLS_OF_LOOK_UP).max(1) };
        while self.in_flight.len() < look_up_room
            && let Some(leased) = self.to_look_up.pop()
        {
            self.attempt(leased);
        }
        if self.is_limited {
            return Ok(());
        }
        if is_probe && readiness.prefers_write && self.send(readiness.writes, room).await? {
            return Ok(());
        }
        if self.in_flight.len() < room {
            match readiness.reads {
                Gate::Open => self.settle(Wanted::ToSettle).await?,
                Gate::Probe => self.settle(Wanted::ToSettleNow).await?,
                Gate::Shut(_) => {}
            }
        }
        while self.send(readiness.writes, room).await? {}
        Ok(())
    }

    /// Starts to send one registration. Returns false if there is no room, or nothing to send.
    async fn send(&mut self, gate: Gate, room: usize) -> Result<bool, OutboxError> {
        if self.in_flight.len() >= room || gate.shut_for().is_some() {
            return Ok(false);
        }
        let wanted = if gate == Gate::Probe { Wanted::ToProbe } else { Wanted::ToSend };
        let next = match self.held.take() {
            None => self.lease(wanted).await?.pop(),
            held => held,
        };
        let Some(leased) = next else { return Ok(false) };
        if self.sent.iter().any(|sent| excludes(sent, &leased.customer)) {
            self.held = Some(leased);
            return Ok(false);
        }
        self.sent.push(leased.customer.clone());
        self.attempt(leased);
        Ok(true)
    }

    /// Starts to settle uncertain registrations with a list. A single one is looked up by itself, unless that has
    /// failed before.
    async fn settle(&mut self, wanted: Wanted) -> Result<(), OutboxError> {
        let mut leased = self.lease(wanted).await?;
        if leased.len() == 1
            && let Some(only) = leased.pop_if(|only| only.failed_attempts == 0)
        {
            self.attempt(only);
        }
        if leased.is_empty() {
            return Ok(());
        }
        let api = self.api.clone();
        self.in_flight.spawn(async move {
            let report = match api.newest(2 * leased.len()).await {
                Ok(newest) => leased.iter().map(|leased| settle_by_list(&newest, leased)).collect(),
                Err(error) => {
                    let is_away = api.readiness().await.reads != Gate::Open;
                    let failed = |leased| Some(AttemptReport::not_made(leased, Some(error.clone()), is_away));
                    leased.iter().map(failed).collect::<Vec<_>>()
                }
            };
            leased.into_iter().zip(report).collect()
        });
        Ok(())
    }

    fn attempt(&mut self, leased: Leased) {
        let api = self.api.clone();
        self.in_flight.spawn(async move {
            let report = attempt(&api, &leased).await;
            vec![(leased, Some(report))]
        });
    }

    async fn lease(&self, wanted: Wanted) -> Result<Vec<Leased>, OutboxError> {
        self.store.run(move |outbox| outbox.lease_next(wanted, clock::now())).await
    }
}

/// Returns true if the API cannot store both customers.
fn excludes(one: &NewCustomer, other: &NewCustomer) -> bool {
    (one.phone.is_some() && one.phone == other.phone) || (one.code.is_some() && one.code == other.code)
}
