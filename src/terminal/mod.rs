//! The terminal: raw mode and its restoration (`guard.rs`), input bytes to keys (`events.rs`, `parser.rs`), lines of
//! the plain mode (`typed_lines.rs`), frames to bytes (`renderer.rs`), and bytes to a slow terminal (`output.rs`).
//!
//! `runtime` runs the loop that connects these parts. This module must not know what a key means or what a frame shows.

mod charset;
mod control;
mod esc_intro;
mod events;
mod guard;
mod input;
mod line_mode;
mod locales;
mod nonblocking_tty;
mod output;
mod parser;
mod paste;
mod renderer;
mod sequence;
mod sgr;
mod string_sequence;
mod symbol;
mod timeouts;
mod typed_line;
mod typed_lines;

pub use control::enter_sequence;
pub use events::{Ready, TerminalInput, has_input, poll};
pub use guard::{TerminalGuard, has_job_control, restore, stop_job};
pub use input::Input;
pub use nonblocking_tty::NonblockingTty;
pub use output::Output;
pub use parser::Parser;
pub use renderer::{Renderer, TerminalState, diff};
pub use typed_line::TypedLine;
pub use typed_lines::TypedLines;

use std::env;
use std::io::{self, Write as _};

use ratatui::layout::Size;
use rustix::termios::tcgetwinsize;

use crate::view::{CharacterSet, Theme};

/// The character that rings the bell of the terminal.
pub const BELL: &str = "\u{7}";

/// The assumed size of a terminal that reports none.
const DEFAULT_SIZE: Size = Size { width: 80, height: 24 };

/// The largest part of a window that is drawn. The size is whatever the client claims, and each cell needs memory.
const MAX_SIZE: Size = Size { width: 500, height: 200 };

/// Returns the size of the terminal's window at this moment.
pub fn window_size() -> Size {
    // Not crossterm's function: if the system does not report a size, that one runs `tput`.
    let size = tcgetwinsize(io::stdout()).ok().map(|size| Size { width: size.ws_col, height: size.ws_row });
    let size = size.filter(|size| size.width > 0 && size.height > 0).unwrap_or(DEFAULT_SIZE);
    Size { width: size.width.min(MAX_SIZE.width), height: size.height.min(MAX_SIZE.height) }
}

/// Returns the colours and characters that the environment allows. `NO_COLOR` and `CLICOLOR=0` switch colours off. A
/// locale that is not UTF-8 leaves ASCII and the letters of its own charset.
pub fn theme() -> Theme {
    let is_switched_off =
        non_empty_var("NO_COLOR").is_some() || non_empty_var("CLICOLOR").is_some_and(|value| value == "0");
    let colour = !is_switched_off && !non_empty_var("TERM").is_some_and(|term| is_monochrome(&term));
    let signs = charset::character_set(&locale());
    let underline =
        colour && signs != CharacterSet::Ascii && !non_empty_var("TERM").is_some_and(|term| is_console(&term));
    Theme { colour, underline, signs }
}

/// Returns true if a terminal of this name has no colours: the names of DEC terminals, and the suffixes that terminfo
/// gives to monochrome entries.
fn is_monochrome(term: &str) -> bool {
    let monochrome_terminals = ["vt52", "vt100", "vt102", "vt220", "vt320", "vt420"];
    let name = term.split(['-', '+']).next().unwrap_or_default();
    monochrome_terminals.contains(&name) || ["-m", "-mono"].iter().any(|end| term.ends_with(end))
}

/// Returns true if a terminal of this name shows underlined text in another colour: the consoles of Linux and BSD.
fn is_console(term: &str) -> bool {
    ["linux", "fbterm", "cons25"].contains(&term.split(['-', '+']).next().unwrap_or_default())
}

/// Prints a text of the plain mode in the charset of the locale. The caller has already replaced every character
/// outside `character_set`.
///
/// # Errors
///
/// The error of the standard output, such as `BrokenPipe` if the reader has closed the pipe.
pub fn print_encoded(text: &str, character_set: CharacterSet) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(&charset::encode(text, character_set))?;
    out.flush()
}

/// Returns true if the terminal cannot position the cursor, so that no full-screen form is possible.
pub fn is_dumb() -> bool {
    non_empty_var("TERM").is_none_or(|term| term == "dumb")
}

/// Returns the locale for characters, in the order of POSIX: `LC_ALL`, `LC_CTYPE`, `LANG`.
pub fn locale() -> String {
    ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(non_empty_var).unwrap_or_default()
}

fn non_empty_var(name: &str) -> Option<String> {
    env::var_os(name).filter(|value| !value.is_empty()).map(|value| value.to_string_lossy().into_owned())
}
