//! How long a typed letter takes to be shown, in a pty of this machine, beside other programs:
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

/// So many letters are typed.
const LETTERS: usize = 400;

/// What is shown later than this was not shown for the letter.
const LATEST: Duration = Duration::from_secs(1);

/// Between two letters nothing comes for so long.
const QUIET: Duration = Duration::from_millis(15);

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let program = words.first().expect("a program, and its arguments");
    let state = tempfile::tempdir().expect("a directory");
    let pty =
        native_pty_system().openpty(PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 }).expect("a pty");
    // A file that is named from here, or a program of the path.
    let path = std::path::absolute(program).ok().filter(|path| path.is_file());
    let mut command = CommandBuilder::new(path.unwrap_or_else(|| program.into()));
    command.args(words.get(1..).unwrap_or_default());
    command.env("FRONTDESK_STATE_DIR", state.path());
    command.env("TERM", "xterm-256color");
    command.env("LANG", "C.UTF-8");
    let mut child = pty.slave.spawn_command(command).expect("the program");
    let mut keys = pty.master.take_writer().expect("its keys");
    let shown = read(pty.master.try_clone_reader().expect("its screen"));
    settle(&shown, Duration::from_secs(2));
    // The desk's next field, a name: nothing is said below a name in mixed letters.
    if program.ends_with("frontdesk") {
        keys.write_all(b"\tAb").expect("written");
        settle(&shown, Duration::from_millis(300));
    }
    let mut micros = Vec::new();
    for (at, letter) in b"aysel mamedova ".iter().cycle().take(LETTERS).enumerate() {
        // A text that does not fit would be moved.
        if at % 20 == 19 {
            keys.write_all(&[0x7f; 19]).expect("written");
            settle(&shown, Duration::from_millis(50));
        }
        let typed = Instant::now();
        keys.write_all(&[*letter]).expect("written");
        if shown.recv_timeout(LATEST).is_ok() {
            micros.push(typed.elapsed().as_micros());
        }
        settle(&shown, QUIET);
    }
    child.kill().expect("ended");
    micros.sort_unstable();
    let at = |part: usize| micros.get(micros.len() * part / 100).copied().unwrap_or_default();
    println!("{} of {LETTERS} letters shown; µs: median {}, 90 % {}, 99 % {}", micros.len(), at(50), at(90), at(99));
}

/// Each piece that the program has written.
fn read(mut from: Box<dyn Read + Send>) -> Receiver<()> {
    let (send, shown) = channel();
    thread::spawn(move || {
        let mut buffer = [0; 4_096];
        while from.read(&mut buffer).is_ok_and(|length| length > 0) && send.send(()).is_ok() {}
    });
    shown
}

fn settle(shown: &Receiver<()>, quiet: Duration) {
    while shown.recv_timeout(quiet).is_ok() {}
}
