//! Answers that mean the same for every call, or that are not from the API.

use super::*;

#[test]
fn every_other_status_has_an_error() {
    let missing = r#"{"success":false,"error":[{"message":"No query results for model","type":"server_side",
        "exception":"NotFoundHttpException","http_code":404}]}"#;
    let uncertain = |why| ApiError::Unknown(why);
    let table = [
        (CallKind::Create, 302, r#"{"success":true}"#, not_from_api(302, BodyKind::Json)),
        (CallKind::Create, 404, missing, ApiError::WrongAddress { status: 404 }),
        (CallKind::List, 405, r#"{"success":false}"#, ApiError::WrongAddress { status: 405 }),
        (
            CallKind::List,
            403,
            r#"{"success":false,"error":"Module is off"}"#,
            ApiError::Permission { sentence: DisplayText::new("Module is off") },
        ),
        (CallKind::List, 402, r#"{"success":false}"#, ApiError::Permission { sentence: DisplayText::default() }),
        (CallKind::Create, 408, r#"{"success":false,"error":"request_timeout"}"#, uncertain(UnknownOutcome::Timeout)),
        (CallKind::Create, 500, r#"{"success":false}"#, uncertain(UnknownOutcome::ServerError(500))),
        (CallKind::Create, 500, r#"{"success":true,"data":{"id":1}}"#, uncertain(UnknownOutcome::ServerError(500))),
        (CallKind::Create, 999, r#"{"success":false}"#, uncertain(UnknownOutcome::Unreadable(999))),
    ];
    for (kind, status, body, expected) in table {
        assert_eq!(api_error_of(kind, status, body), expected, "{kind:?} {status} {body}");
    }
    assert_eq!(classify(CallKind::One, 404, missing), Err(CallError::NoSuchItem));
}

#[test]
fn an_answer_that_is_not_from_the_api_is_never_a_rejection() {
    for status in (300..600).chain([999]).filter(|status| *status != 429) {
        for (body, kind) in FOREIGN {
            let is_damaged = body.ends_with("Route");
            for call in [CallKind::Auth, CallKind::List, CallKind::One] {
                let expected = match status {
                    500..=599 if is_damaged => ApiError::Unknown(UnknownOutcome::ServerError(status)),
                    _ => not_from_api(status, kind),
                };
                assert_eq!(api_error_of(call, status, body), expected, "{call:?} {status} {body}");
            }
            // A registration may have been passed on before the answer. Below 500 it certainly was not.
            let expected = match status {
                303 | 408 => unknown_and_not_from_api(status, kind),
                300..=499 | 511 => not_from_api(status, kind),
                500..=599 if is_damaged => ApiError::Unknown(UnknownOutcome::ServerError(status)),
                _ => unknown_and_not_from_api(status, kind),
            };
            if !(is_damaged && matches!(status, 511)) {
                assert_eq!(api_error_of(CallKind::Create, status, body), expected, "{status} {body}");
            }
        }
    }
    for (body, kind) in FOREIGN.into_iter().filter(|(body, _)| !body.ends_with("Route")) {
        for call in [CallKind::Auth, CallKind::List, CallKind::One] {
            assert_eq!(api_error_of(call, 200, body), not_from_api(200, kind), "{call:?} {body}");
        }
        assert_eq!(api_error_of(CallKind::Create, 200, body), unknown_and_not_from_api(200, kind), "{body}");
    }
}

#[test]
fn an_account_fault_is_recognized_on_every_call_and_status() {
    let table = [
        ("Client is disabled", AccountFault::ClientDisabled),
        ("Invalid integrator_id", AccountFault::UnknownIntegrator),
        ("Integrator is in test mode. But brand is not in test mode", AccountFault::TestMode),
    ];
    for (words, fault) in table {
        let bodies = [
            json!({"success": false, "error": words}),
            json!({"success": false, "message": words}),
            json!({"error": words}),
            json!({"message": words}),
            json!({"success": false, "error": [{"message": words, "type": "server_side", "http_code": 401}]}),
        ];
        for body in bodies.map(|body| body.to_string()) {
            for call in [CallKind::Auth, CallKind::Create, CallKind::List, CallKind::One] {
                for status in [200, 400, 401, 403, 404, 409, 422, 500] {
                    assert_eq!(api_error_of(call, status, &body), ApiError::Account(fault), "{call:?} {status} {body}");
                }
            }
        }
    }
    let customer = r#"{"success":true,"message":"Client is disabled","data":{"id":1}}"#;
    assert!(classify(CallKind::Create, 200, customer).is_ok(), "a success is one");
    assert_eq!(
        api_error_of(CallKind::Create, 403, "<html>Client is disabled</html>"),
        not_from_api(403, BodyKind::Html)
    );
}

#[test]
fn a_5xx_with_retry_after_is_a_rate_limit_except_for_a_registration() {
    for status in [500, 502, 503, 504] {
        let answer_with_retry_after = answer(status, &[("retry-after", "120")], b"<html>");
        for call in [CallKind::Auth, CallKind::List, CallKind::One] {
            let expected = ApiError::RateLimited { retry_after: Duration::from_mins(2) };
            assert_eq!(answer_with_retry_after.classify(call), Err(expected.into()), "{call:?} {status}");
        }
        // It may have been stored although the server was busy. The look-up waits, see `budget`.
        assert_eq!(
            answer_with_retry_after.classify(CallKind::Create),
            Err(unknown_and_not_from_api(status, BodyKind::Html).into())
        );
    }
    let blocked = answer(403, &[("retry-after", "120")], b"<html>");
    assert_eq!(blocked.classify(CallKind::List), Err(not_from_api(403, BodyKind::Html).into()), "not a busy server");
}

#[test]
fn an_answer_that_was_cut_off_is_uncertain_whatever_had_arrived() {
    for cut in [UnknownOutcome::ConnectionLost, UnknownOutcome::Timeout] {
        for (status, body) in [(200, r#"{"success":true,"data":{"id":14}}"#), (409, r#"{"error":"dupl"#), (403, "<ht")]
        {
            let answer = Answer { cut_off_by: Some(cut), ..answer(status, &[], body.as_bytes()) };
            assert_eq!(answer.classify(CallKind::Create), Err(ApiError::Unknown(cut).into()));
        }
    }
    let too_large = |status: u16, body: &str| {
        let cut = Some(UnknownOutcome::Unreadable(status));
        Answer { cut_off_by: cut, ..answer(status, &[], body.as_bytes()) }.classify(CallKind::Create)
    };
    assert_eq!(
        too_large(200, r#"{"success":true,"data":"xxx"#),
        Err(ApiError::Unknown(UnknownOutcome::Unreadable(200)).into())
    );
    assert_eq!(too_large(403, "<html>xxx"), Err(not_from_api(403, BodyKind::Html).into()));
}
