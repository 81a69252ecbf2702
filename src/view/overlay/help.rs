//! The help: all keys and what they do, from the tables of key bindings. The current context comes first.
//!
//! ```text
//!  The form
//!  Enter, Ctrl-J, Ctrl-M     next field; on the button: register          wide: a line each
//!  Ctrl-P: show the                                                       narrow: as many lines as it takes
//!    registered customer
//!  1/2  Down more  Esc back                                               always at the bottom
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr as _;

use crate::app::KeyContext;
use crate::view::key_names::{KeySection, key_sections};
use crate::view::{Scene, Theme, clip, paragraph};

use super::{draw_with_foot, frame};

/// Draws one page. `turned` is the number of pages turned. After the last page comes the first one.
pub(super) fn draw(scene: Scene<'_>, buffer: &mut Buffer, area: Rect, turned: i16, opened_in: KeyContext) -> Position {
    let say = scene.say;
    let (title, area) = frame(buffer, area, &say.help_title());
    // On a narrow screen the keys have two lines, because the next language must be readable.
    let mut foot = super::keys(scene, KeyContext::Help, true, area.width.saturating_sub(PAGE_COLUMNS));
    let rows_of_page = usize::from(area.height).saturating_sub(foot.len()).max(1);
    let pages = pages(entries(scene, area.width, opened_in), rows_of_page);
    let count = i16::try_from(pages.len()).unwrap_or(i16::MAX).max(1);
    let page = usize::try_from(turned.rem_euclid(count)).unwrap_or(0);
    if count == 1 {
        foot = super::keys(scene, KeyContext::Help, false, area.width.saturating_sub(PAGE_COLUMNS));
    }
    if let Some(first) = foot.first_mut() {
        first.spans.insert(0, Span::raw(format!(" {} ", say.help_pages(page + 1, count))));
    }
    draw_with_foot(buffer, area, pages.into_iter().nth(page).unwrap_or_default(), foot);
    title
}

/// Returns the lines of each binding. A title stays with its first binding.
fn entries(scene: Scene<'_>, width: u16, opened_in: KeyContext) -> Vec<Vec<Line<'static>>> {
    let mut sections = key_sections(scene.say);
    sections.sort_by_key(|section| section.context != opened_in);
    let columns = Columns::of(&sections, width);
    let mut entries = Vec::new();
    for (number, section) in sections.into_iter().enumerate() {
        let mut head = if number > 0 { vec![Line::default()] } else { Vec::new() };
        head.extend(paragraph(&section.title, Theme::strong(), width));
        for (keys, what) in section.rows {
            head.extend(columns.entry(keys, &what));
            entries.push(std::mem::take(&mut head));
        }
        if !section.others.is_empty() {
            entries.push(paragraph(&section.others, Style::new(), width));
        }
    }
    entries
}

/// The division of a line between keys and explanation.
struct Columns {
    width: u16,
    /// The columns of the keys. `None` means that the screen is too narrow for two columns.
    keys: Option<usize>,
}

impl Columns {
    fn of(sections: &[KeySection], width: u16) -> Self {
        let rows = || sections.iter().flat_map(|section| &section.rows);
        let keys = rows().map(|(keys, _)| keys.width()).max().unwrap_or(0).min(MAX_KEY_COLUMNS) + 2;
        let what = rows().map(|(_, what)| what.width()).max().unwrap_or(0);
        Self { width, keys: (keys + what < usize::from(width)).then_some(keys) }
    }

    fn entry(&self, keys: String, what: &str) -> Vec<Line<'static>> {
        let styled = |keys: String| Span::styled(format!(" {keys}"), Theme::strong());
        if let Some(column) = self.keys {
            let mut names = clip::wrap(&keys, u16::try_from(column).unwrap_or(u16::MAX)).into_iter();
            let first = names.next().unwrap_or_default();
            let gap = " ".repeat(column.saturating_sub(first.width()));
            let first = Line::from(vec![styled(first), Span::raw(gap), Span::raw(what.to_owned())]);
            return [first].into_iter().chain(names.map(|names| Line::from(styled(names)))).collect();
        }
        let mut wrapped = clip::wrap(&format!("{keys}: {what}"), self.width.saturating_sub(4)).into_iter();
        let first = wrapped.next().unwrap_or_default();
        let first = match first.strip_prefix(&keys) {
            Some(rest) => Line::from(vec![styled(keys), Span::raw(rest.to_owned())]),
            None => Line::from(format!(" {first}")),
        };
        [first].into_iter().chain(wrapped.map(|line| Line::from(format!("   {line}")))).collect()
    }
}

/// The width of the number of the page, e.g. ` 1/13 `.
const PAGE_COLUMNS: u16 = 7;

/// The greatest width of the keys. Longer lists continue on the next line.
const MAX_KEY_COLUMNS: usize = 26;

/// Distributes the entries to pages. An entry is never split.
fn pages(entries: Vec<Vec<Line<'static>>>, rows_of_page: usize) -> Vec<Vec<Line<'static>>> {
    let mut pages: Vec<Vec<Line<'static>>> = Vec::new();
    for mut entry in entries {
        match pages.last_mut() {
            Some(page) if page.len() + entry.len() <= rows_of_page => page.extend(entry),
            _ => {
                // No page begins with an empty line.
                if entry.first().is_some_and(|line| line.spans.is_empty()) {
                    entry.remove(0);
                }
                pages.push(entry);
            }
        }
    }
    pages
}
