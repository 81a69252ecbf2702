//! A paste that stalls, as the state machine sees it: parts, then an end.

use std::time::Duration;

use crate::support::bench::Bench;
use frontdesk::app::{Effect, Key, Msg, Pasted, UnfinishedPaste};
use frontdesk::form::FormField;
use frontdesk::locale::Locale;
use frontdesk::view::{CharacterSet, RenderContext, Theme, draw};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

const SENTENCE: &str = "Waiting for the rest of a paste. Press Esc to end it.";

fn screen(desk: &Bench) -> String {
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
    let brush = RenderContext { say: Locale::english(), theme: Theme { colour: true, signs: CharacterSet::Unicode } };
    terminal.draw(|frame| draw(&desk.model, brush, frame)).unwrap();
    terminal.backend().to_string()
}

fn part(desk: &mut Bench, text: &str) -> Vec<Effect> {
    desk.now += Duration::from_secs(1);
    desk.send(Msg::PastePart { text: Pasted(text.to_owned()), at: desk.now })
}

fn idle(desk: &mut Bench, seconds: u64) {
    let until = desk.now + Duration::from_secs(seconds);
    while let Some(at) = desk.model.idle_due().filter(|due| *due <= until) {
        assert_eq!(desk.send(Msg::Idle { at }), vec![]);
    }
    desk.now = until;
}

fn note(desk: &Bench) -> &str {
    desk.model.form().text(FormField::Note).unwrap().value()
}

/// A complete form with the focus on the note.
fn complete() -> Bench {
    let mut desk = Bench::new();
    desk.types("501234567");
    desk.press(Key::Tab);
    desk.types("Aysel");
    while desk.model.form().focus() != FormField::Note {
        desk.press(Key::Tab);
    }
    desk
}

#[test]
fn the_parts_of_a_paste_are_typed_into_one_field_and_save_nothing() {
    let mut desk = complete();
    assert_eq!(part(&mut desk, "note one"), vec![]);
    assert!(screen(&desk).contains(SENTENCE), "{}", screen(&desk));
    for text in ["\r\n", "", "\r\nrest"] {
        assert_eq!(part(&mut desk, text), vec![]);
        assert!(screen(&desk).contains(SENTENCE));
    }
    assert_eq!(desk.paste("\r\n."), vec![]);
    assert_eq!(note(&desk), "note one  rest .");
    assert_eq!(desk.model.form().focus(), FormField::Note);
    assert!(!screen(&desk).contains(SENTENCE));
}

#[test]
fn that_a_field_is_full_is_said_once_the_paste_has_ended() {
    let mut desk = complete();
    part(&mut desk, &"x".repeat(2_000));
    part(&mut desk, "");
    assert!(screen(&desk).contains(SENTENCE));
    desk.paste("");
    assert!(screen(&desk).contains("This field is full"), "{}", screen(&desk));
}

#[test]
fn while_a_paste_is_unfinished_the_screen_is_hidden_but_the_form_stays() {
    let mut desk = complete();
    part(&mut desk, "note");
    idle(&mut desk, 3_600);
    let hidden = screen(&desk);
    assert!(!hidden.contains("Aysel") && hidden.contains(SENTENCE), "{hidden}");
    assert!(desk.model.parked.is_empty());
    desk.paste(" two");
    assert_eq!(note(&desk), "note two");
    assert!(screen(&desk).contains("note two"));
    idle(&mut desk, 3_600);
    assert_eq!(desk.model.parked.len(), 1, "as ever once it has ended");
}

/// What begins where nothing is typed does nothing to its end.
#[test]
fn a_paste_that_begins_unseen_or_at_a_question_is_ignored_as_a_whole() {
    let hide: fn(&mut Bench) = |desk| idle(desk, 61);
    let ask: fn(&mut Bench) = |desk| drop(desk.press(Key::Ctrl('q')));
    let shrink: fn(&mut Bench) = |desk| drop(desk.send(Msg::Resized { columns: 20, rows: 5 }));
    for make_unseen in [hide, ask, shrink] {
        let mut desk = complete();
        make_unseen(&mut desk);
        for text in ["a", "\r\n", "y"] {
            assert_eq!(part(&mut desk, text), vec![]);
            assert!(screen(&desk).contains(SENTENCE), "{}", screen(&desk));
        }
        desk.send(Msg::Resized { columns: 80, rows: 24 });
        assert_eq!(desk.paste("rest"), vec![]);
        assert_eq!(note(&desk), "");
        assert_eq!(desk.model.unfinished_paste, None);
    }
}

/// What began in a form that is seen is typed to its end.
#[test]
fn a_paste_goes_on_on_a_screen_that_has_become_too_small() {
    let mut desk = complete();
    part(&mut desk, "note");
    desk.send(Msg::Resized { columns: 20, rows: 5 });
    desk.paste(" two");
    assert_eq!(note(&desk), "note two");
}

#[test]
fn an_empty_part_is_enough_to_wait_for_the_rest() {
    let mut desk = Bench::new();
    part(&mut desk, "");
    assert!(screen(&desk).contains(SENTENCE));
    assert_eq!(desk.model.unfinished_paste, Some(UnfinishedPaste::Typed));
    desk.paste("");
    assert_eq!(desk.model.unfinished_paste, None);
}
