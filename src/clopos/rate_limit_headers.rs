//! Parses the rate limits of an answer's headers: `RateLimit-*` (seconds), `X-RateLimit-*` (reset as epoch seconds) and
//! `Retry-After` (seconds or a date). Called by `http`; `classify` and `budget` use the result.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use reqwest::header::{DATE, HeaderMap};

/// The longest wait, even if a header asks for more.
const MAX_RETRY_AFTER: Duration = Duration::from_hours(1);
/// The wait after a 429 without a time: the API's window is a minute.
const DEFAULT_RETRY_AFTER: Duration = Duration::from_mins(1);
/// The shortest wait. After a shorter one the server may reject the call again.
const MIN_RETRY_AFTER: Duration = Duration::from_secs(1);

/// The rate limits of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct RateLimitHeaders {
    /// Number of calls in a window.
    pub limit: Option<u32>,
    /// Number of calls that remain in this window.
    pub remaining: Option<u32>,
    /// Time until the window ends.
    pub reset_in: Option<Duration>,
    retry_after: Option<Duration>,
}

impl RateLimitHeaders {
    /// Parses the headers. `now` is this host's time. It is used only if the answer has no `Date`.
    pub(super) fn read(headers: &HeaderMap, now: SystemTime) -> Self {
        let now = server_date(headers).unwrap_or(now);
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let count = |name: &str| text(name).and_then(leading_number).and_then(|n| u32::try_from(n).ok());
        Self {
            limit: count("ratelimit-limit").or_else(|| count("x-ratelimit-limit")),
            remaining: count("ratelimit-remaining").or_else(|| count("x-ratelimit-remaining")),
            reset_in: text("ratelimit-reset").and_then(leading_number).map(bounded_seconds).or_else(|| {
                text("x-ratelimit-reset").and_then(leading_number).map(|reset| time_until_reset(reset, now))
            }),
            retry_after: text("retry-after").and_then(|value| retry_after(value, now)),
        }
    }

    /// Returns the wait that a `Retry-After` asks for, within the bounds.
    pub(super) fn retry_after(&self) -> Option<Duration> {
        self.retry_after.map(|wait| wait.clamp(MIN_RETRY_AFTER, MAX_RETRY_AFTER))
    }

    /// Returns the wait after a 429: the longest that any header asks for, within the bounds.
    pub(super) fn wait_after_429(&self) -> Duration {
        let requested = self.reset_in.into_iter().chain(self.retry_after).max();
        requested.unwrap_or(DEFAULT_RETRY_AFTER).clamp(MIN_RETRY_AFTER, MAX_RETRY_AFTER)
    }
}

/// Returns the server's time when it sent the answer, from its `Date`.
pub(super) fn server_date(headers: &HeaderMap) -> Option<SystemTime> {
    httpdate::parse_http_date(headers.get(DATE)?.to_str().ok()?).ok()
}

/// Parses the leading digits of a text, e.g. of `300`, `300, 300;w=60` or `29.5`.
fn leading_number(text: &str) -> Option<u64> {
    let text = text.trim_start();
    let digits = text.find(|c: char| !c.is_ascii_digit()).map_or(text, |end| text.get(..end).unwrap_or(""));
    if digits.is_empty() { None } else { Some(digits.parse().unwrap_or(u64::MAX)) }
}

fn bounded_seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds).min(MAX_RETRY_AFTER)
}

/// Returns the time until a reset that is given in epoch seconds. Some servers send milliseconds or a plain count of
/// seconds under the same name. Neither can be mistaken for an epoch second of this century.
fn time_until_reset(reset: u64, now: SystemTime) -> Duration {
    /// The epoch second of 1 January 2000.
    const YEAR_2000: u64 = 946_684_800;
    /// From this number on, it is milliseconds.
    const FIRST_IN_MILLISECONDS: u64 = 100_000_000_000;
    let epoch_seconds = match reset {
        0..YEAR_2000 => return bounded_seconds(reset),
        FIRST_IN_MILLISECONDS.. => reset / 1000,
        _ => reset,
    };
    let now = now.duration_since(UNIX_EPOCH).unwrap_or_default();
    Duration::from_secs(epoch_seconds).saturating_sub(now).min(MAX_RETRY_AFTER)
}

fn retry_after(text: &str, now: SystemTime) -> Option<Duration> {
    if let Some(seconds) = leading_number(text) {
        return Some(bounded_seconds(seconds));
    }
    let date = httpdate::parse_http_date(text.trim()).ok()?;
    Some(date.duration_since(now).unwrap_or_default().min(MAX_RETRY_AFTER))
}

#[cfg(test)]
mod tests {
    use reqwest::header::{HeaderName, HeaderValue};

    use super::*;

    fn limits(pairs: &[(&str, &str)]) -> RateLimitHeaders {
        let headers = pairs
            .iter()
            .map(|(name, value)| (name.parse::<HeaderName>().unwrap(), HeaderValue::from_str(value).unwrap()))
            .collect();
        // 2026-01-08 06:18:52 UTC
        RateLimitHeaders::read(&headers, UNIX_EPOCH + Duration::from_secs(1_767_853_132))
    }

    #[test]
    fn the_wait_after_a_429_is_the_longest_of_all_headers_within_bounds() {
        let table: &[(&[(&str, &str)], u64)] = &[
            (&[], 60),
            (&[("ratelimit-reset", "17")], 17),
            (&[("RateLimit-Reset", "17"), ("Retry-After", "30")], 30),
            (&[("ratelimit-reset", "30"), ("retry-after", "2")], 30),
            (&[("retry-after", "0")], 1),
            (&[("retry-after", "99999999999999999999999")], 3600),
            (&[("retry-after", "soon")], 60),
            (&[("retry-after", "-5")], 60),
            (&[("retry-after", "Thu, 08 Jan 2026 06:19:02 GMT")], 10),
            (&[("retry-after", "Thu, 08 Jan 2026 06:00:00 GMT")], 1),
            (&[("x-ratelimit-reset", "1767853142")], 10),
            (&[("x-ratelimit-reset", "1767853142000")], 10),
            (&[("x-ratelimit-reset", "45")], 45),
            (&[("x-ratelimit-reset", "4102444800")], 3600),
            // The server's clock counts, not this host's.
            (&[("x-ratelimit-reset", "1767853142"), ("date", "Thu, 08 Jan 2026 06:18:57 GMT")], 5),
        ];
        for (headers, seconds) in table {
            assert_eq!(limits(headers).wait_after_429(), Duration::from_secs(*seconds), "{headers:?}");
        }
    }

    #[test]
    fn counts_are_read_in_both_header_spellings() {
        let new = limits(&[("ratelimit-limit", "300, 300;w=60"), ("ratelimit-remaining", "12")]);
        assert_eq!((new.limit, new.remaining), (Some(300), Some(12)));
        let old = limits(&[("x-ratelimit-limit", "100"), ("x-ratelimit-remaining", "0")]);
        assert_eq!((old.limit, old.remaining), (Some(100), Some(0)));
        assert_eq!(limits(&[("ratelimit-remaining", "many")]).remaining, None);
    }
}
