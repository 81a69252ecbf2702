use std::thread;
use std::time::Instant;

use crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use crate::app::Key;

/// What comes from the terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A key, and when it was read.
    Key(Key, Instant),
    /// A marked paste, as it came.
    Paste(String),
    /// The terminal has another size.
    Resized,
    /// Nothing can be read any more.
    Gone,
}

/// Reads the terminal in a thread of its own until it is gone or nobody takes what is read.
///
/// The reads block: polling with no time never reads anything with the tty as input, and a loop that polls with
/// some time loses that time. The thread ends with the process.
pub fn read_into(mut take: impl FnMut(Input) -> bool + Send + 'static) {
    thread::spawn(move || {
        loop {
            let input = match event::read() {
                Ok(event) => input(event),
                Err(_) => Some(Input::Gone),
            };
            let Some(input) = input else { continue };
            let gone = input == Input::Gone;
            if !take(input) || gone {
                return;
            }
        }
    });
}

fn input(event: Event) -> Option<Input> {
    match event {
        Event::Key(event) if event.kind != KeyEventKind::Release => {
            key(event).map(|key| Input::Key(key, Instant::now()))
        }
        Event::Paste(text) => Some(Input::Paste(text)),
        Event::Resize(..) => Some(Input::Resized),
        Event::Key(_) | Event::FocusGained | Event::FocusLost | Event::Mouse(_) => None,
    }
}

fn key(event: KeyEvent) -> Option<Key> {
    let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
    let alt = event.modifiers.contains(KeyModifiers::ALT);
    Some(match event.code {
        KeyCode::Char(c) if ctrl => Key::Ctrl(c.to_ascii_lowercase()),
        KeyCode::Char(c) if alt => Key::Alt(c.to_ascii_lowercase()),
        KeyCode::Char(c) => Key::Char(c),
        KeyCode::Enter => Key::Enter,
        KeyCode::Tab if event.modifiers.contains(KeyModifiers::SHIFT) => Key::BackTab,
        KeyCode::Tab => Key::Tab,
        KeyCode::BackTab => Key::BackTab,
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::Left if ctrl || alt => Key::WordLeft,
        KeyCode::Right if ctrl || alt => Key::WordRight,
        KeyCode::Left => Key::Left,
        KeyCode::Right => Key::Right,
        KeyCode::Home => Key::Home,
        KeyCode::End => Key::End,
        KeyCode::Backspace if alt => Key::AltBackspace,
        KeyCode::Backspace => Key::Backspace,
        KeyCode::Delete => Key::Delete,
        KeyCode::Esc => Key::Esc,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_keep_their_meaning() {
        let cases = [
            (KeyCode::Char('Ə'), KeyModifiers::SHIFT, Some(Key::Char('Ə'))),
            (KeyCode::Char('S'), KeyModifiers::CONTROL, Some(Key::Ctrl('s'))),
            (KeyCode::Tab, KeyModifiers::SHIFT, Some(Key::BackTab)),
            (KeyCode::Right, KeyModifiers::ALT, Some(Key::WordRight)),
            (KeyCode::F(5), KeyModifiers::NONE, None),
        ];
        for (code, modifiers, expected) in cases {
            assert_eq!(key(KeyEvent::new(code, modifiers)), expected, "{code:?}");
        }
    }

    #[test]
    fn a_key_that_is_let_go_is_no_key() {
        let released = KeyEvent::new_with_kind(KeyCode::Enter, KeyModifiers::NONE, KeyEventKind::Release);
        assert_eq!(input(Event::Key(released)), None);
    }
}
