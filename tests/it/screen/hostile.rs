//! Any input from the terminal and the API: no panic, no raw character on the terminal, and every row in its place.
//! `FRONTDESK_CASES` sets the number of cases.

use std::time::{Duration, Instant};

use crate::support::bench::{Bench, registered};
use chrono::NaiveTime;
use frontdesk::app::{Effect, Model, Msg, TypedText, update};
use frontdesk::domain::{
    ApiError, Cid, ConflictOwner, CustomerId, DeliveryOutcome, DisplayText, Field, Group, GroupId, Progress, ShiftRow,
};
use frontdesk::keys::Key;
use frontdesk::locale::Locale;
use frontdesk::terminal::{Input, Output, Parser, Renderer};
use frontdesk::view::{Canvas, CharacterSet, RenderContext, Theme, render};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::Config;
use ratatui::layout::{Position, Rect, Size};

fn proptest_config_with(default_cases: u32) -> Config {
    let cases = std::env::var("FRONTDESK_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(default_cases);
    Config { cases, failure_persistence: None, ..Config::default() }
}

/// Generates texts that an attacker may send to a terminal, or through one.
fn hostile_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        proptest::sample::select(vec![
            "\x1b[2J",
            "\x1b]52;c;aGk=\x07",
            "\x1b]0;title\x07",
            "\x1bP+q544e\x1b\\",
            "\u{9b}31m",
            "\u{9d}0;x\u{9c}",
            "\u{90}x\u{9c}",
            "\u{202e}",
            "\u{2066}",
            "\u{200b}",
            "\u{200e}",
            "\u{feff}",
            "\u{ad}",
            "\u{e0041}",
            "\u{fe0f}",
            "\u{200d}",
            "\u{7f}",
            "\0",
            "\r",
            "\n",
            "\t",
            "\u{8}",
            "\u{85}",
            "\u{2028}",
            "漢",
            "👩‍👩‍👧",
            "🇦🇿",
            "e\u{301}",
            "\u{301}",
            "ﷺ",
            "𒐫",
            "\u{fdd0}",
        ])
        .prop_map(str::to_owned),
        (1_usize..200).prop_map(|count| format!("a{}", "\u{301}".repeat(count))),
        (1_usize..200).prop_map(|count| "\u{200b}".repeat(count)),
        "[ -~]{0,12}",
        any::<String>(),
    ];
    vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

/// Generates keys, sequences, pastes and noise of a terminal, with the pause before each.
fn terminal_bytes() -> impl Strategy<Value = Vec<(Vec<u8>, u64)>> {
    let bytes = prop_oneof![
        vec(any::<u8>(), 0..8),
        "[0-9a-z@. +ƏəİıƷ]{0,6}".prop_map(String::into_bytes),
        proptest::sample::select(vec![
            "\t",
            "\r",
            "\n",
            "\x1b[A",
            "\x1b[B",
            "\x1b[C",
            "\x1b[D",
            "\x1b[Z",
            "\x1bOA",
            "\x1b[3~",
            "\x1b",
            "\x1b[",
            "\x1b]11;rgb:",
            "\x1b\\",
            "\x07",
            "\x1b[200~",
            "\x1b[201~",
            "\x1b[12;40R",
            "\x1b[?62c",
            "\x13",
            "\x12",
            "\x0f",
            "\x11",
            "\x19",
            "\x14",
            "\x10",
            "\x0c",
            "\x1f",
            "\x17",
            "\x15",
            "\x0b",
            "\x7f",
            "y",
            "n",
            "d",
            "~",
            "0501234567",
            "\x1b[M !!",
        ])
        .prop_map(|text| text.as_bytes().to_vec()),
    ];
    vec((bytes, prop_oneof![Just(0), 0_u64..200, 0_u64..90_000]), 0..40)
}

/// Returns the messages of these bytes, as the desk creates them.
fn messages_of(chunks: &[(Vec<u8>, u64)], locale: &str) -> Vec<Msg> {
    let started = Instant::now();
    let mut now = started;
    let mut parser = Parser::new(locale, started);
    let mut messages = Vec::new();
    for (bytes, pause) in chunks {
        now += Duration::from_millis(*pause);
        messages.extend(parser.feed(bytes, now).into_iter().map(|input| match input {
            Input::Key(key, at) => Msg::Key { key, at: at - started },
            Input::Paste { text, is_last } => Msg::Paste { text: TypedText(text), is_last, at: now - started },
            Input::Unreadable => Msg::Unreadable,
            Input::Closed => Msg::HangUp,
        }));
        messages.push(Msg::Idle { at: now - started });
    }
    messages
}

/// Applies messages to a model. Registrations get each kind of answer in turn.
fn apply(model: &mut Model, messages: Vec<Msg>, api_text: &str) {
    for (at, msg) in messages.into_iter().enumerate() {
        for effect in update(model, msg).effects {
            if let Effect::Save { customer, .. } = effect {
                let delivery = answer(at, customer.cid, api_text);
                update(model, Msg::Answered { cid: customer.cid, delivery, took: Duration::from_millis(400) });
                let id = Some(CustomerId(at.try_into().unwrap()));
                let row = ShiftRow {
                    cid: customer.cid,
                    saved_at: NaiveTime::MIN,
                    id,
                    progress: Progress::Registered,
                    stats: None,
                };
                update(model, Msg::Shift(vec![row]));
            }
        }
    }
}

fn answer(at: usize, cid: Cid, api_text: &str) -> DeliveryOutcome {
    let sentence = DisplayText::new(api_text);
    let owner = || ConflictOwner { id: CustomerId(7), name: DisplayText::new(api_text) };
    match at % 4 {
        0 => DeliveryOutcome::Registered(registered(cid, api_text)),
        1 => DeliveryOutcome::Refused { error: ApiError::Rejected { field: Some(Field::Name), sentence }, owner: None },
        2 => DeliveryOutcome::Refused { error: ApiError::Rejected { field: None, sentence }, owner: None },
        _ => DeliveryOutcome::Refused { error: ApiError::Conflict { field: Some(Field::Phone) }, owner: Some(owner()) },
    }
}

/// Generates the character sets of terminals: Unicode, ASCII, or a charset. Some charsets have letters in bytes that
/// other terminals interpret as control codes.
fn character_set() -> impl Strategy<Value = CharacterSet> {
    proptest::sample::select(vec![
        CharacterSet::Unicode,
        CharacterSet::Unicode,
        CharacterSet::Ascii,
        CharacterSet::Letters(encoding_rs::WINDOWS_1252),
        CharacterSet::Letters(encoding_rs::WINDOWS_1254),
        CharacterSet::Letters(encoding_rs::KOI8_R),
        CharacterSet::Letters(encoding_rs::EUC_JP),
    ])
}

fn desk() -> Model {
    Bench::with_groups().model
}

/// Removes the sequences that the desk itself creates.
fn without_own_sequences(bytes: &str) -> String {
    let mut rest = bytes;
    let mut text = String::new();
    while let Some((before, after)) = rest.split_once('\x1b') {
        text.push_str(before);
        let end = after.find(|c: char| !c.is_ascii_digit() && !matches!(c, '[' | ';' | '?')).unwrap_or(after.len());
        let (sequence, left) = after.split_at((end + 1).min(after.len()));
        let is_own = sequence.starts_with('[') && sequence.ends_with(['H', 'C', 'D', 'J', 'K', 'm', 'h', 'l']);
        assert!(is_own, "{sequence:?}");
        rest = left;
    }
    text + rest
}

fn is_raw(c: char) -> bool {
    (c.is_control() && !matches!(c, '\r' | '\n' | '\u{8}'))
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}')
}

/// Draws frames on a screen of this size. Asserts that none contains a raw character, and that the first columns of
/// each row are in their place whatever follows to the right.
fn assert_safe_frames(models: &[&Model], columns: u16, rows: u16, character_set: CharacterSet) {
    let theme = Theme { colour: true, underline: true, signs: character_set };
    let context = RenderContext { say: Locale::english(), theme };
    let area = Rect::from((Position::ORIGIN, Size { width: columns, height: rows }));
    let mut renderer = Renderer::default();
    let mut emulator = vt100::Parser::new(rows.try_into().unwrap(), columns.try_into().unwrap(), 0);
    let left = columns.min(12);
    for model in models {
        let mut canvas = Canvas::default();
        let cursor = render(model, context, &mut canvas, area);
        let drawn: Vec<String> =
            (0..rows).map(|y| (0..left).map(|x| canvas.buffer()[(x, y)].symbol()).collect()).collect();
        let mut output = Output::new(Vec::new(), character_set);
        output.write_frame(&renderer.render(canvas.buffer(), canvas.changed_rows(), cursor)).unwrap();
        let bytes = output.writer().clone();
        if let CharacterSet::Letters(charset) = character_set {
            let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
            let text = if charset.is_single_byte() { text } else { charset.decode(&bytes).0.into_owned() };
            let raw = without_own_sequences(&text).chars().find(|c| is_raw(*c));
            assert_eq!(raw, None, "in {text:?}");
            continue;
        }
        let text = String::from_utf8(bytes).unwrap();
        let raw = without_own_sequences(&text).chars().find(|c| is_raw(*c));
        assert_eq!(raw, None, "in {text:?}");
        assert!(character_set == CharacterSet::Unicode || text.is_ascii(), "{text:?}");
        emulator.process(text.as_bytes());
        // If external text begins in the first columns, emulators differ in the width of its characters.
        let shown: Vec<String> = emulator.screen().rows(0, left).collect();
        for (shown, drawn) in shown.iter().zip(&drawn).filter(|(_, drawn)| drawn.is_ascii()) {
            assert_eq!(shown.trim_end(), drawn.trim_end(), "{text:?}");
        }
    }
}

proptest! {
    #![proptest_config(proptest_config_with(3_000))]

    #[test]
    fn no_bytes_from_the_terminal_panic(
        sent in terminal_bytes(),
        words in hostile_text(),
        locale in proptest::sample::select(vec!["C.UTF-8", "C", "ru_RU.KOI8-R", "zh_CN.GBK"]),
    ) {
        let mut model = desk();
        apply(&mut model, messages_of(&sent, locale), &words);
    }
}

proptest! {
    #![proptest_config(proptest_config_with(500))]

    #[test]
    fn nothing_hostile_reaches_the_terminal(
        sent in terminal_bytes(),
        texts in vec(hostile_text(), 9..=9),
        columns in 1_u16..140,
        rows in 1_u16..50,
        signs in character_set(),
    ) {
        let mut model = desk();
        let before = model.clone();
        update(&mut model, Msg::Venue(DisplayText::new(&texts[0])));
        let group = |(at, name): (usize, &String)| Group { id: GroupId(at as u64), name: DisplayText::new(name), discount: None };
        update(&mut model, Msg::Groups(Ok(texts.iter().enumerate().map(group).collect())));
        // A paste into each field of the form.
        let mut keys = Vec::new();
        for (at, text) in texts.iter().enumerate() {
            let time = Duration::from_secs(at as u64);
            keys.push(Msg::Paste { text: TypedText(text.clone()), is_last: true, at: time });
            keys.push(Msg::Key { key: Key::Tab, at: time + Duration::from_millis(300) });
        }
        apply(&mut model, keys, &texts[1]);
        let pasted = model.clone();
        apply(&mut model, messages_of(&sent, "C.UTF-8"), &texts[2]);
        assert_safe_frames(&[&before, &pasted, &model, &before], columns, rows, signs);
    }
}

/// Generates the input of a session: letters of several scripts, every key, and pauses.
fn session() -> impl Strategy<Value = Vec<(Vec<u8>, u64)>> {
    let typed = prop_oneof![
        3 => "[a-zA-Z0-9@. +ƏəİıЖж]{1,8}",
        1 => "[漢字カナ한글]{1,3}",
        4 => proptest::sample::select(vec![
            "\t", "\x1b[Z", "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D", "\x1b[H", "\x1b[F", "\x1b[3~", "\x7f", "\x15", "\x0b",
            "\x17", "\r", "\x13", "\x12", "\x07", "\x0f", "\x14", "\x10", "\x0c", "\x19", "\x1f", "\x1b", "0501234567",
            "leyla@gmial.com", "15051990",
        ])
        .prop_map(str::to_owned),
        1 => ("[a-z ]{60,200}").prop_map(|text| format!("\x1b[200~{text}\x1b[201~")),
    ];
    vec((typed.prop_map(String::into_bytes), 100_u64..400), 1..40)
}

proptest! {
    #![proptest_config(proptest_config_with(60))]

    /// The screen after incremental frames equals the screen after one full frame.
    #[test]
    fn frames_in_steps_are_what_one_frame_is(
        sent in session(),
        columns in 40_u16..140,
        rows in 12_u16..40,
        colour in any::<bool>(),
    ) {
        let mut model = desk();
        let size = Size { width: columns, height: rows };
        let brush = RenderContext { say: Locale::english(), theme: Theme { colour, underline: colour, signs: CharacterSet::Unicode } };
        let area = Rect::from((Position::ORIGIN, size));
        let fresh = || {
            let emulator = vt100::Parser::new(rows.try_into().unwrap(), columns.try_into().unwrap(), 0);
            (Canvas::default(), Renderer::default(), emulator)
        };
        let paint = |(canvas, renderer, emulator): &mut (Canvas, Renderer, vt100::Parser), model: &Model| {
            let cursor = render(model, brush, canvas, area);
            let frame = renderer.render(canvas.buffer(), canvas.changed_rows(), cursor);
            emulator.process(frame.as_bytes());
        };
        let mut in_steps = fresh();
        paint(&mut in_steps, &model);
        for msg in messages_of(&sent, "C.UTF-8") {
            apply(&mut model, vec![msg], "Rauf Əliyev");
            paint(&mut in_steps, &model);
            let mut at_once = fresh();
            paint(&mut at_once, &model);
            prop_assert_eq!(in_steps.0.buffer(), at_once.0.buffer());
            let (stepped, whole) = (in_steps.2.screen(), at_once.2.screen());
            let text = |screen: &vt100::Screen| {
                screen.rows(0, columns).map(|row| row.trim_end().to_owned()).collect::<Vec<_>>()
            };
            prop_assert_eq!(text(stepped), text(whole));
            let caret = |screen: &vt100::Screen| (!screen.hide_cursor()).then(|| screen.cursor_position());
            prop_assert_eq!(caret(stepped), caret(whole));
            for (y, x) in (0..rows).flat_map(|y| (0..columns).map(move |x| (y, x))) {
                let looks = |screen: &vt100::Screen| {
                    screen.cell(y, x).map(|cell| (cell.fgcolor(), cell.bold(), cell.dim(), cell.inverse()))
                };
                let blank = stepped.cell(y, x).is_none_or(|cell| cell.contents().trim().is_empty());
                prop_assert!(blank || looks(stepped) == looks(whole), "row {y}, column {x}");
            }
        }
    }
}

#[test]
fn a_text_of_64_kilobytes_is_accepted() {
    let mut model = desk();
    for text in ["x", "\u{200b}", "a\u{301}\u{301}", "漢", "\x1b[31m", "👩‍👩‍👧"] {
        let long = text.repeat(65_536 / text.len());
        apply(&mut model, vec![Msg::Paste { text: TypedText(long.clone()), is_last: true, at: Duration::ZERO }], &long);
        assert_safe_frames(&[&model], 80, 24, CharacterSet::Unicode);
    }
}

#[test]
fn the_check_itself_detects_raw_characters() {
    assert_eq!(without_own_sequences("a\x1b[2;3Hb\x1b[?2026hc\x1b[0;1md"), "abcd");
    assert!(is_raw('\u{9b}') && is_raw('\u{202e}') && is_raw('\x07') && !is_raw('Ə'));
    assert!(std::panic::catch_unwind(|| without_own_sequences("\x1b]52;c;x\x07")).is_err());
}
