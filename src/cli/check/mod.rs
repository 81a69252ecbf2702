//! `frontdesk check`: finds out what is wrong, for the technician. It prints one line for each check, with the remedy
//! and without secrets.

mod disk;
mod problem;
mod remedy;
mod report;

use chrono::TimeDelta;

use crate::clock;
use crate::clopos::{Client, Venue};
use crate::delivery::Connection;
use crate::domain::{ApiError, CodeTemplate, ConnectError, TimeZone};
use crate::locale::Locale;
use crate::settings::{ApiTarget, GivenSetting, OutboxConfig, Settings};

use super::{CheckArguments, CommandError, Exit, block_on};
use problem::Problem;
use report::{Check, Details, Report, SettingObject, State};

/// The greatest difference between the clocks. With more, tokens seem to end too early or too late.
const MAX_CLOCK_SKEW: TimeDelta = TimeDelta::seconds(60);

/// Runs all checks and prints the findings. `asked_training` is true for `--training`. Without it, training means that
/// nothing is configured.
pub(super) fn run(arguments: &CheckArguments, asked_training: bool, settings: Settings) -> Result<Exit, CommandError> {
    let training = settings.api.is_training();
    let mut report = Report::new(training);
    check_settings(&mut report, &settings.api, settings.file.as_deref(), settings.given, asked_training);
    report.check(Check::TimeZone, Ok(time_zone(settings.desk.time_zone)));
    if let Some(template) = &settings.desk.code_template {
        check_codes(&mut report, template, settings.desk.time_zone, is_one_of_several_hosts(&settings.api));
    }
    block_on(async {
        // The training server has its database in the state directory.
        if check_disk(&mut report, &settings.outbox).await || !training {
            check_own_clock(&mut report);
            check_server(&mut report, settings.api).await;
        }
    })?;
    report.skip_rest();
    super::print(&if arguments.json { report.as_json() } else { report.in_lines() })?;
    Ok(report.exit())
}

fn check_settings(
    report: &mut Report,
    api: &ApiTarget,
    file: Option<&std::path::Path>,
    given: Vec<GivenSetting>,
    asked_training: bool,
) {
    let say = Locale::english();
    let file = file.map_or_else(|| say.check_settings_no_file(), |file| file.display().to_string());
    let values = given.into_iter().map(|given| SettingObject::new(given, &file)).collect();
    let (state, message) = match api {
        ApiTarget::Live(config) => {
            let version = if config.credentials.is_v1() { "v1" } else { "v2" };
            (State::Right, say.check_settings_live(version, config.base_url.as_str(), file))
        }
        ApiTarget::Training { .. } if asked_training => {
            (State::Warning(Exit::Done), say.check_settings_asked_training(file))
        }
        ApiTarget::Training { .. } => (State::Warning(Exit::Usage), say.check_settings_unconfigured(file)),
    };
    report.add(Check::Settings, state, message, Some(Details::Settings { values }));
}

/// Returns true if this host has only a share of the brand's calls: then other hosts have the rest.
fn is_one_of_several_hosts(api: &ApiTarget) -> bool {
    matches!(api, ApiTarget::Live(config) if config.calls_per_minute.is_some())
}

/// Shows a code as the desk makes it, or why it makes none. Codes without the host's name are not safe from those of
/// another host.
fn check_codes(report: &mut Report, template: &CodeTemplate, zone: TimeZone, has_other_hosts: bool) {
    let say = Locale::english();
    match template.render(clock::local_date(zone), 1) {
        None => {
            report.check(Check::Codes, Err(Problem::NoHostName));
        }
        Some(code) if has_other_hosts && !template.has_host() => {
            report.add(Check::Codes, State::Warning(Exit::Done), say.check_codes_may_clash(code), None);
        }
        Some(code) => {
            report.check(Check::Codes, Ok(say.check_codes_good(code)));
        }
    }
}

/// Returns the time zone, the time there, and where the zone is set.
fn time_zone(zone: TimeZone) -> String {
    let say = Locale::english();
    let time = clock::local(zone, clock::now()).format("%Y-%m-%d %H:%M").to_string();
    match zone.name() {
        Some(name) => say.check_time_zone_set(name, time),
        None => {
            say.check_time_zone_host(clock::host_zone_name().unwrap_or_else(|| say.check_time_zone_unknown()), time)
        }
    }
}

/// Checks the state directory and the outbox. Returns true if the state directory can be used.
async fn check_disk(report: &mut Report, config: &OutboxConfig) -> bool {
    if !report.check(Check::StateDir, disk::state_dir(&config.paths.state_dir)) {
        report.skip(Check::Outbox);
        return false;
    }
    let (found, counts) = disk::outbox(config).await;
    let details = counts.map(|counts| Details::Outbox {
        waiting: counts.waiting,
        refused: counts.refused,
        oldest_seconds: counts.oldest_age(clock::now()).map(|age| age.as_secs()),
    });
    report.check_with(Check::Outbox, found, details);
    true
}

/// Checks the clock of this host. A wrong clock causes later failures, for example of certificates.
fn check_own_clock(report: &mut Report) {
    let now = clock::now();
    if !clock::is_plausible(now) {
        report.check(Check::Clock, Err(Problem::OwnClock(now)));
    }
}

/// Checks the connection, and what the API says. Nothing is asked after a failure.
async fn check_server(report: &mut Report, api: ApiTarget) {
    let say = Locale::english();
    let without_venue = without_venue(&api);
    let (is_v1, venue, encrypted) = match &api {
        ApiTarget::Live(config) => {
            let venue = config.credentials.venue_id().map(str::to_owned);
            (config.credentials.is_v1(), venue, config.base_url.scheme() == "https")
        }
        // The training server is called by v1.
        ApiTarget::Training { .. } => (true, None, false),
    };
    let problem = |error| Problem::Api { error, is_v1 };
    let connection = Connection::new(api);
    let client = match connection.client().await {
        Ok(client) => client,
        Err(error) => {
            report.check(Check::Reachable, Err(Problem::NoClient(error)));
            return;
        }
    };
    if !check_connection(report, client.authenticate().await, encrypted, problem) {
        return;
    }
    let mut is_refused = false;
    let venues = match (client.venues().await, without_venue) {
        // The API rejects a venue of another brand like wrong credentials. Without the venue, the list may come.
        (Err(refused), Some(client)) if refused.needs_operator() => {
            is_refused = true;
            client.venues().await.map_err(|_| refused)
        }
        (listed, _) => listed,
    };
    report.check(Check::Venue, venues.map_err(problem).and_then(|venues| venue_name(&venues, venue.as_deref())));
    if is_refused {
        return;
    }
    let groups = client.groups().await;
    report.check(Check::Groups, groups.map(|groups| say.check_groups_good(groups.len())).map_err(problem));
    if !report.has(Check::Clock) {
        report.check(Check::Clock, clock_finding(client.clock_skew()));
    }
}

/// Adds the findings of an authentication: connection, TLS and credentials. Returns false after a failure.
fn check_connection(
    report: &mut Report,
    attempt: Result<(), ApiError>,
    encrypted: bool,
    problem: impl Fn(ApiError) -> Problem,
) -> bool {
    let say = Locale::english();
    let is_connection_error = |error: &ApiError| {
        error.is_connection_error() || matches!(error, ApiError::RateLimited { .. } | ApiError::WrongAddress { .. })
    };
    match attempt {
        Err(error @ ApiError::NotSent(ConnectError::Tls)) => {
            tracing::debug!(?error, "check");
            report.check(Check::Reachable, Ok(say.check_reachable_good()));
            report.check(Check::Tls, Err(problem(error)))
        }
        Err(error) if is_connection_error(&error) => report.check(Check::Reachable, Err(problem(error))),
        attempt => {
            report.check(Check::Reachable, Ok(say.check_reachable_good()));
            report.check(Check::Tls, Ok(if encrypted { say.check_tls_good() } else { say.check_tls_none() }));
            report.check(Check::Credentials, attempt.map(|()| say.check_credentials_good()).map_err(problem))
        }
    }
}

/// Returns a client without a venue. `None` if the settings have no venue, or if the API generation needs one.
fn without_venue(api: &ApiTarget) -> Option<Client> {
    let ApiTarget::Live(config) = api else { return None };
    let mut config = config.as_ref().clone();
    config.credentials.remove_venue()?;
    Client::new(config).ok()
}

/// Returns the venue of the settings, or the main venue, in words.
fn venue_name(venues: &[Venue], named: Option<&str>) -> Result<String, Problem> {
    let venue = match named {
        Some(named) => venues.iter().find(|venue| venue.id.to_string() == named.trim()),
        None => venues.iter().find(|venue| venue.is_main).or(venues.first()),
    };
    match (venue, named) {
        (Some(venue), _) => Ok(Locale::english().check_venue_good(venue.name.as_str(), venue.id.to_string())),
        (None, Some(named)) => {
            let known: Vec<String> = venues.iter().map(|venue| format!("{} {}", venue.id, venue.name)).collect();
            Err(Problem::UnknownVenue { named: named.to_owned(), known: known.join(", ") })
        }
        (None, None) => Err(Problem::NoVenue),
    }
}

fn clock_finding(skew: Option<TimeDelta>) -> Result<String, Problem> {
    match skew {
        None => Ok(Locale::english().check_clock_unknown()),
        Some(skew) if skew.abs() <= MAX_CLOCK_SKEW => Ok(Locale::english().check_clock_good(skew.num_seconds().abs())),
        Some(skew) => Err(Problem::ClockSkew(skew)),
    }
}
