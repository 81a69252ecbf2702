//! Look-ups and scans with the real binary in a pty, at the speed of a person and of a scanner.

use crate::support::program;
use std::path::Path;

use crate::server::wire::{Request, V2_CREDENTIALS, send_to};
use crate::support::program::{Server, dead_address};
use crate::support::pty::{Desk, begins_with, command, value_of};
use crate::support::scripted::{self, Scripted, json_reply};
use portable_pty::CommandBuilder;
use serde_json::json;

fn open_live_desk(home: &Path, base_url: &str) -> Desk {
    let mut command = command(home, &[]);
    set_credentials(&mut command, base_url);
    Desk::spawn(command, 80, 24)
}

fn set_credentials(command: &mut CommandBuilder, base_url: &str) {
    for (name, value) in [
        ("CLOPOS_BASE_URL", base_url),
        ("CLOPOS_CLIENT_ID", "training"),
        ("CLOPOS_CLIENT_SECRET", "training"),
        ("CLOPOS_BRAND", "training"),
        ("CLOPOS_INTEGRATOR_ID", "training"),
    ] {
        command.env(name, value);
    }
}

#[test]
fn the_look_up_result_is_shown_while_the_name_is_typed_and_the_focus_stays() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(home.path(), &["--inject", "delay-after:300ms@path:/customers,method:GET"]);
    let add = |name: &str, phone: &str| {
        let arguments = ["add", "--name", name, "--phone", phone, "--group", "Regulars"];
        assert!(program::live(home.path(), &server.v2()).args(arguments).status().unwrap().success());
    };
    add("Aysel Məmmədova", "+994501234567");
    for (typed, hint) in [
        ("055 234 56 78", "✓ +994 55 234 56 78 · new customer"),
        ("+994501234567", "! already registered: Aysel Məmmədova · #1 · Regulars"),
        ("050 123 45 67", "! already registered: Aysel Məmmədova · #1 · Regulars"),
    ] {
        let mut desk = open_live_desk(home.path(), &server.v2());
        desk.wait_for("Main venue");
        desk.types(typed);
        desk.goes_to("\t", "Name");
        desk.types("Rauf Əliye");
        desk.wait_for(hint);
        desk.types("v");
        let (row, column) = desk.screen().cursor_position();
        assert_eq!((row, column), (4, 17 + 11), "the caret is behind the name");
        desk.send("\x03");
        desk.wait_for("Quit?");
        desk.send("y");
        desk.end();
    }
}

/// With every kind of server the desk finds a customer whose phone is stored in another spelling.
#[test]
fn a_customer_is_found_in_the_spelling_of_the_server() {
    for (unique, filter) in [("digits", "substring"), ("digits", "exact"), ("number", "substring"), ("number", "exact")]
    {
        let home = tempfile::tempdir().unwrap();
        let settings = home.path().join("serve.toml");
        std::fs::write(&settings, format!("[server]\nphone_unique = \"{unique}\"\nphone_filter = \"{filter}\"\n"))
            .unwrap();
        let server = Server::start(home.path(), &["--config", settings.to_str().unwrap()]);
        let address = server.address.parse().unwrap();
        let token = send_to(address, &Request::post("/open-api/v2/auth", V2_CREDENTIALS)).unwrap().json();
        let token = token["token"].as_str().unwrap();
        // The filter of an API that compares digits exactly cannot find a zero that the desk does not ask for.
        let stored = if (unique, filter) == ("digits", "exact") { "507770002" } else { "0507770002" };
        let customer = json!({"name": "Aysel Məmmədova", "phone": stored}).to_string();
        let answer = send_to(address, &Request::post("/open-api/v2/customers", customer).token(token)).unwrap();
        assert_eq!(answer.status, 200, "{unique} {filter}");
        let mut desk = open_live_desk(home.path(), &server.v2());
        desk.wait_for("Main venue");
        desk.types("050 777 00 02");
        desk.wait_for("already registered: Aysel Məmmədova");
        desk.goes_to("\t", "Name");
        desk.types("Rauf");
        desk.send("\x13");
        // Only the server decides if this is the same phone.
        desk.wait_for(if unique == "number" { "Phone: already registered." } else { "REGISTERED  Rauf" });
        desk.send("\x03");
        desk.end();
    }
}

#[test]
fn a_registration_takes_three_calls_and_a_number_is_looked_up_once() {
    let server = Scripted::start(|request: &scripted::Request| match (request.method.as_str(), request.path()) {
        (_, "/open-api/v2/auth") => json_reply(&json!({"success": true, "token": "t", "expires_in": 3600})),
        ("POST", _) => {
            let name = request.json()["name"].clone();
            json_reply(&json!({"success": true, "data": {"id": 7, "name": name, "cid": request.json()["cid"]}}))
        }
        (_, "/open-api/v2/venues") => json_reply(&json!({"success": true, "data": [{"id": 1, "name": "Main venue"}]})),
        _ => json_reply(&json!({"success": true, "data": [], "total": 0})),
    });
    let home = tempfile::tempdir().unwrap();
    let mut desk = open_live_desk(home.path(), &format!("http://{}/open-api/v2", server.address));
    desk.wait_for("Main venue");
    desk.types("0501234567");
    desk.wait_for("new customer");
    // The same number after erasing and retyping a digit, and in another notation.
    desk.send("\x7f");
    desk.wait_for("1 digit missing");
    desk.send("7");
    desk.wait_for("new customer");
    desk.send("\x15");
    desk.wait_until("not erased", |screen| !screen.contents().contains("0501234567"));
    desk.types("+994 50 123 45 67");
    desk.wait_for("new customer");
    desk.goes_to("\t", "Name");
    desk.types("Aysel");
    desk.send("\x13");
    desk.wait_for("REGISTERED  Aysel");
    let calls: Vec<String> =
        server.requests_to("/open-api/v2/customers").into_iter().map(|request| request.method).collect();
    // The look-up asks for two spellings of the number.
    assert_eq!(calls, ["GET", "GET", "POST"]);
}

#[test]
fn without_a_connection_the_look_up_shows_a_hint_and_the_customer_is_saved() {
    let home = tempfile::tempdir().unwrap();
    // A bound port without a listener refuses every connection.
    let address = dead_address();
    let mut desk = open_live_desk(home.path(), &format!("http://{address}/open-api/v2"));
    desk.wait_for("Front desk");
    desk.types("0501234567");
    desk.wait_for("+994 50 123 45 67 · not checked: no connection");
    assert!(!desk.row_below("Phone").contains('✓'), "{}", desk.contents());
    desk.goes_to("\t", "Name");
    desk.types("Aysel");
    desk.send("\x13");
    desk.wait_for("SAVED, NOT SENT YET  Aysel is sent when the connection is back");
}

#[test]
fn a_key_opens_the_card_of_the_customer_behind_a_conflict() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = Desk::open(home.path());
    desk.wait_for("Main venue");
    desk.types("0501234567");
    desk.goes_to("\t", "Name");
    desk.types("Aysel");
    desk.send("\x13");
    desk.wait_for("REGISTERED  Aysel");
    desk.send("\x11");
    desk.end();

    let mut desk = Desk::open(home.path());
    desk.wait_for("Main venue");
    desk.send("0501234567\tRauf\x13");
    desk.wait_for("✗ already registered: Aysel · #1");
    desk.send("\x10");
    desk.wait_for("+994501234567");
    desk.wait_for("Receipts");
    assert!(desk.row("Customer ID").contains("#1"), "{}", desk.contents());
    desk.send("\x10");
    desk.wait_for("[ Register ]");
    assert!(desk.row("Name").contains("Rauf"));
}

#[test]
fn a_scan_with_a_prefix_fills_the_code_from_any_field_and_never_saves() {
    let home = tempfile::tempdir().unwrap();
    let settings = home.path().join("desk.toml");
    std::fs::write(&settings, "[scanner]\nprefix = \"~\"\n").unwrap();
    let mut desk = Desk::spawn(command(home.path(), &["--training", "--config", settings.to_str().unwrap()]), 80, 24);
    desk.wait_for("Main venue");
    desk.goes_to("\t", "Name");
    desk.types("Aysel");
    for (nth, suffix) in ["\r", "\r\n", "\t", "\n"].iter().enumerate() {
        let code = format!("400638133393{nth}");
        desk.send(&format!("~{code}{suffix}"));
        desk.wait_until("the code is not there", |screen| {
            let (row, _) = screen.cursor_position();
            let focused = screen.rows(0, 80).nth(row.into()).unwrap();
            screen.contents().contains(&code) && begins_with(&focused, "Name")
        });
        assert!(desk.row("Code").contains(&code));
        assert_eq!(desk.value("Name"), "Aysel");
    }
    // In two chunks.
    desk.send("~98");
    desk.wait_until("not begun", |screen| {
        screen.rows(0, 80).any(|row| begins_with(&row, "Code") && value_of(&row) == "98")
    });
    desk.send("76\r");
    desk.wait_until("not ended", |screen| {
        screen.rows(0, 80).any(|row| begins_with(&row, "Code") && value_of(&row) == "9876")
    });
    assert!(!desk.contents().contains("✓ REGISTERED"));
}

#[test]
fn a_scan_under_the_russian_layout_is_registered_with_its_us_code() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(home.path(), &[]);
    let settings = home.path().join("desk.toml");
    std::fs::write(&settings, "[scanner]\nprefix = \"~\"\n").unwrap();
    let mut command = command(home.path(), &["--config", settings.to_str().unwrap()]);
    set_credentials(&mut command, &server.v2());
    let mut desk = Desk::spawn(command, 80, 24);
    desk.wait_for("Main venue");
    desk.goes_to("\t", "Name");
    desk.types("Aysel");
    // With the twin of the prefix, from another field.
    desk.send("ЁЦ-20261125-001\r");
    desk.wait_for("W-20261125-001");
    desk.wait_for("The keyboard is not set to English");
    assert_eq!(desk.value("Name"), "Aysel");
    // The same code without the prefix, in the code field.
    desk.goes_to("\t", "Code");
    desk.send("Ц-20261125-001\t");
    desk.wait_until("the focus is not on the birth date", |screen| {
        let (row, _) = screen.cursor_position();
        begins_with(&screen.rows(0, 80).nth(row.into()).unwrap(), "Date of birth")
    });
    assert_eq!(desk.value("Code"), "W-20261125-001");
    desk.send("\x13");
    desk.wait_for("REGISTERED  Aysel");
}

#[test]
fn an_idle_desk_masks_the_form_and_then_saves_it_as_a_draft() {
    let home = tempfile::tempdir().unwrap();
    let settings = home.path().join("desk.toml");
    std::fs::write(&settings, "[privacy]\nhide_seconds = 1\nput_away_seconds = 2\n").unwrap();
    let mut desk = Desk::spawn(command(home.path(), &["--training", "--config", settings.to_str().unwrap()]), 80, 24);
    desk.wait_for("Main venue");
    desk.types("0501234567");
    desk.wait_for("Hidden for privacy.");
    assert!(!desk.contents().contains("050"), "{}", desk.contents());
    desk.wait_for("Press Ctrl-O to");
    desk.send("\x0f");
    desk.wait_for("0501234567");
}

#[test]
fn a_customer_with_an_old_number_is_found_by_name() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(home.path(), &[]);
    for (name, phone) in
        [("Aysel Məmmədova", "+994501234567"), ("Rauf Əliyev", "+994551112233"), ("Məmmədova Aysel", "+994707654321")]
    {
        let add = ["add", "--name", name, "--phone", phone];
        assert!(program::live(home.path(), &server.v2()).args(add).status().unwrap().success());
    }
    let mut desk = open_live_desk(home.path(), &server.v2());
    desk.wait_for("Main venue");
    desk.types("0502223344");
    desk.wait_for("new customer");
    desk.goes_to("\t", "Name");
    desk.types("aysel məmmədova");
    desk.send("\x0e");
    desk.wait_for("Aysel Məmmədova · +994501234567 · since 20");
    desk.wait_for("Məmmədova Aysel · +994707654321 · since 20");
    assert!(!desk.contents().contains("Rauf"), "{}", desk.contents());
    desk.send("\x1b[B");
    desk.send("\r");
    desk.wait_for("Customer ID");
    desk.send("\x1b");
    desk.wait_for("Customers named");
    // F6 closes the list as Ctrl-N does.
    desk.send("\x1b[17~");
    desk.wait_for("Date of birth");
    assert!(desk.row("Name").contains("aysel məmmədova"), "{}", desk.contents());
    desk.send("\x13");
    desk.wait_for("REGISTERED  Aysel Məmmədova");
    desk.send("\x03");
    desk.end();
}
