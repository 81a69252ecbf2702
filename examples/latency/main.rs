//! The time until a typed letter is shown and until the first frame is complete, of frontdesk, whiptail and dialog:
//! `cargo run --release --example latency -- target/release/frontdesk [ROUNDS]`.
//!
//! Each round opens the three programs one after the other in a pty of this machine and types the same letters at the
//! pace of a quick typist. The first half of the rounds is measured on the machine as it is, the second half beside one
//! busy loop for each core. Every time ends with an event: the letter is in its cell, the frame is on the screen. It
//! fails if a figure of frontdesk misses its goal.

#![expect(clippy::print_stdout, unreachable_pub, reason = "a program of its own that reports")]

use std::process::ExitCode;
use std::{env, thread};

use anyhow::Context as _;

mod busy_loop;
mod program;
mod summary;
mod terminal;

use busy_loop::BusyLoops;
use program::Program;
use summary::Summary;

/// Each round types 30 letters: 600 letters a program, so that the 99th percentile is the sixth highest time.
const DEFAULT_ROUNDS: usize = 20;

fn main() -> anyhow::Result<ExitCode> {
    let mut arguments = env::args().skip(1);
    let frontdesk = arguments.next().context("usage: latency FRONTDESK [ROUNDS]")?;
    if frontdesk == busy_loop::ARGUMENT {
        busy_loop::spin_until_stdin_ends();
    }
    let rounds = arguments.next().map_or(Ok(DEFAULT_ROUNDS), |rounds| rounds.parse()).context("ROUNDS is a number")?;
    let programs = [Program::frontdesk(&frontdesk)?, Program::whiptail()?, Program::dialog()?];
    let cores = thread::available_parallelism()?.get();

    measure(&programs, 1).context("the warm-up round")?;
    let idle = measure(&programs, rounds)?;
    println!("{cores} cores without load, {rounds} rounds:\n\n{}", summary::table(&idle));
    let loops = BusyLoops::start(cores)?;
    let busy = measure(&programs, rounds)?;
    drop(loops);
    println!("{cores} cores with {cores} busy loops, {rounds} rounds:\n\n{}", summary::table(&busy));

    let missed: Vec<String> = summary::missed_goals("without load", &idle)
        .into_iter()
        .chain(summary::missed_goals("with busy loops", &busy))
        .collect();
    for goal in &missed {
        println!("MISSED {goal}");
    }
    Ok(if missed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Measures every program once in each round. Each round begins with another program.
fn measure(programs: &[Program; 3], rounds: usize) -> anyhow::Result<[Summary; 3]> {
    let mut summaries = programs.each_ref().map(|program| Summary::of(program.name));
    for round in 0..rounds {
        let mut turns: Vec<_> = programs.iter().zip(&mut summaries).collect();
        turns.rotate_left(round % programs.len());
        for (program, summary) in turns {
            summary.add(program.measure().with_context(|| program.name)?);
        }
    }
    Ok(summaries)
}
