//! The conditions that decide to which requests a fault happens.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::http::{Method, Uri};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::{Map, Value};

/// The conditions of one fault. A clone shares the counter.
#[derive(Debug, Clone, Default)]
pub(super) struct Conditions {
    pub(super) all: Vec<Condition>,
    /// The selection among the requests that match all conditions. `None` means that each of them is selected.
    pub(super) selection: Option<Selection>,
    matched_count: Arc<AtomicU64>,
}

/// A condition on a request alone.
#[derive(Debug, Clone)]
pub(super) enum Condition {
    Method(Method),
    /// The path ends with this.
    Path(String),
    /// A field of the body has a value, which is not shown, because it may be a customer's phone.
    Field(String, SecretString),
}

/// A selection by the number of the request, from 1.
#[derive(Debug, Clone, Copy)]
pub(super) enum Selection {
    Nth(u64),
    First(u64),
    Every(u64),
    Random { probability: f64, seed: u64 },
}

impl Conditions {
    /// Returns true if [`Self::applies_to`] needs the body.
    pub(super) fn needs_body(&self) -> bool {
        self.all.iter().any(|condition| matches!(condition, Condition::Field(..)))
    }

    /// Returns true if the fault happens to this request. Counts the request if it matches all conditions.
    pub(super) fn applies_to(&self, method: &Method, uri: &Uri, body: Option<&Map<String, Value>>) -> bool {
        let matches = self.all.iter().all(|condition| match condition {
            Condition::Method(wanted) => wanted == method,
            Condition::Path(end) => uri.path().ends_with(end),
            Condition::Field(name, value) => match body.and_then(|body| body.get(name)) {
                Some(Value::String(text)) => text == value.expose_secret(),
                Some(Value::Number(number)) => number.to_string() == value.expose_secret(),
                _ => false,
            },
        });
        matches && {
            let number = self.matched_count.fetch_add(1, Ordering::Relaxed) + 1;
            self.selection.is_none_or(|selection| selection.has(number))
        }
    }
}

impl Selection {
    fn has(self, number: u64) -> bool {
        match self {
            Self::Nth(nth) => number == nth,
            Self::First(first) => number <= first,
            Self::Every(every) => number.is_multiple_of(every),
            Self::Random { probability, seed } => {
                StdRng::seed_from_u64(seed ^ number.rotate_left(32)).random_bool(probability)
            }
        }
    }
}
