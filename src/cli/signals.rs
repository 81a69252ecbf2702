//! The signals of a command: those that the caller ignores stay ignored, and a file that may not grow is an error.

use std::sync::Arc;
use std::{fs, io};

use tokio::signal::unix::{Signal, SignalKind, signal};

/// Handles the signals that end a server, except for those that the process that started it has ignored, as `nohup`
/// does.
pub(super) fn handle_end_signals() -> io::Result<Vec<Signal>> {
    let ignored = ignored();
    let is_handled = |kind: &SignalKind| {
        ignored.checked_shr(kind.as_raw_value().cast_unsigned() - 1).is_none_or(|bits| bits & 1 == 0)
    };
    let signals = [SignalKind::hangup(), SignalKind::interrupt(), SignalKind::terminate()];
    signals.into_iter().filter(is_handled).map(signal).collect()
}

/// Returns the ignored signals, bit 0 for signal 1. Where the system has no such file, none is known.
fn ignored() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or_default()
}

/// Handles SIGXFSZ, so that a limit of file sizes (`ulimit -f`) fails a write in place of ending the process.
pub(super) fn survive_file_size_limit() {
    // Without the handler the program still works, except at such a limit.
    let _ = signal_hook::flag::register(rustix::process::Signal::XFSZ.as_raw(), Arc::default());
}
