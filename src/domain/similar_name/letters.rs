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
    let of_x = [("x", sounds.x)];
    let mut reduced = String::new();
    let mut rest = word;
    while let Some(c) = rest.chars().next() {
        let of_sounds = match sounds {
            Sounds { has_y: false, .. } => SPELLINGS_WITHOUT_Y,
            _ if reduced.chars().last().is_none_or(is_vowel) => &[("ё", "io"), ("е", "ia")],
            _ => &[("ё", "io")],
        };
        let mut spellings = of_sounds.iter().chain(SPELLINGS).chain(&of_x);
        rest = if let Some((letters, after)) = spellings.find_map(|(from, to)| Some((to, rest.strip_prefix(from)?))) {
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

/// The spellings of vowels without the `y` before them.
const SPELLINGS_WITHOUT_Y: &[(&str, &str)] = &[
    ("ye", "a"),
    ("yə", "a"),
    ("ya", "a"),
    ("yo", "E"),
    ("yö", "E"),
    ("yu", "u"),
    ("yü", "u"),
    ("ё", "E"),
    ("ю", "u"),
    ("я", "a"),
];

/// The letters that replace a spelling, the longest spellings first. A letter that is missing here replaces itself,
/// without its accents.
const SPELLINGS: &[(&str, &str)] = &[
    ("shch", "s"),
    ("dzh", "c"),
    ("sh", "s"),
    ("ch", "c"),
    ("kh", "h"),
    ("gh", "g"),
    ("zh", "c"),
    ("dj", "c"),
    ("дж", "c"),
    // In Latin letters these are the same as one letter: İshaq, Gökhan.
    ("сх", "s"),
    ("кх", "h"),
    ("зх", "c"),
    // The Uzbek oʻ, for which Russian writes у.
    ("o'", "O"),
    ("'", ""),
    // Latin letters: one sound with several letters, and letters that decomposition does not change.
    ("ə", "a"),
    ("ǝ", "a"),
    ("æ", "a"),
    ("e", "a"),
    ("ı", "i"),
    ("y", "i"),
    ("j", "c"),
    ("q", "Q"),
    ("w", "v"),
    ("ø", "o"),
    ("đ", "d"),
    ("ł", "l"),
    // Cyrillic letters of Azerbaijani, Russian, Uzbek and their neighbours.
    ("а", "a"),
    ("ә", "a"),
    ("е", "a"),
    ("э", "a"),
    ("б", "b"),
    ("в", "v"),
    ("г", "G"),
    ("ғ", "g"),
    ("ҝ", "g"),
    ("д", "d"),
    ("ж", "c"),
    ("ҹ", "c"),
    ("ҷ", "c"),
    ("ч", "c"),
    ("з", "z"),
    ("и", "i"),
    ("і", "i"),
    ("й", "i"),
    ("ј", "i"),
    ("ы", "i"),
    ("к", "k"),
    ("қ", "Q"),
    ("л", "l"),
    ("м", "m"),
    ("н", "n"),
    ("о", "o"),
    ("ө", "o"),
    ("ў", "O"),
    ("п", "p"),
    ("р", "r"),
    ("с", "s"),
    ("т", "t"),
    ("у", "u"),
    ("ү", "u"),
    ("ұ", "u"),
    ("ф", "f"),
    ("х", "h"),
    ("ҳ", "h"),
    ("һ", "h"),
    ("ц", "ts"),
    ("ш", "s"),
    ("щ", "s"),
    ("ъ", ""),
    ("ь", ""),
    ("ю", "iu"),
    ("я", "ia"),
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
