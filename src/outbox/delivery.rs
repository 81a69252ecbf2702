//! One attempt to deliver a registration: sent if it is surely not stored, looked up if it may be.
//!
//! The `cid` decides: it was made here before the first attempt, so a record with it is ours and one without it is
//! somebody else's. `runtime` and the command line call it with the API; it knows no clock and no randomness.

use std::future::Future;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::customer::{Customer, Field, Holder, Name, NewCustomer, Phone, Trouble};

use super::OutboxError;
use super::row::Leased;
use super::state::{Clash, Event, Sight, State};
use super::store::{Outbox, Step};

/// What the outbox needs of the API.
pub trait Api: Sync {
    /// Registers a customer. `Uncertain` says that it may have arrived, every other trouble that it is not stored by
    /// this attempt.
    fn register(&self, customer: &NewCustomer) -> impl Future<Output = Result<Customer, Trouble>> + Send;

    /// All customers that have this phone, by any spelling, and no others.
    fn find_by_phone(&self, phone: &Phone) -> impl Future<Output = Result<Vec<Customer>, Trouble>> + Send;

    /// Customers whose name is or contains this one, the newest at least.
    fn find_by_name(&self, name: &Name) -> impl Future<Output = Result<Vec<Customer>, Trouble>> + Send;
}

/// What happened in one attempt.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// For the state machine, in this order.
    pub events: Vec<Event>,
    /// What kept the registration from being registered; nothing also where a look-up found that it is to be sent.
    pub trouble: Option<Trouble>,
    /// The record, if it is ours.
    pub customer: Option<Customer>,
}

/// What an attempt says of the line to the API, for whoever would make the next one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// Go on.
    Free,
    /// No attempt before this moment will do better, whatever the registration.
    Wait(DateTime<Utc>),
    /// Send nothing more before somebody has mended the credentials, the permissions or the settings. Registrations
    /// are still accepted.
    Stop(Trouble),
}

impl Line {
    pub(super) fn after(trouble: Option<&Trouble>, not_before: Option<DateTime<Utc>>) -> Self {
        match (trouble, not_before) {
            (Some(trouble), _) if trouble.needs_operator() => Self::Stop(trouble.clone()),
            (Some(Trouble::TooMany { .. } | Trouble::Unreachable(_) | Trouble::Proxy { .. }), Some(until)) => {
                Self::Wait(until)
            }
            // A timeout, a 5xx or a firewall may be due to this one registration: the others do not wait for it.
            _ => Self::Free,
        }
    }
}

/// Takes the registration that is due and saved first, makes one attempt and writes down what it came to. Nothing if
/// none is due.
///
/// # Errors
///
/// What the disk says.
pub async fn deliver_next<A: Api>(
    outbox: &impl RunJob,
    api: &A,
    clock: impl Fn() -> DateTime<Utc> + Send,
    random: u64,
) -> Result<Option<Step>, OutboxError> {
    let now = clock();
    let Some(leased) = outbox.run(move |outbox| outbox.lease_next(now)).await? else { return Ok(None) };
    let report = attempt(api, &leased).await;
    let now = clock();
    outbox.run(move |outbox| outbox.finish(&leased, &report, now, random)).await.map(Some)
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
        done.unwrap_or_else(|error| Err(OutboxError::Io(std::io::Error::other(error))))
    }
}

/// Makes one attempt with a leased registration. Nothing is written down: that is for [`Outbox::finish`].
pub async fn attempt<A: Api>(api: &A, leased: &Leased) -> Report {
    match leased.state {
        State::Uncertain { clash, .. } => settle(api, leased, clash).await,
        _ => send(api, leased).await,
    }
}

async fn send<A: Api>(api: &A, leased: &Leased) -> Report {
    let trouble = match api.register(&leased.customer).await {
        Ok(customer) => {
            return Report { events: vec![Event::Stored(customer.id)], trouble: None, customer: Some(customer) };
        }
        Err(trouble) => trouble,
    };
    let event = match &trouble {
        Trouble::Clash { field } => {
            return clashed(api, leased, Clash { field: *field }).await;
        }
        Trouble::Refused { .. } => Event::Rejected(trouble.clone()),
        Trouble::Uncertain(_) => Event::Lost,
        Trouble::Credentials { .. }
        | Trouble::Permission { .. }
        | Trouble::Account(_)
        | Trouble::TooMany { .. }
        | Trouble::Unreachable(_)
        | Trouble::Proxy { .. }
        | Trouble::NotFromApi(_)
        | Trouble::WrongAddress { .. }
        | Trouble::Settings { .. } => Event::NotCarriedOut,
    };
    Report { events: vec![event], trouble: Some(trouble), customer: None }
}

/// After a 409. The first time it is somebody else's record, and one look-up tells whose; if that fails the cashier
/// hears of the clash all the same. If an earlier attempt may have arrived, or if it is our own `cid` that clashes,
/// only a look-up can tell.
async fn clashed<A: Api>(api: &A, leased: &Leased, clash: Clash) -> Report {
    let in_doubt = leased.state.doubt().is_some() || clash.field == Some(Field::Cid);
    if in_doubt {
        return after_clash(settle(api, leased, Some(clash)).await, clash);
    }
    let seen = match (clash.field, &leased.customer.phone) {
        (None, _) | (Some(Field::Phone), Some(_)) => look(api, leased).await,
        _ => Seen { sight: Sight::Failed, trouble: None, customer: None },
    };
    let (clash, by) = match seen.sight {
        // The record that has the phone is ours although nobody here sent it: an outbox that was copied, say.
        Sight::Ours(_) => {
            let own = Clash { field: Some(Field::Cid) };
            let events = vec![Event::Clashed { clash: own, by: None }, Event::ReadBack(seen.sight)];
            return Report { events, trouble: None, customer: seen.customer };
        }
        Sight::Others { by, .. } => (Clash { field: Some(Field::Phone) }, Some(by)),
        Sight::Nobody | Sight::Failed => (clash, None),
    };
    let trouble = Some(Trouble::Clash { field: clash.field });
    Report { events: vec![Event::Clashed { clash, by }], trouble, customer: None }
}

fn after_clash(settled: Report, clash: Clash) -> Report {
    let mut events = vec![Event::Clashed { clash, by: None }];
    events.extend(settled.events);
    Report { events, ..settled }
}

/// Looks a registration up that may be stored.
async fn settle<A: Api>(api: &A, leased: &Leased, clash: Option<Clash>) -> Report {
    let seen = look(api, leased).await;
    let trouble = match &seen.sight {
        Sight::Ours(_) => None,
        Sight::Others { .. } => Some(Trouble::Clash { field: Some(Field::Phone) }),
        Sight::Nobody => clash.map(|clash| Trouble::Clash { field: clash.field }),
        Sight::Failed => seen.trouble,
    };
    Report { events: vec![Event::ReadBack(seen.sight)], trouble, customer: seen.customer }
}

struct Seen {
    sight: Sight,
    trouble: Option<Trouble>,
    customer: Option<Customer>,
}

/// Looks for everything that was sent under the `cid`. A record that is ours settles it; that somebody else has the
/// phone counts only for what is to be sent now, and only if nothing sent before can be ours.
async fn look<A: Api>(api: &A, leased: &Leased) -> Seen {
    let mut sight = Sight::Nobody;
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
                    return Seen { sight: Sight::Ours(own.id), trouble: None, customer: Some(own.clone()) };
                }
                if let (true, Some(_), Some(other)) = (is_current, &sent.phone, records.first()) {
                    sight = Sight::Others { by: Holder::from(other), alone: leased.earlier.is_empty() };
                }
            }
        }
    }
    if trouble.is_some() {
        sight = Sight::Failed;
    }
    Seen { sight, trouble, customer: None }
}
