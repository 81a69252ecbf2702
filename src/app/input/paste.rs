//! A paste, whole or in parts. The parser delivers it apart from keys, so nothing in it registers or moves the focus.
//! If a paste stalls, the part that has come is typed and the screen says that the rest is awaited.

use std::time::Duration;

use crate::app::{Effect, Model, editing};

use super::KeyContext;

/// A paste whose end has not come. Until then no key is processed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnfinishedPaste {
    /// It is typed into the form.
    Typed,
    /// It began where no text can be typed. The rest is ignored too.
    Ignored,
}

/// Types a part of a paste that has stalled.
pub(in crate::app) fn part(model: &mut Model, text: &str, at: Duration) -> Vec<Effect> {
    let (paste, effects) = take(model, text, at);
    model.input.unfinished_paste = Some(paste);
    effects
}

/// Types a whole paste, or its last part.
pub(in crate::app) fn end(model: &mut Model, text: &str, at: Duration) -> Vec<Effect> {
    let (_, effects) = take(model, text, at);
    model.input.unfinished_paste = None;
    effects
}

fn take(model: &mut Model, text: &str, at: Duration) -> (UnfinishedPaste, Vec<Effect>) {
    model.now = at;
    model.input.scanner.abandon();
    let begun = model.input.unfinished_paste;
    let paste = match begun {
        Some(paste) => paste,
        None if is_ignored(model) => UnfinishedPaste::Ignored,
        None => {
            model.count_key();
            UnfinishedPaste::Typed
        }
    };
    if paste == UnfinishedPaste::Ignored {
        return (paste, Vec::new());
    }
    // The screen may have been masked while the paste stalled.
    model.is_masked = false;
    if begun.is_some() && text.is_empty() {
        // The notice about the part before it is still true.
        return (paste, Vec::new());
    }
    let delayed = model.input.settle_delayed_save(false, at);
    let mut effects = delayed.map_or_else(Vec::new, |intent| editing::apply(model, intent));
    model.overlay = None;
    effects.extend(editing::type_in(model, text));
    (paste, effects)
}

/// Returns true if a paste that begins now is ignored: the form is not shown, or a question is open.
fn is_ignored(model: &mut Model) -> bool {
    let is_asked = KeyContext::of(model).is_question();
    if !model.is_too_small && model.is_masked {
        model.unmask();
        return true;
    }
    model.input.ignored = None;
    model.is_too_small || is_asked
}
