use std::time::{Duration, Instant};

use super::Input;
use super::esc_intro::EscIntro;
use super::parser::{ESC_TIMEOUT, MIN_KEY_GAP, SEQUENCE_TIMEOUT};

use crate::app::Key;

/// A string of the terminal's, such as the answer to a question that another program asked: never typed.
///
/// It may be cut off. A letter that comes apart from the one before and the one after it is a person's.
pub(super) struct StringSequence {
    /// What it began with, as long as that may have been a key.
    intro: Option<EscIntro>,
    began: Instant,
    /// Whether an ESC came last.
    esc: bool,
    /// The last byte, if it came apart.
    lone: Option<u8>,
}

/// What the next byte is.
pub(super) enum StringStep {
    /// A part of it.
    Continues(StringSequence),
    /// Its end.
    Ended,
    /// The byte after an ESC that did not end it.
    AfterEsc,
    /// It ended before.
    EndedBefore,
}

/// No answer takes longer.
const MAX_STRING_TIME: Duration = Duration::from_secs(10);

/// Nor longer than this on a line that brings its bytes one by one.
const MAX_SLOW_STRING_TIME: Duration = Duration::from_secs(3);

impl StringSequence {
    /// By the first byte that makes it one.
    pub(super) fn begin(intro: EscIntro, byte: u8, silence: Duration, now: Instant) -> Self {
        let lone = (silence >= ESC_TIMEOUT).then_some(byte);
        Self { intro: lone.and(Some(intro)), began: now, esc: false, lone }
    }

    pub(super) const fn timeout(&self) -> Duration {
        if self.lone.is_some() { ESC_TIMEOUT } else { SEQUENCE_TIMEOUT }
    }

    /// Nothing follows: a letter that came apart was typed.
    pub(super) fn finish(self, at: Instant, emit: &mut impl FnMut(Input)) {
        let Some(lone) = self.lone else { return };
        if let Some(intro) = self.intro {
            intro.emit(at, emit);
        }
        emit(Input::Key(Key::Char(char::from(lone)), at));
    }

    pub(super) fn next(self, byte: u8, silence: Duration, now: Instant, emit: &mut impl FnMut(Input)) -> StringStep {
        let time = now.saturating_duration_since(self.began);
        let is_over = time > MAX_STRING_TIME || silence >= MIN_KEY_GAP && time > MAX_SLOW_STRING_TIME;
        match byte {
            0x07 => StringStep::Ended,
            b'\\' if self.esc => StringStep::Ended,
            0x1b => StringStep::Continues(Self { esc: true, lone: None, ..self }),
            _ if self.esc => StringStep::AfterEsc,
            // Enter, Backspace, or a letter that is in no answer: a person types.
            _ if byte.is_ascii_control() || is_over || !byte.is_ascii() && silence >= MIN_KEY_GAP => {
                self.finish(now, emit);
                StringStep::EndedBefore
            }
            _ => StringStep::Continues(Self {
                intro: None,
                lone: (byte.is_ascii() && silence >= ESC_TIMEOUT).then_some(byte),
                ..self
            }),
        }
    }
}
