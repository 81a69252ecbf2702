//! The rows of a report, as `report --rows` prints them and `report FILE…` reads them: one JSON object a line for each
//! registration, without the customer.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;
use std::time::Duration;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::clock;
use crate::domain::{EntryStats, Progress, TimeZone};
use crate::locale::technician;
use crate::outbox::{Cashier, RegistrationRecord};

use super::super::output::JSON_SCHEMA;

/// One registration.
#[derive(Serialize, Deserialize)]
pub(super) struct Row {
    /// The day in the shop on which it was saved.
    pub day: NaiveDate,
    pub cashier: String,
    pub state: RowState,
    /// The keys and the milliseconds that it took. `None` means unknown.
    keys: Option<u32>,
    ms: Option<u64>,
    /// The answer about consent. `None` means that the customer was not asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<bool>,
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum RowState {
    Registered,
    Waiting,
    Refused,
}

impl Row {
    pub(super) fn from_record(record: &RegistrationRecord, zone: TimeZone) -> Self {
        let state = match record.state.progress() {
            Progress::Registered => RowState::Registered,
            Progress::Refused => RowState::Refused,
            Progress::Queued | Progress::Sending | Progress::Uncertain => RowState::Waiting,
        };
        let ms = record.stats.map(|stats| u64::try_from(stats.time.as_millis()).unwrap_or(u64::MAX));
        Self {
            day: clock::local(zone, record.saved_at).date(),
            cashier: record.cashier.as_str().to_owned(),
            state,
            keys: record.stats.map(|stats| stats.keys),
            ms,
            consent: record.consent,
        }
    }

    pub(super) fn stats(&self) -> Option<EntryStats> {
        Some(EntryStats { keys: self.keys?, time: Duration::from_millis(self.ms?) })
    }

    /// Parses a line. The error says what it is instead, without the text.
    fn parse(line: &[u8]) -> Result<Self, BadLine> {
        #[derive(Deserialize)]
        struct Version {
            schema: u8,
        }
        let Version { schema } = serde_json::from_slice(line).map_err(|_| BadLine::NoRow)?;
        if schema != JSON_SCHEMA {
            return Err(BadLine::OtherSchema(schema));
        }
        let row: Self = serde_json::from_slice(line).map_err(|_| BadLine::NoRow)?;
        if row.keys.is_some() != row.ms.is_some() {
            return Err(BadLine::NoRow);
        }
        // The name was written on another host. It may be printed on a terminal.
        Ok(Self { cashier: Cashier::new(&row.cashier).as_str().to_owned(), ..row })
    }
}

/// Why a line is not counted.
enum BadLine {
    NoRow,
    /// It is from another version of the program.
    OtherSchema(u8),
}

/// The rows of several files, and the sentences about lines that are none.
#[derive(Default)]
pub(super) struct RowFiles {
    pub rows: Vec<Row>,
    pub bad_lines: Vec<String>,
}

impl RowFiles {
    /// Adds the rows of a file. `-` is standard input.
    ///
    /// # Errors
    ///
    /// The file cannot be read.
    pub(super) fn add(&mut self, path: &Path) -> io::Result<()> {
        if path == Path::new("-") {
            return self.add_lines(&technician().report_standard_input(), io::stdin().lock());
        }
        self.add_lines(&path.display().to_string(), BufReader::new(File::open(path)?))
    }

    fn add_lines(&mut self, file: &str, lines: impl BufRead) -> io::Result<()> {
        let say = technician();
        for (number, line) in (1_usize..).zip(lines.split(b'\n')) {
            let line = line?;
            // Some editors begin a file with a byte order mark.
            let line = line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&line).trim_ascii();
            if line.is_empty() {
                continue;
            }
            match Row::parse(line) {
                Ok(row) => self.rows.push(row),
                Err(BadLine::NoRow) => self.bad_lines.push(say.report_bad_line(file, number)),
                Err(BadLine::OtherSchema(schema)) => {
                    self.bad_lines.push(say.report_other_schema(file, number, schema));
                }
            }
        }
        Ok(())
    }
}
