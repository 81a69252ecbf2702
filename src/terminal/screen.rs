use std::borrow::Cow;
use std::io::{self, Write};

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use rustix::termios::tcgetwinsize;
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::blanks::Blanks;
use super::sgr::Look;

/// Writes frames with as few bytes as it can: it remembers where the caret stands and how the terminal writes,
/// and says only what is new. A frame is one `write`; a frame in which nothing changed is none.
///
/// Written by hand because crossterm's backend sends 39 bytes for a typed character and 31 for no change, and
/// the desk lives at the far end of a line. It never asks the terminal anything.
pub struct Screen<W: Write> {
    out: W,
    frame: Vec<u8>,
    /// Where the terminal's caret is; nothing where that depends on the terminal.
    caret: Option<Position>,
    shown: Option<bool>,
    look: Look,
    /// What a line's end may be erased of.
    blanks: Blanks,
    /// Where it is fixed; else the system is asked.
    size: Option<Size>,
}

/// From so many bytes on a frame may reach the terminal in parts that are seen: it is told where the frame ends.
const LARGE: usize = 512;

/// Around a large frame (mode 2026); a terminal that does not know it ignores it.
const BEGIN: &[u8] = b"\x1b[?2026h";
const END: &[u8] = b"\x1b[?2026l";

/// To erase the rest of a line takes three bytes; so many blanks are still cheaper.
const FEW: usize = 2;

/// What a terminal that tells no size is taken for.
const USUAL: Size = Size { width: 80, height: 24 };

impl<W: Write> Screen<W> {
    /// A screen on a terminal whose caret may be anywhere.
    pub fn new(out: W) -> Self {
        Self {
            out,
            frame: Vec::new(),
            caret: None,
            shown: None,
            look: Look::PLAIN,
            blanks: Blanks::default(),
            size: None,
        }
    }

    /// A screen of this size, wherever it is written to.
    pub fn of_size(out: W, size: Size) -> Self {
        Self { size: Some(size), ..Self::new(out) }
    }

    /// What it is written to.
    pub const fn out(&mut self) -> &mut W {
        &mut self.out
    }

    /// Somebody else has written to the terminal: nothing is known of it any more. What follows has to begin with
    /// clearing it.
    pub fn forget(&mut self) {
        self.say("\x1b[m");
        self.caret = None;
        self.shown = None;
        self.look = Look::PLAIN;
    }

    fn say(&mut self, bytes: &str) {
        self.frame.extend_from_slice(bytes.as_bytes());
    }

    fn go_to(&mut self, to: Position) {
        if self.caret == Some(to) {
            return;
        }
        let absolute = format!("\x1b[{};{}H", to.y + 1, to.x + 1);
        let way = self.caret.and_then(|from| short_way(from, to));
        self.say(way.as_deref().filter(|way| way.len() < absolute.len()).unwrap_or(&absolute));
        self.caret = Some(to);
    }

    fn wear(&mut self, look: Look) {
        if self.look != look {
            self.say(&look.sequence());
            self.look = look;
        }
    }

    /// The changed cells of one row.
    fn row(&mut self, y: u16, cells: &[(u16, &Cell)], width: u16) {
        for (x, cell) in cells {
            self.blanks.take(*x, y, cell);
        }
        let empty_from = self.blanks.from(y).unwrap_or(usize::MAX);
        let written = cells.partition_point(|(x, _)| usize::from(*x) < empty_from);
        let (written, erased) = if cells.len() - written > FEW { cells.split_at(written) } else { (cells, &[][..]) };
        for (x, cell) in written {
            self.go_to(Position { x: *x, y });
            self.wear(Look::of(cell));
            self.print(cell.symbol(), width);
        }
        if let Some((x, _)) = erased.first() {
            let blank = empty_from..=usize::from(*x);
            if !self.caret.is_some_and(|caret| caret.y == y && blank.contains(&usize::from(caret.x))) {
                self.go_to(Position { x: *x, y });
            }
            self.wear(Look::PLAIN);
            self.say("\x1b[K");
        }
    }

    fn print(&mut self, symbol: &str, width: u16) {
        let symbol = &inert(symbol);
        self.say(symbol);
        let Some(caret) = self.caret else { return };
        let columns = u16::try_from(symbol.width()).unwrap_or(0);
        let x = caret.x.saturating_add(columns);
        // Terminals differ in how wide emoji and marks are, and in where the caret is after the last column.
        let known = is_plain(symbol) && x < width;
        self.caret = known.then_some(Position { x, y: caret.y });
    }
}

/// More marks than any script puts on a letter. A stack of them would grow over the rows above and below.
const MARKS: usize = 4;

/// Joins what emoji are made of: it is no mark.
const JOINER: char = '\u{200d}';

/// A symbol without anything that a terminal would obey, and without more marks than a letter has. Everything that
/// comes from outside was looked through before; this is the last gate.
fn inert(symbol: &str) -> Cow<'_, str> {
    if symbol.len() <= MARKS && !symbol.contains(char::is_control) {
        return Cow::Borrowed(symbol);
    }
    let mut marks = 0;
    let kept = symbol.chars().filter(|c| {
        marks = if c.width() == Some(0) && *c != JOINER { marks + 1 } else { 0 };
        marks <= MARKS && !c.is_control()
    });
    Cow::Owned(kept.collect())
}

/// Whether all terminals agree on the width of a symbol.
fn is_plain(symbol: &str) -> bool {
    let mut chars = symbol.chars();
    matches!((chars.next(), chars.next()), (Some(c), None) if c < '\u{2190}' || ('\u{2500}'..'\u{2580}').contains(&c))
}

/// A way in the same row that is told from where the caret stands.
fn short_way(from: Position, to: Position) -> Option<String> {
    if from.y != to.y {
        return (to.x == 0 && to.y == from.y + 1).then(|| "\r\n".to_owned());
    }
    Some(match (to.x, to.x.checked_sub(from.x)) {
        (0, _) => "\r".to_owned(),
        (_, Some(1)) => "\x1b[C".to_owned(),
        (_, Some(right)) => format!("\x1b[{right}C"),
        (_, None) if from.x - to.x <= 3 => "\x08".repeat(usize::from(from.x - to.x)),
        (_, None) => format!("\x1b[{}D", from.x - to.x),
    })
}

impl<W: Write> Backend for Screen<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let width = self.size()?.width;
        let content: Vec<(u16, u16, &Cell)> = content.collect();
        for row in content.chunk_by(|(_, one, _), (_, other, _)| one == other) {
            let Some((_, y, _)) = row.first() else { continue };
            let cells: Vec<(u16, &Cell)> = row.iter().map(|(x, _, cell)| (*x, *cell)).collect();
            self.row(*y, &cells, width);
        }
        // The next key is most likely a plain character: it should cost a byte.
        self.wear(Look::PLAIN);
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        if self.shown != Some(false) {
            self.say("\x1b[?25l");
            self.shown = Some(false);
        }
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        if self.shown != Some(true) {
            self.say("\x1b[?25h");
            self.shown = Some(true);
        }
        Ok(())
    }

    /// Where the caret was put last: the terminal is not asked.
    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.caret.unwrap_or_default())
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.go_to(position.into());
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.wear(Look::PLAIN);
        self.say("\x1b[H\x1b[2J");
        self.caret = Some(Position::ORIGIN);
        self.blanks = Blanks::all(self.size()?);
        Ok(())
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        self.wear(Look::PLAIN);
        // Not asked for by the desk; what is blank is not known after it.
        self.blanks = Blanks::default();
        match clear_type {
            ClearType::All => return self.clear(),
            ClearType::AfterCursor => self.say("\x1b[J"),
            ClearType::BeforeCursor => self.say("\x1b[1J"),
            ClearType::CurrentLine => self.say("\x1b[2K"),
            ClearType::UntilNewLine => self.say("\x1b[K"),
        }
        Ok(())
    }

    fn size(&self) -> io::Result<Size> {
        if let Some(size) = self.size {
            return Ok(size);
        }
        // Not crossterm's: where the system does not tell, that one runs `tput`.
        let size = tcgetwinsize(io::stdout()).map_or(USUAL, |size| Size { width: size.ws_col, height: size.ws_row });
        Ok(if size.width == 0 || size.height == 0 { USUAL } else { size })
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.size()?, pixels: Size::ZERO })
    }

    fn flush(&mut self) -> io::Result<()> {
        if !self.frame.is_empty() {
            if self.frame.len() >= LARGE {
                self.frame.splice(0..0, BEGIN.iter().copied());
                self.frame.extend_from_slice(END);
            }
            self.out.write_all(&self.frame)?;
            self.out.flush()?;
            self.frame.clear();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::rc::Rc;

    use ratatui::Terminal;
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
        let mut terminal = Terminal::new(Screen::new(writes.clone())).unwrap();
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
            [vec!["\x1b[H\x1b[2JAys\x1b[?25h".to_owned()], vec!["e".to_owned()], vec![], vec!["\x08 \x08".to_owned()]]
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
        let mut terminal = Terminal::new(Screen::of_size(Vec::new(), Size { width: 10, height: 1 })).unwrap();
        for text in ["abcdefgh", "a"] {
            terminal.draw(|frame| frame.render_widget(Line::from(text), frame.area())).unwrap();
        }
        let told = String::from_utf8(std::mem::take(terminal.backend_mut().out())).unwrap();
        assert!(told.contains("abcdefgh") && !told.contains("\x1b[K"), "{told:?}");
    }

    #[test]
    fn a_stack_of_marks_is_cut_and_nothing_is_obeyed() {
        let stack = format!("a{}", "\u{301}".repeat(500));
        assert_eq!(inert(&stack), format!("a{}", "\u{301}".repeat(MARKS)));
        assert_eq!(inert("a\u{9b}31m\x1b"), "a31m");
        for symbol in ["a", "ệ", "e\u{301}", "👩\u{200d}👩\u{200d}👧\u{200d}👦", "🇦🇿", "漢", "نِّ"]
        {
            assert_eq!(inert(symbol), symbol);
        }
    }

    #[test]
    fn a_large_frame_is_shown_at_once() {
        let mut screen = Screen::new(Vec::new());
        screen.say(&"x".repeat(LARGE - 1));
        screen.flush().unwrap();
        screen.say(&"x".repeat(LARGE));
        screen.flush().unwrap();
        let told = String::from_utf8(screen.out).unwrap();
        assert_eq!(told.matches("\x1b[?2026h").count(), 1);
        assert!(told.ends_with("x\x1b[?2026l") && told.starts_with('x'));
    }
}
