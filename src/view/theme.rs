use encoding_rs::Encoding;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::{Line, Span};

/// Colours and signs. A colour only adds to a sign and a word, so that nothing is lost without it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    /// Whether colours may be used (`NO_COLOR`).
    pub colour: bool,
    /// Which characters the terminal can show.
    pub signs: CharacterSet,
}

/// Which characters the terminal can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CharacterSet {
    /// Everything.
    Unicode,
    /// ASCII alone.
    Ascii,
    /// ASCII, and the letters of the locale's charset, which is not UTF-8.
    Letters(&'static Encoding),
}

impl CharacterSet {
    /// Whether a character can be shown as it is. Bytes that some terminals obey (C1) are no letters.
    fn has(self, c: char) -> bool {
        match self {
            Self::Unicode => true,
            Self::Ascii => c.is_ascii(),
            Self::Letters(charset) => {
                let mut utf8 = [0; 4];
                let (bytes, _, unknown) = charset.encode(c.encode_utf8(&mut utf8));
                !unknown && bytes.iter().all(|byte| byte.is_ascii() || *byte >= 0xa0)
            }
        }
    }
}

/// In which voice something is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// A hint, or what is not finished yet.
    Quiet,
    /// Understood, done.
    Good,
    /// Allowed, but look.
    Warning,
    /// To be mended.
    Bad,
}

impl Theme {
    pub(super) fn style(self, tone: Severity) -> Style {
        match tone {
            Severity::Quiet => self.coloured(Color::DarkGray),
            Severity::Good => self.coloured(Color::Green),
            Severity::Warning => self.coloured(Color::Yellow),
            Severity::Bad => self.coloured(Color::Red),
        }
    }

    /// The word for where the keys go.
    pub(super) const fn focused() -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// Keys in the footer.
    pub(super) const fn key() -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// The button with the focus.
    pub(super) const fn pressed() -> Style {
        Style::new().add_modifier(Modifier::REVERSED)
    }

    /// What says that nothing here is real.
    pub(super) fn training(self) -> Style {
        self.coloured(Color::Magenta).add_modifier(Modifier::BOLD)
    }

    fn coloured(self, colour: Color) -> Style {
        if self.colour { Style::new().fg(colour) } else { Style::new() }
    }

    /// A sentence in its voice, with its sign.
    pub(super) fn line(self, tone: Severity, words: &str) -> Line<'static> {
        let sign = match tone {
            Severity::Quiet => "",
            Severity::Good => "✓ ",
            Severity::Warning => "! ",
            Severity::Bad => "✗ ",
        };
        Line::from(Span::styled(format!("{sign}{words}"), self.style(tone)))
    }

    pub(super) fn rule(self, width: u16) -> Line<'static> {
        let inner = usize::from(width.saturating_sub(2));
        Line::from(Span::styled(format!(" {}", "─".repeat(inner)), self.style(Severity::Quiet)))
    }

    /// Replaces each character of an area that the terminal cannot show by one that it can.
    pub(super) fn transliterate_cells(self, buffer: &mut Buffer, area: Rect) {
        if self.signs == CharacterSet::Unicode {
            return;
        }
        for place in area.positions() {
            if let Some(cell) = buffer.cell_mut(place)
                && let Some(sign) = replaced(cell.symbol(), self.signs)
            {
                cell.set_char(sign);
            }
        }
    }
}

/// Replaces each character that a terminal cannot show by one that it can.
pub fn transliterate(signs: CharacterSet, words: &str) -> String {
    words.chars().map(|c| replaced(c.encode_utf8(&mut [0; 4]), signs).unwrap_or(c)).collect()
}

/// What stands for a symbol that cannot be shown; nothing for one that can.
fn replaced(symbol: &str, signs: CharacterSet) -> Option<char> {
    if symbol.chars().all(|c| signs.has(c)) {
        return None;
    }
    Some(match symbol {
        "✓" => '+',
        "✗" => 'x',
        "─" | "–" | "·" => '-',
        "•" => '*',
        "’" => '\'',
        "“" | "”" => '"',
        "…" => '~',
        "▸" => '>',
        _ => '?',
    })
}
