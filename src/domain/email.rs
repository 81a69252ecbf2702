//! A customer's e-mail address, parsed while it is typed and sent as it is typed.
//!
//! The form calls it on every key. This module does not know if the mailbox exists.

use serde::{Deserialize, Serialize};

use super::text::{Joiners, clean_text, without_wide_forms};
use super::{FieldError, Parsed};

mod domain;
mod error;
mod local_part;
mod other_layout;
mod pasted;
mod typo;

pub use error::EmailError;

/// An e-mail address that could exist: a local part by RFC 5322 and a domain with a dot, in any script.
///
/// Comments and an IP address instead of a domain are not allowed. A local part may be quoted, but without a space
/// between the quotes.
///
/// Deserialisation does not check it: it was valid when it was stored, whatever the rules are now.
#[derive(derive_more::Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[debug("Email(…)")]
pub struct Email(String);

/// The longest address that a mail server accepts (RFC 5321).
const MAX_ADDRESS_BYTES: usize = 254;

impl Email {
    /// Parses an address that may still be incomplete. Of `Name <address>` and `mailto:address` it takes the address.
    ///
    /// # Examples
    ///
    /// ```
    /// # use frontdesk::domain::{Email, EmailError, FieldError, Parsed};
    /// assert_eq!(Email::parse("aysel@"), Parsed::Incomplete(FieldError::Email(EmailError::DomainMissing)));
    /// assert_eq!(Email::parse("aysel @"), Parsed::Invalid(FieldError::Email(EmailError::Space)));
    /// assert_eq!(Email::parse("Aysel <aysel@mail.az>"), Email::parse("aysel@mail.az"));
    ///
    /// let email = Email::parse("aysel@gmial.com").valid().unwrap();
    /// assert_eq!(email.as_str(), "aysel@gmial.com");
    /// assert_eq!(email.suggestion().unwrap().as_str(), "aysel@gmail.com");
    /// ```
    pub fn parse(text: &str) -> Parsed<Self> {
        // A keyboard for Chinese or Japanese types the wide signs.
        let line = clean_text(text, Joiners::None);
        let line = without_wide_forms(&line);
        let text = line.trim();
        if text.is_empty() {
            return Parsed::Empty;
        }
        let address = match pasted::address(text) {
            Ok(address) => address,
            Err(error) => return Parsed::Invalid(FieldError::Email(error)),
        };
        if let Some(quoted) = pasted::without_quotes(&address).filter(|quoted| check(quoted).is_ok()) {
            return Parsed::Valid(Self(quoted.to_owned()));
        }
        match check(&address) {
            Ok(()) => Parsed::Valid(Self(address.into_owned())),
            Err(Fault::Incomplete(error)) => Parsed::Incomplete(FieldError::Email(error)),
            Err(Fault::Invalid(error)) => Parsed::Invalid(FieldError::Email(error)),
        }
    }

    /// Returns the address as it is sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The first fault of a text that is no address.
enum Fault {
    /// More typing can correct it.
    Incomplete(EmailError),
    /// No typing at the end can correct it.
    Invalid(EmailError),
}

fn check(address: &str) -> Result<(), Fault> {
    let Some((local_part, domain)) = split_at_sign(address) else {
        // It may also be the name before an address in brackets.
        let is_name = address.chars().any(char::is_whitespace);
        let error = if is_name { EmailError::Space } else { local_part::check_beginning(address)? };
        return Err(Fault::Incomplete(error));
    };
    if address.chars().any(char::is_whitespace) {
        return Err(Fault::Invalid(EmailError::Space));
    }
    local_part::check(local_part).map_err(Fault::Invalid)?;
    domain::check(domain)?;
    if address.len() > MAX_ADDRESS_BYTES { Err(Fault::Invalid(EmailError::TooLong)) } else { Ok(()) }
}

/// Splits an address at the last `@` that is not in quotes.
fn split_at_sign(text: &str) -> Option<(&str, &str)> {
    let (_, unquoted) = text.split_at_checked(end_of_quotes(text)?)?;
    let (_, domain) = unquoted.rsplit_once('@')?;
    let local = text.strip_suffix(domain)?.strip_suffix('@')?;
    Some((local, domain))
}

/// Returns the end of the quotes at the beginning in bytes, or 0 without quotes. `None` means that they are open.
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

#[cfg(test)]
mod tests;
