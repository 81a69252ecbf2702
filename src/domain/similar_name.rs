//! Decides if two names may be spellings of one name.
//!
//! The desk compares the name in the form with the customers that it has seen. A name is spelled in many ways: with or
//! without the letters of its own alphabet, in Latin or Cyrillic letters, as the passport has it. The comparison
//! reduces each spelling to letters that all of them share. It is made for warnings: a name that is similar may still
//! be another person.

mod letters;
mod patronymic;

use letters::{Sounds, is_same_text, reduced, starts_with, without_doubles, words};
use patronymic::Patronymic;

/// A name, reduced for the comparison with other names.
///
/// # Examples
///
/// ```
/// # use frontdesk::domain::NameKey;
/// let key = NameKey::new("Şahin Əli-Zadə");
/// assert!(key.is_similar_to(&NameKey::new("ALIZADA SHAHIN")));
/// assert!(key.is_similar_to(&NameKey::new("Шахин Ализаде")));
/// assert!(!key.is_similar_to(&NameKey::new("Şahin Əliyev")));
/// ```
#[derive(derive_more::Debug, Clone, PartialEq)]
#[debug("NameKey(…)")]
pub struct NameKey(Vec<Reading>);

/// One reading of a name.
#[derive(Clone, PartialEq)]
struct Reading {
    /// All words of the name.
    words: Vec<String>,
    /// The words without the patronymic.
    own_words: Vec<String>,
    patronymic: Option<Patronymic>,
}

impl NameKey {
    /// Reduces a name.
    pub fn new(name: &str) -> Self {
        let sounds = [true, false].into_iter().flat_map(|has_y| ["h", "ks"].map(|x| Sounds { has_y, x }));
        let mut readings = Vec::new();
        for reading in sounds.map(|sounds| Reading::new(name, sounds)) {
            if !readings.contains(&reading) {
                readings.push(reading);
            }
        }
        Self(readings)
    }

    /// Returns true if the two names may be spellings of one name. The order of the words does not matter, and the
    /// patronymic may be missing in one of them.
    pub fn is_similar_to(&self, other: &Self) -> bool {
        self.0.iter().any(|reading| other.0.iter().any(|of_other| reading.is_similar_to(of_other)))
    }
}

impl Reading {
    fn new(name: &str, sounds: Sounds) -> Self {
        let words: Vec<String> = words(name).iter().map(|word| reduced(word, sounds)).collect();
        let words: Vec<String> = words.into_iter().filter(|word| !word.is_empty()).collect();
        let (own_words, patronymic) = Patronymic::split_off(&words);
        Self { words, own_words, patronymic }
    }

    fn is_similar_to(&self, other: &Self) -> bool {
        match (&self.patronymic, &other.patronymic) {
            (Some(one), Some(of_other)) => {
                one.is_similar_to(of_other) && have_same_letters(&self.own_words, &other.own_words)
            }
            (Some(patronymic), None) => self.is_similar_without(patronymic, &other.words),
            (None, Some(patronymic)) => other.is_similar_without(patronymic, &self.words),
            (None, None) => have_same_letters(&self.words, &other.words),
        }
    }

    /// Compares with the words of a name in which no patronymic is marked as such.
    fn is_similar_without(&self, patronymic: &Patronymic, words: &[String]) -> bool {
        let with_father = [self.own_words.as_slice(), &[patronymic.father().to_owned()]].concat();
        [&self.own_words, &with_father, &self.words].into_iter().any(|own| have_same_letters(own, words))
    }
}

/// The words of a name that are tried in every order. More words are only compared in the order in which they stand.
const MAX_REORDERED_WORDS: usize = 6;

/// Returns true if two names have the same letters, in any order of the words and however the words are joined.
fn have_same_letters(one: &[String], other: &[String]) -> bool {
    let (fewer, more) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    // If words are joined in one of the names, the letters next to each other may be doubles.
    [str::to_owned, without_doubles].into_iter().any(|join: fn(&str) -> String| {
        let target = join(&fewer.concat());
        if more.len() > MAX_REORDERED_WORDS {
            return is_same_text(&join(&more.concat()), &target);
        }
        can_be_joined("", &more.iter().map(String::as_str).collect::<Vec<_>>(), &target, join)
    })
}

/// Returns true if the rest of the words, in some order, completes a text.
fn can_be_joined(begun: &str, rest: &[&str], target: &str, join: fn(&str) -> String) -> bool {
    if rest.is_empty() {
        return is_same_text(begun, target);
    }
    rest.iter().enumerate().any(|(chosen, word)| {
        let longer = join(&[begun, word].concat());
        let others = rest.iter().enumerate().filter(|(at, _)| *at != chosen).map(|(_, word)| *word);
        starts_with(target, &longer) && can_be_joined(&longer, &others.collect::<Vec<_>>(), target, join)
    })
}

#[cfg(test)]
mod tests;
