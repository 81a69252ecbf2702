//! The errors that are on the screen, for the bell.

use crate::app::{Model, Notice};
use crate::form::FormField;
use crate::locale::Locale;
use crate::wording::{Severity, Wording};

/// The errors on the screen when it was shown last.
#[derive(Debug, Default)]
pub struct Alarm {
    notice: Option<Notice>,
    fields: Vec<FormField>,
}

impl Alarm {
    /// Returns true if there is an error that was not there before. A field is left before it is one: typing in it makes
    /// no sound.
    pub fn has_new_error(&mut self, model: &Model) -> bool {
        let wording = Wording { model, say: Locale::english(), columns: usize::MAX };
        let is_bad = |notice: &&Notice| matches!(wording.notice(notice), Some((Severity::Bad, _)));
        let notice = model.notice().filter(is_bad).cloned();
        let has_error = |field: &FormField| {
            *field != model.form().focus() && matches!(wording.field(*field), Some((Severity::Bad, _)))
        };
        let fields: Vec<_> = model.form().fields().filter(has_error).collect();
        let is_new_notice = notice.is_some() && notice != self.notice;
        let is_new_field = fields.iter().any(|field| !self.fields.contains(field));
        *self = Self { notice, fields };
        is_new_notice || is_new_field
    }
}
