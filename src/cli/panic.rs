use std::io::Write as _;
use std::{io, panic};

use crate::locale::Locale;
use crate::terminal;

/// From now on a panic gives the terminal back and says where it happened, and nothing else: its message may
/// quote what a customer typed.
pub(super) fn speak_plainly() {
    panic::set_hook(Box::new(|info| {
        terminal::restore();
        let place = info.location().map(|at| format!("{}:{}", at.file(), at.line())).unwrap_or_default();
        let words = Locale::english().fatal_panic(place);
        let _ = writeln!(io::stderr(), "frontdesk: {words}");
    }));
}
