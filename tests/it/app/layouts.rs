//! Keys and scans under another keyboard layout than the US one.

use std::time::Duration;

use super::render::screen;
use crate::support::bench::{Bench, text};
use frontdesk::app::{Effect, Msg, Notice};
use frontdesk::domain::{DisplayText, Gender, Group, GroupId, KeyboardLayout};
use frontdesk::form::FormField;
use frontdesk::keys::Key;

const BETWEEN_CHARACTERS: Duration = Duration::from_millis(4);

/// Returns a desk with a name and the focus on a field.
fn desk_at(field: FormField) -> Bench {
    let mut desk = Bench::asking_consent();
    desk.press(Key::Tab);
    desk.types("Aysel");
    let step = if field < FormField::Name { Key::BackTab } else { Key::Tab };
    while desk.model.form().focus() != field {
        desk.press(step);
    }
    desk.now += Duration::from_secs(1);
    desk
}

/// Types a text as a scanner does.
fn scan(desk: &mut Bench, typed: &str, end: Option<Key>) -> Vec<Effect> {
    desk.now += Duration::from_secs(1);
    typed.chars().map(Key::Char).chain(end).flat_map(|key| desk.press_after(BETWEEN_CHARACTERS, key)).collect()
}

/// Returns the characters that the keys of a US text type under a layout.
fn typed_under(layout: KeyboardLayout, us: &str) -> String {
    us.chars().map(|c| layout.from_us(c).unwrap()).collect()
}

#[test]
fn a_scan_under_another_layout_is_its_us_twin_and_the_desk_says_so() {
    use KeyboardLayout::{Azerbaijani, Russian, TurkishF, TurkishQ, UzbekCyrillic};
    for (layout, code) in [
        (Russian, "W-20261125-001"),
        (Russian, "REF/2026.1_x"),
        (Russian, "a1b2c3"),
        (UzbekCyrillic, "W-20261125-001"),
        (UzbekCyrillic, "SO-17"),
        (Azerbaijani, "W-20261125-001"),
        (Azerbaijani, "w.1234"),
        (TurkishQ, "Hi-2026.5"),
        (TurkishF, "ECY17"),
    ] {
        for end in [None, Some(Key::Enter), Some(Key::Tab)] {
            for field in [FormField::Code, FormField::Gender, FormField::Register] {
                let mut desk = desk_at(field);
                let effects = scan(&mut desk, &typed_under(layout, code), end);
                let case = format!("{code} under {layout:?} at {field:?}, then {end:?}");
                assert_eq!(effects, vec![], "{case}");
                assert_eq!(text(&desk.model, FormField::Code), code, "{case}");
                assert_eq!(desk.model.form().gender(), None, "{case}");
                assert_eq!(desk.model.notice(), Some(&Notice::ScanMapped), "{case}");
            }
        }
    }
    let mut desk = desk_at(FormField::Code);
    scan(&mut desk, "Ц-20261125-001", None);
    assert!(screen(&desk).contains("the scanned code was corrected"), "{}", screen(&desk));
    desk.press(Key::Ctrl('_'));
    assert_eq!(text(&desk.model, FormField::Code), "", "a scan is undone as one change");
}

#[test]
fn a_scan_in_us_characters_is_not_changed() {
    for code in ["W-20261125-001", "4006381333931", "*ABC123*", "a;b'c,1", "Çay 1é"] {
        let mut desk = desk_at(FormField::Code);
        scan(&mut desk, code, Some(Key::Enter));
        assert_eq!(text(&desk.model, FormField::Code), code);
        assert_eq!(desk.model.notice(), None);
    }
}

#[test]
fn the_twin_of_the_prefix_begins_a_scan() {
    use KeyboardLayout::{Russian, TurkishQ, UzbekCyrillic};
    for (layout, prefix, code) in [
        (Russian, '~', "W-20261125-001"),
        (Russian, '~', "4006381333931"),
        (Russian, '`', "AB/12.5"),
        (Russian, '#', "4006"),
        (UzbekCyrillic, '~', "W-17-001"),
        // Only the prefix shows the layout.
        (TurkishQ, '~', "W-17-001"),
    ] {
        for field in FormField::ALL {
            let mut desk = desk_at(field);
            desk.configure(|settings| settings.scanner_prefix = Some(prefix));
            let typed = typed_under(layout, &format!("{prefix}{code}"));
            let before = FormField::ALL.map(|field| desk.model.form().text(field).cloned());
            assert_eq!(scan(&mut desk, &typed, Some(Key::Enter)), vec![]);
            let case = format!("{code} under {layout:?} at {field:?}");
            assert_eq!(text(&desk.model, FormField::Code), code, "{case}");
            for (other, before) in FormField::ALL.into_iter().zip(before) {
                assert!(
                    other == FormField::Code || desk.model.form().text(other) == before.as_ref(),
                    "{case}: {other:?}"
                );
            }
            if field != FormField::Code {
                assert_eq!(desk.model.form().focus(), field, "{case}");
            }
        }
    }
}

#[test]
fn a_letter_on_the_key_of_the_prefix_is_a_letter() {
    for (prefix, name, pause) in [('~', "Ёлкин", 250), ('~', "Ёлкин", 4), ('`', "Алёна", 4), ('`', "Алёна 2", 120)]
    {
        let mut desk = Bench::new();
        desk.configure(|settings| settings.scanner_prefix = Some(prefix));
        desk.press(Key::Tab);
        for c in name.chars() {
            desk.press_after(Duration::from_millis(pause), Key::Char(c));
        }
        desk.press(Key::Tab);
        assert_eq!(text(&desk.model, FormField::Name), name);
        assert_eq!(text(&desk.model, FormField::Code), "");
    }
}

#[test]
fn the_same_code_scanned_twice_is_one_scan() {
    for code in ["4006381333931", "Ц-20261125-001"] {
        let stored = if code.starts_with('Ц') { "W-20261125-001" } else { code };
        for (prefix, field) in [(None, FormField::Code), (None, FormField::Register), (Some('~'), FormField::Name)] {
            for end in [None, Some(Key::Enter), Some(Key::Tab)] {
                let mut desk = desk_at(field);
                desk.configure(|settings| settings.scanner_prefix = prefix);
                let typed = prefix.into_iter().chain(code.chars()).collect::<String>();
                scan(&mut desk, &typed, end);
                let once = desk.model.form().clone();
                for _ in 0..2 {
                    assert_eq!(scan(&mut desk, &typed, end), vec![]);
                    assert_eq!(text(&desk.model, FormField::Code), stored, "{code} at {field:?}, then {end:?}");
                    for other in FormField::ALL.into_iter().filter(|other| *other != FormField::Code) {
                        assert_eq!(desk.model.form().text(other), once.text(other), "{other:?}");
                    }
                }
            }
        }
    }
    // Without a digit, in the code field and from the field after it.
    let mut desk = desk_at(FormField::Code);
    for (typed, end) in [("ABCDEF", None), ("ABCDEF", Some(Key::Enter)), ("ABCDEF", Some(Key::Enter))] {
        scan(&mut desk, typed, end);
        assert_eq!(text(&desk.model, FormField::Code), "ABCDEF");
        assert_eq!(text(&desk.model, FormField::BirthDate), "");
    }
    // Another code, and the same digits as the next customer's phone, are no repetition.
    let mut desk = desk_at(FormField::Code);
    scan(&mut desk, "501234567", Some(Key::Enter));
    scan(&mut desk, "15051990", Some(Key::Enter));
    assert_eq!(text(&desk.model, FormField::BirthDate), "15051990");
    desk.press(Key::Ctrl('r'));
    scan(&mut desk, "501234567", Some(Key::Enter));
    assert_eq!(text(&desk.model, FormField::Phone), "501234567");
}

#[test]
fn quick_characters_after_typed_ones_keep_them() {
    // A slow connection delivers typed characters together.
    let mut desk = desk_at(FormField::Code);
    desk.types("AB-");
    scan(&mut desk, "1234", None);
    assert_eq!(text(&desk.model, FormField::Code), "AB-1234");
    desk.now += Duration::from_secs(1);
    desk.press(Key::Home);
    scan(&mut desk, "9999", None);
    assert_eq!(text(&desk.model, FormField::Code), "9999AB-1234");
}

#[test]
fn a_typed_code_is_not_changed_but_its_twin_is_offered() {
    for (typed, twin) in [
        ("Ц-20261125-001", "W-20261125-001"),
        ("Цғ17", "W-17"),
        ("Ü-17", "W-17"),
        ("цуду", "wele"),
        ("Hı17", "Hi17"),
        ("W*20261125*001", "W-20261125-001"),
    ] {
        let mut desk = desk_at(FormField::Code);
        desk.types(typed);
        assert_eq!(text(&desk.model, FormField::Code), typed);
        assert!(screen(&desk).contains(&format!("Did you mean {twin}? (Ctrl-Y yes)")), "{}", screen(&desk));
        desk.press(Key::Ctrl('y'));
        assert_eq!(text(&desk.model, FormField::Code), twin);
        assert!(!screen(&desk).contains("Did you mean"), "{}", screen(&desk));
        desk.press(Key::Ctrl('_'));
        assert_eq!(text(&desk.model, FormField::Code), typed);
    }
    for typed in ["W-20261125-001", "GÜL", "Şəki-5", "КЛУБ", "*ABC123*", "Café 5", "漢-5", "Ц-W"] {
        let mut desk = desk_at(FormField::Code);
        desk.types(typed);
        assert!(!screen(&desk).contains("Did you mean"), "{typed}: {}", screen(&desk));
    }
}

#[test]
fn an_address_of_another_layout_is_not_changed_but_its_twin_is_offered() {
    for (typed, twin) in [
        ("aysel\"gmail.com", "aysel@gmail.com"),
        ("aysel@gmail,com", "aysel@gmail.com"),
        ("aysel@gmailюcom", "aysel@gmail.com"),
        ("фныуд\"учфьзду.сщь", "aysel@example.com"),
    ] {
        let mut desk = desk_at(FormField::Email);
        desk.types(typed);
        desk.press(Key::Tab);
        assert_eq!(text(&desk.model, FormField::Email), typed);
        assert!(screen(&desk).contains(&format!("✗ Did you mean {twin}?")), "{}", screen(&desk));
        assert_eq!(desk.press(Key::Ctrl('s')), vec![], "the typed address is not sent");
        desk.press(Key::Ctrl('y'));
        assert_eq!(text(&desk.model, FormField::Email), twin);
    }
}

#[test]
fn gender_and_group_accept_the_letters_of_the_same_keys() {
    for (key, gender) in
        [('а', Some(Gender::Female)), ('А', Some(Gender::Female)), ('ь', Some(Gender::Male)), ('г', None)]
    {
        let mut desk = desk_at(FormField::Gender);
        desk.press(Key::Char('m'));
        desk.press(Key::Char(key));
        assert_eq!(desk.model.form().gender(), gender, "{key}");
    }
    let mut desk = desk_at(FormField::Group);
    let names = ["Regulars", "VIP", "Постоянные", "Şəxsi"].into_iter().enumerate();
    let group = |(at, name)| Group { id: GroupId(at as u64), name: DisplayText::new(name), discount: None };
    desk.send(Msg::Groups(Ok(names.map(group).collect())));
    for (typed, found) in [
        ("купгд", Some("Regulars")),
        ("МШЗ", Some("VIP")),
        ("пост", Some("Постоянные")),
        ("gjcnj", Some("Постоянные")),
        ("sexs", Some("Şəxsi")),
        ("regul", Some("Regulars")),
        ("щщщ", None),
        ("ээ", None),
    ] {
        desk.types(typed);
        let group = desk.model.form().parsed_group(desk.model.groups()).valid();
        assert_eq!(group.as_ref().map(|group| group.name.as_str()), found, "{typed}");
        desk.press(Key::Ctrl('u'));
    }
}
