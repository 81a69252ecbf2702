use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::app::{Card, KeyContext, NameSearch};
use crate::view::Scene;
use crate::view::result::wrapped_lines;

use super::{List, card, keys};

/// Draws the customers who have the typed name:
///
/// ```text
///  Customers named Aysel Məmmədova
///  ┃ Aysel Məmmədova · +994 50 123 45 67 · since 2019
///    Aysel Məmmədova · +994 55 765 43 21 · since 2023
///
///  Enter show  Esc back
/// ```
pub(super) fn draw(search: &NameSearch, scene: Scene<'_>, buffer: &mut Buffer, area: Rect) -> Position {
    if let Some(customer) = search.open_card() {
        return card::draw(&Card::Known(Box::new(customer.clone())), scene, buffer, area);
    }
    let wording = scene.wording(area.width.saturating_sub(4).into());
    let has_rows = !search.customers().is_empty();
    let message = wording.name_search(search).into_iter();
    let foot = message
        .flat_map(|(severity, words)| wrapped_lines(scene, None, severity, &words, area.width))
        .chain(keys(scene, KeyContext::NameSearch, has_rows, area.width))
        .collect();
    let rows = search.customers().iter().map(|customer| (wording.found_customer(customer), Vec::new())).collect();
    List { title: scene.say.find_title(search.name.as_str()), rows, at: search.at, foot }.draw(scene, buffer, area)
}
