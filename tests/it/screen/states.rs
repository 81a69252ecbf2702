//! Snapshots of the screen, cell by cell: text, styles and cursor. `just accept-screens` accepts changed snapshots.

use crate::support::bench as support;
use std::fmt::Write as _;
use std::time::Duration;

use crate::app::name_search::found;
use crate::support::bench::{Bench, registered};
use crate::support::screen::draw;
use frontdesk::app::Msg;
use frontdesk::domain::{
    AccountFault, ApiError, BodyKind, ConflictOwner, ConnectError, Country, Customer, CustomerId, DeliveryOutcome,
    Discount, DisplayText, EntryStats, Field, ForeignAnswer, FoundByName, Group, GroupId, OutboxCounts, Phone,
    PhoneLookup, Progress, ShiftRow, UnknownOutcome, WaitingRow,
};
use frontdesk::keys::Key;
use frontdesk::locale::Locale;
use frontdesk::view::{CharacterSet, RenderContext, Theme};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::style::{Color, Style};

pub(super) const PLAIN: Theme = Theme { colour: true, underline: true, signs: CharacterSet::Unicode };

fn screen(desk: &Bench, theme: Theme, columns: u16, rows: u16) -> Terminal<TestBackend> {
    let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
    terminal.draw(|frame| draw(&desk.model, RenderContext { say: Locale::english(), theme }, frame)).unwrap();
    terminal
}

/// Returns the text of a screen, each run of styled cells, and the cursor.
fn picture_of(desk: &Bench, theme: Theme, columns: u16, rows: u16) -> String {
    let terminal = screen(desk, theme, columns, rows);
    let buffer = terminal.backend().buffer();
    let mut picture = String::new();
    for y in 0..rows {
        writeln!(picture, "|{}|", row(buffer, y, columns)).unwrap();
    }
    for y in 0..rows {
        append_styles(buffer, y, columns, &mut picture);
    }
    if terminal.backend().cursor_visible() {
        let cursor = terminal.backend().cursor_position();
        writeln!(picture, "caret: column {}, row {}", cursor.x, cursor.y).unwrap();
    } else {
        picture.push_str("caret: hidden\n");
    }
    picture
}

pub(super) fn row(buffer: &Buffer, y: u16, columns: u16) -> String {
    let mut text = String::new();
    let mut x = 0;
    while x < columns {
        let symbol = buffer[(x, y)].symbol();
        text.push_str(symbol);
        x += u16::try_from(unicode_width::UnicodeWidthStr::width(symbol)).unwrap().max(1);
    }
    text
}

fn append_styles(buffer: &Buffer, y: u16, columns: u16, picture: &mut String) {
    let plain = Style::new().fg(Color::Reset).bg(Color::Reset);
    let style_at = |x: u16| {
        let cell = &buffer[(x, y)];
        (cell.fg, cell.bg, cell.modifier)
    };
    let mut x = 0;
    while x < columns {
        let (fg, bg, modifier) = style_at(x);
        let start = x;
        while x < columns && style_at(x) == (fg, bg, modifier) {
            x += 1;
        }
        if fg != plain.fg.unwrap() || bg != plain.bg.unwrap() || !modifier.is_empty() {
            writeln!(picture, "row {y}, columns {start}..{x}: {fg:?} on {bg:?} {modifier:?}").unwrap();
        }
    }
}

fn picture(desk: &Bench) -> String {
    picture_of(desk, PLAIN, 80, 24)
}

pub(super) fn conflict(field: Field) -> ApiError {
    ApiError::Conflict { field: Some(field) }
}

pub(super) fn full_form() -> Bench {
    let mut desk = Bench::with_groups();
    for text in ["0501234567", "Aysel Məmmədova", "CUST001", "15051990", "f", "reg", "aysel@example.com"] {
        desk.types(text);
        desk.press(Key::Tab);
    }
    desk.types("likes tea");
    desk
}

#[test]
fn empty_form() {
    insta::assert_snapshot!(picture(&Bench::new()));
}

#[test]
fn live_with_a_venue() {
    let mut desk = Bench::new();
    desk.configure(|settings| settings.mode = frontdesk::app::Mode::Live);
    desk.send(Msg::Venue(DisplayText::new("Main venue")));
    insta::assert_snapshot!(picture(&desk));
}

#[test]
fn every_field_filled() {
    insta::assert_snapshot!(picture(&full_form()));
}

#[test]
fn a_phone_being_typed() {
    let mut desk = Bench::new();
    desk.types("5012345");
    insta::assert_snapshot!(picture(&desk));
}

#[test]
fn a_phone_that_may_not_exist() {
    let mut desk = Bench::new();
    desk.types("0811234567");
    insta::assert_snapshot!(picture(&desk));
}

#[test]
fn a_group_being_chosen() {
    let mut desk = Bench::with_groups();
    (0..5).for_each(|_| drop(desk.press(Key::Tab)));
    desk.types("s");
    insta::assert_snapshot!(picture(&desk));
}

#[test]
fn a_group_with_a_discount() {
    let mut desk = Bench::new();
    let group = |id, name, value, percent| {
        let discount = Some(Discount { value: DisplayText::new(value), is_percent: percent });
        Group { id: GroupId(id), name: DisplayText::new(name), discount }
    };
    desk.send(Msg::Groups(Ok(vec![group(1, "Staff", "5", false), group(2, "Regulars", "7.50", true)])));
    (0..5).for_each(|_| drop(desk.press(Key::Tab)));
    for (typed, hint) in [("reg", "Regulars · discount 7.50 %"), ("staff", "Staff · discount 5")] {
        desk.press(Key::Ctrl('u'));
        desk.types(typed);
        assert!(picture(&desk).contains(&format!("✓ {hint}   ")), "{}", picture(&desk));
    }
}

pub(super) fn invalid_form() -> Bench {
    let mut desk = Bench::with_groups();
    for text in ["050 123", "", "", "31.04.1990", "", "nobody", "aysel@"] {
        desk.types(text);
        desk.press(Key::Tab);
    }
    desk.press(Key::Ctrl('s'));
    desk
}

#[test]
fn invalid_fields() {
    insta::assert_snapshot!(picture(&invalid_form()));
}

#[test]
fn sending() {
    let mut desk = Bench::new();
    desk.save("501234567", "Aysel");
    insta::assert_snapshot!(picture(&desk));
}

pub(super) fn registered_form() -> Bench {
    let mut desk = Bench::new();
    let cid = desk.save("501234567", "Rauf Əliyev").cid;
    desk.answer(cid, Ok(registered(cid, "Rauf Əliyev")));
    desk
}

#[test]
fn registered_customer() {
    insta::assert_snapshot!(picture(&registered_form()));
}

pub(super) fn refused_form() -> Bench {
    let mut desk = full_form();
    let cid = support::sent(desk.press(Key::Ctrl('s'))).cid;
    desk.answer(cid, Err(conflict(Field::Phone)));
    desk
}

#[test]
fn already_registered() {
    insta::assert_snapshot!(picture(&refused_form()));
}

#[test]
fn refused_with_a_hostile_sentence() {
    let mut desk = Bench::new();
    let cid = desk.save("501234567", "Aysel").cid;
    let sentence = DisplayText::new("The \x1b[31mname\x07 field\nis \u{202e}required.");
    desk.answer(cid, Err(ApiError::Rejected { field: Some(Field::Name), sentence }));
    insta::assert_snapshot!(picture(&desk));
}

#[test]
fn refused_behind_the_next_form() {
    let mut desk = Bench::new();
    let cid = desk.save("501234567", "Aysel").cid;
    desk.types("55");
    desk.answer(cid, Err(conflict(Field::Phone)));
    insta::assert_snapshot!(picture(&desk));
}

pub(super) fn form_saved_for_later() -> Bench {
    let mut desk = Bench::new();
    let cid = desk.save("501234567", "Aysel").cid;
    let error = ApiError::NotSent(ConnectError::ConnectionRefused);
    desk.deliver(cid, DeliveryOutcome::Waiting { error, waiting: 3 });
    desk.send(Msg::Counts(OutboxCounts { waiting: 3, ..OutboxCounts::default() }));
    desk
}

#[test]
fn saved_for_later() {
    insta::assert_snapshot!(picture(&form_saved_for_later()));
}

pub(super) fn open_waiting_list() -> Bench {
    let mut desk = Bench::new();
    desk.types("55");
    let drafts = desk.model.drafts();
    desk.press(Key::Ctrl('r'));
    desk.send(Msg::DraftsFound(drafts));
    desk.send(Msg::Counts(OutboxCounts { waiting: 1, refused: 1, ..OutboxCounts::default() }));
    desk.press(Key::Ctrl('o'));
    let row = |name: &str, state, minutes, attempts, last_error| {
        let cid = desk.model.form().cid();
        WaitingRow { cid, name: DisplayText::new(name), state, age_minutes: minutes, attempts, last_error }
    };
    let list = vec![
        row("Rauf Əliyev", Progress::Queued, 12, 2, Some(ApiError::NotSent(ConnectError::ConnectTimeout))),
        row("Aysel Məmmədova", Progress::Refused, 0, 1, Some(conflict(Field::Phone))),
    ];
    desk.send(Msg::WaitingRows(list));
    desk.press(Key::Down);
    desk
}

#[test]
fn waiting_list() {
    insta::assert_snapshot!(picture(&open_waiting_list()));
}

#[test]
fn help() {
    let mut desk = Bench::new();
    desk.press(Key::Ctrl('g'));
    insta::assert_snapshot!(picture(&desk));
}

pub(super) fn looked_up(desk: &mut Bench, answer: Result<PhoneLookup, ApiError>) {
    let phone = Phone::parse("501234567", Country::default()).valid().unwrap();
    desk.send(Msg::LookedUp { phone, answer });
}

#[test]
fn not_registered_yet() {
    let mut desk = Bench::new();
    desk.types("501234567");
    looked_up(&mut desk, Ok(PhoneLookup::NotRegistered));
    desk.press(Key::Tab);
    desk.types("Aysel");
    insta::assert_snapshot!(picture(&desk));
}

#[test]
fn a_phone_that_was_not_found_as_it_was_sent() {
    let mut desk = Bench::new();
    desk.types("501234567");
    looked_up(&mut desk, Ok(PhoneLookup::NotFoundAsSent));
    let screen = picture(&desk);
    assert!(screen.contains("not found as +994501234567"), "{screen}");
    assert!(!screen.contains("new customer"), "{screen}");
}

#[test]
fn not_looked_up() {
    let mut desk = Bench::new();
    desk.types("501234567");
    looked_up(&mut desk, Err(ApiError::NotSent(ConnectError::ConnectTimeout)));
    insta::assert_snapshot!(picture(&desk));
}

fn found_customer() -> Customer {
    let cid = "0f9654bc-9520-43d7-8109-317d9820f54c".parse().unwrap();
    Customer {
        phone: Some(DisplayText::new("+994 50 123 45 67")),
        code: Some(DisplayText::new("CARD-1")),
        balance: Some(DisplayText::new("12.50")),
        birth_date: support::birth_date("15.5.1990"),
        note: Some(DisplayText::new("No nuts")),
        ..registered(cid, "Aysel Məmmədova")
    }
}

pub(super) fn looked_up_and_found() -> Bench {
    let mut desk = Bench::new();
    desk.types("501234567");
    looked_up(&mut desk, Ok(PhoneLookup::Registered(Box::new(found_customer()))));
    desk.press(Key::Tab);
    desk
}

#[test]
fn already_registered_before_it_is_saved() {
    insta::assert_snapshot!(picture(&looked_up_and_found()));
}

#[test]
fn already_registered_on_a_small_screen() {
    let mut desk = looked_up_and_found();
    desk.press(Key::BackTab);
    insta::assert_snapshot!(picture_of(&desk, PLAIN, 40, 12));
}

#[test]
fn card() {
    let mut desk = looked_up_and_found();
    desk.press(Key::Ctrl('p'));
    insta::assert_snapshot!(picture(&desk));
}

#[test]
fn card_on_a_small_screen() {
    let mut desk = looked_up_and_found();
    desk.press(Key::Ctrl('p'));
    insta::assert_snapshot!(picture_of(&desk, PLAIN, 40, 12));
}

pub(super) fn searched_by_name(names: &[&str], has_more: bool) -> Bench {
    let mut desk = crate::support::bench::with_name("Aysel Məmmədova");
    desk.press(Key::Ctrl('n'));
    let Msg::FoundByName { name, answer } = found("Aysel Məmmədova", names) else { panic!("no answer") };
    let answer = answer.map(|found| FoundByName { has_more, ..found });
    desk.send(Msg::FoundByName { name, answer });
    desk
}

#[test]
fn a_search_by_name_is_loading() {
    let mut desk = crate::support::bench::with_name("Aysel Məmmədova");
    desk.press(Key::Ctrl('n'));
    insta::assert_snapshot!(picture(&desk));
}

#[test]
fn customers_found_by_name() {
    let mut desk = searched_by_name(&["Aysel Məmmədova", "Aysel Məmmədova-Əliyeva", "Məmmədova Aysel"], false);
    desk.press(Key::Down);
    insta::assert_snapshot!(picture(&desk));
}

#[test]
fn more_customers_than_a_small_screen_shows() {
    let mut desk = searched_by_name(&["Aysel Məmmədova və daha uzun bir ad"; 10], true);
    desk.press(Key::End);
    insta::assert_snapshot!(picture_of(&desk, PLAIN, 40, 12));
}

#[test]
fn no_customer_found_by_name() {
    insta::assert_snapshot!(picture(&searched_by_name(&[], false)));
}

#[test]
fn a_name_in_small_letters_and_a_typo_in_the_email() {
    let mut desk = Bench::with_groups();
    for text in ["", "ilqar məmmədov", "", "", "", ""] {
        desk.types(text);
        desk.press(Key::Tab);
    }
    desk.types("ilqar@gmial.com");
    insta::assert_snapshot!(picture(&desk));
}

pub(super) fn shift(rows: u64) -> Bench {
    let mut desk = Bench::new();
    let cid = desk.save("501234567", "Aysel Məmmədova").cid;
    desk.answer(cid, Ok(registered(cid, "Aysel Məmmədova")));
    desk.press(Key::Ctrl('t'));
    let row = |number: u64| ShiftRow {
        cid: if number == 1 { cid } else { desk.model.form().cid() },
        saved_at: chrono::NaiveTime::from_hms_opt(9, u32::try_from(number).unwrap(), 0).unwrap(),
        id: (!number.is_multiple_of(3)).then_some(CustomerId(1041 + number)),
        progress: if number.is_multiple_of(3) { Progress::Queued } else { Progress::Registered },
        stats: (number != 2).then_some(EntryStats { keys: 20, time: Duration::from_millis(12_340) }),
    };
    let rows = (1..=rows).map(row).collect();
    desk.send(Msg::Shift(rows));
    desk
}

#[test]
fn shift_so_far() {
    insta::assert_snapshot!(picture(&shift(4)));
}

#[test]
fn a_long_shift_shows_its_end_and_scrolls_back() {
    let mut desk = shift(50);
    assert!(picture(&desk).contains("09:50") && !picture(&desk).contains("09:01"));
    (0..60).for_each(|_| drop(desk.press(Key::Up)));
    assert!(picture(&desk).contains("09:01") && !picture(&desk).contains("09:50"), "{}", picture(&desk));
    (0..60).for_each(|_| drop(desk.press(Key::Down)));
    assert!(picture(&desk).contains("09:50"));
}

#[test]
fn quit_question() {
    let mut desk = Bench::new();
    desk.types("5");
    desk.press(Key::Ctrl('q'));
    insta::assert_snapshot!(picture(&desk));
}

#[test]
fn small() {
    insta::assert_snapshot!(picture_of(&full_form(), PLAIN, 40, 12));
}

#[test]
fn important_hints_are_complete_on_a_small_screen() {
    let mut desk = Bench::new();
    desk.types("501234567");
    looked_up(&mut desk, Ok(PhoneLookup::NotRegistered));
    assert!(picture_of(&desk, PLAIN, 40, 12).contains("+994 50 123 45 67 · new customer "));
    looked_up(&mut desk, Ok(PhoneLookup::NotRegistered));
    desk.press(Key::Tab);
    desk.types("ilqar məmmədov");
    let picture = picture_of(&desk, PLAIN, 40, 12);
    assert!(picture.contains("İlqar Məmmədov    (Ctrl-Y as typed)"), "{picture}");
}

#[test]
fn small_help() {
    let mut desk = Bench::new();
    desk.press(Key::Ctrl('g'));
    insta::assert_snapshot!(picture_of(&desk, PLAIN, 40, 12));
}

/// Together the pages name every key in full, and the last page leads back to the first.
#[test]
fn the_help_pages_name_every_key() {
    let mut desk = Bench::new();
    desk.press(Key::Ctrl('g'));
    let first = picture_of(&desk, PLAIN, 40, 12);
    let mut text = String::new();
    let mut count = 0;
    loop {
        let page = picture_of(&desk, PLAIN, 40, 12);
        if count > 0 && page == first {
            break;
        }
        let rows = page.lines().map(|row| row.trim_matches(['│', '|', ' ']));
        text += &rows.flat_map(|row| [row, " "]).collect::<String>();
        count += 1;
        desk.press(Key::Down);
    }
    assert!(count > 1);
    let expected = ["waiting and rejected customers, drafts", "show the registered customer", "delete to the end"];
    for words in expected {
        assert!(text.contains(words), "{words}: {text}");
    }
    desk.press(Key::Up);
    desk.press(Key::Up);
    assert_ne!(picture_of(&desk, PLAIN, 40, 12), first);
}

#[test]
fn too_small() {
    insta::assert_snapshot!(picture_of(&full_form(), PLAIN, 30, 6));
}

#[test]
fn without_colours_and_unicode() {
    let theme = Theme { colour: false, underline: false, signs: CharacterSet::Ascii };
    insta::assert_snapshot!(picture_of(&full_form(), theme, 80, 24));
}

#[test]
fn every_error_is_complete_at_80_columns() {
    for error in [
        ApiError::Rejected { field: None, sentence: DisplayText::new("No.") },
        ApiError::Credentials { sentence: DisplayText::new("Invalid credentials") },
        ApiError::Permission { sentence: DisplayText::default() },
        ApiError::RateLimited { retry_after: Duration::from_secs(7) },
        ApiError::NotSent(ConnectError::NameUnknown),
        ApiError::NotSent(ConnectError::ConnectionRefused),
        ApiError::NotSent(ConnectError::ConnectTimeout),
        ApiError::NotSent(ConnectError::Tls),
        ApiError::NotSent(ConnectError::NoConnection),
        ApiError::NotSent(ConnectError::NoToken),
        ApiError::Unknown(UnknownOutcome::Timeout),
        ApiError::Unknown(UnknownOutcome::ConnectionLost),
        ApiError::Unknown(UnknownOutcome::ServerError(500)),
        ApiError::Unknown(UnknownOutcome::Unreadable(502)),
        ApiError::Unknown(UnknownOutcome::NotFromApi(ForeignAnswer { status: 502, kind: BodyKind::Html })),
        ApiError::NotFromApi(ForeignAnswer { status: 403, kind: BodyKind::Html }),
        ApiError::Account(AccountFault::ClientDisabled),
        ApiError::Settings { sentence: DisplayText::new("Integrator is in test mode. But brand is not in test mode") },
    ] {
        let mut desk = Bench::new();
        let cid = desk.save("501234567", "Aysel").cid;
        desk.answer(cid, Err(error.clone()));
        let terminal = screen(&desk, PLAIN, 80, 24);
        let shown: String = (0..24).map(|y| row(terminal.backend().buffer(), y, 80)).collect();
        let squeeze = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let words = squeeze(&Locale::english().api_error(&error));
        assert!(squeeze(&shown).contains(&words), "{words}\n{shown}");
    }
}

#[test]
fn the_number_is_visible_beside_any_name() {
    let long = "Ə".repeat(300);
    for (columns, rows) in [(40, 12), (80, 24), (200, 50)] {
        let mut desk = Bench::new();
        let cid = desk.save("501234567", &long).cid;
        desk.answer(cid, Ok(registered(cid, &long)));
        assert!(picture_of(&desk, PLAIN, columns, rows).contains("#1042"), "{columns}x{rows}");
    }
}

/// The rest of the card is loaded only when the cashier opens it.
#[test]
fn a_conflict_owner_beside_the_form_is_not_called_loading() {
    let mut desk = Bench::new();
    let cid = desk.save("501234567", "Rauf").cid;
    let owner = ConflictOwner { id: CustomerId(1042), name: DisplayText::new("Aysel Məmmədova") };
    desk.deliver(cid, DeliveryOutcome::Refused { error: conflict(Field::Phone), owner: Some(owner) });
    let picture = picture_of(&desk, PLAIN, 120, 24);
    assert!(
        picture.contains("Customer ID    #1042") && !picture.contains(&Locale::english().card_loading()),
        "{picture}"
    );
}

#[test]
fn no_size_panics_and_the_cursor_is_always_visible() {
    let mut desk = full_form();
    for _ in 0..9 {
        for (columns, rows) in
            [(1, 1), (1, 24), (80, 1), (2, 2), (39, 11), (40, 12), (40, 13), (79, 22), (80, 23), (300, 100)]
        {
            let terminal = screen(&desk, PLAIN, columns, rows);
            assert!(terminal.backend().cursor_visible(), "{columns}x{rows}");
        }
        desk.press(Key::BackTab);
    }
}
