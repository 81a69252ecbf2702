//! Shows that no registration is lost or doubled: `cargo run --release --example chaos -- [CUSTOMERS [SEED]]`.
//!
//! Submits 10,000 registrations from several desks on one outbox over a connection with every kind of fault. Kills the
//! desks at random moments, and compares the outcome with the server's own database. The tests run a smaller version.

#![expect(clippy::print_stdout, unreachable_pub, reason = "a program of its own that reports")]

use std::process::{Command, ExitCode};
use std::time::Instant;
use std::{env, fs};

mod desk;
mod host;
#[path = "../outage/http.rs"]
mod http;
mod proxy;
mod run;
#[path = "../../tests/it/support/shim.rs"]
#[expect(clippy::unwrap_used, clippy::expect_used, reason = "the run needs it")]
mod shim;

fn main() -> anyhow::Result<ExitCode> {
    if let Some(task) = desk::DeskTask::from_env() {
        desk::run(&task)?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut arguments = env::args().skip(1);
    let customers = arguments.next().map_or(Ok(10_000), |text| text.parse())?;
    let seed = arguments.next().map_or(Ok(2_026), |text| text.parse())?;
    let plan = run::Plan { customers, desks: 4, kills: customers / 25, seed };
    let home = tempfile::tempdir()?;
    fs::create_dir(home.path().join("state"))?;
    run::start_log(&home.path().join("state/server.log"))?;
    let program = env::current_exe()?;
    let started = Instant::now();
    let outcome = run::run(plan, home.path(), &|| Command::new(&program))?;
    println!("{} desks, seed {seed}, {} kills, {:?}", plan.desks, outcome.kills, started.elapsed());
    for (fault, count) in &outcome.faults {
        println!("  {fault:?}: {count}");
    }
    println!("  clock steps: {}, locks of the outbox: {}", outcome.clock_steps, outcome.locks);
    println!("empty {:?} after the last fault", outcome.until_empty);
    for trace in &outcome.files_with_personal_data {
        println!("  personal data: {trace}");
    }
    println!("{outcome}");
    Ok(if outcome.is_correct() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
