//! `frontdesk report`: the registrations of each cashier and the time that they took, from the outbox, without personal
//! data.

use std::borrow::Cow;
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

/// The registrations of one cashier.
#[derive(Default)]
struct Sum {
    registered: u64,
    waiting: u64,
    refused: u64,
    stats: Vec<EntryStats>,
}

pub(super) fn run(arguments: &ReportArguments, settings: &Settings) -> Result<Exit, CommandError> {
    let today = clock::local_date(settings.desk.time_zone);
    let from = arguments.from.unwrap_or_else(|| arguments.to.unwrap_or(today));
    let to = arguments.to.unwrap_or_else(|| today.max(from));
    if to < from {
        return Err(CommandError::ReversedDays);
    }
    print_training_banner(settings);
    let sums = by_cashier(stats_of_days(settings, from, to)?);
    let cashiers = || sums.iter().map(CashierObject::from).collect::<Vec<_>>();
    print(&match (arguments.json, arguments.csv) {
        (true, _) => to_json(&Object { from, to, cashiers: cashiers() }),
        (false, true) => to_csv(&cashiers())?,
        (false, false) => in_words(&sums),
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

fn by_cashier(work: Vec<RegistrationRecord>) -> BTreeMap<String, Sum> {
    let mut sums: BTreeMap<String, Sum> = BTreeMap::new();
    for one in work {
        let sum = sums.entry(one.cashier.as_str().to_owned()).or_default();
        match one.state.progress() {
            Progress::Registered => sum.registered += 1,
            Progress::Refused => sum.refused += 1,
            Progress::Queued | Progress::Sending | Progress::Uncertain => sum.waiting += 1,
        }
        sum.stats.extend(one.stats);
    }
    sums
}

impl Sum {
    fn median(&self) -> Option<EntryStats> {
        median_stats(self.stats.iter().copied())
    }
}

#[derive(Serialize)]
struct Object<'a> {
    from: NaiveDate,
    to: NaiveDate,
    cashiers: Vec<CashierObject<'a>>,
}

/// The columns of the CSV file.
const COLUMNS: [&str; 6] = ["cashier", "registered", "waiting", "refused", "median_seconds", "median_keys"];

/// An object of the JSON list, and a row of the CSV file in the order of `COLUMNS`.
#[derive(Clone, Copy, Serialize)]
struct CashierObject<'a> {
    cashier: &'a str,
    registered: u64,
    waiting: u64,
    refused: u64,
    /// In seconds, rounded to 0.1 s.
    median_seconds: Option<f64>,
    median_keys: Option<u32>,
}

impl<'a> From<(&'a String, &Sum)> for CashierObject<'a> {
    fn from((cashier, sum): (&'a String, &Sum)) -> Self {
        let median = sum.median();
        Self {
            cashier,
            registered: sum.registered,
            waiting: sum.waiting,
            refused: sum.refused,
            median_seconds: median.map(|median| (median.time.as_secs_f64() * 10.0).round() / 10.0),
            median_keys: median.map(|median| median.keys),
        }
    }
}

/// Returns the CSV text. The header is written also if there is no row.
fn to_csv(cashiers: &[CashierObject<'_>]) -> io::Result<String> {
    let mut writer = csv::WriterBuilder::new().has_headers(false).from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    for cashier in cashiers {
        let harmless = harmless_cell(cashier.cashier);
        writer.serialize(CashierObject { cashier: &harmless, ..*cashier })?;
    }
    let bytes = writer.into_inner().map_err(csv::IntoInnerError::into_error)?;
    Ok(String::from_utf8_lossy(&bytes).trim_end_matches('\n').to_owned())
}

/// Returns a text that no spreadsheet takes for a formula: with an apostrophe before it, if it begins like one.
fn harmless_cell(text: &str) -> Cow<'_, str> {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if is_formula { format!("'{text}").into() } else { text.into() }
}

fn in_words(sums: &BTreeMap<String, Sum>) -> String {
    let say = Locale::english();
    if sums.is_empty() {
        return say.report_nothing();
    }
    let row = |(cashier, sum): (&String, &Sum)| {
        let mut parts = vec![say.shift_registered(sum.registered)];
        parts.extend((sum.waiting > 0).then(|| say.shift_waiting(sum.waiting)));
        parts.extend((sum.refused > 0).then(|| say.shift_rejected(sum.refused)));
        let median =
            sum.median().map(|median| say.shift_median(format!("{:.1}", median.time.as_secs_f64()), median.keys));
        parts.extend(median);
        let cashier = if cashier.is_empty() { say.report_nameless() } else { cashier.clone() };
        format!("{cashier}: {}", parts.join(" · "))
    };
    sums.iter().map(row).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_that_begins_like_a_formula_gets_an_apostrophe() {
        for text in ["=1+1", "+994", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x", "="] {
            assert_eq!(harmless_cell(text), format!("'{text}"));
        }
        for text in ["", "aysel", "a=1", "1-1", "'=1", "#1", "(a)", "Ələkbər"] {
            assert_eq!(harmless_cell(text), text);
        }
    }
}
