//! `frontdesk add --cid`, and a `cid` in a line: the same call twice is one customer.

use serde_json::{Value, json};

use super::import::{import, statuses, stored};
use crate::support::program::{Server, code, dead_address, json as object, json_lines, live, stdout, with_input};

pub const CID: &str = "0f9654bc-9520-43d7-8109-317d9820f54c";

#[test]
fn the_same_cid_twice_is_one_customer_with_the_same_answer() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(home.path(), &[]);
    let add = |more: &[&str]| {
        let arguments = [&["add", "--json", "--cid", CID, "--name", "Aysel", "--phone", "0501234567"], more].concat();
        live(home.path(), &server.v2()).args(arguments).output().unwrap()
    };
    let (first, second) = (add(&[]), add(&[]));
    assert_eq!((code(&first), code(&second)), (Some(0), Some(0)), "{first:?} {second:?}");
    let (first, second) = (object(&first), object(&second));
    for key in ["status", "cid", "field", "by"] {
        assert_eq!(first[key], second[key], "{key}");
    }
    assert_eq!((&first["cid"], &first["status"]), (&json!(CID), &json!("registered")));
    for key in ["id", "cid", "name", "phone", "code"] {
        assert_eq!(first["customer"][key], second["customer"][key], "{key}");
    }
    // The same values in another spelling, on the command line or in a line.
    let words = live(home.path(), &server.v2())
        .args(["add", "--cid", &CID.to_uppercase(), "--name", " Aysel ", "--phone", "+994 50 123-45-67"])
        .output()
        .unwrap();
    assert_eq!((code(&words), stdout(&words).as_str()), (Some(0), "Registered Aysel · #1\n"), "{words:?}");
    let line = format!("{{\"cid\":\"{CID}\",\"name\":\"Aysel\",\"phone\":\"0501234567\"}}\n");
    let lines = with_input(import(home.path(), &server.v2()), line.repeat(2).as_bytes());
    assert_eq!((code(&lines), statuses(&json_lines(&lines))), (Some(0), vec!["registered"; 2]), "{lines:?}");
    // Other values are an error, although the outbox has erased the first ones.
    for more in [&["--code", "A"][..], &["--email", "a@example.com"], &["--note", "x"], &["--gender", "f"]] {
        let other = add(more);
        assert_eq!((code(&other), &object(&other)["status"]), (Some(3), &json!("other_values")), "{other:?}");
        assert_eq!((&object(&other)["field"], &object(&other)["customer"]), (&json!("cid"), &Value::Null));
    }
    assert_eq!(stored(home.path()), [(CID.to_owned(), "Aysel".to_owned())]);
}

#[test]
fn a_cid_of_a_waiting_customer_sends_the_same_values_and_rejects_others() {
    let home = tempfile::tempdir().unwrap();
    let unreachable = format!("http://{}/open-api/v2", dead_address());
    let add = |url: &str, name: &str| {
        live(home.path(), url).args(["add", "--json", "--cid", CID, "--name", name]).output().unwrap()
    };
    let kept = add(&unreachable, "Aysel");
    assert_eq!((code(&kept), &object(&kept)["cid"]), (Some(5), &json!(CID)), "{kept:?}");
    assert_eq!(code(&add(&unreachable, "Aysel")), Some(5));
    let other = add(&unreachable, "Rauf");
    assert_eq!((code(&other), &object(&other)["status"]), (Some(3), &json!("other_values")), "{other:?}");
    let list = object(&live(home.path(), &unreachable).args(["outbox", "list", "--json"]).output().unwrap());
    assert_eq!((list.as_array().unwrap().len(), &list[0]["name"]), (1, &json!("Aysel")));
    let server = Server::start(home.path(), &[]);
    let sent = add(&server.v2(), "Aysel");
    assert_eq!((code(&sent), &object(&sent)["customer"]["id"]), (Some(0), &json!(1)), "{sent:?}");
    assert_eq!(stored(home.path()).len(), 1);
}

/// A discarded registration is not remembered. A rejected one may be corrected under its `cid`.
#[test]
fn a_cid_of_a_discarded_or_rejected_customer_is_free_again() {
    let home = tempfile::tempdir().unwrap();
    let unreachable = format!("http://{}/open-api/v2", dead_address());
    let add = |url: &str, name: &str, card: &str| {
        live(home.path(), url).args(["add", "--json", "--cid", CID, "--name", name, "--code", card]).output().unwrap()
    };
    assert_eq!(code(&add(&unreachable, "Aysel", "A")), Some(5));
    assert_eq!(code(&live(home.path(), &unreachable).args(["outbox", "discard", CID]).output().unwrap()), Some(0));
    let server = Server::start(home.path(), &[]);
    let first = live(home.path(), &server.v2()).args(["add", "--name", "Rauf", "--code", "B"]).output().unwrap();
    assert_eq!(code(&first), Some(0), "{first:?}");
    assert_eq!(code(&add(&server.v2(), "Leyla", "B")), Some(4), "the code is taken");
    let corrected = add(&server.v2(), "Leyla", "C");
    assert_eq!(code(&corrected), Some(0), "{corrected:?}");
    // Rejected in the background: it is still in the outbox.
    let (cid, home) = ("1f9654bc-9520-43d7-8109-317d9820f54c", tempfile::tempdir().unwrap());
    let add = |url: &str, card: &str| {
        live(home.path(), url)
            .args(["add", "--json", "--cid", cid, "--name", "Samir", "--code", card])
            .output()
            .unwrap()
    };
    assert_eq!(code(&add(&unreachable, "B")), Some(5));
    let send =
        || object(&live(home.path(), &server.v2()).args(["outbox", "send", "--now", "--json"]).output().unwrap());
    while send()["waiting"] == 1 {}
    let shown = object(&live(home.path(), &server.v2()).args(["outbox", "show", cid, "--json"]).output().unwrap());
    assert_eq!(shown["state"], "refused", "{shown}");
    let corrected = add(&server.v2(), "D");
    assert_eq!((code(&corrected), &object(&corrected)["status"]), (Some(0), &json!("registered")), "{corrected:?}");
    assert_eq!(code(&add(&server.v2(), "D")), Some(0));
    assert_eq!(code(&add(&server.v2(), "B")), Some(3), "the first values are others now");
}

/// The outbox of this host does not know of the first call.
#[test]
fn a_cid_that_another_host_has_registered_is_found_by_the_api() {
    let (first, second) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let server = Server::start(first.path(), &[]);
    for (number, fields) in
        (1..).zip([&["--phone", "0501234567"][..], &["--code", "A"], &["--phone", "0501234568", "--code", "B"], &[]])
    {
        let (cid, name) = (format!("{number}f9654bc-9520-43d7-8109-317d9820f54c"), format!("Aysel {number}"));
        for home in [&first, &second] {
            let arguments = [&["add", "--json", "--cid", &cid, "--name", &name], fields].concat();
            let output = live(home.path(), &server.v2()).args(&arguments).output().unwrap();
            assert_eq!((code(&output), &object(&output)["status"]), (Some(0), &json!("registered")), "{output:?}");
            assert_eq!(object(&output)["customer"]["id"], number, "{output:?}");
        }
    }
}
