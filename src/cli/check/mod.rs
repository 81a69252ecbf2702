//! `frontdesk check`: finds out what is wrong, for the technician. It prints one line for each check, with the remedy
//! and without secrets.

mod disk;
mod host;
mod permissions;
mod probe;
mod problem;
mod remedy;
mod report;

use chrono::TimeDelta;

use crate::clock;
use crate::clopos::{Client, ClientConfig, Venue};
use crate::delivery::Connection;
use crate::domain::{ApiError, CodeTemplate, ConnectError, TimeZone, UnknownOutcome};
use crate::locale::{Advice, technician};
use crate::settings::{ApiTarget, GivenSetting, OutboxConfig, Settings};

use super::version::version;
use super::{CheckArguments, CommandError, Exit, block_on};
use problem::Problem;
use report::{Check, Details, Report, SettingObject};

pub(super) use report::not_checked;

/// The greatest difference between the clocks. With more, tokens seem to end too early or too late.
const MAX_CLOCK_SKEW: TimeDelta = TimeDelta::seconds(60);

/// Runs all checks and prints the findings. `asked_training` is true for `--training`. Without it, training means that
/// nothing is configured.
pub(super) fn run(arguments: &CheckArguments, asked_training: bool, settings: Settings) -> Result<Exit, CommandError> {
    if arguments.probe {
        return probe::run(settings.api);
    }
    let training = settings.api.is_training();
    let mut report = Report::new(training);
    report.add(Check::Version, version().to_owned());
    report.add(Check::System, host::system());
    report.add(Check::Locale, host::locale());
    report.add(Check::PhoneData, host::phone_data());
    let file = settings.file.as_deref();
    report.check(Check::Permissions, permissions::settings_file(file, settings.file_has_secret));
    check_settings(&mut report, &settings.api, file, settings.given, asked_training);
    report.add(Check::TimeZone, time_zone(settings.desk.time_zone));
    let has_other_hosts = is_one_of_several_hosts(&settings.api);
    report.check(Check::Codes, codes(settings.desk.code_template.as_ref(), settings.desk.time_zone, has_other_hosts));
    block_on(async {
        // The training server has its database in the state directory.
        if check_disk(&mut report, &settings.outbox).await || !training {
            check_own_clock(&mut report);
            check_server(&mut report, settings.api).await;
        }
    })?;
    report.complete();
    super::print(&if arguments.json { report.as_json(None) } else { report.in_lines() })?;
    Ok(report.exit())
}

fn check_settings(
    report: &mut Report,
    api: &ApiTarget,
    file: Option<&std::path::Path>,
    given: Vec<GivenSetting>,
    asked_training: bool,
) {
    let say = technician();
    let file = file.map_or_else(|| say.check_settings_no_file(), |file| file.display().to_string());
    let values = given.into_iter().map(|given| SettingObject::new(given, &file)).collect();
    match api {
        ApiTarget::Live(config) => {
            let version = if config.credentials.is_v1() { "v1" } else { "v2" };
            report.add(Check::Settings, say.check_settings_live(version, config.base_url.as_str(), file));
        }
        ApiTarget::Training { .. } if asked_training => {
            report.warn(Check::Settings, Exit::Done, say.check_settings_asked_training(file), None);
        }
        ApiTarget::Training { .. } => {
            let Advice { message, remedy } = say.check_settings_unconfigured(file);
            report.warn(Check::Settings, Exit::Usage, message, Some(remedy));
        }
    }
    report.set_details(Check::Settings, Details::Settings { values });
}

/// Returns true if this host has only a share of the brand's calls: then other hosts have the rest.
fn is_one_of_several_hosts(api: &ApiTarget) -> bool {
    matches!(api, ApiTarget::Live(config) if config.calls_per_minute.is_some())
}

/// Returns a code as the desk makes it. Codes without the host's name are not safe from those of another host.
fn codes(template: Option<&CodeTemplate>, zone: TimeZone, has_other_hosts: bool) -> Result<String, Problem> {
    let say = technician();
    let Some(template) = template else { return Ok(say.check_codes_none()) };
    let code = template.render(clock::local_date(zone), 1).ok_or(Problem::NoHostName)?;
    if has_other_hosts && !template.has_host() {
        return Err(Problem::CodesMayClash { code });
    }
    Ok(say.check_codes_good(code))
}

/// Returns the time zone, the time there, and where the zone is set.
fn time_zone(zone: TimeZone) -> String {
    let say = technician();
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
    let dir = &config.paths.state_dir;
    if !report.check(Check::StateDir, disk::state_dir(dir)) || !report.check(Check::FileLocks, disk::file_locks(dir)) {
        return false;
    }
    let (found, counts) = disk::outbox(config).await;
    let is_readable = report.check(Check::Outbox, found) || counts.is_some();
    if let Some(counts) = counts {
        let oldest_seconds = counts.oldest_age(clock::now()).map(|age| age.as_secs());
        let details = Details::Outbox { waiting: counts.waiting, refused: counts.refused, oldest_seconds };
        report.set_details(Check::Outbox, details);
    }
    if is_readable {
        report.check(Check::Alarm, disk::alarm(config, counts));
        let limit_seconds = config.alarm_after.map(|limit| limit.as_secs());
        report.set_details(Check::Alarm, Details::Alarm { limit_seconds });
    }
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
    let say = technician();
    let without_venue = without_venue(&api);
    let live = if let ApiTarget::Live(config) = &api { Some(config.as_ref().clone()) } else { None };
    let venue = live.as_ref().and_then(|config| config.credentials.venue_id()).map(str::to_owned);
    // The training server is called by v1.
    let is_v1 = live.as_ref().is_none_or(|config| config.credentials.is_v1());
    let problem = |error| Problem::Api { error, is_v1 };
    let connection = Connection::new(api);
    let client = match connection.client().await {
        Ok(client) => client,
        Err(error) => {
            report.check(Check::Reachable, Err(Problem::NoClient(error)));
            return;
        }
    };
    if !check_connection(report, client, live.as_ref(), problem).await {
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

/// Adds the findings of an authentication: connection, TLS and credentials. Returns false after a failure. `live` is
/// `None` for the training server.
async fn check_connection(
    report: &mut Report,
    client: &Client,
    live: Option<&ClientConfig>,
    problem: impl Fn(ApiError) -> Problem,
) -> bool {
    let say = technician();
    let is_https = live.is_some_and(|config| config.base_url.scheme() == "https");
    let attempt = client.authenticate().await;
    if let Err(error) = &attempt
        && may_be_other_protocol(error)
        && client.has_other_protocol().await
    {
        report.add(Check::Reachable, say.check_reachable_good());
        return report.check(Check::Tls, Err(Problem::OtherProtocol { is_https }));
    }
    let is_connection_error = |error: &ApiError| {
        error.is_connection_error() || matches!(error, ApiError::RateLimited { .. } | ApiError::WrongAddress { .. })
    };
    match attempt {
        Err(error @ ApiError::NotSent(ConnectError::Tls)) => {
            tracing::debug!(?error, "check");
            report.add(Check::Reachable, say.check_reachable_good());
            report.check(Check::Tls, Err(problem(error)))
        }
        Err(error) if is_connection_error(&error) => {
            let wrong_path = live.filter(|_| is_answer_of_another_server(&error)).and_then(wrong_path);
            report.check(Check::Reachable, Err(wrong_path.unwrap_or_else(|| problem(error))))
        }
        attempt => {
            report.add(Check::Reachable, say.check_reachable_good());
            report.add(Check::Tls, if is_https { say.check_tls_good() } else { say.check_tls_none() });
            report.check(Check::Credentials, attempt.map(|()| say.check_credentials_good()).map_err(problem))
        }
    }
}

/// Returns true for the errors with which a call ends if the port has TLS and the address has not, or the reverse.
const fn may_be_other_protocol(error: &ApiError) -> bool {
    let is_closed = matches!(error, ApiError::NotSent(ConnectError::NameUnknown | ConnectError::ConnectionRefused));
    error.is_connection_error() && !is_closed
}

/// Returns true if a server answered that is not the API, or not at this path.
const fn is_answer_of_another_server(error: &ApiError) -> bool {
    matches!(
        error,
        ApiError::WrongAddress { .. }
            | ApiError::NotFromApi(_)
            | ApiError::Unknown(UnknownOutcome::NotFromApi(_) | UnknownOutcome::Unreadable(_))
    )
}

/// Returns the problem of an address whose path does not end as that of the API does.
fn wrong_path(config: &ClientConfig) -> Option<Problem> {
    let path = if config.credentials.is_v1() { "/open-api" } else { "/open-api/v2" };
    if config.base_url.path().trim_end_matches('/').ends_with(path) {
        return None;
    }
    let mut wanted = config.base_url.clone();
    wanted.set_path(path);
    Some(Problem::WrongPath { address: config.base_url.to_string(), wanted: wanted.to_string() })
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
        (Some(venue), _) => Ok(technician().check_venue_good(venue.name.as_str(), venue.id.to_string())),
        (None, Some(named)) => {
            let known: Vec<String> = venues.iter().map(|venue| format!("{} {}", venue.id, venue.name)).collect();
            Err(Problem::UnknownVenue { named: named.to_owned(), known: known.join(", ") })
        }
        (None, None) => Err(Problem::NoVenue),
    }
}

fn clock_finding(skew: Option<TimeDelta>) -> Result<String, Problem> {
    match skew {
        None => Ok(technician().check_clock_unknown()),
        Some(skew) if skew.abs() <= MAX_CLOCK_SKEW => Ok(technician().check_clock_good(skew.num_seconds().abs())),
        Some(skew) => Err(Problem::ClockSkew(skew)),
    }
}
