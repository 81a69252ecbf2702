//! Questions at the terminal. A secret is not shown while it is typed.

use std::io::{self, Read as _, Write as _};

use rustix::termios::{LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr};

/// Ctrl-C. While a secret is typed, it ends the line and not the program, so that the terminal shows keys again.
const INTERRUPT: u8 = 3;

/// Asks at the terminal, and returns the line without the spaces at its ends. `None` means that the person has ended
/// the questions.
pub(super) fn ask(prompt: &str, is_secret: bool) -> io::Result<Option<String>> {
    // Before the question: the answer may be a paste that comes at once.
    let _hidden = is_secret.then(HiddenInput::begin).transpose()?;
    write!(io::stderr(), "{prompt}")?;
    let mut line = Vec::new();
    for byte in io::stdin().lock().bytes() {
        match byte? {
            b'\n' => return Ok(Some(String::from_utf8_lossy(&line).trim().to_owned())),
            INTERRUPT => return Ok(None),
            byte => line.push(byte),
        }
    }
    Ok(None)
}

/// A terminal that shows no typed letters until this is dropped.
struct HiddenInput(Termios);

impl HiddenInput {
    fn begin() -> io::Result<Self> {
        let before = tcgetattr(io::stdin())?;
        let mut hidden = before.clone();
        hidden.local_modes.remove(LocalModes::ECHO | LocalModes::ISIG);
        hidden.local_modes.insert(LocalModes::ECHONL);
        hidden.special_codes[SpecialCodeIndex::VEOL] = INTERRUPT;
        tcsetattr(io::stdin(), OptionalActions::Now, &hidden)?;
        Ok(Self(before))
    }
}

impl Drop for HiddenInput {
    fn drop(&mut self) {
        let _ = tcsetattr(io::stdin(), OptionalActions::Now, &self.0);
    }
}
