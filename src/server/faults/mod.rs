//! Faults on demand, for training and tests: what can go wrong between a desk and the cloud, at the moment that
//! one chooses. `main` reads them from `--inject`; the server makes them happen.
//!
//! # The specification of a fault
//!
//! `KIND[@WHEN[,WHEN…]]`, given once for each fault. Of several that fit a request the first happens, and those
//! after it do not count the request.
//!
//! | KIND | what happens |
//! |---|---|
//! | `status:NNN` | the request is answered with this status (400 to 599) and not worked on |
//! | `html-502` | the same with a 502 and an HTML page |
//! | `reset-before` | the connection is reset, the request is not worked on |
//! | `reset-after` | the request is worked on (a customer is stored), then the connection is reset |
//! | `cut` | the request is worked on, its answer ends in the middle and the connection is closed |
//! | `504-after` | the request is worked on and answered with a 504 |
//! | `delay:TIME` | the request waits before it is worked on |
//! | `delay-after:TIME` | the request is worked on, its answer waits |
//! | `trickle:TIME` | the request is worked on, its answer comes byte by byte, each after this time |
//!
//! TIME is a number with `ms` or `s`. A delay beyond the gateway's 8 s becomes a 504 while the work goes on.
//!
//! | WHEN | the fault happens |
//! |---|---|
//! | `method:POST` | only to requests with this method |
//! | `path:/customers` | only to requests whose path ends so |
//! | `FIELD=VALUE` | only to requests whose JSON body has this text or number in this field |
//! | `nth:N` | only to the Nth of the requests that fit the conditions above, counted from 1 |
//! | `first:N` | only to the first N of them |
//! | `every:N` | only to each Nth of them |
//! | `random:P/SEED` | to each of them with probability P (0 to 1); the same SEED gives the same faults |
//!
//! Of the last four a fault has one at most. In VALUE a comma, an at sign and a percent sign are written `%2C`, `%40` and `%25`. Without any WHEN the fault
//! happens always, to `/auth` as well.

mod broken_body;
mod inject;
mod parse;
mod when;

use std::time::Duration;

use axum::http::StatusCode;

pub use inject::{Reset, inject};
pub use parse::BadFault;
use when::When;

/// One fault: what happens, and to which requests. Reads from text, see [the module](self).
#[derive(Debug, Clone)]
pub struct Fault {
    kind: Kind,
    when: When,
}

/// All faults of a server. A clone counts on with the same counters.
#[derive(Debug, Clone, Default)]
pub struct Faults(Vec<Fault>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Status(StatusCode),
    Html502,
    ResetBefore,
    ResetAfter,
    Cut,
    TimeoutAfter,
    Delay(Duration),
    DelayAfter(Duration),
    Trickle(Duration),
}

impl Faults {
    /// Reads one fault's specification.
    ///
    /// # Errors
    ///
    /// A sentence that names the part which is not understood.
    pub fn parse(specification: &str) -> Result<Self, BadFault> {
        Ok(Self(vec![specification.parse()?]))
    }

    /// Whether nothing goes wrong on purpose.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<Fault> for Faults {
    fn from_iter<I: IntoIterator<Item = Fault>>(faults: I) -> Self {
        Self(faults.into_iter().collect())
    }
}
