//! `frontdesk check --probe`: how the API answers these credentials, as a text that can be sent to a developer.

use crate::clock;
use crate::clopos::{Exchange, PhoneFilter, Probe};
use crate::domain::ApiError;
use crate::locale::{Advice, technician};
use crate::settings::{ApiTarget, config_error};

use super::super::version::version;
use super::super::{CommandError, Exit, block_on, exit_with, print};
use super::remedy::remedy;

/// Makes the probe and prints its transcript.
pub(super) fn run(api: ApiTarget) -> Result<Exit, CommandError> {
    let say = technician();
    let ApiTarget::Live(config) = api else {
        let Advice { message, remedy } = say.probe_training();
        return Ok(exit_with(Exit::Usage, &format!("{message} {remedy}")));
    };
    let is_v1 = config.credentials.is_v1();
    let time = clock::now().format("%Y-%m-%d %H:%M").to_string();
    let generation = if is_v1 { "v1" } else { "v2" };
    let title = say.probe_title(version(), generation, config.base_url.as_str(), time);
    let probe = match block_on(Probe::run(*config))? {
        Ok(probe) => probe,
        Err(error) => return Ok(exit_with(Exit::Usage, &config_error(&error))),
    };
    let mut lines = vec![title, say.probe_promise(), String::new()];
    for (number, exchange) in (1..).zip(&probe.exchanges) {
        lines.extend(exchange_lines(number, exchange, is_v1));
    }
    lines.push(say.probe_findings());
    lines.extend(findings(&probe, is_v1).into_iter().map(|finding| format!("- {finding}")));
    print(&lines.join("\n"))?;
    Ok(probe.error.as_ref().map_or(Exit::Done, Exit::from))
}

fn exchange_lines(number: usize, exchange: &Exchange, is_v1: bool) -> Vec<String> {
    let say = technician();
    let millis = u64::try_from(exchange.time.as_millis()).unwrap_or(u64::MAX);
    let outcome = match &exchange.status {
        Ok(status) => say.probe_answered(status.to_string(), millis),
        Err(error) => say.probe_no_answer(millis, cause(error, is_v1)),
    };
    let mut lines = vec![format!("{number}. {}", exchange.request), format!("   {outcome}")];
    if !exchange.headers.is_empty() {
        lines.push(format!("   {}", say.probe_headers(exchange.headers.join(" · "))));
    }
    lines.extend(exchange.body.iter().map(|line| format!("   {line}")));
    lines.push(String::new());
    lines
}

/// Returns what happened, without the API's sentence, which may repeat a request.
fn cause(error: &ApiError, is_v1: bool) -> String {
    remedy(technician(), &error.without_sentence(), is_v1).message
}

fn findings(probe: &Probe, is_v1: bool) -> Vec<String> {
    let say = technician();
    let mut findings = Vec::new();
    for (name, answer) in ["v1", "v2"].into_iter().zip(&probe.generations) {
        findings.push(match answer {
            Some(Ok(())) => say.probe_generation_accepted(name),
            Some(Err(error)) if error.is_from_api() => say.probe_generation_rejected(name),
            Some(Err(error)) => say.probe_generation_absent(name, cause(error, is_v1)),
            None => say.probe_generation_unknown(name),
        });
    }
    // The limits of /auth are others.
    let mut calls = probe.exchanges.iter().filter(|exchange| !exchange.request.ends_with("/auth"));
    if let Some(last) = calls.next_back() {
        let limits = last.rate_limits().collect::<Vec<_>>().join(", ");
        findings.push(if limits.is_empty() { say.probe_rate_limits_none() } else { say.probe_rate_limits(limits) });
    }
    if let Some(fields) = &probe.missing_fields {
        let missing = fields.join(", ");
        findings.push(if missing.is_empty() { say.probe_fields() } else { say.probe_fields_missing(missing) });
    }
    if let Some(is_sorted) = probe.is_sorted {
        findings.push(if is_sorted { say.probe_sorted() } else { say.probe_not_sorted() });
    }
    if probe.is_limited == Some(false) {
        findings.push(say.probe_not_limited());
    }
    if probe.has_total == Some(false) {
        findings.push(say.probe_no_total());
    }
    findings.extend(match (probe.phone_filter, probe.has_total) {
        (Some(filter), _) => Some(phone_filter(filter)),
        (None, Some(_)) if probe.error.is_none() => Some(say.probe_phone_unknown()),
        (None, _) => None,
    });
    findings.extend(probe.error.as_ref().map(|error| say.probe_stopped(cause(error, is_v1))));
    findings
}

fn phone_filter(filter: PhoneFilter) -> String {
    let say = technician();
    match filter {
        PhoneFilter::Ignored => say.probe_phone_ignored(),
        PhoneFilter::PartOfDigits => say.probe_phone_part_of_digits(),
        PhoneFilter::PartOfText => say.probe_phone_part_of_text(),
        PhoneFilter::AllDigits => say.probe_phone_all_digits(),
        PhoneFilter::StoredText => say.probe_phone_stored_text(),
        PhoneFilter::NotFound => say.probe_phone_not_found(),
    }
}
