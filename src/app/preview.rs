//! The preview of a name, which the screen shows below the field: the name as it will be saved. `update` calls it after
//! every message.
//!
//! While the cashier is typing a name, its preview waits for a pause: with every letter it would cost more bytes than
//! the letter. Errors do not wait. A front end that sets whole fields has no pauses, so its preview never waits.

use std::time::Duration;

use crate::domain::Spellings;
use crate::form::FormField;

use super::model::NamePreview;
use super::{FormState, Model, Msg};

/// The pause after the last key before the preview follows the typed name.
const PREVIEW_DELAY: Duration = Duration::from_millis(200);

impl Model {
    /// Returns the spellings of the name to show below the field. While the cashier types a name, they are those of the
    /// last pause.
    pub const fn name_preview(&self) -> Option<&Spellings> {
        self.name_preview.spellings.as_ref()
    }

    /// Returns when `Msg::Idle` must be sent for the preview. `None` means that the preview is up to date.
    pub(super) fn preview_due(&self) -> Option<Duration> {
        (!is_current(self)).then(|| self.now.saturating_add(PREVIEW_DELAY))
    }
}

/// Returns true if the preview does not wait any longer after this message.
pub(super) fn ends_wait(model: &Model, msg: &Msg) -> bool {
    match msg {
        Msg::Intent { .. } | Msg::Paste { .. } => true,
        Msg::Idle { at } => model.preview_due().is_some_and(|due| due <= *at),
        _ => false,
    }
}

/// Brings the preview up to date, unless it waits for a pause in the typing.
pub(super) fn sync(model: &mut Model, is_wait_over: bool) {
    if is_current(model) || !is_wait_over && is_being_typed(model) {
        return;
    }
    let form = model.form();
    model.name_preview = NamePreview {
        cid: form.cid(),
        typed: typed_name(model).to_owned(),
        spellings: form.name_spellings(&model.desk.rules),
    };
}

fn is_current(model: &Model) -> bool {
    model.name_preview.typed == typed_name(model) && model.name_preview.cid == model.form().cid()
}

/// Returns true if the cashier may still be typing the name whose preview is on the screen.
fn is_being_typed(model: &Model) -> bool {
    let FormState::Editing { form, .. } = &model.stage else { return false };
    form.focus() == FormField::Name && form.cid() == model.name_preview.cid
}

fn typed_name(model: &Model) -> &str {
    model.form().text(FormField::Name).map_or("", |text| text.value())
}
