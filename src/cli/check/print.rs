use serde_json::json;

use super::{Finding, State};

/// A line each, with a sign.
pub(super) fn in_lines(findings: &[Finding]) -> String {
    let width = findings.iter().map(|finding| finding.label.chars().count()).max().unwrap_or(0);
    let lines: Vec<String> = findings
        .iter()
        .map(|finding| {
            let sign = match finding.state {
                State::Right => "✓",
                State::Wrong(_) => "✗",
                State::NotTried => "-",
            };
            format!("{sign} {:width$}  {}", finding.label, finding.message)
        })
        .collect();
    lines.join("\n")
}

/// One object with all of them; what was not tried has neither `true` nor `false`.
pub(super) fn as_json(findings: &[Finding]) -> String {
    let checks: Vec<_> = findings
        .iter()
        .map(|finding| {
            let ok = match finding.state {
                State::Right => Some(true),
                State::Wrong(_) => Some(false),
                State::NotTried => None,
            };
            let mut object = json!({ "check": finding.check, "ok": ok, "message": finding.message });
            object.as_object_mut().into_iter().for_each(|object| object.extend(finding.numbers.clone()));
            object
        })
        .collect();
    let ok = findings.iter().all(|finding| finding.state == State::Right);
    json!({ "ok": ok, "checks": checks }).to_string()
}
