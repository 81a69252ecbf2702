//! Fault injection for training and tests: failures between a desk and the cloud, at a chosen moment. `frontdesk serve`
//! parses the faults of `--inject`; the server injects them.
//!
//! # The specification of a fault
//!
//! `KIND[@WHEN[,WHEN…]]`, given once for each fault. If several faults match a request, only the first is injected and
//! only the first counts the request.
//!
//! | KIND | what happens |
//! |---|---|
//! | `status:NNN` | the request is answered with this status (400 to 599) and not processed |
//! | `client-disabled` | the same with a 403 that says `Client is disabled` |
//! | `invalid-integrator` | the same with a 401 that says `Invalid integrator_id`, on any call |
//! | `html-502` | the same with a 502 and an HTML page |
//! | `reset-before` | the connection is reset, the request is not processed |
//! | `reset-after` | the request is processed (a customer is stored), then the connection is reset |
//! | `cut` | the request is processed, its response ends in the middle and the connection is closed |
//! | `504-after` | the request is processed and answered with a 504 |
//! | `delay:TIME` | the request waits before it is processed |
//! | `delay-after:TIME` | the request is processed, its response waits |
//! | `trickle:TIME` | the request is processed, its response comes byte by byte, each after this time |
//!
//! TIME is a number with `ms` or `s`. A delay beyond the gateway's 8 s becomes a 504 while the work continues.
//!
//! | WHEN | the fault is injected |
//! |---|---|
//! | `method:POST` | only to requests with this method |
//! | `path:/customers` | only to requests whose path ends with this text |
//! | `FIELD=VALUE` | only to requests whose JSON body has this text or number in this field |
//! | `nth:N` | only to the Nth of the requests that match the conditions above, counted from 1 |
//! | `first:N` | only to the first N of them |
//! | `every:N` | only to each Nth of them |
//! | `random:P/SEED` | to each of them with probability P (0 to 1); the same SEED gives the same faults |
//!
//! A fault has at most one of the last four. In VALUE a comma, an at sign and a percent sign are written `%2C`, `%40` and
//! `%25`. Without any WHEN the fault is injected into every request, including `/auth`.

mod broken_body;
mod conditions;
mod inject;
mod parse;

use std::time::Duration;

use axum::http::StatusCode;

use conditions::Conditions;
pub use inject::{ResetConnection, inject};
pub use parse::FaultSyntaxError;

/// A fault and the requests to which it happens. It is parsed from text, see [the module](self). A clone shares the
/// counter.
#[derive(Debug, Clone)]
pub struct Fault {
    kind: FaultKind,
    conditions: Conditions,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FaultKind {
    Status(StatusCode),
    ClientDisabled,
    InvalidIntegrator,
    Html502,
    ResetBefore,
    ResetAfter,
    Cut,
    TimeoutAfter,
    Delay(Duration),
    DelayAfter(Duration),
    Trickle(Duration),
}
