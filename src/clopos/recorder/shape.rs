//! The shape of a JSON value: which keys it has, and the types and lengths of its values. No value is part of it, so that
//! it can be sent to a developer. Pure.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// Deeper values are only counted.
const MAX_DEPTH: usize = 8;
/// More keys than an answer of the API has.
const MAX_LINES: usize = 150;
/// More different forms of a value say nothing.
const MAX_FORMS: usize = 5;
/// A longer text is no number, time or phone.
const MAX_PATTERN_CHARS: usize = 32;
const MAX_NAME_CHARS: usize = 40;

/// Texts of the API that are no data of a customer. They are shown because they tell an error.
const KNOWN_TEXTS: [&str; 14] = [
    "Authentication successful",
    "Bearer",
    "authentication_failed",
    "Invalid credentials",
    "Invalid integrator_id",
    "Missing client_id, client_secret, brand, or integrator_id",
    "Integrator is in test mode. But brand is not in test mode",
    "Client is disabled",
    "Headers are missing",
    "Invalid token",
    "Token expired",
    "unauthorized",
    "server_side",
    "NotFoundHttpException",
];

/// What is the same in all values at one place.
#[derive(Default)]
struct Place {
    count: usize,
    /// The number of its values that are objects.
    objects: usize,
    /// The shortest and the longest text.
    chars: Option<(usize, usize)>,
    /// Its texts as far as they can be shown.
    texts: BTreeSet<String>,
    /// Its other values.
    forms: BTreeSet<String>,
}

/// The places of a value, by their paths.
#[derive(Default)]
struct Places(BTreeMap<String, Place>);

/// Returns one line for each place of a value, e.g. `data[].phone: null or string(13) like "+999999999999"`.
pub(super) fn lines(value: &Value) -> Vec<String> {
    let mut places = Places::default();
    places.add(value, "", 0);
    let line = |(path, place): (&String, &Place)| place.line(path, places.objects_with(path));
    let mut lines: Vec<String> = places.0.iter().take(MAX_LINES).map(line).collect();
    if places.0.len() > MAX_LINES {
        lines.push("…".to_owned());
    }
    lines
}

impl Places {
    fn add(&mut self, value: &Value, path: &str, depth: usize) {
        let place = self.0.entry(path.to_owned()).or_default();
        place.count += 1;
        place.objects += usize::from(value.is_object());
        if let Value::String(text) = value {
            let (length, (shortest, longest)) = (text.chars().count(), place.chars.unwrap_or((usize::MAX, 0)));
            place.chars = Some((shortest.min(length), longest.max(length)));
            if place.texts.len() < MAX_FORMS {
                place.texts.extend(shown(text));
            }
        } else if place.forms.len() < MAX_FORMS {
            place.forms.insert(form(value));
        }
        if depth >= MAX_DEPTH || self.0.len() > MAX_LINES {
            return;
        }
        match value {
            Value::Array(items) => {
                let path = format!("{path}[]");
                for item in items {
                    self.add(item, &path, depth + 1);
                }
            }
            Value::Object(object) => {
                for (key, value) in object {
                    if self.0.len() > MAX_LINES {
                        return;
                    }
                    let dot = if path.is_empty() { "" } else { "." };
                    self.add(value, &format!("{path}{dot}{}", name(key)), depth + 1);
                }
            }
            _ => {}
        }
    }

    /// Returns the number of objects that can have the key at the end of a path. An item of a list is not a key.
    fn objects_with(&self, path: &str) -> usize {
        let parent = path.rsplit_once('.').map_or("", |(parent, _)| parent);
        if path.ends_with("[]") { 0 } else { self.0.get(parent).map_or(0, |parent| parent.objects) }
    }
}

impl Place {
    fn line(&self, path: &str, parents: usize) -> String {
        let path = if path.is_empty() { "(answer)" } else { path };
        let texts: Vec<String> = self.texts.iter().map(|text| format!("\"{text}\"")).collect();
        let like = if texts.is_empty() { String::new() } else { format!(" like {}", texts.join(" or ")) };
        let text = self.chars.map(|(shortest, longest)| {
            if shortest == longest {
                format!("string({shortest}){like}")
            } else {
                format!("string({shortest} to {longest}){like}")
            }
        });
        let forms: Vec<String> = self.forms.iter().cloned().chain(text).collect();
        let is_optional = self.count < parents;
        let among = if is_optional { format!(" (in {} of {parents})", self.count) } else { String::new() };
        format!("{path}: {}{among}", forms.join(" or "))
    }
}

/// Returns the form of a value that is no text.
fn form(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(yes) => yes.to_string(),
        Value::Number(number) if number.is_f64() => "decimal".to_owned(),
        Value::Number(_) => "integer".to_owned(),
        Value::String(_) => "string".to_owned(),
        Value::Array(items) => format!("list of {}", items.len()),
        Value::Object(_) => "object".to_owned(),
    }
}

/// Returns a known text as it is, and the pattern of a number, a time or a phone. Any other text could be data.
fn shown(text: &str) -> Option<String> {
    KNOWN_TEXTS.iter().find(|known| **known == text).map(|known| (*known).to_owned()).or_else(|| pattern(text))
}

/// Returns a text of digits and the signs between them with a 9 for each digit: the form of a phone, a time or an amount.
pub(super) fn pattern(text: &str) -> Option<String> {
    let is_sign = |c: char| c.is_ascii_digit() || "+-:. ()/TZ".contains(c);
    let has_digit = text.contains(|c: char| c.is_ascii_digit());
    let is_pattern = has_digit && text.chars().all(is_sign) && text.len() <= MAX_PATTERN_CHARS;
    is_pattern.then(|| text.replace(|c: char| c.is_ascii_digit(), "9"))
}

/// Returns the name of a key. The API's are in lower case with underscores. Another one could be data, such as a phone or
/// a code, and is only counted.
fn name(key: &str) -> String {
    if is_name(key, '_') { key.to_owned() } else { format!("key({})", key.chars().count()) }
}

/// Returns true for a text of lower-case words with a sign between them and at most two digits.
pub(super) fn is_name(text: &str, between: char) -> bool {
    text.len() <= MAX_NAME_CHARS
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == between)
        && text.chars().filter(char::is_ascii_digit).count() <= 2
}

#[cfg(test)]
mod tests;
