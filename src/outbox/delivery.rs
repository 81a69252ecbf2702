//! One attempt to deliver a registration: sent if it is surely not stored, looked up if it may be.
//!
//! The `cid` decides: it was made here before the first attempt, so a record with it is ours and one without it is
//! somebody else's. `delivery_round`, `runtime` and the command line call it with the API; it knows no clock and no
//! randomness.

use std::future::Future;
use std::sync::Arc;

use chrono::TimeDelta;

use crate::domain::{
    ApiError, ConflictOwner, Customer, Field, Gate, Name, NewCustomer, NewestCustomers, Phone, Readiness,
    RegisterError, StorageError,
};

use super::OutboxError;
use super::registration::Leased;
use super::state::{Conflict, Event, LookupResult, State};
use super::store::Outbox;

/// What the outbox needs of the API.
pub trait Api: Sync {
    /// Registers a customer. `Uncertain` says that it may have arrived, every other trouble that it is not stored by
    /// this attempt.
    fn register(&self, customer: &NewCustomer) -> impl Future<Output = Result<Customer, RegisterError>> + Send;

    /// All customers that have this phone, by any spelling, and no others.
    fn find_by_phone(&self, phone: &Phone) -> impl Future<Output = Result<Vec<Customer>, ApiError>> + Send;

    /// Customers whose name is or contains this one, the newest at least.
    fn find_by_name(&self, name: &Name) -> impl Future<Output = Result<Vec<Customer>, ApiError>> + Send;

    /// The newest customers, at least so many if there are as many: one call.
    fn newest(&self, at_least: usize) -> impl Future<Output = Result<NewestCustomers, ApiError>> + Send;

    /// What work in the background may do now.
    fn readiness(&self) -> impl Future<Output = Readiness> + Send;
}

/// What happened in one attempt.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AttemptReport {
    /// For the state machine, in this order.
    pub events: Vec<Event>,
    /// What kept the registration from being registered; nothing also where a look-up found that it is to be sent.
    pub trouble: Option<ApiError>,
    /// The record, if it is ours.
    pub customer: Option<Customer>,
    /// The trouble is that of the connection, which is away for all registrations.
    pub is_away: bool,
}

impl AttemptReport {
    /// One that was leased and not sent.
    pub(super) fn not_sent() -> Self {
        Self { events: vec![Event::NotCarriedOut], is_away: true, ..Self::default() }
    }

    /// Returns true if the API has looked at the registration that was sent: it takes registrations.
    pub fn has_passed(&self) -> bool {
        self.events
            .iter()
            .any(|event| matches!(event, Event::Stored(_) | Event::Rejected(_) | Event::Conflicted { .. }))
    }
}

/// Runs jobs with the outbox on a thread that may block. A job may be run more than once: it is if another process has
/// locked the outbox.
pub trait RunJob: Sync {
    /// Runs a job after those that were given before.
    fn run<T: Send + 'static>(
        &self,
        job: impl FnMut(&Outbox) -> Result<T, OutboxError> + Send + 'static,
    ) -> impl Future<Output = Result<T, OutboxError>> + Send;
}

impl RunJob for Arc<Outbox> {
    async fn run<T: Send + 'static>(
        &self,
        mut job: impl FnMut(&Outbox) -> Result<T, OutboxError> + Send + 'static,
    ) -> Result<T, OutboxError> {
        let outbox = Self::clone(self);
        let done = tokio::task::spawn_blocking(move || job(&outbox)).await;
        done.unwrap_or_else(|error| {
            tracing::error!(%error, "outbox");
            Err(StorageError::Broken.into())
        })
    }
}

/// A registration that was saved so long after the oldest record of a list would be in it, whatever the difference
/// of the clocks.
const CLOCK_DIFFERENCE: TimeDelta = TimeDelta::minutes(5);

/// What a list of the newest customers shows of a registration in doubt. `None` means that only a look-up of its own can
/// tell: the list does not reach back to its first attempt, or a clash is to be explained.
pub(super) fn settle_by_list(newest: &NewestCustomers, leased: &Leased) -> Option<AttemptReport> {
    if let Some(own) = newest.customers.iter().find(|record| record.cid == Some(leased.cid())) {
        let event = Event::ReadBack(LookupResult::Ours(own.id));
        return Some(AttemptReport { events: vec![event], customer: Some(own.clone()), ..AttemptReport::default() });
    }
    let reaches_back = newest
        .complete_since
        .is_some_and(|since| since.checked_add_signed(CLOCK_DIFFERENCE).is_some_and(|since| since <= leased.saved_at));
    let is_absent = reaches_back && matches!(leased.state, State::Uncertain { clash: None, .. });
    is_absent
        .then(|| AttemptReport { events: vec![Event::ReadBack(LookupResult::NotFound)], ..AttemptReport::default() })
}

/// The report of a look-up that failed.
pub(super) fn not_settled(trouble: &ApiError, is_away: bool) -> AttemptReport {
    AttemptReport {
        events: vec![Event::ReadBack(LookupResult::Failed)],
        trouble: Some(trouble.clone()),
        customer: None,
        is_away,
    }
}

/// Makes one attempt with a leased registration. Nothing is written down: that is for [`Outbox::finish`].
pub async fn attempt<A: Api>(api: &A, leased: &Leased) -> AttemptReport {
    let (mut report, is_write) = match leased.state {
        State::Uncertain { clash, .. } => (settle(api, leased, clash).await, false),
        _ => (send(api, leased).await, true),
    };
    if report.trouble.is_some() && !report.has_passed() {
        let readiness = api.readiness().await;
        report.is_away = if is_write { readiness.writes } else { readiness.reads } != Gate::Open;
    }
    report
}

async fn send<A: Api>(api: &A, leased: &Leased) -> AttemptReport {
    let RegisterError { error: trouble, is_about_registration } = match api.register(&leased.customer).await {
        Ok(customer) => {
            let events = vec![Event::Stored(customer.id)];
            return AttemptReport { events, customer: Some(customer), ..AttemptReport::default() };
        }
        Err(error) => error,
    };
    let event = match &trouble {
        // Without a token the API was not asked about this customer. Another row meets the same error.
        _ if !is_about_registration => Event::NotCarriedOut,
        ApiError::Conflict { field } => {
            return clashed(api, leased, Conflict { field: *field }).await;
        }
        ApiError::Rejected { .. } => Event::Rejected(trouble.clone()),
        ApiError::Unknown(_) => Event::Lost,
        ApiError::Credentials { .. }
        | ApiError::Permission { .. }
        | ApiError::Account(_)
        | ApiError::NotFromApi(_)
        | ApiError::WrongAddress { .. }
        | ApiError::Settings { .. } => Event::TurnedAway(trouble.clone()),
        ApiError::RateLimited { .. } | ApiError::NotSent(_) | ApiError::Proxy { .. } => Event::NotCarriedOut,
    };
    AttemptReport { events: vec![event], trouble: Some(trouble), ..AttemptReport::default() }
}

/// After a 409. The first time it is somebody else's record, and one look-up tells whose; if that fails the cashier
/// hears of the clash all the same. If an earlier attempt may have arrived, or if it is our own `cid` that clashes,
/// only a look-up can tell.
async fn clashed<A: Api>(api: &A, leased: &Leased, clash: Conflict) -> AttemptReport {
    let in_doubt = leased.state.doubt().is_some() || clash.field == Some(Field::Cid);
    if in_doubt {
        return after_clash(settle(api, leased, Some(clash)).await, clash);
    }
    let seen = match (clash.field, &leased.customer.phone) {
        (None, _) | (Some(Field::Phone), Some(_)) => look(api, leased).await,
        _ => Seen { sight: LookupResult::Failed, trouble: None, customer: None },
    };
    let (clash, by) = match seen.sight {
        // The record that has the phone is ours although nobody here sent it: an outbox that was copied, say.
        LookupResult::Ours(_) => {
            let own = Conflict { field: Some(Field::Cid) };
            let events = vec![Event::Conflicted { clash: own, by: None }, Event::ReadBack(seen.sight)];
            return AttemptReport { events, customer: seen.customer, ..AttemptReport::default() };
        }
        LookupResult::OtherCustomer { by, .. } => (Conflict { field: Some(Field::Phone) }, Some(by)),
        LookupResult::NotFound | LookupResult::Failed => (clash, None),
    };
    let trouble = Some(ApiError::Conflict { field: clash.field });
    AttemptReport { events: vec![Event::Conflicted { clash, by }], trouble, ..AttemptReport::default() }
}

fn after_clash(settled: AttemptReport, clash: Conflict) -> AttemptReport {
    let mut events = vec![Event::Conflicted { clash, by: None }];
    events.extend(settled.events);
    AttemptReport { events, ..settled }
}

/// Looks a registration up that may be stored.
async fn settle<A: Api>(api: &A, leased: &Leased, clash: Option<Conflict>) -> AttemptReport {
    let seen = look(api, leased).await;
    let trouble = match &seen.sight {
        LookupResult::Ours(_) => None,
        LookupResult::OtherCustomer { .. } => Some(ApiError::Conflict { field: Some(Field::Phone) }),
        LookupResult::NotFound => clash.map(|clash| ApiError::Conflict { field: clash.field }),
        LookupResult::Failed => seen.trouble,
    };
    AttemptReport { events: vec![Event::ReadBack(seen.sight)], trouble, customer: seen.customer, is_away: false }
}

struct Seen {
    sight: LookupResult,
    trouble: Option<ApiError>,
    customer: Option<Customer>,
}

/// Looks for everything that was sent under the `cid`. A record that is ours settles it; that somebody else has the
/// phone counts only for what is to be sent now, and only if nothing sent before can be ours.
async fn look<A: Api>(api: &A, leased: &Leased) -> Seen {
    let mut sight = LookupResult::NotFound;
    let mut trouble = None;
    for sent in std::iter::once(&leased.customer).chain(&leased.earlier) {
        let is_current = std::ptr::eq(sent, &raw const leased.customer);
        let found = match &sent.phone {
            Some(phone) => api.find_by_phone(phone).await,
            None => api.find_by_name(&sent.name).await,
        };
        match found {
            Err(why) => trouble = trouble.or(Some(why)),
            Ok(records) => {
                if let Some(own) = records.iter().find(|record| record.cid == Some(leased.cid())) {
                    return Seen { sight: LookupResult::Ours(own.id), trouble: None, customer: Some(own.clone()) };
                }
                if let (true, Some(_), Some(other)) = (is_current, &sent.phone, records.first()) {
                    sight = LookupResult::OtherCustomer {
                        by: ConflictOwner::from(other),
                        alone: leased.earlier.is_empty(),
                    };
                }
            }
        }
    }
    if trouble.is_some() {
        sight = LookupResult::Failed;
    }
    Seen { sight, trouble, customer: None }
}
