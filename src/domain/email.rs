//! A customer's e-mail address: read as it is typed, sent as it is typed. The shapes of its parts are left to the
//! `email_address` crate, which in places takes more than mail servers do; whether anybody reads mail there, nobody
//! here knows.

use email_address::{EmailAddress, Options};

use super::personal::redacted_debug;
use super::{FieldError, Parsed, sanitize_line};

/// An e-mail address that could exist: a local part by RFC 5322 and a domain with a dot, in any script. No comments,
/// no display name, no address of a machine instead of a domain; quotes, but no blank between them.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Email(String);

redacted_debug!(Email);

/// RFC 5321: what a mail server takes.
const MAX_ADDRESS_BYTES: usize = 254;

impl Email {
    /// Reads what is typed.
    pub fn parse(text: &str) -> Parsed<Self> {
        let line = sanitize_line(text);
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

    /// What was good when it was written down, whatever the rules are by now.
    pub(crate) const fn from_stored(text: String) -> Self {
        Self(text)
    }

    /// The address as it is sent.
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

/// The crate lets `_` and `!` into a domain; no registry gives such a name out.
fn has_allowed_characters(domain: &str) -> bool {
    domain.chars().all(|c| !c.is_ascii() || c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))
}

/// No top-level domain has a single letter or digits alone (RFC 3696).
fn has_plausible_tld(domain: &str) -> bool {
    let tld = domain.rsplit('.').next().unwrap_or_default();
    tld.chars().count() >= 2 && !tld.bytes().all(|byte| byte.is_ascii_digit())
}

/// Before and after the last `@` that does not stand in quotes.
fn split_at_sign(text: &str) -> Option<(&str, &str)> {
    let (_, unquoted) = text.split_at_checked(end_of_quotes(text)?)?;
    let (_, domain) = unquoted.rsplit_once('@')?;
    let local = text.strip_suffix(domain)?.strip_suffix('@')?;
    Some((local, domain))
}

/// Where the quotes around a local part end, in bytes: 0 without quotes, nothing while they are open.
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

/// What is typed before the `@` may end in a dot for a moment, or stand in quotes that are still open.
fn can_become_local_part(text: &str) -> bool {
    let without_dot = text.strip_suffix('.').unwrap_or(text);
    let closed = ["\"", "_\""].map(|end| format!("{text}{end}"));
    EmailAddress::is_valid_local_part(without_dot)
        || end_of_quotes(text).is_none() && closed.iter().any(|quoted| EmailAddress::is_valid_local_part(quoted))
}

/// What is typed after the `@` may end in a dot or a dash for a moment, or lack its dot.
fn can_become_domain(domain: &str) -> bool {
    let stem = domain.strip_suffix('.').unwrap_or(domain).trim_end_matches('-');
    let has_odd_ending = domain.ends_with("-.") || stem.ends_with('.');
    domain.is_empty() || (!has_odd_ending && has_allowed_characters(domain) && EmailAddress::is_valid_domain(stem))
}

mod typo;

#[cfg(test)]
mod tests;
