//! The JSON in the columns: a registration, an error, a refusal, a conflict. What is written here must be readable for
//! ever: fields may be added with a default, never renamed.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::domain::{Cid, NewCustomer, StorageError};

use super::super::OutboxError;

pub(super) fn to_json<T: Serialize>(value: &T) -> Result<String, OutboxError> {
    // Only a map with keys that are no strings could fail, and there is none.
    serde_json::to_string(value).map_err(|_| StorageError::Broken.into())
}

/// Parses a column. This program writes nothing that it cannot read, so the file is damaged. The cause may quote
/// personal data, so it is not part of the error.
pub(super) fn from_json<T: DeserializeOwned>(text: &str) -> Result<T, OutboxError> {
    serde_json::from_str(text).map_err(|_| StorageError::Damaged.into())
}

/// Parses a registration. Its `cid` has its own column.
pub(super) fn customer_from_json(mut stored: Value, cid: Cid) -> Result<NewCustomer, OutboxError> {
    let id = serde_json::to_value(cid).map_err(|_| StorageError::Broken)?;
    stored.as_object_mut().ok_or(StorageError::Damaged)?.insert("cid".into(), id);
    serde_json::from_value(stored).map_err(|_| StorageError::Damaged.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Other versions of the program read the stored form, so no name may change.
    #[test]
    fn a_customer_keeps_its_stored_form() {
        let cid = Cid::from_random_bytes([1; 16]);
        for stored in [
            r#"{"name":"Aysel"}"#,
            r#"{"name":"Aysel","phone":"+994501234567","email":"a@example.com","code":"7","birth_date":"1990-05-15","gender":"female","group":2,"note":"VIP"}"#,
            r#"{"name":"Rauf","gender":"male"}"#,
            r#"{"name":"Rauf","consent":{"is_given":true,"version":"2026-1","day":"2026-11-24"}}"#,
            r#"{"name":"Rauf","note":"VIP","consent":{"is_given":false,"version":"2"}}"#,
        ] {
            let customer = customer_from_json(from_json(stored).unwrap(), cid).unwrap();
            assert_eq!(customer.cid, cid);
            assert_eq!(to_json(&customer).unwrap(), stored);
        }
    }

    #[test]
    fn what_is_no_customer_is_damage() {
        let cid = Cid::from_random_bytes([1; 16]);
        for stored in ["[]", "{}", "null", r#"{"name":7}"#, r#"{"name":"Aysel","birth_date":"1990"}"#] {
            let error = customer_from_json(from_json(stored).unwrap(), cid).unwrap_err();
            assert_eq!(error, StorageError::Damaged.into(), "{stored}");
        }
    }
}
