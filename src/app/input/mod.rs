//! Finds the intents of keys. This is the only module that knows the time between keys, scanners and key bindings.
//!
//! ```text
//!  Key + time ─► key_timing ─► scanner ─► keymap of the context ─► Intent
//! ```
//!
//! It reads the model and changes only its own state. `update` carries out the intents.

mod form_keys;
mod key_timing;
mod keymap;
pub(super) mod paste;
mod scanner;
#[cfg(test)]
mod tests;

use key_timing::{Burst, KeyTiming};
pub use keymap::KeyContext;
pub use paste::UnfinishedPaste;

use std::time::Duration;

use crate::domain::Cid;
use crate::form::{Form, FormField};
use crate::keys::Key;

use super::{FormState, Intent, Model, Overlay, OverlayKind};
use key_timing::{MAX_NEXT_REPEAT, MIN_ANSWER_INTERVAL, Press, Timing};
use scanner::{ScanStart, Scanner};

/// The state of the input between two keys.
#[derive(Debug, Clone, PartialEq, Default)]
pub(in crate::app) struct InputState {
    /// The last key. `None` before the first one.
    last_key: Option<KeyTiming>,
    /// The characters that came together with the one that unmasked the screen. They are ignored.
    ignored: Option<Burst>,
    /// The scan that is being typed, and the one before it.
    scanner: Scanner,
    /// The form before the first character of a suspected scan.
    pub(super) before_scan: Option<Box<Form>>,
    /// An Enter on the button that may come from a held key.
    pub(super) delayed_save: Option<DelayedSave>,
    /// The paste whose end has not come yet.
    pub(super) unfinished_paste: Option<UnfinishedPaste>,
}

/// A registration that begins unless another Enter shows that Enter is held down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DelayedSave {
    /// The form to register.
    pub cid: Cid,
    /// When it is registered, as the time since the desk was opened.
    pub due: Duration,
}

impl InputState {
    /// Drops the delayed registration and the scan, because their form is no longer shown.
    pub(super) fn abandon(&mut self) {
        self.delayed_save = None;
        self.scanner.abandon();
    }

    /// Returns the delayed registration if its time has come.
    pub(super) fn take_due_save(&mut self, at: Duration) -> Option<DelayedSave> {
        let delayed = self.delayed_save.take_if(|delayed| delayed.due <= at)?;
        self.note_registered();
        Some(delayed)
    }

    /// Notes that the last key has registered. While it is held down it does nothing more.
    fn note_registered(&mut self) {
        self.last_key.iter_mut().for_each(KeyTiming::note_registered);
    }

    /// Returns the intents of a key. `at` is the time since the desk was opened.
    pub(super) fn intents(&mut self, model: &Model, key: Key, at: Duration) -> Vec<Intent> {
        let typed_on_button = matches!(key, Key::Char(_)) && model.form().focus() == FormField::Register;
        let (last_key, timing) = KeyTiming::next(self.last_key, key, at, typed_on_button);
        self.last_key = Some(last_key);
        let context = KeyContext::of(model);
        let is_held = timing.since_same_key.is_some_and(|since| since < MIN_ANSWER_INTERVAL);
        if context == KeyContext::QuitQuestion && is_held {
            return Vec::new();
        }
        // The next digit of a phone is no answer.
        let is_typing = timing.since_key.is_some_and(|since| since < MIN_ANSWER_INTERVAL);
        if context.is_question() && is_typing && matches!(key, Key::Char('0'..='9')) {
            return Vec::new();
        }
        if model.is_too_small {
            return context.intent_while_too_small(key, model.desk.letters).into_iter().collect();
        }
        if model.is_masked {
            self.ignored = matches!(key, Key::Char(_)).then(|| Burst::begin(at));
            return vec![Intent::Unmask];
        }
        self.ignored = self.ignored.and_then(|burst| burst.with(key, at));
        if self.ignored.is_some() || timing.line_end {
            return Vec::new();
        }
        let is_enter = KeyContext::Form.intent(key, model.desk.letters) == Some(Intent::Advance);
        let delayed = self.settle_delayed_save(is_enter, at).map(Intent::RegisterForm);
        let mut intents: Vec<Intent> = delayed.into_iter().collect();
        if context == KeyContext::Form {
            intents.extend(self.form_intent(model, key, timing, at));
        } else if let Some(intent) = context.intent(key, model.desk.letters) {
            // A scan must not answer a question.
            let is_scanned = matches!(key, Key::Char(_)) && timing.in_scan;
            intents.extend((!is_scanned).then_some(intent));
        } else if context.passes_on(key) {
            let intent = self.form_intent(model, key, timing, at);
            // A new overlay replaces this one.
            if !matches!(intent, Some(Intent::Open(_))) {
                let depth = model.overlay.as_ref().map_or(0, Overlay::depth);
                intents.extend(std::iter::repeat_n(Intent::Dismiss, depth));
            }
            // A form that cannot be seen is not registered.
            intents.extend(intent.filter(|intent| *intent != Intent::Register));
        }
        intents
    }

    /// Returns the delayed registration if this key is not Enter, because then Enter is not held down. Another Enter is
    /// decided by its own timing.
    fn settle_delayed_save(&mut self, is_enter: bool, at: Duration) -> Option<Cid> {
        let delayed = self.delayed_save.take().filter(|delayed| !is_enter || delayed.due <= at)?;
        self.note_registered();
        Some(delayed.cid)
    }

    fn form_intent(&mut self, model: &Model, key: Key, timing: Timing, at: Duration) -> Option<Intent> {
        let is_editing = matches!(model.stage, FormState::Editing { .. });
        let start = ScanStart { prefix: model.desk.scanner_prefix, form: is_editing.then(|| model.form()) };
        if let Some(intent) = self.scanner.intent(start, key, at) {
            return Some(intent);
        }
        match KeyContext::Form.intent(key, model.desk.letters)? {
            // A held Ctrl-S registers once, also if the answer comes while the key is still down.
            // Each search by name is a call to the API.
            Intent::Register | Intent::Open(OverlayKind::NameSearch) if timing.press == Press::Repeated => None,
            Intent::Advance => self.advance(model, timing, at),
            intent => Some(intent),
        }
    }

    /// Returns the intent of an Enter. On the button it registers only if it is certainly meant. A second Enter of an
    /// impatient finger, a held key and a pasted line do not register.
    fn advance(&mut self, model: &Model, timing: Timing, at: Duration) -> Option<Intent> {
        let form = model.form();
        if timing.press == Press::AfterSave {
            return None;
        }
        if form.focus() != FormField::Register || form.is_blank() || !matches!(model.stage, FormState::Editing { .. }) {
            return Some(Intent::Advance);
        }
        if timing.pasted || timing.press == Press::Repeated {
            return Some(Intent::AskForEnter);
        }
        if form.to_customer(&model.desk.rules, &model.groups).is_err() {
            return Some(Intent::Advance);
        }
        if timing.press == Press::Unclear {
            self.last_key.iter_mut().for_each(KeyTiming::note_delayed);
            return Some(Intent::RegisterAt(at + MAX_NEXT_REPEAT));
        }
        self.note_registered();
        Some(Intent::Advance)
    }
}
