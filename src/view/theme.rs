use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::{Line, Span};

/// Colours and signs. A colour only adds to a sign and a word, so that nothing is lost without it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    /// Whether colours may be used (`NO_COLOR`).
    pub colour: bool,
    /// Which characters the terminal can show.
    pub signs: Signs,
}

/// Which characters the terminal can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signs {
    /// Everything.
    Unicode,
    /// ASCII alone: the locale is not UTF-8.
    Ascii,
}

/// In which voice something is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
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
    pub(super) fn style(self, tone: Tone) -> Style {
        match tone {
            Tone::Quiet => self.coloured(Color::DarkGray),
            Tone::Good => self.coloured(Color::Green),
            Tone::Warning => self.coloured(Color::Yellow),
            Tone::Bad => self.coloured(Color::Red),
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
    pub(super) fn said(self, tone: Tone, words: &str) -> Line<'static> {
        let sign = match tone {
            Tone::Quiet => "",
            Tone::Good => "✓ ",
            Tone::Warning => "! ",
            Tone::Bad => "✗ ",
        };
        Line::from(Span::styled(format!("{sign}{words}"), self.style(tone)))
    }

    pub(super) fn rule(self, width: u16) -> Line<'static> {
        let inner = usize::from(width.saturating_sub(2));
        Line::from(Span::styled(format!(" {}", "─".repeat(inner)), self.style(Tone::Quiet)))
    }

    /// On a terminal that shows ASCII alone, every other character becomes one that it has.
    pub(super) fn speak_ascii(self, buffer: &mut Buffer) {
        if self.signs == Signs::Unicode {
            return;
        }
        for cell in &mut buffer.content {
            if let Some(sign) = ascii(cell.symbol()) {
                cell.set_char(sign);
            }
        }
    }
}

/// A sentence as a terminal that shows ASCII alone can show it, letter by letter.
pub(super) fn in_ascii(words: &str) -> String {
    words.chars().map(|c| ascii(c.encode_utf8(&mut [0; 4])).unwrap_or(c)).collect()
}

/// What stands for a symbol where there is ASCII alone; nothing for one that is ASCII.
fn ascii(symbol: &str) -> Option<char> {
    if symbol.is_ascii() {
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
