//! Tables whose rows wait: for a timeout, or for a program that starts.

use std::sync::{Mutex, PoisonError};
use std::thread;

/// More of them would only make a busy machine busier.
const ROWS_AT_ONCE: usize = 4;

/// Tests each row of a table, some at the same time. A row must not depend on another one.
pub fn each_row<T: Send>(rows: impl IntoIterator<Item = T, IntoIter: Send>, test: impl Fn(T) + Sync) {
    let rows = Mutex::new(rows.into_iter());
    let next = || rows.lock().unwrap_or_else(PoisonError::into_inner).next();
    thread::scope(|scope| {
        for _ in 0..ROWS_AT_ONCE {
            scope.spawn(|| {
                while let Some(row) = next() {
                    test(row);
                }
            });
        }
    });
}

#[test]
fn every_row_is_tested_once_and_one_that_fails_fails_the_test() {
    let tested = Mutex::new(Vec::new());
    each_row(0..20, |row| tested.lock().unwrap().push(row));
    let mut tested = tested.into_inner().unwrap();
    tested.sort_unstable();
    assert_eq!(tested, (0..20).collect::<Vec<_>>());
    let failed = std::panic::catch_unwind(|| each_row([1, 2, 3], |row| assert_ne!(row, 2)));
    assert!(failed.is_err());
}
