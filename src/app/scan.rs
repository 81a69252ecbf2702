//! A scanner that types: its code goes into the code field, from wherever the focus is.
//!
//! `press` shows it every key before anything else is done with it. A prefix from the settings tells a scan for sure. Without
//! one, a burst where there is nothing to type (the gender, the button) is a scan, or its characters would be lost;
//! in a field with a text it is typed there like anything else. Times come with the keys.

use std::time::Duration;

use crate::form::{Form, FormField};

use super::press::{begin_next, forget_what_was};
use super::{FormState, Key, Model};

/// Within one scan no pause is longer, also where a line delivers it in two pieces.
pub(super) const ONE_SCAN: Duration = Duration::from_millis(500);

/// Fingers are seldom quicker, a scanner always is; one longer pause is the line's.
pub(super) const SCANNER: Duration = Duration::from_millis(50);

/// So many characters, a digit among them, make a burst a scan.
const SHORTEST: usize = 4;

/// How far a scan is.
#[derive(Debug, Clone, PartialEq)]
pub enum Scan {
    /// Something was typed that may be the beginning of one.
    Suspected(Suspected),
    /// It is going into the code field.
    Reading {
        /// Where the focus goes when it has ended.
        back: FormField,
        /// When its last character came.
        at: Duration,
    },
}

/// The beginning of a scan, perhaps.
#[derive(Clone, PartialEq)]
pub struct Suspected {
    prefixed: bool,
    typed: String,
    pauses: u8,
    at: Duration,
    /// The form without these characters.
    before: Box<Form>,
}

impl std::fmt::Debug for Suspected {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Suspected(…)")
    }
}

/// Looks at a key; whether it was a part of a scan and is done with.
pub(super) fn take(model: &mut Model, key: Key, at: Duration) -> bool {
    let within = |last: Duration| at.saturating_sub(last) < ONE_SCAN;
    match (model.scan.take(), key) {
        (Some(Scan::Reading { back, at: last }), Key::Char(c)) if within(last) => read_on(model, c, back, at),
        (Some(Scan::Reading { back, at: last }), key) if within(last) && ends_scan(key) => went_back(model, back),
        (Some(Scan::Suspected(begun)), Key::Char(c)) if begun.prefixed && within(begun.at) => {
            read_from(model, *begun.before, c.encode_utf8(&mut [0; 4]), at)
        }
        (Some(Scan::Suspected(begun)), Key::Char(c)) if !begun.prefixed && within(begun.at) => {
            suspect_on(model, begun, c, at)
        }
        (_, Key::Char(c)) => suspect(model, c, at),
        _ => false,
    }
}

pub(super) const fn ends_scan(key: Key) -> bool {
    matches!(key, Key::Enter | Key::Tab | Key::Ctrl('j' | 'm' | 'i'))
}

fn read_on(model: &mut Model, c: char, back: FormField, at: Duration) -> bool {
    if let FormState::Typing { form, .. } = &mut model.stage {
        form.insert(c.encode_utf8(&mut [0; 4]));
    }
    model.scan = Some(Scan::Reading { back, at });
    true
}

/// The Enter or Tab at the end of a scan is not the cashier's, unless the code was being typed anyway.
fn went_back(model: &mut Model, back: FormField) -> bool {
    if back == FormField::Code {
        return false;
    }
    if let FormState::Typing { form, .. } = &mut model.stage {
        form.focus_on(back);
    }
    true
}

fn suspect(model: &mut Model, c: char, at: Duration) -> bool {
    let prefixed = model.desk.scanner_prefix == Some(c);
    if prefixed {
        // While a form is being sent a scan belongs to the next one.
        begin_next(model);
    }
    let FormState::Typing { form, .. } = &model.stage else { return false };
    if prefixed || form.text(form.focus()).is_none() {
        let typed = if prefixed { String::new() } else { c.to_string() };
        let before = Box::new(form.clone());
        model.scan = Some(Scan::Suspected(Suspected { prefixed, typed, pauses: 0, at, before }));
    }
    false
}

fn suspect_on(model: &mut Model, mut begun: Suspected, c: char, at: Duration) -> bool {
    if at.saturating_sub(begun.at) >= SCANNER {
        begun.pauses += 1;
    }
    if begun.pauses > 1 {
        return suspect(model, c, at);
    }
    begun.typed.push(c);
    begun.at = at;
    let is_scan = begun.typed.chars().count() >= SHORTEST && begun.typed.chars().any(|c| c.is_ascii_digit());
    if is_scan {
        return read_from(model, *begun.before, &begun.typed, at);
    }
    model.scan = Some(Scan::Suspected(begun));
    false
}

/// What was typed up to here goes into the code field, in the place of what stood there; it can be undone.
fn read_from(model: &mut Model, before: Form, typed: &str, at: Duration) -> bool {
    let FormState::Typing { form, .. } = &mut model.stage else { return false };
    let back = before.focus();
    *form = before;
    form.focus_on(FormField::Code);
    form.replace(typed);
    model.scan = Some(Scan::Reading { back, at });
    // A refused one that was cleared stays in the waiting list: a scan is no word on it.
    drop(forget_what_was(model, false));
    true
}
