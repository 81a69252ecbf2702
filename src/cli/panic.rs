use std::io::Write as _;
use std::{io, panic, process, thread};

use crate::locale::{Locale, technician};
use crate::terminal;

/// The exit code of Rust for a panic in the main thread.
const PANIC_EXIT_CODE: i32 = 101;

/// Installs a panic hook that restores the terminal and prints only the place of the panic. Its message is not printed,
/// because it may quote personal data. A kiosk, with the language of its cashier, prints no place either.
pub(super) fn install_hook(kiosk: Option<&'static Locale>) {
    panic::set_hook(Box::new(move |info| {
        let had_terminal = terminal::restore();
        let place = info.location().map(|at| format!("{}:{}", path_in_crate(at.file()), at.line())).unwrap_or_default();
        let words = kiosk.map_or_else(|| technician().fatal_crash(place), Locale::fatal_kiosk_crash);
        let _ = writeln!(io::stderr(), "frontdesk: {words}");
        // The desk must not draw on a terminal that was restored.
        if had_terminal && thread::current().name() != Some("main") {
            process::exit(PANIC_EXIT_CODE);
        }
    }));
}

/// Returns the path of a source file inside its crate. The directories of the build host are left out.
fn path_in_crate(file: &str) -> String {
    let parts: Vec<&str> = file.split('/').collect();
    let source = parts.iter().rposition(|part| *part == "src").unwrap_or(0);
    parts.get(source.saturating_sub(1)..).unwrap_or_default().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_has_no_directory_of_the_builder() {
        assert_eq!(path_in_crate("src/runtime/desk.rs"), "src/runtime/desk.rs");
        assert_eq!(
            path_in_crate("/root/.cargo/registry/src/index/ratatui-0.30.2/src/lib.rs"),
            "ratatui-0.30.2/src/lib.rs"
        );
        assert_eq!(path_in_crate("lib.rs"), "lib.rs");
    }
}
