use serde::Serialize;

use super::super::to_json;
use super::{Finding, Numbers, State};

/// Returns one line for each finding, with a symbol.
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

#[derive(Serialize)]
struct Object<'a> {
    ok: bool,
    training: bool,
    checks: Vec<CheckObject<'a>>,
}

#[derive(Serialize)]
struct CheckObject<'a> {
    check: &'static str,
    /// `None` means that the check was skipped.
    ok: Option<bool>,
    warning: bool,
    message: &'a str,
    #[serde(flatten)]
    numbers: Option<&'a Numbers>,
}

impl<'a> From<&'a Finding> for CheckObject<'a> {
    fn from(finding: &'a Finding) -> Self {
        Self {
            check: finding.check,
            ok: (finding.state != State::NotTried).then_some(finding.state == State::Right),
            warning: matches!(finding.state, State::Warning(_)),
            message: &finding.message,
            numbers: finding.numbers.as_ref(),
        }
    }
}

/// Returns one object with all findings. A warning is not `ok`; it has `warning`.
pub(super) fn as_json(findings: &[Finding], training: bool) -> String {
    to_json(&Object {
        ok: findings.iter().all(|finding| finding.state == State::Right),
        training,
        checks: findings.iter().map(CheckObject::from).collect(),
    })
}
