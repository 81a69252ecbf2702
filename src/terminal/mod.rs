//! The tty: taken over and given back whatever happens (`guard.rs`), keys read from it (`events.rs`, `parser.rs`),
//! frames written to it (`screen.rs`).
//!
//! `runtime` runs the loop between these. Nothing here knows what a key means or what a screen shows.

mod charset;
mod esc_intro;
mod events;
mod guard;
mod lines;
mod locales;
mod nonblocking_tty;
mod parser;
mod paste;
mod renderer;
mod sequence;
mod sgr;
mod shadow_buffer;
mod string_sequence;
mod symbol;

pub use events::{Input, Ready, TerminalInput, has_input, poll};
pub use guard::{TerminalGuard, restore, shell_waits, stop_job};
pub use lines::{TypedLine, TypedLines};
pub use nonblocking_tty::NonblockingTty;
pub use parser::Parser;
pub use renderer::Renderer;

use std::env;
use std::io::{self, Write as _};

use crate::view::{CharacterSet, Theme};

/// What the environment says of the terminal: `NO_COLOR` and `CLICOLOR=0` take the colours, a locale that is not
/// UTF-8 every sign beyond ASCII but its letters.
pub fn theme() -> Theme {
    let unwanted = set("NO_COLOR").is_some() || set("CLICOLOR").is_some_and(|value| value == "0");
    let colour = !unwanted && !set("TERM").is_some_and(|term| is_monochrome(&term));
    Theme { colour, signs: charset::character_set(&locale()) }
}

/// Whether a terminal of this name has no colours: the names of DEC's, and what terminfo calls so.
fn is_monochrome(term: &str) -> bool {
    let family = ["vt52", "vt100", "vt102", "vt220", "vt320", "vt420"];
    let name = term.split(['-', '+']).next().unwrap_or_default();
    family.contains(&name) || ["-m", "-mono"].iter().any(|end| term.ends_with(end))
}

/// Prints a text that has nothing but what can be shown, where the desk speaks in lines.
///
/// # Errors
///
/// What the output says; `BrokenPipe` where nobody reads any more.
pub fn print(text: &str, signs: CharacterSet) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(&charset::encode(text, signs))?;
    out.flush()
}

/// Whether the terminal cannot be painted on.
pub fn is_dumb() -> bool {
    set("TERM").is_none_or(|term| term == "dumb")
}

/// The locale for characters, by the order of POSIX.
fn locale() -> String {
    ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(set).unwrap_or_default()
}

fn set(name: &str) -> Option<String> {
    env::var_os(name).filter(|value| !value.is_empty()).map(|value| value.to_string_lossy().into_owned())
}
