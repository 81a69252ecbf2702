//! Parses the error body of the API, in each of its shapes: `error` as a slug, as a sentence, as an array of objects or
//! as an object; `message`; `errors` and `details` by field; or nothing. Called by `classify` and `answer_origin`.

use serde_json::{Map, Value};

use crate::domain::{AccountFault, DisplayText, Field};

use super::field_names;

/// The errors that a body contains. It may contain parts of the request: never log it.
#[derive(Default)]
pub(super) struct ErrorBody {
    /// `duplicate_phone`, `authentication_failed`
    slug: Option<String>,
    /// The most specific sentence.
    sentence: Option<String>,
    /// The key of the field under which the sentence or the slug was found.
    key: Option<String>,
    /// A general sentence, e.g. "Validation failed". It is shown only if there is no more specific sentence.
    message: Option<String>,
    /// `http_code` of the first error.
    status: Option<u16>,
}

/// The sentences of a 401 (or of a 200 that means 401) that is only about the token.
const TOKEN_ERRORS: &[&str] = &[
    "headers are missing",
    "invalid token",
    "token is invalid",
    "token expired",
    "token has expired",
    "token is expired",
    "unauthorized",
    "unauthenticated",
];

/// The phrases of a sentence about a value that another customer has.
const CONFLICT_PHRASES: &[&str] =
    &["already exist", "already been taken", "already taken", "already registered", "must be unique"];

/// The words of a sentence about the account or its rights. None of them is about a customer.
const SETTINGS_PHRASES: &[&str] = &[
    "brand",
    "venue",
    "integrator",
    "client_id",
    "client id",
    "client_secret",
    "credentials",
    "test mode",
    "permission",
    "forbidden",
    "access denied",
    "not authorized",
    "module",
    "subscription",
    "license",
];

/// The number of errors that are read in each array or object of an answer.
const MAX_ERRORS: usize = 20;

impl ErrorBody {
    /// Parses a body. A body without errors gives an empty value.
    pub(super) fn read(body: &Value) -> Self {
        let mut parsed = Self::default();
        for name in ["error", "errors", "details"] {
            if let Some(value) = body.get(name) {
                parsed.collect(value, None);
            }
        }
        parsed.message = body.get("message").and_then(non_empty_text);
        if let Some(value @ (Value::Object(_) | Value::Array(_))) = body.get("message") {
            parsed.collect(value, None);
        }
        parsed
    }

    /// Collects slugs and sentences. The first slug and the first sentence are kept. `key` is the object key of the
    /// value.
    fn collect(&mut self, value: &Value, key: Option<&str>) {
        match value {
            Value::String(text) if is_slug(text) => {
                if self.slug.is_none() && self.sentence.is_none() {
                    self.key = key.map(str::to_owned);
                }
                self.slug.get_or_insert_with(|| text.clone());
            }
            Value::String(_) => {
                if let (None, Some(text)) = (&self.sentence, non_empty_text(value)) {
                    self.sentence = Some(text);
                    self.key = key.map(str::to_owned);
                }
            }
            Value::Array(items) => items.iter().take(MAX_ERRORS).for_each(|item| self.collect(item, key)),
            Value::Object(object) => self.collect_object(object, key),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    /// Collects from one error `{message, code…}` or `{field, message}`, or from errors by field.
    fn collect_object(&mut self, object: &Map<String, Value>, key: Option<&str>) {
        if object.get("message").or_else(|| object.get("error")).is_some_and(Value::is_string) {
            let key = object.get("field").and_then(Value::as_str).or(key);
            self.status = self.status.or_else(|| u16::try_from(object.get("http_code")?.as_u64()?).ok());
            for name in ["message", "error", "code", "details"] {
                if let Some(value) = object.get(name) {
                    self.collect(value, key);
                }
            }
        } else {
            for (name, value) in object.iter().take(MAX_ERRORS) {
                self.collect(value, Some(name));
            }
        }
    }

    /// Returns the text to show: the most specific sentence, else the message, else the slug.
    pub(super) fn sentence(&self) -> DisplayText {
        let text = self.sentence.as_ref().or(self.message.as_ref()).or(self.slug.as_ref());
        text.map(|text| DisplayText::new(text)).unwrap_or_default()
    }

    /// Returns the field that the error is about.
    pub(super) fn field(&self) -> Option<Field> {
        self.key
            .as_deref()
            .and_then(field_names::field_of_key)
            .or_else(|| self.texts().find_map(field_names::field_of_sentence))
    }

    /// Returns true if another customer has the value.
    pub(super) fn is_conflict(&self) -> bool {
        self.slug.as_deref().is_some_and(|slug| slug.starts_with("duplicate") || slug.contains("already_exists"))
            || self.contains_any(CONFLICT_PHRASES)
    }

    /// Returns true if the error is about the account or its rights, and about no field of a customer.
    pub(super) fn is_about_settings(&self) -> bool {
        self.field().is_none() && self.contains_any(SETTINGS_PHRASES)
    }

    /// Returns the status of a failure that an error names.
    pub(super) fn status(&self) -> Option<u16> {
        self.status.filter(|status| (400..=599).contains(status))
    }

    /// Returns true if the error is only about the token.
    pub(super) fn is_about_token(&self) -> bool {
        self.texts().any(|text| TOKEN_ERRORS.contains(&text.trim().trim_end_matches('.').to_lowercase().as_str()))
    }

    /// Returns the fault of the account, if the error is about one. The call does not matter.
    pub(super) fn account_fault(&self) -> Option<AccountFault> {
        [
            ("client is disabled", AccountFault::ClientDisabled),
            ("invalid integrator", AccountFault::UnknownIntegrator),
            ("integrator is in test mode", AccountFault::TestMode),
            ("brand is not in test mode", AccountFault::TestMode),
        ]
        .into_iter()
        .find_map(|(words, fault)| self.contains_any(&[words]).then_some(fault))
    }

    /// Iterates over slug, sentence and message, in that order.
    fn texts(&self) -> impl Iterator<Item = &str> {
        [&self.slug, &self.sentence, &self.message].into_iter().flatten().map(String::as_str)
    }

    fn contains_any(&self, phrases: &[&str]) -> bool {
        self.texts().any(|text| {
            let text = text.to_lowercase();
            phrases.iter().any(|phrase| text.contains(phrase))
        })
    }
}

/// Returns true for one word in lower case: a name for programs, not a sentence for people.
fn is_slug(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'_' | b'-'))
}

/// Returns a text that is not empty, up to 2000 characters because bodies may be large.
fn non_empty_text(value: &Value) -> Option<String> {
    let text = value.as_str()?.trim();
    (!text.is_empty()).then(|| text.chars().take(2000).collect())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_sentence_that_says_most_is_shown_and_its_field_found() {
        let table = [
            (
                json!({"success": false, "message": "Validation failed", "error": "The name field is required."}),
                "The name field is required.",
                Some(Field::Name),
            ),
            (
                json!({"message": "Customer with this phone number already exists", "error": "duplicate_phone"}),
                "Customer with this phone number already exists",
                Some(Field::Phone),
            ),
            (json!({"error": "authentication_failed", "message": "Invalid credentials"}), "Invalid credentials", None),
            (json!({"error": "duplicate_code"}), "duplicate_code", Some(Field::Code)),
            (
                json!({"error": [{"message": "The email must be valid.", "type": "validation", "http_code": 400}]}),
                "The email must be valid.",
                Some(Field::Email),
            ),
            (json!({"error": ["The gender is wrong."]}), "The gender is wrong.", Some(Field::Gender)),
            (
                json!({"message": "The given data was invalid.", "errors": {"code": ["That one is not free."]}}),
                "That one is not free.",
                Some(Field::Code),
            ),
            (json!({"errors": {"date_of_birth": ["before"]}}), "before", Some(Field::BirthDate)),
            (json!({"errors": [{"field": "cid", "message": "Not a UUID."}]}), "Not a UUID.", Some(Field::Cid)),
            (json!({"error": "Bad Request", "message": "No", "details": {"phone": "Too short"}}), "Bad Request", None),
            (json!({"error": {"code": "x", "message": "The name is odd"}}), "The name is odd", Some(Field::Name)),
            (json!({"message": {"name": ["Too long."]}}), "Too long.", Some(Field::Name)),
            (json!({"success": false}), "", None),
            (json!(["error", 5, null]), "", None),
            (json!({"error": 7, "message": null, "details": [[[]]]}), "", None),
        ];
        for (body, sentence, field) in table {
            let error_body = ErrorBody::read(&body);
            assert_eq!(error_body.sentence().as_str(), sentence, "{body}");
            assert_eq!(error_body.field(), field, "{body}");
        }
    }

    #[test]
    fn conflicts_and_token_errors_are_recognized_by_slug_or_sentence() {
        let is_conflict = |body: Value| ErrorBody::read(&body).is_conflict();
        assert!(is_conflict(json!({"error": "duplicate_phone"})));
        assert!(is_conflict(json!({"error": "duplicate_entry"})));
        assert!(is_conflict(json!({"errors": {"phone": ["The phone has already been taken."]}})));
        assert!(!is_conflict(json!({"error": "The name field is required."})));
        let is_about_token = |body: Value| ErrorBody::read(&body).is_about_token();
        assert!(is_about_token(json!({"error": "Token expired"})));
        assert!(is_about_token(json!({"error": "unauthorized"})));
        assert!(is_about_token(json!({"error": "Headers are missing"})));
        assert!(!is_about_token(json!({"error": "Invalid integrator_id"})));
    }
}
