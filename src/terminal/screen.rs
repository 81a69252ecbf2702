use std::io::{self, Write};

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use unicode_width::UnicodeWidthStr as _;

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
}

/// What a terminal that tells no size is taken for.
const USUAL: Size = Size { width: 80, height: 24 };

impl<W: Write> Screen<W> {
    /// A screen on a terminal whose caret may be anywhere.
    pub const fn new(out: W) -> Self {
        Self { out, frame: Vec::new(), caret: None, shown: None, look: Look::PLAIN }
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

    fn print(&mut self, symbol: &str, width: u16) {
        self.say(symbol);
        let Some(caret) = self.caret else { return };
        let columns = u16::try_from(symbol.width()).unwrap_or(0);
        let x = caret.x.saturating_add(columns);
        // Terminals differ in how wide emoji and marks are, and in where the caret is after the last column.
        let known = is_plain(symbol) && x < width;
        self.caret = known.then_some(Position { x, y: caret.y });
    }
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
        for (x, y, cell) in content {
            self.go_to(Position { x, y });
            self.wear(Look::of(cell));
            self.print(cell.symbol(), width);
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
        Ok(())
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        self.wear(Look::PLAIN);
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
        let size = crossterm::terminal::size().map_or(USUAL, |(width, height)| Size { width, height });
        Ok(if size.width == 0 || size.height == 0 { USUAL } else { size })
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.size()?, pixels: Size::ZERO })
    }

    fn flush(&mut self) -> io::Result<()> {
        if !self.frame.is_empty() {
            self.out.write_all(&self.frame)?;
            self.out.flush()?;
            self.frame.clear();
        }
        Ok(())
    }
}
