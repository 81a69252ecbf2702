//! Determines where an answer came from: the API, or a device between this computer and the API (proxy, hotspot,
//! gateway). Only JSON in one of the API's shapes is from the API. Called by `classify`. Pure.

use reqwest::header::{CONTENT_TYPE, HeaderMap};
use serde_json::{Map, Value};

use crate::domain::BodyKind;

use super::call::CallKind;
use super::error_body::ErrorBody;
use super::field_names;

/// The body of an answer, by its origin.
pub(super) enum Body {
    /// JSON in one of the API's shapes.
    Api(Value),
    /// JSON that is cut off or invalid. Its origin is unknown: the API or another server.
    Damaged,
    /// Every other body: it is not from the API.
    Foreign(BodyKind),
}

impl Body {
    /// Parses a body. The shapes of a success are accepted only with a 2xx status.
    pub(super) fn read(bytes: &[u8], headers: &HeaderMap, status: u16, kind: CallKind) -> Self {
        // One byte that is not UTF-8 must not make the whole answer unreadable.
        let text = String::from_utf8_lossy(bytes);
        let text = text.trim_start_matches('\u{FEFF}').trim();
        match serde_json::from_str(text) {
            Ok(value) if is_success(&value, status, kind) || is_api_error_body(&value, status, kind) => {
                Self::Api(value)
            }
            Ok(_) => Self::Foreign(BodyKind::Json),
            Err(_) if text.is_empty() => Self::Foreign(BodyKind::Empty),
            Err(_) if text.starts_with(['{', '[']) => Self::Damaged,
            Err(_) if is_html(text, headers) => Self::Foreign(BodyKind::Html),
            Err(_) => Self::Foreign(BodyKind::Text),
        }
    }
}

fn is_html(text: &str, headers: &HeaderMap) -> bool {
    let declared = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    declared.to_ascii_lowercase().contains("html") || (text.starts_with('<') && !text.starts_with("<?xml"))
}

fn is_success(value: &Value, status: u16, kind: CallKind) -> bool {
    let is_list = value.is_array() || value.get("data").is_some_and(Value::is_array);
    (200..=299).contains(&status) && kind == CallKind::List && is_list
}

/// Returns true if a body has one of the shapes of the API's failures: with `success`; the old `{error, message,
/// details}`; `error` as an array of `{message, exception, http_code}`; a message alone from `/auth`. Other failures
/// are recognized by their words.
fn is_api_error_body(value: &Value, status: u16, kind: CallKind) -> bool {
    let Value::Object(object) = value else { return false };
    let is_auth_message =
        kind == CallKind::Auth && status == 401 && object.get("message").is_some_and(Value::is_string);
    object.contains_key("success")
        || ["error", "message", "details"].iter().all(|key| object.contains_key(*key))
        || is_auth_message
        || has_error_array(object)
        || has_field_errors(object)
        || has_known_phrase(value, object)
}

fn has_error_array(object: &Map<String, Value>) -> bool {
    let items = object.get("error").and_then(Value::as_array);
    items.is_some_and(|items| items.iter().any(|item| item.get("http_code").is_some()))
}

fn has_field_errors(object: &Map<String, Value>) -> bool {
    let fields = object.get("errors").and_then(Value::as_object);
    fields.is_some_and(|fields| fields.keys().any(|key| field_names::field_of_key(key).is_some()))
}

fn has_known_phrase(value: &Value, object: &Map<String, Value>) -> bool {
    let slug = object.get("error").and_then(Value::as_str).unwrap_or_default();
    let message = object.get("message").and_then(Value::as_str).unwrap_or_default();
    let error_body = ErrorBody::read(value);
    // Other gateways also answer with "Unauthorized" in `message` alone. The API puts it in `error`.
    let is_bare_unauthorized = slug.is_empty() && message.eq_ignore_ascii_case("unauthorized");
    slug.starts_with("duplicate_")
        || slug == "authentication_failed"
        || error_body.account_fault().is_some()
        || (error_body.is_about_token() && !is_bare_unauthorized)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(status: u16, kind: CallKind, body: &str) -> &'static str {
        match Body::read(body.as_bytes(), &HeaderMap::new(), status, kind) {
            Body::Api(_) => "API",
            Body::Damaged => "damaged",
            Body::Foreign(BodyKind::Html) => "HTML",
            Body::Foreign(BodyKind::Text) => "text",
            Body::Foreign(BodyKind::Empty) => "empty",
            Body::Foreign(BodyKind::Json) => "JSON",
        }
    }

    #[test]
    fn only_json_in_a_documented_shape_is_from_the_api() {
        let table = [
            (200, r#"{"success":true,"data":{"id":1}}"#, "API"),
            (403, r#"{"success":false}"#, "API"),
            (400, r#"{"success":false,"message":"Validation failed","error":"The name field is required."}"#, "API"),
            (400, r#"{"error":"Bad Request","message":"Unknown","details":null}"#, "API"),
            (404, r#"{"error":[{"message":"No query results","type":"server_side","http_code":404}]}"#, "API"),
            (401, r#"{"error":"Token expired"}"#, "API"),
            (401, r#"{"message":"Unauthenticated."}"#, "API"),
            (401, r#"{"error":"unauthorized"}"#, "API"),
            (409, r#"{"error":"duplicate_phone"}"#, "API"),
            (422, r#"{"message":"The given data was invalid.","errors":{"phone":["Taken."]}}"#, "API"),
            (500, r#"{"error":"Client is disabled"}"#, "API"),
            (401, r#"{"message":"Unauthorized"}"#, "JSON"),
            (403, r#"{"message":"Forbidden"}"#, "JSON"),
            (404, r#"{"message":"no Route matched with those values"}"#, "JSON"),
            (403, r#"{"timestamp":1,"status":403,"error":"Forbidden","message":"Denied","path":"/x"}"#, "JSON"),
            (400, r#"{"error":"invalid request"}"#, "JSON"),
            (400, r#"{"errors":{"host":["unknown"]}}"#, "JSON"),
            (403, r#"{"code":"BLOCKED","reason":"policy 7"}"#, "JSON"),
            (403, "[]", "JSON"),
            (403, "null", "JSON"),
            (403, r#"[{"success":false}]"#, "JSON"),
            (200, r#"{"data":{"id":14}}"#, "JSON"),
            (403, "<html><body>Blocked</body></html>", "HTML"),
            (403, "\u{FEFF}\r\n <!DOCTYPE html><p>\"success\":false", "HTML"),
            (403, "<?xml version=\"1.0\"?><Error/>", "text"),
            (403, "Access denied", "text"),
            (403, " \r\n", "empty"),
            (200, r#"{"success":true,"data":{"id":1"#, "damaged"),
        ];
        for (status, body, expected) in table {
            assert_eq!(origin(status, CallKind::Create, body), expected, "{status} {body}");
        }
    }

    #[test]
    fn some_shapes_are_from_the_api_for_one_kind_of_call_only() {
        assert_eq!(origin(200, CallKind::List, "[]"), "API");
        assert_eq!(origin(200, CallKind::List, r#"{"data":[],"pagination":{"total":0}}"#), "API");
        assert_eq!(origin(200, CallKind::One, "[]"), "JSON");
        assert_eq!(origin(403, CallKind::List, r#"{"data":[]}"#), "JSON");
        assert_eq!(origin(401, CallKind::Auth, r#"{"message":"Invalid credentials"}"#), "API");
        assert_eq!(origin(403, CallKind::Auth, r#"{"message":"Invalid credentials"}"#), "JSON");
        assert_eq!(origin(401, CallKind::List, r#"{"message":"Access denied"}"#), "JSON");
    }

    #[test]
    fn html_is_recognized_by_its_content_type_as_well() {
        let headers: HeaderMap =
            [(CONTENT_TYPE, reqwest::header::HeaderValue::from_static("Text/HTML; charset=utf-8"))]
                .into_iter()
                .collect();
        assert!(matches!(Body::read(b"blocked", &headers, 403, CallKind::Create), Body::Foreign(BodyKind::Html)));
    }
}
