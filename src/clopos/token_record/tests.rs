use super::*;
use crate::domain::{DisplayText, Field, UnknownOutcome};

const NOW: u64 = 1_767_853_132_000;
const HOUR: Duration = Duration::from_hours(1);

fn credentials() -> ApiError {
    ApiError::Credentials { sentence: DisplayText::new("Invalid credentials") }
}

#[test]
fn a_token_is_used_until_two_minutes_before_its_end() {
    let record = TokenRecord::from(Grant::new("t".into(), NOW, HOUR));
    let at = |seconds: u64| record.token_or_error(0, NOW + seconds * 1000, None);
    assert_eq!(at(0), Some(Ok("t".into())));
    assert_eq!(at(3479), Some(Ok("t".into())));
    assert_eq!(at(3480), None);
    assert_eq!(record.token_or_error(0, NOW, Some("t")), None, "a rejected token is not used again");
    assert_eq!(record.token_or_error(0, NOW, Some("older")), Some(Ok("t".into())));
}

#[test]
fn a_short_lived_token_is_used_for_most_of_its_life() {
    let record = TokenRecord::from(Grant::new("t".into(), NOW, Duration::from_mins(1)));
    assert_eq!(record.token_or_error(0, NOW + 44_000, None), Some(Ok("t".into())));
    assert_eq!(record.token_or_error(0, NOW + 45_000, None), None);
}

#[test]
fn a_token_granted_in_the_future_is_not_used() {
    let record = TokenRecord::from(Grant::new("t".into(), NOW + 61_000, HOUR));
    assert_eq!(record.token_or_error(0, NOW, None), None);
}

#[test]
fn a_failure_is_the_answer_for_callers_that_waited_for_it() {
    let record = TokenRecord::default().with_failure(&credentials(), NOW);
    assert_eq!(record.token_or_error(NOW - 1, NOW, None), Some(Err(credentials())));
    assert_eq!(record.token_or_error(NOW, NOW, None), None, "a later caller asks again");
}

#[test]
fn an_old_token_is_used_after_a_temporary_failure_but_not_after_a_permanent_one() {
    let late = NOW + 3_500_000;
    let record = TokenRecord::from(Grant::new("t".into(), NOW, HOUR));
    let unreachable = record.with_failure(&ApiError::NotSent(ConnectError::ConnectTimeout), late);
    assert_eq!(unreachable.token_or_error(late - 1, late, None), Some(Ok("t".into())));
    assert_eq!(
        unreachable.token_or_error(late - 1, late, Some("t")),
        Some(Err(ApiError::NotSent(ConnectError::ConnectTimeout)))
    );
    assert_eq!(
        record.with_failure(&credentials(), late).token_or_error(late - 1, late, None),
        Some(Err(credentials()))
    );
}

/// Desks of different versions share the file.
#[test]
fn the_stored_form_is_frozen() {
    let granted = r#"{"token":"t","since":1,"renew_at":2,"ends_at":3}"#;
    for failed in [
        "null",
        r#"{"at":4,"error":{"unreachable":"tls"}}"#,
        r#"{"at":4,"error":{"too_many":{"wait":{"secs":5,"nanos":0}}}}"#,
    ] {
        let stored = format!(r#"{{"granted":{granted},"failed":{failed}}}"#);
        let record: TokenRecord = serde_json::from_str(&stored).unwrap();
        assert_eq!(serde_json::to_string(&record).unwrap(), stored);
    }
}

#[test]
fn the_token_of_an_earlier_version_is_used_and_its_failure_is_ignored() {
    let stored = format!(
        r#"{{"granted":{{"token":"t","since":1,"renew_at":{},"ends_at":{NOW}}},"failure":{{"at":{NOW},"what":{{"Credentials":"x"}}}}}}"#,
        NOW - 1
    );
    let record: TokenRecord = serde_json::from_str(&stored).unwrap();
    assert_eq!(record.token_or_error(0, NOW - 2, None), Some(Ok("t".into())));
    assert_eq!(record.token_or_error(NOW - 1, NOW, None), None);
}

#[test]
fn an_error_of_the_token_says_nothing_of_the_customer() {
    let sentence = DisplayText::new("no");
    for (error, answer) in [
        (ApiError::Rejected { field: Some(Field::Phone), sentence: sentence.clone() }, ApiError::Settings { sentence }),
        (ApiError::Unknown(UnknownOutcome::Timeout), ApiError::NotSent(ConnectError::NoConnection)),
        (ApiError::Unknown(UnknownOutcome::ServerError(500)), ApiError::NotSent(ConnectError::NoToken)),
        (ApiError::Conflict { field: None }, ApiError::NotSent(ConnectError::NoToken)),
        (credentials(), credentials()),
    ] {
        let record = TokenRecord::default().with_failure(&error, NOW);
        assert_eq!(record.token_or_error(NOW - 1, NOW, None), Some(Err(answer)));
    }
}

#[test]
fn a_rate_limit_holds_for_every_caller_until_it_ends() {
    let record =
        TokenRecord::default().with_failure(&ApiError::RateLimited { retry_after: Duration::from_secs(30) }, NOW);
    assert_eq!(
        record.token_or_error(NOW + 10_000, NOW + 10_000, None),
        Some(Err(ApiError::RateLimited { retry_after: Duration::from_secs(20) }))
    );
    assert_eq!(record.token_or_error(NOW + 30_000, NOW + 30_000, None), None);
}
