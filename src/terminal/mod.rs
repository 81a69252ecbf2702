//! The tty: taken over and given back whatever happens (`guard.rs`), keys read from it (`events.rs`), frames
//! written to it (`screen.rs`).
//!
//! `runtime` runs the loop between these. Nothing here knows what a key means or what a screen shows.

mod blanks;
mod events;
mod guard;
mod screen;
mod sgr;

pub use events::{Input, read_into};
pub use guard::{Guard, restore};
pub use screen::Screen;

use std::{env, io};

use crate::view::{Signs, Theme};

/// Whether the terminal has gone away. Nobody may tell: the system sends SIGHUP to the session's leader alone, and
/// crossterm's reader then spins without an error.
#[must_use]
pub fn is_gone() -> bool {
    rustix::termios::tcgetattr(io::stdin()).is_err()
}

/// What the environment says of the terminal: `NO_COLOR` and `CLICOLOR=0` take the colours, a locale that is not
/// UTF-8 takes every sign beyond ASCII.
#[must_use]
pub fn theme() -> Theme {
    let set = |name: &str| env::var_os(name).filter(|value| !value.is_empty());
    let colour = set("NO_COLOR").is_none() && set("CLICOLOR").is_none_or(|value| value != "0");
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(set);
    let utf8 = locale.is_some_and(|name| {
        let name = name.to_string_lossy().to_ascii_lowercase();
        name.contains("utf-8") || name.contains("utf8")
    });
    Theme { colour, signs: if utf8 { Signs::Unicode } else { Signs::Ascii } }
}
