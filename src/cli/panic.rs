use std::io::Write as _;
use std::{io, panic, process, thread};

use crate::locale::Locale;
use crate::terminal;

/// With what a panic in the main thread ends the program, as Rust has it.
const PANICKED: i32 = 101;

/// From now on a panic gives the terminal back and says where it happened, and nothing else: its message may
/// quote what a customer typed. A kiosk says that it happened.
pub(super) fn speak_plainly(kiosk: bool) {
    panic::set_hook(Box::new(move |info| {
        let had_terminal = terminal::restore();
        let place = info.location().map(|at| format!("{}:{}", inside(at.file()), at.line())).unwrap_or_default();
        let say = Locale::english();
        let words = if kiosk { say.fatal_kiosk_crash() } else { say.fatal_crash(place) };
        let _ = writeln!(io::stderr(), "frontdesk: {words}");
        // The desk would go on painting over a terminal that it has given back.
        if had_terminal && thread::current().name() != Some("main") {
            process::exit(PANICKED);
        }
    }));
}

/// The place inside its crate: where crates lay on the machine that built the program is nobody's business.
fn inside(file: &str) -> String {
    let parts: Vec<&str> = file.split('/').collect();
    let source = parts.iter().rposition(|part| *part == "src").unwrap_or(0);
    parts.get(source.saturating_sub(1)..).unwrap_or_default().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_has_no_directory_of_the_builder() {
        assert_eq!(inside("src/runtime/desk.rs"), "src/runtime/desk.rs");
        assert_eq!(inside("/root/.cargo/registry/src/index/ratatui-0.30.2/src/lib.rs"), "ratatui-0.30.2/src/lib.rs");
        assert_eq!(inside("lib.rs"), "lib.rs");
    }
}
