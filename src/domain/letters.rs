use super::keyboard_layout::us_twins;

/// The letters of a language that choose a gender, and yes or no.
///
/// They win over the English letters, which choose the same in every language. A form knows only the English ones and the
/// numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Letters {
    /// Chooses "female".
    pub female: char,
    /// Chooses "male".
    pub male: char,
    /// Answers yes.
    pub yes: char,
    /// Answers no.
    pub no: char,
}

impl Letters {
    /// The English letters.
    pub const ENGLISH: Self = Self { female: 'f', male: 'm', yes: 'y', no: 'n' };

    /// Returns the English letter of the gender that this letter chooses, or the character itself. A letter of another
    /// keyboard layout counts as the one on the same key.
    pub fn gender(self, c: char) -> char {
        let own = |c| choose(c, [(self.female, Self::ENGLISH.female), (self.male, Self::ENGLISH.male)]);
        own(c).or_else(|| twin(c).and_then(own)).unwrap_or(c)
    }

    /// Returns the English letter of the answer that this letter gives, or the character itself.
    ///
    /// A letter of another keyboard layout does not count, because it may begin the opposite word: the key of `y` types
    /// the first letter of the Russian "no".
    pub fn answer(self, c: char) -> char {
        let letters = [(self.yes, Self::ENGLISH.yes), (self.no, Self::ENGLISH.no)];
        choose(c, letters).or_else(|| choose(c, [('1', Self::ENGLISH.yes), ('2', Self::ENGLISH.no)])).unwrap_or(c)
    }

    /// Returns the same for the question to quit, and for the words of the line mode: here a letter of another keyboard layout
    /// counts, unless the language has it.
    pub fn answer_in_any_layout(self, c: char) -> char {
        let is_answer = |c: char| [Self::ENGLISH.yes, Self::ENGLISH.no].contains(&c);
        let answer = self.answer(c);
        if is_answer(answer) {
            return answer;
        }
        twin(c).map(|twin| self.answer(twin)).filter(|twin| is_answer(*twin)).unwrap_or(answer)
    }
}

/// Returns the meaning of a letter, small or capital.
fn choose(c: char, letters: [(char, char); 2]) -> Option<char> {
    let small = c.to_lowercase().next().unwrap_or(c);
    letters.into_iter().find(|(letter, _)| *letter == small).map(|(_, meaning)| meaning)
}

fn twin(c: char) -> Option<char> {
    us_twins(c.encode_utf8(&mut [0; 4])).first()?.chars().next()
}

#[cfg(test)]
mod tests {
    use super::*;

    const AZERBAIJANI: Letters = Letters { female: 'q', male: 'k', yes: 'b', no: 'x' };
    const RUSSIAN: Letters = Letters { female: 'ж', male: 'м', yes: 'д', no: 'н' };
    const TURKISH: Letters = Letters { female: 'k', male: 'e', yes: 'e', no: 'h' };
    const UZBEK: Letters = Letters { female: 'a', male: 'e', yes: 'h', no: 'y' };

    #[test]
    fn a_letter_of_the_language_chooses_a_gender_and_english_letters_and_numbers_stay() {
        for (letters, typed, chosen) in [
            (Letters::ENGLISH, "fFmM-12 0", "ffmm-12 0"),
            (AZERBAIJANI, "qQkKfm12", "ffmmfm12"),
            (AZERBAIJANI, "йл", "fm"),
            (RUSSIAN, "жЖмМfm", "ffmmfm"),
            (TURKISH, "kKeEfm", "ffmmfm"),
            (TURKISH, "лу", "fm"),
            (UZBEK, "aAeEfm", "ffmmfm"),
        ] {
            assert_eq!(typed.chars().map(|c| letters.gender(c)).collect::<String>(), chosen, "{letters:?}");
        }
    }

    #[test]
    fn a_letter_of_the_language_answers_and_wins_over_the_english_one() {
        for (letters, typed, answer, in_any_layout) in [
            (Letters::ENGLISH, "yYnN12", "yynnyn", "yynnyn"),
            (Letters::ENGLISH, "нт", "нт", "yn"),
            (AZERBAIJANI, "bBxXyn", "yynnyn", "yynnyn"),
            (AZERBAIJANI, "ич", "ич", "yn"),
            (RUSSIAN, "дДнНyn", "yynnyn", "yynnyn"),
            (RUSSIAN, "т", "т", "n"),
            (TURKISH, "eEhHyn", "yynnyn", "yynnyn"),
            // The Uzbek "no" begins with the English "yes".
            (UZBEK, "hHyYn", "yynnn", "yynnn"),
        ] {
            assert_eq!(typed.chars().map(|c| letters.answer(c)).collect::<String>(), answer, "{letters:?}");
            let found: String = typed.chars().map(|c| letters.answer_in_any_layout(c)).collect();
            assert_eq!(found, in_any_layout, "{letters:?}");
        }
    }
}
