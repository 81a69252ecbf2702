//! A typed letter is shown before its frame. It must be the letter of that frame.

use frontdesk::app::Msg;
use frontdesk::form::FormField;
use frontdesk::keys::Key;
use frontdesk::locale::Locale;
use frontdesk::view::{Canvas, CharacterSet, RenderContext, Theme, echo, render};
use proptest::prelude::*;
use ratatui::layout::Rect;

use crate::support::bench::Bench;

const THEMES: [Theme; 3] = [
    Theme { colour: true, underline: true, signs: CharacterSet::Unicode },
    Theme { colour: false, underline: false, signs: CharacterSet::Unicode },
    Theme { colour: true, underline: true, signs: CharacterSet::Ascii },
];

const SIZES: [(u16, u16); 4] = [(80, 24), (120, 40), (58, 16), (40, 12)];

/// A screen from one frame to the next.
struct Screen {
    canvas: Canvas,
    theme: Theme,
    area: Rect,
}

impl Screen {
    fn new(desk: &Bench, theme: Theme, (columns, rows): (u16, u16)) -> Self {
        let mut screen = Self { canvas: Canvas::default(), theme, area: Rect::new(0, 0, columns, rows) };
        screen.render(desk);
        screen
    }

    fn render(&mut self, desk: &Bench) -> Option<(u16, u16)> {
        let context = RenderContext { say: Locale::english(), theme: self.theme };
        render(&desk.model, context, &mut self.canvas, self.area).map(Into::into)
    }

    /// Shows the model after a key, as the runtime does. Returns true if a letter was shown before the frame. Then the
    /// frame must have the same cell and the same cursor.
    fn show(&mut self, desk: &Bench) -> bool {
        let before = self.canvas.buffer().clone();
        let Some(cursor) = echo(&desk.model, self.theme, &mut self.canvas, self.area) else {
            assert_eq!(*self.canvas.buffer(), before);
            self.render(desk);
            return false;
        };
        let at = (cursor.x - 1, cursor.y);
        let letter = self.canvas.buffer()[at].clone();
        assert_eq!(self.render(desk), Some(cursor.into()));
        assert_eq!(self.canvas.buffer()[at], letter);
        true
    }
}

#[test]
fn a_letter_behind_the_text_is_shown_before_its_frame() {
    let letters = |text: &str| text.chars().map(Key::Char).collect::<Vec<_>>();
    for (field, typed, last, is_early) in [
        (FormField::Name, letters("A"), Key::Char('b'), true),
        (FormField::Name, letters("Məmmə"), Key::Char('d'), true),
        (FormField::Name, letters("Рау"), Key::Char('ф'), true),
        (FormField::Name, letters("Ab"), Key::Char(' '), true),
        (FormField::Phone, letters("+994 50 12"), Key::Char('3'), true),
        (FormField::Code, letters("AB-1"), Key::Char('2'), true),
        (FormField::BirthDate, letters("1.2.19"), Key::Char('9'), true),
        (FormField::Email, letters("a@b"), Key::Char('.'), true),
        (FormField::Note, letters("a note"), Key::Char('!'), true),
        // The first letter replaces the example.
        (FormField::Phone, letters(""), Key::Char('5'), false),
        (FormField::Name, letters(""), Key::Char('A'), false),
        // The text moves: the field has 44 columns, the last two for the cursor.
        (FormField::Note, letters(&"A".repeat(41)), Key::Char('x'), true),
        (FormField::Note, letters(&"A".repeat(42)), Key::Char('x'), false),
        (FormField::Note, letters(&"A".repeat(43)), Key::Char('x'), true),
        (FormField::Name, [letters("Ab"), vec![Key::Left]].concat(), Key::Char('x'), false),
        // Terminals differ in the place of what follows.
        (FormField::Name, letters("Ab"), Key::Char('漢'), false),
        (FormField::Name, letters("漢"), Key::Char('b'), false),
        (FormField::Name, letters("Ab"), Key::Char('\u{301}'), false),
        // No letter.
        (FormField::Name, letters("Ab"), Key::Backspace, false),
        (FormField::Name, letters("Ab"), Key::Tab, false),
        (FormField::Name, letters("Ab"), Key::Ctrl('z'), false),
        (FormField::Gender, letters(""), Key::Char('f'), false),
    ] {
        for theme in THEMES {
            let mut desk = Bench::with_groups();
            desk.focus(field);
            for key in &typed {
                desk.press(*key);
            }
            let mut screen = Screen::new(&desk, theme, (80, 24));
            desk.press(last);
            assert_eq!(screen.show(&desk), is_early, "{field:?} {typed:?} {last:?}");
        }
    }
}

#[test]
fn a_letter_on_a_screen_that_has_another_form_waits_for_the_frame() {
    let mut desk = Bench::with_groups();
    desk.focus(FormField::Name);
    desk.press(Key::Char('A'));
    // Another size.
    let mut screen = Screen::new(&desk, THEMES[0], (80, 24));
    screen.area = Rect::new(0, 0, 60, 20);
    desk.press(Key::Char('b'));
    assert!(!screen.show(&desk));
    // The list of keys is over the form, and closes.
    desk.press(Key::Ctrl('g'));
    let mut screen = Screen::new(&desk, THEMES[0], (80, 24));
    desk.press(Key::Esc);
    desk.press(Key::Char('c'));
    assert!(!screen.show(&desk));
    // A field with an overlay over it since the last frame.
    let mut screen = Screen::new(&desk, THEMES[0], (80, 24));
    desk.press(Key::Char('d'));
    desk.press(Key::Ctrl('g'));
    assert!(!screen.show(&desk));
    assert!(desk.send(Msg::Unreadable).is_empty());
}

/// Keys of people who type, correct and move.
fn keys() -> impl Strategy<Value = Vec<Key>> {
    let letter = prop_oneof![
        20 => "[a-zA-Z0-9əğıÇшЖ @.+_-]".prop_map(|text| Key::Char(text.chars().next().unwrap_or('a'))),
        1 => any::<char>().prop_map(Key::Char),
    ];
    let other = prop::sample::select(vec![
        Key::Backspace,
        Key::Left,
        Key::Right,
        Key::Home,
        Key::End,
        Key::Delete,
        Key::Tab,
        Key::BackTab,
        Key::Down,
        Key::Esc,
        Key::Ctrl('z'),
        Key::Ctrl('y'),
        Key::Ctrl('u'),
        Key::Ctrl('t'),
    ]);
    prop::collection::vec(prop_oneof![8 => letter, 1 => other], 1..80)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn a_letter_that_is_shown_early_is_that_of_the_frame(
        keys in keys(),
        start in 0_usize..8,
        theme in prop::sample::select(THEMES.to_vec()),
        size in prop::sample::select(SIZES.to_vec()),
    ) {
        let mut desk = Bench::with_groups();
        (0..start).for_each(|_| drop(desk.press(Key::Tab)));
        let mut screen = Screen::new(&desk, theme, size);
        for key in keys {
            desk.press(key);
            screen.show(&desk);
        }
    }
}
