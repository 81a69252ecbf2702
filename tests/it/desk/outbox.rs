//! No registration is lost or doubled from the cashier's point of view: the real binary in a pty, with the API
//! unreachable, with lost answers, and killed in the middle of a word.

use std::path::Path;
use std::time::{Duration, Instant};

use portable_pty::CommandBuilder;

use crate::support::program::{Server, code, dead_address, live};
use crate::support::pty::{Desk, command};

const TAB: &str = "\t";
const CTRL_C: &str = "\x03";
const CTRL_D: &str = "\x04";
const CTRL_O: &str = "\x0f";
const CTRL_R: &str = "\x12";
const CTRL_S: &str = "\x13";
const CTRL_X: &str = "\x18";

/// Starts a desk for an address, with the credentials that `frontdesk serve` accepts.
pub(crate) fn live_desk(home: &Path, address: &str, arguments: &[&str]) -> Desk {
    Desk::spawn(live_command(home, address, arguments), 80, 24)
}

pub(crate) fn live_command(home: &Path, address: &str, arguments: &[&str]) -> CommandBuilder {
    let mut command = command(home, arguments);
    command.env("CLOPOS_BASE_URL", format!("http://{address}/open-api/v2"));
    for name in ["CLIENT_ID", "CLIENT_SECRET", "BRAND", "INTEGRATOR_ID"] {
        command.env(format!("CLOPOS_{name}"), "training");
    }
    command
}

pub(crate) fn save_customer(desk: &mut Desk, phone: &str, name: &str) {
    desk.types(phone);
    desk.goes_to(TAB, "Name");
    desk.types(name);
    desk.send(CTRL_S);
}

pub(crate) fn stored_customers(home: &Path) -> Vec<(String, String)> {
    let database = rusqlite::Connection::open(home.join("served.sqlite")).unwrap();
    let mut rows = database.prepare("SELECT name, phone FROM customers ORDER BY id").unwrap();
    let rows = rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    rows.map(Result::unwrap).collect()
}

#[test]
fn a_registration_saved_offline_is_sent_when_the_connection_is_back() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = live_desk(home.path(), &dead_address().to_string(), &[]);
    save_customer(&mut desk, "0501234567", "Aysel");
    desk.wait_for("SAVED, NOT SENT YET  Aysel is sent when the connection is back (1 waiting).");
    desk.wait_for("○ Offline since ");
    desk.wait_for(" · 1 waiting");
    assert_eq!(desk.value("Phone"), "", "the form is free for the next customer");
    save_customer(&mut desk, "0551234567", "Rauf");
    desk.wait_for("(2 waiting)");
    desk.send(CTRL_O);
    desk.wait_for_row("Aysel", "waiting");
    desk.wait_for_row("Rauf", "waiting");
    desk.send(CTRL_O);
    desk.send(CTRL_C);
    assert!(desk.end().success());

    let server = Server::start(home.path(), &[]);
    let mut desk = live_desk(home.path(), &server.address, &[]);
    desk.wait_for("Main venue");
    desk.wait_until("they still wait", |screen| !screen.contents().contains("waiting"));
    let aysel = ("Aysel".to_owned(), "+994501234567".to_owned());
    let rauf = ("Rauf".to_owned(), "+994551234567".to_owned());
    // The first call after an outage tries the one with the fewest attempts, which may be either.
    let mut stored = stored_customers(home.path());
    stored.sort();
    assert_eq!(stored, [aysel, rauf]);
}

/// An idle desk makes no calls, except to notice the end of an outage.
#[test]
fn the_header_shows_an_outage_and_its_end_although_nothing_waits() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(home.path(), &["--inject", "status:503@path:/customers,first:4"]);
    let mut desk = live_desk(home.path(), &server.address, &["--cashier", "Leyla"]);
    desk.wait_for("Front desk · Main venue · Leyla");
    desk.wait_for("● Connected");
    // Two failures in a row.
    desk.types("0501234567");
    desk.wait_for("not checked");
    desk.send(CTRL_R);
    desk.wait_until("the form is not clear", |screen| !screen.contents().contains("not checked"));
    desk.types("0551234567");
    desk.wait_for("○ Offline since ");
    assert!(!desk.contents().contains("waiting"), "{}", desk.contents());
    // Without a phone nothing is looked up.
    desk.send(CTRL_R);
    desk.wait_for("● Connected");
}

/// An idle desk does not look at the outbox by itself: the change wakes it.
#[test]
fn a_registration_that_another_process_has_queued_is_sent_by_an_idle_desk() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(home.path(), &[]);
    let mut desk = live_desk(home.path(), &server.address, &[]);
    desk.wait_for("Main venue");
    for (number, name) in ["Aysel", "Rauf"].into_iter().enumerate() {
        let add =
            live(home.path(), &format!("http://{}/open-api/v2", dead_address())).args(["add", "--name", name]).output();
        assert_eq!(code(&add.unwrap()), Some(5), "{name}");
        let deadline = Instant::now() + Duration::from_mins(1);
        while stored_names(home.path()).len() <= number {
            assert!(Instant::now() < deadline, "{name} is not sent");
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

/// The cashier who saved the customer has gone on long since, and only the notice can say it.
#[test]
fn a_waiting_registration_that_is_rejected_in_the_background_is_reported() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(home.path(), &[]);
    let add = |address: &str, name: &str| {
        let mut add = live(home.path(), &format!("http://{address}/open-api/v2"));
        code(&add.args(["add", "--name", name, "--phone", "0501234567"]).output().unwrap())
    };
    assert_eq!(add(&server.address, "Aysel"), Some(0));
    let mut desk = live_desk(home.path(), &server.address, &[]);
    desk.wait_for("Main venue");
    assert_eq!(add(&dead_address().to_string(), "Rauf"), Some(5));
    desk.wait_for("Rauf is not registered.");
    // Typing the next customer does not remove it.
    desk.types("0551234567");
    desk.wait_for("Rauf is not registered.");
    desk.send(CTRL_O);
    desk.wait_for_row("Rauf", "rejected");
}

fn stored_names(home: &Path) -> Vec<String> {
    let database = rusqlite::Connection::open(home.join("served.sqlite")).unwrap();
    let mut rows = database.prepare("SELECT name FROM customers ORDER BY id").unwrap();
    rows.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

#[test]
fn a_registration_with_a_lost_answer_is_looked_up_and_stored_once() {
    for fault in ["cut", "reset-after", "504-after", "reset-before", "html-502", "status:500"] {
        let home = tempfile::tempdir().unwrap();
        let inject = format!("{fault}@method:POST,path:/customers,first:1");
        let server = Server::start(home.path(), &["--inject", &inject]);
        let mut desk = live_desk(home.path(), &server.address, &[]);
        desk.wait_for("Main venue");
        save_customer(&mut desk, "0501234567", "Aysel");
        desk.wait_for("REGISTERED  Aysel · customer #1");
        assert_eq!(stored_customers(home.path()).len(), 1, "{fault}");
    }
}

#[test]
fn a_half_typed_form_survives_kill_9_and_is_offered_only_to_its_cashier() {
    let home = tempfile::tempdir().unwrap();
    let arguments = |cashier| ["--cashier", cashier];
    let mut desk = Desk::spawn(command(home.path(), &arguments("leyla")), 80, 24);
    desk.wait_for("Main venue");
    desk.types("0501234567");
    desk.goes_to(TAB, "Name");
    desk.types("Aysel M");
    wait_for_draft(home.path(), "Aysel M");
    desk.child.kill().unwrap();
    desk.child.wait().unwrap();

    let mut other = Desk::spawn(command(home.path(), &arguments("rauf")), 80, 24);
    other.wait_for("Main venue");
    other.send(CTRL_O);
    other.wait_for("Nothing is waiting.");
    drop(other);

    let mut desk = Desk::spawn(command(home.path(), &arguments("leyla")), 80, 24);
    desk.wait_for("There are drafts from last time. Press Ctrl-O to see them.");
    desk.send(CTRL_O);
    desk.wait_for_row("Aysel M", "draft");
    desk.send("\r");
    desk.wait_for("[ Register ]");
    assert!(desk.row("Name").contains("Aysel M"));
    assert!(desk.row("Phone").contains("0501234567"));
    desk.send(CTRL_R);
    desk.wait_for("The form is cleared.");
    desk.send(CTRL_C);
    assert!(desk.end().success());

    let mut desk = Desk::spawn(command(home.path(), &arguments("leyla")), 80, 24);
    desk.wait_for("Main venue");
    desk.send(CTRL_O);
    desk.wait_for("Nothing is waiting.");
}

/// Waits until a draft with a text is on disk.
pub(super) fn wait_for_draft(home: &Path, text: &str) {
    let deadline = std::time::Instant::now() + std::time::Duration::from_mins(1);
    let drafts = home.join("state/training/drafts");
    let has_text = |entry: std::io::Result<std::fs::DirEntry>| {
        std::fs::read_to_string(entry.unwrap().path()).is_ok_and(|draft| draft.contains(text))
    };
    while !std::fs::read_dir(&drafts).is_ok_and(|mut files| files.any(has_text)) {
        assert!(std::time::Instant::now() < deadline, "no draft was written");
        std::thread::yield_now();
    }
}

#[test]
fn wrong_credentials_stop_delivery_but_not_the_cashier() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(home.path(), &[]);
    let mut wrong_credentials = command(home.path(), &[]);
    wrong_credentials.env("CLOPOS_BASE_URL", server.v2());
    for name in ["CLIENT_ID", "CLIENT_SECRET", "BRAND", "INTEGRATOR_ID"] {
        wrong_credentials.env(format!("CLOPOS_{name}"), "wrong");
    }
    let mut desk = Desk::spawn(wrong_credentials, 80, 24);
    save_customer(&mut desk, "0501234567", "Aysel");
    desk.wait_for("SAVED, NOT SENT YET");
    save_customer(&mut desk, "0551234567", "Rauf");
    desk.wait_for("(2 waiting)");
    drop(desk);

    let mut desk = live_desk(home.path(), &server.address, &[]);
    desk.wait_until("they still wait", |screen| {
        let shown = screen.contents();
        // Before the outbox is counted, the header does not say that they wait.
        shown.contains("Main venue") && !shown.contains("waiting") && stored_customers(home.path()).len() == 2
    });
}

#[test]
fn a_refused_registration_is_corrected_from_the_list() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(home.path(), &["--inject", "delay-after:700ms@method:POST,path:/customers,nth:2"]);
    let mut desk = live_desk(home.path(), &server.address, &[]);
    desk.wait_for("Main venue");
    save_customer(&mut desk, "0501234567", "Aysel");
    desk.wait_for("REGISTERED  Aysel · customer #1");
    save_customer(&mut desk, "0501234567", "Rauf");
    desk.wait_for("Sending");
    desk.types("077");
    desk.wait_for("Rauf is not registered");
    desk.send(CTRL_O);
    desk.wait_for_row("Rauf", "rejected");
    desk.send("\r");
    desk.wait_for("✗ already registered: Aysel · #1");
    desk.send("\x7f8");
    desk.wait_for("45 68");
    desk.send(CTRL_S);
    desk.wait_for("REGISTERED  Rauf · customer #2");
    desk.wait_until("what made room is back", |screen| screen.contents().contains("077"));
}

/// The draft of a rejected registration and that registration are one row, also after a restart, and are deleted together.
#[test]
fn a_refused_registration_that_was_changed_is_in_the_list_once() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(home.path(), &[]);
    let mut desk = live_desk(home.path(), &server.address, &[]);
    desk.wait_for("Main venue");
    save_customer(&mut desk, "0501234567", "Aysel");
    desk.wait_for("REGISTERED  Aysel · customer #1");
    save_customer(&mut desk, "0501234567", "Rauf");
    desk.wait_for("✗ already registered: Aysel · #1");
    desk.send("\x7f8");
    desk.wait_for("45 68");
    desk.send(CTRL_C);
    desk.wait_for("Quit?");
    desk.send("y");
    assert!(desk.end().success());

    let mut desk = live_desk(home.path(), &server.address, &[]);
    desk.wait_for("There are drafts from last time.");
    desk.wait_for("waiting (1)");
    desk.send(CTRL_O);
    desk.wait_for_row("Rauf", "draft");
    desk.send(CTRL_D);
    desk.wait_for("Delete for ever?");
    assert!(!desk.has_row("Rauf", "rejected"), "{}", desk.contents());
    desk.send(CTRL_X);
    desk.wait_for("Nothing is waiting.");
    desk.send("\x1b");
    desk.wait_until("it still waits", |screen| !screen.contents().contains("waiting ("));
}
