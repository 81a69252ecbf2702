//! The machine on which was measured, and the tools that are needed.

use std::path::Path;
use std::process::Command;
use std::{env, fs, thread};

use anyhow::ensure;

/// Fails with the names of the missing programs, and the command that installs them.
pub fn ensure_tools(with_valgrind: bool) -> anyhow::Result<()> {
    let path = env::var_os("PATH").unwrap_or_default();
    let is_missing = |tool: &&str| !env::split_paths(&path).any(|directory| directory.join(tool).is_file());
    let needed = ["whiptail", "dialog", "valgrind"];
    let wanted = if with_valgrind { &needed[..] } else { needed.split_last().map_or(&needed[..], |(_, rest)| rest) };
    let missing: Vec<_> = wanted.iter().copied().filter(is_missing).collect();
    ensure!(missing.is_empty(), "missing: {0}. apt-get install {0}", missing.join(" "));
    Ok(())
}

pub struct Machine {
    system: String,
    programs: String,
    load_before: String,
}

impl Machine {
    pub fn describe(desk: &Path) -> anyhow::Result<Self> {
        let cpu = fs::read_to_string("/proc/cpuinfo")?;
        let model = cpu.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or_default();
        let memory = fs::read_to_string("/proc/meminfo")?;
        let kilobytes = memory.split_whitespace().nth(1).unwrap_or_default().parse::<u64>().unwrap_or_default();
        let system = format!(
            "{}, {} cores, {} GiB, Linux {}",
            model.trim_start_matches([':', ' ', '\t']),
            thread::available_parallelism()?,
            kilobytes / (1024 * 1024),
            fs::read_to_string("/proc/sys/kernel/osrelease")?.trim(),
        );
        let programs =
            format!("{}, {}", version(&desk.display().to_string()), version("dialog").replace("Version:", "dialog"));
        Ok(Self { system, programs, load_before: load()? })
    }

    pub fn to_text(&self, rounds: usize) -> anyhow::Result<String> {
        let Self { system, programs, load_before } = self;
        let date = chrono::Utc::now().format("%Y-%m-%d");
        Ok(format!(
            "{date}: {system}. {programs}. {rounds} rounds. Load of the machine before: {load_before}, after: {}.",
            load()?
        ))
    }
}

fn load() -> anyhow::Result<String> {
    Ok(fs::read_to_string("/proc/loadavg")?.split(' ').next().unwrap_or_default().to_owned())
}

/// Returns the first line of what `--version` prints.
fn version(program: &str) -> String {
    let output = Command::new(program).arg("--version").output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    text.lines().next().unwrap_or_default().to_owned()
}
