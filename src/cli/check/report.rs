//! The findings of the checks, and how they are printed.

use serde::{Serialize, Serializer};

use crate::locale::{Advice, technician};
use crate::settings::GivenSetting;

use super::super::{Exit, to_json};
use super::problem::Problem;

/// A check. The order is that of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Check {
    Version,
    System,
    Locale,
    PhoneData,
    Settings,
    Permissions,
    TimeZone,
    Codes,
    StateDir,
    FileLocks,
    Outbox,
    Alarm,
    Reachable,
    Tls,
    Credentials,
    Venue,
    Groups,
    Clock,
}

impl Check {
    const ALL: [Self; 18] = [
        Self::Version,
        Self::System,
        Self::Locale,
        Self::PhoneData,
        Self::Settings,
        Self::Permissions,
        Self::TimeZone,
        Self::Codes,
        Self::StateDir,
        Self::FileLocks,
        Self::Outbox,
        Self::Alarm,
        Self::Reachable,
        Self::Tls,
        Self::Credentials,
        Self::Venue,
        Self::Groups,
        Self::Clock,
    ];

    /// Returns true if the check asks a server.
    fn is_about_server(self) -> bool {
        self >= Self::Reachable
    }

    fn label(self) -> String {
        let say = technician();
        match self {
            Self::Version => say.check_version(),
            Self::System => say.check_system(),
            Self::Locale => say.check_locale(),
            Self::PhoneData => say.check_phone_data(),
            Self::Settings => say.check_settings(),
            Self::Permissions => say.check_permissions(),
            Self::TimeZone => say.check_time_zone(),
            Self::Codes => say.check_codes(),
            Self::StateDir => say.check_state_dir(),
            Self::FileLocks => say.check_file_locks(),
            Self::Outbox => say.check_outbox(),
            Self::Alarm => say.check_alarm(),
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
        values: Vec<SettingObject>,
    },
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
    pub(super) const fn new(training: bool) -> Self {
        Self { findings: Vec::new(), training }
    }

    /// Adds a fact that cannot be wrong.
    pub(super) fn add(&mut self, id: Check, message: String) {
        self.push(id, State::Ok, message, None, None);
    }

    /// Adds a warning.
    pub(super) fn warn(&mut self, id: Check, exit: Exit, message: String, remedy: Option<String>) {
        self.push(id, State::Warning(exit), message, remedy, None);
    }

    fn push(&mut self, id: Check, state: State, message: String, remedy: Option<String>, details: Option<Details>) {
        // A wrong clock is the clock of this host.
        let is_of_server = id.is_about_server() && (id != Check::Clock || state == State::Ok);
        let is_marked = self.training && is_of_server && state != State::Skipped;
        let message = if is_marked { technician().check_in_training(message) } else { message };
        self.findings.push(Finding { id, state, message, remedy, details });
    }

    /// Adds the result of a check. Returns false if it is an error.
    pub(super) fn check(&mut self, id: Check, found: Result<String, Problem>) -> bool {
        match found {
            Ok(message) => self.push(id, State::Ok, message, None, None),
            Err(problem) => {
                let Advice { message, remedy } = problem.advice();
                let exit = problem.exit();
                let state = if problem.is_warning() { State::Warning(exit) } else { State::Error(exit) };
                self.push(id, state, message, Some(remedy), None);
                return problem.is_warning();
            }
        }
        true
    }

    /// Adds details for the JSON object to a finding.
    pub(super) fn set_details(&mut self, id: Check, details: Details) {
        if let Some(finding) = self.findings.iter_mut().find(|finding| finding.id == id) {
            finding.details = Some(details);
        }
    }

    pub(super) fn has(&self, id: Check) -> bool {
        self.findings.iter().any(|finding| finding.id == id)
    }

    /// Adds every check without a result as skipped, and puts all into their order.
    pub(super) fn complete(&mut self) {
        for id in Check::ALL {
            if !self.has(id) {
                self.push(id, State::Skipped, technician().check_skipped(), None, None);
            }
        }
        self.findings.sort_by_key(|finding| finding.id);
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
        let width = Check::ALL.iter().map(|check| check.label().chars().count()).max().unwrap_or(0);
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
                lines.extend(values.iter().map(|SettingObject { name, value, source }| {
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
    report.push(Check::Settings, State::Error(exit), message.to_owned(), None, None);
    report.complete();
    report.as_json(Some(message))
}
