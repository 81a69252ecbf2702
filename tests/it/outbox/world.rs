//! Any sequence of faults against an API with a database: what is registered is stored once, what is refused is not
//! stored, and nothing waits for ever.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::DateTime;
use frontdesk::domain::{
    ApiError, ConnectError, Customer, CustomerId, DisplayText, Field, Name, NewCustomer, NewestCustomers, Phone,
    Readiness, UnknownOutcome,
};
use frontdesk::outbox::{Api, PATIENCE, State, attempt};
use proptest::prelude::*;

use crate::support::outbox::{bare, cashier, cid, customer, later, lease_one, now, phone, process, queue, stored};

/// What goes wrong with one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    Nothing,
    /// Surely not carried out.
    Unreachable,
    TooMany,
    Credentials,
    /// Not known to the caller: carried out or not.
    LostBefore,
    LostAfter,
    /// The desk is killed before or after the call was carried out.
    KilledBefore,
    KilledAfter,
}

/// How the API names a clash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Slugs {
    All,
    PhoneAlone,
    None,
}

struct Record {
    customer: NewCustomer,
    /// So many look-ups do not find it yet.
    lag: u8,
}

struct World {
    records: Mutex<Vec<Record>>,
    faults: Mutex<VecDeque<Fault>>,
    lag: u8,
    slugs: Slugs,
}

impl World {
    fn fault(&self) -> Fault {
        self.faults.lock().unwrap().pop_front().unwrap_or(Fault::Nothing)
    }

    /// Whether the desk was killed in the call that was just made.
    fn carry_out<T>(&self, work: impl FnOnce() -> Result<T, ApiError>) -> Result<T, ApiError> {
        match self.fault() {
            Fault::Nothing => work(),
            Fault::Unreachable => Err(ApiError::NotSent(ConnectError::ConnectionRefused)),
            Fault::TooMany => Err(ApiError::RateLimited { retry_after: Duration::from_secs(1) }),
            Fault::Credentials => Err(ApiError::Credentials { sentence: DisplayText::default() }),
            Fault::LostBefore => Err(ApiError::Unknown(UnknownOutcome::Timeout)),
            Fault::LostAfter => work().and(Err(ApiError::Unknown(UnknownOutcome::ConnectionLost))),
            Fault::KilledBefore => Err(KILLED),
            Fault::KilledAfter => work().and(Err(KILLED)),
        }
    }

    fn store(&self, new: &NewCustomer) -> Result<Customer, ApiError> {
        let mut records = self.records.lock().unwrap();
        let has = |field: fn(&NewCustomer) -> Option<String>| {
            field(new).is_some() && records.iter().any(|record| field(&record.customer) == field(new))
        };
        let clash = if has(|customer| customer.phone.as_ref().map(|phone| phone.e164().to_owned())) {
            Some(Field::Phone)
        } else if has(|customer| customer.code.as_ref().map(|code| code.as_str().to_owned())) {
            Some(Field::Code)
        } else if has(|customer| Some(customer.cid.to_string())) {
            Some(Field::Cid)
        } else {
            None
        };
        if let Some(field) = clash {
            let said = match self.slugs {
                Slugs::All => Some(field),
                Slugs::PhoneAlone => Some(field).filter(|field| *field == Field::Phone),
                Slugs::None => None,
            };
            return Err(ApiError::Conflict { field: said });
        }
        records.push(Record { customer: new.clone(), lag: self.lag });
        Ok(stored(new, u64::try_from(records.len()).unwrap()))
    }

    fn seen(&self, wanted: impl Fn(&NewCustomer) -> bool) -> Vec<Customer> {
        let mut seen = Vec::new();
        for (number, record) in (1..).zip(self.records.lock().unwrap().iter_mut()) {
            if !wanted(&record.customer) {
                continue;
            }
            if record.lag == 0 {
                seen.push(stored(&record.customer, number));
            }
            record.lag = record.lag.saturating_sub(1);
        }
        seen
    }
}

/// No real trouble: says that the caller is dead.
const KILLED: ApiError = ApiError::Unknown(UnknownOutcome::Unreadable(u16::MAX));

impl Api for World {
    async fn register(&self, customer: &NewCustomer) -> Result<Customer, ApiError> {
        self.carry_out(|| self.store(customer))
    }

    async fn find_by_phone(&self, phone: &Phone) -> Result<Vec<Customer>, ApiError> {
        self.carry_out(|| Ok(self.seen(|customer| customer.phone.as_ref() == Some(phone))))
    }

    async fn find_by_name(&self, name: &Name) -> Result<Vec<Customer>, ApiError> {
        self.carry_out(|| Ok(self.seen(|customer| customer.name.as_str().contains(name.as_str()))))
    }

    async fn newest(&self, _: usize) -> Result<NewestCustomers, ApiError> {
        self.carry_out(|| {
            Ok(NewestCustomers { customers: self.seen(|_| true), complete_since: Some(DateTime::UNIX_EPOCH) })
        })
    }

    async fn readiness(&self) -> Readiness {
        Readiness::UNLIMITED
    }
}

fn fault() -> impl Strategy<Value = Fault> {
    prop_oneof![
        3 => Just(Fault::Nothing),
        1 => Just(Fault::Unreachable),
        1 => Just(Fault::TooMany),
        1 => Just(Fault::Credentials),
        2 => Just(Fault::LostBefore),
        3 => Just(Fault::LostAfter),
        1 => Just(Fault::KilledBefore),
        2 => Just(Fault::KilledAfter),
    ]
}

/// What the cashier does after some step.
#[derive(Debug, Clone, Copy)]
enum Meanwhile {
    ChangesThePhone,
    ChangesTheNote,
    TakesThePhoneElsewhere,
}

fn meanwhile() -> impl Strategy<Value = Meanwhile> {
    prop_oneof![
        Just(Meanwhile::ChangesThePhone),
        Just(Meanwhile::ChangesTheNote),
        Just(Meanwhile::TakesThePhoneElsewhere)
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn stored_once_if_registered_and_never_lost(
        faults in proptest::collection::vec(fault(), 0..12),
        lag in 0_u8..4,
        slugs in prop_oneof![Just(Slugs::All), Just(Slugs::PhoneAlone), Just(Slugs::None)],
        has_phone in any::<bool>(),
        meanwhile in proptest::option::of((0_usize..6, meanwhile())),
    ) {
        let home = tempfile::tempdir().unwrap();
        let first = if has_phone { customer(1) } else { bare(1) };
        let world = World { records: Mutex::default(), faults: Mutex::new(faults.into()), lag, slugs };
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let mut outbox = Arc::new(process(home.path()));
        queue(&outbox, &first, &cashier(), now()).unwrap();
        let mut steps: u32 = 0;
        loop {
            let at = later(100 * i64::from(steps));
            if let Some((after, what)) = meanwhile && after == usize::try_from(steps).unwrap() {
                match what {
                    Meanwhile::ChangesThePhone => {
                        let _ = queue(&outbox, &NewCustomer { phone: Some(phone(50)), ..first.clone() }, &cashier(), at);
                    }
                    Meanwhile::ChangesTheNote => {
                        let _ = queue(&outbox, &NewCustomer { note: None, ..first.clone() }, &cashier(), at);
                    }
                    Meanwhile::TakesThePhoneElsewhere => {
                        let _ = world.store(&NewCustomer { cid: cid(99), code: None, ..first.clone() });
                    }
                }
            }
            steps += 1;
            prop_assert!(steps < 60, "it waits for ever");
            let Some(leased) = lease_one(&outbox, at) else { break };
            let report = runtime.block_on(attempt(&world, &leased));
            if report.trouble == Some(KILLED) || report.events.is_empty() {
                drop(outbox);
                outbox = Arc::new(process(home.path()));
                continue;
            }
            outbox.finish(&leased, &report, at, u64::from(steps)).unwrap();
        }
        let row = outbox.show(cid(1)).unwrap().unwrap();
        let records = world.records.lock().unwrap();
        let stored: Vec<_> = (1..).zip(records.iter()).filter(|(_, record)| record.customer.cid == cid(1)).collect();
        match row.state {
            State::Registered { id } => {
                prop_assert_eq!(stored.len(), 1, "registered");
                prop_assert!(id.is_none() || id == Some(CustomerId(stored[0].0)));
            }
            State::Refused { .. } => {
                // Refused although it is stored can only be where nothing could ever tell.
                prop_assert!(stored.is_empty(), "refused and stored: {:?}", row.state);
                prop_assert!(records.iter().any(|record| record.customer.cid == cid(99)));
            }
            state => prop_assert!(false, "{:?} and not due", state),
        }
        prop_assert!(lag < PATIENCE);
        prop_assert!(lease_one(&outbox, later(1_000_000)).is_none());
    }
}
