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
                State::Warning(_) => "!",
                State::Wrong(_) => "✗",
                State::NotTried => "-",
            };
            format!("{sign} {:width$}  {}", finding.label, finding.message)
        })
        .collect();
    lines.join("\n")
}

/// One object with all of them; what was not tried has neither `true` nor `false`. A warning is not `ok`, and says that it is
/// one.
pub(super) fn as_json(findings: &[Finding], training: bool) -> String {
    let checks: Vec<_> = findings
        .iter()
        .map(|finding| {
            let ok = match finding.state {
                State::Right => Some(true),
                State::Wrong(_) | State::Warning(_) => Some(false),
                State::NotTried => None,
            };
            let warning = matches!(finding.state, State::Warning(_));
            let mut object =
                json!({ "check": finding.check, "ok": ok, "warning": warning, "message": finding.message });
            object.as_object_mut().into_iter().for_each(|object| object.extend(finding.numbers.clone()));
            object
        })
        .collect();
    let ok = findings.iter().all(|finding| finding.state == State::Right);
    json!({ "ok": ok, "training": training, "checks": checks }).to_string()
}
