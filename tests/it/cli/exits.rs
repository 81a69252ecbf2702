//! Each exit code, from the real program.

use std::path::Path;
use std::process::Command;

use chrono::{TimeDelta, Utc};
use frontdesk::cli::Exit;
use frontdesk::locale::technician;

use crate::support::outbox::{cashier, customer, open_as_new_process, queue};
use crate::support::program::{Server, code, dead_address, live, program, stdout, with_input};

/// Returns a command that ends with this code.
fn command(exit: Exit, home: &Path, server: &Server) -> Command {
    let arguments: &[&str] = match exit {
        Exit::Done | Exit::Credentials | Exit::KeptForLater => &["add", "--name", "Aysel"],
        Exit::Failed => &["outbox", "show", "0f9654bc-9520-43d7-8109-317d9820f54c"],
        Exit::Usage => &["add", "--nam", "Aysel"],
        Exit::Refused => &["add", "--name", "-"],
        Exit::AlreadyRegistered => &["add", "--name", "Rauf", "--code", "A"],
        Exit::NotReachable => &["lookup", "--name"],
        Exit::Overdue => &["outbox", "send"],
        Exit::NotFound => &["lookup", "--phone"],
    };
    let is_reached = !matches!(exit, Exit::KeptForLater | Exit::NotReachable | Exit::Overdue);
    let url = if is_reached { server.v2() } else { format!("http://{}/open-api/v2", dead_address()) };
    let mut command = live(home, &url);
    if exit == Exit::Credentials {
        command.env("CLOPOS_CLIENT_SECRET", "wrong");
    }
    command.args(arguments);
    command
}

#[test]
fn each_exit_code_is_that_of_a_command() {
    let server_home = tempfile::tempdir().unwrap();
    let server = Server::start(server_home.path(), &[]);
    let first =
        live(server_home.path(), &server.v2()).args(["add", "--name", "Aysel", "--code", "A"]).output().unwrap();
    assert_eq!(code(&first), Some(0), "{first:?}");
    for (number, (exit, _)) in (0..).zip(Exit::MEANINGS) {
        assert_eq!(exit.code(), number);
        let home = tempfile::tempdir().unwrap();
        if exit == Exit::Overdue {
            let outbox = open_as_new_process(&home.path().join("state"));
            queue(&outbox, &customer(1), &cashier(), Utc::now() - TimeDelta::days(2)).unwrap();
        }
        let input = if exit == Exit::NotFound { "0501234567\n" } else { "Aysel\n" };
        let output = with_input(command(exit, home.path(), &server), input.as_bytes());
        assert_eq!(code(&output), Some(number.into()), "{exit:?} {output:?}");
    }
}

#[test]
fn the_help_and_the_manual_page_have_each_code_with_its_meaning() {
    let home = tempfile::tempdir().unwrap();
    let print = |arguments: &[&str]| {
        let printed = stdout(&program(home.path()).args(arguments).output().unwrap());
        printed.replace("\\-", "-").split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let (help, manual) = (print(&["--help"]), print(&["man"]));
    for (exit, meaning) in Exit::MEANINGS {
        let meaning = meaning(technician());
        assert!(help.contains(&format!("{} {meaning}", exit.code())), "{meaning} {help}");
        assert!(manual.contains(&format!("\\fB{}\\fR {meaning}", exit.code())), "{meaning} {manual}");
    }
}
