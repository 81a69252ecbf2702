//! Which requests a fault happens to.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use axum::http::{Method, Uri};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::{Map, Value};

/// The conditions of one fault. A clone shares the counter.
#[derive(Debug, Clone, Default)]
pub(super) struct When {
    pub(super) method: Option<Method>,
    pub(super) path: Option<String>,
    pub(super) fields: Vec<FieldIs>,
    pub(super) turn: Turn,
    seen: Arc<Mutex<u64>>,
}

/// A field of the body that has this value.
#[derive(Clone)]
pub(super) struct FieldIs {
    pub(super) name: String,
    pub(super) value: String,
}

/// Which of the requests that fit.
#[derive(Debug, Clone, Default)]
pub(super) enum Turn {
    #[default]
    All,
    Nth(u64),
    First(u64),
    Every(u64),
    Random {
        probability: f64,
        dice: Arc<Mutex<StdRng>>,
    },
}

impl Turn {
    pub(super) fn random(probability: f64, seed: u64) -> Self {
        Self::Random { probability, dice: Arc::new(Mutex::new(StdRng::seed_from_u64(seed))) }
    }
}

impl When {
    /// Whether the body must be known before [`Self::happens`] can be asked.
    pub(super) fn looks_at_body(&self) -> bool {
        !self.fields.is_empty()
    }

    /// Whether the fault happens to this request. Counts it if it fits.
    pub(super) fn happens(&self, method: &Method, uri: &Uri, body: Option<&Map<String, Value>>) -> bool {
        let fits = self.method.as_ref().is_none_or(|wanted| wanted == method)
            && self.path.as_ref().is_none_or(|end| uri.path().ends_with(end))
            && self.fields.iter().all(|field| body.is_some_and(|body| field.fits(body)));
        fits && self.is_its_turn()
    }

    fn is_its_turn(&self) -> bool {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        *seen = seen.saturating_add(1);
        match &self.turn {
            Turn::All => true,
            Turn::Nth(nth) => *seen == *nth,
            Turn::First(first) => *seen <= *first,
            Turn::Every(every) => seen.is_multiple_of(*every),
            Turn::Random { probability, dice } => {
                dice.lock().unwrap_or_else(PoisonError::into_inner).random_bool(*probability)
            }
        }
    }
}

impl FieldIs {
    fn fits(&self, body: &Map<String, Value>) -> bool {
        match body.get(&self.name) {
            Some(Value::String(text)) => *text == self.value,
            Some(Value::Number(number)) => number.to_string() == self.value,
            _ => false,
        }
    }
}

impl fmt::Debug for FieldIs {
    /// The value may be somebody's phone.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FieldIs").field("name", &self.name).finish_non_exhaustive()
    }
}
