use crate::domain::Gender;

/// Returns the choice of a key: a letter, the API's number, or a space for the next one. `None` means another key.
#[expect(clippy::option_option, reason = "no choice by this key, and the choice of no gender")]
pub(super) const fn choice_for_key(c: char, current: Option<Gender>) -> Option<Option<Gender>> {
    match c.to_ascii_lowercase() {
        'f' | '2' => Some(Some(Gender::Female)),
        'm' | '1' => Some(Some(Gender::Male)),
        '-' | 'u' | '0' => Some(None),
        ' ' => Some(next_gender(current)),
        _ => None,
    }
}

/// Returns the choice to the right, or the first one after the last.
pub(super) const fn next_gender(gender: Option<Gender>) -> Option<Gender> {
    match gender {
        None => Some(Gender::Female),
        Some(Gender::Female) => Some(Gender::Male),
        Some(Gender::Male) => None,
    }
}

/// Returns the choice to the left, or the last one before the first.
pub(super) const fn previous_gender(gender: Option<Gender>) -> Option<Gender> {
    match gender {
        None => Some(Gender::Male),
        Some(Gender::Male) => Some(Gender::Female),
        Some(Gender::Female) => None,
    }
}
