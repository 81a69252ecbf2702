//! Scans from a scanner that types like a keyboard. The code goes into the code field, from whatever field has the
//! focus.
//!
//! `input` asks this module about every key of the form. With the prefix from the settings a scan is certain. Without a
//! prefix, quick characters are taken as a scan in the code field, and where no text can be typed (gender, button),
//! because there they would be lost. In another text field they are typed like other characters, unless they are the
//! code that was scanned before.
//!
//! A scanner sends the keys of the US layout. If this computer has another layout, the code is the twin of the typed
//! characters (`domain/keyboard_layout.rs`), and so is the prefix.

use std::time::Duration;

use crate::app::intent::{Intent, ScannedCode, TypedText};
use crate::domain::{KeyboardLayout, code_twin, us_twins};
use crate::form::{Form, FormField};
use crate::keys::Key;

use super::key_timing::{MAX_SCAN_PAUSE, MAX_SCANNER_INTERVAL, ends_scan};

/// The characters that make a scan. A first scan also has a digit.
const MIN_SCAN_CHARS: usize = 4;

/// The longest text that is compared as a whole with each character. The rest of a longer scan is typed as it is.
const MAX_SCAN_BYTES: usize = 500;

/// The scan that is being typed, and the one before it.
#[derive(Debug, Clone, PartialEq, Default)]
pub(in crate::app) struct Scanner {
    scan: Option<Scan>,
    /// The last scan as it was typed.
    last: Option<TypedText>,
}

/// A scan that may have begun.
#[derive(derive_more::Debug, Clone, PartialEq)]
struct Scan {
    /// The prefix as it was typed. `None` means that there was none.
    prefix: Option<char>,
    /// The characters after the prefix, as they were typed.
    #[debug("…")]
    text: String,
    /// The text of the code field before the scan, if the scan continues it.
    #[debug("…")]
    kept: String,
    stage: Stage,
    /// The time of the last character.
    at: Duration,
    /// The field that had the focus, and gets it back at the end.
    from: FormField,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// The characters may be a scan. The number of pauses longer than a scanner's.
    Suspected { pauses: u8 },
    /// The scan is being typed into the code field.
    Reading,
}

/// The state of the form at a character.
#[derive(Clone, Copy)]
pub(in crate::app) struct ScanStart<'a> {
    /// The prefix that the scanner is set to send. `None` means no prefix.
    pub(in crate::app) prefix: Option<char>,
    /// The form. `None` means that it is being sent.
    pub(in crate::app) form: Option<&'a Form>,
}

impl ScanStart<'_> {
    /// Returns a suspected scan for its first character.
    fn suspect(self, c: char, at: Duration, last: Option<&TypedText>) -> Option<Scan> {
        let scan = |from, prefix: Option<char>, kept: &str| {
            let text = if prefix.is_some() { String::new() } else { c.to_string() };
            Some(Scan { prefix, text, kept: kept.to_owned(), stage: Stage::Suspected { pauses: 0 }, at, from })
        };
        let from = self.form.map_or(FormField::Phone, Form::focus);
        if self.prefix.is_some_and(|prefix| c == prefix || is_typed_for(c, prefix)) {
            // While a form is being sent, the character begins the next form.
            return scan(from, Some(c), "");
        }
        let code = self.form?.text(FormField::Code)?;
        match from {
            FormField::Gender | FormField::Consent | FormField::Register => scan(from, None, ""),
            FormField::Code if code.cursor() == code.value().chars().count() => scan(from, None, code.value()),
            FormField::Code => None,
            _ if last.is_some_and(|last| last.0.starts_with(c) && as_code(None, &last.0).0 == code.value()) => {
                scan(from, None, "")
            }
            _ => None,
        }
    }
}

/// Returns true if the key of this US character types `c` under another layout.
fn is_typed_for(c: char, us: char) -> bool {
    // A character of the US layout means itself.
    !c.is_ascii() && KeyboardLayout::ALL.iter().any(|layout| layout.to_us(c) == Some(us))
}

impl Scanner {
    /// Forgets the scan that is being typed.
    pub(in crate::app) fn abandon(&mut self) {
        self.scan = None;
    }

    /// Returns the intent of a key that is part of a scan. `None` means that the key is handled as usual.
    pub(in crate::app) fn intent(&mut self, start: ScanStart<'_>, key: Key, at: Duration) -> Option<Intent> {
        let scan = self.scan.take().filter(|scan| at.saturating_sub(scan.at) < MAX_SCAN_PAUSE);
        match (scan, key) {
            (Some(scan), Key::Char(c)) => {
                if let Some(intent) = self.go_on(scan, c, start.prefix, at) {
                    return Some(intent);
                }
                if self.scan.is_some() {
                    return None;
                }
            }
            (Some(scan), key) if ends_scan(key) => return self.end(scan),
            _ => {}
        }
        let Key::Char(c) = key else { return None };
        self.scan = start.suspect(c, at, self.last.as_ref());
        self.scan.is_some().then_some(Intent::TypeSuspect(c))
    }

    /// Takes the next character of a scan. `None` means that it is typed as usual.
    fn go_on(&mut self, mut scan: Scan, c: char, prefix: Option<char>, at: Duration) -> Option<Intent> {
        let is_certain = scan.prefix.is_some() && scan.prefix == prefix;
        let is_first = match &mut scan.stage {
            Stage::Reading if scan.text.len() >= MAX_SCAN_BYTES => {
                self.scan = Some(Scan { at, ..scan });
                return Some(Intent::Type(c));
            }
            Stage::Reading => false,
            Stage::Suspected { pauses } => {
                *pauses += u8::from(!is_certain && at.saturating_sub(scan.at) >= MAX_SCANNER_INTERVAL);
                if *pauses > 1 {
                    return None;
                }
                true
            }
        };
        scan.text.push(c);
        scan.at = at;
        // In another text field only the end of the scan shows that the code was scanned before.
        let has_place = scan.prefix.is_some() || takes_scans(scan.from);
        let is_repeated = has_scan_length(&scan.text) && scan.text == scan.kept;
        let is_read = !is_first || is_certain || has_place && is_scan(&scan.text) || is_repeated;
        let intent = is_read.then(|| {
            scan.stage = Stage::Reading;
            self.last = Some(TypedText(scan.text.clone()));
            let code = scan.code();
            if is_first { Intent::StartScan(code) } else { Intent::ContinueScan(code) }
        });
        self.scan = Some(scan);
        intent
    }

    /// Returns the intent of the Enter or Tab at the end of a scan. It gives the focus back. If the code field had the
    /// focus before, the key is handled as usual.
    fn end(&mut self, scan: Scan) -> Option<Intent> {
        match scan.stage {
            Stage::Reading => (scan.from != FormField::Code).then_some(Intent::Focus(scan.from)),
            Stage::Suspected { .. } if !has_scan_length(&scan.text) => None,
            Stage::Suspected { .. } if takes_scans(scan.from) => {
                // A code without a digit was typed as it is.
                self.last = Some(TypedText(scan.text));
                None
            }
            Stage::Suspected { .. } => {
                self.last.as_ref().is_some_and(|last| last.0 == scan.text).then_some(Intent::DropScan)
            }
        }
    }
}

impl Scan {
    /// Returns the text of the code field. The same code scanned again is one scan.
    fn code(&self) -> ScannedCode {
        let (code, is_mapped) = as_code(self.prefix, &self.text);
        let text = if self.kept == code || self.kept == self.text { code } else { format!("{}{code}", self.kept) };
        ScannedCode { text: TypedText(text), is_mapped }
    }
}

/// Returns the code of a scan, and true if it is the twin of the typed characters.
fn as_code(prefix: Option<char>, text: &str) -> (String, bool) {
    let twin = match prefix {
        // The prefix may show the layout of characters that several layouts have.
        Some(prefix) => {
            let with_prefix = us_twins(&format!("{prefix}{text}")).into_iter();
            with_prefix.map(|twin| twin.chars().skip(1).collect()).chain(us_twins(text)).next()
        }
        // The characters may also come from fingers, over a slow connection.
        None => code_twin(text),
    };
    let twin = twin.filter(|twin: &String| twin != text);
    let is_mapped = twin.is_some();
    (twin.unwrap_or_else(|| text.to_owned()), is_mapped)
}

/// Returns true for a field in which quick characters are a scan.
const fn takes_scans(field: FormField) -> bool {
    matches!(field, FormField::Code | FormField::Gender | FormField::Consent | FormField::Register)
}

fn is_scan(text: &str) -> bool {
    has_scan_length(text) && text.chars().any(|c| c.is_ascii_digit())
}

fn has_scan_length(text: &str) -> bool {
    text.chars().count() >= MIN_SCAN_CHARS
}
