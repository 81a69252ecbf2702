use std::io::{self, IsTerminal as _};

use rustix::termios::{LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr};

/// Makes the terminal send each key at once and echo none, so that the program knows the line that is being typed. On
/// drop the mode before is restored, also while a panic unwinds.
///
/// Signals and line ends stay those of the terminal: Ctrl-C and Ctrl-Z work, and Enter is a line feed.
pub(super) struct LineMode {
    before: Termios,
}

impl LineMode {
    /// Changes the mode of the terminal. `None` means that the input or the output is no terminal, or that another
    /// program already gets each key.
    pub(super) fn enter() -> Option<Self> {
        if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
            return None;
        }
        let before = tcgetattr(io::stdin()).ok().filter(|mode| mode.local_modes.contains(LocalModes::ICANON))?;
        let mut mode = before.clone();
        mode.local_modes.remove(LocalModes::ICANON | LocalModes::ECHO | LocalModes::ECHONL | LocalModes::IEXTEN);
        // Without this the terminal drops the begun line at Ctrl-C.
        mode.local_modes.insert(LocalModes::NOFLSH);
        mode.special_codes[SpecialCodeIndex::VMIN] = 1;
        mode.special_codes[SpecialCodeIndex::VTIME] = 0;
        tcsetattr(io::stdin(), OptionalActions::Now, &mode).ok()?;
        Some(Self { before })
    }

    /// Returns true if the keys were shown before, so that the program must show them now.
    pub(super) fn has_echo(&self) -> bool {
        self.before.local_modes.contains(LocalModes::ECHO)
    }
}

impl Drop for LineMode {
    fn drop(&mut self) {
        // A closed terminal has no mode.
        let _ = tcsetattr(io::stdin(), OptionalActions::Now, &self.before);
    }
}
