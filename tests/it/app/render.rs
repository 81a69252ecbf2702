//! The screen of a desk in a test terminal.

use frontdesk::locale::Locale;
use frontdesk::view::{CharacterSet, RenderContext, Theme};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use crate::support::bench::Bench;
use crate::support::screen::draw;

/// Draws a desk on a screen of this size.
pub fn render(desk: &Bench, columns: u16, rows: u16) -> Terminal<TestBackend> {
    let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
    let context = RenderContext {
        say: Locale::english(),
        theme: Theme { colour: true, underline: true, signs: CharacterSet::Unicode },
    };
    terminal.draw(|frame| draw(&desk.model, context, frame)).unwrap();
    terminal
}

/// Returns the text of a screen of 80 by 24 characters.
pub fn screen(desk: &Bench) -> String {
    render(desk, 80, 24).backend().to_string()
}
