//! The findings of the checks, and how they are printed.

use serde::Serialize;

use crate::locale::Locale;
use crate::settings::GivenSetting;

use super::super::{Exit, to_json};
use super::problem::Problem;

/// A check. The order is that of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Check {
    Settings,
    TimeZone,
    Codes,
    StateDir,
    Outbox,
    Reachable,
    Tls,
    Credentials,
    Venue,
    Groups,
    Clock,
}

/// The checks that ask a server.
const SERVER_CHECKS: [Check; 6] =
    [Check::Reachable, Check::Tls, Check::Credentials, Check::Venue, Check::Groups, Check::Clock];

impl Check {
    fn label(self) -> String {
        let say = Locale::english();
        match self {
            Self::Settings => say.check_settings(),
            Self::TimeZone => say.check_time_zone(),
            Self::Codes => say.check_codes(),
            Self::StateDir => say.check_state_dir(),
            Self::Outbox => say.check_outbox(),
            Self::Reachable => say.check_reachable(),
            Self::Tls => say.check_tls(),
            Self::Credentials => say.check_credentials(),
            Self::Venue => say.check_venue(),
            Self::Groups => say.check_groups(),
            Self::Clock => say.check_clock(),
        }
    }
}

/// The result of one check. It is also an object of the JSON list.
#[derive(Serialize)]
struct Finding {
    check: Check,
    #[serde(skip)]
    state: State,
    /// `None` means that the check was skipped.
    ok: Option<bool>,
    warning: bool,
    /// The finding. If the check failed, also what to do.
    message: String,
    #[serde(flatten)]
    details: Option<Details>,
}

/// More about a finding.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Details {
    Outbox { waiting: u64, refused: u64, oldest_seconds: Option<u64> },
    Settings { values: Vec<SettingObject> },
}

/// A setting that the file or the environment sets.
#[derive(Serialize)]
pub(super) struct SettingObject {
    name: &'static str,
    /// `None` for a credential.
    value: Option<String>,
    /// The variable or the file.
    source: String,
}

impl SettingObject {
    pub(super) fn new(given: GivenSetting, file: &str) -> Self {
        let source = given.variable.unwrap_or(file).to_owned();
        Self { name: given.name, value: given.value, source }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Right,
    /// Nothing is broken, but customers do not reach Clopos. The exit code is used if no check fails.
    Warning(Exit),
    Wrong(Exit),
    /// An earlier check failed.
    NotTried,
}

/// All findings.
pub(super) struct Report {
    findings: Vec<Finding>,
    /// True for the training server. Then a finding about the server says nothing about Clopos.
    training: bool,
}

impl Report {
    pub(super) const fn new(training: bool) -> Self {
        Self { findings: Vec::new(), training }
    }

    pub(super) fn add(&mut self, check: Check, state: State, message: String, details: Option<Details>) {
        let ok = (state != State::NotTried).then_some(state == State::Right);
        let warning = matches!(state, State::Warning(_));
        self.findings.push(Finding { check, state, ok, warning, message, details });
    }

    /// Adds the result of a check. Returns false if it failed.
    pub(super) fn check(&mut self, check: Check, found: Result<String, Problem>) -> bool {
        self.check_with(check, found, None)
    }

    /// Adds the result of a check, with details for the JSON object. Returns false if it failed.
    pub(super) fn check_with(&mut self, check: Check, found: Result<String, Problem>, more: Option<Details>) -> bool {
        let is_right = found.is_ok();
        let (state, message) = match found {
            Ok(message) => (State::Right, message),
            Err(problem) => (State::Wrong(problem.exit()), problem.to_string()),
        };
        // A wrong clock is the clock of this host.
        let is_about_server = SERVER_CHECKS.contains(&check) && (check != Check::Clock || is_right);
        let is_training = self.training && is_about_server;
        let message = if is_training { Locale::english().check_in_training(message) } else { message };
        self.add(check, state, message, more);
        is_right
    }

    pub(super) fn has(&self, check: Check) -> bool {
        self.findings.iter().any(|finding| finding.check == check)
    }

    pub(super) fn skip(&mut self, check: Check) {
        self.add(check, State::NotTried, Locale::english().check_skipped(), None);
    }

    /// Skips the checks of the server that have no result.
    pub(super) fn skip_rest(&mut self) {
        for check in SERVER_CHECKS {
            if !self.has(check) {
                self.skip(check);
            }
        }
    }

    /// Returns the exit code: that of the first problem. An overdue registration is only the effect of another problem,
    /// and a warning counts if nothing is wrong.
    pub(super) fn exit(&self) -> Exit {
        let ranked = self.findings.iter().filter_map(|finding| match finding.state {
            State::Wrong(Exit::Overdue) => Some((1, Exit::Overdue)),
            State::Wrong(exit) => Some((0, exit)),
            State::Warning(exit) => Some((2, exit)),
            State::Right | State::NotTried => None,
        });
        ranked.min_by_key(|(rank, _)| *rank).map_or(Exit::Done, |(_, exit)| exit)
    }

    /// Returns one line for each finding, with a symbol. The settings that are set follow theirs.
    pub(super) fn in_lines(&self) -> String {
        let width = self.findings.iter().map(|finding| finding.check.label().chars().count()).max().unwrap_or(0);
        let mut lines = Vec::new();
        for finding in &self.findings {
            let sign = match finding.state {
                State::Right => "✓",
                State::Warning(_) => "!",
                State::Wrong(_) => "✗",
                State::NotTried => "-",
            };
            lines.push(format!("{sign} {:width$}  {}", finding.check.label(), finding.message));
            if let Some(Details::Settings { values }) = &finding.details {
                lines.extend(values.iter().map(|SettingObject { name, value, source }| {
                    let value = value.clone().unwrap_or_else(|| Locale::english().check_setting_hidden());
                    format!("  {:width$}  {name} = {value} ({source})", "")
                }));
            }
        }
        lines.join("\n")
    }

    /// Returns one object with all findings. A warning is not `ok`; it has `warning`.
    pub(super) fn as_json(&self) -> String {
        #[derive(Serialize)]
        struct Object<'a> {
            ok: bool,
            training: bool,
            checks: &'a [Finding],
        }
        let ok = self.findings.iter().all(|finding| finding.state == State::Right);
        to_json(&Object { ok, training: self.training, checks: &self.findings })
    }
}
