use std::io::Write as _;
use std::{io, panic, process, thread};

use crate::locale::Locale;
use crate::terminal;

/// With what a panic in the main thread ends the program, as Rust has it.
const PANICKED: i32 = 101;

/// From now on a panic gives the terminal back and says where it happened, and nothing else: its message may
/// quote what a customer typed.
pub(super) fn speak_plainly() {
    panic::set_hook(Box::new(|info| {
        let had_terminal = terminal::restore();
        let place = info.location().map(|at| format!("{}:{}", at.file(), at.line())).unwrap_or_default();
        let words = Locale::english().fatal_panic(place);
        let _ = writeln!(io::stderr(), "frontdesk: {words}");
        // The desk would go on painting over a terminal that it has given back.
        if had_terminal && thread::current().name() != Some("main") {
            process::exit(PANICKED);
        }
    }));
}
