//! What the API says went wrong, whichever of its shapes it chose: `error` as a slug, as a sentence, as an array of
//! objects or as an object; `message`; `errors` and `details` by field; or nothing at all.

use serde_json::{Map, Value};

use crate::domain::{AccountFault, DisplayText, Field};

use super::field_names;

/// A complaint of the API. It may echo what was sent: never log it.
#[derive(Default)]
pub(super) struct ErrorBody {
    /// `duplicate_phone`, `authentication_failed`
    slug: Option<String>,
    /// The sentence that says most, and the field under whose key it stood.
    sentence: Option<String>,
    key: Option<String>,
    /// "Validation failed" and the like: kept where another sentence says more.
    message: Option<String>,
}

/// What a 401 (or a 200 that means one) says where only the token is at fault.
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

/// How sentences say that somebody else has the value.
const CONFLICT_PHRASES: &[&str] =
    &["already exist", "already been taken", "already taken", "already registered", "must be unique"];

/// How a sentence says that a value would not do.
const VALIDATION_WORDS: &[&str] =
    &["field", "must", "required", "valid", "format", "greater", "length", "long", "short"];

/// So many complaints of one answer are looked at.
const MAX_COMPLAINTS: usize = 20;

impl ErrorBody {
    /// Reads a body. What is no complaint says nothing.
    pub(super) fn read(body: &Value) -> Self {
        let mut said = Self::default();
        for name in ["error", "errors", "details"] {
            if let Some(value) = body.get(name) {
                said.take(value, None);
            }
        }
        said.message = body.get("message").and_then(text);
        if let Some(value @ (Value::Object(_) | Value::Array(_))) = body.get("message") {
            said.take(value, None);
        }
        said
    }

    /// The first slug and the first sentence win; `key` is the object key that led here.
    fn take(&mut self, value: &Value, key: Option<&str>) {
        match value {
            Value::String(told) if is_slug(told) => {
                if self.slug.is_none() && self.sentence.is_none() {
                    self.key = key.map(str::to_owned);
                }
                self.slug.get_or_insert_with(|| told.clone());
            }
            Value::String(_) => {
                if let (None, Some(told)) = (&self.sentence, text(value)) {
                    self.sentence = Some(told);
                    self.key = key.map(str::to_owned);
                }
            }
            Value::Array(items) => items.iter().take(MAX_COMPLAINTS).for_each(|item| self.take(item, key)),
            Value::Object(parts) => self.take_object(parts, key),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    /// One complaint `{message, code…}` or `{field, message}`; else the complaints by field.
    fn take_object(&mut self, parts: &Map<String, Value>, key: Option<&str>) {
        if parts.get("message").or_else(|| parts.get("error")).is_some_and(Value::is_string) {
            let key = parts.get("field").and_then(Value::as_str).or(key);
            for name in ["message", "error", "code", "details"] {
                if let Some(value) = parts.get(name) {
                    self.take(value, key);
                }
            }
        } else {
            for (name, value) in parts.iter().take(MAX_COMPLAINTS) {
                self.take(value, Some(name));
            }
        }
    }

    /// What to show: the sentence that says most, else the message, else the slug.
    pub(super) fn sentence(&self) -> DisplayText {
        let said = self.sentence.as_ref().or(self.message.as_ref()).or(self.slug.as_ref());
        said.map(|said| DisplayText::new(said)).unwrap_or_default()
    }

    /// The field that the complaint is about.
    pub(super) fn field(&self) -> Option<Field> {
        self.key
            .as_deref()
            .and_then(field_names::field_of_key)
            .or_else(|| self.texts().find_map(field_names::field_of_sentence))
    }

    /// Whether somebody else has the value.
    pub(super) fn is_conflict(&self) -> bool {
        self.slug.as_deref().is_some_and(|slug| slug.starts_with("duplicate") || slug.contains("already_exists"))
            || self.contains_any(CONFLICT_PHRASES)
    }

    /// Whether it speaks of a value that will not do.
    pub(super) fn is_validation(&self) -> bool {
        let names_a_field = self.field().is_some();
        self.contains_any(&["validation failed"])
            || (names_a_field && (self.key.is_some() || self.contains_any(VALIDATION_WORDS)))
    }

    /// Whether the token alone is at fault.
    pub(super) fn is_about_token(&self) -> bool {
        self.texts().any(|said| TOKEN_ERRORS.contains(&said.trim().trim_end_matches('.').to_lowercase().as_str()))
    }

    /// The fault of the account that it tells of, on whatever call.
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

    /// Slug, sentence and message, in that order.
    fn texts(&self) -> impl Iterator<Item = &str> {
        [&self.slug, &self.sentence, &self.message].into_iter().flatten().map(String::as_str)
    }

    fn contains_any(&self, phrases: &[&str]) -> bool {
        self.texts().any(|said| {
            let said = said.to_lowercase();
            phrases.iter().any(|phrase| said.contains(phrase))
        })
    }
}

/// One word in lower case: a name for programs, not a sentence for people.
fn is_slug(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'_' | b'-'))
}

/// A text that is not blank, bounded: bodies may be large.
fn text(value: &Value) -> Option<String> {
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
            let said = ErrorBody::read(&body);
            assert_eq!(said.sentence().as_str(), sentence, "{body}");
            assert_eq!(said.field(), field, "{body}");
        }
    }

    #[test]
    fn clashes_and_token_troubles_are_known_by_slug_or_sentence() {
        let clash = |body: Value| ErrorBody::read(&body).is_conflict();
        assert!(clash(json!({"error": "duplicate_phone"})));
        assert!(clash(json!({"error": "duplicate_entry"})));
        assert!(clash(json!({"errors": {"phone": ["The phone has already been taken."]}})));
        assert!(!clash(json!({"error": "The name field is required."})));
        let token = |body: Value| ErrorBody::read(&body).is_about_token();
        assert!(token(json!({"error": "Token expired"})));
        assert!(token(json!({"error": "unauthorized"})));
        assert!(token(json!({"error": "Headers are missing"})));
        assert!(!token(json!({"error": "Invalid integrator_id"})));
    }
}
