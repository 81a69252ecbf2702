//! The text that a cashier sees and sends for a value that can be read in more than one way.

use frontdesk::domain::is_visible;
use frontdesk::form::{Form, FormField};
use frontdesk::keys::Key;

use super::render::screen;
use crate::support::bench::{Bench, parse_context, save_and_return_name, sent, text, with_name};

#[test]
fn capitals_whose_small_i_is_unknown_are_sent_as_typed_unless_the_cashier_chooses() {
    let after = |presses: usize| {
        let mut desk = with_name("LIAM NIELSEN");
        for _ in 0..presses {
            assert_eq!(desk.press(Key::Ctrl('y')), vec![]);
        }
        assert_eq!(text(&desk.model, FormField::Name), "LIAM NIELSEN", "nothing typed is rewritten");
        save_and_return_name(&mut desk)
    };
    let names = [0, 1, 2, 3, 4].map(after);
    assert_eq!(names, ["LIAM NIELSEN", "Liam Nielsen", "Lıam Nıelsen", "LIAM NIELSEN", "Liam Nielsen"]);
}

#[test]
fn both_spellings_are_on_the_screen() {
    let mut desk = with_name("NIGAR");
    desk.pause();
    assert!(screen(&desk).contains("! Nigar or Nıgar?  (Ctrl-Y choose)"), "{}", screen(&desk));
    desk.press(Key::Ctrl('y'));
    assert!(screen(&desk).contains("✓ Nigar "), "{}", screen(&desk));
    assert!(screen(&desk).contains("(Ctrl-Y other spelling)"), "{}", screen(&desk));
    desk.press(Key::Ctrl('y'));
    assert!(screen(&desk).contains("✓ Nıgar "), "{}", screen(&desk));
    desk.press(Key::Ctrl('y'));
    assert!(screen(&desk).contains("! Nigar or Nıgar?"), "{}", screen(&desk));
}

#[test]
fn a_draft_keeps_the_chosen_spelling() {
    let context = parse_context();
    for presses in 0..=3 {
        let mut desk = with_name("NIGAR");
        for _ in 0..presses {
            desk.press(Key::Ctrl('y'));
        }
        let form = desk.model.form();
        assert_eq!(Form::from_draft(&form.to_draft()).name(&context), form.name(&context), "{presses}");
    }
}

#[test]
fn two_alphabets_in_one_word_are_a_warning_and_no_error() {
    let mut desk = with_name("Аysel Mammadova");
    desk.pause();
    assert!(screen(&desk).contains("! Check “А”: another alphabet."), "{}", screen(&desk));
    let fill = |desk: &mut Bench, field, typed| {
        while desk.model.form().focus() != field {
            desk.press(Key::Tab);
        }
        desk.types(typed);
        screen(desk)
    };
    let with_code = fill(&mut desk, FormField::Code, "KА-1");
    assert_eq!(with_code.matches("! Check “А”: another alphabet.").count(), 2, "{with_code}");
    let with_email = fill(&mut desk, FormField::Email, "testо@gmail.com");
    assert!(with_email.contains("! Check “о”: another alphabet."), "{with_email}");
    let customer = sent(desk.press(Key::Ctrl('s')));
    assert_eq!(customer.email.unwrap().as_str(), "testо@gmail.com");
    assert_eq!((customer.name.as_str(), customer.code.unwrap().as_str()), ("Аysel Mammadova", "KА-1"));
}

#[test]
fn a_registration_has_composed_texts_without_invisible_characters() {
    let mut desk = Bench::new();
    for (field, typed) in [
        (FormField::Phone, "+994\u{fe0f}50\u{200c}123\u{200d}45\u{200b}67"),
        (FormField::Name, "Jose\u{301}\u{fe0f} Ay\u{200d}sel"),
        (FormField::Code, "E\u{301}-1\u{200d}"),
        (FormField::BirthDate, "15\u{200e}.05.\u{fe0f}1990"),
        (FormField::Email, "jose\u{301}\u{200b}@mail.az"),
        (FormField::Note, "cafe\u{301} علی\u{200c}رضا"),
    ] {
        while desk.model.form().focus() != field {
            desk.press(Key::Tab);
        }
        desk.paste(typed);
    }
    for field in [FormField::Phone, FormField::Code, FormField::BirthDate, FormField::Email] {
        assert!(text(&desk.model, field).chars().all(|c| is_visible(c) || matches!(c, ' ' | '\u{301}')), "{field:?}");
    }
    let customer = sent(desk.press(Key::Ctrl('s')));
    assert_eq!(customer.phone.unwrap().e164(), "+994501234567");
    assert_eq!(customer.name.as_str(), "José Aysel");
    assert_eq!(customer.code.unwrap().as_str(), "É-1");
    assert_eq!(customer.birth_date.unwrap().iso(), "1990-05-15");
    assert_eq!(customer.email.unwrap().as_str(), "josé@mail.az");
    assert_eq!(customer.note.unwrap().as_str(), "café علی\u{200c}رضا");
}

#[test]
fn the_address_of_a_pasted_contact_is_shown_and_sent() {
    for pasted in ["Aysel <aysel@mail.az>", "mailto:aysel@mail.az?subject=Hello", "\"M, Aysel\" <aysel@mail.az>"] {
        let mut desk = with_name("Aysel");
        while desk.model.form().focus() != FormField::Email {
            desk.press(Key::Tab);
        }
        desk.paste(pasted);
        assert!(screen(&desk).contains("✓ aysel@mail.az "), "{}", screen(&desk));
        assert_eq!(sent(desk.press(Key::Ctrl('s'))).email.unwrap().as_str(), "aysel@mail.az");
    }
}
