use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};

use crate::domain::Cid;

/// A generator of `cid`s. `runtime` takes its seed from the system's randomness once. Each use replaces the seed by the
/// next one, so `update` depends on nothing but its input.
#[derive(derive_more::Debug, Clone, PartialEq, Eq)]
pub struct CidGenerator(#[debug("…")] [u8; 32]);

impl CidGenerator {
    /// Builds a generator from 32 bytes of the system's randomness. The same seed gives the same identifiers, so each
    /// seed is used once.
    pub const fn seeded(seed: [u8; 32]) -> Self {
        Self(seed)
    }

    /// Returns the next `cid`.
    pub fn make(&mut self) -> Cid {
        let mut random = StdRng::from_seed(self.0);
        let mut bytes = [0; 16];
        random.fill_bytes(&mut self.0);
        random.fill_bytes(&mut bytes);
        Cid::from_random_bytes(bytes)
    }
}
