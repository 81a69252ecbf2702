use crate::domain::Gender;

/// What a key chooses: a letter, the API's number, or a blank for the next one. Nothing for any other.
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

/// The choice to the right, and round.
pub(super) const fn next_gender(gender: Option<Gender>) -> Option<Gender> {
    match gender {
        None => Some(Gender::Female),
        Some(Gender::Female) => Some(Gender::Male),
        Some(Gender::Male) => None,
    }
}

/// The choice to the left, and round.
pub(super) const fn previous_gender(gender: Option<Gender>) -> Option<Gender> {
    match gender {
        None => Some(Gender::Male),
        Some(Gender::Male) => Some(Gender::Female),
        Some(Gender::Female) => None,
    }
}
