//! `frontdesk cashier`: the keys with which cashiers log in over SSH, in the file that sshd reads.

mod entry;
mod error;
mod key;

pub(super) use error::CashierError;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Serialize;

use crate::locale::technician;
use crate::settings::{Paths, SettingsError, read_if_exists};
use crate::storage::locked_file::{LockError, LockedFile};
use crate::storage::private::{Access, install, parent};

use super::output::print_message;
use super::{CashierCommand, CommandError, Exit, input, print, to_json};
use entry::{Entry, options};
use key::PublicKey;

/// A longer input is no key.
const MAX_KEY_BYTES: u64 = 64 * 1024;
const MAX_NAME_CHARS: usize = 64;
/// As sshd wants it: everyone may read the file, and only root may change it.
const KEYS_ACCESS: Access = Access { mode: 0o644, owner: Some((0, 0)) };
const LOCK_TIMEOUT: Duration = Duration::from_secs(10);

/// Returns the file of the keys.
pub(super) fn keys_file() -> PathBuf {
    Paths::system().config_dir.join("authorized_keys")
}

/// Gives the file of the keys the access that sshd asks for, if there are keys. Returns true if something has changed.
pub(super) fn repair_access() -> io::Result<bool> {
    let path = keys_file();
    match fs::read(&path) {
        Ok(keys) => install(&path, &keys, KEYS_ACCESS),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Runs the command.
pub(super) fn run(command: &CashierCommand) -> Result<Exit, CommandError> {
    let path = keys_file();
    let words = match command {
        CashierCommand::Add { name, plain } => {
            let key = PublicKey::parse_file(&input::read(&technician().cashier_paste(), MAX_KEY_BYTES)?)
                .map_err(CashierError::Key)?;
            change(&path, |text| add(text, &cashier_name(name)?, *plain, &key))?
        }
        CashierCommand::Remove { name, key } => change(&path, |text| remove(text, name, key.as_deref()))?,
        CashierCommand::List { json } => {
            let text = read(&path)?;
            for number in unreadable_lines(&text) {
                print_message(&technician().cashier_unreadable_line(path.display().to_string(), number));
            }
            list(&text, *json)
        }
    };
    print(&words).map(|()| Exit::Done)
}

/// Changes the file. Another process that changes it at the same time waits.
fn change(
    path: &Path,
    change: impl FnOnce(&str) -> Result<(String, String), CashierError>,
) -> Result<String, CommandError> {
    let dir = parent(path);
    let failed = |source| CommandError::NotWritable { path: path.to_owned(), source };
    let _lock = LockedFile::lock_dir(dir, LOCK_TIMEOUT).map_err(|error| match error {
        LockError::Io(error) if error.kind() == io::ErrorKind::NotFound => {
            CashierError::NotSetUp { dir: dir.to_owned() }.into()
        }
        LockError::Io(source) => failed(source),
        LockError::Timeout => failed(io::ErrorKind::TimedOut.into()),
    })?;
    let text = read(path)?;
    let (new, words) = change(&text)?;
    let owner = KEYS_ACCESS.owner.filter(|_| rustix::process::geteuid().is_root());
    install(path, new.as_bytes(), Access { owner, ..KEYS_ACCESS }).map_err(failed)?;
    Ok(words)
}

/// Reads the file. A missing one has no keys.
fn read(path: &Path) -> Result<String, SettingsError> {
    read_if_exists(path).map(Option::unwrap_or_default)
}

/// Returns a cashier's name that is the same word for sshd, every shell and the desk: letters, digits, single spaces and
/// `.`, `_`, `-`, `@`. It begins with a letter or a digit.
fn cashier_name(text: &str) -> Result<String, CashierError> {
    let name = text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let is_allowed = |c: char| c.is_alphanumeric() || " ._-@".contains(c);
    let is_name = name.starts_with(char::is_alphanumeric) && name.chars().all(is_allowed);
    if is_name && name.chars().count() <= MAX_NAME_CHARS { Ok(name) } else { Err(CashierError::Name) }
}

/// Returns the text with a key of a cashier, and what happened.
fn add(text: &str, name: &str, plain: bool, key: &PublicKey) -> Result<(String, String), CashierError> {
    let say = technician();
    let written = format!("{} {}", options(name, plain), key.in_line());
    let same_key = |line| Some((line, Entry::parse(line).filter(|entry| entry.key.is_same(key))?));
    let Some((line, entry)) = text.split_inclusive('\n').find_map(same_key) else {
        let end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
        return Ok((format!("{text}{end}{written}\n"), say.cashier_added(name, key.fingerprint())));
    };
    if entry.cashier.as_deref() != Some(name) {
        return Err(CashierError::Taken { cashier: entry.cashier });
    }
    // A technician's own options stay.
    if entry.plain == plain || entry.options != options(name, !plain) {
        return Ok((text.to_owned(), say.cashier_unchanged(name, key.fingerprint())));
    }
    let changed = line.replacen(&entry.options, &options(name, plain), 1);
    Ok((text.replacen(line, &changed, 1), say.cashier_changed(name, key.fingerprint())))
}

/// Returns the text without the keys of a cashier, or without one of them.
fn remove(text: &str, name: &str, fingerprint: Option<&str>) -> Result<(String, String), CashierError> {
    let is_removed = |line: &str| {
        Entry::parse(line).is_some_and(|entry| {
            entry.cashier.as_deref() == Some(name)
                && fingerprint.is_none_or(|fingerprint| entry.key.fingerprint() == fingerprint)
        })
    };
    let (removed, kept): (Vec<&str>, Vec<&str>) = text.split_inclusive('\n').partition(|line| is_removed(line));
    if removed.is_empty() {
        return Err(CashierError::Unknown { name: name.to_owned(), has_key: fingerprint.is_some() });
    }
    Ok((kept.concat(), technician().cashier_removed(name, removed.len())))
}

/// Returns the numbers of the lines that sshd cannot read either.
fn unreadable_lines(text: &str) -> impl Iterator<Item = usize> {
    let lines = text.lines().enumerate().filter(|(_, line)| {
        let line = line.trim();
        !line.is_empty() && !line.starts_with('#') && Entry::parse(line).is_none()
    });
    lines.map(|(index, _)| index + 1)
}

/// A key of the list.
#[derive(Serialize)]
struct KeyObject {
    /// `null` for a line without a name.
    cashier: Option<String>,
    fingerprint: String,
    r#type: String,
    comment: String,
    plain: bool,
}

fn list(text: &str, json: bool) -> String {
    #[derive(Serialize)]
    struct Object {
        keys: Vec<KeyObject>,
    }
    let object = |entry: Entry| KeyObject {
        fingerprint: entry.key.fingerprint(),
        cashier: entry.cashier,
        r#type: entry.key.kind,
        comment: entry.key.comment,
        plain: entry.plain,
    };
    let mut keys: Vec<KeyObject> = text.lines().filter_map(Entry::parse).map(object).collect();
    // The keys of a cashier together.
    keys.sort_by(|one, other| one.cashier.cmp(&other.cashier));
    if json {
        return to_json(&Object { keys });
    }
    let say = technician();
    if keys.is_empty() {
        return say.cashier_none();
    }
    let name = |key: &KeyObject| key.cashier.clone().unwrap_or_else(|| say.report_nameless());
    let width = keys.iter().map(|key| name(key).chars().count()).max().unwrap_or(0);
    let in_line = |key: &KeyObject| {
        let plain = if key.plain { "  --plain" } else { "" };
        format!("{:width$}  {}  {}{plain}", name(key), key.fingerprint, key.comment).trim_end().to_owned()
    };
    keys.iter().map(in_line).collect::<Vec<_>>().join("\n")
}
