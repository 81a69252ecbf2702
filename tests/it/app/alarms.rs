//! Alarms for the technician on the cashier's screen: a wrong clock, a registration that has waited too long.

use std::time::Duration;

use frontdesk::app::{Effect, Msg, Notice};
use frontdesk::domain::{CodeTemplate, DisplayText, OutboxCounts, Today};
use frontdesk::keys::Key;

use super::render::render;
use crate::support::bench::{Bench, today};

/// Returns the first row of the screen.
fn header(desk: &Bench, columns: u16) -> String {
    let terminal = render(desk, columns, 24);
    let buffer = terminal.backend().buffer();
    (0..columns).map(|x| buffer[(x, 0)].symbol()).collect()
}

fn desk_with_wrong_clock() -> Bench {
    let mut desk = Bench::new();
    desk.send(Msg::Venue(DisplayText::new("Main venue")));
    desk.send(Msg::Today(Today::NotBefore(today())));
    desk
}

#[test]
fn a_wrong_clock_is_shown_until_it_is_right() {
    let mut desk = desk_with_wrong_clock();
    assert_eq!(desk.model.notice(), Some(&Notice::ClockWrong));
    desk.types("0501234567");
    for columns in [40, 80, 132] {
        let header = header(&desk, columns);
        assert!(header.trim_start().starts_with("wrong date, call the") && header.contains("TRAINING"), "{header}");
    }
    desk.send(Msg::Today(today().into()));
    assert_eq!(desk.model.notice(), None);
    assert!(header(&desk, 80).contains("Front desk · Main venue"), "{}", header(&desk, 80));
}

#[test]
fn a_corrected_clock_clears_only_its_own_notice() {
    let mut desk = desk_with_wrong_clock();
    desk.types("5");
    desk.press(Key::Ctrl('s'));
    let notice = desk.model.notice().cloned();
    assert_ne!(notice, Some(Notice::ClockWrong));
    desk.send(Msg::Today(today().into()));
    assert_eq!(desk.model.notice(), notice.as_ref());
}

#[test]
fn with_a_wrong_clock_no_date_is_in_the_future_and_no_code_is_made() {
    let mut desk = desk_with_wrong_clock();
    desk.configure(|settings| settings.code_template = Some("W-{date}-{seq}".parse::<CodeTemplate>().unwrap()));
    desk.send(Msg::CodeNumber { day: today(), number: 7 });
    assert_eq!(desk.model.made_code(), None);
    desk.types("0501234567");
    desk.press(Key::Tab);
    desk.types("Aysel");
    desk.press(Key::Tab);
    desk.press(Key::Tab);
    desk.types("15052031");
    let effects = desk.press(Key::Ctrl('s'));
    let [Effect::Save { customer, .. }] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!(customer.birth_date.unwrap().iso(), "2031-05-15");
    assert_eq!(customer.code, None);
}

#[test]
fn an_overdue_registration_stays_in_the_header_and_is_announced_once() {
    let hours = |hours| Some(Duration::from_hours(hours));
    let counts = |overdue| Msg::Counts(OutboxCounts { waiting: 3, overdue, ..OutboxCounts::default() });
    let mut desk = Bench::new();
    desk.send(counts(None));
    assert_eq!(desk.model.notice(), None);
    desk.send(counts(hours(25)));
    assert!(matches!(desk.model.notice(), Some(Notice::Overdue { waiting: 3, .. })), "{:?}", desk.model.notice());
    desk.types("050");
    assert_eq!(desk.model.notice(), None, "the next key clears it, and it stays in the header");
    desk.send(counts(hours(47)));
    assert_eq!(desk.model.notice(), None, "it is announced once");
    for (age, words) in [(1, "for 1 hour,"), (47, "for 47 hours,"), (48, "for 2 days,"), (240, "for 10 days,")] {
        desk.send(counts(hours(age)));
        assert!(header(&desk, 80).contains(&format!("3 not sent {words}")), "{}", header(&desk, 80));
    }
    desk.send(counts(None));
    assert!(header(&desk, 80).contains("Front desk"), "{}", header(&desk, 80));
}

#[test]
fn the_overdue_alarm_replaces_no_other_notice() {
    let mut desk = Bench::new();
    desk.types("5");
    desk.press(Key::Ctrl('s'));
    let notice = desk.model.notice().cloned();
    assert!(notice.is_some());
    let overdue = Some(Duration::from_hours(25));
    desk.send(Msg::Counts(OutboxCounts { waiting: 1, overdue, ..OutboxCounts::default() }));
    assert_eq!(desk.model.notice(), notice.as_ref());
}
