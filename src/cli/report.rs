//! `frontdesk report`: what each cashier has registered and how long it took, from the outbox, without personal data.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use serde_json::{Value, json};

use crate::clock;
use crate::domain::{EntryStats, Progress, median_stats};
use crate::locale::Locale;
use crate::outbox::{OutboxError, RegistrationStats};
use crate::runtime::{LocalStore, day_begins};
use crate::settings::Settings;

use super::{Exit, ReportArguments, failed, message, print, say_store_event, say_training, system_error};

/// What one cashier has done.
#[derive(Default)]
struct Sum {
    registered: u64,
    waiting: u64,
    refused: u64,
    efforts: Vec<EntryStats>,
}

pub(super) fn run(arguments: &ReportArguments, settings: &Settings) -> Exit {
    let today = clock::local_date();
    let from = arguments.from.unwrap_or_else(|| arguments.to.unwrap_or(today));
    let to = arguments.to.unwrap_or_else(|| today.max(from));
    if to < from {
        let words = Locale::english().report_backwards();
        return if arguments.json { print(Exit::Usage, &message(&words)) } else { failed(Exit::Usage, &words) };
    }
    say_training(settings);
    let work = match work(settings, from, to) {
        Ok(work) => work,
        Err(words) if arguments.json => return print(Exit::Failed, &message(&words)),
        Err(words) => return failed(Exit::Failed, &words),
    };
    let sums = by_cashier(work);
    let words = match (arguments.json, arguments.csv) {
        (true, _) => as_json(from, to, &sums).to_string(),
        (false, true) => as_csv(&sums),
        (false, false) => in_words(&sums),
    };
    print(Exit::Done, &words)
}

/// Without an outbox nothing was registered, and none is begun for the question.
fn work(settings: &Settings, from: NaiveDate, to: NaiveDate) -> Result<Vec<RegistrationStats>, String> {
    if !LocalStore::exists(settings) {
        return Ok(Vec::new());
    }
    let words = |error: OutboxError| Locale::english().storage_error(error.into());
    let store = LocalStore::start_to_look(settings, say_store_event).map_err(|error| system_error(&error))?;
    let before = to.checked_add_days(Days::new(1)).unwrap_or(to);
    store.run(move |outbox| outbox.work(day_begins(from), day_begins(before))).wait().map_err(words)
}

fn by_cashier(work: Vec<RegistrationStats>) -> BTreeMap<String, Sum> {
    let mut sums: BTreeMap<String, Sum> = BTreeMap::new();
    for one in work {
        let sum = sums.entry(one.cashier.as_str().to_owned()).or_default();
        match one.progress {
            Progress::Registered => sum.registered += 1,
            Progress::Waiting => sum.waiting += 1,
            Progress::Refused => sum.refused += 1,
        }
        sum.efforts.extend(one.effort);
    }
    sums
}

impl Sum {
    fn median(&self) -> Option<EntryStats> {
        median_stats(self.efforts.iter().copied())
    }

    /// Seconds to a tenth, and keys.
    fn median_cells(&self) -> (Option<f64>, Option<u32>) {
        let median = self.median();
        let tenths = |effort: EntryStats| (effort.time.as_secs_f64() * 10.0).round() / 10.0;
        (median.map(tenths), median.map(|effort| effort.keys))
    }
}

fn as_json(from: NaiveDate, to: NaiveDate, sums: &BTreeMap<String, Sum>) -> Value {
    let row = |(cashier, sum): (&String, &Sum)| {
        let (median_seconds, median_keys) = sum.median_cells();
        json!({"cashier": cashier, "registered": sum.registered, "waiting": sum.waiting, "refused": sum.refused,
            "median_seconds": median_seconds, "median_keys": median_keys})
    };
    json!({"from": from, "to": to, "cashiers": sums.iter().map(row).collect::<Vec<_>>()})
}

fn as_csv(sums: &BTreeMap<String, Sum>) -> String {
    let mut lines = vec!["cashier,registered,waiting,refused,median_seconds,median_keys".to_owned()];
    lines.extend(sums.iter().map(|(cashier, sum)| {
        let (seconds, keys) = sum.median_cells();
        let seconds = seconds.map(|seconds| format!("{seconds:.1}")).unwrap_or_default();
        let keys = keys.map(|keys| keys.to_string()).unwrap_or_default();
        format!("{},{},{},{},{seconds},{keys}", quoted(cashier), sum.registered, sum.waiting, sum.refused)
    }));
    lines.join("\n")
}

/// RFC 4180; the name is the only cell that may need it, and has no line break.
fn quoted(cell: &str) -> String {
    if cell.contains([',', '"']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
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
    fn a_name_with_a_comma_stays_one_cell() {
        assert_eq!(quoted("aysel"), "aysel");
        assert_eq!(quoted("a,\"b\""), "\"a,\"\"b\"\"\"");
    }
}
