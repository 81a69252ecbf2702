use std::time::{Duration, Instant};

use crate::cli::outage::{ADD, silent_dns};
use crate::support::program::code;
use crate::support::shim;

#[test]
#[ignore = "second tier: measures seconds, so it needs a quiet machine"]
fn commands_end_within_two_seconds_if_no_name_server_answers() {
    let library = shim::compile("desk/silent_name_server.c");
    let home = tempfile::tempdir().unwrap();
    // With a group there are two calls.
    let with_group = ["add", "--name", "Aysel", "--group", "Regulars"];
    let runs: [(&[&str], i32); 3] = [(ADD, 5), (&["outbox", "send", "--now"], 7), (&with_group, 7)];
    for (arguments, expected) in runs {
        let begun = Instant::now();
        let output = silent_dns(home.path(), &library, arguments).output().unwrap();
        let took = begun.elapsed();
        assert!(took <= Duration::from_secs(2), "{arguments:?}: {took:?}");
        assert_eq!(code(&output), Some(expected), "{output:?}");
    }
}
