use encoding_rs::Encoding;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::{Line, Span};

use crate::domain::without_accent;
use crate::wording::Severity;

/// Colours and symbols.
///
/// Text has the terminal's own colours, because they differ between terminals and are readable there. A style that sets
/// the colour of text sets the background too, in a pair that is readable in every usual palette. A colour alone is only
/// on a sign, which means the same without it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    /// True if colours may be used (`NO_COLOR` forbids them).
    pub colour: bool,
    /// True if the terminal draws underlined cells as a line, not as a colour. Otherwise a field is a row of `_`.
    pub underline: bool,
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
    /// Returns true if the terminal can show a text, if need be without accents.
    pub fn shows(self, text: &str) -> bool {
        !transliterate(self, text).contains('?')
    }

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

/// Black on cyan: the focus, and good news.
const ACCENT: Style = Style::new().fg(Color::Black).bg(Color::LightCyan);
/// Black on light grey: bars, badges and choices.
const BAR: Style = Style::new().fg(Color::Black).bg(Color::Gray);
/// Black on white: bad news, and what must be seen in a bar.
const ALARM: Style = Style::new().fg(Color::Black).bg(Color::White);

impl Theme {
    /// Returns the style of the sign of a message.
    fn sign(self, severity: Severity) -> Style {
        match severity {
            Severity::Bad if self.colour => Style::new().fg(Color::LightRed),
            Severity::Warning if self.colour => Style::new().fg(Color::LightMagenta),
            Severity::Good if self.colour => Style::new().fg(Color::Green),
            _ => Style::new(),
        }
    }

    /// Returns the style of titles, and of keys in a footer.
    pub(super) const fn strong() -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// Returns the style of the label, the button and the row that have the focus.
    pub(super) const fn focus(self) -> Style {
        self.pair(ACCENT)
    }

    /// Returns the style of the header.
    pub(super) const fn bar(self) -> Style {
        self.pair(BAR)
    }

    /// Returns the style of a part of the header that must be seen.
    pub(super) const fn bar_alarm(self) -> Style {
        if self.colour { ALARM } else { Self::strong() }
    }

    /// Returns the style of the chosen one of several choices.
    pub(super) const fn chosen(self) -> Style {
        self.pair(BAR)
    }

    /// Returns the style of a badge on the result line.
    pub(super) const fn badge(self, severity: Severity) -> Style {
        self.pair(match severity {
            Severity::Good => ACCENT,
            Severity::Bad => ALARM,
            Severity::Warning | Severity::Quiet => BAR,
        })
    }

    /// Returns the two colours, or reversed cells without colours.
    const fn pair(self, colours: Style) -> Style {
        if self.colour { colours } else { Style::new().add_modifier(Modifier::REVERSED) }
    }

    /// Returns a sentence with the symbol of its severity.
    pub(super) fn line(self, severity: Severity, words: &str) -> Line<'static> {
        Line::from(vec![Span::styled(severity.sign(), self.sign(severity)), Span::raw(words.to_owned())])
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
        "✗" => 'x',
        "─" | "–" | "·" => '-',
        "│" => '|',
        "✓" | "┌" | "┐" | "└" | "┘" => '+',
        "○" => 'o',
        "•" | "●" => '*',
        "’" => '\'',
        "“" | "”" => '"',
        "…" => '~',
        "┃" => '>',
        _ => symbol.chars().next().and_then(without_accent).filter(|letter| signs.has(*letter)).unwrap_or('?'),
    })
}
