//! `frontdesk outbox`: what is kept on this machine, without a screen.

mod as_json;

use serde_json::{Value, json};

use crate::clock;
use crate::domain::{Cid, WaitingRow};
use crate::locale::Locale;
use crate::outbox::{DiscardUncertain, Outbox, OutboxError, Row, RowFilter};
use crate::runtime::{Connection, LocalStore, SendError, Sent, Waits, send_all};
use crate::settings::Settings;

use super::arguments::OutboxCommand;
use super::{Exit, OutboxArguments, failed, message, print, say_store_event, say_training, system_error};
use as_json::{summary, whole};

/// How many rows are read at a time.
const PAGE: u32 = 500;

/// What is printed, and with which code the program ends; or what went wrong.
type Outcome = Result<(Exit, String), Wrong>;

/// What went wrong, and with which registration if it is about one.
struct Wrong {
    cid: Option<Cid>,
    words: String,
}

impl From<OutboxError> for Wrong {
    fn from(error: OutboxError) -> Self {
        Self { cid: None, words: Locale::english().storage_error(error.into()) }
    }
}

pub(super) fn run(arguments: &OutboxArguments, settings: Settings) -> Exit {
    let looking = matches!(arguments.command, OutboxCommand::List | OutboxCommand::Show { .. } | OutboxCommand::Export);
    let started = if looking {
        LocalStore::start_to_look(&settings, say_store_event)
    } else {
        LocalStore::start(&settings, Waits::Command, say_store_event)
    };
    let json = arguments.json;
    let store = match started {
        Ok(store) => store,
        Err(error) => return wrong(Exit::Failed, None, &system_error(&error), json),
    };
    say_training(&settings);
    let outcome = match &arguments.command {
        OutboxCommand::List => list(&store, json),
        OutboxCommand::Show { cid } => show(&store, *cid, json),
        OutboxCommand::Discard { cid, force } => discard(&store, *cid, *force, json),
        OutboxCommand::Export => export(&store, json),
        OutboxCommand::Send { now } => return send(&store, settings, *now, json),
    };
    // A copy goes before anything is printed: whoever ends the program at a long list would leave it behind.
    drop(store);
    match outcome {
        Ok((exit, words)) => print(exit, &words),
        Err(Wrong { cid, words }) => wrong(Exit::Failed, cid, &words, json),
    }
}

/// What went wrong: with `--json` an object on the standard output, else a line on the standard error.
fn wrong(exit: Exit, cid: Option<Cid>, words: &str, json: bool) -> Exit {
    if json { print(exit, &object(cid, words)) } else { failed(exit, words) }
}

fn object(cid: Option<Cid>, words: &str) -> String {
    match cid {
        Some(cid) => json!({ "cid": cid, "message": words }).to_string(),
        None => message(words),
    }
}

/// All rows that are not delivered yet.
fn rows(store: &LocalStore) -> Result<Vec<Row>, OutboxError> {
    let mut rows: Vec<Row> = Vec::new();
    loop {
        let after = rows.last().map_or(0, |row| row.number);
        let page = store.run(move |outbox| outbox.list(RowFilter::Unsettled, after, PAGE)).wait()?;
        if page.is_empty() {
            return Ok(rows);
        }
        rows.extend(page);
    }
}

fn list(store: &LocalStore, json: bool) -> Outcome {
    let now = clock::now();
    let kept: Vec<(Row, WaitingRow)> =
        rows(store)?.into_iter().filter_map(|row| row.kept(now).map(|kept| (row, kept))).collect();
    if json {
        let list: Vec<Value> = kept.iter().map(|(row, kept)| summary(row, kept)).collect();
        return Ok((Exit::Done, Value::from(list).to_string()));
    }
    if kept.is_empty() {
        return Ok((Exit::Done, Locale::english().waiting_none()));
    }
    let lines: Vec<String> = kept.iter().map(|(_, kept)| line(kept)).collect();
    Ok((Exit::Done, lines.join("\n")))
}

fn line(kept: &WaitingRow) -> String {
    let say = Locale::english();
    let words = say.waiting_row(
        kept.name.as_str(),
        say.waiting_state(kept.state),
        say.age(kept.age_minutes),
        say.waiting_attempts(kept.attempts),
    );
    let trouble = kept.last_error.as_ref().map(|trouble| format!(" · {}", say.api_error(trouble))).unwrap_or_default();
    format!("{}  {words}{trouble}", kept.cid)
}

fn show(store: &LocalStore, cid: Cid, json: bool) -> Outcome {
    let Some(row) = store.run(move |outbox| outbox.show(cid)).wait()? else {
        return Err(unknown(cid));
    };
    let object = whole(&row);
    if json {
        return Ok((Exit::Done, object.to_string()));
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
    Ok((Exit::Done, lines.join("\n")))
}

fn unknown(cid: Cid) -> Wrong {
    Wrong { cid: Some(cid), words: Locale::english().outbox_unknown(cid.to_string()) }
}

/// What may have arrived is forgotten only by force: the customer may be there, and nobody would look any more.
fn discard(store: &LocalStore, cid: Cid, force: bool, json: bool) -> Outcome {
    let say = Locale::english();
    let in_doubt = if force { DiscardUncertain::Forget } else { DiscardUncertain::Keep };
    match store.run(move |outbox| outbox.discard(cid, in_doubt, clock::now())).wait() {
        Ok(()) => {
            let words = say.outbox_discarded(cid.to_string());
            Ok((Exit::Done, if json { object(Some(cid), &words) } else { words }))
        }
        Err(OutboxError::Unknown) => Err(unknown(cid)),
        Err(OutboxError::InDoubt) => Err(Wrong { cid: Some(cid), words: say.outbox_uncertain(cid.to_string()) }),
        Err(OutboxError::UnderWay) => Err(Wrong { cid: Some(cid), words: say.outbox_sending(cid.to_string()) }),
        Err(OutboxError::Registered) => Err(Wrong { cid: Some(cid), words: say.outbox_registered(cid.to_string()) }),
        Err(error) => Err(Wrong { cid: Some(cid), ..error.into() }),
    }
}

/// Every registration that is not delivered, with all its data, one JSON object a line: for keeping it safe or for
/// registering it by other means.
fn export(store: &LocalStore, json: bool) -> Outcome {
    let rows = rows(store)?;
    if json {
        return Ok((Exit::Done, Value::from(rows.iter().map(whole).collect::<Vec<_>>()).to_string()));
    }
    let lines: Vec<String> = rows.iter().map(|row| whole(row).to_string()).collect();
    Ok((Exit::Done, lines.join("\n")))
}

fn send(store: &LocalStore, settings: Settings, now: bool, json: bool) -> Exit {
    if now && let Err(error) = store.run(Outbox::retry_all_now).wait() {
        return wrong(Exit::Failed, None, &Locale::english().storage_error(error.into()), json);
    }
    let work = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(work) => work,
        Err(error) => return wrong(Exit::Failed, None, &system_error(&error), json),
    };
    let say = Locale::english();
    let alarm_after = settings.alarm_after;
    let (sent, exit, trouble) = work.block_on(async {
        let connection = Connection::new(settings);
        if now && let Ok(client) = connection.client().await {
            client.lift_pause().await;
        }
        match send_all(store, &connection).await {
            Ok(sent) => (sent, if sent.waiting > 0 { Exit::KeptForLater } else { Exit::Done }, None),
            Err((sent, SendError::Line(trouble))) => (sent, Exit::from(&trouble), Some(say.api_error(&trouble))),
            Err((sent, SendError::Outbox(error))) => (sent, Exit::Failed, Some(say.storage_error(error.into()))),
        }
    });
    // A look-up of a host name that blocks is not waited for.
    work.shutdown_background();
    let Sent { registered, refused, waiting } = sent;
    let (counts, now) = (store.run(Outbox::counts).wait().unwrap_or_default(), clock::now());
    let overdue = counts.overdue(now, alarm_after).map(|age| say.outbox_overdue(say.long_time(age)));
    let exit = match exit {
        // These alone are no failure of the timer's unit.
        Exit::KeptForLater | Exit::NotReachable if overdue.is_some() => Exit::Overdue,
        exit => exit,
    };
    let messages: Vec<String> = trouble.into_iter().chain(overdue).collect();
    if json {
        let oldest = counts.oldest_age(now).map(|age| age.as_secs());
        let message = (!messages.is_empty()).then(|| messages.join(" "));
        let object = json!({
            "registered": registered, "refused": refused, "waiting": waiting, "oldest_seconds": oldest, "message": message,
        });
        return print(exit, &object.to_string());
    }
    let exit = print(exit, &say.outbox_sent(registered, refused, waiting));
    messages.iter().fold(exit, |exit, message| failed(exit, message))
}
