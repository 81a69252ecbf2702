use super::Locale;

/// The languages of a desk, in a circle that begins with the current one.
#[derive(Debug, Clone)]
pub struct Languages(Vec<&'static Locale>);

impl Languages {
    /// Returns the languages that the terminal can show. If it cannot show the wanted one, the first is English.
    pub fn beginning_with(wanted: &Locale, can_show: impl Fn(&str) -> bool) -> Self {
        let mut shown: Vec<_> = Locale::all().filter(|language| can_show(&language.language_name())).collect();
        let at = shown.iter().position(|language| *language == wanted).unwrap_or_default();
        shown.rotate_left(at);
        Self(shown)
    }

    /// Returns the current language.
    pub fn current(&self) -> &'static Locale {
        self.0.first().unwrap_or(&Locale::english())
    }

    /// Goes on to the next language, and returns it.
    pub fn advance(&mut self) -> &'static Locale {
        if !self.0.is_empty() {
            self.0.rotate_left(1);
        }
        self.current()
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
