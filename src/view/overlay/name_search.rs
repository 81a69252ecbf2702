use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::{Card, KeyContext, NameSearch};
use crate::view::{Scene, Theme, paragraph};

use super::{List, card, keys};

/// Draws the customers who have the typed name:
///
/// ```text
///  Customers named Aysel Məmmədova
///  ▸ Aysel Məmmədova · +994 50 123 45 67 · since 2019
///    Aysel Məmmədova · +994 55 765 43 21 · since 2023
///
///  Enter show · Esc back
/// ```
pub(super) fn draw(search: &NameSearch, scene: Scene<'_>, buffer: &mut Buffer, area: Rect) {
    if let Some(customer) = search.open_card() {
        return card::draw(&Card::Known(Box::new(customer.clone())), scene, buffer, area);
    }
    let wording = scene.wording(area.width.saturating_sub(2).into());
    let title = paragraph(&scene.say.find_title(search.name.as_str()), Theme::focused(), area.width);
    let message = wording.name_search(search);
    let has_rows = !search.customers().is_empty();
    let foot = message
        .into_iter()
        .flat_map(|(severity, words)| paragraph(&words, scene.theme.style(severity), area.width))
        .chain(keys(scene, KeyContext::NameSearch, has_rows, area.width));
    let rows = search.customers().iter().map(|customer| (wording.found_customer(customer), None));
    List { title, rows: rows.collect(), at: search.at, foot: foot.collect() }.draw(buffer, area);
}
