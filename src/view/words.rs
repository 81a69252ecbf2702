use crate::app::{Model, Notice};
use crate::form::FormField;

use super::theme::transliterate;
use super::{CharacterSet, RenderContext, Severity, hint, result, waiting};

/// Something to say, for who does not draw: the voice and the words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// In which voice.
    pub tone: Severity,
    /// In one line.
    pub words: String,
}

/// There is no width to fit in; groups are listed up to here all the same.
const ENDLESS: usize = 400;

/// Whether it is that, also where a sign was taken off.
pub(super) const fn is_endless(width: usize) -> bool {
    width + 2 >= ENDLESS
}

/// What is to be said of a field at this moment, as below its row on the screen.
pub fn of_field(model: &Model, brush: RenderContext<'_>, spot: FormField) -> Option<Said> {
    hint::said(model, brush, spot, ENDLESS).map(|(tone, words)| Said { tone, words })
}

/// What became of the last save, as in the result line, but without the keys that help after a refusal.
pub fn of_result(model: &Model, brush: RenderContext<'_>) -> Option<Said> {
    let refused = |words| Some(Said { tone: Severity::Bad, words });
    match &model.notice {
        Some(Notice::Refused(trouble)) => refused(brush.say.api_error(trouble)),
        Some(Notice::SetAside { form, refused: Some(trouble) }) => {
            refused(format!("{} {}", brush.say.api_error(trouble), result::set_aside(brush, form)))
        }
        _ => result::said(model, brush, ENDLESS).map(|(tone, words)| Said { tone, words }),
    }
}

/// The rows of the waiting list.
pub fn of_waiting(model: &Model, brush: RenderContext<'_>) -> Vec<String> {
    waiting::rows(model, brush)
}

/// The words with the signs that the terminal can show.
pub fn displayable(words: &str, brush: RenderContext<'_>) -> String {
    match brush.theme.signs {
        CharacterSet::Unicode => words.to_owned(),
        signs => transliterate(signs, words),
    }
}
