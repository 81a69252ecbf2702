//! The shape of a JSON value: which keys it has, and the types and lengths of its values. No value is part of it, so that
//! it can be sent to a developer. Pure.

use std::collections::BTreeSet;

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
    path: String,
    count: usize,
    /// The number of its values that are objects.
    objects: usize,
    /// The place of the objects that can have this key. `None` for an item of a list.
    parent: Option<usize>,
    /// The shortest and the longest text.
    chars: Option<(usize, usize)>,
    /// Its texts as far as they can be shown.
    texts: BTreeSet<String>,
    /// Its other values.
    forms: BTreeSet<String>,
}

/// The places of a value, in the order in which they were found.
#[derive(Default)]
struct Places(Vec<Place>);

/// Returns one line for each place of a value, e.g. `data[].phone: null or string(13) like "+999999999999"`.
pub(super) fn lines(value: &Value) -> Vec<String> {
    let mut places = Places::default();
    places.add(value, "", None, 0);
    let objects_of = |place: &Place| places.0.get(place.parent?).map(|parent| parent.objects);
    let line = |place| Place::line(place, objects_of(place).unwrap_or_default());
    let mut lines: Vec<String> = places.0.iter().take(MAX_LINES).map(line).collect();
    if places.0.len() > MAX_LINES {
        lines.push("…".to_owned());
    }
    lines
}

impl Places {
    fn add(&mut self, value: &Value, path: &str, parent: Option<usize>, depth: usize) {
        let index = self.index_of(path);
        let Some(place) = self.0.get_mut(index) else { return };
        place.count += 1;
        place.objects += usize::from(value.is_object());
        place.parent = parent;
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
                    self.add(item, &path, None, depth + 1);
                }
            }
            Value::Object(object) => {
                for (key, value) in object {
                    if self.0.len() > MAX_LINES {
                        return;
                    }
                    let dot = if path.is_empty() { "" } else { "." };
                    self.add(value, &format!("{path}{dot}{}", name(key)), Some(index), depth + 1);
                }
            }
            _ => {}
        }
    }

    fn index_of(&mut self, path: &str) -> usize {
        self.0.iter().position(|place| place.path == path).unwrap_or_else(|| {
            self.0.push(Place { path: path.to_owned(), ..Place::default() });
            self.0.len() - 1
        })
    }
}

impl Place {
    fn line(&self, parents: usize) -> String {
        let path = if self.path.is_empty() { "(answer)" } else { &self.path };
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
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_shape_has_keys_types_and_lengths() {
        let answer = json!({
            "success": true,
            "data": [
                {"id": 1, "name": "Aysel", "phone": "+994501234567", "group": null, "spent": 1.5},
                {"id": 2, "name": "Rauf Ə.", "phone": "+994 50 123 45 67", "group": {"id": 3}},
                {"id": "3", "name": "", "phone": null},
            ],
            "total": 3,
        });
        let expected = [
            "(answer): object",
            "data: list of 3",
            "data[]: object",
            "data[].group: null or object (in 2 of 3)",
            "data[].group.id: integer",
            "data[].id: integer or string(1) like \"9\"",
            "data[].name: string(0 to 7)",
            "data[].phone: null or string(13 to 17) like \"+999 99 999 99 99\" or \"+999999999999\"",
            "data[].spent: decimal (in 1 of 3)",
            "success: true",
            "total: integer",
        ];
        let mut lines = lines(&answer);
        lines.sort();
        let mut expected = expected.map(str::to_owned).to_vec();
        expected.sort();
        assert_eq!(lines, expected);
    }

    #[test]
    fn nothing_that_could_be_data_is_shown() {
        let hostile = json!({
            "+994501234567": {"name": "Aysel"},
            "Aysel Məmmədova": 1,
            "x\u{1b}[31m": "y",
            "k994501234567": 1,
            "": "",
            "CARD-77": 1,
            "balance_id": 42,
            "ok2": "aysel@example.com",
            "time": "2026-11-26T10:00:00.000000Z",
            "error": "Invalid token",
            "message": "Invalid token of Aysel",
            "token": "eyJhbGciOi.J9.x",
        });
        let text = lines(&hostile).join("\n");
        for secret in ["CARD", "Aysel", "994", "aysel", "42", "eyJ", "\u{1b}", "2026"] {
            assert!(!text.contains(secret), "{secret}: {text}");
        }
        for shown in [
            "balance_id: integer",
            "ok2: string(17)",
            "time: string(27) like \"9999-99-99T99:99:99.999999Z\"",
            "key(13): integer or object",
        ] {
            assert!(text.contains(shown), "{shown}: {text}");
        }
    }

    #[test]
    fn a_huge_answer_has_a_short_shape() {
        let letters = |number: u32| (0..4).map(|at| char::from(b'a' + (number >> (4 * at) & 15) as u8)).collect();
        let wide: serde_json::Map<String, Value> = (0..60_000).map(|number| (letters(number), Value::Null)).collect();
        let mut deep = json!(1);
        for _ in 0..100 {
            deep = json!({ "a": [deep] });
        }
        let long = json!(vec![json!({"id": 1}); 10_000]);
        for value in [Value::Object(wide), deep, long] {
            let lines = lines(&value);
            assert!(lines.len() <= MAX_LINES + 1 && lines.iter().all(|line| line.len() < 500), "{}", lines.len());
        }
    }
}
