//! The conditions that decide to which requests a fault happens.

use std::sync::{Arc, Mutex, PoisonError};

use axum::http::{Method, Uri};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::{Map, Value};

/// The conditions of one fault. A clone shares the counter.
#[derive(Debug, Clone, Default)]
pub(super) struct Conditions {
    pub(super) method: Option<Method>,
    pub(super) path: Option<String>,
    pub(super) fields: Vec<FieldEquals>,
    pub(super) selection: Selection,
    matched_count: Arc<Mutex<u64>>,
}

/// The condition that a field of the body has a value.
#[derive(Debug, Clone)]
pub(super) struct FieldEquals {
    pub(super) name: String,
    /// Not shown, because it may be a customer's phone.
    pub(super) value: SecretString,
}

/// The selection among the requests that match the other conditions.
#[derive(Debug, Clone, Default)]
pub(super) enum Selection {
    #[default]
    All,
    Nth(u64),
    First(u64),
    Every(u64),
    Random {
        probability: f64,
        rng: Arc<Mutex<StdRng>>,
    },
}

impl Selection {
    pub(super) fn random(probability: f64, seed: u64) -> Self {
        Self::Random { probability, rng: Arc::new(Mutex::new(StdRng::seed_from_u64(seed))) }
    }
}

impl Conditions {
    /// Returns true if [`Self::applies_to`] needs the body.
    pub(super) fn needs_body(&self) -> bool {
        !self.fields.is_empty()
    }

    /// Returns true if the fault happens to this request. Counts the request if it matches the other conditions.
    pub(super) fn applies_to(&self, method: &Method, uri: &Uri, body: Option<&Map<String, Value>>) -> bool {
        let matches = self.method.as_ref().is_none_or(|wanted| wanted == method)
            && self.path.as_ref().is_none_or(|end| uri.path().ends_with(end))
            && self.fields.iter().all(|field| body.is_some_and(|body| field.matches(body)));
        matches && self.is_selected()
    }

    fn is_selected(&self) -> bool {
        let mut matched_count = self.matched_count.lock().unwrap_or_else(PoisonError::into_inner);
        *matched_count = matched_count.saturating_add(1);
        match &self.selection {
            Selection::All => true,
            Selection::Nth(nth) => *matched_count == *nth,
            Selection::First(first) => *matched_count <= *first,
            Selection::Every(every) => matched_count.is_multiple_of(*every),
            Selection::Random { probability, rng: dice } => {
                dice.lock().unwrap_or_else(PoisonError::into_inner).random_bool(*probability)
            }
        }
    }
}

impl FieldEquals {
    fn matches(&self, body: &Map<String, Value>) -> bool {
        match body.get(&self.name) {
            Some(Value::String(text)) => text == self.value.expose_secret(),
            Some(Value::Number(number)) => number.to_string() == self.value.expose_secret(),
            _ => false,
        }
    }
}
