use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

/// The colours and attributes of a cell that the terminal displays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CellStyle {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

impl CellStyle {
    pub(super) const PLAIN: Self = Self { fg: Color::Reset, bg: Color::Reset, modifier: Modifier::empty() };

    pub(super) const fn of(cell: &Cell) -> Self {
        Self { fg: cell.fg, bg: cell.bg, modifier: cell.modifier }
    }

    /// Returns the SGR sequence that changes the terminal from the style `current` to this style. It resets first
    /// unless `current` is plain, because terminals differ in how to turn a single attribute off.
    pub(super) fn sequence_from(self, current: Self) -> String {
        let mut codes = Vec::new();
        for (modifier, code) in MODIFIERS {
            if self.modifier.contains(*modifier) {
                codes.push(code.to_string());
            }
        }
        codes.extend(colour_code(self.fg).map(|code| code.to_string()));
        // A terminal with eight colours ignores the code of a bright one, and the usual one before it counts.
        let backgrounds = colour_code(self.bg).into_iter().flat_map(|code| [usual_code(code), code]);
        codes.extend(backgrounds.map(|code| (code + 10).to_string()));
        codes.dedup();
        match (codes.join(";"), current == Self::PLAIN) {
            (codes, _) if codes.is_empty() => "\x1b[m".to_owned(),
            (codes, true) => format!("\x1b[{codes}m"),
            (codes, false) => format!("\x1b[0;{codes}m"),
        }
    }
}

const MODIFIERS: &[(Modifier, u8)] = &[
    (Modifier::BOLD, 1),
    (Modifier::DIM, 2),
    (Modifier::ITALIC, 3),
    (Modifier::UNDERLINED, 4),
    (Modifier::REVERSED, 7),
];

/// Returns the code of the usual colour for a bright one.
const fn usual_code(code: u8) -> u8 {
    if code >= 90 { code - 60 } else { code }
}

/// Returns the foreground code of one of the sixteen colours. The desk uses no other colours.
const fn colour_code(colour: Color) -> Option<u8> {
    Some(match colour {
        Color::Black => 30,
        Color::Red => 31,
        Color::Green => 32,
        Color::Yellow => 33,
        Color::Blue => 34,
        Color::Magenta => 35,
        Color::Cyan => 36,
        Color::Gray => 37,
        Color::DarkGray => 90,
        Color::LightRed => 91,
        Color::LightGreen => 92,
        Color::LightYellow => 93,
        Color::LightBlue => 94,
        Color::LightMagenta => 95,
        Color::LightCyan => 96,
        Color::White => 97,
        Color::Reset | Color::Indexed(_) | Color::Rgb(..) => return None,
    })
}
