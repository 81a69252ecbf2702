//! A line of `frontdesk add --stdin`: one JSON object with the names of the API as keys.

use std::fmt;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;

use crate::domain::{Cid, DisplayText};
use crate::locale::technician;

use super::super::CustomerArguments;

/// Why a line is no customer.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum BrokenLine {
    #[error("{}", technician().add_line_too_long(*.max_bytes))]
    TooLong { max_bytes: usize },
    #[error("{}", technician().add_line_not_utf8())]
    NotUtf8,
    /// The column counts bytes, from 1.
    #[error("{}", technician().add_line_not_json(*.column))]
    NotJson { column: usize },
    #[error("{}", technician().add_line_not_object())]
    NotObject,
    #[error("{}", technician().add_line_unknown_key(.0.as_str()))]
    UnknownKey(DisplayText),
    #[error("{}", technician().add_line_key_twice(.0.as_str()))]
    KeyTwice(DisplayText),
    #[error("{}", technician().add_line_not_text(*.0))]
    NotText(&'static str),
    #[error("{}", technician().add_line_not_group_id())]
    NotGroupId,
    #[error("{}", technician().add_line_not_yes_or_no())]
    NotYesOrNo,
    #[error("{}", technician().add_line_not_uuid())]
    NotUuid,
}

/// The customer of a line. Without a `cid` it gets a random one.
#[derive(Debug, Default)]
pub(super) struct Line {
    pub(super) cid: Option<Cid>,
    pub(super) customer: CustomerArguments,
}

/// Parses a line without its line break. `None` means that it is empty.
pub(super) fn parse(line: &[u8]) -> Result<Option<Line>, BrokenLine> {
    let text = std::str::from_utf8(line).map_err(|_| BrokenLine::NotUtf8)?;
    // Programs of Windows begin a file with a byte order mark.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() {
        return Ok(None);
    }
    let Pairs(pairs) = serde_json::from_str(text).map_err(|error| match error.classify() {
        serde_json::error::Category::Data => BrokenLine::NotObject,
        _ => BrokenLine::NotJson { column: error.column() },
    })?;
    let mut seen: Vec<&str> = Vec::new();
    let mut line = Line::default();
    for (key, value) in &pairs {
        if seen.contains(&key.as_str()) {
            return Err(BrokenLine::KeyTwice(DisplayText::new(key)));
        }
        seen.push(key);
        line.set(key, value)?;
    }
    Ok(Some(line))
}

impl Line {
    fn set(&mut self, key: &str, value: &Value) -> Result<(), BrokenLine> {
        let customer = &mut self.customer;
        match key {
            "cid" => self.cid = parsed(text("cid", value)?.as_deref()).map_err(|_| BrokenLine::NotUuid)?,
            "name" => customer.name = text("name", value)?,
            "phone" => customer.phone = text("phone", value)?,
            "email" => customer.email = text("email", value)?,
            "code" => customer.code = text("code", value)?,
            "description" => customer.note = text("description", value)?,
            "date_of_birth" => customer.birth_date = text("date_of_birth", value)?,
            "group" => customer.group = text("group", value)?,
            // A number of the API, or a word.
            "gender" => customer.gender = text("gender", &number_as_text(value))?.map(|text| whole(&text).to_owned()),
            "group_id" => {
                let id = text("group_id", &number_as_text(value)).map_err(|_| BrokenLine::NotGroupId)?;
                customer.group_id = parsed(id.as_deref().map(whole)).map_err(|_| BrokenLine::NotGroupId)?;
            }
            "consent" => {
                customer.consent = match value {
                    Value::Null => None,
                    Value::Bool(is_given) => Some(*is_given),
                    Value::String(text) => match text.trim() {
                        "" => None,
                        "yes" => Some(true),
                        "no" => Some(false),
                        _ => return Err(BrokenLine::NotYesOrNo),
                    },
                    _ => return Err(BrokenLine::NotYesOrNo),
                }
            }
            other => return Err(BrokenLine::UnknownKey(DisplayText::new(other))),
        }
        Ok(())
    }
}

fn text(key: &'static str, value: &Value) -> Result<Option<String>, BrokenLine> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text.clone())),
        _ => Err(BrokenLine::NotText(key)),
    }
}

/// Parses a text, unless it is empty.
fn parsed<T: FromStr>(text: Option<&str>) -> Result<Option<T>, T::Err> {
    text.map(str::trim).filter(|text| !text.is_empty()).map(str::parse).transpose()
}

/// Returns the text of a number. A converter of CSV may write either.
fn number_as_text(value: &Value) -> Value {
    if value.is_number() { Value::String(value.to_string()) } else { value.clone() }
}

/// Returns a whole number without a fraction of zeros, which programs write whose numbers all have one.
fn whole(text: &str) -> &str {
    let text = text.trim();
    text.split_once('.').filter(|(_, zeros)| zeros.bytes().all(|digit| digit == b'0')).map_or(text, |(whole, _)| whole)
}

/// The keys and values of an object as they are written. A map would hide a key that is there twice.
struct Pairs(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct PairsVisitor;
        impl<'de> Visitor<'de> for PairsVisitor {
            type Value = Pairs;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Pairs, M::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(PairsVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_customer_is_read_from_texts_numbers_and_nulls() {
        let cid = "0f9654bc-9520-43d7-8109-317d9820f54c";
        for text in [
            format!(r#"{{"cid":"{cid}","name":"Aysel","phone":"0501234567","gender":2,"group_id":4,"email":null}}"#),
            format!(
                "\u{feff} {{\"cid\":\" {cid} \",\"name\":\"Aysel\",\"phone\":\"0501234567\",\"gender\":\"2\",\"group_id\":\" 4 \",\"code\":\"\"}} \r"
            ),
        ] {
            let line = parse(text.as_bytes()).unwrap().unwrap();
            assert_eq!(line.cid, Some(cid.parse().unwrap()), "{text}");
            let customer = line.customer;
            assert_eq!((customer.name.as_deref(), customer.phone.as_deref()), (Some("Aysel"), Some("0501234567")));
            assert_eq!((customer.gender.as_deref(), customer.group_id), (Some("2"), Some(4)), "{text}");
            assert_eq!(customer.email, None);
        }
        let all = r#"{"description":"a","date_of_birth":"1990-05-15","group":"VIP","code":"C","email":"e","cid":"","group_id":""}"#;
        let line = parse(all.as_bytes()).unwrap().unwrap();
        let customer = line.customer;
        assert_eq!((line.cid, customer.group_id, customer.note.as_deref()), (None, None, Some("a")));
        assert_eq!((customer.birth_date.as_deref(), customer.group.as_deref()), (Some("1990-05-15"), Some("VIP")));
    }

    #[test]
    fn the_answer_about_consent_is_a_word_or_true_or_false() {
        for (text, answer) in [
            ("true", Some(true)),
            (r#""yes""#, Some(true)),
            ("false", Some(false)),
            (r#""no""#, Some(false)),
            ("null", None),
            (r#""""#, None),
        ] {
            let line = parse(format!("{{\"consent\":{text}}}").as_bytes()).unwrap().unwrap();
            assert_eq!(line.customer.consent, answer, "{text}");
        }
    }

    #[test]
    fn a_whole_number_may_have_a_fraction_of_zeros() {
        for (text, id) in [("2.0", 2), ("2.00", 2), ("\"2.0\"", 2), ("2e0", 2), ("\" 4.0 \"", 4), ("10", 10)] {
            let line = parse(format!("{{\"group_id\":{text},\"gender\":{text}}}").as_bytes()).unwrap().unwrap();
            assert_eq!(line.customer.group_id, Some(id), "{text}");
            assert_eq!(line.customer.gender, Some(id.to_string()), "{text}");
        }
    }

    #[test]
    fn an_empty_line_is_none() {
        for line in ["", " ", "\r", "\t \r", "\u{feff}", "\u{feff}\r"] {
            assert!(parse(line.as_bytes()).unwrap().is_none(), "{line:?}");
        }
    }

    #[test]
    fn each_kind_of_broken_line_has_its_error() {
        let key = DisplayText::new;
        for (line, error) in [
            (&b"{\"name\":\"Ays\xffel\"}"[..], BrokenLine::NotUtf8),
            (b"\xff\xfe{\0}\0", BrokenLine::NotUtf8),
            (b"name,phone", BrokenLine::NotJson { column: 2 }),
            (b"{\"name\":\"Aysel\"", BrokenLine::NotJson { column: 15 }),
            (b"{\"name\":\"Aysel\"} {}", BrokenLine::NotJson { column: 18 }),
            (b"{\"name\":\"Aysel\",}", BrokenLine::NotJson { column: 17 }),
            (b"{'name':'Aysel'}", BrokenLine::NotJson { column: 2 }),
            (b"{\"phone\":0501234567}", BrokenLine::NotJson { column: 11 }),
            (b"{\"name\":\"\\ud800\"}", BrokenLine::NotJson { column: 16 }),
            (b"{\"name\":\"a\tb\"}", BrokenLine::NotJson { column: 11 }),
            (b"[]", BrokenLine::NotObject),
            (b"7", BrokenLine::NotObject),
            (b"null", BrokenLine::NotObject),
            (b"\"Aysel\"", BrokenLine::NotObject),
            (b"{\"name\":\"A\",\"telephone\":\"1\"}", BrokenLine::UnknownKey(key("telephone"))),
            (b"{\"Name\":\"A\"}", BrokenLine::UnknownKey(key("Name"))),
            (b"{\"\":\"A\"}", BrokenLine::UnknownKey(key(""))),
            (b"{\"note\":\"A\"}", BrokenLine::UnknownKey(key("note"))),
            (b"{\"name\":\"A\",\"name\":\"B\"}", BrokenLine::KeyTwice(key("name"))),
            (b"{\"name\":7}", BrokenLine::NotText("name")),
            (b"{\"name\":[\"A\"]}", BrokenLine::NotText("name")),
            (b"{\"phone\":501234567}", BrokenLine::NotText("phone")),
            (b"{\"code\":true}", BrokenLine::NotText("code")),
            (b"{\"gender\":{}}", BrokenLine::NotText("gender")),
            (b"{\"cid\":7}", BrokenLine::NotText("cid")),
            (b"{\"cid\":\"7\"}", BrokenLine::NotUuid),
            (b"{\"group_id\":\"VIP\"}", BrokenLine::NotGroupId),
            (b"{\"group_id\":1.5}", BrokenLine::NotGroupId),
            (b"{\"group_id\":-1}", BrokenLine::NotGroupId),
            (b"{\"group_id\":[]}", BrokenLine::NotGroupId),
            (b"{\"consent\":\"maybe\"}", BrokenLine::NotYesOrNo),
            (b"{\"consent\":1}", BrokenLine::NotYesOrNo),
        ] {
            assert_eq!(parse(line).unwrap_err(), error, "{}", String::from_utf8_lossy(line));
        }
        let deep = "[".repeat(100_000);
        assert!(parse(deep.as_bytes()).is_err());
        assert!(parse(format!("{{\"name\":{deep}").as_bytes()).is_err());
    }

    #[test]
    fn debug_shows_nothing_of_the_customer() {
        let line = parse(br#"{"name":"Aysel","phone":"0501234567"}"#).unwrap();
        assert!(!format!("{line:?}").contains("Aysel"), "{line:?}");
    }
}
