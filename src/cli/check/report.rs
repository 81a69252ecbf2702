//! The findings of the checks, and how they are printed.

use serde::{Serialize, Serializer};

use crate::locale::technician;
use crate::settings::GivenSetting;

use super::super::{Exit, to_json};
use super::kind::Check;
use super::problem::Problem;

/// The result of one check. It is also an object of the JSON list.
#[derive(Serialize)]
struct Finding {
    id: Check,
    state: State,
    /// The finding.
    message: String,
    /// What to do about an error or a warning.
    remedy: Option<String>,
    #[serde(flatten)]
    details: Option<Details>,
}

/// More about a finding.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Details {
    Outbox {
        waiting: u64,
        refused: u64,
        oldest_seconds: Option<u64>,
    },
    /// `None` means that the alarm is off.
    Alarm {
        limit_seconds: Option<u64>,
    },
    Settings {
        values: Vec<GivenSetting>,
    },
}

/// The state of a check. The exit code is the one of the whole command if no graver finding decides it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Ok,
    /// Nothing is broken, but something needs attention.
    Warning(Exit),
    Error(Exit),
    /// An earlier check failed.
    Skipped,
}

impl Serialize for State {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(match self {
            Self::Ok => "ok",
            Self::Warning(_) => "warning",
            Self::Error(_) => "error",
            Self::Skipped => "skipped",
        })
    }
}

/// All findings.
pub(super) struct Report {
    findings: Vec<Finding>,
    /// True for the training server. Then a finding about the server says nothing about Clopos.
    training: bool,
}

impl Report {
    /// Begins with every check skipped.
    pub(super) fn new(training: bool) -> Self {
        let skipped = |id| Finding {
            id,
            state: State::Skipped,
            message: technician().check_skipped(),
            remedy: None,
            details: None,
        };
        Self { findings: Check::all().map(skipped).collect(), training }
    }

    /// Adds a fact that cannot be wrong.
    pub(super) fn add(&mut self, id: Check, message: String) {
        self.push(id, State::Ok, message, None);
    }

    /// Adds a finding.
    pub(super) fn push(&mut self, id: Check, state: State, message: String, remedy: Option<String>) {
        // A wrong clock is the clock of this host.
        let is_of_server = id.is_about_server() && (id != Check::Clock || state == State::Ok);
        let is_marked = self.training && is_of_server;
        let message = if is_marked { technician().check_in_training(message) } else { message };
        if let Some(finding) = self.finding(id) {
            *finding = Finding { id, state, message, remedy, details: None };
        }
    }

    fn finding(&mut self, id: Check) -> Option<&mut Finding> {
        self.findings.iter_mut().find(|finding| finding.id == id)
    }

    /// Adds the result of a check. Returns false if it is an error.
    pub(super) fn check(&mut self, id: Check, found: Result<String, Problem>) -> bool {
        let (state, message, remedy) = match found {
            Ok(message) => (State::Ok, message, None),
            Err(Problem { state, advice }) => (state, advice.message, Some(advice.remedy)),
        };
        self.push(id, state, message, remedy);
        !matches!(state, State::Error(_))
    }

    /// Adds details for the JSON object to a finding.
    pub(super) fn set_details(&mut self, id: Check, details: Details) {
        if let Some(finding) = self.finding(id) {
            finding.details = Some(details);
        }
    }

    pub(super) fn is_skipped(&self, id: Check) -> bool {
        self.findings.iter().any(|finding| finding.id == id && finding.state == State::Skipped)
    }

    /// Returns the exit code: that of the first problem. An overdue registration is only the effect of another problem,
    /// and a warning counts if nothing is wrong.
    pub(super) fn exit(&self) -> Exit {
        let ranked = self.findings.iter().filter_map(|finding| match finding.state {
            State::Error(Exit::Overdue) => Some((1, Exit::Overdue)),
            State::Error(exit) => Some((0, exit)),
            State::Warning(exit) if exit != Exit::Done => Some((2, exit)),
            State::Warning(_) | State::Ok | State::Skipped => None,
        });
        ranked.min_by_key(|(rank, _)| *rank).map_or(Exit::Done, |(_, exit)| exit)
    }

    /// Returns one line for each finding, with a symbol. The settings that are set follow theirs.
    pub(super) fn in_lines(&self) -> String {
        let width = Check::all().map(|check| check.label().chars().count()).max().unwrap_or(0);
        let mut lines = Vec::new();
        for Finding { id, state, message, remedy, details } in &self.findings {
            let sign = match state {
                State::Ok => "✓",
                State::Warning(_) => "!",
                State::Error(_) => "✗",
                State::Skipped => "-",
            };
            let remedy = remedy.as_ref().map(|remedy| format!(" {remedy}")).unwrap_or_default();
            lines.push(format!("{sign} {:width$}  {message}{remedy}", id.label()));
            if let Some(Details::Settings { values }) = details {
                lines.extend(values.iter().map(|GivenSetting { name, value, source, .. }| {
                    let value = value.clone().unwrap_or_else(|| technician().check_setting_hidden());
                    format!("  {:width$}  {name} = {value} ({source})", "")
                }));
            }
        }
        lines.join("\n")
    }

    /// Returns one object with all findings. It is `ok` if there is no error and no warning. `message` says why nothing was
    /// checked.
    pub(super) fn as_json(&self, message: Option<&str>) -> String {
        #[derive(Serialize)]
        struct Object<'a> {
            ok: bool,
            exit: u8,
            training: bool,
            checks: &'a [Finding],
            #[serde(skip_serializing_if = "Option::is_none")]
            message: Option<&'a str>,
        }
        let ok = self.findings.iter().all(|finding| finding.state == State::Ok);
        let (exit, training) = (self.exit().code(), self.training);
        to_json(&Object { ok, exit, training, checks: &self.findings, message })
    }
}

/// Returns the object if the settings cannot be read, or the command line is wrong: no check is made.
pub(in crate::cli) fn not_checked(exit: Exit, message: &str) -> String {
    let mut report = Report::new(false);
    report.push(Check::Settings, State::Error(exit), message.to_owned(), None);
    report.as_json(Some(message))
}
