//! Line by line: how a question is worded, how its choices are numbered, and that each answer is read back.

use std::process::Output;

use crate::support::plain::{open_plain, run_lines, run_plain, run_plain_until_error};
use crate::support::program::stdout;

fn file(home: &std::path::Path, settings: &str) -> String {
    let file = home.join("plain.toml");
    std::fs::write(&file, settings).unwrap();
    file.to_str().unwrap().to_owned()
}

#[test]
fn a_question_has_its_position_its_format_and_the_old_value() {
    let home = tempfile::tempdir().unwrap();
    let transcript = run_plain(home.path(), "0501234567\nAysel\nW-17\nb\nb\nb\n\n\n\n15.5.1990\nb\n\n\n1\n");
    for question in [
        "Phone, 1 of 8: \n",
        "Name, 2 of 8, required: \n",
        "Code, 3 of 8, now W-17: \n",
        "Name, 2 of 8, required, now Aysel: \n",
        "Phone, 1 of 8, now +994 50 123 45 67: \n",
        "Date of birth, 4 of 8, day month year: \n",
        "Date of birth, 4 of 8, day month year, now 15.5.1990: \n",
        "Gender, 5 of 8. 0 not given. 1 female. 2 male. \n",
    ] {
        assert!(transcript.contains(question), "{question:?} {transcript}");
    }
    for (order, words) in [("mdy", "month day year"), ("ymd", "year month day")] {
        let config = file(home.path(), &format!("[desk]\ndate_order = \"{order}\"\n"));
        let transcript = stdout(&run_lines(home.path(), "g 4\n", &["--config", &config]));
        assert!(transcript.contains(&format!("Date of birth, 4 of 8, {words}: \n")), "{transcript}");
    }
}

#[test]
fn each_answer_is_read_back_as_it_will_be_saved() {
    let home = tempfile::tempdir().unwrap();
    let table = [
        ("1", "050 123 45 67", "Phone: +994 50 123 45 67"),
        ("1", "+79161234567", "Phone: +7 916 123-45-67"),
        ("2", "Aysel", "Name: Aysel"),
        (
            "2",
            "ilqar məmmədov",
            "Name: İlqar Məmmədov. Big and small letters are changed. Type k to keep what you typed.",
        ),
        ("3", "W-17", "Code: W-17"),
        ("4", "150590", "Date of birth: 15 May 1990, 36 years old"),
        ("5", "0", "Gender: not given"),
        ("5", "1", "Gender: Female"),
        ("5", "2", "Gender: Male"),
        ("5", "F", "Gender: Female"),
        ("5", "male", "Gender: Male"),
        ("5", "ь", "Gender: Male"),
        ("5", "Not Given", "Gender: not given"),
        ("5", "-", "Gender: not given"),
        ("6", "0", "Group: no group chosen, Clopos sets one"),
        ("6", "4", "Group: VIP, discount 10 percent"),
        ("6", "vip", "Group: VIP, discount 10 percent"),
        ("6", "-", "Group: no group chosen, Clopos sets one"),
        ("7", "aysel@example.com", "Email: aysel@example.com"),
        ("7", "Aysel <aysel@example.com>", "Email: aysel@example.com"),
        ("7", "erase", "Email: empty"),
        ("8", "wants a table by the window", "Note: wants a table by the window"),
    ];
    let lines = table.map(|(field, answer, _)| format!("g {field}\n{answer}\n")).concat();
    let transcript = run_plain(home.path(), &lines);
    let mut rest = transcript.as_str();
    for (_, answer, read) in table {
        rest = rest.split_once(&format!("\n{read}\n")).unwrap_or_else(|| panic!("{answer}: {read}\n{rest}")).1;
    }
}

#[test]
fn after_an_error_only_the_question_is_repeated() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = open_plain(home.path());
    desk.wait_for("Phone, 1 of 8:");
    for (field, wrong, error, repeated) in [
        (5, "7", "Error: Type a number from the list.", "Gender, 5 of 8:"),
        (4, "x", "Error: Date of birth: ", "Date of birth, 4 of 8, day month year, you typed x:"),
        (1, "12;", "Error: Phone: Remove semicolon. Use digits only.", "Phone, 1 of 8, you typed 12;:"),
    ] {
        desk.send(&format!("g {field}\n{wrong}\n"));
        desk.wait_for(error);
        desk.wait_until(repeated, |screen| screen.contents().trim_end().ends_with(repeated));
    }
    desk.send("g 6\n");
    desk.wait_for("4 VIP.");
    desk.send("99\n");
    desk.wait_until("the groups are read again", |screen| {
        screen.contents().trim_end().ends_with("list.\nGroup, 6 of 8:")
    });
    // After another question the choices are read again.
    desk.send("g 3\n");
    desk.wait_for("Code, 3 of 8:");
    desk.send("g 5\n");
    desk.wait_until("no choices", |screen| screen.contents().trim_end().ends_with("0 not given. 1 female. 2 male."));
    desk.send("q\n");
    assert!(desk.end().success());
}

#[test]
fn zero_is_the_choice_of_nothing_in_every_list() {
    let home = tempfile::tempdir().unwrap();
    let transcript = run_plain(home.path(), "g 5\n1\n4\nb\n0\ng 5\n0\n");
    assert!(transcript.contains("Group: VIP, discount 10 percent\n"), "{transcript}");
    assert!(
        transcript.contains("Group: no group chosen, Clopos sets one\n") && transcript.contains("Gender: not given\n"),
        "{transcript}"
    );
}

#[test]
fn a_part_of_several_names_lists_them() {
    let home = tempfile::tempdir().unwrap();
    let transcript = run_plain_until_error(home.path(), "g 6\ns\n");
    let error = "Error: More than one group has this in its name. Type more letters, or the whole name:\n";
    let (_, names) = transcript.split_once(error).expect(&transcript);
    assert!(names.contains("Staff\n") && names.contains("Regulars\n"), "{transcript}");
}

#[test]
fn short_questions_are_labels() {
    let home = tempfile::tempdir().unwrap();
    let config = file(home.path(), "[desk]\nshort_questions = true\n");
    let output: Output =
        run_lines(home.path(), "0501234567\nAysel\n\n\nf\nvip\n\n\ny\ng 1\n12\n", &["--config", &config]);
    let transcript = stdout(&output);
    for question in
        ["\nPhone: \n", "\nName: \n", "\nDate of birth: \n", "\nGender: \n", "\nGroup: \n", "\nRegister? \n"]
    {
        assert!(transcript.contains(question), "{question:?} {transcript}");
    }
    assert!(transcript.contains("Registered in training: Aysel, number 1, group VIP.\n"), "{transcript}");
    assert!(!transcript.contains(" of 8"), "{transcript}");
}

/// A voice says nothing for a sign, or its name.
#[test]
fn no_sentence_has_a_sign_for_the_eye() {
    let home = tempfile::tempdir().unwrap();
    run_plain(home.path(), "0501234567\nAysel Məmmədova\n\n15051990\n1\n4\n\n\ny\n");
    let lines = "0501234567\naysel məmmədova\nЦ-17\n15051990\nm\n\nx@gmial.com\ntea\n?\n.\n?\ng 1\n?\ng 2\n?\ng 4\n?\n\
                 g 5\n?\ng 6\n?\ng 7\n?\np\nt\n/\n1\n\nk\nu\nc\nu\no\n\n.\nn\n.\ny\n";
    let transcript = stdout(&run_lines(home.path(), lines, &[]));
    assert!(transcript.contains("Error: Phone: already registered."), "{transcript}");
    let rejected = stdout(&run_lines(home.path(), "o\n?\n1\nq\n", &[]));
    for text in [&transcript, &rejected] {
        let is_sign = |c: char| "·…“”«»‘✓✗▸•─#[]{}<>|~^".contains(c);
        let line = text.lines().find(|line| line.contains(is_sign) || line.contains("Ctrl"));
        assert_eq!(line, None, "{text}");
    }
}
