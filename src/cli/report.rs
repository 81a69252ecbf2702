//! `frontdesk report`: the registrations of each cashier and the time that they took, without personal data. They come
//! from the outbox of this host, or from the rows that several hosts have printed.

mod rows;

use std::collections::BTreeMap;
use std::io;

use chrono::{Days, NaiveDate};
use serde::Serialize;

use crate::clock;
use crate::delivery::{Access, LocalStore};
use crate::domain::{EntryStats, median_stats};
use crate::locale::technician;
use crate::outbox::RowFilter;
use crate::settings::Settings;

use super::{CommandError, Exit, ReportArguments, exit_with, print, print_store_event, print_training_banner, to_json};
use rows::{Row, RowFiles, RowState};

/// This many bad lines are named. The others are counted.
const MAX_NAMED_LINES: usize = 20;

/// Reports the outbox of this host.
pub(super) fn run(arguments: &ReportArguments, settings: &Settings) -> Result<Exit, CommandError> {
    let today = clock::local_date(settings.desk.time_zone);
    let from = arguments.from.unwrap_or_else(|| arguments.to.unwrap_or(today));
    let to = arguments.to.unwrap_or_else(|| today.max(from));
    check_days(Some(from), Some(to))?;
    print_training_banner(settings);
    let rows = rows_of_outbox(settings, from, to)?;
    print_rows(arguments, ReportedDays { from: Some(from), to: Some(to) }, rows, None)?;
    Ok(Exit::Done)
}

/// Reports the rows of files, which need no settings. Lines that are no rows are named and not counted.
pub(super) fn merge(arguments: &ReportArguments) -> Result<Exit, CommandError> {
    check_days(arguments.from, arguments.to)?;
    let mut files = RowFiles::default();
    for file in &arguments.files {
        files.add(file).map_err(|source| CommandError::Rows { path: file.clone(), source })?;
    }
    let RowFiles { mut rows, bad_lines } = files;
    rows.retain(|row| arguments.from.is_none_or(|from| row.day >= from) && arguments.to.is_none_or(|to| row.day <= to));
    let from = arguments.from.or_else(|| rows.iter().map(|row| row.day).min());
    let to = arguments.to.or_else(|| rows.iter().map(|row| row.day).max());
    print_rows(arguments, ReportedDays { from, to }, rows, Some(bad_lines.len()))?;
    if bad_lines.is_empty() {
        return Ok(Exit::Done);
    }
    let more = bad_lines.len().saturating_sub(MAX_NAMED_LINES);
    let more = (more > 0).then(|| technician().report_more_bad_lines(more));
    let lines: Vec<String> = bad_lines.into_iter().take(MAX_NAMED_LINES).chain(more).collect();
    Ok(exit_with(Exit::Failed, &lines.join("\n")))
}

fn check_days(from: Option<NaiveDate>, to: Option<NaiveDate>) -> Result<(), CommandError> {
    let is_reversed = from.zip(to).is_some_and(|(from, to)| to < from);
    if is_reversed { Err(CommandError::ReversedDays) } else { Ok(()) }
}

fn print_rows(
    arguments: &ReportArguments,
    days: ReportedDays,
    rows: Vec<Row>,
    bad_lines: Option<usize>,
) -> Result<(), CommandError> {
    let text = if arguments.rows {
        rows.iter().map(to_json).collect::<Vec<_>>().join("\n")
    } else {
        let cashiers = by_cashier(rows);
        match (arguments.json, arguments.csv) {
            (true, _) => to_json(&Object { days, cashiers, bad_lines }),
            (false, true) => to_csv(cashiers)?,
            (false, false) => in_words(cashiers),
        }
    };
    // Without a registration there is no row, and no empty line.
    if !text.is_empty() {
        print(&text)?;
    }
    Ok(())
}

/// Returns the registrations of these days. Without an outbox there are none, and it is not created.
fn rows_of_outbox(settings: &Settings, from: NaiveDate, to: NaiveDate) -> Result<Vec<Row>, CommandError> {
    if !LocalStore::exists(&settings.outbox) {
        return Ok(Vec::new());
    }
    let store = LocalStore::start(&settings.outbox, Access::ReadOnly, print_store_event)?;
    let zone = settings.desk.time_zone;
    let before = to.checked_add_days(Days::new(1)).unwrap_or(to);
    let saved = RowFilter::SavedBetween(clock::day_begins(zone, from), clock::day_begins(zone, before));
    let records = store.run(move |outbox| outbox.list(saved, u32::MAX)).wait()?;
    Ok(records.iter().map(|record| Row::from_record(record, zone)).collect())
}

/// The first and the last day. `None` means that there is no row.
#[derive(Serialize)]
struct ReportedDays {
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

#[derive(Serialize)]
struct Object {
    #[serde(flatten)]
    days: ReportedDays,
    cashiers: Vec<CashierObject>,
    /// The lines of files that are no rows.
    #[serde(skip_serializing_if = "Option::is_none")]
    bad_lines: Option<usize>,
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
fn by_cashier(rows: Vec<Row>) -> Vec<CashierObject> {
    let mut sums: BTreeMap<String, CashierObject> = BTreeMap::new();
    for row in rows {
        let stats = row.stats();
        let sum = sums.entry(row.cashier).or_default();
        match row.state {
            RowState::Registered => {
                sum.registered += 1;
                sum.consent_yes += u64::from(row.consent == Some(true));
                sum.consent_no += u64::from(row.consent == Some(false));
            }
            RowState::Refused => sum.refused += 1,
            RowState::Waiting => sum.waiting += 1,
        }
        sum.stats.extend(stats);
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
    let mut writer =
        csv::WriterBuilder::new().has_headers(false).quote_style(csv::QuoteStyle::Never).from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    for cashier in cashiers {
        writer.serialize(CashierObject { cashier: quoted(harmless_cell(cashier.cashier)), ..cashier })?;
    }
    let bytes = writer.into_inner().map_err(csv::IntoInnerError::into_error)?;
    Ok(String::from_utf8_lossy(&bytes).trim_end_matches('\n').to_owned())
}

/// Returns a text that no spreadsheet takes for a formula: with an apostrophe before it, if it begins like one.
fn harmless_cell(text: String) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if is_formula { format!("'{text}") } else { text }
}

/// Returns a text in quotes if it has a character at which a spreadsheet divides cells. Of this the writer knows only the
/// comma, but the separator of a spreadsheet depends on the country.
fn quoted(text: String) -> String {
    let is_divided = text.contains([',', ';', '|', '"', '\t', '\r', '\n']);
    if is_divided { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

fn in_words(cashiers: Vec<CashierObject>) -> String {
    let say = technician();
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
        for (text, cell) in [("x;=1", "\"x;=1\""), ("a,\"b\"", "\"a,\"\"b\"\"\""), ("=1;2", "\"'=1;2\""), ("a", "a")] {
            assert_eq!(quoted(harmless_cell(text.to_owned())), cell);
        }
        for text in ["", "aysel", "a=1", "1-1", "'=1", "#1", "(a)", "Ələkbər"] {
            assert_eq!(harmless_cell(text.to_owned()), text);
        }
    }
}
