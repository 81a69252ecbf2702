//! The notations in which other programs copy an address: `Name <address>` and `mailto:address?subject=…`.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use super::{EmailError, end_of_quotes};

/// Returns the address in a text, or the whole text if it is nothing else.
///
/// # Errors
///
/// `Character` with the first character after the closing bracket.
pub(super) fn address(text: &str) -> Result<Cow<'_, str>, EmailError> {
    let after_quotes = end_of_quotes(text).and_then(|end| text.get(end..)).unwrap_or_default();
    // In `"a<b"@mail.com` the bracket is a part of the address.
    let Some((_, in_brackets)) = after_quotes.split_once('<').filter(|(before, _)| !before.contains('>')) else {
        return Ok(of_link(text));
    };
    let (address, after) = in_brackets.split_once('>').unwrap_or((in_brackets, ""));
    match after.chars().find(|c| !c.is_whitespace() && !matches!(c, ',' | ';')) {
        Some(c) => Err(EmailError::Character(c)),
        None => Ok(of_link(address.trim())),
    }
}

/// Removes the `mailto:` of a link and what stands after its address.
fn of_link(text: &str) -> Cow<'_, str> {
    const SCHEME: &str = "mailto:";
    let Some(rest) = text.split_at_checked(SCHEME.len()).filter(|(start, _)| start.eq_ignore_ascii_case(SCHEME)) else {
        return Cow::Borrowed(text);
    };
    let address = rest.1.split('?').next().unwrap_or_default().trim_start_matches('/').trim();
    percent_decode_str(address).decode_utf8().unwrap_or(Cow::Borrowed(address))
}

/// Removes the quotes or brackets around a text. `None` means that there are none.
pub(super) fn without_quotes(text: &str) -> Option<&str> {
    const PAIRS: [(char, char); 7] =
        [('"', '"'), ('\'', '\''), ('“', '”'), ('„', '“'), ('«', '»'), ('(', ')'), ('[', ']')];
    PAIRS.iter().find_map(|(open, close)| text.strip_prefix(*open)?.strip_suffix(*close))
}
