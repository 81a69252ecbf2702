//! An import of 1,000 customers that is killed and run again, and a CSV file through Miller.

use std::process::{Command, Stdio};

use serde_json::json;
use serial_test::serial;

use crate::cli::import::kill_and_repeat;
use crate::support::program::{Server, code, json_lines, live};

#[test]
#[ignore = "takes a minute"]
#[serial]
fn a_thousand_customers_with_a_kill_and_a_second_run_are_a_thousand() {
    kill_and_repeat(1_000, &[500]);
}

#[test]
#[ignore = "takes minutes"]
#[serial]
fn a_thousand_customers_survive_a_kill_at_each_twentieth_of_the_file() {
    let kills: Vec<usize> = (0..20).map(|part| part * 50 + part).collect();
    kill_and_repeat(1_000, &kills);
}

/// The commands of `docs/import.md`, with the program's path in place of its name.
#[test]
#[ignore = "needs mlr"]
#[serial]
fn the_commands_of_the_guide_register_a_csv_file_once() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(home.path(), &[]);
    let guide = include_str!("../../../docs/import.md");
    let blocks = |language: &str| {
        let begin = format!("```{language}\n");
        guide.split(&begin).skip(1).map(|rest| rest.split("```").next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    std::fs::write(home.path().join("customers.csv"), &blocks("csv")[0]).unwrap();
    let commands = blocks("sh");
    let bin = std::path::Path::new(env!("CARGO_BIN_EXE_frontdesk")).parent().unwrap().to_owned();
    let run = |command: &str| {
        let mut environment = live(home.path(), &server.v2());
        environment.env("PATH", format!("{}:{}", bin.display(), std::env::var("PATH").unwrap()));
        let mut shell = Command::new("bash");
        shell.args(["-c", command]).current_dir(home.path()).stdin(Stdio::null()).env_clear();
        shell.envs(environment.get_envs().filter_map(|(name, value)| Some((name, value?))));
        shell.output().unwrap()
    };
    let made = run(&commands[0]);
    assert_eq!(code(&made), Some(0), "{made:?}");
    for _ in 0..2 {
        let imported = run(&commands[1]);
        assert_eq!(code(&imported), Some(0), "{imported:?}");
        let answers = std::fs::read_to_string(home.path().join("answers.jsonl")).unwrap();
        let ids: Vec<_> = answers
            .lines()
            .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["customer"]["id"].clone())
            .collect();
        assert_eq!(ids, [json!(1), json!(2), json!(3)], "{answers}");
    }
    let failed = run(&commands[2]);
    assert_eq!((code(&failed), json_lines(&failed).len()), (Some(0), 0), "no line has failed: {failed:?}");
}
