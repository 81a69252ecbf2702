//! Line by line: the commands, as signs and as words, and everything that the screen has.

use crate::support::plain::{customers, open_plain, run_lines, run_plain, run_plain_until_error};
use crate::support::program::stdout;

#[test]
fn the_first_line_names_help_and_quit() {
    let home = tempfile::tempdir().unwrap();
    let transcript = run_plain(home.path(), "");
    let first = transcript.lines().next().unwrap();
    assert!(
        first.contains('?') && first.contains("help") && first.contains(" q ") && first.contains("quit"),
        "{first}"
    );
}

#[test]
fn no_keeps_the_form_and_a_cleared_form_comes_back() {
    for no in ["n", "N", "no", "NO", "т", "тщ"] {
        let home = tempfile::tempdir().unwrap();
        let transcript = run_plain(home.path(), &format!("0501234567\nAysel\n.\n{no}\n\n\n.\nyes\n"));
        assert!(transcript.contains("Not registered. Everything that you typed is still there.\n"), "{transcript}");
        assert!(transcript.contains("Phone, 1 of 8, now +994 50 123 45 67: "), "{transcript}");
        assert_eq!(customers(home.path()), [("Aysel".into(), Some("+994501234567".into()))], "{no}");
    }
    for (clear, undo) in [("c", "u"), ("C", "U"), ("clear", "undo"), ("CLEAR", "Undo"), ("с", "г")] {
        let home = tempfile::tempdir().unwrap();
        let transcript = run_plain(home.path(), &format!("0501234567\nAysel\n{clear}\n{clear}\n{undo}\n.\ny\n"));
        assert!(transcript.contains("The form is cleared. Type u to bring it back.\n"), "{transcript}");
        assert!(transcript.contains("The form is empty.\n"), "a second one does not bring it back: {transcript}");
        assert!(transcript.contains("The form is back.\n"), "{transcript}");
        assert_eq!(customers(home.path()), [("Aysel".into(), Some("+994501234567".into()))], "{clear}");
    }
}

#[test]
fn words_at_a_question_are_commands_and_a_space_makes_them_text() {
    let home = tempfile::tempdir().unwrap();
    for (line, expected) in [
        ("HELP", "For example Aysel Mammadova."),
        ("help", "For example Aysel Mammadova."),
        ("рудз", "For example Aysel Mammadova."),
        (",", "For example Aysel Mammadova."),
        ("Back", "Phone, 1 of 8, now +994 50 123 45 67:"),
        ("B", "Phone, 1 of 8, now +994 50 123 45 67:"),
        ("и", "Phone, 1 of 8, now +994 50 123 45 67:"),
        ("List", "Nothing is waiting."),
        ("щ", "Nothing is waiting."),
        ("today", "Nothing is registered today."),
    ] {
        let transcript = run_plain(home.path(), &format!("0501234567\n{line}\nq\n"));
        let (_, after) = transcript.split_once("Name, 2 of 8, required: \n").expect(&transcript);
        assert!(after.starts_with(expected) || after.contains(&format!("\n{expected}")), "{line}: {transcript}");
        assert!(!transcript.contains(&format!("Name: {line}")), "{line}: {transcript}");
        assert!(run_plain(home.path(), "o\nd 1\ny\n").contains(" is deleted."), "{line}");
    }
    for quit in ["q", "Q", "quit", "QUIT", "Quit", "й", "йгше", "quıt"] {
        let transcript = run_plain(home.path(), &format!("{quit}\nnot read\n"));
        assert!(transcript.ends_with("Phone, 1 of 8: \nThe desk is closed.\n"), "{quit}: {transcript}");
    }
    let transcript = run_plain(home.path(), "\n Help\n quit\n\n\n\n\n back\n.\ny\n");
    assert!(transcript.contains("Name: Help\n") && transcript.contains("Code: quit\n"), "{transcript}");
    assert!(
        transcript.contains("Note: back\n") && transcript.contains("Registered in training: Help, number 1"),
        "{transcript}"
    );
}

#[test]
fn the_list_is_always_read_and_says_whose_form_it_opens_and_why() {
    let home = tempfile::tempdir().unwrap();
    run_plain(home.path(), "0501234567\nAysel\n.\ny\n");
    // One draft.
    run_plain(home.path(), "\nRauf\n");
    let one = run_plain(home.path(), "0551112233\no\n1\nq\n");
    assert!(one.contains("1 Rauf, draft.\nWhich number?"), "{one}");
    assert!(
        one.contains("0551112233 is in the waiting list. Type o to open it.\nThis is the form of Rauf.\n"),
        "{one}"
    );
    // Several, with a rejected one.
    assert_eq!(run_lines(home.path(), "0501234567\nLeyla\n.\ny\n", &[]).status.code(), Some(4));
    let several = run_plain(home.path(), "o\n3\nq\n");
    assert!(several.contains(" Rauf, draft.\n") && several.contains("\n3 Leyla, rejected, "), "{several}");
    assert!(several.contains("tried once. Phone: already registered."), "{several}");
    let opened = "This is the form of Leyla.\nError: Phone: already registered. It belongs to Aysel, number 1. Type another one, or p to hear more.\n\
                  Phone, 1 of 8, you typed +994 50 123 45 67: ";
    assert!(several.contains(opened), "{several}");
    let unknown = run_plain_until_error(home.path(), "o\n9\n");
    assert!(unknown.contains("Error: Type a number from the list."), "{unknown}");
}

#[test]
fn a_row_of_the_list_is_deleted_only_after_yes() {
    let home = tempfile::tempdir().unwrap();
    run_plain(home.path(), "\nRauf\n");
    let kept = run_plain(home.path(), "o\nd 1\nno\n\nq\n");
    let question = "Delete Rauf, draft for ever? Type yes or no: \nNothing is deleted.\nWhich number?";
    assert!(kept.contains(question), "{kept}");
    for (delete, yes) in [("d 1", "YES"), ("D 1", "y"), ("delete 1", "н"), ("в 1", "yes")] {
        let deleted = run_plain(home.path(), &format!("o\n{delete}\n{yes}\n"));
        assert!(deleted.contains("Rauf, draft is deleted.\nNothing is waiting.\n"), "{deleted}");
        let left = run_plain(home.path(), "o\n\nRauf\n");
        assert!(left.contains("Nothing is waiting.\n"), "{left}");
    }
    run_plain(home.path(), "o\nd 1\ny\n");
    // A rejected registration is deleted from the outbox.
    run_plain(home.path(), "0501234567\nAysel\n.\ny\n");
    assert_eq!(run_lines(home.path(), "0501234567\nLeyla\n.\ny\n", &[]).status.code(), Some(4));
    assert!(run_plain(home.path(), "o\nd 1\ny\n").contains("\nNothing is waiting.\n"));
    assert!(run_plain(home.path(), "o\n").contains("\nNothing is waiting.\n"));
}

#[test]
fn the_card_and_the_shift_are_read() {
    let home = tempfile::tempdir().unwrap();
    let first = run_plain(home.path(), "0501234567\nAysel\n\n\n\nvip\n\n\ny\n0501234567\nt\np\nq\n");
    assert!(first.contains("1 registered. Typical time: "), "{first}");
    assert!(first.contains(", Aysel, number 1, registered.\nName, 2 of 8, required: "), "{first}");
    let card = "The registered customer:\nName: Aysel\nCustomer ID: 1\nPhone: +994 50 123 45 67\nGroup: VIP\n";
    assert!(first.contains(card) && first.contains("This customer is changed in the POS: menu"), "{first}");
    assert!(first.contains("in the back office.\nName, 2 of 8, required: "), "the question is repeated: {first}");
    // After a conflict too.
    let mut desk = open_plain(home.path());
    desk.wait_for("Phone, 1 of 8:");
    desk.send("p\n");
    desk.wait_for("No registered customer is found for this form.");
    desk.send("0501234567\n");
    desk.wait_for("Warning: Phone: already registered.");
    desk.send("customer\n");
    desk.wait_for("Customer ID: 1");
    desk.send("q\n");
    assert!(desk.end().success());
}

#[test]
fn older_registrations_of_the_shift_are_on_further_pages() {
    let home = tempfile::tempdir().unwrap();
    let lines: Vec<String> = (1..=12).map(|number| format!("\nGuest {number:02}\n.\ny\n")).collect();
    let transcript = run_plain(home.path(), &format!("{}t\nt 2\nt 3\n", lines.concat()));
    let (_, pages) = transcript.split_once("12 registered. ").expect(&transcript);
    let (newest, older) = pages.split_once("2 older. Type t 2 to hear them.\n").expect(pages);
    assert!(newest.contains("Guest 12") && newest.contains("Guest 03") && !newest.contains("Guest 02"), "{pages}");
    assert!(older.contains("Guest 02") && older.contains("Guest 01") && !older.contains("Guest 03"), "{pages}");
}

#[test]
fn the_last_changes_are_undone_one_by_one() {
    let home = tempfile::tempdir().unwrap();
    let transcript = run_plain(home.path(), "0501234567\n-\nb\nb\n0551234567\ng 5\nf\nb\nm\nu\nu\nu\nu\nu\n");
    for undone in [
        "Undone. Gender: Female\nBack to question 5, Gender.\n",
        "Undone. Gender: empty\n",
        "Undone. Phone: +994 50 123 45 67\nBack to question 1, Phone.\n",
        "Undone. Phone: empty\n",
    ] {
        assert!(transcript.contains(undone), "{undone} {transcript}");
    }
    assert!(transcript.contains("There is nothing to undo.\n"), "{transcript}");
}

#[test]
fn a_number_goes_to_its_field_from_every_question() {
    let home = tempfile::tempdir().unwrap();
    let transcript = run_plain(home.path(), "g 4\nG 8\ngo 7\nп 1\nEND\n6\n");
    let order =
        ["Date of birth, 4 of 8", "Note, 8 of 8", "Email, 7 of 8", "Phone, 1 of 8", "Register?", "Group, 6 of 8"];
    let mut rest = transcript.split_once("Phone, 1 of 8").unwrap().1;
    for question in order {
        rest = rest.split_once(question).unwrap_or_else(|| panic!("{question} {transcript}")).1;
    }
    for wrong in ["g 9", "g 0", "g"] {
        let transcript = run_plain_until_error(home.path(), &format!("{wrong}\n"));
        assert!(transcript.contains("Error: There is no such field. Type g and a number from 1 to 8"), "{transcript}");
    }
}

#[test]
fn the_help_begins_with_an_example_for_this_question() {
    let home = tempfile::tempdir().unwrap();
    for (field, help) in [
        (1, "For example "),
        (2, "For example Aysel Mammadova."),
        (3, "For example 4006381333931."),
        (4, "For example 15051990. The order is day month year."),
        (5, "For example 1 for female."),
        (6, "For example 1, or some letters of the name of a group.\n0 no group.\n1 My Customers.\n"),
        (7, "For example aysel@example.com."),
        (8, "For example: wants a table by the window."),
    ] {
        let transcript = run_plain(home.path(), &format!("g {field}\n?\n"));
        let example = transcript.find("\nFor example").unwrap_or_else(|| panic!("{transcript}"));
        assert!(transcript[example + 1..].starts_with(help), "{field}: {transcript}");
        assert!(transcript.contains("Type quit or q to leave. The form is saved as a draft.\n"), "{transcript}");
    }
    let confirm = run_plain(home.path(), "\nAysel\n.\n?\nq\n");
    assert!(confirm.contains("For example yes. No goes back to the first question."), "{confirm}");
}

#[test]
fn a_suggestion_is_used_and_one_that_is_missing_is_reported() {
    let home = tempfile::tempdir().unwrap();
    let transcript = run_plain(home.path(), "k\n\naysel\nK\nspelling\ng 7\nx@gmial.com\nл\nq\n");
    assert!(transcript.contains("There is no suggestion and no other spelling.\n"), "{transcript}");
    assert!(transcript.contains("Name: aysel, as you typed it. Type k for capital letters.\n"), "{transcript}");
    assert!(
        transcript.contains("Name: Aysel. Big and small letters are changed. Type k to keep what you typed.\n"),
        "{transcript}"
    );
    assert!(transcript.contains("Email: x@gmail.com\n"), "{transcript}");
}

/// A pipe stops at a rejection, as before.
#[test]
fn a_rejected_customer_is_named() {
    let home = tempfile::tempdir().unwrap();
    run_plain(home.path(), "0501234567\nAysel\n.\ny\n");
    let output = run_lines(home.path(), "0501234567\nLeyla\n.\ny\n", &[]);
    let transcript = stdout(&output);
    assert!(
        transcript
            .contains("Leyla is not registered.\nError: Phone: already registered. It belongs to Aysel, number 1."),
        "{transcript}"
    );
}
