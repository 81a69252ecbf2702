//! The envelope of a successful response. A failure is a `Problem`.

use std::time::{Instant, SystemTime};

use axum::Json;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;

use crate::clock;

use super::store::Page;

/// A record of the store and the fields that are the same for every record, as one JSON object.
#[derive(Serialize)]
pub(super) struct WithConstants<T> {
    #[serde(flatten)]
    pub record: T,
    #[serde(flatten)]
    pub constants: Value,
}

/// The time when the request arrived: an extension of every request. Every handler of a success takes it, because the response
/// says how long it took.
#[derive(Debug, Clone, Copy)]
pub(super) struct RequestStart(pub Instant);

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

impl RequestStart {
    /// Returns the response with one item.
    pub(super) fn item_response(self, data: impl Serialize, message: Option<&'static str>) -> Response {
        Json(Envelope { message, ..self.envelope(data) }).into_response()
    }

    /// Returns the response with one page of a list, the total and the fields by which the list can be sorted.
    pub(super) fn list_response<T, W: Serialize>(
        self,
        page: Page<T>,
        to_wire: impl Fn(T) -> W,
        sorts: &'static [&'static str],
    ) -> Response {
        let data: Vec<W> = page.rows.into_iter().map(to_wire).collect();
        Json(Envelope { total: Some(page.total), sorts: Some(sorts), ..self.envelope(data) }).into_response()
    }

    fn envelope<T>(self, data: T) -> Envelope<T> {
        let now = clock::now();
        let time = u64::try_from(self.0.elapsed().as_millis()).unwrap_or(u64::MAX);
        let timestamp = now.format("%Y-%m-%d %H:%M:%S").to_string();
        Envelope {
            success: true,
            data,
            message: None,
            total: None,
            time,
            timestamp,
            unix: now.timestamp(),
            sorts: None,
        }
    }
}

/// Formats the times of customers and tokens: `2025-11-14T08:31:17.000000Z`.
pub(super) fn wire_time(moment: SystemTime) -> String {
    DateTime::<Utc>::from(moment).format("%Y-%m-%dT%H:%M:%S%.6fZ").to_string()
}
