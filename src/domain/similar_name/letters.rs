use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};

/// A reading of the letters that stand for different sounds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Sounds {
    /// True if there is a `y` before a vowel: `ё`, `ю` and `я` are `yo`, `yu` and `ya`, and `е` is `ye` at the beginning of
    /// a word and after a vowel (Yelena, Yaşar). Else there is none (Elena, Gülnarə for Гюльнара, Lalə for Ляля).
    pub(super) has_y: bool,
    /// The letters for `x`: `h` (Xalid) or `ks` (Maxim).
    pub(super) x: &'static str,
}

/// Splits a name into words of small letters. A hyphen, a full stop and a space are the same.
pub(super) fn words(name: &str) -> Vec<String> {
    let apostrophes: String = name.chars().map(|c| if is_apostrophe(c) { '\'' } else { c }).collect();
    let composed = ComposingNormalizerBorrowed::new_nfkc().normalize(&apostrophes);
    // The small form of `İ` has a mark.
    let small = composed.chars().flat_map(char::to_lowercase).filter(|c| !is_mark(*c));
    let small: String = small.collect();
    small.split(|c: char| !c.is_alphanumeric() && c != '\'').map(str::to_owned).collect()
}

/// Returns true for everything that is typed for an apostrophe, also for the letters that only modify another one.
const fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '`' | '´' | '‘' | '’' | '‛' | '\u{02B0}'..='\u{02FF}' | '′' | '‵' | '՚' | 'ꞌ' | '＇')
}

const fn is_mark(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036F}')
}

/// Returns a word in the letters that all its spellings share. A capital letter stands for two of them, see [`stands_for`].
pub(super) fn reduced(word: &str, sounds: Sounds) -> String {
    let of_x: [Spellings; 1] = [(sounds.x, &["x"])];
    let mut reduced = String::new();
    let mut rest = word;
    while let Some(c) = rest.chars().next() {
        let of_sounds: &[Spellings] = match sounds {
            Sounds { has_y: false, .. } => VOWELS_WITHOUT_Y,
            _ if reduced.chars().last().is_none_or(is_vowel) => &[("io", &["ё"]), ("ia", &["е"])],
            _ => &[("io", &["ё"])],
        };
        let replaced = of_sounds.iter().chain(SPELLINGS).chain(&of_x).find_map(|(letters, spellings)| {
            Some((letters, spellings.iter().find_map(|spelling| rest.strip_prefix(spelling))?))
        });
        rest = if let Some((letters, after)) = replaced {
            reduced.push_str(letters);
            after
        } else {
            let base = DecomposingNormalizerBorrowed::new_nfkd().normalize_iter([c].into_iter());
            let base: String = base.filter(|c| !is_mark(*c)).collect();
            // A letter without its accent may have another spelling.
            reduced.push_str(&if base.starts_with(c) { base } else { self::reduced(&base, sounds) });
            rest.strip_prefix(c).unwrap_or_default()
        };
    }
    without_doubles(&reduced)
}

const fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'i' | 'o' | 'u' | 'O' | 'E')
}

pub(super) fn without_doubles(text: &str) -> String {
    let mut before = None;
    text.chars().filter(|c| before.replace(*c) != Some(*c)).collect()
}

/// Letters, and the spellings that they replace.
type Spellings = (&'static str, &'static [&'static str]);

/// The spellings of vowels without the `y` before them.
const VOWELS_WITHOUT_Y: &[Spellings] =
    &[("a", &["ye", "yə", "ya", "я"]), ("E", &["yo", "yö", "ё"]), ("u", &["yu", "yü", "ю"])];

/// The letters of Latin and Cyrillic alphabets with their spellings. The first one that fits is replaced, so that a
/// spelling comes after those that begin with it. A letter that is missing here replaces itself, without its accents.
const SPELLINGS: &[Spellings] = &[
    // `сх`, `кх` and `зх` are the same as one letter in Latin letters: İshaq, Gökhan.
    ("s", &["shch", "sh", "сх", "с", "ш", "щ"]),
    ("c", &["dzh", "ch", "zh", "dj", "дж", "зх", "j", "ж", "ҹ", "ҷ", "ч"]),
    ("h", &["kh", "кх", "х", "ҳ", "һ"]),
    ("g", &["gh", "ғ", "ҝ"]),
    ("G", &["г"]),
    ("Q", &["q", "қ"]),
    // The Uzbek oʻ, for which Russian writes у.
    ("O", &["o'", "ў"]),
    ("", &["'", "ъ", "ь"]),
    ("a", &["ə", "ǝ", "æ", "e", "а", "ә", "е", "э"]),
    ("i", &["ı", "y", "и", "і", "й", "ј", "ы"]),
    ("o", &["ø", "о", "ө"]),
    ("u", &["у", "ү", "ұ"]),
    ("iu", &["ю"]),
    ("ia", &["я"]),
    ("b", &["б"]),
    ("d", &["đ", "д"]),
    ("f", &["ф"]),
    ("k", &["к"]),
    ("l", &["ł", "л"]),
    ("m", &["м"]),
    ("n", &["н"]),
    ("p", &["п"]),
    ("r", &["р"]),
    ("t", &["т"]),
    ("ts", &["ц"]),
    ("v", &["w", "в"]),
    ("z", &["з"]),
];

/// Returns the letters for which a reduced letter may stand.
///
/// `Q` is q, which is g in a passport and к in Russian. `G` is the Russian г, which is also written for h. `O` is the
/// Uzbek oʻ. `E` is ё, which Russian also writes for ö.
const fn stands_for(letter: char) -> [char; 2] {
    match letter {
        'Q' => ['g', 'k'],
        'G' => ['g', 'h'],
        'O' => ['o', 'u'],
        'E' => ['a', 'o'],
        letter => [letter, letter],
    }
}

fn is_same_letter(one: char, other: char) -> bool {
    one == other || stands_for(one).iter().any(|letter| stands_for(other).contains(letter))
}

pub(super) fn is_same_text(one: &str, other: &str) -> bool {
    one.chars().count() == other.chars().count() && starts_with(one, other)
}

pub(super) fn starts_with(text: &str, beginning: &str) -> bool {
    let mut letters = text.chars();
    beginning.chars().all(|letter| letters.next().is_some_and(|own| is_same_letter(own, letter)))
}
