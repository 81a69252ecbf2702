//! Busy loops: processes in sessions of their own, like the programs of another user. They end with this program.

use std::env;
use std::io::Read as _;
use std::process::{Child, Command, Stdio, exit};

use anyhow::Context as _;

/// The argument that turns this program into a busy loop.
pub const ARGUMENT: &str = "--busy-loop";

pub struct BusyLoops(Vec<Child>);

impl BusyLoops {
    pub fn start(count: usize) -> anyhow::Result<Self> {
        let mut loops = Self(Vec::new());
        for _ in 0..count {
            let child = Command::new(env::current_exe()?).arg(ARGUMENT).stdin(Stdio::piped()).spawn();
            loops.0.push(child.context("a busy loop")?);
        }
        Ok(loops)
    }
}

impl Drop for BusyLoops {
    fn drop(&mut self) {
        for child in &mut self.0 {
            // One that has ended already needs no signal.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Uses one core until the other end of the standard input is closed, which also a killed parent does.
pub fn spin_until_stdin_ends() -> ! {
    // The session only decides how the scheduler groups processes. Without it the loop is as busy.
    let _ = rustix::process::setsid();
    std::thread::spawn(|| {
        let _ = std::io::stdin().read(&mut [0]);
        exit(0);
    });
    loop {
        std::hint::black_box(());
    }
}
