//! The language of the desk on the real program: options, environment, the help, and the line mode.

use portable_pty::CommandBuilder;

use crate::support::files::project_root;
use crate::support::plain::{customers, run_with_input};
use crate::support::program::{code, dead_address, program, stderr, stdout};
use crate::support::pty::{Desk, command};

const HELP: &str = "\x07";
const F7: &str = "\x1b[18~";

fn quit(mut desk: Desk) {
    desk.send("\x11");
    assert!(desk.end().success());
}

fn open(command: CommandBuilder) -> Desk {
    Desk::spawn(command, 80, 24)
}

#[test]
fn an_option_wins_over_the_settings_and_these_over_the_locale() {
    let home = tempfile::tempdir().unwrap();
    for (arguments, locale, button) in [
        (&[][..], "C.UTF-8", "[ Register ]"),
        (&[], "ru_RU.UTF-8", "[ Зарегистрировать ]"),
        (&["--lang", "az"], "ru_RU.UTF-8", "[ Qeydiyyata al ]"),
        (&["--lang", "uz_UZ.UTF-8"], "C.UTF-8", "[ Qoʻshish ]"),
        // A terminal without the letters of a language.
        (&["--lang", "ru"], "az_AZ.ISO8859-9", "[ Register ]"),
        (&["--lang", "tr"], "C", "[ Kaydet ]"),
    ] {
        let mut command = command(home.path(), arguments);
        command.env("LC_ALL", locale);
        let mut desk = open(command);
        desk.wait_for(button);
        quit(desk);
    }
    let settings = home.path().join("turkish.toml");
    std::fs::write(&settings, "[desk]\nlanguage = \"tr\"\n").unwrap();
    let mut command = command(home.path(), &["--config", settings.to_str().unwrap()]);
    command.env("LC_ALL", "ru_RU.UTF-8");
    let mut desk = open(command);
    desk.wait_for("[ Kaydet ]");
    quit(desk);
}

#[test]
fn the_help_changes_the_language_and_the_next_desk_begins_in_it() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = open(command(home.path(), &[]));
    desk.wait_for("[ Register ]");
    desk.types("0501234567");
    desk.send(HELP);
    desk.wait_for("F7 Azərbaycanca");
    desk.send(F7);
    desk.wait_for("Kömək");
    desk.wait_for("F7 Русский");
    desk.send("\x06");
    desk.wait_for("Помощь");
    desk.send(F7);
    desk.wait_for("Yardım");
    desk.send("\x1b");
    desk.wait_for("[ Kaydet ]");
    // What was typed is still there.
    assert_eq!(desk.value("Telefon"), "0501234567");
    // The letters follow the language.
    desk.goes_to("\t", "Ad soyad");
    desk.types("Aysel");
    for label in ["Kod", "Doğum tarihi", "Cinsiyet"] {
        desk.goes_to("\t", label);
    }
    desk.send("k");
    desk.wait_for("[k Kadın]");
    desk.send("e");
    desk.wait_for("[e Erkek]");
    desk.send("f");
    desk.wait_for("[k Kadın]");
    desk.send("\x13");
    desk.wait_for("KAYDEDİLDİ");
    desk.types("55");
    desk.send("\x11");
    desk.wait_for("e çık");
    desk.send("h");
    desk.wait_for("Ctrl-Q");
    desk.send("\x11");
    desk.wait_for("e çık");
    desk.send("e");
    assert!(desk.end().success());

    let mut again = open(command(home.path(), &[]));
    again.wait_for("[ Kaydet ]");
    quit(again);
    let mut fixed = open(command(home.path(), &["--lang", "en"]));
    fixed.wait_for("[ Register ]");
    quit(fixed);
    let mut other = open(command(home.path(), &["--cashier", "Rauf"]));
    other.wait_for("[ Register ]");
    quit(other);
    // The file has no name of a cashier.
    let remembered = std::fs::read_to_string(home.path().join("state/languages.json")).unwrap();
    assert!(remembered.contains("\"tr\""), "{remembered}");
}

#[test]
fn the_line_mode_has_the_words_and_letters_of_the_language() {
    for (language, lines, registered) in [
        ("az", "0501234567\nAysel\n\n\nq\n\n\n\nbəli\n", "Təlimdə qeydiyyata alındı"),
        ("ru", "0501234567\nAysel\n\n\nж\n\n\n\nда\n", "зарегистрирован"),
        ("tr", "0501234567\nAysel\n\n\nk\n\n\n\nevet\n", "kaydedildi"),
        ("uz", "0501234567\nAysel\n\n\na\n\n\n\nha\n", "qoʻshildi"),
        // English words work in every language.
        ("uz", "0501234567\nback\n\nAysel\n\n\nf\nend\nyes\n", "qoʻshildi"),
    ] {
        let home = tempfile::tempdir().unwrap();
        let mut command = program(home.path());
        command.args(["--plain", "--lang", language]);
        let output = run_with_input(command, lines.as_bytes());
        let transcript = stdout(&output);
        assert!(transcript.to_lowercase().contains(&registered.to_lowercase()), "{language}: {transcript}");
        assert_eq!(customers(home.path()), [("Aysel".to_owned(), Some("+994501234567".to_owned()))], "{transcript}");
        let database = rusqlite::Connection::open(home.path().join("state/training.sqlite")).unwrap();
        let gender: u8 = database.query_row("SELECT gender FROM customers", [], |row| row.get(0)).unwrap();
        assert_eq!(gender, 2, "{language}");
    }
    let home = tempfile::tempdir().unwrap();
    let mut command = program(home.path());
    command.arg("--plain");
    let transcript = stdout(&run_with_input(command, b"lang\nlang\nq\n"));
    assert!(transcript.contains("Telefon, ") && transcript.contains("Телефон, "), "{transcript}");
}

#[test]
fn add_speaks_the_language_and_its_json_english() {
    let home = tempfile::tempdir().unwrap();
    let add = |arguments: &[&str]| program(home.path()).args(["--lang", "az", "add"]).args(arguments).output().unwrap();
    let wrong = add(&["--name", "Aysel", "--phone", "050"]);
    assert!(code(&wrong) == Some(3) && stderr(&wrong).contains("Telefon: "), "{wrong:?}");
    let json = add(&["--name", "Aysel", "--phone", "050", "--json"]);
    assert!(stdout(&json).contains("\"message\":\"Phone: "), "{json:?}");
    let kept = program(home.path())
        .env("CLOPOS_BASE_URL", format!("http://{}/open-api", dead_address()))
        .env("CLOPOS_CLIENT_ID", "x")
        .env("CLOPOS_CLIENT_SECRET", "x")
        .env("CLOPOS_BRAND", "x")
        .env("CLOPOS_VENUE_ID", "1")
        .env("LANG", "tr_TR.UTF-8")
        .env_remove("LC_ALL")
        .args(["add", "--name", "Aysel"])
        .output()
        .unwrap();
    assert!(code(&kept) == Some(5) && stderr(&kept).contains("saklandı"), "{kept:?}");
    let unknown = program(home.path()).args(["--lang", "klingon"]).output().unwrap();
    assert!(code(&unknown) == Some(2) && stderr(&unknown).contains("en, az, ru, tr, uz"), "{unknown:?}");
}

/// Only a debug build takes `FRONTDESK_TEST_USED`.
#[cfg(debug_assertions)]
#[test]
fn a_new_training_begins_in_the_language() {
    let home = tempfile::tempdir().unwrap();
    let mut command = command(home.path(), &["--lang", "tr"]);
    command.env_remove("FRONTDESK_TEST_USED");
    let mut desk = open(command);
    desk.wait_for("Ana şube");
    desk.types("0501234567");
    desk.wait_for("zaten kayıtlı: Aysel Məmmədova");
    desk.send("\x10");
    desk.wait_for("Müdavimler");
    desk.wait_for("Cam kenarındaki masayı seviyor.");
    desk.send("\x1b");
    quit_typed(desk);
}

fn quit_typed(mut desk: Desk) {
    desk.wait_for("Ctrl-Q");
    desk.send("\x11");
    desk.wait_for("e çık");
    desk.send("e");
    assert!(desk.end().success());
}

/// The card quotes the screen: its words are those of the language.
#[test]
fn the_card_of_each_language_quotes_its_screen() {
    for say in frontdesk::locale::Locale::all() {
        let name =
            if say.code() == "en" { "cashier-card.md".to_owned() } else { format!("cashier-card.{}.md", say.code()) };
        let card = std::fs::read_to_string(project_root().join("docs").join(&name)).unwrap();
        let badges = [say.badge_registered(), say.badge_not_registered(), say.badge_waiting()];
        let rows = [say.header_training_short(), say.header_connected(), say.header_offline_waiting("14:02", 3)];
        for words in badges.into_iter().chain(rows) {
            assert!(card.contains(&words), "{name}: {words}");
        }
        for letter in [say.letter_female(), say.letter_male()] {
            assert!(card.contains(&format!("`{letter}`")), "{name}: {letter}");
        }
    }
}
