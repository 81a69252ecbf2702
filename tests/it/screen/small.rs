//! Small screens: what is wrong is seen whatever their size and wherever the focus is, and no row jumps while one types.

use crate::support::screen::draw;
use frontdesk::app::{Key, Msg};
use frontdesk::domain::{ApiError, ConnectError, Customer, Phone, StorageError};
use frontdesk::form::FormField;
use frontdesk::locale::Locale;
use frontdesk::view::{CharacterSet, RenderContext, Theme};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use crate::support::bench::{Bench, born, registered};

fn screen(desk: &Bench, columns: u16, rows: u16) -> Vec<String> {
    let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
    let brush = RenderContext { say: Locale::english(), theme: Theme { colour: true, signs: CharacterSet::Unicode } };
    terminal.draw(|frame| draw(&desk.model, brush, frame)).unwrap();
    terminal.backend().to_string().lines().map(|row| row.trim_matches('"').to_owned()).collect()
}

fn sizes() -> impl Iterator<Item = (u16, u16)> {
    let rows = [12, 13, 14, 15, 16, 18, 20, 21, 22, 23, 24];
    [40, 59, 60, 80].into_iter().flat_map(move |columns| rows.map(|rows| (columns, rows)))
}

fn label(spot: FormField) -> String {
    spot.api_field().map_or_else(|| "[ Register ]".to_owned(), |field| Locale::english().label(field))
}

/// The row of a field, and the one below it if that is not the next field's.
fn row_of(shown: &[String], spot: FormField) -> Option<String> {
    let at = shown.iter().position(|row| row.starts_with(&format!(" {} ", label(spot))))?;
    let below = shown.get(at + 1).filter(|row| row.starts_with("   ") && !row.contains("[ "));
    Some(format!("{}{}", shown[at], below.map_or("", String::as_str)))
}

fn goes_to(desk: &mut Bench, spot: FormField) {
    while desk.model.form().focus() != spot {
        desk.press(if desk.model.form().focus() < spot { Key::Tab } else { Key::BackTab });
    }
}

fn with(typed: &[(FormField, &str)]) -> Bench {
    let mut desk = Bench::with_groups();
    for (spot, text) in typed {
        goes_to(&mut desk, *spot);
        desk.types(text);
    }
    goes_to(&mut desk, FormField::Note);
    goes_to(&mut desk, FormField::Phone);
    desk
}

const WRONG: [(FormField, &str, &str); 5] = [
    (FormField::Phone, "50123", "✗"),
    (FormField::BirthDate, "31.04.1990", "✗"),
    (FormField::Group, "nobody", "✗"),
    (FormField::Email, "aysel@", "✗"),
    (FormField::Email, "aysel@gmial.com", "!"),
];

fn is_seen_from_everywhere(desk: &mut Bench, spot: FormField, sign: &str, what: &str) {
    for focus in FormField::ALL {
        goes_to(desk, focus);
        for (columns, rows) in sizes() {
            let shown = screen(desk, columns, rows);
            let row = row_of(&shown, spot).unwrap_or_default();
            assert!(row.contains(sign), "{what} at {columns}x{rows} from {focus:?}:\n{}", shown.join("\n"));
        }
    }
}

#[test]
fn a_wrong_field_is_seen_from_every_other_field() {
    for (spot, text, sign) in WRONG {
        let mut desk = with(&[(FormField::Name, "Rauf"), (spot, text)]);
        is_seen_from_everywhere(&mut desk, spot, sign, text);
    }
    // That the name is missing.
    let mut desk = with(&[(FormField::Note, "tea")]);
    is_seen_from_everywhere(&mut desk, FormField::Name, "✗", "no name");
}

#[test]
fn what_the_api_says_is_seen_from_every_other_field() {
    let phone = || Bench::new().save("501234567", "Aysel").phone.unwrap();
    // Before the save.
    let mut desk = with(&[(FormField::Phone, "501234567"), (FormField::Name, "Rauf")]);
    let cid = desk.model.form().cid();
    let who = Customer { birth_date: born("15.5.1990"), ..registered(cid, "Leyla Həsənova") };
    desk.send(Msg::LookedUp { phone: phone(), answer: Ok(Some(Box::new(who.clone()))) });
    is_seen_from_everywhere(&mut desk, FormField::Phone, "! already re", "looked up");
    // After it.
    desk.press(Key::Ctrl('s'));
    let delivery = frontdesk::domain::DeliveryOutcome::Refused {
        error: ApiError::Conflict { field: Some(frontdesk::domain::Field::Phone) },
        owner: Some((&who).into()),
    };
    desk.deliver(cid, delivery);
    is_seen_from_everywhere(&mut desk, FormField::Phone, "✗ already re", "refused");
    // Of the same name and birth date.
    let mut desk = with(&[(FormField::Name, "Leyla Həsənova"), (FormField::BirthDate, "15051990")]);
    desk.send(Msg::LookedUp { phone: phone(), answer: Ok(Some(Box::new(who))) });
    is_seen_from_everywhere(&mut desk, FormField::BirthDate, "! 15 May 1990", "similar");
}

#[test]
fn everything_that_is_wrong_is_seen_at_once_beside_the_longest_result() {
    let typed = [
        (FormField::Phone, "50123"),
        (FormField::BirthDate, "31.04.1990"),
        (FormField::Group, "nobody"),
        (FormField::Email, "aysel@"),
    ];
    for notice in [None, Some(StorageError::NotWritable)] {
        let mut desk = with(&typed);
        desk.press(Key::Ctrl('s'));
        if let Some(why) = notice {
            desk.send(Msg::Disk(why));
        }
        for focus in FormField::ALL {
            goes_to(&mut desk, focus);
            for (columns, rows) in sizes() {
                let shown = screen(&desk, columns, rows);
                for (spot, _) in typed.iter().chain(&[(FormField::Name, "")]) {
                    let row = row_of(&shown, *spot).unwrap_or_default();
                    let all = shown.join("\n");
                    assert!(row.contains('✗'), "{spot:?} at {columns}x{rows} from {focus:?}:\n{all}");
                }
            }
        }
    }
}

/// Where it is cut behind its value, the topmost is whole in the result line as long as nothing else is said there.
#[test]
fn what_is_cut_is_whole_below() {
    let mut desk = with(&[(FormField::Name, "Rauf"), (FormField::BirthDate, "31.04.1990")]);
    goes_to(&mut desk, FormField::Email);
    let shown = screen(&desk, 40, 12).join("\n");
    let words = Locale::english().field_error_date_does_not_exist();
    assert!(shown.contains(&format!("✗ Date of birth: {words}")), "{shown}");
    let shown = screen(&desk, 80, 12).join("\n");
    assert_eq!(shown.matches(&words).count(), 1, "it is whole behind the value: {shown}");
}

#[test]
fn no_row_jumps_while_one_types() {
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
        for (spot, text) in texts {
            let mut desk = with(&[(FormField::Phone, "501234567"), (FormField::Note, "x")]);
            goes_to(&mut desk, spot);
            if desk.model.form().text(spot).is_some() {
                desk.press(Key::Ctrl('u'));
            }
            let places = |desk: &Bench| {
                let shown = screen(desk, columns, rows);
                let place = |spot| shown.iter().position(|row| row.contains(&format!(" {} ", label(spot))));
                FormField::ALL.map(place)
            };
            let before = places(&desk);
            for (at, c) in text.chars().enumerate() {
                desk.types(&c.to_string());
                if at == 1 {
                    let phone = Phone::parse("501234567", frontdesk::domain::Country::default()).valid().unwrap();
                    let answer = Err(ApiError::NotSent(ConnectError::ConnectTimeout));
                    desk.send(Msg::LookedUp { phone, answer });
                }
                assert_eq!(places(&desk), before, "{text:?} after {c:?} at {columns}x{rows}");
            }
        }
    }
}
