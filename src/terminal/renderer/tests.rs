use std::cell::RefCell;
use std::rc::Rc;

use ratatui::Terminal;
use ratatui::backend::Backend as _;
use ratatui::text::Line;

use super::*;

/// A writer that records each write separately.
#[derive(Clone, Default)]
struct WriteLog(Rc<RefCell<Vec<String>>>);

impl Write for WriteLog {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().push(String::from_utf8(bytes.to_vec()).unwrap());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Returns the writes of each frame, with the cursor after its text.
fn draw_frames(texts: &[&str]) -> Vec<Vec<String>> {
    let writes = WriteLog::default();
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
fn a_frame_is_one_write_and_an_unchanged_frame_is_none() {
    let written = draw_frames(&["Ays", "Ayse", "Ayse", "Ays"]);
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
fn the_end_of_a_line_is_erased_and_not_overwritten() {
    let written = draw_frames(&["a long sentence", "a word", "漢 said at length", "漢"]);
    assert_eq!(written[1], ["\x1b[13Dw\x1b[Crd\x1b[K"]);
    assert_eq!(written[3], ["\x1b[14D\x1b[K\x08"]);
}

#[test]
fn without_a_clear_old_text_is_overwritten_and_not_erased() {
    let mut terminal = Terminal::new(Renderer::with_size(Vec::new(), Size { width: 10, height: 1 })).unwrap();
    for text in ["abcdefgh", "a"] {
        terminal.draw(|frame| frame.render_widget(Line::from(text), frame.area())).unwrap();
    }
    let output = String::from_utf8(std::mem::take(terminal.backend_mut().writer_mut())).unwrap();
    assert!(output.contains("abcdefgh") && !output.contains("\x1b[K"), "{output:?}");
}

/// Terminals differ in where they draw a flag or a mark. A space written over its expected column does not always hide
/// it.
#[test]
fn a_row_is_redrawn_when_a_symbol_without_a_stable_width_leaves_it() {
    let written = draw_frames(&["a🇦🇿b c", "a🇦🇿b cd", "ab cd", "ab c"]);
    assert_eq!(written[1], ["d"], "it stays");
    assert_eq!(written[2], ["\r\x1b[Kab\x1b[Ccd"]);
    assert_eq!(written[3], ["\x08 \x08"]);
}

#[test]
fn a_large_frame_is_a_synchronized_update() {
    let mut screen = Renderer::new(Vec::new());
    screen.push(&"x".repeat(MIN_SYNCHRONIZED_BYTES - 1));
    screen.flush().unwrap();
    screen.push(&"x".repeat(MIN_SYNCHRONIZED_BYTES));
    screen.flush().unwrap();
    let output = String::from_utf8(screen.writer).unwrap();
    assert_eq!(output.matches("\x1b[?2026h").count(), 1);
    assert!(output.ends_with("x\x1b[?2026l") && output.starts_with('x'));
}

/// A writer that accepts this many bytes and then would block.
struct LimitedWriter(Vec<u8>, usize);

impl Write for LimitedWriter {
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
fn output_that_the_terminal_does_not_take_stays_pending() {
    let mut screen = Renderer::new(LimitedWriter(Vec::new(), 2));
    screen.push("abc");
    screen.flush().unwrap();
    assert!(screen.has_pending());
    screen.push("d");
    screen.flush().unwrap();
    screen.writer_mut().1 = 1;
    screen.flush_pending().unwrap();
    assert!(screen.has_pending());
    screen.writer_mut().1 = 9;
    screen.flush_pending().unwrap();
    assert!(!screen.has_pending());
    assert_eq!(screen.writer_mut().0, b"abcd");
}

#[test]
fn a_long_gap_before_other_text_is_erased() {
    let written = draw_frames(&["a sentence that was long; end", "a                         end"]);
    assert_eq!(written[1], ["\x1b[27D\x1b[K\x1b[24Cend"]);
}
