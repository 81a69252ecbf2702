//! Usage, settings, help, manual pages and completions.

use std::process::Stdio;

use crate::support::program::code;
use crate::support::program::{json, program, stderr, stdout};

#[test]
fn usage_and_settings_errors_exit_with_2_and_print_one_line() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("wrong.toml");
    for (text, named) in [
        ("[clopos]\napi_version = \"v3\"\nclient_id = \"x\"\n", "clopos.api_version"),
        ("[desk]\ncountry = \"Azerbaijan\"\n", "desk.country: is not a country. Use two letters, e.g. AZ or UZ."),
        (
            "[desk]\ncountry = \"AQ\"\n",
            "desk.country: no country with phone numbers has the letters AQ. Use two letters",
        ),
        ("[desk]\ntime_zone = \"Baku\"\n", "desk.time_zone: is not a time zone. Did you mean \"Asia/Baku\"?"),
        (
            "[desk]\ntime_zone = \"UTC+04:00\"\n",
            "desk.time_zone: is not a time zone. Use an IANA name, e.g. \"Asia/Baku\" or \"Asia/Tashkent\".",
        ),
        (
            "[desk]\nlanguage = \"Azeri\"\n",
            "desk.language: is not a language of the desk. Use one of: en, az, ru, tr, uz.",
        ),
        ("[desk]\ncapitals = \"Azeri\"\n", "desk.capitals: is not the code of a language. Use az, tr, ru, en or"),
        (
            "[code]\ntemplate = \"W-{date}\"\n",
            "code.template: is not a code template. Write {seq} once, and {date} and",
        ),
        ("[desk]\ndate_order = \"dym\"\n", "desk.date_order"),
        ("[desk]\ncolour = \"red\"\n", "desk.colour"),
        ("[clopos]\nclient_secret = 42424242\n", "clopos.client_secret"),
        ("[clopos]\nclient_id = \"x\"\n", "clopos.client_secret"),
        ("[clopos\n", "wrong.toml:1"),
        ("[server]\nvenue_id = \"abc\"\n", "server.venue_id"),
        ("[clopos]\nca_file = \"/nowhere/ca.pem\"\n", "clopos.ca_file"),
        ("[desk]\ndate_order = \"42424242\"\n", "desk.date_order"),
        (
            "[clopos]\nclient_id = \"x\"\nclient_secret = \"s\"\nbrand = \"b\"\nintegrator_id = \"i\"\nbase_url = \"http://example.com\"\n",
            "clopos.base_url",
        ),
    ] {
        std::fs::write(&file, text).unwrap();
        let output = program(home.path()).arg("--config").arg(&file).output().unwrap();
        assert_eq!(code(&output), Some(2), "{text} {output:?}");
        let words = stderr(&output);
        assert_eq!(words.lines().count(), 1, "{words}");
        assert!(words.contains("wrong.toml") && words.contains(named), "{text} {words}");
        assert!(!words.contains("42424242"), "{words}");
    }
    let missing = program(home.path()).args(["--config", "/nowhere/frontdesk.toml"]).output().unwrap();
    assert_eq!(code(&missing), Some(2));
    assert!(stderr(&missing).contains("/nowhere/frontdesk.toml"));
    assert_eq!(code(&program(home.path()).arg("add").output().unwrap()), Some(2));
    assert_eq!(code(&program(home.path()).arg("--nonsense").output().unwrap()), Some(2));
}

#[test]
fn help_that_cannot_be_written_is_an_error_unless_its_reader_has_left() {
    let home = tempfile::tempdir().unwrap();
    for arguments in [&["--help"][..], &["-h"], &["add", "--help"], &["help"], &["help", "outbox"], &["--version"]] {
        let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
        let output = program(home.path()).args(arguments).stdout(full).stderr(Stdio::piped()).output().unwrap();
        assert_eq!(code(&output), Some(1), "{arguments:?}");
        assert!(stderr(&output).contains("No space left on device"), "{output:?}");
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let left = program(home.path()).args(arguments).stdout(writer).output().unwrap();
        assert_eq!((code(&left), stderr(&left).as_str()), (Some(0), ""), "{arguments:?}");
    }
}

/// An option that a command ignores would let a caller believe that it works.
#[test]
fn an_option_that_a_command_ignores_is_a_usage_error_that_names_it() {
    let home = tempfile::tempdir().unwrap();
    for (arguments, option) in [
        (&["--plain", "add", "--name", "Aysel"][..], "--plain"),
        (&["--plain", "check"], "--plain"),
        (&["--plain", "outbox", "list"], "--plain"),
        (&["--plain", "serve", "--database", "x.sqlite"], "--plain"),
        (&["serve", "--training", "--database", "x.sqlite"], "--training"),
        (&["--training", "serve", "--database", "x.sqlite"], "--training"),
        (&["--cashier", "Aysel", "serve", "--database", "x.sqlite"], "--cashier"),
        (&["check", "--cashier", "Aysel"], "--cashier"),
        (&["outbox", "list", "--cashier", "Aysel"], "--cashier"),
        (&["report", "--cashier", "Aysel"], "--cashier"),
        (&["lookup", "--name", "--cashier", "Aysel"], "--cashier"),
        (&["man", "--config", "x.toml"], "--config"),
        (&["completions", "bash", "--training"], "--training"),
    ] {
        let output = program(home.path()).args(arguments).current_dir(home.path()).output().unwrap();
        assert_eq!((code(&output), stdout(&output).as_str()), (Some(2), ""), "{arguments:?} {output:?}");
        assert!(stderr(&output).contains(option), "{arguments:?} {output:?}");
    }
    assert!(!home.path().join("x.sqlite").exists() && !home.path().join("state").exists());
    let output = program(home.path()).args(["--plain", "add", "--json", "--name", "Aysel"]).output().unwrap();
    assert_eq!((code(&output), &json(&output)["status"]), (Some(2), &serde_json::json!("usage")), "{output:?}");
    assert!(json(&output)["message"].as_str().unwrap().contains("--plain"), "{output:?}");
}

#[test]
fn help_and_version_exit_with_0() {
    let home = tempfile::tempdir().unwrap();
    for argument in ["--help", "--version"] {
        let output = program(home.path()).arg(argument).output().unwrap();
        assert_eq!(code(&output), Some(0));
        assert!(stdout(&output).contains("frontdesk"), "{output:?}");
    }
}

#[test]
fn bad_settings_are_reported_as_json_if_json_is_requested() {
    let home = tempfile::tempdir().unwrap();
    for command in [
        &["add", "--json", "--name", "A"][..],
        &["check", "--json"],
        &["outbox", "--json", "list"],
        &["report", "--json"],
    ] {
        let output = program(home.path()).args(command).env("CLOPOS_CLIENT_ID", "shop").output().unwrap();
        assert_eq!(code(&output), Some(2), "{command:?} {output:?}");
        assert!(json(&output)["message"].as_str().unwrap().contains("clopos."), "{command:?} {output:?}");
        assert_eq!(json(&output)["status"] == "bad_settings", command[0] == "add");
    }
}

#[test]
fn a_relative_state_directory_is_shown_as_an_absolute_path() {
    let home = tempfile::tempdir().unwrap();
    let mut check = program(home.path());
    let output = check.arg("check").env("FRONTDESK_STATE_DIR", "here").current_dir(home.path()).output().unwrap();
    let absolute = home.path().join("here");
    assert!(stdout(&output).contains(&absolute.display().to_string()), "{output:?}");
    assert!(absolute.is_dir());
}

#[test]
fn outbox_list_in_training_prints_a_banner() {
    let home = tempfile::tempdir().unwrap();
    let output = program(home.path()).args(["outbox", "list"]).output().unwrap();
    assert_eq!((code(&output), stdout(&output)), (Some(0), "Nothing is waiting.\n".to_owned()));
    assert!(stderr(&output).contains("TRAINING"), "{output:?}");
}

/// Every page that a page refers to exists, and no command offers an option that it ignores.
#[test]
fn manual_pages_name_only_existing_pages_and_options_with_an_effect() {
    let home = tempfile::tempdir().unwrap();
    let pages = home.path().join("pages");
    std::fs::create_dir(&pages).unwrap();
    assert_eq!(code(&program(home.path()).arg("man").arg(&pages).output().unwrap()), Some(0));
    let ignored: [(&str, &[&str]); 10] = [
        ("init", &["cashier"]),
        ("cashier", &["config", "training", "cashier"]),
        ("man", &["config", "training", "cashier"]),
        ("completions", &["config", "training", "cashier"]),
        ("serve", &["training", "cashier"]),
        ("training", &["training", "cashier"]),
        ("check", &["cashier"]),
        ("report", &["cashier"]),
        ("lookup", &["cashier"]),
        ("outbox", &["cashier"]),
    ];
    let names: Vec<String> =
        std::fs::read_dir(&pages).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    let mut references = 0;
    for file in &names {
        let page = std::fs::read_to_string(pages.join(file)).unwrap().replace("\\-", "-");
        for (at, _) in page.match_indices("(1)") {
            let name: String = page[..at]
                .chars()
                .rev()
                .take_while(|c| c.is_ascii_alphanumeric() || *c == '-')
                .collect::<Vec<_>>()
                .into_iter()
                .rev()
                .collect();
            assert!(names.contains(&format!("{name}.1")), "{file} names {name}(1)");
            references += 1;
        }
        let command = file.trim_end_matches(".1").split('-').nth(1).unwrap_or_default();
        let ignored_options = ignored.iter().find(|(name, _)| *name == command).map_or(&[][..], |(_, options)| options);
        for option in ["config", "training", "cashier"] {
            assert_eq!(page.contains(&format!("--{option}")), !ignored_options.contains(&option), "{file}: {option}");
        }
        for (option, other) in [("plain", "frontdesk-cashier-add.1"), ("kiosk", "frontdesk-init.1")] {
            let has_option = file == "frontdesk.1" || file == other;
            assert_eq!(page.contains(&format!("--{option}")), has_option, "{file}: {option}");
        }
    }
    assert!(references > 10, "{references}");
    // In bash's script, the options of a command are in the branch of that command.
    let script = stdout(&program(home.path()).args(["completions", "bash"]).output().unwrap());
    for (command, options) in ignored {
        let (_, branch) =
            script.split_once(&format!("\n        frontdesk__subcmd__{command})\n")).unwrap_or_else(|| {
                script
                    .split_once(&format!("\n        frontdesk__{command})\n"))
                    .unwrap_or_else(|| panic!("{command}: {script}"))
            });
        let offered = branch.lines().find(|line| line.contains("opts=")).unwrap();
        for option in options {
            assert!(!offered.contains(&format!("--{option}")), "{command}: {offered}");
        }
        assert!(offered.contains("--help"), "{command}: {offered}");
    }
}

/// They are generated from the definition of the command line, so they contain the options of every command.
#[test]
fn manual_pages_and_completions_contain_every_option() {
    let home = tempfile::tempdir().unwrap();
    let help = stdout(&program(home.path()).arg("--help").output().unwrap());
    let options: Vec<&str> = help.split_whitespace().filter(|word| word.starts_with("--")).collect();
    assert!(options.contains(&"--kiosk") && options.contains(&"--plain"), "{help}");
    let page = stdout(&program(home.path()).arg("man").output().unwrap()).replace("\\-", "-");
    for shell in ["bash", "zsh", "fish"] {
        let script = stdout(&program(home.path()).args(["completions", shell]).output().unwrap());
        for option in &options {
            let name = option.trim_start_matches('-');
            assert!(page.contains(option), "{option} is not in the page");
            assert!(script.contains(name), "{option} is not in {shell}'s");
        }
        assert!(script.contains("birth-date"), "{shell}: the commands' options too");
    }
    for words in [
        "register, from any field",
        "Ctrl-S",
        "EXIT STATUS",
        "Saved in the outbox",
        "FRONTDESK_STATE_DIR",
        "/etc/frontdesk",
    ] {
        assert!(page.contains(words), "{words}");
    }
    assert_eq!(code(&program(home.path()).args(["completions", "command.com"]).output().unwrap()), Some(2));
    let pages = home.path().join("pages");
    assert_eq!(code(&program(home.path()).arg("man").arg(&pages).output().unwrap()), Some(1), "no such directory");
    std::fs::create_dir(&pages).unwrap();
    assert_eq!(code(&program(home.path()).arg("man").arg(&pages).output().unwrap()), Some(0));
    for (file, option) in [("frontdesk.1", "kiosk"), ("frontdesk-add.1", "birth"), ("frontdesk-outbox-send.1", "json")]
    {
        assert!(std::fs::read_to_string(pages.join(file)).unwrap().contains(option), "{file}");
    }
}

/// The page is printed from the table of settings, as `docs/settings.md` is.
#[test]
fn the_manual_page_has_every_setting_and_variable() {
    let home = tempfile::tempdir().unwrap();
    let page = stdout(&program(home.path()).arg("man").output().unwrap()).replace("\\-", "-").replace("\\(aq", "'");
    for setting in &frontdesk::settings::SETTINGS {
        let meaning = (setting.meaning)(frontdesk::locale::technician()).replace('`', "");
        assert!(page.contains(&meaning), "{meaning}");
        for name in [setting.key, setting.variable].into_iter().filter(|name| !name.is_empty()) {
            assert!(page.contains(&format!("\\fB{name}\\fR\n")), "{name}");
        }
        let default = setting.default().map(|text| format!("{meaning} Default: {text}.\n"));
        assert!(default.is_none_or(|text| page.contains(&text)), "{}", setting.key);
    }
}

/// A caller who follows the help must not get a usage error.
#[test]
fn the_help_of_a_command_offers_no_option_that_it_ignores() {
    let home = tempfile::tempdir().unwrap();
    for (command, ignored) in [
        (&["outbox", "list"][..], &["--cashier", "--plain", "--kiosk"][..]),
        (&["outbox"], &["--cashier"]),
        (&["check"], &["--cashier"]),
        (&["report"], &["--cashier"]),
        (&["lookup"], &["--cashier"]),
        (&["serve"], &["--cashier", "--training"]),
        (&["init"], &["--cashier"]),
        (&["cashier"], &["--cashier", "--training", "--config"]),
        (&["cashier", "add"], &["--cashier", "--training", "--config"]),
        (&["man"], &["--cashier", "--training", "--config"]),
        (&["completions"], &["--cashier", "--training", "--config"]),
    ] {
        for help in [[&["help"], command].concat(), [command, &["--help"]].concat(), [command, &["-h"]].concat()] {
            let help = stdout(&program(home.path()).args(&help).output().unwrap());
            assert!(help.contains("Usage: frontdesk"), "{command:?}: {help}");
            for option in ignored {
                assert!(!help.contains(option), "{command:?} {option}: {help}");
            }
        }
    }
    let help = stdout(&program(home.path()).args(["add", "--help"]).output().unwrap());
    assert!(help.contains("--cashier"), "{help}");
    // Without a command below it, the help is an error.
    for command in ["outbox", "cashier"] {
        let output = program(home.path()).arg(command).output().unwrap();
        let help = stderr(&output);
        assert!(code(&output) == Some(2) && help.contains("Usage:") && !help.contains("--cashier"), "{output:?}");
    }
}
