//! `frontdesk check`: finds out what is wrong, for the technician. It prints one line for each check, with the remedy
//! and without secrets.

mod disk;
mod print;
mod problem;
mod remedy;

use chrono::TimeDelta;
use serde::Serialize;

use crate::clock;
use crate::clopos::{Client, Credentials, Venue};
use crate::delivery::Connection;
use crate::domain::{ApiError, ConnectError};
use crate::locale::Locale;
use crate::settings::{ApiTarget, Settings};

use super::{CheckArguments, CommandError, Exit};
use print::{as_json, in_lines};
use problem::Problem;
use remedy::Generation;

/// The greatest difference between the clocks. With more, tokens seem to end too early or too late.
const MAX_CLOCK_SKEW: TimeDelta = TimeDelta::seconds(60);

/// The result of one check.
struct Finding {
    /// The name in the JSON object. It is never translated.
    check: &'static str,
    label: String,
    state: State,
    /// The finding. If the check failed, also what to do.
    message: String,
    /// The counts of the outbox, for the JSON object.
    numbers: Option<Numbers>,
}

#[derive(Serialize)]
struct Numbers {
    waiting: u64,
    refused: u64,
    oldest_seconds: Option<u64>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Right,
    /// Nothing is broken, but customers do not reach Clopos. The exit code is used if no check fails.
    Warning(Exit),
    Wrong(Exit),
    /// An earlier check failed.
    NotTried,
}

/// Runs all checks and prints the findings. `asked_training` is true for `--training`. Without it, training means that
/// nothing is configured.
pub(super) fn run(arguments: &CheckArguments, asked_training: bool, settings: Settings) -> Result<Exit, CommandError> {
    let work = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let training = matches!(settings.api, ApiTarget::Training);
    let findings = work.block_on(look(settings, asked_training));
    // A name resolution that hangs must not delay the end.
    work.shutdown_background();
    let wrong = |finding: &Finding| match finding.state {
        State::Wrong(exit) => Some(exit),
        State::Right | State::Warning(_) | State::NotTried => None,
    };
    let warning = |finding: &Finding| match finding.state {
        State::Warning(exit) => Some(exit),
        State::Right | State::Wrong(_) | State::NotTried => None,
    };
    // An overdue registration is only the effect of another problem, so that problem gives the exit code.
    let cause = findings.iter().filter_map(wrong).find(|exit| *exit != Exit::Overdue);
    let cause = cause.or_else(|| findings.iter().find_map(wrong));
    let exit = cause.or_else(|| findings.iter().find_map(warning)).unwrap_or(Exit::Done);
    let report = if arguments.json { as_json(&findings, training) } else { in_lines(&findings) };
    super::print(&report)?;
    Ok(exit)
}

async fn look(settings: Settings, asked_training: bool) -> Vec<Finding> {
    let say = Locale::english();
    let (about, named_venue, encrypted) = settings_summary(&settings);
    let generation = generation(&settings);
    let training = matches!(settings.api, ApiTarget::Training);
    let mut report = Report { say, findings: Vec::new(), stopped: false, generation, training };
    report.add("settings", say.check_settings(), Ok(about));
    if training {
        report.warn_of_training(asked_training, &settings);
    }
    let has_state_dir = report.disk(&settings).await;
    if !has_state_dir && matches!(settings.api, ApiTarget::Training) {
        // The training server has its database there.
        report.skip_rest();
        return report.findings;
    }
    report.own_clock();
    let without_venue = without_venue(&settings);
    let connection = Connection::new(settings);
    let client = match connection.client().await {
        Ok(client) => client,
        Err(error) => {
            report.add("reachable", say.check_reachable(), Err(Problem::NoClient(error)));
            report.skip_rest();
            return report.findings;
        }
    };
    report.connection(client.authenticate().await, encrypted);
    report.venue(client, without_venue.as_ref(), named_venue.as_deref()).await;
    report.groups(client).await;
    report.clock(client.clock_skew());
    report.findings
}

/// Returns the settings without secrets, the venue in them, and true if the connection is encrypted.
fn settings_summary(settings: &Settings) -> (String, Option<String>, bool) {
    let say = Locale::english();
    let from = settings.file.as_ref().map_or_else(|| say.check_settings_no_file(), |file| file.display().to_string());
    match &settings.api {
        ApiTarget::Training => (String::new(), None, false),
        ApiTarget::Live(access) => {
            let (version, venue) = match &access.credentials {
                Credentials::V1 { venue_id, .. } => ("v1", Some(venue_id.clone())),
                Credentials::V2 { venue_id, .. } => ("v2", venue_id.clone()),
            };
            let about = say.check_settings_live(version, access.base_url.as_str(), from);
            (about, venue, access.base_url.scheme() == "https")
        }
    }
}

/// Returns the API generation. The training server uses v1.
fn generation(settings: &Settings) -> Generation {
    match &settings.api {
        ApiTarget::Live(access) if matches!(access.credentials, Credentials::V2 { .. }) => Generation::V2,
        ApiTarget::Live(_) | ApiTarget::Training => Generation::V1,
    }
}

/// Returns a client without a venue. `None` if the settings have no venue, or if the API generation needs one.
fn without_venue(settings: &Settings) -> Option<Client> {
    let ApiTarget::Live(access) = &settings.api else { return None };
    let mut access = access.as_ref().clone();
    let Credentials::V2 { venue_id, .. } = &mut access.credentials else { return None };
    venue_id.take()?;
    Client::new(access).ok()
}

struct Report {
    say: &'static Locale,
    findings: Vec<Finding>,
    /// True after the failure of a check that all later ones need.
    stopped: bool,
    generation: Generation,
    /// True for the training server. Then a finding about the server says nothing about Clopos.
    training: bool,
}

/// The checks that ask a server.
const SERVER_CHECKS: [&str; 6] = ["reachable", "tls", "credentials", "venue", "groups", "clock"];

impl Report {
    fn add(&mut self, check: &'static str, label: String, found: Result<String, Problem>) {
        let (state, message) = match found {
            Ok(message) => (State::Right, message),
            Err(problem) => (State::Wrong(problem.exit()), problem.to_string()),
        };
        // A wrong clock is the clock of this host.
        let is_server_check = SERVER_CHECKS.contains(&check) && (check != "clock" || state == State::Right);
        let is_training = self.training && is_server_check;
        let message = if is_training { self.say.check_in_training(message) } else { message };
        self.findings.push(Finding { check, label, state, message, numbers: None });
    }

    fn warn_of_training(&mut self, asked: bool, settings: &Settings) {
        let Some(finding) = self.findings.last_mut() else { return };
        let say = self.say;
        let from = settings.file.as_ref();
        let from = from.map_or_else(|| say.check_settings_no_file(), |file| file.display().to_string());
        (finding.state, finding.message) = if asked {
            (State::Warning(Exit::Done), say.check_settings_asked_training(from))
        } else {
            (State::Warning(Exit::Usage), say.check_settings_unconfigured(from))
        };
    }

    fn not_tried(&mut self, check: &'static str, label: String) {
        let message = self.say.check_skipped();
        self.findings.push(Finding { check, label, state: State::NotTried, message, numbers: None });
    }

    fn skip_rest(&mut self) {
        self.stopped = true;
        let say = self.say;
        for (check, label) in [
            ("reachable", say.check_reachable()),
            ("tls", say.check_tls()),
            ("credentials", say.check_credentials()),
            ("venue", say.check_venue()),
            ("groups", say.check_groups()),
            ("clock", say.check_clock()),
        ] {
            if !self.findings.iter().any(|finding| finding.check == check) {
                self.not_tried(check, label);
            }
        }
    }

    /// Checks the state directory and the outbox. Returns true if the state directory can be used.
    async fn disk(&mut self, settings: &Settings) -> bool {
        let say = self.say;
        let state_dir = disk::state_dir(settings);
        let usable = state_dir.is_ok();
        self.add("state_dir", say.check_state_dir(), state_dir);
        if usable {
            let (found, counts) = disk::outbox(settings).await;
            self.add("outbox", say.check_outbox(), found);
            if let (Some(counts), Some(finding)) = (counts, self.findings.last_mut()) {
                let oldest_seconds = counts.oldest_age(clock::now()).map(|age| age.as_secs());
                finding.numbers = Some(Numbers { waiting: counts.waiting, refused: counts.refused, oldest_seconds });
            }
        } else {
            self.not_tried("outbox", say.check_outbox());
        }
        usable
    }

    /// Adds the findings of an authentication: connection, TLS and credentials.
    fn connection(&mut self, attempt: Result<(), ApiError>, encrypted: bool) {
        let say = self.say;
        let tls = |report: &mut Self| {
            let words = if encrypted { say.check_tls_good() } else { say.check_tls_none() };
            report.add("tls", say.check_tls(), Ok(words));
        };
        let reachable = Ok(say.check_reachable_good());
        match attempt {
            Err(error @ ApiError::NotSent(ConnectError::Tls)) => {
                tracing::debug!(?error, "check");
                self.add("reachable", say.check_reachable(), reachable);
                self.add("tls", say.check_tls(), Err(self.problem(error)));
                self.skip_rest();
            }
            Err(error) if is_connection_problem(&error) => {
                self.add("reachable", say.check_reachable(), Err(self.problem(error)));
                self.skip_rest();
            }
            Err(error) => {
                self.add("reachable", say.check_reachable(), reachable);
                tls(self);
                self.add("credentials", say.check_credentials(), Err(self.problem(error)));
                self.skip_rest();
            }
            Ok(()) => {
                self.add("reachable", say.check_reachable(), reachable);
                tls(self);
                self.add("credentials", say.check_credentials(), Ok(say.check_credentials_good()));
            }
        }
    }

    const fn problem(&self, error: ApiError) -> Problem {
        Problem::Api { error, generation: self.generation }
    }

    async fn venue(&mut self, client: &Client, without_venue: Option<&Client>, named: Option<&str>) {
        if self.stopped {
            return;
        }
        let say = self.say;
        let mut is_refused = false;
        let listed = match (client.venues().await, without_venue) {
            // The API rejects a venue of another brand like wrong credentials. Without the venue, the list may come.
            (Err(refused), Some(client)) if refused.needs_operator() => {
                is_refused = true;
                client.venues().await.map_err(|_| refused)
            }
            (listed, _) => listed,
        };
        let found = match listed {
            Err(error) => Err(self.problem(error)),
            Ok(venues) => match (named, venue_named(&venues, named)) {
                (_, Some(venue)) => Ok(say.check_venue_good(venue.name.as_str(), venue.id.to_string())),
                (Some(named), None) => {
                    let known: Vec<String> =
                        venues.iter().map(|venue| format!("{} {}", venue.id, venue.name)).collect();
                    Err(Problem::UnknownVenue { named: named.to_owned(), known: known.join(", ") })
                }
                (None, None) => Err(Problem::NoVenue),
            },
        };
        self.add("venue", say.check_venue(), found);
        if is_refused {
            self.skip_rest();
        }
    }

    async fn groups(&mut self, client: &Client) {
        if self.stopped {
            return;
        }
        let say = self.say;
        let found = match client.groups().await {
            Err(error) => Err(self.problem(error)),
            Ok(groups) => Ok(say.check_groups_good(groups.len())),
        };
        self.add("groups", say.check_groups(), found);
    }

    /// Checks the clock of this host. A wrong clock causes later failures, for example of certificates.
    fn own_clock(&mut self) {
        let now = clock::now();
        if !clock::is_plausible(now) {
            self.add("clock", self.say.check_clock(), Err(Problem::OwnClock(now)));
        }
    }

    fn clock(&mut self, skew: Option<TimeDelta>) {
        if self.stopped || self.findings.iter().any(|finding| finding.check == "clock") {
            return;
        }
        let say = self.say;
        let found = match skew {
            None => Ok(say.check_clock_unknown()),
            Some(skew) if skew.abs() <= MAX_CLOCK_SKEW => Ok(say.check_clock_good(skew.num_seconds().abs())),
            Some(skew) => Err(Problem::ClockSkew(skew)),
        };
        self.add("clock", say.check_clock(), found);
    }
}

fn venue_named<'a>(venues: &'a [Venue], named: Option<&str>) -> Option<&'a Venue> {
    match named {
        Some(named) => venues.iter().find(|venue| venue.id.to_string() == named.trim()),
        None => venues.iter().find(|venue| venue.is_main).or(venues.first()),
    }
}

const fn is_connection_problem(error: &ApiError) -> bool {
    error.is_connection_error() || matches!(error, ApiError::RateLimited { .. } | ApiError::WrongAddress { .. })
}
