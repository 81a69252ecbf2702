//! The control sequences that change the whole screen. The guard and the renderer write them. This module must not know
//! when.

use crossterm::Command;
use crossterm::cursor::Show;
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::style::ResetColor;
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen};

/// Erases the screen and moves the cursor to its corner, in two steps. tmux and GNU screen save a screen that is erased
/// in one step in their scroll-back, including the customer.
pub(super) const CLEAR_SCREEN: &str = "\x1b[2;1H\x1b[J\x1b[H\x1b[K";

/// Returns the bytes that enter the alternate screen and switch bracketed paste on.
pub fn enter_sequence() -> String {
    ansi_sequence(&EnterAlternateScreen) + &ansi_sequence(&EnableBracketedPaste)
}

/// Returns the bytes that undo [`enter_sequence`] and show the cursor.
///
/// The screen is cleared first. Without an alternate screen, customers would stay visible to the next user; with one,
/// they would stay in its buffer.
pub(super) fn leave_sequence() -> String {
    ansi_sequence(&ResetColor)
        + CLEAR_SCREEN
        + &ansi_sequence(&LeaveAlternateScreen)
        + &ansi_sequence(&DisableBracketedPaste)
        + &ansi_sequence(&Show)
}

fn ansi_sequence(command: &impl Command) -> String {
    let mut bytes = String::new();
    // Writing to a String does not fail.
    let _ = command.write_ansi(&mut bytes);
    bytes
}
