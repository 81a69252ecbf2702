use crate::domain::{Gender, us_twins};

/// Returns the choice of a key: a letter, the API's number, or a space for the next one. `None` means another key. A
/// letter of another keyboard layout counts as the one on the same key.
#[expect(clippy::option_option, reason = "no choice by this key, and the choice of no gender")]
pub(super) fn choice_for_key(c: char, current: Option<Gender>) -> Option<Option<Gender>> {
    let twin = us_twins(c.encode_utf8(&mut [0; 4])).first().and_then(|twin| twin.chars().next());
    match twin.unwrap_or(c).to_ascii_lowercase() {
        'f' | '2' => Some(Some(Gender::Female)),
        'm' | '1' => Some(Some(Gender::Male)),
        '-' | 'u' | '0' => Some(None),
        ' ' => Some(gender_after(current, 1)),
        _ => None,
    }
}

/// The choices, in the order of the screen. `None` means that the gender is not given.
pub const GENDERS: [Option<Gender>; 3] = [None, Some(Gender::Female), Some(Gender::Male)];

/// Returns the choice this number of steps to the right, and continues with the first one after the last.
pub(super) fn gender_after(gender: Option<Gender>, steps: usize) -> Option<Gender> {
    GENDERS.into_iter().cycle().skip_while(|choice| *choice != gender).nth(steps).flatten()
}
