//! An API that answers from a script, and a registration that is delivered to it step by step.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use chrono::{DateTime, Utc};
use frontdesk::domain::{
    ApiError, ConnectError, Customer, CustomerId, DisplayText, Field, Name, NewCustomer, NewestCustomers, Phone,
    Readiness, RegisterError, UnknownOutcome,
};
use frontdesk::outbox::{Api, ConflictOwner, Doubt, Outbox, Refusal, RegistrationRecord, State, attempt};

use crate::support::outbox::{
    cashier, cid, customer, customer_from_api, lease_one, now, open_as_new_process, phone, queue,
};

/// A call that must be the next one, and its answer.
#[derive(Debug, Clone)]
pub enum Call {
    Register(Result<Customer, ApiError>),
    /// A registration for which there is no token.
    NoToken(ApiError),
    ByPhone(Phone, Result<Vec<Customer>, ApiError>),
    ByName(&'static str, Result<Vec<Customer>, ApiError>),
}

#[derive(Default)]
pub struct ScriptedApi(pub Mutex<VecDeque<Call>>);

impl ScriptedApi {
    fn next_call(&self) -> Call {
        self.0.lock().unwrap().pop_front().expect("a call that is not in the script")
    }
}

impl Api for ScriptedApi {
    async fn register(&self, _: &NewCustomer) -> Result<Customer, RegisterError> {
        match self.next_call() {
            Call::Register(answer) => Ok(answer?),
            Call::NoToken(error) => Err(RegisterError { error, is_about_registration: false }),
            other => panic!("register instead of {other:?}"),
        }
    }

    async fn find_by_phone(&self, searched: &Phone) -> Result<Vec<Customer>, ApiError> {
        match self.next_call() {
            Call::ByPhone(expected, answer) => {
                assert_eq!(*searched, expected);
                answer
            }
            other => panic!("find_by_phone instead of {other:?}"),
        }
    }

    async fn find_by_name(&self, searched: &Name) -> Result<Vec<Customer>, ApiError> {
        match self.next_call() {
            Call::ByName(expected, answer) => {
                assert!(searched.as_str().starts_with(expected));
                answer
            }
            other => panic!("find_by_name instead of {other:?}"),
        }
    }

    async fn newest(&self, _: usize) -> Result<NewestCustomers, ApiError> {
        panic!("newest instead of {:?}", self.next_call())
    }

    async fn readiness(&self) -> Readiness {
        Readiness::UNLIMITED
    }
}

pub fn ours() -> Customer {
    customer_from_api(&customer(1), 1042)
}

pub fn theirs() -> Customer {
    Customer { cid: Some(cid(77)), name: DisplayText::new("Rauf"), ..customer_from_api(&customer(1), 7) }
}

pub fn timeout() -> ApiError {
    ApiError::Unknown(UnknownOutcome::Timeout)
}

pub fn unreachable() -> ApiError {
    ApiError::NotSent(ConnectError::ConnectTimeout)
}

pub fn conflict(field: impl Into<Option<Field>>) -> ApiError {
    ApiError::Conflict { field: field.into() }
}

pub fn post(answer: Result<Customer, ApiError>) -> Call {
    Call::Register(answer)
}

pub fn look_up(answer: Result<Vec<Customer>, ApiError>) -> Call {
    Call::ByPhone(phone(1), answer)
}

/// Returns the time of a step. The steps are further apart than any backoff, so the registration is due at each of
/// them.
pub fn time_of_step(step: usize) -> DateTime<Utc> {
    now() + chrono::Duration::minutes(i64::try_from(step).unwrap())
}

pub fn run_step(outbox: &Arc<Outbox>, api: &ScriptedApi, number: usize) -> Option<RegistrationRecord> {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let leased = lease_one(outbox, time_of_step(number))?;
    let report = runtime.block_on(attempt(api, &leased));
    Some(outbox.finish(&leased, &report, time_of_step(number), 0).unwrap())
}

/// The outcomes of all attempts at one registration, and its last state.
pub struct Delivered {
    pub steps: Vec<RegistrationRecord>,
    pub state: State,
}

/// Saves a registration and makes one attempt for each element of a script. Each attempt makes exactly the calls of its
/// element.
pub fn deliver(customer: &NewCustomer, script: &[&[Call]]) -> Delivered {
    let home = tempfile::tempdir().unwrap();
    let outbox = Arc::new(open_as_new_process(home.path()));
    queue(&outbox, customer, &cashier(), now()).unwrap();
    let api = ScriptedApi::default();
    let mut steps = Vec::new();
    for (number, calls) in script.iter().enumerate() {
        api.0.lock().unwrap().extend(calls.iter().cloned());
        steps.push(run_step(&outbox, &api, number).unwrap_or_else(|| panic!("nothing is due at step {number}")));
        assert!(api.0.lock().unwrap().is_empty(), "step {number} left {:?}", api.0.lock().unwrap());
    }
    let state = outbox.show(customer.cid).unwrap().unwrap().state;
    assert_eq!(steps.last().unwrap().state, state);
    if matches!(state, State::Registered { .. } | State::Refused { .. }) {
        assert!(run_step(&outbox, &api, script.len()).is_none(), "a settled registration is not due again");
    }
    Delivered { steps, state }
}

pub fn registered(id: u64) -> State {
    State::Registered { id: Some(CustomerId(id)) }
}

pub fn refused(doubt: impl Into<Option<Doubt>>, error: ApiError, by: impl Into<Option<ConflictOwner>>) -> State {
    State::Refused { doubt: doubt.into(), refusal: Refusal { error, owner: by.into() } }
}

pub fn conflict_owner() -> ConflictOwner {
    ConflictOwner { id: CustomerId(7), name: DisplayText::new("Rauf") }
}
