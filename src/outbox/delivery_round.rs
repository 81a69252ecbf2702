//! A round of delivery: everything that is due. Several registrations at a time if the budget and the connection allow
//! it; one at a time while it is unknown if the connection is back. `runtime` runs rounds for desks and for `outbox
//! send`.
//!
//! Uncertain registrations (to look up) and queued ones (to send) are independent: either may be possible without the
//! other. Many look-ups become one call, a list of the newest customers.

use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::task::JoinSet;

use crate::domain::{Cid, Code, Gate, Phone, Readiness};

use super::OutboxError;
use super::delivery::{Api, AttemptReport, RunJob, attempt, not_settled, settle_by_list};
use super::registration::{Counts, Leased, RegistrationRecord};
use super::store::{Outbox, Wanted};

/// The greatest number of calls at the same time.
const MAX_IN_FLIGHT: usize = 8;

/// The state at the end of a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RoundEnd {
    /// The number of waiting registrations.
    pub waiting: u64,
    /// The time at which the next delayed registration is due. `None` means that none is delayed.
    pub next_due: Option<DateTime<Utc>>,
    /// The time for which no call may be made, or not all calls: the budget is used up, the API asked for a pause, or
    /// the connection is offline.
    pub shut_for: Option<Duration>,
    /// True if the connection is offline.
    pub is_away: bool,
}

/// The time and the randomness that a round needs.
pub trait Environment: Clone + Send + 'static {
    /// Returns the current time.
    fn now(&self) -> DateTime<Utc>;
    /// Returns random bits.
    fn random(&self) -> u64;
}

/// Delivers everything that is due. `on_step` gets the outcome of each attempt and the counts after it.
///
/// # Errors
///
/// The outbox cannot be read or written. Registrations in flight are free again when their lease ends.
pub async fn deliver_due<A: Api + Clone + Send + 'static>(
    outbox: &impl RunJob,
    api: &A,
    environment: &impl Environment,
    mut on_step: impl FnMut(&RegistrationRecord, Option<Counts>),
) -> Result<RoundEnd, OutboxError> {
    let mut round = Round::default();
    loop {
        let readiness = api.readiness().await;
        round.start(outbox, api, environment, readiness).await?;
        let attempted = match round.in_flight.join_next().await {
            Some(Ok(attempted)) => attempted,
            // A task that panicked is like a process that ended: its lease ends.
            Some(Err(_)) => continue,
            None => {
                let Some(held) = round.held.take() else { return end(outbox, readiness).await };
                // The connection was lost before its turn.
                Attempted { reports: vec![(held, AttemptReport::not_sent())], to_look_up: Vec::new() }
            }
        };
        round.to_look_up.extend(attempted.to_look_up);
        for (leased, report) in attempted.reports {
            round.sent.retain(|sent| sent.cid != leased.cid());
            let (now, random) = (environment.now(), environment.random());
            let finished = outbox.run(move |outbox| {
                let step = outbox.finish(&leased, &report, now, random)?;
                Ok((step, outbox.counts().ok()))
            });
            match finished.await {
                Ok((step, counts)) => on_step(&step, counts),
                // Another process has leased it.
                Err(OutboxError::LeaseLost) => {}
                Err(error) => return Err(error),
            }
        }
    }
}

async fn end(outbox: &impl RunJob, readiness: Readiness) -> Result<RoundEnd, OutboxError> {
    let Counts { waiting, next_due, .. } = outbox.run(Outbox::counts).await?;
    Ok(RoundEnd { waiting, next_due, shut_for: readiness.shut_for(), is_away: readiness.is_offline })
}

/// The result of one task.
struct Attempted {
    reports: Vec<(Leased, AttemptReport)>,
    /// Registrations that the list could not settle.
    to_look_up: Vec<Leased>,
}

/// The values of a registration in flight that no other customer may have.
struct Unique {
    cid: Cid,
    phone: Option<Phone>,
    code: Option<Code>,
}

#[derive(Default)]
struct Round {
    in_flight: JoinSet<Attempted>,
    /// The registrations in flight.
    sent: Vec<Unique>,
    /// Registrations that a list could not settle.
    to_look_up: Vec<Leased>,
    /// A registration with the same phone or code as one in flight. It was saved later and waits.
    held: Option<Leased>,
}

impl Round {
    /// Starts as many attempts as are allowed.
    async fn start<A: Api + Clone + Send + 'static>(
        &mut self,
        outbox: &impl RunJob,
        api: &A,
        environment: &impl Environment,
        readiness: Readiness,
    ) -> Result<(), OutboxError> {
        let is_probe = [readiness.reads, readiness.writes].contains(&Gate::Probe);
        let room =
            if is_probe { 1 } else { MAX_IN_FLIGHT.min(usize::try_from(readiness.calls_left).unwrap_or(usize::MAX)) };
        while self.in_flight.len() < MAX_IN_FLIGHT
            && let Some(leased) = self.to_look_up.pop()
        {
            self.attempt(api, leased);
        }
        if is_probe && readiness.prefers_write && self.send(outbox, api, environment, readiness.writes, room).await? {
            return Ok(());
        }
        if self.in_flight.len() < room {
            let wanted = match readiness.reads {
                Gate::Open => Some(Wanted::ToSettle),
                Gate::Probe => Some(Wanted::ToSettleNow),
                Gate::Shut(_) => None,
            };
            if let Some(wanted) = wanted {
                let leased = lease(outbox, wanted, environment).await?;
                self.settle(api, leased);
            }
        }
        while self.send(outbox, api, environment, readiness.writes, room).await? {}
        Ok(())
    }

    /// Starts to send one registration. Returns false if there is no room, or nothing to send.
    async fn send<A: Api + Clone + Send + 'static>(
        &mut self,
        outbox: &impl RunJob,
        api: &A,
        environment: &impl Environment,
        gate: Gate,
        room: usize,
    ) -> Result<bool, OutboxError> {
        if self.in_flight.len() >= room || gate.is_shut() {
            return Ok(false);
        }
        let next = if self.held.is_some() {
            self.held.take()
        } else {
            let wanted = if gate == Gate::Probe { Wanted::ToProbe } else { Wanted::ToSend };
            lease(outbox, wanted, environment).await?.pop()
        };
        let Some(leased) = next else { return Ok(false) };
        if self.sent.iter().any(|sent| sent.clashes_with(&leased)) {
            self.held = Some(leased);
            return Ok(false);
        }
        let customer = &leased.customer;
        self.sent.push(Unique { cid: customer.cid, phone: customer.phone.clone(), code: customer.code.clone() });
        self.attempt(api, leased);
        Ok(true)
    }

    /// Starts to settle uncertain registrations with a list. A single one is looked up by itself, unless that has
    /// failed before.
    fn settle<A: Api + Clone + Send + 'static>(&mut self, api: &A, mut leased: Vec<Leased>) {
        if let [only] = leased.as_slice()
            && only.setbacks == 0
        {
            leased.pop().into_iter().for_each(|only| self.attempt(api, only));
            return;
        }
        if leased.is_empty() {
            return;
        }
        let api = api.clone();
        self.in_flight.spawn(async move {
            let newest = match api.newest(2 * leased.len()).await {
                Ok(newest) => newest,
                Err(trouble) => {
                    let is_away = api.readiness().await.reads != Gate::Open;
                    let failed = |leased| (leased, not_settled(&trouble, is_away));
                    return Attempted { reports: leased.into_iter().map(failed).collect(), to_look_up: Vec::new() };
                }
            };
            let mut attempted = Attempted { reports: Vec::new(), to_look_up: Vec::new() };
            for leased in leased {
                match settle_by_list(&newest, &leased) {
                    Some(report) => attempted.reports.push((leased, report)),
                    None => attempted.to_look_up.push(leased),
                }
            }
            attempted
        });
    }

    fn attempt<A: Api + Clone + Send + 'static>(&mut self, api: &A, leased: Leased) {
        let api = api.clone();
        self.in_flight.spawn(async move {
            let report = attempt(&api, &leased).await;
            Attempted { reports: vec![(leased, report)], to_look_up: Vec::new() }
        });
    }
}

impl Unique {
    fn clashes_with(&self, leased: &Leased) -> bool {
        (self.phone.is_some() && self.phone == leased.customer.phone)
            || (self.code.is_some() && self.code == leased.customer.code)
    }
}

async fn lease(
    outbox: &impl RunJob,
    wanted: Wanted,
    environment: &impl Environment,
) -> Result<Vec<Leased>, OutboxError> {
    let now = environment.now();
    outbox.run(move |outbox| outbox.lease_next(wanted, now)).await
}
