/// The answers about consent, in the order of the screen. True means yes.
pub const CONSENT_ANSWERS: [bool; 2] = [false, true];

/// Returns the answer of a key: a letter, a number, or a space for the other one. `None` means another key.
///
/// A letter of another keyboard layout does not count, because it may begin the opposite word: the key of `y` types the
/// first letter of the Russian "no".
pub(super) const fn answer_for_key(c: char, current: bool) -> Option<bool> {
    match c.to_ascii_lowercase() {
        'y' | '1' => Some(true),
        'n' | '0' | '-' => Some(false),
        ' ' => Some(!current),
        _ => None,
    }
}
