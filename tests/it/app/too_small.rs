//! A screen that is too small for the form: the cashier cannot type, save or discard what is not visible.

use frontdesk::app::{Exit, Msg, Overlay};
use frontdesk::domain::StorageError;
use frontdesk::form::FormField;
use frontdesk::keys::Key;

use super::render::render;
use crate::support::bench::{Bench, sent};

fn screen_rows(desk: &Bench, columns: u16, rows: u16) -> String {
    let rows: Vec<String> =
        render(desk, columns, rows).backend().to_string().lines().map(|row| row.trim_matches('"').to_owned()).collect();
    rows.iter().flat_map(|row| [row.trim(), " "]).collect()
}

fn desk_with_phone_and_name() -> Bench {
    let mut desk = Bench::new();
    desk.types("501234567");
    desk.press(Key::Tab);
    desk.types("Aysel");
    desk
}

const SMALL_SIZES: [(u16, u16); 5] = [(39, 12), (40, 11), (20, 5), (1, 1), (200, 3)];

#[test]
fn no_key_or_paste_reaches_a_form_on_a_too_small_screen() {
    for (columns, rows) in SMALL_SIZES {
        let mut desk = desk_with_phone_and_name();
        desk.send(Msg::Resized { columns, rows });
        let before = desk.model.clone();
        let keys = "x5 y\u{401}".chars().map(Key::Char);
        let controls = "srogtlpyujkwdh_abefnvx".chars().map(Key::Ctrl);
        let others =
            [Key::Enter, Key::Tab, Key::BackTab, Key::Up, Key::Down, Key::Backspace, Key::Delete, Key::Esc, Key::Home];
        for key in keys.chain(controls).chain(others) {
            assert_eq!(desk.press(key), vec![], "{key:?} at {columns}x{rows}");
            assert_eq!((desk.model.stage(), desk.model.overlay()), (before.stage(), before.overlay()), "{key:?}");
        }
        assert_eq!(desk.paste("Leyla\n"), vec![]);
        assert_eq!(desk.model.stage(), before.stage());

        desk.send(Msg::Resized { columns: 40, rows: 12 });
        assert_eq!(
            sent(desk.press(Key::Ctrl('s'))).name.as_str(),
            "Aysel",
            "on a large enough screen the form can be saved"
        );
    }
}

#[test]
fn no_key_reaches_the_waiting_list_on_a_too_small_screen() {
    let mut desk = desk_with_phone_and_name();
    desk.press(Key::Ctrl('r'));
    desk.types("7");
    desk.press(Key::Ctrl('o'));
    let drafts = Msg::DraftsFound(desk_with_phone_and_name().model.drafts());
    desk.send(drafts);
    desk.press(Key::Ctrl('d'));
    assert!(matches!(desk.model.overlay(), Some(Overlay::Waiting { deleting: Some(_), .. })));
    desk.send(Msg::Resized { columns: 39, rows: 24 });
    for key in [Key::Ctrl('x'), Key::Enter, Key::Esc, Key::Ctrl('d')] {
        assert_eq!(desk.press(key), vec![]);
    }
    assert_eq!(desk.model.listed_drafts().len(), 1, "nothing is discarded");
}

#[test]
fn a_too_small_screen_names_the_key_to_quit() {
    for (columns, rows) in [(39, 12), (30, 6)] {
        let mut desk = desk_with_phone_and_name();
        desk.send(Msg::Resized { columns, rows });
        let shown = screen_rows(&desk, columns, rows);
        assert!(shown.contains("This window") && shown.contains("press Ctrl-Q to quit."), "{shown}");
        assert_eq!(desk.press(Key::Ctrl('q')), vec![]);
        let shown = screen_rows(&desk, columns, rows);
        assert!(shown.contains("Quit?") && shown.contains("y quit  n stay"), "{shown}");
        assert_eq!(desk.press(Key::Char('5')), vec![]);
        assert_eq!(desk.press(Key::Char('n')), vec![]);
        assert!(screen_rows(&desk, columns, rows).contains("This window"));
        assert_eq!(desk.exit_after(Key::Ctrl('z')), Some(Exit::Suspend));
        desk.press(Key::Ctrl('q'));
        assert_eq!(desk.exit_after(Key::Ctrl('q')), None, "it may be held down");
        assert_eq!(desk.exit_after(Key::Char('y')), Some(Exit::Quit));
        assert_eq!(desk.model.drafts().len(), 1, "the typed text is a draft");

        let mut blank = Bench::new();
        blank.send(Msg::Resized { columns, rows });
        assert_eq!(blank.exit_after(Key::Ctrl('q')), Some(Exit::Quit));

        let mut desk = desk_with_phone_and_name();
        desk.send(Msg::DraftNotSaved(StorageError::DiskFull));
        desk.send(Msg::Resized { columns, rows });
        desk.press(Key::Ctrl('c'));
        assert!(screen_rows(&desk, columns, rows).contains("will be lost"));
    }
}

#[test]
fn ctrl_s_over_help_card_or_shift_only_closes_it() {
    for open in [Key::Ctrl('g'), Key::Ctrl('t')] {
        let mut desk = desk_with_phone_and_name();
        desk.press(open);
        assert!(desk.model.overlay().is_some());
        assert_eq!(desk.press(Key::Ctrl('s')), vec![]);
        assert_eq!((desk.model.overlay(), desk.model.notice()), (None, None));
        assert_eq!(desk.model.form().text(FormField::Name).unwrap().value(), "Aysel");
        sent(desk.press(Key::Ctrl('s')));
    }
}
