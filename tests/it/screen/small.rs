//! Small screens: every error is visible at every size and from every field, and no row moves during typing.

use crate::support::screen::draw;
use frontdesk::app::Msg;
use frontdesk::domain::{ApiError, ConnectError, Customer, Phone, PhoneLookup, StorageError};
use frontdesk::form::FormField;
use frontdesk::keys::Key;
use frontdesk::locale::Locale;
use frontdesk::view::{CharacterSet, RenderContext, Theme};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use crate::support::bench::{Bench, birth_date, registered};

fn screen(desk: &Bench, columns: u16, rows: u16) -> Vec<String> {
    let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
    let context = RenderContext {
        say: Locale::english(),
        theme: Theme { colour: true, underline: true, signs: CharacterSet::Unicode },
    };
    terminal.draw(|frame| draw(&desk.model, context, frame)).unwrap();
    terminal.backend().to_string().lines().map(|row| row.trim_matches('"').to_owned()).collect()
}

fn sizes() -> impl Iterator<Item = (u16, u16)> {
    let rows = [12, 13, 14, 15, 16, 18, 20, 21, 22, 23, 24];
    [40, 59, 60, 80].into_iter().flat_map(move |columns| rows.map(|rows| (columns, rows)))
}

fn label(field: FormField) -> String {
    field.api_field().map_or_else(|| "[ Register ]".to_owned(), |field| Locale::english().label(field))
}

/// Returns the row of a field, and the row below it if that is not the next field.
fn row_of(rows: &[String], field: FormField) -> Option<String> {
    let at =
        rows.iter().position(|row| [" ", "┃"].iter().any(|bar| row.starts_with(&format!("{bar}{} ", label(field)))))?;
    let below = rows.get(at + 1).filter(|row| row.starts_with("  ") && !row.contains("[ "));
    // The mark of the label is no message.
    let value: String = rows[at].chars().skip(17).collect();
    Some(format!("{value}{}", below.map_or("", String::as_str)))
}

fn focus_field(desk: &mut Bench, field: FormField) {
    desk.focus(field);
}

fn desk_with(typed: &[(FormField, &str)]) -> Bench {
    fill(Bench::with_groups(), typed)
}

fn fill(mut desk: Bench, typed: &[(FormField, &str)]) -> Bench {
    for (field, text) in typed {
        focus_field(&mut desk, *field);
        desk.types(text);
    }
    focus_field(&mut desk, FormField::Note);
    focus_field(&mut desk, FormField::Phone);
    desk
}

const INVALID_INPUTS: [(FormField, &str, &str); 5] = [
    (FormField::Phone, "50123", "✗"),
    (FormField::BirthDate, "31.04.1990", "✗"),
    (FormField::Group, "nobody", "✗"),
    (FormField::Email, "aysel@", "✗"),
    (FormField::Email, "aysel@gmial.com", "!"),
];

fn assert_visible_from_every_field(desk: &mut Bench, field: FormField, mark: &str, case: &str) {
    for focus in desk.model.form().fields().collect::<Vec<_>>() {
        focus_field(desk, focus);
        for (columns, rows) in sizes() {
            let shown = screen(desk, columns, rows);
            let row = row_of(&shown, field).unwrap_or_default();
            assert!(row.contains(mark), "{case} at {columns}x{rows} from {focus:?}:\n{}", shown.join("\n"));
        }
    }
}

/// With nothing waiting, the header of a small screen says since when the connection is gone, and counts nothing.
#[test]
fn an_outage_with_nothing_waiting_is_named_on_a_small_screen() {
    let mut desk = Bench::new();
    desk.configure(|settings| settings.mode = frontdesk::app::Mode::Live);
    let since = chrono::NaiveTime::from_hms_opt(14, 2, 0).unwrap();
    desk.send(Msg::Connectivity(frontdesk::domain::Connectivity::Offline { since }));
    let header = screen(&desk, 40, 12).remove(0);
    assert!(header.contains("○ Offline since 14:02") && !header.contains("waiting"), "{header}");
}

#[test]
fn an_invalid_field_is_visible_from_every_other_field() {
    for (field, text, mark) in INVALID_INPUTS {
        for desk in [Bench::with_groups(), Bench::asking_consent()] {
            let mut desk = fill(desk, &[(FormField::Name, "Rauf"), (field, text)]);
            assert_visible_from_every_field(&mut desk, field, mark, text);
        }
    }
    // The error of the missing name.
    let mut desk = desk_with(&[(FormField::Note, "tea")]);
    assert_visible_from_every_field(&mut desk, FormField::Name, "✗", "no name");
}

#[test]
fn an_answer_of_the_api_is_visible_from_every_other_field() {
    let phone = || Bench::new().save("501234567", "Aysel").phone.unwrap();
    // From the look-up before the save.
    let mut desk = desk_with(&[(FormField::Phone, "501234567"), (FormField::Name, "Rauf")]);
    let cid = desk.model.form().cid();
    let customer = Customer { birth_date: birth_date("15.5.1990"), ..registered(cid, "Leyla Həsənova") };
    desk.send(Msg::LookedUp { phone: phone(), answer: Ok(PhoneLookup::Registered(Box::new(customer.clone()))) });
    assert_visible_from_every_field(&mut desk, FormField::Phone, "! already", "looked up");
    // From the rejected save.
    desk.press(Key::Ctrl('s'));
    let delivery = frontdesk::domain::DeliveryOutcome::Refused {
        error: ApiError::Conflict { field: Some(frontdesk::domain::Field::Phone) },
        owner: Some((&customer).into()),
    };
    desk.deliver(cid, delivery);
    assert_visible_from_every_field(&mut desk, FormField::Phone, "✗ already", "refused");
    // From a customer with the same name and birth date.
    let mut desk = desk_with(&[(FormField::Name, "Leyla Həsənova"), (FormField::BirthDate, "15051990")]);
    desk.send(Msg::LookedUp { phone: phone(), answer: Ok(PhoneLookup::Registered(Box::new(customer))) });
    assert_visible_from_every_field(&mut desk, FormField::BirthDate, "! 15 May 19", "similar");
}

#[test]
fn all_errors_are_visible_together_with_the_longest_result() {
    let typed = [
        (FormField::Phone, "50123"),
        (FormField::BirthDate, "31.04.1990"),
        (FormField::Group, "nobody"),
        (FormField::Email, "aysel@"),
    ];
    for notice in [None, Some(StorageError::NotWritable)] {
        let mut desk = desk_with(&typed);
        desk.press(Key::Ctrl('s'));
        if let Some(error) = notice {
            desk.send(Msg::Disk(error));
        }
        for focus in desk.model.form().fields().collect::<Vec<_>>() {
            focus_field(&mut desk, focus);
            for (columns, rows) in sizes() {
                let shown = screen(&desk, columns, rows);
                for (field, _) in typed.iter().chain(&[(FormField::Name, "")]) {
                    let row = row_of(&shown, *field).unwrap_or_default();
                    let all = shown.join("\n");
                    assert!(row.contains('✗'), "{field:?} at {columns}x{rows} from {focus:?}:\n{all}");
                }
            }
        }
    }
}

/// If an error does not fit after its value, the first such error is complete in the result line, unless that line
/// shows something else.
#[test]
fn a_truncated_error_is_complete_in_the_result_line() {
    let mut desk = desk_with(&[(FormField::Name, "Rauf"), (FormField::BirthDate, "31.04.1990")]);
    focus_field(&mut desk, FormField::Email);
    let shown = screen(&desk, 40, 12).join("\n");
    let words = Locale::english().field_error_date_does_not_exist();
    assert!(shown.contains(&format!("✗ Date of birth: {words}")), "{shown}");
    let shown = screen(&desk, 80, 12).join("\n");
    assert_eq!(shown.matches(&words).count(), 1, "it is whole behind the value: {shown}");
}

#[test]
fn no_row_moves_during_typing() {
    let texts = [
        (FormField::Phone, "050 123 45 6789"),
        (FormField::Name, "ilqar məmmədov"),
        (FormField::Code, "CARD 1"),
        (FormField::BirthDate, "31.04.1990"),
        (FormField::Gender, "fm-"),
        (FormField::Group, "regx"),
        (FormField::Email, "aysel@gmial.com"),
        (FormField::Note, "tea"),
    ];
    for (columns, rows) in sizes() {
        for (field, text) in texts {
            let mut desk = desk_with(&[(FormField::Phone, "501234567"), (FormField::Note, "x")]);
            focus_field(&mut desk, field);
            if desk.model.form().text(field).is_some() {
                desk.press(Key::Ctrl('u'));
            }
            let rows_of_fields = |desk: &Bench| {
                let shown = screen(desk, columns, rows);
                let row_of_field = |field| shown.iter().position(|row| row.contains(&format!(" {} ", label(field))));
                FormField::ALL.map(row_of_field)
            };
            let before = rows_of_fields(&desk);
            for (at, c) in text.chars().enumerate() {
                desk.types(&c.to_string());
                if at == 1 {
                    let phone = Phone::parse("501234567", frontdesk::domain::Country::default()).valid().unwrap();
                    let answer = Err(ApiError::NotSent(ConnectError::ConnectTimeout));
                    desk.send(Msg::LookedUp { phone, answer });
                }
                assert_eq!(rows_of_fields(&desk), before, "{text:?} after {c:?} at {columns}x{rows}");
            }
        }
    }
}
