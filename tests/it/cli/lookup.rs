//! `frontdesk lookup`: the value comes on standard input, and each outcome has its exit code.

use std::process::Output;

use serde_json::{Value, json};

use crate::support::program::{Server, code, dead_address, json as object, live, program, stderr, stdout, with_input};

fn look_up(home: &std::path::Path, url: &str, arguments: &[&str], input: &str) -> Output {
    let mut command = live(home, url);
    command.arg("lookup").args(arguments);
    with_input(command, input.as_bytes())
}

#[test]
fn a_customer_is_found_by_phone_or_by_name() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(home.path(), &[]);
    let add =
        ["add", "--name", "İlqar Məmmədov", "--phone", "0501234567", "--group", "VIP", "--birth-date", "15051990"];
    assert_eq!(code(&live(home.path(), &server.v2()).args(add).output().unwrap()), Some(0));
    let line = "İlqar Məmmədov · #1 · +994501234567 · group VIP · born 1990";
    for (flag, input) in [
        ("--phone", "050 123 45 67\n"),
        ("--phone", "+994501234567"),
        ("--phone", "\r\n 00994 50 123-45-67 \r\n"),
        ("--name", "ilqar\n"),
        ("--name", "MƏMMƏDOV ilqar"),
    ] {
        let found = look_up(home.path(), &server.v2(), &[flag], input);
        assert_eq!(code(&found), Some(0), "{input:?} {found:?}");
        assert!(stdout(&found).starts_with(line), "{input:?} {found:?}");
        assert_eq!((stdout(&found).lines().count(), stderr(&found).as_str()), (1, ""), "{found:?}");
        let found = object(&look_up(home.path(), &server.v2(), &[flag, "--json"], input));
        assert_eq!((&found["status"], &found["training"]), (&json!("found"), &json!(false)), "{found}");
        assert_eq!((&found["has_more"], &found["message"]), (&json!(false), &Value::Null), "{found}");
        let customer = &found["customers"][0];
        assert_eq!((&customer["id"], &customer["phone"]), (&json!(1), &json!("+994501234567")), "{customer}");
        assert_eq!((&customer["name"], &customer["birth_year"]), (&json!("İlqar Məmmədov"), &json!(1990)));
        assert_eq!((&customer["group"], &customer["since_year"].is_number()), (&json!("VIP"), &true), "{customer}");
    }
}

#[test]
fn at_most_ten_customers_are_listed_and_the_last_line_says_that_there_are_more() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(home.path(), &[]);
    for number in 0..12 {
        let (name, phone) = (format!("Aysel {number}a"), format!("05012345{number:02}"));
        let add = live(home.path(), &server.v2()).args(["add", "--name", &name, "--phone", &phone]).output().unwrap();
        assert_eq!(code(&add), Some(0), "{add:?}");
    }
    let found = look_up(home.path(), &server.v2(), &["--name"], "aysel\n");
    let lines = stdout(&found);
    assert_eq!((code(&found), lines.lines().count()), (Some(0), 11), "{found:?}");
    assert_eq!(lines.lines().last(), Some("There are more. Type more of the name."));
    let found = object(&look_up(home.path(), &server.v2(), &["--name", "--json"], "aysel\n"));
    assert_eq!((found["customers"].as_array().unwrap().len(), &found["has_more"]), (10, &json!(true)));
}

#[test]
fn each_outcome_has_its_exit_code_and_its_object() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(home.path(), &[]);
    let (url, dead) = (server.v2(), format!("http://{}/open-api/v2", dead_address()));
    let long = "Aysel ".repeat(1000);
    for (url, arguments, input, exit, status, words) in [
        (&url, &["--phone"][..], "0501234567\n", 9, "not_found", "not registered"),
        (&url, &["--name"], "Aysel\n", 9, "not_found", "not registered"),
        (&url, &["--phone"], "05012\n", 3, "refused", "Phone: 5 digits missing"),
        (&url, &["--phone"], "050x\n", 3, "refused", "Phone: "),
        (&url, &["--name"], "-\n", 3, "refused", "Name: "),
        (&url, &["--phone"], "", 2, "usage", "There is nothing to look up"),
        (&url, &["--name"], " \n\r\n", 2, "usage", "There is nothing to look up"),
        (&url, &["--phone"], "0501234567\n0501234568\n", 2, "usage", "There is nothing to look up, or too much"),
        (&url, &["--name"], &long, 2, "usage", "There is nothing to look up, or too much"),
        (&url, &[], "0501234567\n", 2, "usage", "<--phone|--name>"),
        (&url, &["--phone", "--name"], "0501234567\n", 2, "usage", "--name"),
        (&url, &["--phone", "0501234567"], "", 2, "usage", "0501234567"),
        (&url, &["--phone", "--cashier", "a"], "0501234567\n", 2, "usage", "--cashier"),
        (&dead, &["--phone"], "0501234567\n", 7, "not_reachable", "Clopos accepts no connection"),
    ] {
        let output = look_up(home.path(), url, arguments, input);
        assert_eq!(code(&output), Some(exit), "{arguments:?} {input:?} {output:?}");
        assert!(stderr(&output).contains(words) && stdout(&output).is_empty(), "{arguments:?} {input:?} {output:?}");
        let output = look_up(home.path(), url, &[arguments, &["--json"]].concat(), input);
        assert_eq!(code(&output), Some(exit), "{arguments:?} {input:?} {output:?}");
        let object = object(&output);
        assert_eq!((&object["status"], &object["customers"]), (&json!(status), &json!([])), "{object}");
        assert!(object["message"].as_str().unwrap().contains(words), "{words}: {object}");
    }
    let mut refused = live(home.path(), &url);
    refused.env("CLOPOS_CLIENT_SECRET", "hunter2").args(["lookup", "--phone", "--json"]);
    let refused = with_input(refused, b"0501234567\n");
    assert_eq!((code(&refused), &object(&refused)["status"]), (Some(6), &json!("credentials_refused")), "{refused:?}");
    let mut invalid = live(home.path(), &url);
    invalid.args(["lookup", "--name"]);
    assert_eq!(code(&with_input(invalid, b"Ays\xffel\n")), Some(2), "not UTF-8");
    let mut settings = program(home.path());
    settings.env("CLOPOS_BRAND", "x").args(["lookup", "--name", "--json"]);
    assert_eq!(object(&with_input(settings, b"Aysel\n"))["status"], json!("bad_settings"));
    let mut training = program(home.path());
    training.args(["lookup", "--name"]);
    let training = with_input(training, b"Aysel\n");
    assert_eq!(code(&training), Some(9), "{training:?}");
    assert!(stderr(&training).contains("TRAINING"), "{training:?}");
}

/// A look-up changes nothing: no outbox is made.
#[test]
fn nothing_is_saved() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(home.path(), &[]);
    look_up(home.path(), &server.v2(), &["--phone"], "0501234567\n");
    assert!(!home.path().join("state/outbox.sqlite").exists());
}
