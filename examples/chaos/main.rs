//! Nothing lost, nothing twice: `cargo run --release --example chaos -- [CUSTOMERS [SEED]]`.
//!
//! Submits 10,000 registrations from several desks on one outbox through a line on which everything goes wrong, kills
//! the desks at random moments, and compares the outcome with the server's own database. The tests run it smaller.

#![expect(clippy::print_stdout, unreachable_pub, reason = "a program of its own that reports")]

use std::process::{Command, ExitCode};
use std::time::Instant;
use std::{env, fs};

mod desk;
mod proxy;
mod run;

fn main() -> anyhow::Result<ExitCode> {
    if let Some(orders) = desk::Orders::read() {
        desk::run(&orders)?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut arguments = env::args().skip(1);
    let customers = arguments.next().map_or(Ok(10_000), |text| text.parse())?;
    let seed = arguments.next().map_or(Ok(2_026), |text| text.parse())?;
    let plan = run::Plan { customers, desks: 4, kills: customers / 25, seed };
    let home = tempfile::tempdir()?;
    fs::create_dir(home.path().join("state"))?;
    run::log_into(&home.path().join("state/server.log"))?;
    let program = env::current_exe()?;
    let begun = Instant::now();
    let outcome = run::run(plan, home.path(), &|| Command::new(&program))?;
    println!("{} desks, seed {seed}, {} kills, {:?}", plan.desks, outcome.kills, begun.elapsed());
    for (fault, count) in &outcome.faults {
        println!("  {fault:?}: {count}");
    }
    for trace in &outcome.traces {
        println!("  personal data: {trace}");
    }
    println!("{outcome}");
    Ok(if outcome.is_sound() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
