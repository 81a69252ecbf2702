use super::letters::{is_same_text, starts_with};

/// The patronymic of a name: the father's name, marked by a word or an ending.
#[derive(Clone, PartialEq)]
pub(super) struct Patronymic {
    /// The father's name, reduced. Before a Russian ending it may lack its last letter.
    father: String,
    is_stem: bool,
    of_son: bool,
}

/// The words after the father's name, and if they stand for a son. They may be joined with it. A capital letter stands
/// for two letters, as in the reduced words.
const PARTICLES: [(&str, bool); 3] = [("Oglu", true), ("Ogli", true), ("Qizi", false)];

/// Further words after the father's name. They end too many other words to be recognised there.
const SEPARATE_PARTICLES: [(&str, bool); 2] = [("ulu", true), ("uli", true)];

/// The abbreviations `o.` and `q.`, which may also be initials. At least two own words are left beside them.
const ABBREVIATIONS: [(&str, bool); 2] = [("o", true), ("Q", false)];

/// The Russian endings after the father's name.
const ENDINGS: [(&str, bool); 5] =
    [("ovic", true), ("avic", true), ("ovna", false), ("avna", false), ("inicna", false)];

/// The shortest father's name before an ending.
const MIN_FATHER_LETTERS: usize = 2;

impl Patronymic {
    /// Splits reduced words into the person's own words and the patronymic. At least one own word is left, and at least
    /// two beside an ending, which some surnames have too.
    pub(super) fn split_off(words: &[String]) -> (Vec<String>, Option<Self>) {
        let without = |from: usize, count: usize| {
            let rest = words.iter().enumerate().filter(|(at, _)| !(from..from + count).contains(at));
            rest.map(|(_, word)| word.clone()).collect()
        };
        if words.len() > 2 {
            let abbreviations = if words.len() > 3 { ABBREVIATIONS.as_slice() } else { &[] };
            let particles = || PARTICLES.iter().chain(&SEPARATE_PARTICLES).chain(abbreviations);
            for (at, pair) in words.windows(2).enumerate() {
                let [father, particle] = pair else { continue };
                if let Some((_, of_son)) = particles().find(|(known, _)| is_same_text(particle, known)) {
                    let father = Self { father: father.clone(), is_stem: false, of_son: *of_son };
                    return (without(at, 2), Some(father));
                }
            }
            for (at, word) in words.iter().enumerate() {
                let joined =
                    PARTICLES.iter().map(|ending| (ending, false)).chain(ENDINGS.iter().map(|ending| (ending, true)));
                for ((ending, of_son), is_stem) in joined {
                    if let Some(father) = before_ending(word, ending) {
                        return (without(at, 1), Some(Self { father, is_stem, of_son: *of_son }));
                    }
                }
            }
        }
        (words.to_vec(), None)
    }

    /// Returns the father's name, reduced.
    pub(super) fn father(&self) -> &str {
        &self.father
    }

    /// Returns true if both may stand for the same child of the same father.
    pub(super) fn is_similar_to(&self, other: &Self) -> bool {
        let is_same_father = match (self.is_stem, other.is_stem) {
            (true, false) => starts_with(&other.father, &self.father),
            (false, true) => starts_with(&self.father, &other.father),
            (true, true) | (false, false) => is_same_text(&self.father, &other.father),
        };
        self.of_son == other.of_son && is_same_father
    }
}

/// Returns the father's name before an ending. `None` means that the word has another ending.
fn before_ending(word: &str, ending: &str) -> Option<String> {
    let length = word.chars().count().checked_sub(ending.len()).filter(|length| *length >= MIN_FATHER_LETTERS)?;
    let (father, end): (String, String) = (word.chars().take(length).collect(), word.chars().skip(length).collect());
    is_same_text(&end, ending).then_some(father)
}
