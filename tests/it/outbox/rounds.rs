//! Rounds of delivery against an API that counts its calls. Many look-ups are one list, several registrations are sent
//! at a time, and two registrations that exclude each other are sent in the order of arrival.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use frontdesk::delivery::round::deliver_due;
use frontdesk::domain::{
    ApiError, Customer, Name, NewCustomer, NewestCustomers, Phone, Readiness, RegisterError, UnknownOutcome,
};
use frontdesk::outbox::{Api, AttemptReport, Event, Outbox};

use crate::support::outbox::{cashier, cid, customer, customer_from_api, now, open_as_new_process, queue};

#[derive(Clone, Default)]
struct CountingApi(Arc<Mutex<ApiState>>);

#[derive(Default)]
struct ApiState {
    stored: Vec<Customer>,
    since: Option<DateTime<Utc>>,
    lists: usize,
    look_ups: usize,
    posts: Vec<NewCustomer>,
    /// So many registrations are not permitted.
    denied: usize,
}

impl Api for CountingApi {
    async fn register(&self, customer: &NewCustomer) -> Result<Customer, RegisterError> {
        let number = {
            let mut state = self.0.lock().unwrap();
            state.posts.push(customer.clone());
            if state.posts.len() <= state.denied {
                return Err(ApiError::RateLimited { retry_after: Duration::from_secs(4) }.into());
            }
            state.posts.len()
        };
        tokio::task::yield_now().await;
        let mut state = self.0.lock().unwrap();
        let registered = customer_from_api(customer, u64::try_from(number).unwrap());
        let is_taken = state.stored.iter().any(|other| other.phone.is_some() && other.phone == registered.phone);
        if is_taken {
            return Err(ApiError::Conflict { field: Some(frontdesk::domain::Field::Phone) }.into());
        }
        state.stored.push(registered.clone());
        Ok(registered)
    }

    async fn find_by_phone(&self, phone: &Phone) -> Result<Vec<Customer>, ApiError> {
        let mut state = self.0.lock().unwrap();
        state.look_ups += 1;
        let has_this_phone =
            |other: &&Customer| other.phone.as_ref().is_some_and(|other| other.as_str() == phone.e164());
        Ok(state.stored.iter().filter(has_this_phone).cloned().collect())
    }

    async fn find_by_name(&self, _: &Name) -> Result<Vec<Customer>, ApiError> {
        self.0.lock().unwrap().look_ups += 1;
        Ok(Vec::new())
    }

    async fn newest(&self, _: usize) -> Result<NewestCustomers, ApiError> {
        let mut state = self.0.lock().unwrap();
        state.lists += 1;
        Ok(NewestCustomers { customers: state.stored.clone(), complete_since: state.since })
    }

    async fn readiness(&self) -> Readiness {
        Readiness::UNLIMITED
    }
}

fn run_round(outbox: &Outbox, api: &CountingApi) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (counts, _) = runtime.block_on(deliver_due(outbox, api, |_, _| {})).unwrap();
    assert_eq!(counts.waiting, 0);
}

/// Saves registrations whose answer was lost.
fn save_uncertain(outbox: &Outbox, count: u32) {
    for number in 1..=count {
        let leased = outbox.save_and_lease(&customer(number), &cashier(), now()).unwrap().unwrap();
        let error = ApiError::Unknown(UnknownOutcome::ConnectionLost);
        let lost = AttemptReport { events: vec![Event::Lost], error: Some(error), ..AttemptReport::default() };
        outbox.finish(&leased, &lost, now(), 0).unwrap();
    }
}

#[test]
fn uncertain_registrations_take_one_list_and_one_more_call_for_each_that_is_not_stored() {
    for are_stored in [true, false] {
        let home = tempfile::tempdir().unwrap();
        let (outbox, api) = (open_as_new_process(home.path()), CountingApi::default());
        save_uncertain(&outbox, 50);
        {
            let mut state = api.0.lock().unwrap();
            state.since = Some(now() - TimeDelta::hours(1));
            if are_stored {
                state.stored = (1..=50).map(|number| customer_from_api(&customer(number), number.into())).collect();
            }
        }
        run_round(&outbox, &api);
        let state = api.0.lock().unwrap();
        assert_eq!((state.lists, state.look_ups, state.posts.len()), (1, 0, if are_stored { 0 } else { 50 }));
    }
}

#[test]
fn a_list_that_does_not_reach_back_far_enough_proves_no_absence() {
    let unproven = [None, Some(now()), Some(now() - TimeDelta::minutes(4)), Some(now() + TimeDelta::hours(2))];
    for since in unproven {
        let home = tempfile::tempdir().unwrap();
        let (outbox, api) = (open_as_new_process(home.path()), CountingApi::default());
        save_uncertain(&outbox, 10);
        api.0.lock().unwrap().since = since;
        run_round(&outbox, &api);
        let state = api.0.lock().unwrap();
        assert_eq!((state.lists, state.look_ups, state.posts.len()), (1, 10, 10), "{since:?}");
    }
}

/// Other hosts have used the calls of the brand. The first registration was tried again at once, without end: it is
/// delayed, and an earlier one goes before those that are due.
#[test]
fn a_call_that_is_not_permitted_ends_the_round() {
    let home = tempfile::tempdir().unwrap();
    let (outbox, api) = (open_as_new_process(home.path()), CountingApi::default());
    for number in 1..=20 {
        queue(&outbox, &customer(number), &cashier(), now()).unwrap();
    }
    api.0.lock().unwrap().denied = 1_000;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (counts, _) = runtime.block_on(deliver_due(&outbox, &api, |_, _| {})).unwrap();
    assert_eq!(counts.waiting, 20);
    assert!(api.0.lock().unwrap().posts.len() <= 8, "as many as are in flight at once");
    api.0.lock().unwrap().denied = 0;
    run_round(&outbox, &api);
    assert_eq!(api.0.lock().unwrap().stored.len(), 20);
}

#[test]
fn of_two_with_the_same_phone_the_one_that_was_saved_first_is_registered() {
    let home = tempfile::tempdir().unwrap();
    let (outbox, api) = (open_as_new_process(home.path()), CountingApi::default());
    for number in 1..=6 {
        let customer = NewCustomer { phone: customer(1 + number / 4).phone, code: None, ..customer(number) };
        queue(&outbox, &customer, &cashier(), now()).unwrap();
    }
    run_round(&outbox, &api);
    let registered: Vec<_> = api.0.lock().unwrap().stored.iter().filter_map(|customer| customer.cid).collect();
    assert_eq!(registered, [cid(1), cid(4)]);
}
