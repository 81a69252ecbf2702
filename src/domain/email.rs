//! A customer's e-mail address, parsed while it is typed and sent as it is typed.
//!
//! The form calls it on every key. The `email_address` crate checks the syntax of the parts; in places it accepts more
//! than mail servers do. This module does not know if the mailbox exists.

use email_address::{EmailAddress, Options};
use serde::{Deserialize, Serialize};

use super::personal::redacted_debug;
use super::text::{Joiners, clean_text, letter_of_second_alphabet};
use super::{FieldError, Parsed};

/// An e-mail address that could exist: a local part by RFC 5322 and a domain with a dot, in any script.
///
/// Comments, a display name and an IP address instead of a domain are not allowed. A local part may be
/// quoted, but without a space between the quotes.
///
/// Deserialisation does not check it: it was valid when it was stored, whatever the rules are now.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Email(String);

redacted_debug!(Email);

/// The longest address that a mail server accepts (RFC 5321).
const MAX_ADDRESS_BYTES: usize = 254;

impl Email {
    /// Parses an address that may still be incomplete.
    ///
    /// # Examples
    ///
    /// ```
    /// # use frontdesk::domain::{Email, FieldError, Parsed};
    /// assert_eq!(Email::parse("aysel@"), Parsed::Incomplete(FieldError::EmailDomain));
    /// assert_eq!(Email::parse("aysel @"), Parsed::Invalid(FieldError::EmailSpace));
    ///
    /// let email = Email::parse("aysel@gmial.com").valid().unwrap();
    /// assert_eq!(email.as_str(), "aysel@gmial.com");
    /// assert_eq!(email.suggestion().unwrap().as_str(), "aysel@gmail.com");
    /// ```
    pub fn parse(text: &str) -> Parsed<Self> {
        let line = clean_text(text, Joiners::None);
        let text = line.trim();
        if text.is_empty() {
            return Parsed::Empty;
        }
        if text.chars().any(char::is_whitespace) {
            return Parsed::Invalid(FieldError::EmailSpace);
        }
        let Some((local, domain)) = split_at_sign(text) else {
            return if can_become_local_part(text) {
                Parsed::Incomplete(FieldError::EmailAtMissing)
            } else {
                Parsed::Invalid(FieldError::EmailLocalPart)
            };
        };
        if !EmailAddress::is_valid_local_part(local) {
            return Parsed::Invalid(FieldError::EmailLocalPart);
        }
        if is_complete(text, domain) {
            Parsed::Valid(Self(text.to_owned()))
        } else if text.len() < MAX_ADDRESS_BYTES && can_become_domain(domain) {
            Parsed::Incomplete(FieldError::EmailDomain)
        } else {
            Parsed::Invalid(FieldError::EmailDomain)
        }
    }

    /// Returns a letter of another alphabet than the rest of its word, which no search would find.
    pub fn letter_of_second_alphabet(&self) -> Option<char> {
        letter_of_second_alphabet(&self.0)
    }

    /// Returns the address as it is sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_complete(text: &str, domain: &str) -> bool {
    let options = Options::default().with_required_tld().without_display_text().without_domain_literal();
    text.len() <= MAX_ADDRESS_BYTES
        && has_allowed_characters(domain)
        && has_plausible_tld(domain)
        && EmailAddress::parse_with_options(text, options).is_ok()
}

/// Returns true if all ASCII characters of the domain are letters, digits, dots or hyphens.
///
/// The crate also accepts `_` and `!`, but no registry assigns such a name.
fn has_allowed_characters(domain: &str) -> bool {
    domain.chars().all(|c| !c.is_ascii() || c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))
}

/// Returns true if the last label can be a top-level domain: none has a single letter or only digits (RFC 3696).
fn has_plausible_tld(domain: &str) -> bool {
    let tld = domain.rsplit('.').next().unwrap_or_default();
    tld.chars().count() >= 2 && !tld.bytes().all(|byte| byte.is_ascii_digit())
}

/// Splits an address at the last `@` that is not in quotes.
fn split_at_sign(text: &str) -> Option<(&str, &str)> {
    let (_, unquoted) = text.split_at_checked(end_of_quotes(text)?)?;
    let (_, domain) = unquoted.rsplit_once('@')?;
    let local = text.strip_suffix(domain)?.strip_suffix('@')?;
    Some((local, domain))
}

/// Returns the end of the quotes around a local part in bytes, or 0 without quotes. `None` means that they are open.
fn end_of_quotes(text: &str) -> Option<usize> {
    let mut chars = text.char_indices();
    if !text.starts_with('"') {
        return Some(0);
    }
    chars.next();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return Some(at + 1),
            '\\' => _ = chars.next(),
            _ => {}
        }
    }
    None
}

/// Returns true if more typing can make this a local part. It may end in a dot for now, or have open quotes.
fn can_become_local_part(text: &str) -> bool {
    let without_dot = text.strip_suffix('.').unwrap_or(text);
    let closed = ["\"", "_\""].map(|end| format!("{text}{end}"));
    EmailAddress::is_valid_local_part(without_dot)
        || end_of_quotes(text).is_none() && closed.iter().any(|quoted| EmailAddress::is_valid_local_part(quoted))
}

/// Returns true if more typing can make this a domain. It may end in a dot or a hyphen for now, or have no dot yet.
fn can_become_domain(domain: &str) -> bool {
    let stem = domain.strip_suffix('.').unwrap_or(domain).trim_end_matches('-');
    let has_odd_ending = domain.ends_with("-.") || stem.ends_with('.');
    domain.is_empty() || (!has_odd_ending && has_allowed_characters(domain) && EmailAddress::is_valid_domain(stem))
}

mod typo;

#[cfg(test)]
mod tests;
