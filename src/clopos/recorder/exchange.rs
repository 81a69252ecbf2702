use std::time::Duration;

use reqwest::header::HeaderMap;
use url::Url;

use crate::domain::ApiError;

use super::super::call::Request;
use super::super::classify::Answer;
use super::shape;

/// More headers say nothing about the API.
const MAX_HEADERS: usize = 40;

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
    let lines = headers.iter().map(|(name, value)| {
        let name = name.as_str();
        match value.to_str().ok().and_then(|value| shown_value(name, value)) {
            Some(value) => format!("{name}: {value}"),
            None if shape::is_name(name, '-') => name.to_owned(),
            None => format!("header({})", name.len()),
        }
    });
    lines.take(MAX_HEADERS).collect()
}

/// Returns the value of a header about rates, times or the type of the body, if it has the form of one.
fn shown_value(name: &str, value: &str) -> Option<String> {
    let is_time = httpdate::parse_http_date(value).is_ok();
    let is_number = value.len() <= 60 && value.chars().all(|c| c.is_ascii_digit() || ".,;=w \"".contains(c));
    let media_type = value.split(';').next().unwrap_or_default().trim();
    let is_known_type = ["application/json", "text/html", "text/plain", "application/xml"].contains(&media_type);
    match name {
        "date" => is_time.then(|| value.to_owned()),
        "content-type" => is_known_type.then(|| media_type.to_owned()),
        name if is_about_rate(name) && shape::is_name(name, '-') => (is_time || is_number).then(|| value.to_owned()),
        _ => None,
    }
}

fn body(answer: &Answer) -> Vec<String> {
    match serde_json::from_slice(&answer.body) {
        Ok(value) => shape::lines(&value),
        Err(_) if answer.body.is_empty() => vec!["(no body)".to_owned()],
        Err(_) => vec![format!("(no JSON, {} bytes)", answer.body.len())],
    }
}
