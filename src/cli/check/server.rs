//! The checks that call the API: connection, TLS, credentials, venue, groups and clock.

use chrono::TimeDelta;

use crate::clopos::{Client, ClientConfig, Venue};
use crate::delivery::Connection;
use crate::domain::{ApiError, ConnectError, UnknownOutcome};
use crate::locale::technician;
use crate::settings::ApiTarget;

use super::super::Exit;
use super::kind::Check;
use super::problem::Problem;
use super::report::Report;

/// The greatest difference between the clocks. With more, tokens seem to end too early or too late.
const MAX_CLOCK_SKEW: TimeDelta = TimeDelta::seconds(60);

/// Checks the connection, and what the API says. Nothing is asked after a failure.
pub(super) async fn check_server(report: &mut Report, api: ApiTarget) {
    let say = technician();
    let without_venue = without_venue(&api);
    let live = if let ApiTarget::Live(config) = &api { Some(config.as_ref().clone()) } else { None };
    let venue = live.as_ref().and_then(|config| config.credentials.venue_id()).map(str::to_owned);
    // The training server is called by v1.
    let is_v1 = live.as_ref().is_none_or(|config| config.credentials.is_v1());
    let problem = |error| Problem::api(&error, is_v1);
    let connection = Connection::new(api);
    let client = match connection.client().await {
        Ok(client) => client,
        Err(error) => {
            let problem = Problem::error(Exit::from(&error), say.check_fix_other(say.api_error(&error)));
            report.check(Check::Reachable, Err(problem));
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
    if report.is_skipped(Check::Clock) {
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
        let advice = if is_https { say.check_port_without_tls() } else { say.check_port_with_tls() };
        return report.check(Check::Tls, Err(Problem::error(Exit::NotReachable, advice)));
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
    let advice = technician().check_base_url_path(config.base_url.as_str(), wanted.as_str());
    Some(Problem::error(Exit::Usage, advice))
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
    let say = technician();
    match (venue, named) {
        (Some(venue), _) => Ok(say.check_venue_good(venue.name.as_str(), venue.id.to_string())),
        (None, Some(named)) => {
            let known: Vec<String> = venues.iter().map(|venue| format!("{} {}", venue.id, venue.name)).collect();
            Err(Problem::error(Exit::Credentials, say.check_venue_unknown(named, known.join(", "))))
        }
        (None, None) => Err(Problem::error(Exit::Credentials, say.check_venue_none())),
    }
}

fn clock_finding(skew: Option<TimeDelta>) -> Result<String, Problem> {
    let say = technician();
    let Some(skew) = skew else { return Ok(say.check_clock_unknown()) };
    let seconds = skew.num_seconds().abs();
    if skew.abs() <= MAX_CLOCK_SKEW {
        return Ok(say.check_clock_good(seconds));
    }
    Err(Problem::error(Exit::Failed, say.check_clock_bad(seconds)))
}
