use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::Context as _;

/// The tables in Markdown, by the name of their section, and the goals.
#[derive(Default)]
pub struct Report {
    sections: Vec<(&'static str, String)>,
    goals: Vec<[String; 4]>,
}

impl Report {
    /// Adds a text to a section.
    pub fn text(&mut self, section: &'static str, text: &str) {
        match self.sections.iter_mut().find(|(name, _)| *name == section) {
            Some((_, before)) => {
                before.push_str("\n\n");
                before.push_str(text);
            }
            None => self.sections.push((section, text.to_owned())),
        }
        eprintln!("{section} is measured");
    }

    /// Adds a table.
    pub fn table(&mut self, section: &'static str, header: &[&str], rows: &[Vec<String>]) {
        self.text(section, &table(header, rows));
    }

    /// Adds a goal: a figure that may be as high as its limit.
    pub fn goal(&mut self, what: &str, measured: f64, limit: f64, show: impl Fn(f64) -> String) {
        let state = if measured <= limit { "met" } else { "**missed**" };
        self.goals.push([what.to_owned(), show(measured), show(limit), state.to_owned()]);
    }

    /// Prints the goals as the last section.
    pub fn finish(&mut self) {
        let rows: Vec<_> = self.goals.iter().map(|goal| goal.to_vec()).collect();
        if !rows.is_empty() {
            self.table("goals", &["goal", "measured", "at most", ""], &rows);
        }
    }

    /// Returns everything in Markdown.
    pub fn to_markdown(&self) -> String {
        self.sections.iter().fold(String::new(), |mut all, (name, text)| {
            // Writing to a string cannot fail.
            let _ = writeln!(all, "{}\n\n{text}\n\n{END}\n", begin(name));
            all
        })
    }

    /// Replaces the sections that a document has between its marks.
    pub fn write_into(&self, document: &Path) -> anyhow::Result<()> {
        let mut text = fs::read_to_string(document).with_context(|| document.display().to_string())?;
        for (name, section) in &self.sections {
            let Some((before, rest)) = text.split_once(&begin(name)) else { continue };
            let (_, after) = rest.split_once(END).with_context(|| format!("{name} has no end"))?;
            text = format!("{before}{}\n\n{section}\n\n{END}{after}", begin(name));
        }
        Ok(fs::write(document, text)?)
    }
}

const END: &str = "<!-- /measurements -->";

fn begin(section: &str) -> String {
    if section == "measurements" {
        "<!-- measurements -->".to_owned()
    } else {
        format!("<!-- measurements: {section} -->")
    }
}

fn table(header: &[&str], rows: &[Vec<String>]) -> String {
    let line = |cells: &[String]| format!("| {} |", cells.join(" | "));
    let header: Vec<String> = header.iter().map(|&cell| cell.to_owned()).collect();
    let rule = format!("|{}", "---|".repeat(header.len()));
    [line(&header), rule].into_iter().chain(rows.iter().map(|row| line(row))).collect::<Vec<_>>().join("\n")
}

pub fn percentile(durations: &[Duration], percent: usize) -> Duration {
    let mut sorted = durations.to_vec();
    sorted.sort_unstable();
    sorted.get(durations.len() * percent / 100).copied().unwrap_or_default()
}

pub fn median(durations: &[Duration]) -> Duration {
    percentile(durations, 50)
}

/// Returns a time in µs, or a long one in ms.
pub fn microseconds(duration: Duration) -> String {
    if duration < Duration::from_millis(10) { format!("{} µs", duration.as_micros()) } else { milliseconds(duration) }
}

pub fn milliseconds(duration: Duration) -> String {
    format!("{:.1} ms", duration.as_secs_f64() * 1e3)
}

/// Returns a number with a comma after each thousand.
pub fn grouped(number: u64) -> String {
    if number < 1000 { number.to_string() } else { format!("{},{:03}", grouped(number / 1000), number % 1000) }
}

/// Returns a count as a number with a fraction. Counts here are far below the limit of exact ones.
pub fn float(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::INFINITY, f64::from)
}
