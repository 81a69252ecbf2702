use std::fmt;

use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};

use crate::domain::Cid;

/// Where the next form's `cid` comes from: a seed that the edge takes once from the system's randomness, and that
/// each use replaces by the next, so that the state machine stays a function of its input.
#[derive(Clone, PartialEq, Eq)]
pub struct CidGenerator([u8; 32]);

impl CidGenerator {
    /// The same seed gives the same identifiers: use 32 bytes of the system's randomness, once.
    pub const fn seeded(seed: [u8; 32]) -> Self {
        Self(seed)
    }

    /// The next one.
    pub fn make(&mut self) -> Cid {
        let mut random = StdRng::from_seed(self.0);
        let mut bytes = [0; 16];
        random.fill_bytes(&mut self.0);
        random.fill_bytes(&mut bytes);
        Cid::from_random_bytes(bytes)
    }
}

impl fmt::Debug for CidGenerator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Cids(…)")
    }
}
