//! The state of the input between two keys: the timing of the last key, a scan, a delayed registration, a paste.
//!
//! The model has it, and `input` finds the intents of the next key with it. It must not know the model.

mod burst;
mod key_timing;
mod scanner;

pub(super) use burst::Burst;
pub(super) use key_timing::{KeyTiming, MAX_NEXT_REPEAT, MIN_ANSWER_INTERVAL, Press, Timing};
pub(super) use scanner::{ScanStart, Scanner};

use std::time::Duration;

use crate::domain::Cid;
use crate::form::Form;

/// The state of the input between two keys.
#[derive(Debug, Clone, PartialEq, Default)]
pub(in crate::app) struct InputState {
    /// The last key. `None` before the first one.
    pub(in crate::app) last_key: Option<KeyTiming>,
    /// The characters that came together with the one that unmasked the screen. They are ignored.
    pub(in crate::app) ignored: Option<Burst>,
    /// The scan that is being typed, and the one before it.
    pub(in crate::app) scanner: Scanner,
    /// The form before the first character of a suspected scan.
    pub(in crate::app) before_scan: Option<Box<Form>>,
    /// An Enter on the button that may come from a held key.
    pub(in crate::app) delayed_save: Option<DelayedSave>,
    /// The paste whose end has not come yet.
    pub(in crate::app) unfinished_paste: Option<UnfinishedPaste>,
}

/// A registration that begins unless another Enter shows that Enter is held down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DelayedSave {
    /// The form to register.
    pub cid: Cid,
    /// When it is registered, as the time since the desk was opened.
    pub due: Duration,
}

/// A paste whose end has not come. Until then no key is processed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnfinishedPaste {
    /// It is typed into the form.
    Typed,
    /// It began where no text can be typed. The rest is ignored too.
    Ignored,
}

impl InputState {
    /// Drops the delayed registration and the scan, because their form is no longer shown.
    pub(in crate::app) fn abandon(&mut self) {
        self.delayed_save = None;
        self.scanner.abandon();
    }

    /// Returns the delayed registration if its time has come.
    pub(in crate::app) fn take_due_save(&mut self, at: Duration) -> Option<DelayedSave> {
        let delayed = self.delayed_save.take_if(|delayed| delayed.due <= at)?;
        self.note_registered();
        Some(delayed)
    }

    /// Notes that the last key has registered. While it is held down it does nothing more.
    pub(in crate::app) fn note_registered(&mut self) {
        self.last_key.iter_mut().for_each(KeyTiming::note_registered);
    }

    /// Returns the delayed registration if this key is not Enter, because then Enter is not held down. Another Enter is
    /// decided by its own timing.
    pub(in crate::app) fn settle_delayed_save(&mut self, is_enter: bool, at: Duration) -> Option<Cid> {
        let delayed = self.delayed_save.take().filter(|delayed| !is_enter || delayed.due <= at)?;
        self.note_registered();
        Some(delayed.cid)
    }
}
