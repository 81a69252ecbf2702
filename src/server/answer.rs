//! A success as it looks on the wire: the envelope around what was asked for.

use std::convert::Infallible;
use std::time::{Instant, SystemTime};

use axum::Json;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::clock;

use super::store::Page;

/// When the request came in, so that its answer can say how long it took. Every handler that answers takes one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Started(pub Instant);

impl<S: Sync> FromRequestParts<S> for Started {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get().copied().unwrap_or(Self(Instant::now())))
    }
}

#[derive(Serialize)]
struct Envelope<T> {
    success: bool,
    data: T,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<i64>,
    time: u64,
    timestamp: String,
    unix: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    sorts: Option<&'static [&'static str]>,
}

impl Started {
    /// One thing.
    pub(super) fn one(self, data: impl Serialize, message: Option<&'static str>) -> Response {
        self.envelope(data, message, None, None)
    }

    /// A part of a list, the length of the whole, and by what it can be ordered.
    pub(super) fn list<T, W: Serialize>(
        self,
        page: Page<T>,
        wire: impl Fn(T) -> W,
        sorts: &'static [&'static str],
    ) -> Response {
        let data: Vec<W> = page.rows.into_iter().map(wire).collect();
        self.envelope(data, None, Some(page.total), Some(sorts))
    }

    fn envelope<T: Serialize>(
        self,
        data: T,
        message: Option<&'static str>,
        total: Option<i64>,
        sorts: Option<&'static [&'static str]>,
    ) -> Response {
        let now = clock::now();
        let time = u64::try_from(self.0.elapsed().as_millis()).unwrap_or(u64::MAX);
        let timestamp = now.format("%Y-%m-%d %H:%M:%S").to_string();
        Json(Envelope { success: true, data, message, total, time, timestamp, unix: now.timestamp(), sorts })
            .into_response()
    }
}

/// A moment as customers' and tokens' times are written: `2025-11-14T08:31:17.000000Z`.
pub(super) fn wire_time(moment: SystemTime) -> String {
    DateTime::<Utc>::from(moment).format("%Y-%m-%dT%H:%M:%S%.6fZ").to_string()
}
