//! `frontdesk report`: the registrations of each cashier and the time that they took, from the outbox, without personal
//! data.

use std::collections::BTreeMap;
use std::io;

use chrono::{Days, NaiveDate};
use serde::Serialize;

use crate::clock;
use crate::delivery::{Access, LocalStore};
use crate::domain::{EntryStats, Progress, median_stats};
use crate::locale::Locale;
use crate::outbox::{RegistrationRecord, RowFilter};
use crate::settings::Settings;

use super::{CommandError, Exit, ReportArguments, print, print_store_event, print_training_banner, to_json};

pub(super) fn run(arguments: &ReportArguments, settings: &Settings) -> Result<Exit, CommandError> {
    let today = clock::local_date(settings.desk.time_zone);
    let from = arguments.from.unwrap_or_else(|| arguments.to.unwrap_or(today));
    let to = arguments.to.unwrap_or_else(|| today.max(from));
    if to < from {
        return Err(CommandError::ReversedDays);
    }
    print_training_banner(settings);
    let cashiers = by_cashier(stats_of_days(settings, from, to)?);
    print(&match (arguments.json, arguments.csv) {
        (true, _) => to_json(&Object { from, to, cashiers }),
        (false, true) => to_csv(cashiers)?,
        (false, false) => in_words(cashiers),
    })?;
    Ok(Exit::Done)
}

/// Returns the registrations of these days. Without an outbox there are none, and it is not created.
fn stats_of_days(settings: &Settings, from: NaiveDate, to: NaiveDate) -> Result<Vec<RegistrationRecord>, CommandError> {
    if !LocalStore::exists(&settings.outbox) {
        return Ok(Vec::new());
    }
    let store = LocalStore::start(&settings.outbox, Access::ReadOnly, print_store_event)?;
    let begins = |day| clock::day_begins(settings.desk.time_zone, day);
    let before = to.checked_add_days(Days::new(1)).unwrap_or(to);
    let saved = RowFilter::SavedBetween(begins(from), begins(before));
    Ok(store.run(move |outbox| outbox.list(saved, 0, u32::MAX)).wait()?)
}

#[derive(Serialize)]
struct Object {
    from: NaiveDate,
    to: NaiveDate,
    cashiers: Vec<CashierObject>,
}

/// The columns of the CSV file.
const COLUMNS: [&str; 8] =
    ["cashier", "registered", "waiting", "refused", "median_seconds", "median_keys", "consent_yes", "consent_no"];

/// The registrations of one cashier: an object of the JSON list, and a row of the CSV file in the order of `COLUMNS`.
#[derive(Default, Serialize)]
struct CashierObject {
    cashier: String,
    registered: u64,
    waiting: u64,
    refused: u64,
    /// In seconds, rounded to 0.1 s.
    median_seconds: Option<f64>,
    median_keys: Option<u32>,
    /// The answers about consent of the registered customers.
    consent_yes: u64,
    consent_no: u64,
    #[serde(skip)]
    stats: Vec<EntryStats>,
}

/// Sums up the registrations, in the order of the cashiers' names.
fn by_cashier(records: Vec<RegistrationRecord>) -> Vec<CashierObject> {
    let mut sums: BTreeMap<String, CashierObject> = BTreeMap::new();
    for record in records {
        let sum = sums.entry(record.cashier.as_str().to_owned()).or_default();
        match record.state.progress() {
            Progress::Registered => {
                sum.registered += 1;
                sum.consent_yes += u64::from(record.consent == Some(true));
                sum.consent_no += u64::from(record.consent == Some(false));
            }
            Progress::Refused => sum.refused += 1,
            Progress::Queued | Progress::Sending | Progress::Uncertain => sum.waiting += 1,
        }
        sum.stats.extend(record.stats);
    }
    let with_median = |(cashier, sum): (String, CashierObject)| {
        let median = median_stats(sum.stats.iter().copied());
        let median_seconds = median.map(|median| (median.time.as_secs_f64() * 10.0).round() / 10.0);
        CashierObject { cashier, median_seconds, median_keys: median.map(|median| median.keys), ..sum }
    };
    sums.into_iter().map(with_median).collect()
}

/// Returns the CSV text. The header is written also if there is no row.
fn to_csv(cashiers: Vec<CashierObject>) -> io::Result<String> {
    let mut writer = csv::WriterBuilder::new().has_headers(false).from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    for cashier in cashiers {
        writer.serialize(CashierObject { cashier: harmless_cell(cashier.cashier), ..cashier })?;
    }
    let bytes = writer.into_inner().map_err(csv::IntoInnerError::into_error)?;
    Ok(String::from_utf8_lossy(&bytes).trim_end_matches('\n').to_owned())
}

/// Returns a text that no spreadsheet takes for a formula: with an apostrophe before it, if it begins like one.
fn harmless_cell(text: String) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if is_formula { format!("'{text}") } else { text }
}

fn in_words(cashiers: Vec<CashierObject>) -> String {
    let say = Locale::english();
    if cashiers.is_empty() {
        return say.report_nothing();
    }
    let row = |sum: CashierObject| {
        let mut parts = vec![say.shift_registered(sum.registered)];
        parts.extend((sum.waiting > 0).then(|| say.shift_waiting(sum.waiting)));
        parts.extend((sum.refused > 0).then(|| say.shift_rejected(sum.refused)));
        let median = sum.median_seconds.zip(sum.median_keys);
        parts.extend(median.map(|(seconds, keys)| say.shift_median(format!("{seconds:.1}"), keys)));
        let is_asked = sum.consent_yes + sum.consent_no > 0;
        parts.extend(is_asked.then(|| say.report_consent(sum.consent_yes, sum.consent_no)));
        let cashier = if sum.cashier.is_empty() { say.report_nameless() } else { sum.cashier };
        format!("{cashier}: {}", parts.join(" · "))
    };
    cashiers.into_iter().map(row).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_that_begins_like_a_formula_gets_an_apostrophe() {
        for text in ["=1+1", "+994", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x", "="] {
            assert_eq!(harmless_cell(text.to_owned()), format!("'{text}"));
        }
        for text in ["", "aysel", "a=1", "1-1", "'=1", "#1", "(a)", "Ələkbər"] {
            assert_eq!(harmless_cell(text.to_owned()), text);
        }
    }
}
