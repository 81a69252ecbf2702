//! The API for tests under Tokio's paused clock. It answers at once or after a time that passes by itself, and counts
//! every call. It can fail in every way in which a connection or a server can fail.

mod answers;

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::Instant;

use crate::domain::{ApiError, ConnectError, UnknownOutcome};

use super::call::Request;
use super::classify::Answer;
use answers::{answer, kind, page};

/// The time of an answer over a usual connection.
const LATENCY: Duration = Duration::from_millis(50);

/// The way in which calls fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outage {
    /// Connections are refused.
    Refused,
    /// No name server answers.
    NoNameServer,
    /// The server's certificate is not valid.
    BadCertificate,
    /// The connection is reset after the request, which is not carried out.
    Reset,
    /// The request is not carried out and not answered. When the server is back the connection is reset.
    Silent,
    /// The answer has this status and is the API's.
    Status(u16),
    /// Something between the desk and the API answers with a page.
    Page(u16),
    /// The answer is lost although the request was carried out.
    AnswerLost,
}

/// Which calls fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    All,
    /// `POST /customers` only.
    Registrations,
    /// `POST /auth` only. There is no valid token.
    Tokens,
    /// All but `POST /auth`.
    AllButTokens,
}

/// The limits of the API for a brand: calls in a sliding window.
const V1_LIMITS: &[(usize, Duration)] = &[(100, Duration::from_mins(1)), (1_000, Duration::from_hours(1))];
const V2_LIMITS: &[(usize, Duration)] = &[(300, Duration::from_mins(1))];

/// The server of a brand, as one host sees it. Calls that could not connect are not counted.
pub(crate) struct FakeServer {
    limits: &'static [(usize, Duration)],
    host: u32,
    world: Arc<Mutex<World>>,
}

/// The state of the tightest limit.
struct Standing {
    limit: usize,
    remaining: usize,
    resets_in: Duration,
}

#[derive(Default)]
struct World {
    outage: Option<(Outage, Scope)>,
    customers: Vec<Value>,
    /// The only group and venue is called so, `One` by default.
    group_name: Option<&'static str>,
    /// Each call with the host that made it.
    calls: Vec<(Instant, &'static str, u32)>,
    /// The calls within the limits, without `/auth`.
    counted: Vec<Instant>,
    /// The hosts of the calls that were beyond the limits.
    too_many: Vec<u32>,
}

impl FakeServer {
    pub(crate) fn v1() -> Self {
        Self { limits: V1_LIMITS, host: 0, world: Arc::default() }
    }

    pub(crate) fn v2() -> Self {
        Self { limits: V2_LIMITS, host: 0, world: Arc::default() }
    }

    /// Returns the same server for another host.
    pub(crate) fn for_host(&self, host: u32) -> Self {
        Self { host, limits: self.limits, world: Arc::clone(&self.world) }
    }

    fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap()
    }

    /// Lets the calls of a scope fail from now on. `None` ends the outage.
    pub(crate) fn set_outage(&self, outage: Option<(Outage, Scope)>) {
        self.world().outage = outage;
    }

    /// Changes the name of the only group.
    pub(crate) fn rename_group(&self, name: &'static str) {
        self.world().group_name = Some(name);
    }

    /// Returns the number of customers and of different `cid`s.
    pub(crate) fn stored(&self) -> (usize, usize) {
        let world = self.world();
        let cids: std::collections::BTreeSet<_> =
            world.customers.iter().map(|customer| customer["cid"].as_str()).collect();
        (world.customers.len(), cids.len())
    }

    /// Returns the calls since a moment, by kind.
    pub(crate) fn calls_since(&self, since: Instant) -> BTreeMap<&'static str, usize> {
        let mut calls = BTreeMap::new();
        for (_, kind, _) in self.world().calls.iter().filter(|(at, ..)| *at >= since) {
            *calls.entry(*kind).or_default() += 1;
        }
        calls
    }

    /// Returns the number of calls beyond the limits.
    pub(crate) fn too_many(&self) -> usize {
        self.world().too_many.len()
    }

    /// Returns the calls of this host without `/auth`, and those beyond the limits.
    pub(crate) fn calls_of_host(&self) -> (usize, usize) {
        let world = self.world();
        let made = world.calls.iter().filter(|(_, kind, host)| *host == self.host && *kind != "auth").count();
        (made, world.too_many.iter().filter(|host| **host == self.host).count())
    }

    /// Returns the most calls of a second between two moments.
    pub(crate) fn busiest_second(&self, from: Instant, to: Instant) -> usize {
        let mut calls = BTreeMap::<u64, usize>::new();
        for (at, ..) in self.world().calls.iter().filter(|(at, ..)| (from..to).contains(at)) {
            *calls.entry((*at - from).as_secs()).or_default() += 1;
        }
        calls.into_values().max().unwrap_or_default()
    }

    pub(super) fn can_connect(&self) -> bool {
        !matches!(self.world().outage, Some((Outage::Refused | Outage::NoNameServer, Scope::All)))
    }

    pub(super) async fn answer(&self, request: &Request, timeout: Duration) -> Result<Answer, ApiError> {
        let kind = kind(request);
        let outage = self.world().outage.filter(|(_, scope)| match scope {
            Scope::All => true,
            Scope::Registrations => kind == "register",
            Scope::Tokens => kind == "auth",
            Scope::AllButTokens => kind != "auth",
        });
        let outage = outage.map(|(outage, _)| outage);
        match outage {
            Some(Outage::Refused) => return Err(ApiError::NotSent(ConnectError::ConnectionRefused)),
            Some(Outage::NoNameServer) => {
                tokio::time::sleep(Duration::from_millis(1500)).await;
                return Err(ApiError::NotSent(ConnectError::ConnectTimeout));
            }
            Some(Outage::BadCertificate) => {
                tokio::time::sleep(LATENCY).await;
                return Err(ApiError::NotSent(ConnectError::Tls));
            }
            _ => {}
        }
        let standing = self.count(kind);
        match outage {
            Some(Outage::Silent) => {
                let begun = Instant::now();
                while begun.elapsed() < timeout {
                    tokio::time::sleep(Duration::from_millis(200)).await;
                    if self.world().outage.is_none() {
                        return Err(ApiError::Unknown(UnknownOutcome::ConnectionLost));
                    }
                }
                Err(ApiError::Unknown(UnknownOutcome::Timeout))
            }
            outage => {
                tokio::time::sleep(LATENCY).await;
                match outage {
                    Some(Outage::Status(status)) => {
                        Ok(answer(status, &json!({"success": false, "error": "failed", "message": "It failed."})))
                    }
                    Some(Outage::Page(status)) => Ok(page(status)),
                    Some(Outage::AnswerLost) => {
                        self.carry_out(kind, request);
                        Err(ApiError::Unknown(UnknownOutcome::ConnectionLost))
                    }
                    Some(_) => Err(ApiError::Unknown(UnknownOutcome::ConnectionLost)),
                    None => Ok(match standing {
                        Ok(standing) => self.with_limits(self.carry_out(kind, request), &standing),
                        Err(standing) => self.with_limits(answer(429, &json!({"success": false})), &standing),
                    }),
                }
            }
        }
    }

    /// Counts a call. Returns the state of the limits, as an error if the call is beyond them.
    fn count(&self, kind: &'static str) -> Result<Standing, Standing> {
        let (now, mut world) = (Instant::now(), self.world());
        world.calls.push((now, kind, self.host));
        if kind == "auth" {
            return Ok(self.standing(&world, now));
        }
        let before = self.standing(&world, now);
        if before.remaining == 0 {
            world.too_many.push(self.host);
            return Err(before);
        }
        world.counted.push(now);
        Ok(self.standing(&world, now))
    }

    fn standing(&self, world: &World, now: Instant) -> Standing {
        let windows = self.limits.iter().map(|(limit, span)| {
            let begin = world.counted.partition_point(|at| now - *at >= *span);
            let age = world.counted.get(begin).map_or(Duration::ZERO, |oldest| now - *oldest);
            let remaining = limit.saturating_sub(world.counted.len() - begin);
            Standing { limit: *limit, remaining, resets_in: span.saturating_sub(age) }
        });
        windows.min_by_key(|standing| (standing.remaining, Reverse(standing.resets_in))).unwrap()
    }
}
