//! Start, and the time from a key to its letter: without load, beside busy loops, and on larger screens.

use std::ffi::OsString;
use std::path::Path;
use std::time::Duration;

use anyhow::Context as _;

use crate::busy_loop::BusyLoops;
use crate::program::{Program, QUIET, USUAL_SIZE};
use crate::report::{Report, float, grouped, median, microseconds, milliseconds, percentile};
use crate::terminal::{Size, Terminal};

/// Letters of a name in the lower case, as a cashier types it. Together with `WARM_UP` they fit in the row.
const LETTERS: &str = "aysel mamedova abdullayeva aliq";

/// Typed before the first letter that counts.
const WARM_UP: &str = "ab";

/// From a key to the next one. A scanner types faster than 30 ms, a hand slower.
const PACE: Duration = Duration::from_millis(80);

const SIZES: [Size; 3] = [USUAL_SIZE, (120, 40), (300, 100)];

/// What all runs of one program have taken.
#[derive(Default)]
pub struct Figures {
    first_frames: Vec<Duration>,
    first_frame_bytes: usize,
    letters: Vec<Duration>,
    bytes: usize,
    cpu: Duration,
}

impl Figures {
    pub fn first_frame(&self) -> Duration {
        median(&self.first_frames)
    }

    pub fn letter(&self) -> Duration {
        median(&self.letters)
    }

    pub fn bytes_a_letter(&self) -> f64 {
        float(self.bytes) / float(self.letters.len().max(1))
    }

    fn cells(&self) -> Vec<String> {
        let letters = u32::try_from(self.letters.len()).unwrap_or(u32::MAX).max(1);
        vec![
            milliseconds(self.first_frame()),
            milliseconds(percentile(&self.first_frames, 99)),
            grouped(u64::try_from(self.first_frame_bytes).unwrap_or(u64::MAX)),
            microseconds(self.letter()),
            microseconds(percentile(&self.letters, 99)),
            format!("{:.1}", self.bytes_a_letter()),
            microseconds(self.cpu / letters),
        ]
    }

    /// Starts a program, types the name, and adds what it took.
    fn add(&mut self, program: &Program, parent: &Path, size: Size) -> anyhow::Result<()> {
        let mut running = program.start(parent, size, &[])?;
        self.first_frames.push(running.first_frame);
        self.first_frame_bytes = self.first_frame_bytes.max(running.first_frame_bytes);
        program.wait_until_loaded(&mut running.terminal)?;
        program.go_to_name(&mut running.terminal)?;
        type_all(&mut running.terminal, WARM_UP)?;
        let (bytes, cpu_before) = (running.terminal.bytes(), running.terminal.cpu_by_thread()?);
        self.letters.extend(type_all(&mut running.terminal, LETTERS)?);
        // The time of a thread that has ended is lost: it has loaded something and has nothing to do with keys.
        let cpu = running.terminal.cpu_by_thread()?;
        let since = |(thread, cpu): (&OsString, &Duration)| {
            cpu.saturating_sub(cpu_before.get(thread).copied().unwrap_or_default())
        };
        self.bytes += running.terminal.bytes() - bytes;
        self.cpu += cpu.iter().map(since).sum::<Duration>();
        Ok(())
    }
}

/// Types letters at the pace of a quick typist, and returns the time of each.
pub fn type_all(terminal: &mut Terminal, letters: &str) -> anyhow::Result<Vec<Duration>> {
    letters.chars().map(|letter| terminal.type_letter(letter, PACE)).collect()
}

const HEADER: [&str; 8] =
    ["", "first frame", "99 %", "bytes of it", "a letter", "99 %", "bytes of it", "processor time of it"];

/// Measures every program once in each round. Each round begins with another program.
fn rounds(programs: &[(&Program, Size)], parent: &Path, rounds: usize) -> anyhow::Result<Vec<Figures>> {
    let mut figures: Vec<_> = programs.iter().map(|_| Figures::default()).collect();
    for round in 0..rounds {
        let mut turns: Vec<_> = programs.iter().zip(&mut figures).collect();
        turns.rotate_left(round % programs.len());
        for ((program, size), figures) in turns {
            figures.add(program, parent, *size).context(program.name)?;
        }
    }
    Ok(figures)
}

/// Measures all programs without load and beside one busy loop for each core. Returns the figures without load.
pub fn measure(report: &mut Report, programs: &[Program], parent: &Path, count: usize) -> anyhow::Result<Vec<Figures>> {
    let cores = std::thread::available_parallelism()?.get();
    let turns: Vec<_> = programs.iter().map(|program| (program, USUAL_SIZE)).collect();
    // A round that warms up the files of all programs.
    rounds(&turns, parent, 1)?;
    let idle = rounds(&turns, parent, count)?;
    add_table(report, "typing", &idle, programs);
    let loops = BusyLoops::start(cores)?;
    let busy = rounds(&turns, parent, count)?;
    drop(loops);
    add_table(report, "typing beside busy loops", &busy, programs);
    let [desk, whiptail, dialog, ..] = idle.as_slice() else { return Ok(idle) };
    let ratio = |ours: Duration, theirs: Duration| ours.as_secs_f64() / theirs.as_secs_f64();
    let times = |ratio: f64| format!("{ratio:.2}");
    report.goal("a letter, as a multiple of whiptail's median", ratio(desk.letter(), whiptail.letter()), 1.2, times);
    report.goal("first frame, as a multiple of dialog's", ratio(desk.first_frame(), dialog.first_frame()), 1.0, times);
    report.goal("bytes of the first frame", float(desk.first_frame_bytes), 2048.0, |bytes| format!("{bytes:.0}"));
    report.goal("bytes of a letter", desk.bytes_a_letter(), 16.0, |bytes| format!("{bytes:.1}"));
    if let [desk, whiptail, ..] = busy.as_slice() {
        let what = "a letter beside busy loops, as a multiple of whiptail's median";
        report.goal(what, ratio(desk.letter(), whiptail.letter()), 1.2, times);
    }
    Ok(idle)
}

fn add_table(report: &mut Report, section: &'static str, figures: &[Figures], programs: &[Program]) {
    let named = programs.iter().zip(figures);
    let rows: Vec<_> =
        named.map(|(program, figures)| [vec![program.name.to_owned()], figures.cells()].concat()).collect();
    report.table(section, &HEADER, &rows);
}

/// Measures the desk and the stock form on screens of several sizes.
pub fn measure_sizes(report: &mut Report, programs: &[Program], parent: &Path, count: usize) -> anyhow::Result<()> {
    let compared = || programs.iter().filter(|program| ["frontdesk", "stock ratatui"].contains(&program.name));
    let turns: Vec<_> = SIZES.iter().flat_map(|size| compared().map(move |program| (program, *size))).collect();
    let figures = rounds(&turns, parent, count)?;
    let rows: Vec<_> = turns
        .iter()
        .zip(&figures)
        .map(|((program, (columns, rows)), figures)| {
            [vec![format!("{} at {columns}×{rows}", program.name)], figures.cells()].concat()
        })
        .collect();
    report.table("sizes", &HEADER, &rows);
    Ok(())
}

/// Types the letters as fast as the program answers, and returns their number.
pub fn type_at_once(terminal: &mut Terminal) -> anyhow::Result<u64> {
    for letter in LETTERS.chars() {
        terminal.type_letter(letter, Duration::ZERO)?;
    }
    terminal.wait_until_quiet(QUIET)?;
    Ok(u64::try_from(LETTERS.chars().count())?)
}
