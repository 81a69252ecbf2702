//! The part of an address before the `@`.

use email_address::EmailAddress;

use super::{EmailError, Fault, end_of_quotes};
use crate::domain::text::is_mark;

/// The longest part before the `@` that a mail server accepts (RFC 5321).
const MAX_BYTES: usize = 64;

/// Checks the whole part before the `@`.
pub(super) fn check(text: &str) -> Result<(), EmailError> {
    if text.is_empty() {
        Err(EmailError::LocalPartMissing)
    } else if text.starts_with('"') {
        if EmailAddress::is_valid_local_part(text) { Ok(()) } else { Err(EmailError::Quotes) }
    } else if text.len() > MAX_BYTES {
        Err(EmailError::TooLong)
    } else if let Some(c) = text.chars().find(|c| !is_allowed_unquoted(*c)) {
        Err(match c {
            '@' => EmailError::SecondAt,
            ',' => EmailError::Comma,
            c => EmailError::Character(c),
        })
    } else if text.starts_with('.') {
        Err(EmailError::DotFirst)
    } else if text.contains("..") {
        Err(EmailError::TwoDots)
    } else if text.ends_with('.') {
        Err(EmailError::DotBeforeAt)
    } else {
        Ok(())
    }
}

/// Checks the beginning of an address without an `@`. It returns the error that the `@` is missing if more typing can
/// make it an address. It may be empty or end in a dot for now, or have open quotes.
pub(super) fn check_beginning(text: &str) -> Result<EmailError, Fault> {
    let is_quoted = end_of_quotes(text).is_none()
        && ["\"", "_\""].iter().any(|end| EmailAddress::is_valid_local_part(&format!("{text}{end}")));
    match check(text) {
        Ok(()) | Err(EmailError::LocalPartMissing | EmailError::DotBeforeAt) => Ok(EmailError::AtMissing),
        Err(_) if is_quoted => Ok(EmailError::AtMissing),
        Err(error) => Err(Fault::Invalid(error)),
    }
}

/// Returns true for the characters that need no quotes (RFC 5322, RFC 6531).
fn is_allowed_unquoted(c: char) -> bool {
    c.is_alphanumeric() || is_mark(c) || ".!#$%&'*+-/=?^_`{|}~".contains(c)
}
