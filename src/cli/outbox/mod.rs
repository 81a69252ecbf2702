//! `frontdesk outbox`: the outbox of this host on the command line.

mod as_json;

use serde::Serialize;
use serde_json::Value;

use crate::clock;
use crate::delivery::{Access, Connection, LocalStore, SendError, Sent, send_all};
use crate::domain::{ApiError, Cid, WaitingRow};
use crate::locale::{Advice, technician};
use crate::outbox::{DiscardUncertain, Outbox, OutboxError, RegistrationRecord, RowFilter};
use crate::settings::{ApiTarget, Settings};

use super::arguments::OutboxCommand;
use super::check::remedy;
use super::{
    CommandError, Exit, OutboxArguments, block_on, exit_with, message, print, print_store_event, print_training_banner,
    to_json,
};
use as_json::{Summary, whole};

pub(super) fn run(arguments: &OutboxArguments, settings: Settings) -> Result<Exit, CommandError> {
    let access = match arguments.command {
        OutboxCommand::List | OutboxCommand::Show { .. } | OutboxCommand::Export => Access::ReadOnly,
        OutboxCommand::Discard { .. } | OutboxCommand::Send { .. } => Access::Command,
    };
    let store = LocalStore::start(&settings.outbox, access, print_store_event)?;
    let json = arguments.json;
    print_training_banner(&settings);
    let printed = match &arguments.command {
        OutboxCommand::List => list(&store, json)?,
        OutboxCommand::Show { cid } => show(&store, *cid, json)?,
        OutboxCommand::Discard { cid, force } => discard(&store, *cid, *force, json)?,
        OutboxCommand::Export => export(&store, json)?,
        OutboxCommand::Send { now } => return send(&store, settings, *now, json),
    };
    // The copy of the outbox is deleted before the output. A user who ends the program during a long list would leave
    // it behind.
    drop(store);
    print(&printed)?;
    Ok(Exit::Done)
}

/// Returns all rows that are not delivered yet.
fn rows(store: &LocalStore) -> Result<Vec<RegistrationRecord>, OutboxError> {
    store.run(|outbox| outbox.list(RowFilter::Unsettled, u32::MAX)).wait()
}

fn list(store: &LocalStore, json: bool) -> Result<String, CommandError> {
    let (now, rows) = (clock::now(), rows(store)?);
    if json {
        return Ok(to_json(&rows.iter().map(Summary::new).collect::<Vec<_>>()));
    }
    if rows.is_empty() {
        return Ok(technician().waiting_none());
    }
    let lines: Vec<String> = rows.iter().filter_map(|row| row.waiting_row(now)).map(|row| line(&row)).collect();
    Ok(lines.join("\n"))
}

fn line(kept: &WaitingRow) -> String {
    let say = technician();
    let words = say.waiting_row(
        kept.name.as_str(),
        say.progress(kept.state),
        say.age(kept.age_minutes),
        say.waiting_attempts(kept.attempts),
    );
    let error = kept.last_error.as_ref().map(|error| format!(" · {}", say.api_error(error))).unwrap_or_default();
    format!("{}  {words}{error}", kept.cid)
}

fn show(store: &LocalStore, cid: Cid, json: bool) -> Result<String, CommandError> {
    let row = store.run(move |outbox| outbox.show(cid)).wait()?;
    let row = row.ok_or(CommandError::Registration { cid, source: OutboxError::Unknown })?;
    let object = whole(&row);
    if json {
        return Ok(to_json(&object));
    }
    let lines: Vec<String> = object
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(_, value)| !value.is_null())
        .map(|(key, value)| match value {
            Value::String(text) => format!("{key}: {text}"),
            other => format!("{key}: {other}"),
        })
        .collect();
    Ok(lines.join("\n"))
}

/// Discards a registration. One that may have arrived needs `--force`: the customer may exist, and the outbox would no
/// longer look for it.
fn discard(store: &LocalStore, cid: Cid, force: bool, json: bool) -> Result<String, CommandError> {
    let in_doubt = if force { DiscardUncertain::Forget } else { DiscardUncertain::Keep };
    let discarded = store.run(move |outbox| outbox.discard(cid, in_doubt, clock::now())).wait();
    discarded.map_err(|source| CommandError::Registration { cid, source })?;
    let words = technician().outbox_discarded(cid.to_string());
    Ok(if json { message(Some(cid), words) } else { words })
}

/// Returns every undelivered registration with all its data, one JSON object a line: as a backup, or to register the
/// customers in another way.
fn export(store: &LocalStore, json: bool) -> Result<String, CommandError> {
    let rows = rows(store)?;
    if json {
        return Ok(to_json(&rows.iter().map(whole).collect::<Vec<_>>()));
    }
    let lines: Vec<String> = rows.iter().map(|row| to_json(&whole(row))).collect();
    Ok(lines.join("\n"))
}

/// The object that `send --json` prints.
#[derive(Serialize)]
struct SentObject {
    registered: u64,
    refused: u64,
    waiting: u64,
    oldest_seconds: Option<u64>,
    message: Option<String>,
}

/// Returns why nothing more is sent. The cashier's sentence about an error of the settings only calls the technician.
fn why_not_sent(error: &ApiError, is_v1: bool) -> String {
    let say = technician();
    if !error.needs_operator() {
        return say.api_error(error);
    }
    let Advice { message, remedy } = remedy(say, error, is_v1);
    format!("{message} {remedy}")
}

fn send(store: &LocalStore, settings: Settings, now: bool, json: bool) -> Result<Exit, CommandError> {
    if now {
        store.run(Outbox::retry_all_now).wait()?;
    }
    let say = technician();
    let alarm_after = settings.outbox.alarm_after;
    let is_v1 = !matches!(&settings.api, ApiTarget::Live(config) if !config.credentials.is_v1());
    let (sent, exit, error) = block_on(async {
        let connection = Connection::new(settings.api);
        if now && let Ok(client) = connection.client().await {
            client.lift_pause().await;
        }
        match send_all(store, &connection).await {
            Ok(sent) => (sent, if sent.waiting > 0 { Exit::KeptForLater } else { Exit::Done }, None),
            Err((sent, SendError::Api(error))) => (sent, Exit::from(&error), Some(why_not_sent(&error, is_v1))),
            Err((sent, SendError::Outbox(error))) => (sent, Exit::Failed, Some(say.outbox_error(error.into()))),
        }
    })?;
    let Sent { registered, refused, waiting } = sent;
    let (counts, now) = (store.run(Outbox::counts).wait().unwrap_or_default(), clock::now());
    let overdue = counts.overdue(now, alarm_after).map(|age| say.outbox_overdue(say.long_time(age)));
    let exit = match exit {
        // Alone, these two codes are no failure of the timer's unit.
        Exit::KeptForLater | Exit::NotReachable if overdue.is_some() => Exit::Overdue,
        exit => exit,
    };
    let messages: Vec<String> = error.into_iter().chain(overdue).collect();
    if json {
        let oldest_seconds = counts.oldest_age(now).map(|age| age.as_secs());
        let message = (!messages.is_empty()).then(|| messages.join(" "));
        print(&to_json(&SentObject { registered, refused, waiting, oldest_seconds, message }))?;
        return Ok(exit);
    }
    print(&say.outbox_sent(registered, refused, waiting))?;
    Ok(messages.iter().fold(exit, |exit, message| exit_with(exit, message)))
}
