use std::path::PathBuf;

use crate::locale::technician;

use super::key::KeyError;

/// The error of `frontdesk cashier`. Its text says what happened and what to do.
#[derive(Debug, thiserror::Error)]
pub(in crate::cli) enum CashierError {
    #[error(transparent)]
    Key(KeyError),
    /// The name has a character that is special for sshd or a shell, or is too long.
    #[error("{}", technician().cashier_name())]
    Name,
    /// Another line has the same key. sshd would use only the first one.
    #[error("{}", taken(.cashier.as_deref()))]
    Taken { cashier: Option<String> },
    #[error("{}", unknown(.name, *.has_key))]
    Unknown { name: String, has_key: bool },
    #[error("{}", technician().cashier_not_set_up(.dir.display().to_string()))]
    NotSetUp { dir: PathBuf },
}

fn taken(cashier: Option<&str>) -> String {
    let say = technician();
    cashier.map_or_else(|| say.cashier_key_in_use(), |cashier| say.cashier_key_taken(cashier))
}

fn unknown(name: &str, has_key: bool) -> String {
    let say = technician();
    if has_key { say.cashier_unknown_key(name) } else { say.cashier_unknown(name) }
}
