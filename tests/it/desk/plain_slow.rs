//! Line by line, with a slow server: the cashier hears that the desk is waiting, and continues.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::Stdio;

use crate::support::plain::{Gate, is_registration, open_plain_live, scripted};
use crate::support::program::live;

#[test]
fn a_slow_save_does_not_keep_the_cashier_waiting_in_silence() {
    let home = tempfile::tempdir().unwrap();
    let gate = Gate::default();
    let server = scripted({
        let gate = gate.clone();
        move |request| {
            if is_registration(request) {
                gate.pass();
            }
            None
        }
    });
    let mut desk = open_plain_live(home.path(), &server);
    desk.wait_for("Phone, 1 of 8:");
    desk.send("0501234567\nLeyla\n.\ny\n");
    // The next question comes at once, then a word after 3 s and after 8 s.
    desk.wait_until("the next customer is not asked for", |screen| {
        screen.contents().trim_end().ends_with("Sending Leyla.\nNext customer.\nPhone, 1 of 8:")
    });
    desk.wait_until("no two words", |screen| {
        screen.contents().matches("Still sending Leyla. You can type the next customer.").count() == 2
    });
    // No word goes into a line that is being typed.
    desk.send("0551112233\n");
    desk.wait_for("Phone: +994 55 111 22 33");
    desk.types("Ra");
    gate.open();
    desk.send("uf\n");
    desk.wait_for("Registered Leyla, number 14.");
    assert!(desk.contents().contains("required: Rauf\nName: Rauf\n"), "{}", desk.contents());
    desk.send(".\nyes\n");
    desk.wait_for("Registered Rauf, number 14.");
    desk.send("q\n");
    assert!(desk.end().success());
}

#[test]
fn slow_groups_are_asked_for_at_once_and_checked_when_they_come() {
    let home = tempfile::tempdir().unwrap();
    let gate = Gate::default();
    let server = scripted({
        let gate = gate.clone();
        move |request| {
            if request.path().ends_with("/customer-groups") {
                gate.pass();
            }
            None
        }
    });
    let mut desk = open_plain_live(home.path(), &server);
    desk.wait_for("Phone, 1 of 8:");
    desk.send("0501234567\nLeyla\ng 6\n");
    desk.wait_for("Group, 6 of 8. The groups are still loading. Type a part of the name, or press Enter to go on.");
    desk.send("vip\n");
    desk.wait_for("Group: vip. It is checked when the groups are loaded.");
    desk.wait_for("Email, 7 of 8:");
    gate.open();
    desk.wait_for("Group: VIP\n");
    desk.send("q\n");
    assert!(desk.end().success());
}

/// A pipe cannot decide to go on without a group.
#[test]
fn a_pipe_waits_for_the_groups_and_says_so() {
    let home = tempfile::tempdir().unwrap();
    let gate = Gate::default();
    let server = scripted({
        let gate = gate.clone();
        move |request| {
            if request.path().ends_with("/customer-groups") {
                gate.pass();
            }
            None
        }
    });
    let mut command = live(home.path(), &format!("http://{}/open-api/v2", server.address));
    command.arg("--plain").env("LANG", "C.UTF-8").stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"0501234567\nLeyla\n\n\n\n1\n\n\nyes\n").unwrap();
    let mut transcript = String::new();
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        transcript += &(line.unwrap() + "\n");
        if transcript.matches("The groups are still loading.").count() == 2 {
            gate.open();
        }
    }
    assert!(child.wait().unwrap().success(), "{transcript}");
    assert!(transcript.matches("The groups are still loading.").count() >= 2, "{transcript}");
    assert!(transcript.contains("Group, 6 of 8. 0 no group. 1 VIP. 2 Staff. \nGroup: VIP\n"), "{transcript}");
    assert!(transcript.contains("Registered Leyla, number 14."), "{transcript}");
}

#[test]
fn a_slow_search_can_be_left() {
    let home = tempfile::tempdir().unwrap();
    let gate = Gate::default();
    let server = scripted({
        let gate = gate.clone();
        move |request| {
            if request.method == "GET" && request.target.contains("Leyla") {
                gate.pass();
            }
            None
        }
    });
    let mut desk = open_plain_live(home.path(), &server);
    desk.wait_for("Phone, 1 of 8:");
    desk.send("\nLeyla\nfind\n");
    desk.wait_for("Searching.");
    desk.wait_for("Still loading. Type b to stop waiting, or q to quit.");
    desk.send("W-17\n");
    desk.wait_for("This line was not used. The program is still working.");
    desk.send("b\n");
    desk.wait_until("the code is not asked for again", |screen| {
        screen.contents().trim_end().ends_with("b\nCode, 3 of 8:")
    });
    gate.open();
    desk.send("W-18\n");
    desk.wait_for("Code: W-18");
    desk.send("q\n");
    assert!(desk.end().success());
}
