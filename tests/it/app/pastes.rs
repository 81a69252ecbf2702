//! A paste that stalls: the state machine gets parts of it and then its end.

use std::time::Duration;

use super::render::screen;
use crate::support::bench::Bench;
use frontdesk::app::{Effect, Msg, TypedText, UnfinishedPaste};
use frontdesk::form::FormField;
use frontdesk::keys::Key;

const WAITING_FOR_PASTE: &str = "The pasted text is not complete yet. Wait, or press Esc to stop.";

fn paste_part(desk: &mut Bench, text: &str) -> Vec<Effect> {
    desk.now += Duration::from_secs(1);
    desk.send(Msg::Paste { text: TypedText(text.to_owned()), is_last: false, at: desk.now })
}

fn wait_idle(desk: &mut Bench, seconds: u64) {
    let until = desk.now + Duration::from_secs(seconds);
    while let Some(at) = desk.model.idle_due().filter(|due| *due <= until) {
        assert_eq!(desk.send(Msg::Idle { at }), vec![]);
    }
    desk.now = until;
}

fn note(desk: &Bench) -> &str {
    desk.model.form().text(FormField::Note).unwrap().value()
}

/// Returns a desk with a complete form and the focus on the note.
fn desk_with_complete_form() -> Bench {
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
    let mut desk = desk_with_complete_form();
    assert_eq!(paste_part(&mut desk, "note one"), vec![]);
    assert!(screen(&desk).contains(WAITING_FOR_PASTE), "{}", screen(&desk));
    for text in ["\r\n", "", "\r\nrest"] {
        assert_eq!(paste_part(&mut desk, text), vec![]);
        assert!(screen(&desk).contains(WAITING_FOR_PASTE));
    }
    assert_eq!(desk.paste("\r\n."), vec![]);
    assert_eq!(note(&desk), "note one  rest .");
    assert_eq!(desk.model.form().focus(), FormField::Note);
    assert!(!screen(&desk).contains(WAITING_FOR_PASTE));
}

#[test]
fn a_full_field_is_reported_after_the_paste_has_ended() {
    let mut desk = desk_with_complete_form();
    paste_part(&mut desk, &"x".repeat(2_000));
    paste_part(&mut desk, "");
    assert!(screen(&desk).contains(WAITING_FOR_PASTE));
    desk.paste("");
    assert!(screen(&desk).contains("Too long: only"), "{}", screen(&desk));
}

#[test]
fn while_a_paste_is_unfinished_the_screen_is_hidden_but_the_form_stays() {
    let mut desk = desk_with_complete_form();
    paste_part(&mut desk, "note");
    wait_idle(&mut desk, 3_600);
    let hidden = screen(&desk);
    assert!(!hidden.contains("Aysel") && hidden.contains(WAITING_FOR_PASTE), "{hidden}");
    assert!(desk.model.listed_drafts().is_empty());
    desk.paste(" two");
    assert_eq!(note(&desk), "note two");
    assert!(screen(&desk).contains("note two"));
    wait_idle(&mut desk, 3_600);
    assert_eq!(desk.model.listed_drafts().len(), 1, "the idle timeout counts again after the paste has ended");
}

/// A paste that begins where text is not typed has no effect until its end.
#[test]
fn a_paste_that_begins_out_of_sight_or_at_a_question_is_ignored() {
    let hide: fn(&mut Bench) = |desk| wait_idle(desk, 61);
    let ask: fn(&mut Bench) = |desk| drop(desk.press(Key::Ctrl('q')));
    let shrink: fn(&mut Bench) = |desk| drop(desk.send(Msg::Resized { columns: 20, rows: 5 }));
    for hide_form in [hide, ask, shrink] {
        let mut desk = desk_with_complete_form();
        hide_form(&mut desk);
        for text in ["a", "\r\n", "y"] {
            assert_eq!(paste_part(&mut desk, text), vec![]);
            assert!(screen(&desk).contains(WAITING_FOR_PASTE), "{}", screen(&desk));
        }
        desk.send(Msg::Resized { columns: 80, rows: 24 });
        assert_eq!(desk.paste("rest"), vec![]);
        assert_eq!(note(&desk), "");
        assert_eq!(desk.model.unfinished_paste(), None);
    }
}

/// A paste that began in a visible form is typed until its end.
#[test]
fn a_paste_continues_after_the_screen_became_too_small() {
    let mut desk = desk_with_complete_form();
    paste_part(&mut desk, "note");
    desk.send(Msg::Resized { columns: 20, rows: 5 });
    desk.paste(" two");
    assert_eq!(note(&desk), "note two");
}

#[test]
fn an_empty_part_is_enough_to_wait_for_the_rest() {
    let mut desk = Bench::new();
    paste_part(&mut desk, "");
    assert!(screen(&desk).contains(WAITING_FOR_PASTE));
    assert_eq!(desk.model.unfinished_paste(), Some(UnfinishedPaste::Typed));
    desk.paste("");
    assert_eq!(desk.model.unfinished_paste(), None);
}
