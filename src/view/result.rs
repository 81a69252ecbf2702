use ratatui::text::Line;

use crate::app::FormState;
use crate::wording::{Message, Severity, clip};

use super::layout::Layout;
use super::{Scene, problem};

/// Returns the lines of the result: the notice, and the message of a field that has no room at the field.
pub(super) fn lines(scene: Scene<'_>, layout: Layout, width: u16) -> Vec<Line<'static>> {
    let inner = usize::from(width.saturating_sub(2));
    let result = notice(scene, inner);
    let problem = match scene.model.overlay {
        None => problem::cut(scene, layout, width, result.as_ref().map(|(_, words)| words.as_str())),
        Some(_) => None,
    };
    result
        .into_iter()
        .chain(problem)
        .flat_map(|(severity, words)| wrapped_lines(scene, severity, &words, width))
        .collect()
}

/// Returns a sentence with its symbol, in lines.
fn wrapped_lines(scene: Scene<'_>, severity: Severity, words: &str, width: u16) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    let mut rest = clip::wrap(words, width.saturating_sub(4)).into_iter();
    if let Some(first) = rest.next() {
        let mut line = scene.theme.line(severity, &first);
        line.spans.insert(0, " ".into());
        lines.push(line);
    }
    lines.extend(rest.map(|words| Line::styled(format!("   {words}"), scene.theme.style(severity))));
    lines
}

/// Returns the notice and its severity, not wrapped.
fn notice(scene: Scene<'_>, width: usize) -> Option<Message> {
    if scene.model.unfinished_paste().is_some() {
        // Until the paste has ended, keys are not processed.
        return Some((Severity::Warning, scene.say.notice_paste_unfinished()));
    }
    let sending = match (&scene.model.notice, &scene.model.stage) {
        (Some(notice), _) => return scene.wording(width).notice(notice),
        (None, FormState::Submitting(in_flight)) => in_flight,
        // The name of the customer before must not be on the screen of the next customer.
        (None, FormState::Editing { .. }) if !scene.model.form().is_blank() => {
            return scene.model.in_flight.last().map(|_| (Severity::Quiet, scene.say.notice_sending_previous()));
        }
        (None, FormState::Editing { .. }) => scene.model.in_flight.last()?,
    };
    Some((Severity::Quiet, scene.say.notice_sending(sending.name.as_str())))
}
