//! Keys and the time between them: the exact intents.

use std::time::Duration;

use chrono::NaiveDate;

use super::*;
use crate::app::{CidGenerator, DelayedSave, Desk, Mode, Overlay, OverlayKind, ScannedCode, Selection, TypedText};
use crate::domain::{Country, DateOrder, Language, PhoneRules};
use crate::form::{Edit, ParseContext};

fn model() -> Model {
    let country = Country::default();
    let rules = ParseContext {
        country,
        language: Language::default_for(country),
        date_order: DateOrder::DayMonthYear,
        today: NaiveDate::from_ymd_opt(2026, 11, 24).unwrap().into(),
        phone_rules: Some(PhoneRules::load(country)),
    };
    Model::new(Desk { scanner_prefix: Some('~'), ..Desk::new(Mode::Training, rules) }, CidGenerator::seeded([7; 32]))
}

/// Returns the model of a form that can be registered, with the focus on a field.
fn ready(focus: FormField) -> Model {
    let mut model = model();
    if let FormState::Editing { form, .. } = &mut model.stage {
        form.focus_on(FormField::Name);
        form.insert("Aysel");
        form.focus_on(focus);
    }
    model
}

/// Presses each key this number of milliseconds after the one before, without carrying out the intents. Returns the
/// intents of the last key.
fn last_intents(model: &Model, keys: &[(u64, Key)]) -> Vec<Intent> {
    let mut input = InputState::default();
    let mut at = Duration::from_secs(10);
    let mut intents = Vec::new();
    for (pause, key) in keys {
        at += Duration::from_millis(*pause);
        intents = input.intents(model, *key, at);
    }
    intents
}

fn intents_of(model: &Model, key: Key) -> Vec<Intent> {
    last_intents(model, &[(0, key)])
}

const fn char(c: char) -> Key {
    Key::Char(c)
}

#[test]
fn a_key_of_the_form_has_one_intent() {
    for (key, intent) in [
        (char('a'), Intent::Type('a')),
        (Key::Enter, Intent::Advance),
        (Key::Ctrl('j'), Intent::Advance),
        (Key::Ctrl('s'), Intent::Register),
        (Key::Function(2), Intent::Register),
        (Key::Tab, Intent::Next),
        (Key::BackTab, Intent::Previous),
        (Key::Ctrl('l'), Intent::Focus(FormField::Group)),
        (Key::Left, Intent::Edit(Edit::GoToPrevChar)),
        (Key::Ctrl('o'), Intent::Open(OverlayKind::WaitingList)),
        (Key::Ctrl('q'), Intent::Quit),
        (Key::Ctrl('z'), Intent::Suspend),
    ] {
        assert_eq!(intents_of(&ready(FormField::Name), key), [intent], "{key:?}");
    }
    assert_eq!(intents_of(&ready(FormField::Name), Key::Esc), []);
    assert_eq!(intents_of(&ready(FormField::Name), Key::Ctrl('x')), []);
}

#[test]
fn an_overlay_takes_its_own_keys_and_passes_others_on() {
    let list = Overlay::Waiting { at: 0, deleting: None };
    let question = Overlay::Waiting { at: 0, deleting: Some(model().form().cid()) };
    let shift = Overlay::Shift { first: 0 };
    let help = Overlay::Help { turned: 0, beneath: None };
    for (overlay, key, expected) in [
        (&list, Key::Down, vec![Intent::Select(Selection::Next)]),
        (&list, Key::Enter, vec![Intent::Confirm]),
        (&list, Key::Ctrl('d'), vec![Intent::Delete]),
        (&list, Key::Function(4), vec![Intent::Dismiss]),
        (&list, char('y'), vec![Intent::Dismiss, Intent::Type('y')]),
        (&list, Key::Function(1), vec![Intent::Open(OverlayKind::Help)]),
        (&list, Key::Ctrl('r'), vec![]),
        (&list, Key::Ctrl('s'), vec![]),
        (&question, Key::Ctrl('x'), vec![Intent::Confirm]),
        (&question, char('N'), vec![Intent::Dismiss]),
        (&question, char('Т'), vec![Intent::Dismiss]),
        (&question, char('y'), vec![]),
        (&question, Key::Enter, vec![]),
        (&Overlay::QuitQuestion, char('н'), vec![Intent::Confirm]),
        (&Overlay::QuitQuestion, Key::Ctrl('c'), vec![Intent::Confirm]),
        (&Overlay::QuitQuestion, Key::Esc, vec![Intent::Dismiss]),
        (&Overlay::QuitQuestion, Key::Tab, vec![]),
        (&shift, Key::Up, vec![Intent::Select(Selection::Previous)]),
        (&shift, Key::Ctrl('r'), vec![Intent::Dismiss, Intent::Clear]),
        (&shift, Key::Ctrl('s'), vec![Intent::Dismiss]),
        (&shift, Key::Ctrl('o'), vec![Intent::Open(OverlayKind::WaitingList)]),
        (&shift, Key::Ctrl('x'), vec![]),
        (&help, char(' '), vec![Intent::Select(Selection::Next)]),
        (&help, char('a'), vec![Intent::Dismiss, Intent::Type('a')]),
    ] {
        let mut model = ready(FormField::Name);
        model.overlay = Some(overlay.clone());
        assert_eq!(intents_of(&model, key), expected, "{overlay:?} {key:?}");
    }
}

#[test]
fn enter_on_the_button_registers_only_if_it_is_meant() {
    let (on_button, due) = (ready(FormField::Register), |ms| Duration::from_secs(10) + Duration::from_millis(ms));
    for (keys, expected) in [
        (&[(0, Key::Enter)][..], vec![Intent::Advance]),
        // The end of a pasted block or of a scan.
        (&[(0, char('a')), (0, Key::Enter)], vec![Intent::AskForEnter]),
        (&[(0, char('4')), (400, Key::Enter)], vec![Intent::AskForEnter]),
        // The same Enter, held down or not.
        (&[(0, Key::Tab), (300, Key::Enter), (500, Key::Enter)], vec![]),
        (&[(0, Key::Enter), (100, Key::Ctrl('j'))], vec![Intent::AskForEnter]),
        (&[(0, Key::Enter), (20, Key::Ctrl('j'))], vec![]),
        // Ctrl-S held down.
        (&[(0, Key::Ctrl('s')), (30, Key::Ctrl('s'))], vec![]),
    ] {
        assert_eq!(last_intents(&on_button, keys), expected, "{keys:?}");
    }
    // An earlier Enter, on another field, may be held down.
    let mut input = InputState::default();
    input.intents(&ready(FormField::Note), Key::Enter, due(0));
    assert_eq!(input.intents(&on_button, Key::Enter, due(500)), [Intent::RegisterAt(due(1_100))]);
    let mut input = InputState::default();
    input.intents(&ready(FormField::Note), Key::Enter, due(0));
    assert_eq!(input.intents(&on_button, Key::Enter, due(100)), [Intent::AskForEnter]);
}

#[test]
fn another_key_confirms_a_delayed_registration() {
    let model = ready(FormField::Register);
    let cid = model.form().cid();
    for (key, pause, expected) in [
        (Key::Tab, 100, vec![Intent::RegisterForm(cid), Intent::Next]),
        (Key::Enter, 700, vec![Intent::RegisterForm(cid), Intent::Advance]),
        (Key::Enter, 100, vec![Intent::Advance]),
    ] {
        let enter_at = Duration::from_secs(20);
        let delayed_save = Some(DelayedSave { cid, due: enter_at + MAX_NEXT_REPEAT });
        let mut input = InputState { delayed_save, ..InputState::default() };
        assert_eq!(input.intents(&model, key, enter_at + Duration::from_millis(pause)), expected);
        assert_eq!(input.delayed_save, None);
    }
}

#[test]
fn a_scan_goes_to_the_code_and_its_end_returns_the_focus() {
    let code = |text: &str| ScannedCode { text: TypedText(text.to_owned()), is_mapped: false };
    let typed = |text: &str| Intent::StartScan(code(text));
    let name = ready(FormField::Name);
    let with_prefix = [(0, char('~')), (10, char('4'))];
    assert_eq!(last_intents(&name, &with_prefix[..1]), [Intent::TypeSuspect('~')]);
    assert_eq!(last_intents(&name, &with_prefix), [typed("4")]);
    let next: Vec<_> = with_prefix.into_iter().chain([(10, char('0'))]).collect();
    assert_eq!(last_intents(&name, &next), [Intent::ContinueScan(code("40"))]);
    let end: Vec<_> = next.into_iter().chain([(10, Key::Enter)]).collect();
    assert_eq!(last_intents(&name, &end), [Intent::Focus(FormField::Name)]);
    // In the code field Enter is the cashier’s.
    assert_eq!(last_intents(&ready(FormField::Code), &end), [Intent::Advance]);

    // Without a prefix, where no text can be typed.
    let button = ready(FormField::Register);
    let quick: Vec<_> = "4006".chars().map(|c| (10, char(c))).collect();
    assert_eq!(last_intents(&button, &quick), [typed("4006")]);
    assert_eq!(last_intents(&name, &quick), [Intent::Type('6')]);
    let slow: Vec<_> = "4006".chars().map(|c| (200, char(c))).collect();
    assert_eq!(last_intents(&button, &slow), [Intent::Type('6')]);
    assert_eq!(last_intents(&ready(FormField::Code), &quick), [typed("4006")]);
    assert_eq!(last_intents(&ready(FormField::Code), &slow), [Intent::Type('6')]);
}

#[test]
fn a_key_on_a_masked_screen_shows_it_and_no_more() {
    let mut masked = ready(FormField::Name);
    masked.is_masked = true;
    for key in [Key::Ctrl('s'), Key::Ctrl('q'), char('a'), Key::Enter] {
        assert_eq!(intents_of(&masked, key), [Intent::Unmask], "{key:?}");
    }
    // The rest of a scan is ignored too.
    let mut input = InputState::default();
    let at = Duration::from_secs(10);
    assert_eq!(input.intents(&masked, char('4'), at), [Intent::Unmask]);
    let shown = ready(FormField::Name);
    assert_eq!(input.intents(&shown, char('0'), at + Duration::from_millis(10)), []);
    assert_eq!(input.intents(&shown, char('0'), at + Duration::from_millis(500)), [Intent::Type('0')]);
}

#[test]
fn on_a_screen_that_is_too_small_a_key_can_only_end_or_stop_the_program() {
    let mut small = ready(FormField::Name);
    small.is_too_small = true;
    assert_eq!(intents_of(&small, Key::Ctrl('q')), [Intent::Quit]);
    assert_eq!(intents_of(&small, Key::Ctrl('z')), [Intent::Suspend]);
    for key in [char('a'), Key::Enter, Key::Ctrl('s'), Key::Ctrl('o'), Key::Tab] {
        assert_eq!(intents_of(&small, key), [], "{key:?}");
    }
    small.overlay = Some(Overlay::QuitQuestion);
    assert_eq!(intents_of(&small, char('y')), [Intent::Confirm]);
}
