//! Parses the specification of a fault.

use std::str::FromStr;
use std::time::Duration;

use axum::http::{Method, StatusCode};
use percent_encoding::percent_decode_str;

use super::conditions::{Condition, Conditions, Selection};
use super::{Fault, FaultKind};

/// The invalid part of a specification. `cli` words it. The value of a field is left out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{self:?}")]
pub enum FaultSyntaxError {
    /// The part before the `@` names no fault.
    UnknownKind(String),
    /// A condition after the `@` is not known, or its value is not valid.
    UnknownCondition(String),
    /// A second counting condition. The result of two together is not defined.
    SecondSelection(String),
}

impl FromStr for Fault {
    type Err = FaultSyntaxError;

    fn from_str(specification: &str) -> Result<Self, FaultSyntaxError> {
        let (kind, condition_list) =
            specification.split_once('@').map_or((specification, None), |(kind, list)| (kind, Some(list)));
        let mut conditions = Conditions::default();
        for text in condition_list.into_iter().flat_map(|list| list.split(',')) {
            if let Some(selection) = parse_selection(text) {
                if conditions.selection.replace(selection).is_some() {
                    return Err(FaultSyntaxError::SecondSelection(text.to_owned()));
                }
            } else {
                let unknown = || FaultSyntaxError::UnknownCondition(redact_value(text));
                conditions.all.push(parse_condition(text).ok_or_else(unknown)?);
            }
        }
        Ok(Self { kind: parse_kind(kind).ok_or_else(|| FaultSyntaxError::UnknownKind(kind.to_owned()))?, conditions })
    }
}

fn parse_kind(text: &str) -> Option<FaultKind> {
    Some(match text.split_once(':') {
        Some(("status", code)) => FaultKind::Status(
            StatusCode::from_bytes(code.as_bytes()).ok().filter(|code| (400..600).contains(&code.as_u16()))?,
        ),
        Some(("delay", time)) => FaultKind::Delay(parse_duration(time)?),
        Some(("delay-after", time)) => FaultKind::DelayAfter(parse_duration(time)?),
        Some(("trickle", time)) => FaultKind::Trickle(parse_duration(time)?),
        Some(_) => return None,
        None => match text {
            "client-disabled" => FaultKind::ClientDisabled,
            "invalid-integrator" => FaultKind::InvalidIntegrator,
            "html-502" => FaultKind::Html502,
            "reset-before" => FaultKind::ResetBefore,
            "reset-after" => FaultKind::ResetAfter,
            "cut" => FaultKind::Cut,
            "504-after" => FaultKind::TimeoutAfter,
            _ => return None,
        },
    })
}

fn parse_duration(text: &str) -> Option<Duration> {
    match text.strip_suffix("ms") {
        Some(number) => Some(Duration::from_millis(number.parse().ok()?)),
        None => Duration::try_from_secs_f64(text.strip_suffix('s')?.parse().ok()?).ok(),
    }
}

fn parse_condition(text: &str) -> Option<Condition> {
    if let Some((name, value)) = text.split_once('=') {
        let value = percent_decode_str(value).decode_utf8().ok()?.into_owned();
        return Some(Condition::Field(name.to_owned(), value.into()));
    }
    match text.split_once(':')? {
        ("method", method) => Some(Condition::Method(Method::from_bytes(method.as_bytes()).ok()?)),
        ("path", path) => Some(Condition::Path(path.to_owned())),
        _ => None,
    }
}

fn parse_selection(text: &str) -> Option<Selection> {
    match text.split_once(':')? {
        ("nth", count) => Some(Selection::Nth(parse_count(count)?)),
        ("first", count) => Some(Selection::First(parse_count(count)?)),
        ("every", count) => Some(Selection::Every(parse_count(count)?)),
        ("random", parameters) => {
            let (probability, seed) = parameters.split_once('/')?;
            let probability = probability.parse().ok().filter(|p| (0.0..=1.0).contains(p))?;
            Some(Selection::Random { probability, seed: seed.parse().ok()? })
        }
        _ => None,
    }
}

fn parse_count(text: &str) -> Option<u64> {
    text.parse().ok().filter(|count| *count > 0)
}

fn redact_value(condition: &str) -> String {
    condition.split_once('=').map_or_else(|| condition.to_owned(), |(name, _)| format!("{name}=…"))
}

#[cfg(test)]
mod tests {
    use axum::http::Uri;
    use serde_json::json;

    use super::*;

    #[test]
    fn every_kind_is_parsed() {
        let cases = [
            ("status:503", FaultKind::Status(StatusCode::SERVICE_UNAVAILABLE)),
            ("client-disabled", FaultKind::ClientDisabled),
            ("invalid-integrator", FaultKind::InvalidIntegrator),
            ("html-502", FaultKind::Html502),
            ("reset-before", FaultKind::ResetBefore),
            ("reset-after", FaultKind::ResetAfter),
            ("cut", FaultKind::Cut),
            ("504-after", FaultKind::TimeoutAfter),
            ("delay:1500ms", FaultKind::Delay(Duration::from_millis(1500))),
            ("delay-after:2s", FaultKind::DelayAfter(Duration::from_secs(2))),
            ("trickle:0.5s", FaultKind::Trickle(Duration::from_millis(500))),
        ];
        for (text, kind) in cases {
            assert_eq!(text.parse::<Fault>().unwrap().kind, kind, "{text}");
        }
    }

    #[test]
    fn an_error_names_the_part_without_its_value() {
        for bad in
            ["", "nonsense", "status:200", "status:600", "status:x", "delay:5", "delay:-1s", "delay:infs", "cut:1"]
        {
            assert_eq!(bad.parse::<Fault>().unwrap_err(), FaultSyntaxError::UnknownKind(bad.to_owned()), "{bad}");
        }
        for bad in ["", "nth:0", "nth:-1", "first:x", "random:2/1", "random:NaN/1", "random:0.5", "sometimes", "a:b"] {
            let error = format!("cut@{bad}").parse::<Fault>().unwrap_err();
            assert_eq!(error, FaultSyntaxError::UnknownCondition(bad.to_owned()), "{bad}");
        }
        for (first, second) in
            [("first:1", "nth:2"), ("nth:2", "first:1"), ("every:2", "random:0.5/1"), ("nth:1", "nth:1")]
        {
            let error = format!("cut@{first},method:POST,{second}").parse::<Fault>().unwrap_err();
            assert_eq!(error, FaultSyntaxError::SecondSelection(second.to_owned()));
        }
        let error = "cut@phone=+994%FF".parse::<Fault>().unwrap_err();
        assert_eq!(error, FaultSyntaxError::UnknownCondition("phone=…".to_owned()));
        assert!(!format!("{:?}", "cut@phone=+994501234567".parse::<Fault>().unwrap()).contains("994"));
    }

    /// Sends ten `POST /open-api/customers`. Returns the numbers, from 1, of those to which the fault happens.
    fn requests_hit_by(specification: &str) -> Vec<u64> {
        let fault: Fault = specification.parse().unwrap();
        let body = json!({"phone": "+994501234567", "gender": 2, "name": "a,b"});
        let uri = Uri::from_static("/open-api/customers?x=1");
        let hit = (1..=10).filter(|_| {
            // A request that does not match is not counted.
            fault.conditions.applies_to(&Method::GET, &Uri::from_static("/open-api/venues"), None);
            fault.conditions.applies_to(&Method::POST, &uri, body.as_object())
        });
        hit.collect()
    }

    #[test]
    fn only_matching_requests_are_counted() {
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
            assert_eq!(requests_hit_by(specification), expected, "{specification}");
        }
        let some = requests_hit_by("cut@method:POST,random:0.5/7");
        assert_eq!(some, requests_hit_by("cut@method:POST,random:0.5/7"));
        assert!((1..10).contains(&some.len()), "{some:?}");
    }
}
