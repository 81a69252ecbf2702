//! `frontdesk outbox`: what is kept on this machine, without a screen.

use std::io::{self, Write as _};

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};

use crate::customer::{BirthDate, Cid, Code, Email, Gender, Kept, KeptState, NewCustomer, Note, Phone, Trouble};
use crate::locale::Locale;
use crate::outbox::{OutboxError, Row, State, Which};
use crate::runtime::{Connection, Keeping, SendError, Sent, send_all};
use crate::settings::Settings;

use super::arguments::OutboxCommand;
use super::{Exit, OutboxArguments, failed, say_set_aside};

/// How many rows are read at a time.
const PAGE: u32 = 500;

/// What is printed, and with which code the program ends; or what went wrong.
type Outcome = Result<(Exit, String), OutboxError>;

pub(super) fn run(arguments: &OutboxArguments, settings: Settings) -> Exit {
    let keeping = match Keeping::open(&settings, Utc::now()) {
        Ok((keeping, aside)) => {
            say_set_aside(aside.as_ref());
            keeping
        }
        Err(error) => return failed(Exit::Failed, &Locale::english().not_kept(error.not_kept())),
    };
    let json = arguments.json;
    let outcome = match &arguments.command {
        OutboxCommand::List => list(&keeping, json),
        OutboxCommand::Show { cid } => show(&keeping, *cid, json),
        OutboxCommand::Discard { cid } => discard(&keeping, *cid),
        OutboxCommand::Export => export(&keeping, json),
        OutboxCommand::Send => return send(&keeping, settings, json),
    };
    match outcome {
        Ok((exit, words)) => print(exit, &words),
        Err(error) => failed(Exit::Failed, &error.to_string()),
    }
}

fn print(exit: Exit, words: &str) -> Exit {
    let printed = if words.is_empty() { Ok(()) } else { writeln!(io::stdout(), "{words}") };
    match printed {
        Ok(()) => exit,
        Err(error) => failed(Exit::Failed, &error.to_string()),
    }
}

/// All rows that are not delivered yet.
fn rows(keeping: &Keeping) -> Result<Vec<Row>, OutboxError> {
    let mut rows: Vec<Row> = Vec::new();
    loop {
        let after = rows.last().map_or(0, |row| row.number);
        let page = keeping.outbox.list(Which::Kept, after, PAGE)?;
        if page.is_empty() {
            return Ok(rows);
        }
        rows.extend(page);
    }
}

fn list(keeping: &Keeping, json: bool) -> Outcome {
    let now = Utc::now();
    let kept: Vec<(Row, Kept)> =
        rows(keeping)?.into_iter().filter_map(|row| row.kept(now).map(|kept| (row, kept))).collect();
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

fn line(kept: &Kept) -> String {
    let say = Locale::english();
    let words = say.waiting_row(
        kept.name.as_str(),
        say.kept_state(kept.state),
        say.waiting_age(kept.minutes),
        say.waiting_attempts(kept.attempts),
    );
    let trouble = kept.trouble.as_ref().map(|trouble| format!(" · {}", say.trouble(trouble))).unwrap_or_default();
    format!("{}  {words}{trouble}", kept.cid)
}

/// The row without the customer's data, but the name that tells whom it is about.
fn summary(row: &Row, kept: &Kept) -> Value {
    json!({
        "cid": kept.cid,
        "name": kept.name.as_str(),
        "state": state_name(kept.state),
        "saved_at": time(row.saved_at),
        "attempts": row.attempts,
        "not_before": row.not_before.map(time),
        "trouble": kept.trouble.as_ref().map(|trouble: &Trouble| Locale::english().trouble(trouble)),
    })
}

const fn state_name(state: KeptState) -> &'static str {
    match state {
        KeptState::Queued => "queued",
        KeptState::Sending => "sending",
        KeptState::Uncertain => "uncertain",
        KeptState::Refused => "refused",
    }
}

fn time(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn show(keeping: &Keeping, cid: Cid, json: bool) -> Outcome {
    let Some(row) = keeping.outbox.show(cid)? else {
        return Ok((Exit::Failed, unknown(cid, json)));
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

fn unknown(cid: Cid, json: bool) -> String {
    let words = Locale::english().outbox_unknown(cid.to_string());
    if json { json!({ "cid": cid, "message": words }).to_string() } else { words }
}

/// Everything that is kept of a registration; once it is delivered nothing personal is.
fn whole(row: &Row) -> Value {
    let mut object = match row.kept(Utc::now()) {
        Some(kept) => summary(row, &kept),
        None => json!({ "cid": row.cid, "state": "registered", "saved_at": time(row.saved_at) }),
    };
    let more = [
        ("cashier", Value::from(row.cashier.as_str())),
        ("registered_at", row.settled_at.map(time).into()),
        ("customer", row.customer.as_ref().map(customer).unwrap_or_default()),
        (
            "id",
            match &row.state {
                State::Registered { id } => json!(id),
                _ => Value::Null,
            },
        ),
    ];
    if let Some(map) = object.as_object_mut() {
        map.extend(more.map(|(key, value)| (key.to_owned(), value)));
    }
    object
}

fn customer(customer: &NewCustomer) -> Value {
    json!({
        "name": customer.name.as_str(),
        "phone": customer.phone.as_ref().map(Phone::e164),
        "email": customer.email.as_ref().map(Email::as_str),
        "code": customer.code.as_ref().map(Code::as_str),
        "date_of_birth": customer.birth_date.map(BirthDate::iso),
        "gender": customer.gender.map(Gender::api_number),
        "group_id": customer.group,
        "description": customer.note.as_ref().map(Note::as_str),
    })
}

fn discard(keeping: &Keeping, cid: Cid) -> Outcome {
    match keeping.outbox.discard(cid, Utc::now()) {
        Ok(()) => Ok((Exit::Done, Locale::english().outbox_discarded(cid.to_string()))),
        Err(OutboxError::Unknown(_)) => Ok((Exit::Failed, unknown(cid, false))),
        Err(error) => Err(error),
    }
}

/// Every registration that is not delivered, with all its data, one JSON object a line: for keeping it safe or for
/// registering it by other means.
fn export(keeping: &Keeping, json: bool) -> Outcome {
    let rows = rows(keeping)?;
    if json {
        return Ok((Exit::Done, Value::from(rows.iter().map(whole).collect::<Vec<_>>()).to_string()));
    }
    let lines: Vec<String> = rows.iter().map(|row| whole(row).to_string()).collect();
    Ok((Exit::Done, lines.join("\n")))
}

fn send(keeping: &Keeping, settings: Settings, json: bool) -> Exit {
    let work = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(work) => work,
        Err(error) => return failed(Exit::Failed, &error.to_string()),
    };
    let say = Locale::english();
    let (sent, exit, trouble) = work.block_on(async {
        let connection = Connection::new(settings);
        match send_all(&keeping.outbox, &connection).await {
            Ok(sent) => (sent, if sent.waiting > 0 { Exit::KeptForLater } else { Exit::Done }, None),
            Err((sent, SendError::Line(trouble))) => (sent, exit_of(&trouble), Some(say.trouble(&trouble))),
            Err((sent, SendError::Outbox(error))) => (sent, Exit::Failed, Some(say.not_kept(error.not_kept()))),
        }
    });
    let Sent { registered, refused, waiting } = sent;
    let words = if json {
        json!({ "registered": registered, "refused": refused, "waiting": waiting, "message": trouble }).to_string()
    } else {
        let counts = say.outbox_sent(registered, refused, waiting);
        trouble.map_or_else(|| counts.clone(), |trouble| format!("{counts} {trouble}"))
    };
    print(exit, &words)
}

const fn exit_of(trouble: &Trouble) -> Exit {
    match trouble {
        Trouble::Credentials { .. } | Trouble::Permission { .. } => Exit::Credentials,
        Trouble::Settings { .. } => Exit::Usage,
        _ => Exit::NotReachable,
    }
}
