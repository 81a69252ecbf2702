//! `frontdesk check`: finds out what is wrong, for the technician. It prints one line for each check, with the remedy
//! and without secrets.

mod disk;
mod host;
mod kind;
mod permissions;
mod probe;
mod problem;
mod remedy;
mod report;
mod server;

use crate::clock;
use crate::domain::{CodeTemplate, TimeZone};
use crate::locale::technician;
use crate::settings::{ApiTarget, GivenSetting, OutboxConfig, Settings};

use super::version::version;
use super::{CheckArguments, CommandError, Exit, block_on};
use kind::Check;
use problem::Problem;
use report::{Details, Report, State};
use server::check_server;

pub(super) use remedy::remedy;
pub(super) use report::not_checked;

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
    match api {
        ApiTarget::Live(config) => {
            let version = if config.credentials.is_v1() { "v1" } else { "v2" };
            report.add(Check::Settings, say.check_settings_live(version, config.base_url.as_str(), file));
        }
        ApiTarget::Training { .. } if asked_training => {
            report.push(Check::Settings, State::Warning(Exit::Done), say.check_settings_asked_training(file), None);
        }
        ApiTarget::Training { .. } => {
            let problem = Problem::warning(Exit::Usage, say.check_settings_unconfigured(file));
            report.check(Check::Settings, Err(problem));
        }
    }
    report.set_details(Check::Settings, Details::Settings { values: given });
}

/// Returns true if this host has only a share of the brand's calls: then other hosts have the rest.
fn is_one_of_several_hosts(api: &ApiTarget) -> bool {
    matches!(api, ApiTarget::Live(config) if config.calls_per_minute.is_some())
}

/// Returns a code as the desk makes it. Codes without the host's name are not safe from those of another host.
fn codes(template: Option<&CodeTemplate>, zone: TimeZone, has_other_hosts: bool) -> Result<String, Problem> {
    let say = technician();
    let Some(template) = template else { return Ok(say.check_codes_none()) };
    let code = template
        .render(clock::local_date(zone), 1)
        .ok_or_else(|| Problem::error(Exit::Usage, say.check_codes_no_host()))?;
    if has_other_hosts && !template.has_host() {
        return Err(Problem::warning(Exit::Done, say.check_codes_may_clash(code)));
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
        let advice = technician().check_clock_wrong(now.date_naive().to_string(), clock::build_date().to_string());
        report.check(Check::Clock, Err(Problem::error(Exit::Failed, advice)));
    }
}
