//! The result: a badge with what became of the last customer, and a sentence.

use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr as _;

use crate::app::{FormState, Overlay};
use crate::wording::{Badge, Message, Severity, clip};

use super::layout::Layout;
use super::{NARROW, Scene, problem};

/// Returns the lines of the result: the notice or the question about quitting, and the message of a field that has no
/// room at the field.
pub(super) fn lines(scene: Scene<'_>, layout: Layout, width: u16) -> Vec<Line<'static>> {
    let inner = usize::from(width.saturating_sub(2));
    let is_asked = matches!(scene.model.overlay, Some(Overlay::QuitQuestion));
    if is_asked && scene.model.unfinished_paste().is_none() {
        let words = scene.wording(inner).quit_question();
        return wrapped_lines(scene, Some(Badge::Quit), Severity::Quiet, &words, width);
    }
    let badge = scene.model.notice.as_ref().filter(|_| scene.model.unfinished_paste().is_none()).and_then(Badge::of);
    let badge_columns = badge.map_or(0, |badge| badge_text(scene, badge).width() + 1);
    // On a narrow screen a result may have two lines.
    let room = if width < NARROW { 2 * inner } else { inner };
    let result = notice(scene, room.saturating_sub(badge_columns));
    let problem = match scene.model.overlay {
        None => problem::cut(scene, layout, width, result.as_ref().map(|(_, words)| words.as_str())),
        Some(_) => None,
    };
    let notice = result.into_iter().flat_map(|(severity, words)| wrapped_lines(scene, badge, severity, &words, width));
    notice
        .chain(problem.into_iter().flat_map(|(severity, words)| wrapped_lines(scene, None, severity, &words, width)))
        .collect()
}

/// Returns the position behind the last line.
pub(super) fn cursor(lines: &[Line<'_>], area: Rect) -> Position {
    let row = u16::try_from(lines.len()).unwrap_or(u16::MAX).clamp(1, area.height.max(1)) - 1;
    let column = lines.last().map_or(0, |line| u16::try_from(line.width()).unwrap_or(0) + 1);
    Position::new(area.x + column.min(area.width.saturating_sub(1)), area.y + row)
}

/// Returns a sentence in lines, behind its badge or its sign.
pub(super) fn wrapped_lines(
    scene: Scene<'_>,
    badge: Option<Badge>,
    severity: Severity,
    words: &str,
    width: u16,
) -> Vec<Line<'static>> {
    let first = match badge {
        Some(badge) => {
            vec![Span::styled(badge_text(scene, badge), scene.theme.badge(badge.severity())), Span::raw(" ")]
        }
        None => scene.theme.line(severity, "").spans,
    };
    let taken = Line::from(first.clone()).width();
    let mut lines =
        clip::wrap_behind(words, width.saturating_sub(2), taken).into_iter().map(|words| vec![Span::raw(words)]);
    let first = first.into_iter().chain(lines.next().unwrap_or_default()).collect();
    [first].into_iter().chain(lines).map(|spans| [vec![Span::raw(" ")], spans].concat().into()).collect()
}

fn badge_text(scene: Scene<'_>, badge: Badge) -> String {
    format!(" {}{} ", badge.severity().sign(), badge.words(scene.say))
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
