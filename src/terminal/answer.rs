use std::time::{Duration, Instant};

use super::Input;
use super::intro::Intro;
use super::parser::{ESC_TIMEOUT, GAP, SEQUENCE_TIMEOUT};

use crate::app::Key;

/// A string of the terminal's, such as the answer to a question that another program asked: never typed.
///
/// It may be cut off. A letter that comes apart from the one before and the one after it is a person's.
pub(super) struct Answer {
    /// What it began with, as long as that may have been a key.
    intro: Option<Intro>,
    began: Instant,
    /// Whether an ESC came last.
    esc: bool,
    /// The last byte, if it came apart.
    lone: Option<u8>,
}

/// What the next byte is.
pub(super) enum Next {
    /// A part of it.
    Answer(Answer),
    /// Its end.
    Done,
    /// The byte after an ESC that did not end it.
    AfterEsc,
    /// It ended before.
    NoPartOfIt,
}

/// No answer takes longer.
const MAX_ANSWER_TIME: Duration = Duration::from_secs(10);

/// Nor longer than this on a line that brings its bytes one by one.
const MAX_SLOW_ANSWER_TIME: Duration = Duration::from_secs(3);

impl Answer {
    /// By the first byte that makes it one.
    pub(super) fn begin(intro: Intro, byte: u8, silence: Duration, now: Instant) -> Self {
        let lone = (silence >= ESC_TIMEOUT).then_some(byte);
        Self { intro: lone.and(Some(intro)), began: now, esc: false, lone }
    }

    pub(super) const fn patience(&self) -> Duration {
        if self.lone.is_some() { ESC_TIMEOUT } else { SEQUENCE_TIMEOUT }
    }

    /// Nothing follows: a letter that came apart was typed.
    pub(super) fn end(self, at: Instant, emit: &mut impl FnMut(Input)) {
        let Some(lone) = self.lone else { return };
        if let Some(intro) = self.intro {
            intro.emit(at, emit);
        }
        emit(Input::Key(Key::Char(char::from(lone)), at));
    }

    pub(super) fn next(self, byte: u8, silence: Duration, now: Instant, emit: &mut impl FnMut(Input)) -> Next {
        let time = now.saturating_duration_since(self.began);
        let is_over = time > MAX_ANSWER_TIME || silence >= GAP && time > MAX_SLOW_ANSWER_TIME;
        match byte {
            0x07 => Next::Done,
            b'\\' if self.esc => Next::Done,
            0x1b => Next::Answer(Self { esc: true, lone: None, ..self }),
            _ if self.esc => Next::AfterEsc,
            // Enter, Backspace, or a letter that is in no answer: a person types.
            _ if byte.is_ascii_control() || is_over || !byte.is_ascii() && silence >= GAP => {
                self.end(now, emit);
                Next::NoPartOfIt
            }
            _ => Next::Answer(Self {
                intro: None,
                lone: (byte.is_ascii() && silence >= ESC_TIMEOUT).then_some(byte),
                ..self
            }),
        }
    }
}
