//! Every command that a document shows is one of the program, of the justfile or of the examples. Nothing is run.

use std::collections::BTreeSet;
use std::fs;

use clap::CommandFactory as _;
use clap::error::ErrorKind;
use frontdesk::cli::{Arguments, parse};

use crate::support::files::project_root;

use super::{code_spans, documents, prose, read};

/// The words that stand for a value in the documents, with a value that parses.
const PLACEHOLDERS: [(&str, &str); 3] = [
    ("CID", "6f1d2c3b-4a5e-4f60-8a7b-9c0d1e2f3a4b"),
    ("UUID", "6f1d2c3b-4a5e-4f60-8a7b-9c0d1e2f3a4b"),
    ("FAULT", "status:503"),
];

/// The lines of the blocks of a shell, and the lines with a prompt or a forced command of all other blocks.
fn block_lines(text: &str) -> Vec<String> {
    let blocks = text.split("```").skip(1).step_by(2).filter_map(|block| block.split_once('\n'));
    let lines = blocks.flat_map(|(language, block)| {
        let block = block.replace("\\\n", " ");
        let lines = block.lines().map(|line| line.trim().to_owned());
        let is_shell = language == "sh";
        let is_command = |line: &String| line.starts_with("$ ") || line.starts_with("command=");
        lines.filter(|line| is_shell || is_command(line)).collect::<Vec<_>>()
    });
    lines.map(|line| line.trim_start_matches("$ ").to_owned()).collect()
}

/// The commands of a line, each as its words. Redirections are left out.
fn commands(line: &str) -> Vec<Vec<String>> {
    let spaced = line.replace([';', '(', ')'], " ; ");
    let words = shlex::split(&spaced).unwrap_or_else(|| line.split_whitespace().map(str::to_owned).collect());
    let nested = words
        .iter()
        .filter(|word| word.contains(' '))
        .flat_map(|word| commands(word.split_once("command=").map_or(word.as_str(), |(_, command)| command)));
    let mut all: Vec<Vec<String>> = nested.collect();
    for command in words.split(|word| ["|", "||", "&&", ";", "&"].contains(&word.as_str())) {
        let end = command.iter().position(|word| word.starts_with(['<', '>'])).unwrap_or(command.len());
        let command = &command[..end];
        // `runuser -u ACCOUNT -- PROGRAM`, `cargo run -- ARGUMENTS`
        let after = command.iter().position(|word| word == "--").filter(|_| command[0] != "cargo");
        let command = &command[after.map_or(0, |at| at + 1)..];
        let is_prefix = |word: &&String| ["exec", "do", "then", "$"].contains(&word.as_str()) || word.contains('=');
        let prefix = command.iter().take_while(is_prefix).count();
        all.push(command[prefix..].to_vec());
    }
    all
}

/// Returns the error of a command of this project, or `None` for a good one and for other programs.
fn error(command: &[String], is_whole: bool) -> Option<String> {
    let (program, arguments) = command.split_first()?;
    match program.rsplit('/').next()? {
        "frontdesk" => {
            let value = |word: &String| {
                let value = PLACEHOLDERS.iter().find(|(name, _)| name == word);
                value.map_or(word.clone(), |(_, value)| (*value).to_owned())
            };
            let arguments = arguments.iter().filter(|word| *word != "…").map(value);
            let error = parse(["frontdesk".to_owned()].into_iter().chain(arguments)).err()?;
            // A sentence names a command without its values.
            let is_named = [
                ErrorKind::MissingSubcommand,
                ErrorKind::MissingRequiredArgument,
                ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand,
            ];
            let is_good = [ErrorKind::DisplayHelp, ErrorKind::DisplayVersion].contains(&error.kind())
                || (!is_whole && is_named.contains(&error.kind()));
            (!is_good).then(|| error.to_string())
        }
        "just" => {
            let justfile = read("justfile");
            let mut recipes = justfile.lines().filter_map(|line| line.split([' ', ':']).next());
            let is_recipe = arguments.first().is_none_or(|wanted| recipes.any(|name| name == wanted));
            (!is_recipe).then(|| "no such recipe".to_owned())
        }
        "cargo" => {
            let after = |option: &str| arguments.iter().skip_while(|word| *word != option).nth(1);
            let example = after("--example").map(|name| format!("examples/{name}"));
            let tests = after("it").and_then(|name| name.split_once("::")).filter(|(module, _)| *module != "MODULE");
            let tests = tests.map(|(module, _)| format!("tests/it/{module}"));
            let is_there =
                |path: &String| [".rs", ""].iter().any(|end| project_root().join(format!("{path}{end}")).exists());
            example.into_iter().chain(tests).find(|path| !is_there(path)).map(|path| format!("no {path}"))
        }
        "bash" => arguments.first().filter(|file| !project_root().join(file).exists()).map(|file| format!("no {file}")),
        _ => None,
    }
}

#[test]
fn every_command_in_the_documents_parses() {
    let (mut wrong, mut seen) = (Vec::new(), BTreeSet::new());
    for document in documents() {
        let text = fs::read_to_string(&document).unwrap();
        let prose = prose(&text);
        let spans = code_spans(&prose).into_iter().map(|span| (span.to_owned(), false));
        for (line, is_whole) in block_lines(&text).into_iter().map(|line| (line, true)).chain(spans) {
            for command in commands(&line) {
                if let [program, name, ..] = command.as_slice()
                    && program == "frontdesk"
                {
                    seen.insert(name.clone());
                }
                wrong.extend(error(&command, is_whole).map(|error| format!("{}: {line}\n{error}", document.display())));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for command in Arguments::command().get_subcommands().map(clap::Command::get_name) {
        assert!(seen.contains(command), "no document shows frontdesk {command}");
    }
}

#[test]
fn a_wrong_command_is_found_wherever_it_stands() {
    for (line, is_good) in [
        ("frontdesk check --json", true),
        ("frontdesk check --jsn", false),
        ("echo 1 | frontdesk lookup --phon", false),
        ("runuser -u frontdesk -- frontdesk outbox lst", false),
        ("make && target/dist/frontdesk init --kisk", false),
        ("FRONTDESK_LOG=info frontdesk chek", false),
        ("(cd /tmp; frontdesk chek)", false),
        ("command=\"/usr/local/bin/frontdesk --kiosk --cashir aysel\",restrict,pty ssh-ed25519", false),
        ("command=\"/usr/bin/tmux new -s a 'exec /usr/local/bin/frontdesk --kisk'\",pty ssh-ed25519", false),
        ("frontdesk report --rows > frontdesk.jsonl", true),
        ("frontdesk outbox show CID", true),
        ("frontdesk --cashier aysel check", false),
        ("install -m 0755 target/dist/frontdesk /usr/local/bin/frontdesk", true),
        ("just no-such-recipe", false),
        ("just check", true),
        ("cargo run --example no_such_example -- 1", false),
        ("cargo test --test it no_such_module::", false),
        ("cargo test --test it documents::commands", true),
        ("bash tests/no-such.sh", false),
    ] {
        let errors: Vec<_> = commands(line).iter().filter_map(|command| error(command, true)).collect();
        assert_eq!(errors.is_empty(), is_good, "{line}: {errors:?}");
    }
    assert_eq!(block_lines("```sh\na \\\n b\n```\n```text\n$ c\nd\n```"), ["a   b", "c"]);
}
