//! `PostgreSQL` behind the server: real servers of Debian's package, started here on free ports. Without the package the tests
//! fail.

use crate::server::wire::POSTGRES;
use crate::support::child::test_binary;
use crate::support::postgres::Cluster;

/// Tests of the server that are about files.
const ABOUT_FILES: [&str; 2] =
    ["server::writers::a_power_cut_loses_no_acknowledged_customer", "server::faults::a_database_that_cannot_be_opened"];

#[test]
#[ignore = "second tier"]
fn the_suite_of_the_server_holds_with_postgresql() {
    let cluster = Cluster::start("-c fsync=off -c max_connections=300");
    let mut suite = test_binary();
    suite.arg("server::").env(POSTGRES, cluster.url(""));
    suite.args(ABOUT_FILES.iter().flat_map(|name| ["--skip", name]));
    // Tests of other modules have the word in their names.
    suite.args(["--skip", "extra::", "--skip", "cli::", "--skip", "desk::"]);
    let output = suite.output().unwrap();
    let report = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{report}");
    let passed: usize = report
        .lines()
        .find_map(|line| line.strip_prefix("test result: ok. ")?.split(' ').next())
        .unwrap()
        .parse()
        .unwrap();
    assert!(passed > 40, "{report}");
}
