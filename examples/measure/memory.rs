//! Memory of one and of thirty running programs, and what they do while no key comes.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Context as _;

use crate::program::{Program, QUIET, Running};
use crate::report::{Report, float, grouped};

/// The desks of a large restaurant, on one host.
const MANY: usize = 30;

const MINUTES: usize = 3;

/// Measures the memory. Returns that of each of many, in kB.
pub fn measure(report: &mut Report, programs: &[Program], parent: &Path) -> anyhow::Result<Vec<u64>> {
    let (mut rows, mut each) = (Vec::new(), Vec::new());
    for program in programs {
        let mut running = vec![used(program, parent)?];
        let one = mean_pss(&mut running)?;
        for _ in 1..MANY {
            running.push(used(program, parent)?);
        }
        let many = mean_pss(&mut running)?;
        rows.push(vec![program.name.to_owned(), format!("{} kB", grouped(one)), format!("{} kB", grouped(many))]);
        each.push(many);
    }
    report.table("memory", &["", "PSS of one", "PSS of each of thirty"], &rows);
    if let Some(desk) = each.first() {
        let measured = float(usize::try_from(*desk)?);
        report.goal("PSS of each of thirty desks, in MB", measured / 1e3, 6.0, |size| format!("{size:.1}"));
    }
    Ok(each)
}

/// Starts a program. A desk has loaded the phone library, and its form is empty again.
fn used(program: &Program, parent: &Path) -> anyhow::Result<Running> {
    let mut running = program.start_loaded(parent)?;
    if program.is_desk() {
        running.terminal.send_and_wait("0501234567", |screen| screen.contents().contains("+994 50 123 45 67"))?;
        running.terminal.write("\x12")?;
        running.terminal.wait_until_quiet(QUIET)?;
    }
    Ok(running)
}

/// Returns the memory of a process with its share of what it shares, as a mean in kB.
fn mean_pss(running: &mut [Running]) -> anyhow::Result<u64> {
    let mut sum: u64 = 0;
    for running in &mut *running {
        // What it has written while the others were started.
        running.terminal.wait_until_quiet(Duration::ZERO)?;
        let sums = fs::read_to_string(format!("/proc/{}/smaps_rollup", running.terminal.process()?))?;
        let pss = sums.lines().find_map(|line| line.strip_prefix("Pss:")).context("no PSS")?;
        sum += pss.trim().trim_end_matches(" kB").parse::<u64>()?;
    }
    Ok(sum / u64::try_from(running.len())?)
}

/// Counts for some minutes how often a thread of each program wakes up, and what it writes. All programs run at the same time.
pub fn measure_idle(report: &mut Report, programs: &[Program], parent: &Path) -> anyhow::Result<()> {
    let mut idle: Vec<_> = programs.iter().map(|program| used(program, parent)).collect::<Result<_, _>>()?;
    let mut rows: Vec<_> = programs.iter().map(|program| vec![program.name.to_owned()]).collect();
    let mut deadline = Instant::now();
    let mut last_of_desk = 0;
    for _ in 0..MINUTES {
        deadline += Duration::from_mins(1);
        let before: Vec<_> = idle.iter().map(wake_ups_and_bytes).collect::<Result<_, _>>()?;
        for running in &mut idle {
            running.terminal.read_until(deadline)?;
        }
        for (index, ((running, row), before)) in idle.iter_mut().zip(&mut rows).zip(&before).enumerate() {
            running.terminal.wait_until_quiet(Duration::ZERO)?;
            let after = wake_ups_and_bytes(running)?;
            let wake_ups = after.0.saturating_sub(before.0);
            row.push(format!("{wake_ups}, {} bytes", after.1 - before.1));
            if index == 0 {
                last_of_desk = usize::try_from(wake_ups)?;
            }
        }
    }
    report.table("idle", &["wake-ups and output", "first minute", "second", "third"], &rows);
    report.goal("wake-ups of the desk in the third idle minute", float(last_of_desk), 0.0, |count| format!("{count}"));
    Ok(())
}

/// Returns how many times the threads of a program have gone to sleep, which is how many times they were woken, and the
/// bytes that it has written.
fn wake_ups_and_bytes(running: &Running) -> anyhow::Result<(u64, usize)> {
    let mut sleeps = 0;
    for thread in fs::read_dir(format!("/proc/{}/task", running.terminal.process()?))? {
        // A thread that ends meanwhile has no figure.
        let status = fs::read_to_string(thread?.path().join("status")).unwrap_or_default();
        let figure = status.lines().find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"));
        sleeps += figure.map_or(Ok(0), |figure| figure.trim().parse::<u64>())?;
    }
    Ok((sleeps, running.terminal.bytes()))
}
