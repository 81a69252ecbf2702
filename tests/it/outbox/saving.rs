//! Saving, correcting, refusing and listing registrations.

use std::fs;
use std::sync::Arc;

use frontdesk::domain::{
    AccountFault, ApiError, BodyKind, ConnectError, CustomerId, DisplayText, Field, ForeignAnswer, Phone, StorageError,
    UnknownOutcome,
};
use frontdesk::outbox::{
    AttemptReport, Conflict, ConflictOwner, Counts, DiscardUncertain, Event, LookupResult, Outbox, OutboxError, Owner,
    RowFilter, State, TurnedAway,
};

use crate::outbox::reports::{lost, registered, report};
use crate::support::outbox::{
    LOCK_TIMEOUT, cashier, cid, customer, files_with, later, lease_next, lease_one, minimal_customer, now,
    open_as_new_process, personal_texts, phone, queue,
};

#[test]
fn every_field_of_a_saved_customer_is_stored() {
    let home = tempfile::tempdir().unwrap();
    queue(&open_as_new_process(home.path()), &customer(1), &cashier(), now()).unwrap();
    queue(&open_as_new_process(home.path()), &minimal_customer(2), &cashier(), later(1)).unwrap();
    let rows = open_as_new_process(home.path()).list(RowFilter::Unsettled, 10).unwrap();
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0].customer.as_ref(), Some(&customer(1)));
    assert_eq!(rows[1].customer.as_ref(), Some(&minimal_customer(2)));
    assert_eq!((rows[0].saved_at, rows[1].saved_at), (now(), later(1)));
    assert_eq!(rows[0].cashier, cashier());
    assert_eq!(rows[0].state, State::NEW);
    assert_eq!((rows[0].attempts, rows[0].not_before, rows[0].settled_at), (1, None, None));
}

#[test]
fn saving_the_same_customer_again_is_the_same_registration() {
    let home = tempfile::tempdir().unwrap();
    let outbox = open_as_new_process(home.path());
    queue(&outbox, &customer(1), &cashier(), now()).unwrap();
    queue(&outbox, &customer(1), &cashier(), later(9)).unwrap();
    assert_eq!(outbox.counts().unwrap().waiting, 1);
    let leased = lease_next(&outbox);
    // Saving the same customer while it is being sent is harmless. For a change it is too late.
    queue(&outbox, &customer(1), &cashier(), later(9)).unwrap();
    let changed = frontdesk::domain::NewCustomer { note: None, ..customer(1) };
    assert!(matches!(queue(&outbox, &changed, &cashier(), now()), Err(OutboxError::UnderWay)));
    outbox.finish(&leased, &registered(1), now(), 0).unwrap();
    assert!(matches!(queue(&outbox, &customer(1), &cashier(), now()), Err(OutboxError::Registered)));
    assert!(matches!(queue(&outbox, &changed, &cashier(), now()), Err(OutboxError::Registered)));
    assert!(matches!(outbox.discard(cid(1), DiscardUncertain::Forget, now()), Err(OutboxError::Registered)));
    assert_eq!(outbox.counts().unwrap(), Counts::default());
}

/// A registration may have arrived if its process was killed while it was sending, even before a look-up.
#[test]
fn a_registration_that_may_have_arrived_is_discarded_only_on_request() {
    let home = tempfile::tempdir().unwrap();
    let outbox = open_as_new_process(home.path());
    queue(&outbox, &customer(1), &cashier(), now()).unwrap();
    let dying = open_as_new_process(home.path());
    assert!(lease_one(&dying, now()).is_some());
    drop(dying);
    assert!(matches!(outbox.discard(cid(1), DiscardUncertain::Keep, now()), Err(OutboxError::InDoubt)));
    assert_eq!(outbox.counts().unwrap().waiting, 1);
    outbox.discard(cid(1), DiscardUncertain::Forget, now()).unwrap();
    assert_eq!(outbox.counts().unwrap(), Counts::default());
    // A registration that certainly is not stored is discarded with either policy.
    queue(&outbox, &customer(2), &cashier(), now()).unwrap();
    outbox.discard(cid(2), DiscardUncertain::Keep, now()).unwrap();
}

#[test]
fn a_rejected_registration_stays_is_listed_and_can_be_corrected() {
    let home = tempfile::tempdir().unwrap();
    let outbox = open_as_new_process(home.path());
    queue(&outbox, &customer(1), &cashier(), now()).unwrap();
    let leased = lease_next(&outbox);
    let conflict = Conflict { field: Some(Field::Phone) };
    let by = ConflictOwner { id: CustomerId(7), name: DisplayText::new("Rauf") };
    let error = ApiError::Conflict { field: Some(Field::Phone) };
    let events = vec![Event::Conflicted { conflict, by: Some(by.clone()) }];
    outbox.finish(&leased, &report(events, error.clone()), now(), 0).unwrap();
    assert_eq!(outbox.counts().unwrap(), Counts { refused: 1, ..Counts::default() });
    assert!(lease_one(&outbox, later(100)).is_none());
    assert!(outbox.lease(cid(1), now()).unwrap().is_none());
    let rows = outbox.list(RowFilter::Refused, 10).unwrap();
    assert_eq!(rows[0].waiting_row(now()).unwrap().last_error, Some(error));
    let State::Refused { refusal, doubt: None } = &rows[0].state else { panic!("{:?}", rows[0].state) };
    assert_eq!(refusal.owner, Some(by));

    let corrected = frontdesk::domain::NewCustomer { phone: Some(phone(99)), ..customer(1) };
    queue(&outbox, &corrected, &cashier(), now()).unwrap();
    let leased = lease_next(&outbox);
    assert_eq!(
        (leased.customer.clone(), leased.state.clone()),
        (corrected, State::Sending { doubt: None, turned_away: TurnedAway::No })
    );
    assert_eq!(leased.earlier, []);
}

#[test]
fn a_change_after_a_possible_arrival_is_settled_first_with_everything_that_was_sent() {
    let home = tempfile::tempdir().unwrap();
    let outbox = open_as_new_process(home.path());
    queue(&outbox, &customer(1), &cashier(), now()).unwrap();
    let leased = lease_next(&outbox);
    outbox.finish(&leased, &lost(), now(), 0).unwrap();
    let with_phone = |number| frontdesk::domain::NewCustomer { phone: Some(phone(number)), ..customer(1) };
    queue(&outbox, &with_phone(50), &cashier(), now()).unwrap();
    queue(&outbox, &with_phone(51), &cashier(), now()).unwrap();
    let leased = lease_next(&outbox);
    assert_eq!(leased.state.name(), "uncertain");
    assert_eq!(leased.customer, with_phone(51));
    assert_eq!(leased.earlier, [customer(1), with_phone(50)]);
    assert!(matches!(queue(&outbox, &customer(1), &cashier(), now()), Err(OutboxError::UnderWay)));
    let ours =
        AttemptReport { events: vec![Event::ReadBack(LookupResult::Ours(CustomerId(5)))], ..AttemptReport::default() };
    outbox.finish(&leased, &ours, now(), 0).unwrap();
    assert_eq!(files_with(home.path(), &personal_texts(1)), Vec::<String>::new());
    assert_eq!(files_with(home.path(), &personal_texts(50)), Vec::<String>::new());
}

#[test]
fn every_error_and_rejection_is_stored() {
    let sentence = || DisplayText::new("a \"quoted\" sentence");
    let home = tempfile::tempdir().unwrap();
    let outbox = open_as_new_process(home.path());
    let errors = [
        ApiError::Conflict { field: None },
        ApiError::Conflict { field: Some(Field::BirthDate) },
        ApiError::Rejected { field: Some(Field::Email), sentence: sentence() },
        ApiError::Rejected { field: None, sentence: DisplayText::default() },
        ApiError::Credentials { sentence: sentence() },
        ApiError::Permission { sentence: sentence() },
        ApiError::RateLimited { retry_after: std::time::Duration::from_millis(1_500) },
        ApiError::NotSent(ConnectError::NameUnknown),
        ApiError::NotSent(ConnectError::ConnectionRefused),
        ApiError::NotSent(ConnectError::ConnectTimeout),
        ApiError::NotSent(ConnectError::Tls),
        ApiError::NotSent(ConnectError::NoConnection),
        ApiError::NotSent(ConnectError::NoToken),
        ApiError::Unknown(UnknownOutcome::Timeout),
        ApiError::Unknown(UnknownOutcome::ConnectionLost),
        ApiError::Unknown(UnknownOutcome::ServerError(504)),
        ApiError::Unknown(UnknownOutcome::Unreadable(200)),
        ApiError::Unknown(UnknownOutcome::NotFromApi(ForeignAnswer { status: 502, kind: BodyKind::Html })),
        ApiError::NotFromApi(ForeignAnswer { status: 403, kind: BodyKind::Empty }),
        ApiError::Account(AccountFault::TestMode),
        ApiError::Settings { sentence: sentence() },
    ];
    for (number, error) in (1..).zip(errors) {
        queue(&outbox, &customer(number), &cashier(), now()).unwrap();
        let leased = outbox.lease(cid(number), now()).unwrap().unwrap();
        let events = vec![Event::Rejected(error.clone())];
        outbox.finish(&leased, &report(events, error.clone()), now(), 0).unwrap();
        let row = open_as_new_process(home.path()).show(cid(number)).unwrap().unwrap();
        assert_eq!(row.error.as_ref(), Some(&error));
        let State::Refused { refusal, .. } = row.state else { panic!("{:?}", row.state) };
        assert_eq!(refusal.error, error);
    }
}

#[test]
fn a_list_has_the_first_rows_in_the_order_of_arrival() {
    let home = tempfile::tempdir().unwrap();
    let outbox = open_as_new_process(home.path());
    for number in 1..=5 {
        queue(&outbox, &customer(number), &cashier(), now()).unwrap();
    }
    let leased = lease_next(&outbox);
    outbox.finish(&leased, &registered(1), now(), 0).unwrap();
    let first_two = |which| -> Vec<_> { outbox.list(which, 2).unwrap().iter().map(|row| row.cid).collect() };
    assert_eq!(first_two(RowFilter::All), [cid(1), cid(2)]);
    assert_eq!(first_two(RowFilter::Unsettled), [cid(2), cid(3)]);
    assert_eq!(outbox.list(RowFilter::Unsettled, u32::MAX).unwrap().len(), 4);
}

#[test]
fn a_possible_phone_and_a_phone_that_no_table_has_are_stored() {
    let home = tempfile::tempdir().unwrap();
    let outbox = open_as_new_process(home.path());
    let possible = Phone::from_api("0811234567", frontdesk::domain::Country::default()).unwrap();
    let customer = frontdesk::domain::NewCustomer { phone: Some(possible), ..customer(1) };
    queue(&outbox, &customer, &cashier(), now()).unwrap();
    let stored_phone = outbox.show(cid(1)).unwrap().unwrap().customer.unwrap().phone.unwrap();
    assert_eq!(
        (stored_phone.e164(), stored_phone.certainty()),
        ("+994811234567", frontdesk::domain::Certainty::Possible)
    );
    // The tables of a later version may have dropped a number that was good when it was saved.
    let raw = rusqlite::Connection::open(outbox.path()).unwrap();
    raw.execute("UPDATE personal SET current = replace(current, '+994811234567', '+999123')", []).unwrap();
    let stored_phone = outbox.show(cid(1)).unwrap().unwrap().customer.unwrap().phone.unwrap();
    assert_eq!((stored_phone.e164(), stored_phone.certainty()), ("+999123", frontdesk::domain::Certainty::Possible));
}

#[test]
fn a_directory_that_cannot_be_made_is_not_writable() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let error = Owner::register(file.path()).unwrap_err();
    assert_eq!(error, StorageError::NotWritable.into());
    let home = tempfile::tempdir().unwrap();
    let owner = Arc::new(Owner::register(home.path()).unwrap());
    let error = Outbox::open(file.path(), Arc::clone(&owner), now(), LOCK_TIMEOUT).unwrap_err();
    assert_eq!(error, StorageError::NotWritable.into());
    // A directory in the place of the file.
    fs::create_dir(home.path().join("outbox.sqlite")).unwrap();
    let error = Outbox::open(home.path(), owner, now(), LOCK_TIMEOUT).unwrap_err();
    assert_eq!(error, StorageError::NotWritable.into());
}
