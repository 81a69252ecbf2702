//! Every key and what it does, made from the table that dispatches them.
//!
//! ```text
//!  Enter, Ctrl-J, Ctrl-M     to the next field; on the button: register     wide: a line each
//!  Ctrl-P: the customer who is      narrow: as many lines as it takes
//!    registered already
//!  1/2 · Down: more · Ctrl-G: back                                          always at the bottom
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr as _;

use crate::app::BINDINGS;
use crate::locale::Locale;

use super::theme::Severity;
use super::{RenderContext, Theme, clip, footer, lines};

/// One page of them: so many after the first as were turned, round and round.
pub(super) fn draw(brush: RenderContext<'_>, buffer: &mut Buffer, area: Rect, turned: i16) {
    let on_a_page = usize::from(area.height.saturating_sub(1)).max(1);
    let pages = pages(entries(brush, area.width), on_a_page);
    let count = i16::try_from(pages.len()).unwrap_or(i16::MAX).max(1);
    let page = usize::try_from(turned.rem_euclid(count)).unwrap_or(0);
    let leave = if count > 1 { brush.say.help_footer_pages(page + 1, count) } else { brush.say.help_footer() };
    lines(buffer, area, pages.into_iter().nth(page).unwrap_or_default());
    let bottom = Rect { y: area.bottom().saturating_sub(1), height: area.height.min(1), ..area };
    lines(buffer, bottom, [Line::styled(format!(" {leave}"), brush.theme.style(Severity::Quiet))]);
}

/// The keys of each binding, and what they do.
pub fn keys(say: &Locale) -> Vec<(String, String)> {
    let rows = BINDINGS.iter().map(|binding| {
        let keys: Vec<String> = binding.keys.iter().map(|key| footer::key_name(say, *key)).collect();
        (keys.join(", "), footer::does_in_full(say, binding.action))
    });
    rows.collect()
}

/// The lines of each binding.
fn entries(brush: RenderContext<'_>, width: u16) -> Vec<Vec<Line<'static>>> {
    let rows = keys(brush.say);
    let key_width = rows.iter().map(|(keys, _)| keys.width()).max().unwrap_or(0) + 2;
    let does_width = rows.iter().map(|(_, does)| does.width()).max().unwrap_or(0);
    let keys_styled = |keys: String| Span::styled(format!(" {keys}"), Theme::key());
    let wide = key_width + does_width < usize::from(width);
    let entry = |(keys, does): (String, String)| {
        if wide {
            let gap = " ".repeat(key_width.saturating_sub(keys.width()));
            return vec![Line::from(vec![keys_styled(keys), Span::raw(gap), Span::raw(does)])];
        }
        let mut wrapped = clip::wrap(&format!("{keys}: {does}"), width.saturating_sub(4)).into_iter();
        let first = wrapped.next().unwrap_or_default();
        let first = match first.strip_prefix(&keys) {
            Some(rest) => Line::from(vec![keys_styled(keys), Span::raw(rest.to_owned())]),
            None => Line::from(format!(" {first}")),
        };
        [first].into_iter().chain(wrapped.map(|line| Line::from(format!("   {line}")))).collect()
    };
    rows.into_iter().map(entry).collect()
}

/// As many entries on each page as it has room for, none of them parted.
fn pages(entries: Vec<Vec<Line<'static>>>, on_a_page: usize) -> Vec<Vec<Line<'static>>> {
    let mut pages: Vec<Vec<Line<'static>>> = Vec::new();
    for entry in entries {
        match pages.last_mut() {
            Some(page) if page.len() + entry.len() <= on_a_page => page.extend(entry),
            _ => pages.push(entry),
        }
    }
    pages
}
