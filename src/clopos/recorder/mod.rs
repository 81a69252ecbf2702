//! Records the exchanges of a client for a probe, without values of customers and without secrets. Called by `client`.

mod exchange;
mod shape;

pub use exchange::Exchange;

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::domain::ApiError;

use super::call::Request;
use super::classify::Answer;

/// The exchanges of a client.
#[derive(Default)]
pub(super) struct Recorder(Mutex<Vec<Exchange>>);

impl Recorder {
    pub(super) fn record(&self, request: &Request, outcome: &Result<Answer, ApiError>, time: Duration) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(Exchange::new(request, outcome, time));
    }

    pub(super) fn take(&self) -> Vec<Exchange> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
