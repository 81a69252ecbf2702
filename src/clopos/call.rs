//! A call: its kind, its priority, its permission, its timeouts, and the request over HTTP. Plain values that the other files of this module
//! share; this file imports none of them.

use std::time::Duration;

use reqwest::Method;
use url::Url;

use crate::domain::Cid;

/// The kind of a call. The same status has a different meaning for each kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CallKind {
    /// `POST /auth`
    Auth,
    /// `POST /customers`
    Create,
    /// A list, in any of its three forms.
    List,
    /// One item, by its id.
    One,
}

impl CallKind {
    /// Returns whether the call reads or writes.
    pub(super) const fn direction(self) -> CallDirection {
        match self {
            Self::Create => CallDirection::Write,
            Self::Auth | Self::List | Self::One => CallDirection::Read,
        }
    }

    /// Returns the maximum size of an answer. A larger answer is not from the API.
    pub(super) const fn max_body_bytes(self) -> usize {
        match self {
            Self::Auth => 64 * 1024,
            Self::Create | Self::One => 1024 * 1024,
            Self::List => 4 * 1024 * 1024,
        }
    }
}

/// The direction of a call: it reads (a `GET`) or writes (a `POST /customers`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CallDirection {
    Read,
    Write,
}

/// The priority of a call: whether a person waits for the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Priority {
    /// A person needs the answer. The call is made at once if there is any budget.
    #[default]
    Foreground,
    /// The answer helps a person but is not essential. The call is not made while the desk is offline.
    Optional,
    /// No person waits. The call is not made while the desk is offline, and it leaves a part of the budget to the
    /// others.
    Background,
}

/// The timeouts for the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// For making a connection, TLS included.
    pub connect: Duration,
    /// For one exchange, from the request to the end of the answer.
    pub call: Duration,
    /// The same for a `POST`.
    pub post: Duration,
}

impl Default for Timeouts {
    /// Returns 3 s, 10 s and 12 s. The API's gateway gives up after 8 s, and its answer may come over a slow
    /// connection.
    fn default() -> Self {
        Self { connect: Duration::from_secs(3), call: Duration::from_secs(10), post: Duration::from_secs(12) }
    }
}

/// A call that was counted, until its end is recorded.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ticket {
    pub counted_at: u64,
    pub priority: Priority,
    pub direction: CallDirection,
}

/// The answer to a request for a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Permit {
    /// The call may be made after this delay, which is usually zero. It is already counted.
    Granted(Duration),
    /// The call may not be made. Nothing is counted. Ask again after this time.
    Denied(Duration),
    /// The desk is offline, and this call is not the probe.
    Offline,
}

/// A call before it is sent. With a body it is a `POST`.
pub(super) struct Request {
    pub kind: CallKind,
    pub url: Url,
    /// The JSON of a `POST`.
    pub body: Option<Vec<u8>>,
    /// `Idempotency-Key`, which v1 documents. No code relies on it: the `cid` decides.
    pub idempotency_key: Option<Cid>,
}

impl Request {
    pub(super) const fn get(kind: CallKind, url: Url) -> Self {
        Self { kind, url, body: None, idempotency_key: None }
    }

    pub(super) const fn method(&self) -> Method {
        if self.body.is_some() { Method::POST } else { Method::GET }
    }
}
