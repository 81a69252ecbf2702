//! A paste, whole or in parts. The parser delivers it apart from keys, so nothing in it registers or moves the focus.
//! If a paste stalls, the part that has come is typed and the screen says that the rest is awaited.

use std::time::Duration;

use crate::app::{Model, UnfinishedPaste, editing};

use super::KeyContext;

/// Types a paste, or a part of one.
pub(in crate::app) fn paste(model: &mut Model, text: &str, is_last: bool, at: Duration) {
    model.now = at;
    model.input.scanner.abandon();
    let begun = model.input.unfinished_paste;
    let paste = begun.unwrap_or_else(|| {
        if is_ignored(model) {
            return UnfinishedPaste::Ignored;
        }
        model.count_key();
        UnfinishedPaste::Typed
    });
    model.input.unfinished_paste = (!is_last).then_some(paste);
    if paste == UnfinishedPaste::Ignored {
        return;
    }
    // The screen may have been masked while the paste stalled.
    model.is_masked = false;
    if begun.is_some() && text.is_empty() {
        // The notice about the part before it is still true.
        return;
    }
    if let Some(cid) = model.input.settle_delayed_save(false, at) {
        editing::register_form(model, cid);
    }
    model.overlay = None;
    editing::type_in(model, text);
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
