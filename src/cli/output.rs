//! What the commands print: results to standard output, messages to standard error.

use std::io::{self, Write as _};

use rustix::fs::{OFlags, fcntl_getfl, fstat, makedev};
use serde::Serialize;
use serde_json::Value;

use crate::delivery::StoreEvent;
use crate::domain::Cid;
use crate::locale::technician;
use crate::outbox::Quarantined;
use crate::settings::Settings;

use super::{CommandError, Exit};

/// A sentence as an object, with the registration that it is about.
#[derive(Serialize)]
struct MessageObject {
    #[serde(skip_serializing_if = "Option::is_none")]
    cid: Option<Cid>,
    message: String,
}

pub(super) fn message(cid: Option<Cid>, message: String) -> String {
    to_json(&MessageObject { cid, message })
}

/// The version of the objects of all commands. It changes if a key is removed, renamed or gets another meaning.
pub(super) const JSON_SCHEMA: u8 = 1;

/// Returns an object, or a list of objects, with the version and with the keys in alphabetical order.
pub(super) fn to_json(object: &impl Serialize) -> String {
    // The objects of the commands are plain structs, so this cannot fail.
    let mut value = serde_json::to_value(object).unwrap_or_default();
    let objects = match &mut value {
        Value::Array(list) => list.iter_mut(),
        one => std::slice::from_mut(one).iter_mut(),
    };
    for object in objects.filter_map(Value::as_object_mut) {
        object.insert("schema".to_owned(), JSON_SCHEMA.into());
    }
    value.to_string()
}

/// Prints on standard error that this is training.
pub(super) fn print_training_banner(settings: &Settings) {
    if settings.api.is_training() {
        print_message(&settings.desk.language.locale().header_training());
    }
}

/// Prints the outcome of a command as an object, or in words: success to standard output, else to standard error.
pub(super) fn print_outcome(exit: Exit, words: &str, object: Option<String>) -> Result<Exit, CommandError> {
    match object {
        Some(object) => print(&object)?,
        None if exit == Exit::Done => print(words)?,
        None => print_message(words),
    }
    Ok(exit)
}

/// Prints the object of an error.
pub(super) fn print_object(exit: Exit, object: &str) -> Exit {
    match print(object) {
        Ok(()) => exit,
        Err(error) => exit_with(Exit::Failed, &error.to_string()),
    }
}

/// Writes a result to standard output. An empty result prints nothing. If the reader has closed the pipe (`| head`),
/// this is no error.
pub(super) fn print(words: &str) -> Result<(), CommandError> {
    if words.is_empty() {
        return Ok(());
    }
    unless_reader_left(writeln!(io::stdout(), "{words}"))
}

/// Returns the error of an output, except for a closed pipe.
pub(super) fn unless_reader_left(written: io::Result<()>) -> Result<(), CommandError> {
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// Returns true if standard output was closed when the program began. Rust then opens `/dev/null` in its place, to read
/// and write; a shell's `> /dev/null` can only be written.
pub(super) fn is_stdout_closed() -> bool {
    const NULL: (u32, u32) = (1, 3);
    let stdout = io::stdout();
    let is_null = fstat(&stdout).is_ok_and(|found| found.st_rdev == makedev(NULL.0, NULL.1));
    is_null && fcntl_getfl(&stdout).is_ok_and(|flags| flags & OFlags::RWMODE == OFlags::RDWR)
}

/// Returns the sentence about a damaged outbox. It names the file without its directory.
fn quarantine_text(quarantined: &Quarantined) -> String {
    let say = technician();
    let Some(file) = quarantined.file_name() else { return say.notice_outbox_missing() };
    if quarantined.complete { say.notice_outbox_quarantined(file) } else { say.notice_outbox_damaged(file) }
}

/// Prints on standard error that the outbox was quarantined, or that a copy of it is read.
pub(super) fn print_store_event(event: StoreEvent) {
    print_message(&match event {
        StoreEvent::Quarantined(quarantined) => quarantine_text(&quarantined),
        StoreEvent::Copied => technician().outbox_read_only(),
        // The command ends soon and reports it then.
        StoreEvent::Locked | StoreEvent::Unlocked => return,
    });
}

/// Prints a message on standard error. If it cannot be written, the exit code remains.
pub(super) fn print_message(words: &str) {
    let _ = writeln!(io::stderr(), "frontdesk: {words}");
}

/// Prints on standard error why the program ends. Returns the exit code.
pub(super) fn exit_with(exit: Exit, words: &str) -> Exit {
    print_message(words);
    exit
}
