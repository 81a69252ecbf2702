//! A scanner that types: its code goes into the code field, whatever field has the focus.
//!
//! `input` asks it about every key of the form. A prefix from the settings tells a scan for sure. Without one, quick
//! characters are a scan where nothing can be typed (the gender, the button), because they would be lost there. In a
//! field with a text they are typed like all others.

use std::time::Duration;

use crate::app::{Intent, TypedText};
use crate::form::FormField;
use crate::keys::Key;

use super::key_timing::{ONE_SCAN, SCANNER, ends_scan};

/// So many characters, a digit among them, are a scan.
const MIN_CHARS: usize = 4;

/// A scan that may have begun.
#[derive(Clone, PartialEq)]
pub(super) enum Scan {
    /// Characters were typed that may be the first ones.
    Suspected {
        /// Whether the prefix of the settings came first.
        has_prefix: bool,
        /// The characters after the prefix.
        text: String,
        /// How many pauses were longer than a scanner’s.
        pauses: u8,
        /// The time of the last character.
        at: Duration,
        /// The field that had the focus.
        from: FormField,
    },
    /// It is being typed into the code.
    Reading {
        /// The field that gets the focus back at the end.
        from: FormField,
        /// The time of the last character.
        at: Duration,
    },
}

impl std::fmt::Debug for Scan {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Suspected { .. } => "Suspected(…)",
            Self::Reading { .. } => "Reading(…)",
        })
    }
}

/// Where a scan begins.
#[derive(Clone, Copy)]
pub(super) struct ScanStart {
    /// The character that the scanner is set to send first.
    pub(super) prefix: Option<char>,
    /// The focused field. `None` means that the form is being sent.
    pub(super) focus: Option<FormField>,
}

impl ScanStart {
    /// Suspects a scan at a character: at the prefix, or where nothing can be typed.
    fn suspect(self, c: char, at: Duration) -> Option<Scan> {
        let has_prefix = self.prefix == Some(c);
        let from = match self.focus {
            Some(focus) => focus,
            // The character begins the next form.
            None if has_prefix => FormField::Phone,
            None => return None,
        };
        let takes_no_text = matches!(from, FormField::Gender | FormField::Register);
        let text = if has_prefix { String::new() } else { c.to_string() };
        (has_prefix || takes_no_text).then_some(Scan::Suspected { has_prefix, text, pauses: 0, at, from })
    }
}

/// Returns the intent of a key that is part of a scan. `None` means that the key is typed as usual.
pub(super) fn intent(scan: &mut Option<Scan>, start: ScanStart, key: Key, at: Duration) -> Option<Intent> {
    let within = |last: Duration| at.saturating_sub(last) < ONE_SCAN;
    match (scan.take(), key) {
        (Some(Scan::Reading { from, at: last }), Key::Char(c)) if within(last) => {
            *scan = Some(Scan::Reading { from, at });
            return Some(Intent::Type(c));
        }
        // The key at the end of a scan is not the cashier’s, unless the code has the focus anyway.
        (Some(Scan::Reading { from, at: last }), key) if within(last) && ends_scan(key) => {
            return (from != FormField::Code).then_some(Intent::Focus(from));
        }
        (Some(Scan::Suspected { has_prefix, mut text, pauses, at: last, from }), Key::Char(c)) if within(last) => {
            let pauses = pauses + u8::from(!has_prefix && at.saturating_sub(last) >= SCANNER);
            if pauses <= 1 {
                text.push(c);
                if has_prefix || is_scan(&text) {
                    *scan = Some(Scan::Reading { from, at });
                    return Some(Intent::StartScan(TypedText(text)));
                }
                *scan = Some(Scan::Suspected { has_prefix, text, pauses, at, from });
                return None;
            }
        }
        _ => {}
    }
    let Key::Char(c) = key else { return None };
    *scan = start.suspect(c, at);
    scan.is_some().then_some(Intent::TypeSuspect(c))
}

fn is_scan(text: &str) -> bool {
    text.chars().count() >= MIN_CHARS && text.chars().any(|c| c.is_ascii_digit())
}
