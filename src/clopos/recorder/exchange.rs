use std::time::Duration;

use reqwest::header::HeaderMap;
use url::Url;

use crate::domain::{ApiError, sanitize_line};

use super::super::call::Request;
use super::super::classify::Answer;
use super::shape;

/// One request and its answer, without values of customers and without secrets.
#[derive(Debug, Clone)]
pub struct Exchange {
    /// E.g. `GET /open-api/v2/customers?page=1&limit=20`.
    pub request: String,
    /// The status, or why there was no answer.
    pub status: Result<u16, ApiError>,
    /// From the request to the end of the answer.
    pub time: Duration,
    /// The headers of the answer. A value is shown if it is a rate limit, a type or a time.
    pub headers: Vec<String>,
    /// The shape of the body.
    pub body: Vec<String>,
}

impl Exchange {
    pub(in crate::clopos) fn new(request: &Request, outcome: &Result<Answer, ApiError>, time: Duration) -> Self {
        let answer = outcome.as_ref().ok();
        Self {
            request: format!("{} {}", request.method(), address(&request.url)),
            status: outcome.as_ref().map(|answer| answer.status).map_err(Clone::clone),
            time,
            headers: answer.map(|answer| headers(&answer.headers)).unwrap_or_default(),
            body: answer.map(body).unwrap_or_default(),
        }
    }

    /// Returns the headers about rate limits.
    pub fn rate_limits(&self) -> impl Iterator<Item = &str> {
        self.headers.iter().map(String::as_str).filter(|header| is_about_rate(header))
    }
}

/// Returns path and query. Numbers of customers and values of filters are replaced by their shape.
fn address(url: &Url) -> String {
    let part =
        |part: &str| if part.bytes().all(|byte| byte.is_ascii_digit()) { "{id}".to_owned() } else { part.to_owned() };
    let path: Vec<String> = url.path_segments().into_iter().flatten().map(part).collect();
    let query: Vec<String> = url
        .query_pairs()
        .map(|(name, value)| {
            let is_data = name.starts_with("filters") && name.ends_with("[1]");
            let value = if is_data { shape::pattern(&value).unwrap_or_default() } else { value.into_owned() };
            format!("{name}={value}")
        })
        .collect();
    let mark = if query.is_empty() { "" } else { "?" };
    format!("/{}{mark}{}", path.join("/"), query.join("&"))
}

fn is_about_rate(header: &str) -> bool {
    header.contains("ratelimit") || header.starts_with("retry-after")
}

fn headers(headers: &HeaderMap) -> Vec<String> {
    let shown = |name: &str| is_about_rate(name) || ["content-type", "date"].contains(&name);
    headers
        .iter()
        .map(|(name, value)| match value.to_str().ok().filter(|_| shown(name.as_str())) {
            // None of these has a longer value.
            Some(value) => format!("{}: {}", name, sanitize_line(value).chars().take(60).collect::<String>()),
            None if shape::is_name(name.as_str(), '-') => name.to_string(),
            None => format!("header({})", name.as_str().len()),
        })
        .take(40)
        .collect()
}

fn body(answer: &Answer) -> Vec<String> {
    match serde_json::from_slice(&answer.body) {
        Ok(value) => shape::lines(&value),
        Err(_) if answer.body.is_empty() => vec!["(no body)".to_owned()],
        Err(_) => vec![format!("(no JSON, {} bytes)", answer.body.len())],
    }
}
