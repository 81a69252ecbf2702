//! `PostgreSQL` behind the server: real servers of Debian's package, started here on free ports. Without the package the tests
//! fail.

mod instances;
mod opening;
mod outages;
mod same_lists;

use std::path::Path;
use std::process::{Command, Stdio};

use crate::server::wire::{POSTGRES, Request, V2_CREDENTIALS, send_to};
use crate::support::child::test_binary;
use crate::support::postgres::Cluster;
use crate::support::program::{Server, program};

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
    suite.args(["--skip", "extra::"]);
    let output = suite.output().unwrap();
    let report = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{report}");
    let result = report.lines().find_map(|line| line.strip_prefix("test result: ok. ")).unwrap();
    let passed: usize = result.split(' ').next().unwrap().parse().unwrap();
    assert!(passed > 40, "{report}");
}

/// Returns `frontdesk serve` on any port, without limits of calls, with an address of a database and other arguments.
fn serve(home: &Path, url: &str, arguments: &[&str]) -> Command {
    let settings = home.join("frontdesk.toml");
    std::fs::write(&settings, "[server.limits]\ncalls_per_minute = 0\nauth_per_minute = 0\nfailed_per_minute = 0\n")
        .unwrap();
    let mut command = program(home);
    command.env("DATABASE_URL", url).arg("--config").arg(settings).args(["serve", "--listen", "127.0.0.1:0"]);
    command.args(arguments);
    command
}

/// Starts a process of `frontdesk serve` with a database.
fn start(home: &Path, url: &str) -> Server {
    Server::from_command(serve(home, url, &[]), Stdio::null())
}

fn token(server: &Server) -> String {
    let answer = send_to(server.address.parse().unwrap(), &Request::post("/open-api/v2/auth", V2_CREDENTIALS)).unwrap();
    answer.json()["token"].as_str().unwrap().to_owned()
}
