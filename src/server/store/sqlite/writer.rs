//! Stores new customers in groups: one transaction, and so one wait for the disk, for all that wait at the same time.
//!
//! [`Sqlite::create_customer`](super::Sqlite::create_customer) passes each customer to one thread. While the disk works on
//! one group, the next one gathers; a lone customer does not wait for others. Customers are stored in the order of their arrival,
//! each in a savepoint of its own, so that a conflict leaves the others alone. Answers are sent only after the commit; if
//! it fails, no customer of the group has been stored, and all get the error.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::{io, thread};

use rusqlite::{Connection, TransactionBehavior};
use tokio::sync::oneshot;

use crate::domain::StorageError;

use super::customers;
use crate::server::store::records::{CreateOutcome, CustomerDetails};

/// The largest group: a multiple of the clients of a busy server, and a transaction of a few milliseconds.
const MAX_GROUP: usize = 256;

/// The thread. Dropping it finishes the customers that wait, and closes the connection.
pub(super) struct Writer {
    jobs: Option<Sender<Job>>,
    thread: Option<thread::JoinHandle<()>>,
}

struct Job {
    customer: CustomerDetails,
    answer: oneshot::Sender<Result<CreateOutcome, StorageError>>,
}

impl Writer {
    /// Starts the thread.
    ///
    /// # Errors
    ///
    /// The system cannot start a thread.
    pub(super) fn start(connection: Connection) -> io::Result<Self> {
        let (jobs, received) = channel();
        let thread = thread::Builder::new().name("writer".to_owned()).spawn(move || run(connection, &received))?;
        Ok(Self { jobs: Some(jobs), thread: Some(thread) })
    }

    /// Stores a customer. It is stored even if the caller no longer waits for the answer.
    pub(super) async fn create(&self, customer: CustomerDetails) -> Result<CreateOutcome, StorageError> {
        let (answer, answered) = oneshot::channel();
        let jobs = self.jobs.as_ref().ok_or(StorageError::Broken)?;
        jobs.send(Job { customer, answer }).map_err(|_| StorageError::Broken)?;
        answered.await.unwrap_or(Err(StorageError::Broken))
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        drop(self.jobs.take());
        if let Some(thread) = self.thread.take() {
            // A panic of the thread has been reported by the panic hook.
            let _ = thread.join();
        }
    }
}

fn run(mut connection: Connection, jobs: &Receiver<Job>) {
    while let Ok(first) = jobs.recv() {
        let (customers, answers): (Vec<_>, Vec<_>) = std::iter::once(first)
            .chain(jobs.try_iter())
            .take(MAX_GROUP)
            .map(|Job { customer, answer }| (customer, answer))
            .unzip();
        // A caller that no longer waits needs no answer.
        match create_group(&mut connection, &customers) {
            Ok(outcomes) => {
                for (answer, outcome) in answers.into_iter().zip(outcomes) {
                    let _ = answer.send(Ok(outcome));
                }
            }
            Err(error) => {
                for answer in answers {
                    let _ = answer.send(Err(error));
                }
            }
        }
    }
}

/// Stores a group: all that do not conflict, or none.
fn create_group(connection: &mut Connection, group: &[CustomerDetails]) -> Result<Vec<CreateOutcome>, StorageError> {
    let mut transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let outcomes = group
        .iter()
        .map(|customer| {
            let savepoint = transaction.savepoint()?;
            let outcome = customers::create(&savepoint, customer)?;
            if matches!(outcome, CreateOutcome::Stored(_)) {
                savepoint.commit()?;
            }
            Ok(outcome)
        })
        .collect::<Result<_, StorageError>>()?;
    transaction.commit()?;
    Ok(outcomes)
}

#[cfg(test)]
mod tests {
    use crate::server::phone_key::PhoneComparison;
    use crate::server::store::sqlite::Sqlite;
    use crate::server::store::sqlite::open::connect;

    use super::*;
    use crate::server::samples::Samples;

    fn customer(number: usize) -> CustomerDetails {
        CustomerDetails {
            venue_id: 1,
            group_id: 1,
            cid: format!("00000000-0000-4000-8000-{number:012}"),
            name: "x".repeat(400),
            phone: Some(number.to_string()),
            phone_key: Some(number.to_string()),
            ..CustomerDetails::default()
        }
    }

    fn count(connection: &Connection, table: &str) -> i64 {
        connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap()
    }

    #[test]
    fn in_a_group_the_first_one_wins_and_a_conflict_leaves_nothing_behind() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("shop.sqlite");
        drop(Sqlite::open(&path, 1, PhoneComparison::default(), Samples::default).unwrap());
        let mut connection = connect(&path).unwrap();
        let mut unknown_group = customer(3);
        unknown_group.group_id = 99;
        let same_phone = CustomerDetails { cid: customer(4).cid, ..customer(1) };
        let group = [customer(1), same_phone, unknown_group, customer(2)];
        let outcomes = create_group(&mut connection, &group).unwrap();
        let names: Vec<_> = outcomes
            .iter()
            .map(|outcome| match outcome {
                CreateOutcome::Stored(customer) => customer.details.phone.clone().unwrap(),
                CreateOutcome::Conflict(field) => format!("{field:?}"),
                CreateOutcome::UnknownGroup => "no group".to_owned(),
            })
            .collect();
        assert_eq!(names, ["1", "Phone", "no group", "2"]);
        assert_eq!((count(&connection, "customers"), count(&connection, "balances")), (2, 2));
    }

    #[test]
    fn a_group_that_cannot_be_written_leaves_nothing_behind_and_the_next_one_is_stored() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("shop.sqlite");
        drop(Sqlite::open(&path, 1, PhoneComparison::default(), Samples::default).unwrap());
        let mut connection = connect(&path).unwrap();
        let pages: i64 = connection.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
        let limit = |connection: &Connection, pages: i64| {
            connection.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(())).unwrap();
        };
        limit(&connection, pages + 4);
        let group: Vec<_> = (0..100).map(customer).collect();
        assert_eq!(create_group(&mut connection, &group).err(), Some(StorageError::DiskFull));
        assert_eq!((count(&connection, "customers"), count(&connection, "balances")), (0, 0));
        limit(&connection, pages + 4000);
        assert_eq!(create_group(&mut connection, &group).unwrap().len(), 100);
        assert_eq!((count(&connection, "customers"), count(&connection, "balances")), (100, 100));
    }
}
