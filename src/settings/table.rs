//! The table of settings. The reader of the file and the environment, `frontdesk check`, `docs/settings.md`, the manual page
//! and the example file all use it.

use std::path::PathBuf;
use std::time::Duration;

use secrecy::SecretString;
use tracing_subscriber::EnvFilter;

use crate::clopos::ClientConfig;
use crate::domain::{
    CodeTemplate, ConsentText, ConsentVersion, Country, DateOrder, HostName, Language, TimeZone, UnknownTimeZone,
    can_be_scanner_prefix,
};
use crate::locale::{Locale, Sentence, TechnicianLocale, technician};
use crate::server::{PhoneFilter, PhoneUnique};

use super::accessibility::Bell;
use super::api_target::base_url;
use super::error::{config_error, country_error};
use super::setting::Parser::{self, Character, Flag, Number, Secret, Text};
use super::setting::Setting;
use super::setting::Shown::{self, Default, Example};

/// All settings, in the order of `docs/settings.md`.
#[rustfmt::skip]
pub const SETTINGS: [Setting; 44] = [
    row("clopos.base_url", "CLOPOS_BASE_URL", Example("https://integrations.clopos.com/open-api/v2"), TechnicianLocale::setting_base_url,
        Text(|to, text| put(&mut to.api.base_url, base_url(text)))),
    row("clopos.api_version", "CLOPOS_API_VERSION", Example("v2"), TechnicianLocale::setting_api_version,
        Text(|to, text| put(&mut to.api.is_v1, choice(text, [("v1", true), ("v2", false)], TechnicianLocale::settings_error_api_version)))),
    row("clopos.client_id", "CLOPOS_CLIENT_ID", Example(""), TechnicianLocale::setting_client_id,
        Secret(|to, text| put(&mut to.api.client_id, Ok(text.to_owned())))),
    row("clopos.client_secret", "CLOPOS_CLIENT_SECRET", Example(""), TechnicianLocale::setting_client_secret,
        Secret(|to, text| put(&mut to.api.client_secret, Ok(SecretString::from(text))))),
    row("clopos.brand", "CLOPOS_BRAND", Example(""), TechnicianLocale::setting_brand,
        Text(|to, text| put(&mut to.api.brand, Ok(text.to_owned())))),
    row("clopos.venue_id", "CLOPOS_VENUE_ID", Example(""), TechnicianLocale::setting_venue_id,
        Text(|to, text| put(&mut to.api.venue_id, Ok(text.to_owned())))),
    row("clopos.integrator_id", "CLOPOS_INTEGRATOR_ID", Example(""), TechnicianLocale::setting_integrator_id,
        Secret(|to, text| put(&mut to.api.integrator_id, Ok(text.to_owned())))),
    row("clopos.ca_file", "", Example("/etc/ssl/private-ca.pem"), TechnicianLocale::setting_ca_file,
        Text(|to, text| put(&mut to.api.ca_file, certificates(text)))),
    row("clopos.allow_plain_http", "", Default("false"), TechnicianLocale::setting_allow_plain_http,
        Flag(|to, yes| to.api.allow_plain_http = yes)),
    row("clopos.calls_per_minute", "", Example("15"), TechnicianLocale::setting_calls_per_minute,
        Number(|to, calls| to.api.calls_per_minute = unless_0(calls))),
    row("desk.country", "", Default("AZ"), TechnicianLocale::setting_country,
        Text(|to, text| put(&mut to.desk.country, text.parse::<Country>().map_err(|error| country_error(&error))))),
    row("desk.language", "", Example("az"), TechnicianLocale::setting_language,
        Text(|to, text| put(&mut to.language, Locale::of(text).map(Some).ok_or_else(|| technician().settings_error_language(Locale::codes()))))),
    row("desk.capitals", "", Example("az"), TechnicianLocale::setting_capitals,
        Text(|to, text| put(&mut to.desk.capitals, text.parse::<Language>().map_err(|_| technician().settings_error_capitals())))),
    row("desk.time_zone", "", Example("Asia/Baku"), TechnicianLocale::setting_time_zone,
        Text(|to, text| put(&mut to.desk.time_zone, time_zone(text)))),
    row("desk.date_order", "", Default("dmy"), TechnicianLocale::setting_date_order,
        Text(|to, text| {
            let orders = [("dmy", DateOrder::DayMonthYear), ("mdy", DateOrder::MonthDayYear), ("ymd", DateOrder::YearMonthDay)];
            put(&mut to.desk.date_order, choice(text, orders, TechnicianLocale::settings_error_date_order))
        })),
    row("desk.sticky_group", "", Default("false"), TechnicianLocale::setting_sticky_group,
        Flag(|to, yes| to.desk.sticky_group = yes)),
    row("desk.state_dir", "FRONTDESK_STATE_DIR", Example("/var/lib/frontdesk"), TechnicianLocale::setting_state_dir,
        Text(|to, text| put(&mut to.state_dir, Ok(PathBuf::from(text))))),
    row("desk.plain", "", Default("false"), TechnicianLocale::setting_plain,
        Flag(|to, yes| to.desk.accessibility.is_plain = yes)),
    row("desk.plain_cashiers", "", Example("aysel, rauf"), TechnicianLocale::setting_plain_cashiers,
        Text(|to, text| put(&mut to.desk.accessibility.plain_cashiers, Ok(cashiers(text))))),
    row("desk.short_questions", "", Default("false"), TechnicianLocale::setting_short_questions,
        Flag(|to, yes| to.desk.accessibility.has_short_questions = yes)),
    row("desk.quiet", "", Default("false"), TechnicianLocale::setting_quiet,
        Flag(|to, yes| to.desk.accessibility.is_quiet = yes)),
    row("desk.bell", "", Default("never"), TechnicianLocale::setting_bell,
        Text(|to, text| put(&mut to.desk.accessibility.bell, choice(text, [("never", Bell::Never), ("errors", Bell::Errors)], TechnicianLocale::settings_error_bell)))),
    row("scanner.prefix", "", Example("~"), TechnicianLocale::setting_scanner_prefix,
        Character(|to, c| put(&mut to.desk.scanner_prefix, scanner_prefix(c)))),
    row("code.template", "", Example("K-{date}-{seq}"), TechnicianLocale::setting_code_template,
        Text(|to, text| {
            let template: CodeTemplate = text.parse().map_err(|_| technician().settings_error_code_template())?;
            to.desk.code_template = Some(template.for_host(host_name()));
            Ok(())
        })),
    row("consent.text", "", Example("May we send you messages?"), TechnicianLocale::setting_consent_text,
        Text(|to, text| put(&mut to.consent_text, text.parse::<ConsentText>().map_err(|_| technician().settings_error_consent_text(ConsentText::MAX_CHARS))))),
    row("consent.version", "", Example("2026-1"), TechnicianLocale::setting_consent_version,
        Text(|to, text| put(&mut to.consent_version, text.parse::<ConsentVersion>().map_err(|_| technician().settings_error_consent_version(ConsentVersion::MAX_CHARS))))),
    row("privacy.hide_seconds", "", Default("60"), TechnicianLocale::setting_hide_seconds,
        Number(|to, seconds| to.desk.hide_after = unless_0(seconds).map(seconds_of))),
    row("privacy.put_away_seconds", "", Default("300"), TechnicianLocale::setting_put_away_seconds,
        Number(|to, seconds| to.desk.shelve_after = unless_0(seconds).map(seconds_of))),
    row("outbox.keep_days", "", Default("30"), TechnicianLocale::setting_keep_days,
        Number(|to, days| to.keep_days = days)),
    row("outbox.alarm_hours", "", Default("24"), TechnicianLocale::setting_alarm_hours,
        Number(|to, hours| to.alarm_after = unless_0(hours).map(|hours| Duration::from_hours(hours.into())))),
    row("server.database_url", "DATABASE_URL", Example(""), TechnicianLocale::setting_server_database_url,
        Secret(|to, text| put(&mut to.database_url, Ok(text.parse())))),
    row("server.client_id", "", Default("training"), TechnicianLocale::setting_server_client_id,
        Secret(|to, text| put(&mut to.server.credentials.client_id, Ok(text)))),
    row("server.client_secret", "", Default("training"), TechnicianLocale::setting_server_client_secret,
        Secret(|to, text| put(&mut to.server.credentials.client_secret, Ok(text)))),
    row("server.brand", "", Default("training"), TechnicianLocale::setting_server_brand,
        Text(|to, text| put(&mut to.server.credentials.brand, Ok(text)))),
    row("server.venue_id", "", Default("1"), TechnicianLocale::setting_server_venue_id,
        Text(|to, text| put(&mut to.server.credentials.venue_id, venue_number(text)))),
    row("server.integrator_id", "", Default("training"), TechnicianLocale::setting_server_integrator_id,
        Secret(|to, text| put(&mut to.server.credentials.integrator_id, Ok(text)))),
    row("server.phone_unique", "", Default("digits"), TechnicianLocale::setting_server_phone_unique,
        Text(|to, text| put(&mut to.server.phones.unique, choice(text, [("digits", PhoneUnique::Digits), ("number", PhoneUnique::Number)], TechnicianLocale::settings_error_phone_unique)))),
    row("server.phone_filter", "", Default("substring"), TechnicianLocale::setting_server_phone_filter,
        Text(|to, text| put(&mut to.server.phones.filter, choice(text, [("substring", PhoneFilter::Substring), ("exact", PhoneFilter::Exact)], TechnicianLocale::settings_error_phone_filter)))),
    row("server.limits.calls_per_minute", "", Example("300"), TechnicianLocale::setting_server_calls_per_minute,
        Number(|to, calls| to.server.limits.set_calls_per_minute(calls))),
    row("server.limits.auth_per_minute", "", Default("60"), TechnicianLocale::setting_server_auth_per_minute,
        Number(|to, calls| to.server.limits.auth_per_minute = unless_0(calls))),
    row("server.limits.failed_per_minute", "", Default("600"), TechnicianLocale::setting_server_failed_per_minute,
        Number(|to, calls| to.server.limits.failed_per_minute = unless_0(calls))),
    row("server.limits.token_seconds", "", Default("3600"), TechnicianLocale::setting_server_token_seconds,
        Number(|to, seconds| to.server.token_lifetime = unless_0(seconds).map_or(NO_LIMIT, seconds_of))),
    row("server.limits.timeout_seconds", "", Default("8"), TechnicianLocale::setting_server_timeout_seconds,
        Number(|to, seconds| to.server.gateway_timeout = unless_0(seconds).map_or(NO_LIMIT, seconds_of))),
    row("", "FRONTDESK_LOG", Example("info"), TechnicianLocale::setting_log,
        Text(|to, text| put(&mut to.log, log_filter(text)))),
];

const fn row(key: &'static str, variable: &'static str, shown: Shown, meaning: Sentence, parser: Parser) -> Setting {
    Setting { key, variable, shown, meaning, parser }
}

fn put<T, V: Into<T>>(place: &mut T, parsed: Result<V, String>) -> Result<(), String> {
    *place = parsed?.into();
    Ok(())
}

/// Returns the value of one of the words of a setting.
fn choice<T, const N: usize>(text: &str, words: [(&str, T); N], error: Sentence) -> Result<T, String> {
    let chosen = words.into_iter().find(|(word, _)| *word == text);
    chosen.map(|(_, value)| value).ok_or_else(|| error(technician()))
}

fn unless_0(number: u32) -> Option<u32> {
    (number > 0).then_some(number)
}

/// The value of a time that has no limit.
const NO_LIMIT: Duration = Duration::from_secs(u32::MAX as u64);

fn seconds_of(number: u32) -> Duration {
    Duration::from_secs(number.into())
}

/// Returns the name of this computer. `None` means that it has none of its own.
fn host_name() -> Option<HostName> {
    HostName::parse(rustix::system::uname().nodename().to_str().ok()?)
}

fn time_zone(text: &str) -> Result<TimeZone, String> {
    text.parse().map_err(|UnknownTimeZone { nearest }| match nearest {
        Some(name) => technician().settings_error_time_zone_like(name),
        None => technician().settings_error_time_zone(),
    })
}

/// Returns the names between commas.
fn cashiers(text: &str) -> Vec<String> {
    text.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
}

/// Parses the scanner's prefix: a character that is not typed into a field.
fn scanner_prefix(c: char) -> Result<char, String> {
    if can_be_scanner_prefix(c) { Ok(c) } else { Err(technician().settings_error_scanner_prefix()) }
}

/// Checks the filter of the log, as in `tracing`, e.g. `info` or `frontdesk=debug`.
fn log_filter(text: &str) -> Result<String, String> {
    EnvFilter::try_new(text).map(|_| text.to_owned()).map_err(|_| technician().settings_error_log())
}

fn certificates(path: &str) -> Result<PathBuf, String> {
    ClientConfig::check_ca_file(path.as_ref()).map_err(|error| config_error(&error)).map(|()| path.into())
}

fn venue_number(text: &str) -> Result<&str, String> {
    let is_number = text.parse().is_ok_and(|number: i64| number > 0);
    if is_number { Ok(text) } else { Err(technician().settings_error_venue()) }
}
