//! Reads the specification of a fault.

use std::str::FromStr;
use std::time::Duration;

use axum::http::{Method, StatusCode};
use percent_encoding::percent_decode_str;

use super::when::{FieldIs, Turn, When};
use super::{Fault, Kind};

/// What is not understood in a specification, and what would be. The value of a field is not repeated.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadFault {
    /// The part before the `@`.
    #[error(
        "there is no fault `{0}`: use status:NNN (400 to 599), html-502, reset-before, reset-after, cut, 504-after, \
         delay:TIME, delay-after:TIME or trickle:TIME, with a TIME such as 500ms or 3s"
    )]
    Kind(String),
    /// One of the conditions.
    #[error(
        "there is no condition `{0}`: use method:POST, path:/customers, FIELD=VALUE, nth:N, first:N, every:N or \
         random:P/SEED, with an N from 1 and a P from 0 to 1"
    )]
    When(String),
    /// A condition that counts, after another one: what they are to count together nobody can tell.
    #[error("`{0}` is one condition too many: of nth:N, first:N, every:N and random:P/SEED a fault has one at most")]
    SecondCount(String),
}

impl FromStr for Fault {
    type Err = BadFault;

    fn from_str(specification: &str) -> Result<Self, BadFault> {
        let (kind, conditions) = match specification.split_once('@') {
            Some((kind, conditions)) => (kind, Some(conditions)),
            None => (specification, None),
        };
        let mut when = When::default();
        for condition in conditions.into_iter().flat_map(|conditions| conditions.split(',')) {
            let counts = !matches!(when.turn, Turn::All);
            let before = std::mem::take(&mut when.turn);
            add(&mut when, condition).ok_or_else(|| BadFault::When(without_value(condition)))?;
            if matches!(when.turn, Turn::All) {
                when.turn = before;
            } else if counts {
                return Err(BadFault::SecondCount(condition.to_owned()));
            }
        }
        Ok(Self { kind: kind_of(kind).ok_or_else(|| BadFault::Kind(kind.to_owned()))?, when })
    }
}

fn kind_of(text: &str) -> Option<Kind> {
    Some(match text.split_once(':') {
        Some(("status", code)) => Kind::Status(
            StatusCode::from_bytes(code.as_bytes()).ok().filter(|code| (400..600).contains(&code.as_u16()))?,
        ),
        Some(("delay", time)) => Kind::Delay(time_of(time)?),
        Some(("delay-after", time)) => Kind::DelayAfter(time_of(time)?),
        Some(("trickle", time)) => Kind::Trickle(time_of(time)?),
        Some(_) => return None,
        None => match text {
            "html-502" => Kind::Html502,
            "reset-before" => Kind::ResetBefore,
            "reset-after" => Kind::ResetAfter,
            "cut" => Kind::Cut,
            "504-after" => Kind::TimeoutAfter,
            _ => return None,
        },
    })
}

fn time_of(text: &str) -> Option<Duration> {
    match text.strip_suffix("ms") {
        Some(number) => Some(Duration::from_millis(number.parse().ok()?)),
        None => Duration::try_from_secs_f64(text.strip_suffix('s')?.parse().ok()?).ok(),
    }
}

/// Adds one condition; `None` if it is not understood.
fn add(when: &mut When, condition: &str) -> Option<()> {
    if let Some((name, value)) = condition.split_once('=') {
        let value = percent_decode_str(value).decode_utf8().ok()?.into_owned();
        when.fields.push(FieldIs { name: name.to_owned(), value });
        return Some(());
    }
    match condition.split_once(':')? {
        ("method", method) => when.method = Some(Method::from_bytes(method.as_bytes()).ok()?),
        ("path", path) => when.path = Some(path.to_owned()),
        ("nth", count) => when.turn = Turn::Nth(count_of(count)?),
        ("first", count) => when.turn = Turn::First(count_of(count)?),
        ("every", count) => when.turn = Turn::Every(count_of(count)?),
        ("random", dice) => {
            let (probability, seed) = dice.split_once('/')?;
            let probability = probability.parse().ok().filter(|p| (0.0..=1.0).contains(p))?;
            when.turn = Turn::random(probability, seed.parse().ok()?);
        }
        _ => return None,
    }
    Some(())
}

fn count_of(text: &str) -> Option<u64> {
    text.parse().ok().filter(|count| *count > 0)
}

fn without_value(condition: &str) -> String {
    condition.split_once('=').map_or_else(|| condition.to_owned(), |(name, _)| format!("{name}=…"))
}

#[cfg(test)]
mod tests {
    use axum::http::Uri;
    use serde_json::json;

    use super::*;

    #[test]
    fn kinds_are_read() {
        let cases = [
            ("status:503", Kind::Status(StatusCode::SERVICE_UNAVAILABLE)),
            ("html-502", Kind::Html502),
            ("reset-before", Kind::ResetBefore),
            ("reset-after", Kind::ResetAfter),
            ("cut", Kind::Cut),
            ("504-after", Kind::TimeoutAfter),
            ("delay:1500ms", Kind::Delay(Duration::from_millis(1500))),
            ("delay-after:2s", Kind::DelayAfter(Duration::from_secs(2))),
            ("trickle:0.5s", Kind::Trickle(Duration::from_millis(500))),
        ];
        for (text, kind) in cases {
            assert_eq!(text.parse::<Fault>().unwrap().kind, kind, "{text}");
        }
    }

    #[test]
    fn what_is_not_understood_is_named_without_its_value() {
        for bad in
            ["", "nonsense", "status:200", "status:600", "status:x", "delay:5", "delay:-1s", "delay:infs", "cut:1"]
        {
            assert_eq!(bad.parse::<Fault>().unwrap_err(), BadFault::Kind(bad.to_owned()), "{bad}");
        }
        for bad in ["", "nth:0", "nth:-1", "first:x", "random:2/1", "random:NaN/1", "random:0.5", "sometimes", "a:b"] {
            let error = format!("cut@{bad}").parse::<Fault>().unwrap_err();
            assert_eq!(error, BadFault::When(bad.to_owned()), "{bad}");
        }
        for (first, second) in
            [("first:1", "nth:2"), ("nth:2", "first:1"), ("every:2", "random:0.5/1"), ("nth:1", "nth:1")]
        {
            let error = format!("cut@{first},method:POST,{second}").parse::<Fault>().unwrap_err();
            assert_eq!(error, BadFault::SecondCount(second.to_owned()));
        }
        let error = "cut@phone=+994%FF".parse::<Fault>().unwrap_err();
        assert_eq!(error, BadFault::When("phone=…".to_owned()));
        assert!(!format!("{:?}", "cut@phone=+994501234567".parse::<Fault>().unwrap()).contains("994"));
    }

    /// The numbers of those of ten `POST /open-api/customers` to which it happens, counted from 1.
    fn happens(specification: &str) -> Vec<u64> {
        let fault: Fault = specification.parse().unwrap();
        let body = json!({"phone": "+994501234567", "gender": 2, "name": "a,b"});
        let uri = Uri::from_static("/open-api/customers?x=1");
        let asked = (1..=10).filter(|_| {
            // A request that does not fit is not counted.
            fault.when.happens(&Method::GET, &Uri::from_static("/open-api/venues"), None);
            fault.when.happens(&Method::POST, &uri, body.as_object())
        });
        asked.collect()
    }

    #[test]
    fn turns_are_counted_among_what_fits() {
        let all: Vec<u64> = (1..=10).collect();
        let cases = [
            ("cut@path:/customers,nth:3", vec![3]),
            ("cut@method:POST,first:2", vec![1, 2]),
            ("cut@method:POST,every:4", vec![4, 8]),
            ("cut@phone=+994501234567", all.clone()),
            ("cut@phone=%2B994501234567,nth:1", vec![1]),
            ("cut@gender=2,name=a%2Cb", all.clone()),
            ("cut@gender=1", vec![]),
            ("cut@gender=1,name=a%2Cb", vec![]),
            ("cut@nth:3,method:POST", vec![3]),
            ("cut@method:DELETE", vec![]),
            ("cut@path:/venues,method:POST", vec![]),
            ("cut", all.clone()),
            ("cut@method:POST,random:1/7", all),
            ("cut@method:POST,random:0/7", vec![]),
        ];
        for (specification, expected) in cases {
            assert_eq!(happens(specification), expected, "{specification}");
        }
        let some = happens("cut@method:POST,random:0.5/7");
        assert_eq!(some, happens("cut@method:POST,random:0.5/7"));
        assert!((1..10).contains(&some.len()), "{some:?}");
    }
}
