use super::Locale;

/// The current language of a desk, and which others the terminal can show.
pub struct Languages {
    current: &'static Locale,
    can_show: Box<dyn Fn(&str) -> bool>,
}

impl Languages {
    /// Begins with the wanted language, or with English if the terminal cannot show its name.
    pub fn beginning_with(wanted: &'static Locale, can_show: impl Fn(&str) -> bool + 'static) -> Self {
        let current = if can_show(&wanted.language_name()) { wanted } else { Locale::english() };
        Self { current, can_show: Box::new(can_show) }
    }

    /// Returns the current language.
    pub const fn current(&self) -> &'static Locale {
        self.current
    }

    /// Goes on to the next language that the terminal can show, and returns it.
    pub fn advance(&mut self) -> &'static Locale {
        let others = std::iter::successors(Some(self.current.next()), |language| Some(language.next()));
        let mut others = others.take_while(|language| *language != self.current);
        self.current = others.find(|language| (self.can_show)(&language.language_name())).unwrap_or(self.current);
        self.current
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_that_the_terminal_cannot_show_are_left_out() {
        let codes = |mut languages: Languages, count| -> Vec<&str> {
            let first = languages.current().code();
            [first].into_iter().chain((1..count).map(|_| languages.advance().code())).collect()
        };
        let turkish = Locale::of("tr").unwrap();
        assert_eq!(codes(Languages::beginning_with(turkish, |_| true), 6), ["tr", "uz", "en", "az", "ru", "tr"]);
        let is_latin = |name: &str| !name.contains('Р');
        assert_eq!(codes(Languages::beginning_with(turkish, is_latin), 5), ["tr", "uz", "en", "az", "tr"]);
        let russian = Locale::of("ru").unwrap();
        assert_eq!(codes(Languages::beginning_with(russian, is_latin), 2), ["en", "az"]);
        assert_eq!(codes(Languages::beginning_with(russian, |_| false), 2), ["en", "en"]);
    }
}
