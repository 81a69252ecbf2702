//! The message of a field is readable to its end at every size, if its field has the focus.

use crate::support::bench::{Bench, birth_date, conflict, registered};
use crate::support::screen::draw;
use frontdesk::app::Msg;
use frontdesk::domain::{
    ApiError, ConflictOwner, CustomerId, DateOrder, DeliveryOutcome, DisplayText, EmailError, Field, FieldError,
    OutboxCounts, PhoneLookup, StorageError,
};
use frontdesk::form::FormField;
use frontdesk::keys::Key;
use frontdesk::locale::Locale;
use frontdesk::view::{CharacterSet, RenderContext, Theme};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

/// Every size from the smallest one to a usual terminal.
fn sizes() -> impl Iterator<Item = (u16, u16)> {
    let rows = [12, 13, 14, 15, 17, 19, 20, 21, 22, 23, 24, 30];
    [40, 41, 45, 50, 59, 60, 70, 80].into_iter().flat_map(move |columns| rows.map(|rows| (columns, rows)))
}

/// Returns the words on the screen, without the borders between wrapped lines.
fn words(desk: &Bench, columns: u16, rows: u16) -> String {
    let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
    let context = RenderContext {
        say: Locale::english(),
        theme: Theme { colour: true, underline: true, signs: CharacterSet::Unicode },
    };
    terminal.draw(|frame| draw(&desk.model, context, frame)).unwrap();
    let screen = terminal.backend().to_string();
    let words: Vec<_> = screen.lines().flat_map(|row| row.trim_matches('"').split_whitespace()).collect();
    words.join(" ")
}

fn assert_readable(desk: &Bench, message: &str) {
    for (columns, rows) in sizes() {
        let shown = words(desk, columns, rows);
        // A word that is longer than a line is broken.
        assert!(shown.replace(' ', "").contains(&message.replace(' ', "")), "{message:?} at {columns}x{rows}: {shown}");
    }
}

fn focus_field(desk: &mut Bench, field: FormField) {
    while desk.model.form().focus() != field {
        desk.press(if desk.model.form().focus() < field { Key::Tab } else { Key::BackTab });
    }
}

/// A text with each error. `PhoneLength` is missing, because only numbers of a few countries have it, and an
/// address that is too long.
const INPUTS: [(FormField, &str, FieldError); 34] = [
    (FormField::Name, "", FieldError::NameMissing),
    (FormField::Name, "...", FieldError::NameWithoutLetters),
    (FormField::Phone, "50123", FieldError::PhoneDigitsMissing(4)),
    (FormField::Phone, "50123456789", FieldError::PhoneDigitsTooMany(2)),
    (FormField::Phone, "50+1", FieldError::PhoneInvalidCharacter('+')),
    (FormField::Phone, "+999123", FieldError::PhoneUnknownCountry),
    (FormField::Phone, "50123", FieldError::PhoneRulesNotLoaded),
    (FormField::Email, "aysel", FieldError::Email(EmailError::AtMissing)),
    (FormField::Email, "@mail.com", FieldError::Email(EmailError::LocalPartMissing)),
    (FormField::Email, "aysel@mail", FieldError::Email(EmailError::EndingMissing)),
    (FormField::Email, "aysel m@mail.com", FieldError::Email(EmailError::Space)),
    (FormField::Email, "aysel@a@b", FieldError::Email(EmailError::SecondAt)),
    (FormField::Email, "aysel@gmail,c", FieldError::Email(EmailError::Comma)),
    (FormField::Email, "aysel@gmail..com", FieldError::Email(EmailError::TwoDots)),
    (FormField::Email, ".aysel", FieldError::Email(EmailError::DotFirst)),
    (FormField::Email, "aysel.@", FieldError::Email(EmailError::DotBeforeAt)),
    (FormField::Email, "aysel@.com", FieldError::Email(EmailError::DotAfterAt)),
    (FormField::Email, "aysel@gmail.com.", FieldError::Email(EmailError::DotLast)),
    (FormField::Email, "\"a\"b", FieldError::Email(EmailError::Quotes)),
    (FormField::Email, "aysel@", FieldError::Email(EmailError::DomainMissing)),
    (FormField::Email, "aysel@gmail.com5", FieldError::Email(EmailError::DigitsInEnding)),
    (FormField::Email, "aysel@gmail.c", FieldError::Email(EmailError::Ending)),
    (FormField::Email, "aysel@-gmail", FieldError::Email(EmailError::Hyphen)),
    (FormField::Email, "aysel@my_mail", FieldError::Email(EmailError::Underscore)),
    (FormField::Email, "aysel@gma!l", FieldError::Email(EmailError::Character('!'))),
    (FormField::BirthDate, "15.05", FieldError::DateIncomplete),
    (FormField::BirthDate, "15z", FieldError::DateInvalidCharacter('z')),
    (FormField::BirthDate, "1.2.3.4", FieldError::DateUnreadable),
    (FormField::BirthDate, "150519901", FieldError::DateDigitsTooMany(1)),
    (FormField::BirthDate, "31.04.1990", FieldError::DateDoesNotExist),
    (FormField::BirthDate, "15.05.2030", FieldError::DateInFuture),
    (FormField::BirthDate, "15051890", FieldError::DateTooLongAgo),
    (FormField::Group, "nobody", FieldError::GroupNotFound),
    (FormField::Group, "reg", FieldError::GroupsNotLoaded),
];

/// The row below a field of the narrowest screen has 34 columns after the sign, so that no row moves for an error.
#[test]
fn every_error_of_a_field_fits_into_its_row() {
    let errors = INPUTS.iter().map(|(_, _, error)| *error);
    for error in errors.chain([
        FieldError::PhoneLength,
        FieldError::Email(EmailError::TooLong),
        FieldError::PhoneDigitsMissing(12),
    ]) {
        for order in [DateOrder::DayMonthYear, DateOrder::MonthDayYear, DateOrder::YearMonthDay] {
            let message = Locale::english().field_error(error, order);
            assert!(message.chars().count() <= 34, "{message}");
        }
    }
}

#[test]
fn every_error_of_a_field_is_readable_at_every_size() {
    for (field, text, error) in INPUTS {
        let mut desk = if error == FieldError::GroupsNotLoaded { Bench::new() } else { Bench::with_groups() };
        if error == FieldError::PhoneRulesNotLoaded {
            desk.configure(|settings| settings.rules.phone_rules = None);
        }
        let rules = desk.model.desk().rules;
        let message = Locale::english().field_error(error, DateOrder::DayMonthYear);
        focus_field(&mut desk, FormField::Note);
        desk.types("tea");
        focus_field(&mut desk, field);
        desk.types(text);
        let found = desk.model.form().field_error(field, &rules, desk.model.groups());
        assert_eq!(found.or((field == FormField::Name).then_some(FieldError::NameMissing)), Some(error), "{text:?}");
        // While it is typed, and after the field was left.
        if !text.is_empty() {
            assert_readable(&desk, &message);
        }
        desk.press(Key::Tab);
        desk.press(Key::BackTab);
        assert_readable(&desk, &message);
        // With the result of a save.
        desk.press(Key::Ctrl('s'));
        focus_field(&mut desk, field);
        assert_readable(&desk, &message);
    }
}

fn long_sentence(letters: usize) -> String {
    let sentence = "The value was rejected by a rule of this restaurant, which its manager can change. ".repeat(4);
    sentence[..letters].trim().to_owned()
}

#[test]
fn every_answer_of_the_api_about_a_field_is_readable_at_every_size() {
    let say = Locale::english();
    let owner = |name: &str| Some(ConflictOwner { id: CustomerId(1042), name: DisplayText::new(name) });
    let rejected =
        |field, sentence: &str| ApiError::Rejected { field: Some(field), sentence: DisplayText::new(sentence) };
    let long_name = "Leyla Həsənova Əliyeva-Məmmədova";
    let cases = [
        (conflict(Field::Phone), None, say.field_error_registered()),
        (conflict(Field::Code), None, say.field_error_registered()),
        (conflict(Field::Phone), owner("Leyla"), say.field_error_registered_as("Leyla", "1042")),
        (conflict(Field::Phone), owner(long_name), say.field_error_registered_as(long_name, "1042")),
        (rejected(Field::Email, ""), None, say.field_error_rejected()),
        (rejected(Field::Email, "The email is invalid."), None, "The email is invalid.".to_owned()),
        (rejected(Field::Phone, &long_sentence(100)), None, long_sentence(100)),
        (rejected(Field::Note, &long_sentence(240)), None, long_sentence(240)),
    ];
    for (error, owner, message) in cases {
        let mut desk = Bench::with_groups();
        focus_field(&mut desk, FormField::Code);
        desk.types("CARD-1");
        focus_field(&mut desk, FormField::Email);
        desk.types("aysel@mail.com");
        focus_field(&mut desk, FormField::Note);
        desk.types("tea");
        focus_field(&mut desk, FormField::Phone);
        let cid = desk.save("501234567", "Aysel").cid;
        desk.deliver(cid, DeliveryOutcome::Refused { error: error.clone(), owner });
        let field = desk.model.form().focus();
        assert!(desk.model.form().server_error(field).is_some(), "{error:?}");
        assert_readable(&desk, &message);
        // Without the result.
        desk.send(Msg::Disk(StorageError::DiskFull));
        desk.send(Msg::Counts(OutboxCounts::default()));
        assert_eq!(desk.model.notice(), None);
        assert_readable(&desk, &message);
        // While it is readable, its field is visible.
        for (columns, rows) in sizes() {
            let label = say.label(field.api_field().unwrap());
            assert!(words(&desk, columns, rows).contains(&label), "{label} at {columns}x{rows}");
        }
    }
}

#[test]
fn every_warning_of_a_field_is_readable_at_every_size() {
    let phone = || Bench::new().save("501234567", "Aysel").phone.unwrap();
    let customer = registered(Bench::new().model.form().cid(), "Leyla Həsənova Əliyeva-Məmmədova");

    let mut desk = Bench::new();
    desk.types("501234567");
    desk.send(Msg::LookedUp { phone: phone(), answer: Ok(PhoneLookup::Registered(Box::new(customer.clone()))) });
    // The card shows the whole name.
    assert_readable(&desk, "already registered: Leyla");
    assert_readable(&desk, "· #1042");

    let mut desk = Bench::new();
    let known = frontdesk::domain::Customer { birth_date: birth_date("15.5.1990"), ..customer };
    desk.send(Msg::LookedUp { phone: phone(), answer: Ok(PhoneLookup::Registered(Box::new(known))) });
    desk.press(Key::Tab);
    desk.types("Leyla Həsənova Əliyeva-Məmmədova");
    focus_field(&mut desk, FormField::BirthDate);
    desk.types("15051990");
    assert_readable(&desk, "same name and date as #1042 Leyla Həsənova Əliyeva-Məmmədova");

    for name in ["aysel", "aysel.mammadova.aliyeva.1990"] {
        let mut desk = Bench::new();
        focus_field(&mut desk, FormField::Email);
        desk.types(&format!("{name}@gmial.com"));
        assert_readable(&desk, &format!("{name}@gmail.com? (Ctrl-Y yes)"));
    }
    for (field, typed, twin) in [
        (FormField::Email, "aysel\"gmail.com", "aysel@gmail.com"),
        (FormField::Email, "фныуд.ьфььфвщмф\"пьфшд.сщь", "aysel.mammadova@gmail.com"),
        (FormField::Code, "Ц-20261125-001", "W-20261125-001"),
        (FormField::Code, "Ц-20261125-001-ФЛГ-ФИ-1234", "W-20261125-001-AKU-AB-1234"),
    ] {
        let mut desk = Bench::new();
        focus_field(&mut desk, field);
        desk.types(typed);
        assert_readable(&desk, &format!("{twin}? (Ctrl-Y yes)"));
    }

    let mut desk = Bench::new();
    let error = ApiError::Permission { sentence: DisplayText::new("The module for groups is not active.") };
    desk.send(Msg::Groups(Err(error.clone())));
    focus_field(&mut desk, FormField::Group);
    assert_readable(&desk, &Locale::english().api_error(&error));
}

/// The card tells where a person corrects the customer.
#[test]
fn the_card_names_the_place_of_corrections_at_every_size() {
    let phone = Bench::new().save("501234567", "Aysel").phone.unwrap();
    let customer = registered(Bench::new().model.form().cid(), "Leyla Həsənova");
    let mut desk = Bench::new();
    desk.types("501234567");
    desk.send(Msg::LookedUp { phone, answer: Ok(PhoneLookup::Registered(Box::new(customer))) });
    desk.press(Key::Ctrl('p'));
    for (columns, rows) in sizes() {
        let shown = words(&desk, columns, rows);
        let place = if columns < 56 { "To edit: POS, Customers" } else { "POS (menu, Customers, Edit) or back office" };
        assert!(shown.contains("Esc back") && shown.contains(place), "{columns}x{rows}: {shown}");
    }
}
