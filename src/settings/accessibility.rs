//! The settings for cashiers who hear the desk, or read it on a braille line.

/// The settings that help cashiers who do not see the screen, or not well.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Accessibility {
    /// True if the desk asks line by line.
    pub is_plain: bool,
    /// The cashiers for whom the desk asks line by line.
    pub plain_cashiers: Vec<String>,
    /// True if the questions of the line mode are only their labels.
    pub has_short_questions: bool,
    /// True if hints stay the same while a field is being typed.
    pub is_quiet: bool,
    /// When the bell rings.
    pub bell: Bell,
}

/// When the bell of the terminal rings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Bell {
    /// Never.
    #[default]
    Never,
    /// With each error.
    Errors,
}

impl Accessibility {
    /// Returns true if the desk asks this cashier line by line.
    pub fn is_plain_for(&self, cashier: &str) -> bool {
        self.is_plain || self.plain_cashiers.iter().any(|name| name == cashier)
    }
}
