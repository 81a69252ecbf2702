//! A paste, whole or in parts. The terminal's reader keeps it apart from keys, so that nothing in it saves or moves the
//! focus; if it stalls, what has come is typed, and the screen says that more is awaited.

use std::time::Duration;

use super::{Effect, Model, press};

/// A paste of which more is awaited. No key comes until it has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnfinishedPaste {
    /// What comes of it is typed.
    Typed,
    /// It began where nothing is typed, and its rest does nothing either.
    Ignored,
}

/// Takes a part of a paste that has stalled.
pub(super) fn part(model: &mut Model, text: &str, at: Duration) -> Vec<Effect> {
    let (paste, commands) = take(model, text, at);
    model.unfinished_paste = Some(paste);
    commands
}

/// Takes a whole paste, or the last part of one.
pub(super) fn end(model: &mut Model, text: &str, at: Duration) -> Vec<Effect> {
    let (_, commands) = take(model, text, at);
    model.unfinished_paste = None;
    commands
}

fn take(model: &mut Model, text: &str, at: Duration) -> (UnfinishedPaste, Vec<Effect>) {
    model.now = at;
    model.scan = None;
    let begun = model.unfinished_paste;
    let paste = match begun {
        Some(paste) => paste,
        None if press::ignores_paste(model, at) => UnfinishedPaste::Ignored,
        None => {
            model.count_key();
            UnfinishedPaste::Typed
        }
    };
    if paste == UnfinishedPaste::Ignored {
        return (paste, Vec::new());
    }
    // It may have been hidden while the paste stalled.
    model.hidden = false;
    if begun.is_some() && text.is_empty() {
        // What was reported of the part before still holds.
        return (paste, Vec::new());
    }
    (paste, press::paste(model, text, at))
}
