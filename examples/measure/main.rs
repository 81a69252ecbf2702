//! Measures the desk beside `whiptail`, `dialog --form` and `stock_form.rs`, and prints tables in Markdown:
//! `just measure [--rounds ROUNDS] [--desk BINARY] [--write] [PART…]`.
//!
//! Every time is taken in a pty of this machine, and ends with an event: the letter is in its cell, the frame is on the
//! screen. The programs take turns in one run. `--write` puts the tables between their marks in `docs/measurements.md` and
//! the small one into the README. Without a PART it measures everything.

#![expect(clippy::print_stdout, clippy::print_stderr, unreachable_pub, reason = "a program of its own that reports")]

use std::path::{Path, PathBuf};
use std::{env, fs};

use anyhow::{Context as _, bail, ensure};

mod busy_loop;
mod groups;
mod instructions;
mod load;
mod machine;
mod memory;
mod outbox;
mod program;
mod report;
mod server;
mod terminal;
mod typing;

use frontdesk::server::Database;
use program::Program;
use report::{Report, grouped, microseconds, milliseconds};
use server::Servers;

/// Each round types 31 letters: 620 letters a program, so that the 99th percentile is the seventh highest time.
const DEFAULT_ROUNDS: usize = 20;

const PARTS: [&str; 8] = ["typing", "sizes", "instructions", "memory", "idle", "outbox", "groups", "server"];

/// What is measured, and how.
struct Options {
    rounds: usize,
    desk: PathBuf,
    stock_form: PathBuf,
    writes: bool,
    parts: Vec<String>,
}

impl Options {
    /// Parses the command line. The programs are those beside this one.
    fn parse(mut arguments: impl Iterator<Item = String>) -> anyhow::Result<Self> {
        let examples = env::current_exe()?.parent().context("a directory")?.to_owned();
        let mut options = Self {
            rounds: DEFAULT_ROUNDS,
            desk: examples.with_file_name("frontdesk"),
            stock_form: examples.join("stock_form"),
            writes: false,
            parts: Vec::new(),
        };
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--rounds" => options.rounds = arguments.next().unwrap_or_default().parse().context("--rounds")?,
                "--desk" => options.desk = std::path::absolute(arguments.next().context("--desk")?)?,
                "--write" => options.writes = true,
                part if PARTS.contains(&part) => options.parts.push(argument),
                other => bail!("{other} is no part. The parts are: {}", PARTS.join(" ")),
            }
        }
        for program in [&options.desk, &options.stock_form] {
            ensure!(program.is_file(), "{} is missing. `just measure` builds it.", program.display());
        }
        Ok(options)
    }

    fn measures(&self, part: &str) -> bool {
        self.parts.is_empty() || self.parts.iter().any(|wanted| wanted == part)
    }
}

fn main() -> anyhow::Result<()> {
    if env::args().nth(1).as_deref() == Some(busy_loop::ARGUMENT) {
        busy_loop::spin_until_stdin_ends();
    }
    let options = Options::parse(env::args().skip(1))?;
    machine::ensure_tools(options.measures("instructions"))?;
    // The disk of the build is a real one. A temporary directory may be in memory.
    let directory = tempfile::tempdir_in(options.stock_form.parent().context("a directory")?)?;
    let mut report = Report::default();
    let machine = machine::Machine::describe(&options.desk)?;
    measure(&options, directory.path(), &mut report).inspect_err(|_| println!("{}", report.to_markdown()))?;
    report.text("machine", &machine.to_text(options.rounds)?);
    if options.parts.is_empty() {
        report.finish();
    }
    println!("{}", report.to_markdown());
    if options.writes {
        for document in ["docs/measurements.md", "README.md"] {
            report.write_into(&Path::new(env!("CARGO_MANIFEST_DIR")).join(document))?;
        }
    }
    Ok(())
}

/// Measures the parts that are wanted.
fn measure(options: &Options, directory: &Path, report: &mut Report) -> anyhow::Result<()> {
    let server = Servers::start(1, &Database::File(directory.join("served.sqlite")))?;
    let address = server.addresses.first().context("a server")?.to_string();
    let homes = directory.join("homes");
    fs::create_dir_all(&homes)?;
    let desk = Program::desk(&options.desk, &address, &homes.join("used"))?;
    let mut programs = vec![desk];
    programs.extend(Program::peers(&options.stock_form));
    let mut typed = Vec::new();
    if options.measures("typing") {
        typed = typing::measure(report, &programs, &homes, options.rounds)?;
    }
    if options.measures("sizes") {
        typing::measure_sizes(report, &programs, &homes, options.rounds.div_ceil(2))?;
    }
    let mut costs = Vec::new();
    if options.measures("instructions") {
        costs = instructions::measure(report, &programs, &homes)?;
    }
    let mut memory = Vec::new();
    if options.measures("memory") {
        memory = memory::measure(report, &programs, &homes)?;
    }
    if options.measures("idle") {
        memory::measure_idle(report, &programs, &homes)?;
    }
    let Some(desk) = programs.first() else { return Ok(()) };
    if options.measures("outbox") {
        // A port that no process listens on: its socket is closed again.
        let closed = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        outbox::measure(report, desk, &desk.with_address(&closed.to_string()), &homes)?;
    }
    if options.measures("groups") {
        groups::measure(report, desk, &homes)?;
    }
    drop(server);
    if options.measures("server") {
        server::measure(report, directory)?;
    }
    let small: Vec<_> = programs
        .iter()
        .zip(typed.iter().zip(costs.iter().zip(&memory)))
        .map(|(program, (typed, (cost, memory)))| {
            vec![
                program.name.to_owned(),
                milliseconds(typed.first_frame()),
                microseconds(typed.letter()),
                format!("{:.1}", typed.bytes_a_letter()),
                grouped(cost.letter),
                format!("{}.{} MB", memory / 1000, memory % 1000 / 100),
            ]
        })
        .collect();
    if !small.is_empty() {
        let header = ["", "first frame", "a letter", "bytes of it", "instructions of it", "memory, each of thirty"];
        report.table("measurements", &header, &small);
    }
    Ok(())
}
