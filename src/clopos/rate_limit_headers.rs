//! What an answer's headers say of rate limits: `RateLimit-*` (seconds), `X-RateLimit-*` (reset as epoch seconds)
//! and `Retry-After` (seconds or a date).

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};

/// Nobody is told to wait longer than this, whatever a header says.
const MAX_RETRY_AFTER: Duration = Duration::from_hours(1);
/// A 429 that says nothing of time: the API's window is a minute.
const DEFAULT_RETRY_AFTER: Duration = Duration::from_mins(1);
/// Shorter waits than this are not worth a second refusal.
const MIN_RETRY_AFTER: Duration = Duration::from_secs(1);

/// The limits that an answer told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct RateLimitHeaders {
    /// Calls in a window.
    pub limit: Option<u32>,
    /// Calls left in this window.
    pub remaining: Option<u32>,
    /// Time until the window ends.
    pub reset_in: Option<Duration>,
    retry_after: Option<Duration>,
}

impl RateLimitHeaders {
    /// Reads the headers. `now` is this machine's clock; where the answer has a date of its own, that one counts.
    pub(super) fn read(headers: &HeaderMap, now: SystemTime) -> Self {
        let now = date(headers).unwrap_or(now);
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let count = |name: &str| text(name).and_then(leading_number).and_then(|n| u32::try_from(n).ok());
        Self {
            limit: count("ratelimit-limit").or_else(|| count("x-ratelimit-limit")),
            remaining: count("ratelimit-remaining").or_else(|| count("x-ratelimit-remaining")),
            reset_in: text("ratelimit-reset")
                .and_then(leading_number)
                .map(bounded_seconds)
                .or_else(|| text("x-ratelimit-reset").and_then(leading_number).map(|reset| until(reset, now))),
            retry_after: headers
                .get(RETRY_AFTER)
                .and_then(|value| value.to_str().ok())
                .and_then(|value| retry_after(value, now)),
        }
    }

    /// How long a `Retry-After` asks to wait, within bounds.
    pub(super) fn retry_after(&self) -> Option<Duration> {
        self.retry_after.map(|wait| wait.clamp(MIN_RETRY_AFTER, MAX_RETRY_AFTER))
    }

    /// How long to wait after a 429: the longest that any header asks for.
    pub(super) fn wait(&self) -> Duration {
        let told = self.reset_in.into_iter().chain(self.retry_after).max();
        told.unwrap_or(DEFAULT_RETRY_AFTER).clamp(MIN_RETRY_AFTER, MAX_RETRY_AFTER)
    }
}

/// The server's clock at the time of the answer.
pub(super) fn date(headers: &HeaderMap) -> Option<SystemTime> {
    httpdate::parse_http_date(headers.get(DATE)?.to_str().ok()?).ok()
}

/// `300`, `300, 300;w=60` and `29.5` alike: the digits that it begins with.
fn leading_number(text: &str) -> Option<u64> {
    let text = text.trim_start();
    let digits = text.find(|c: char| !c.is_ascii_digit()).map_or(text, |end| text.get(..end).unwrap_or(""));
    if digits.is_empty() { None } else { Some(digits.parse().unwrap_or(u64::MAX)) }
}

fn bounded_seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds).min(MAX_RETRY_AFTER)
}

/// A reset as epoch seconds. Some servers send milliseconds or a plain count of seconds under the same name;
/// neither can be taken for an epoch second of this century.
fn until(reset: u64, now: SystemTime) -> Duration {
    const THIS_CENTURY: u64 = 946_684_800;
    const MILLISECONDS: u64 = 100_000_000_000;
    let epoch_seconds = match reset {
        0..THIS_CENTURY => return bounded_seconds(reset),
        MILLISECONDS.. => reset / 1000,
        _ => reset,
    };
    let now = now.duration_since(UNIX_EPOCH).unwrap_or_default();
    Duration::from_secs(epoch_seconds).saturating_sub(now).min(MAX_RETRY_AFTER)
}

fn retry_after(text: &str, now: SystemTime) -> Option<Duration> {
    if let Some(seconds) = leading_number(text) {
        return Some(bounded_seconds(seconds));
    }
    let then = httpdate::parse_http_date(text.trim()).ok()?;
    Some(then.duration_since(now).unwrap_or_default().min(MAX_RETRY_AFTER))
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
    fn a_wait_is_the_longest_told_within_bounds() {
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
            // The server's own clock counts, not ours.
            (&[("x-ratelimit-reset", "1767853142"), ("date", "Thu, 08 Jan 2026 06:18:57 GMT")], 5),
        ];
        for (headers, seconds) in table {
            assert_eq!(limits(headers).wait(), Duration::from_secs(*seconds), "{headers:?}");
        }
    }

    #[test]
    fn counts_are_read_in_either_spelling() {
        let new = limits(&[("ratelimit-limit", "300, 300;w=60"), ("ratelimit-remaining", "12")]);
        assert_eq!((new.limit, new.remaining), (Some(300), Some(12)));
        let old = limits(&[("x-ratelimit-limit", "100"), ("x-ratelimit-remaining", "0")]);
        assert_eq!((old.limit, old.remaining), (Some(100), Some(0)));
        assert_eq!(limits(&[("ratelimit-remaining", "many")]).remaining, None);
    }
}
