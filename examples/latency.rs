//! Measures the time until a typed letter is shown, in a pty of this machine, for this program and others:
//!
//! ```text
//! cargo run --release --example latency -- target/release/frontdesk
//! cargo run --release --example latency -- whiptail --inputbox Name 10 60
//! ```
#![expect(clippy::expect_used, clippy::print_stdout, reason = "a measurement may fail loudly, and prints")]

use std::io::{Read, Write};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

/// The number of letters to type.
const LETTER_COUNT: usize = 400;

/// A letter without output within this time counts as not shown.
const MAX_LATENCY: Duration = Duration::from_secs(1);

/// The next letter is typed after this time without output.
const QUIET_PERIOD: Duration = Duration::from_millis(15);

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let program = arguments.first().expect("a program, and its arguments");
    let state = tempfile::tempdir().expect("a directory");
    let pty =
        native_pty_system().openpty(PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 }).expect("a pty");
    // A file relative to the current folder, or a program of the search path.
    let path = std::path::absolute(program).ok().filter(|path| path.is_file());
    let mut command = CommandBuilder::new(path.unwrap_or_else(|| program.into()));
    command.args(arguments.get(1..).unwrap_or_default());
    command.env("FRONTDESK_STATE_DIR", state.path());
    command.env("TERM", "xterm-256color");
    command.env("LANG", "C.UTF-8");
    let mut child = pty.slave.spawn_command(command).expect("the program");
    let mut keys = pty.master.take_writer().expect("its keys");
    let output = spawn_reader(pty.master.try_clone_reader().expect("its screen"));
    wait_until_quiet(&output, Duration::from_secs(2));
    // The desk's next field is the name, which shows no hint for a name in mixed letters.
    if program.ends_with("frontdesk") {
        keys.write_all(b"\tAb").expect("written");
        wait_until_quiet(&output, Duration::from_millis(300));
    }
    let mut micros = Vec::new();
    for (index, letter) in b"aysel mamedova ".iter().cycle().take(LETTER_COUNT).enumerate() {
        // A text that does not fit would scroll.
        if index % 20 == 19 {
            keys.write_all(&[0x7f; 19]).expect("written");
            wait_until_quiet(&output, Duration::from_millis(50));
        }
        let typed_at = Instant::now();
        keys.write_all(&[*letter]).expect("written");
        if output.recv_timeout(MAX_LATENCY).is_ok() {
            micros.push(typed_at.elapsed().as_micros());
        }
        wait_until_quiet(&output, QUIET_PERIOD);
    }
    child.kill().expect("ended");
    micros.sort_unstable();
    let percentile = |percent: usize| micros.get(micros.len() * percent / 100).copied().unwrap_or_default();
    println!(
        "{} of {LETTER_COUNT} letters shown; µs: median {}, 90 % {}, 99 % {}",
        micros.len(),
        percentile(50),
        percentile(90),
        percentile(99)
    );
}

/// Sends one message for each chunk of output.
fn spawn_reader(mut reader: Box<dyn Read + Send>) -> Receiver<()> {
    let (sender, output) = channel();
    thread::spawn(move || {
        let mut buffer = [0; 4_096];
        while reader.read(&mut buffer).is_ok_and(|length| length > 0) && sender.send(()).is_ok() {}
    });
    output
}

fn wait_until_quiet(output: &Receiver<()>, period: Duration) {
    while output.recv_timeout(period).is_ok() {}
}
