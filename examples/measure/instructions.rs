//! How many instructions of the processor the start and a letter cost. callgrind counts them: the same on every machine of
//! one kind, however busy it is.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::program::{Program, QUIET, USUAL_SIZE};
use crate::report::{Report, float, grouped};
use crate::typing;

/// What a program costs, in instructions of its first thread.
pub struct Cost {
    /// From the start to the first frame, and the end.
    start: u64,
    pub letter: u64,
}

pub fn measure(report: &mut Report, programs: &[Program], parent: &Path) -> anyhow::Result<Vec<Cost>> {
    let costs: Vec<_> = programs.iter().map(|program| cost(program, parent)).collect::<Result<_, _>>()?;
    let rows: Vec<_> = programs
        .iter()
        .zip(&costs)
        .map(|(program, cost)| vec![program.name.to_owned(), grouped(cost.start), grouped(cost.letter)])
        .collect();
    report.table("instructions", &["", "start to first frame, and end", "a letter"], &rows);
    if let [desk, ..] = costs.as_slice() {
        let measured = float(usize::try_from(desk.start)?);
        report.goal("instructions of the first frame", measured, 12e6, |count| format!("{:.1} million", count / 1e6));
    }
    Ok(costs)
}

fn cost(program: &Program, parent: &Path) -> anyhow::Result<Cost> {
    let start = total(program, parent, |_| Ok(0))?.0;
    let (ready, _) = total(program, parent, |terminal| {
        program.wait_until_loaded(terminal)?;
        program.go_to_name(terminal)?;
        terminal.wait_until_quiet(QUIET * 3)?;
        Ok(0)
    })?;
    let (typed, letters) = total(program, parent, |terminal| {
        program.wait_until_loaded(terminal)?;
        program.go_to_name(terminal)?;
        terminal.wait_until_quiet(QUIET * 3)?;
        typing::type_at_once(terminal)
    })?;
    Ok(Cost { start, letter: typed.saturating_sub(ready) / letters.max(1) })
}

/// Returns the instructions of the first thread of a run, and what `typist` returns.
fn total(
    program: &Program,
    parent: &Path,
    typist: impl FnOnce(&mut crate::terminal::Terminal) -> anyhow::Result<u64>,
) -> anyhow::Result<(u64, u64)> {
    let counts = tempfile::tempdir_in(parent)?;
    let output = counts.path().join("counts");
    let launcher = [
        "valgrind".to_owned(),
        "--tool=callgrind".to_owned(),
        "--separate-threads=yes".to_owned(),
        format!("--callgrind-out-file={}", output.display()),
        format!("--log-file={}", counts.path().join("log").display()),
    ];
    let mut running = program.start(parent, USUAL_SIZE, &launcher)?;
    let letters = typist(&mut running.terminal)?;
    let process = running.terminal.process()?.to_string();
    anyhow::ensure!(Command::new("kill").args(["-TERM", &process]).status()?.success(), "kill");
    running.terminal.wait_for_end()?;
    let first_thread = fs::read_to_string(output.with_extension("").with_file_name("counts-01"))?;
    let total = first_thread.lines().find_map(|line| line.strip_prefix("totals: "));
    Ok((total.unwrap_or_default().trim().parse()?, letters))
}
