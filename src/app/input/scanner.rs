//! Scans from a scanner that types like a keyboard. The code goes into the code field, from whatever field has the
//! focus.
//!
//! `input` asks this module about every key of the form. With the prefix from the settings a scan is certain. Without a
//! prefix, quick characters are taken as a scan only where no text can be typed (gender, button), because there they
//! would be lost. In a text field they are typed like other characters.

use std::time::Duration;

use crate::app::{Intent, TypedText};
use crate::form::FormField;
use crate::keys::Key;

use super::key_timing::{MAX_SCAN_PAUSE, MAX_SCANNER_INTERVAL, ends_scan};

/// The characters, with a digit among them, that make a scan.
const MIN_SCAN_CHARS: usize = 4;

/// A scan that may have begun.
#[derive(derive_more::Debug, Clone, PartialEq)]
pub(super) enum Scan {
    /// The first characters may be a scan.
    Suspected {
        /// True if the prefix of the settings came first.
        has_prefix: bool,
        /// The characters after the prefix.
        #[debug("…")]
        text: String,
        /// The number of pauses longer than a scanner's.
        pauses: u8,
        /// The time of the last character.
        at: Duration,
        /// The field that had the focus.
        from: FormField,
    },
    /// The scan is being typed into the code field.
    Reading {
        /// The field that gets the focus back at the end.
        from: FormField,
        /// The time of the last character.
        at: Duration,
    },
}

/// The state of the form at the first character of a scan.
#[derive(Clone, Copy)]
pub(super) struct ScanStart {
    /// The prefix that the scanner is set to send. `None` means no prefix.
    pub(super) prefix: Option<char>,
    /// The focused field. `None` means that the form is being sent.
    pub(super) focus: Option<FormField>,
}

impl ScanStart {
    /// Returns a suspected scan for its first character: the prefix, or a character where no text can be typed.
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

/// Returns the intent of a key that is part of a scan. `None` means that the key is handled as usual.
pub(super) fn intent(scan: &mut Option<Scan>, start: ScanStart, key: Key, at: Duration) -> Option<Intent> {
    let within = |last: Duration| at.saturating_sub(last) < MAX_SCAN_PAUSE;
    match (scan.take(), key) {
        (Some(Scan::Reading { from, at: last }), Key::Char(c)) if within(last) => {
            *scan = Some(Scan::Reading { from, at });
            return Some(Intent::Type(c));
        }
        // The Enter or Tab at the end of a scan only gives the focus back. If the code field had the focus before, the
        // key is ignored.
        (Some(Scan::Reading { from, at: last }), key) if within(last) && ends_scan(key) => {
            return (from != FormField::Code).then_some(Intent::Focus(from));
        }
        (Some(Scan::Suspected { has_prefix, mut text, pauses, at: last, from }), Key::Char(c)) if within(last) => {
            let pauses = pauses + u8::from(!has_prefix && at.saturating_sub(last) >= MAX_SCANNER_INTERVAL);
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
    text.chars().count() >= MIN_SCAN_CHARS && text.chars().any(|c| c.is_ascii_digit())
}
