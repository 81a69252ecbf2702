//! Finds the intents of keys. This is the only module that knows the time between keys, scanners and key bindings.
//!
//! ```text
//!  Key + time ─► key_timing ─► scanner ─► keymap of the context ─► Intent
//! ```
//!
//! It reads the model and changes only its own state. `update` carries out the intents.

mod form_keys;
mod keymap;
pub(super) mod paste;
#[cfg(test)]
mod tests;

pub use keymap::KeyContext;

use std::time::Duration;

use crate::form::FormField;
use crate::keys::Key;

use super::input_state::{
    Burst, InputState, KeyTiming, MAX_NEXT_REPEAT, MIN_ANSWER_INTERVAL, Press, ScanStart, Timing,
};
use super::{FormState, Intent, Model, Overlay, OverlayKind};

impl InputState {
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
