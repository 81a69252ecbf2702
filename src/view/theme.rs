use encoding_rs::Encoding;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::{Line, Span};

use crate::wording::Severity;

/// Colours and symbols. A colour is always added to a symbol and a word, so that no meaning is lost without colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    /// True if colours may be used (`NO_COLOR` forbids them).
    pub colour: bool,
    /// The characters that the terminal can show.
    pub signs: CharacterSet,
}

/// The characters that a terminal can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CharacterSet {
    /// Everything.
    Unicode,
    /// Only ASCII.
    Ascii,
    /// ASCII, and the letters of the locale's charset, which is not UTF-8.
    Letters(&'static Encoding),
}

impl CharacterSet {
    /// Returns true if the terminal can show the character. Bytes from 0x80 to 0x9f (C1) are excluded, because some
    /// terminals take them as control characters.
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

impl Theme {
    pub(super) fn style(self, severity: Severity) -> Style {
        match severity {
            Severity::Quiet => self.coloured(Color::DarkGray),
            Severity::Good => self.coloured(Color::Green),
            Severity::Warning => self.coloured(Color::Yellow),
            Severity::Bad => self.coloured(Color::Red),
        }
    }

    /// Returns the style of a focused label, of titles, and of keys in the footer.
    pub(super) const fn focused() -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// Returns the style of the focused button.
    pub(super) const fn focused_button() -> Style {
        Style::new().add_modifier(Modifier::REVERSED)
    }

    /// Returns the style of the training mark.
    pub(super) fn training(self) -> Style {
        self.coloured(Color::Magenta).add_modifier(Modifier::BOLD)
    }

    fn coloured(self, colour: Color) -> Style {
        if self.colour { Style::new().fg(colour) } else { Style::new() }
    }

    /// Returns a sentence with the symbol and the colour of its severity.
    pub(super) fn line(self, severity: Severity, words: &str) -> Line<'static> {
        Line::from(Span::styled(format!("{}{words}", severity.sign()), self.style(severity)))
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
                && let Some(sign) = replacement(cell.symbol(), self.signs)
            {
                cell.set_char(sign);
            }
        }
    }
}

/// Replaces each character that a terminal cannot show by one that it can.
pub fn transliterate(signs: CharacterSet, words: &str) -> String {
    words.chars().map(|c| replacement(c.encode_utf8(&mut [0; 4]), signs).unwrap_or(c)).collect()
}

/// Returns the replacement for a symbol that cannot be shown. `None` means that it can be shown.
fn replacement(symbol: &str, signs: CharacterSet) -> Option<char> {
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
