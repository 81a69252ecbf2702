//! Words for "son" and "daughter" after the name of the father. They have no capital.

use crate::domain::text::is_apostrophe;

/// The particles in small letters, with `i` for `ı`, without apostrophes.
const PARTICLES: [&str; 35] = [
    "oğlu", "oglu", "oğli", "ogli", "oğly", "ogly", "oghlu", "oghli", "ughli", "ugli", "uulu", "ulu", "uly", "ūly",
    "qizi", "qyzy", "kizi", "kyzy", "gizi", "gyzy", "оглы", "оглу", "огли", "оғли", "оғлы", "ўғли", "угли", "уулу",
    "улы", "ұлы", "кызы", "кизи", "қызы", "қизи", "гызы",
];

/// The Azerbaijani and Turkish particles whose capital `I` is always an `ı`.
const WITH_DOTLESS_I: [&str; 2] = ["qizi", "kizi"];

/// Returns the particle in small letters. `None` means that the word is none. `has_dotless_i` means that the name is
/// Azerbaijani or Turkish.
pub(super) fn small(word: &str, has_dotless_i: bool) -> Option<String> {
    let small = |dotless: char| -> String {
        let lowercase = |c: char| match c {
            'I' => dotless,
            'İ' => 'i',
            c => c.to_lowercase().next().unwrap_or(c),
        };
        word.chars().map(lowercase).collect()
    };
    let dotted = small('i');
    let key: String = dotted.chars().filter(|c| !is_apostrophe(*c)).map(|c| if c == 'ı' { 'i' } else { c }).collect();
    let is_dotless = has_dotless_i && WITH_DOTLESS_I.contains(&key.as_str());
    PARTICLES.contains(&key.as_str()).then(|| if is_dotless { small('ı') } else { dotted })
}
