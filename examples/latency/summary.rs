use std::fmt::Write as _;
use std::time::Duration;

use crate::program::Measured;

/// Each figure of frontdesk may be this many times the one it is compared with.
const MAX_RATIO: f64 = 1.2;

/// What all runs of one program have taken.
pub struct Summary {
    name: &'static str,
    first_texts: Vec<Duration>,
    first_frames: Vec<Duration>,
    letters: Vec<Duration>,
    bytes: usize,
    cpu: Duration,
}

impl Summary {
    pub const fn of(name: &'static str) -> Self {
        Self {
            name,
            first_texts: Vec::new(),
            first_frames: Vec::new(),
            letters: Vec::new(),
            bytes: 0,
            cpu: Duration::ZERO,
        }
    }

    pub fn add(&mut self, measured: Measured) {
        self.first_texts.push(measured.first_text);
        self.first_frames.push(measured.first_frame);
        self.letters.extend(measured.letters);
        self.bytes += measured.bytes;
        self.cpu += measured.cpu;
    }
}

fn percentile(durations: &[Duration], percent: usize) -> Duration {
    let mut sorted = durations.to_vec();
    sorted.sort_unstable();
    sorted.get(durations.len() * percent / 100).copied().unwrap_or_default()
}

fn median(durations: &[Duration]) -> Duration {
    percentile(durations, 50)
}

/// Returns a table in Markdown, one row for each program.
pub fn table(summaries: &[Summary]) -> String {
    let mut table =
        "| program | letters | median | 99 % | bytes a letter | CPU a letter | first text | first frame |\n\
                     |---|---|---|---|---|---|---|---|\n"
            .to_owned();
    for summary in summaries {
        let count = summary.letters.len();
        let letters = u32::try_from(count).unwrap_or(u32::MAX).max(1);
        // Writing to a string cannot fail.
        let _ = writeln!(
            table,
            "| {} | {count} | {} µs | {} µs | {:.1} | {} µs | {:.1} ms | {:.1} ms |",
            summary.name,
            median(&summary.letters).as_micros(),
            percentile(&summary.letters, 99).as_micros(),
            f64::from(u32::try_from(summary.bytes).unwrap_or(u32::MAX)) / f64::from(letters),
            (summary.cpu / letters).as_micros(),
            median(&summary.first_texts).as_secs_f64() * 1e3,
            median(&summary.first_frames).as_secs_f64() * 1e3,
        );
    }
    table
}

/// Returns the goals that the first program misses: the median of a letter beside the second program's, and the first
/// frame beside the third program's.
pub fn missed_goals(load: &str, [frontdesk, whiptail, dialog]: &[Summary; 3]) -> Vec<String> {
    let compare = |what: &str, ours: &[Duration], other: &Summary, theirs: &[Duration]| {
        let ratio = median(ours).as_secs_f64() / median(theirs).as_secs_f64();
        (ratio > MAX_RATIO).then(|| format!("{load}: {what} is {ratio:.2} × that of {}, goal {MAX_RATIO}", other.name))
    };
    let letter = compare("the median of a letter", &frontdesk.letters, whiptail, &whiptail.letters);
    let frame = compare("the first frame", &frontdesk.first_frames, dialog, &dialog.first_frames);
    letter.into_iter().chain(frame).collect()
}
