//! Any sequence of faults against an API with a database. A registered customer is stored once, a refused one is not
//! stored, and no registration waits for ever.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::DateTime;
use frontdesk::domain::{
    ApiError, ConnectError, Customer, CustomerId, DisplayText, Field, Name, NewCustomer, NewestCustomers, Phone,
    Readiness, RegisterError, UnknownOutcome,
};
use frontdesk::outbox::{Api, MAX_UNEXPLAINED_CONFLICTS, State, attempt};
use proptest::prelude::*;

use crate::support::outbox::{
    cashier, cid, customer, customer_from_api, later, lease_one, memory_dir, minimal_customer, now,
    open_as_new_process, phone, queue,
};

/// The fault of one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    Nothing,
    /// The call certainly was not carried out.
    NotSent,
    RateLimited,
    Credentials,
    /// The answer is lost, before or after the call was carried out. The caller does not know which.
    LostBefore,
    LostAfter,
    /// The desk is killed before or after the call was carried out.
    KilledBefore,
    KilledAfter,
}

/// The conflicts for which the API names the field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ConflictNaming {
    All,
    PhoneOnly,
    None,
}

struct Record {
    customer: NewCustomer,
    /// The number of look-ups that do not find the record yet.
    invisible_look_ups: u8,
}

struct FaultyApi {
    records: Mutex<Vec<Record>>,
    faults: Mutex<VecDeque<Fault>>,
    invisible_look_ups: u8,
    conflict_naming: ConflictNaming,
}

impl FaultyApi {
    fn fault(&self) -> Fault {
        self.faults.lock().unwrap().pop_front().unwrap_or(Fault::Nothing)
    }

    /// Makes a call with the next fault. The error [`KILLED`] means that the desk was killed during the call.
    fn with_fault<T>(&self, call: impl FnOnce() -> Result<T, ApiError>) -> Result<T, ApiError> {
        match self.fault() {
            Fault::Nothing => call(),
            Fault::NotSent => Err(ApiError::NotSent(ConnectError::ConnectionRefused)),
            Fault::RateLimited => Err(ApiError::RateLimited { retry_after: Duration::from_secs(1) }),
            Fault::Credentials => Err(ApiError::Credentials { sentence: DisplayText::default() }),
            Fault::LostBefore => Err(ApiError::Unknown(UnknownOutcome::Timeout)),
            Fault::LostAfter => call().and(Err(ApiError::Unknown(UnknownOutcome::ConnectionLost))),
            Fault::KilledBefore => Err(KILLED),
            Fault::KilledAfter => call().and(Err(KILLED)),
        }
    }

    fn store(&self, customer: &NewCustomer) -> Result<Customer, ApiError> {
        let mut records = self.records.lock().unwrap();
        let has = |field: fn(&NewCustomer) -> Option<String>| {
            field(customer).is_some() && records.iter().any(|record| field(&record.customer) == field(customer))
        };
        let conflicting_field = if has(|customer| customer.phone.as_ref().map(|phone| phone.e164().to_owned())) {
            Some(Field::Phone)
        } else if has(|customer| customer.code.as_ref().map(|code| code.as_str().to_owned())) {
            Some(Field::Code)
        } else if has(|customer| Some(customer.cid.to_string())) {
            Some(Field::Cid)
        } else {
            None
        };
        if let Some(field) = conflicting_field {
            let named_field = match self.conflict_naming {
                ConflictNaming::All => Some(field),
                ConflictNaming::PhoneOnly => Some(field).filter(|field| *field == Field::Phone),
                ConflictNaming::None => None,
            };
            return Err(ApiError::Conflict { field: named_field });
        }
        records.push(Record { customer: customer.clone(), invisible_look_ups: self.invisible_look_ups });
        Ok(customer_from_api(customer, u64::try_from(records.len()).unwrap()))
    }

    fn visible(&self, matches: impl Fn(&NewCustomer) -> bool) -> Vec<Customer> {
        let mut visible = Vec::new();
        for (number, record) in (1..).zip(self.records.lock().unwrap().iter_mut()) {
            if !matches(&record.customer) {
                continue;
            }
            if record.invisible_look_ups == 0 {
                visible.push(customer_from_api(&record.customer, number));
            }
            record.invisible_look_ups = record.invisible_look_ups.saturating_sub(1);
        }
        visible
    }
}

/// A marker, not an error of the API: the desk was killed during the call.
const KILLED: ApiError = ApiError::Unknown(UnknownOutcome::Unreadable(u16::MAX));

impl Api for FaultyApi {
    async fn register(&self, customer: &NewCustomer) -> Result<Customer, RegisterError> {
        Ok(self.with_fault(|| self.store(customer))?)
    }

    async fn find_by_phone(&self, phone: &Phone) -> Result<Vec<Customer>, ApiError> {
        self.with_fault(|| Ok(self.visible(|customer| customer.phone.as_ref() == Some(phone))))
    }

    async fn find_by_name(&self, name: &Name) -> Result<Vec<Customer>, ApiError> {
        self.with_fault(|| Ok(self.visible(|customer| customer.name.as_str().contains(name.as_str()))))
    }

    async fn newest(&self, _: usize) -> Result<NewestCustomers, ApiError> {
        self.with_fault(|| {
            Ok(NewestCustomers { customers: self.visible(|_| true), complete_since: Some(DateTime::UNIX_EPOCH) })
        })
    }

    async fn readiness(&self) -> Readiness {
        Readiness::UNLIMITED
    }
}

fn fault() -> impl Strategy<Value = Fault> {
    prop_oneof![
        3 => Just(Fault::Nothing),
        1 => Just(Fault::NotSent),
        1 => Just(Fault::RateLimited),
        1 => Just(Fault::Credentials),
        2 => Just(Fault::LostBefore),
        3 => Just(Fault::LostAfter),
        1 => Just(Fault::KilledBefore),
        2 => Just(Fault::KilledAfter),
    ]
}

/// An action at the desks after one of the steps.
#[derive(Debug, Clone, Copy)]
enum CashierAction {
    ChangesThePhone,
    ChangesTheNote,
    TakesThePhoneElsewhere,
}

fn cashier_action() -> impl Strategy<Value = CashierAction> {
    prop_oneof![
        Just(CashierAction::ChangesThePhone),
        Just(CashierAction::ChangesTheNote),
        Just(CashierAction::TakesThePhoneElsewhere)
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn stored_once_if_registered_and_never_lost(
        faults in proptest::collection::vec(fault(), 0..12),
        invisible_look_ups in 0_u8..4,
        conflict_naming in prop_oneof![Just(ConflictNaming::All), Just(ConflictNaming::PhoneOnly), Just(ConflictNaming::None)],
        has_phone in any::<bool>(),
        cashier_action in proptest::option::of((0_usize..6, cashier_action())),
    ) {
        let home = memory_dir();
        let first = if has_phone { customer(1) } else { minimal_customer(1) };
        let api = FaultyApi { records: Mutex::default(), faults: Mutex::new(faults.into()), invisible_look_ups, conflict_naming };
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let mut outbox = Arc::new(open_as_new_process(home.path()));
        queue(&outbox, &first, &cashier(), now()).unwrap();
        let mut steps: u32 = 0;
        loop {
            let at = later(100 * i64::from(steps));
            if let Some((after, action)) = cashier_action && after == usize::try_from(steps).unwrap() {
                match action {
                    CashierAction::ChangesThePhone => {
                        let _ = queue(&outbox, &NewCustomer { phone: Some(phone(50)), ..first.clone() }, &cashier(), at);
                    }
                    CashierAction::ChangesTheNote => {
                        let _ = queue(&outbox, &NewCustomer { note: None, ..first.clone() }, &cashier(), at);
                    }
                    CashierAction::TakesThePhoneElsewhere => {
                        let _ = api.store(&NewCustomer { cid: cid(99), code: None, ..first.clone() });
                    }
                }
            }
            steps += 1;
            prop_assert!(steps < 60, "it waits for ever");
            let Some(leased) = lease_one(&outbox, at) else { break };
            let report = runtime.block_on(attempt(&api, &leased));
            if report.error == Some(KILLED) || report.events.is_empty() {
                drop(outbox);
                outbox = Arc::new(open_as_new_process(home.path()));
                continue;
            }
            outbox.finish(&leased, &report, at, u64::from(steps)).unwrap();
        }
        let row = outbox.show(cid(1)).unwrap().unwrap();
        let records = api.records.lock().unwrap();
        let stored: Vec<_> = (1..).zip(records.iter()).filter(|(_, record)| record.customer.cid == cid(1)).collect();
        match row.state {
            State::Registered { id } => {
                prop_assert_eq!(stored.len(), 1, "registered");
                prop_assert!(id.is_none() || id == Some(CustomerId(stored[0].0)));
            }
            State::Refused { .. } => {
                // Refused is only possible if another customer has the phone, and then ours is not stored.
                prop_assert!(stored.is_empty(), "refused and stored: {:?}", row.state);
                prop_assert!(records.iter().any(|record| record.customer.cid == cid(99)));
            }
            state => prop_assert!(false, "{:?} and not due", state),
        }
        prop_assert!(invisible_look_ups < MAX_UNEXPLAINED_CONFLICTS);
        prop_assert!(lease_one(&outbox, later(1_000_000)).is_none());
    }
}
