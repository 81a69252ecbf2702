//! The faults of the desks' computer: its clock is set, and another process locks the outbox. `run` starts and ends them.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use std::{fs, thread};

use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

/// The seconds by which the clock is wrong, in turn.
const CLOCK_SHIFTS: [i64; 6] = [-120, 0, 3_540, -3_540, 120, 0];

/// The computer of the desks.
pub struct Host {
    /// Contains the seconds by which the desks' clock is wrong.
    pub clock_shift: PathBuf,
    pub outbox: PathBuf,
    pub faults: Mutex<HostFaults>,
}

/// The faults so far.
#[derive(Debug, Default)]
pub struct HostFaults {
    pub clock_steps: u32,
    pub locks: u32,
    pub ended_at: Option<Instant>,
}

impl Host {
    /// Sets the clock and locks the outbox, in turn, until the faults end.
    pub fn run_faults(&self, seed: u64) -> anyhow::Result<()> {
        let mut random = StdRng::seed_from_u64(seed);
        for shift in CLOCK_SHIFTS.iter().cycle() {
            thread::sleep(Duration::from_millis(random.random_range(200..1_500)));
            let is_running = self.unless_ended(|faults| {
                fs::write(&self.clock_shift, shift.to_string())?;
                faults.clock_steps += 1;
                Ok(())
            })?;
            if !is_running {
                break;
            }
            // The first desk may not have created it yet.
            if !self.outbox.exists() {
                continue;
            }
            let lock = rusqlite::Connection::open(&self.outbox)?;
            lock.busy_timeout(Duration::from_secs(30))?;
            lock.execute_batch("BEGIN IMMEDIATE")?;
            thread::sleep(Duration::from_millis(random.random_range(500..3_000)));
            lock.execute_batch("ROLLBACK")?;
            self.unless_ended(|faults| {
                faults.locks += 1;
                Ok(())
            })?;
        }
        Ok(())
    }

    /// Sets the clock right. A lock that is held is not shortened.
    pub fn end_faults(&self) -> anyhow::Result<()> {
        self.unless_ended(|faults| {
            fs::write(&self.clock_shift, "0")?;
            faults.ended_at = Some(Instant::now());
            Ok(())
        })
        .map(drop)
    }

    /// Returns false if the faults have ended.
    fn unless_ended(&self, fault: impl FnOnce(&mut HostFaults) -> anyhow::Result<()>) -> anyhow::Result<bool> {
        let mut faults = self.faults.lock().unwrap_or_else(PoisonError::into_inner);
        if faults.ended_at.is_some() {
            return Ok(false);
        }
        fault(&mut faults).map(|()| true)
    }
}
