use std::cell::RefCell;
use std::rc::Rc;

use ratatui::Terminal;
use ratatui::backend::Backend as _;
use ratatui::text::Line;

use super::*;

/// Each write apart.
#[derive(Clone, Default)]
struct Writes(Rc<RefCell<Vec<String>>>);

impl Write for Writes {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().push(String::from_utf8(bytes.to_vec()).unwrap());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The writes of one frame after another, each with the caret behind its text.
fn frames(texts: &[&str]) -> Vec<Vec<String>> {
    let writes = Writes::default();
    let mut terminal = Terminal::new(Renderer::new(writes.clone())).unwrap();
    terminal.backend_mut().clear().unwrap();
    texts
        .iter()
        .map(|text| {
            terminal
                .draw(|frame| {
                    frame.render_widget(Line::from(*text), frame.area());
                    frame.set_cursor_position((u16::try_from(text.trim_end().width()).unwrap(), 0));
                })
                .unwrap();
            writes.0.take()
        })
        .collect()
}

#[test]
fn a_frame_is_one_write_and_no_frame_is_none() {
    let written = frames(&["Ays", "Ayse", "Ayse", "Ays"]);
    assert_eq!(
        written,
        [
            vec!["\x1b[2;1H\x1b[J\x1b[H\x1b[KAys\x1b[?25h".to_owned()],
            vec!["e".to_owned()],
            vec![],
            vec!["\x08 \x08".to_owned()]
        ]
    );
}

#[test]
fn the_end_of_a_line_is_erased_and_not_written_over() {
    let written = frames(&["a long sentence", "a word", "漢 said at length", "漢"]);
    assert_eq!(written[1], ["\x1b[13Dw\x1b[Crd\x1b[K"]);
    assert_eq!(written[3], ["\x1b[14D\x1b[K\x08"]);
}

#[test]
fn a_terminal_that_was_not_cleared_is_written_over() {
    let mut terminal = Terminal::new(Renderer::of_size(Vec::new(), Size { width: 10, height: 1 })).unwrap();
    for text in ["abcdefgh", "a"] {
        terminal.draw(|frame| frame.render_widget(Line::from(text), frame.area())).unwrap();
    }
    let told = String::from_utf8(std::mem::take(terminal.backend_mut().out())).unwrap();
    assert!(told.contains("abcdefgh") && !told.contains("\x1b[K"), "{told:?}");
}

/// Where a terminal draws a flag or a mark is its own affair: no blank written over the place that it should have taken
/// is sure to hide it.
#[test]
fn a_row_is_written_anew_where_a_symbol_goes_that_terminals_disagree_about() {
    let written = frames(&["a🇦🇿b c", "a🇦🇿b cd", "ab cd", "ab c"]);
    assert_eq!(written[1], ["d"], "it stays");
    assert_eq!(written[2], ["\r\x1b[Kab\x1b[Ccd"]);
    assert_eq!(written[3], ["\x08 \x08"]);
}

#[test]
fn a_large_frame_is_shown_at_once() {
    let mut screen = Renderer::new(Vec::new());
    screen.push(&"x".repeat(LARGE - 1));
    screen.flush().unwrap();
    screen.push(&"x".repeat(LARGE));
    screen.flush().unwrap();
    let told = String::from_utf8(screen.out).unwrap();
    assert_eq!(told.matches("\x1b[?2026h").count(), 1);
    assert!(told.ends_with("x\x1b[?2026l") && told.starts_with('x'));
}

/// Takes so many bytes; then it has no room.
struct Full(Vec<u8>, usize);

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = bytes.len().min(self.1);
        self.0.extend_from_slice(&bytes[..taken]);
        self.1 -= taken;
        if taken == 0 { Err(io::ErrorKind::WouldBlock.into()) } else { Ok(taken) }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_terminal_without_room_is_not_waited_for_and_gets_the_rest_later() {
    let mut screen = Renderer::new(Full(Vec::new(), 2));
    screen.push("abc");
    screen.flush().unwrap();
    assert!(screen.has_pending());
    screen.push("d");
    screen.flush().unwrap();
    screen.out().1 = 1;
    screen.flush_pending().unwrap();
    assert!(screen.has_pending());
    screen.out().1 = 9;
    screen.flush_pending().unwrap();
    assert!(!screen.has_pending());
    assert_eq!(screen.out().0, b"abcd");
}

#[test]
fn many_blanks_are_erased_also_where_something_stands_behind_them() {
    let written = frames(&["a sentence that was long; end", "a                         end"]);
    assert_eq!(written[1], ["\x1b[27D\x1b[K\x1b[24Cend"]);
}
