//! Many desks that are killed at random moments.

use serial_test::serial;

use crate::outbox_kills::at_random::kill_and_check;

#[test]
#[ignore = "takes long: just ci-extra"]
#[serial]
fn a_thousand_kills_lose_nothing_and_duplicate_nothing() {
    kill_and_check(1_000);
}
