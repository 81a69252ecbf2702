use proptest::prelude::*;

use super::*;
use crate::terminal::paste::MAX_PASTE_BYTES;

/// What comes of bytes that arrive one by one, so many milliseconds apart, and of the silence after them.
fn read(bytes: &[u8], apart: u64) -> Vec<Input> {
    read_in("C.UTF-8", bytes, apart)
}

fn read_in(locale: &str, bytes: &[u8], apart: u64) -> Vec<Input> {
    let start = Instant::now();
    let mut parser = Parser::new(locale, start);
    let mut inputs = Vec::new();
    let mut now = start;
    for byte in bytes {
        // As the reading thread does: silence is told when it has lasted.
        let mut silence = Duration::from_millis(apart);
        while let Some(patience) = parser.patience().filter(|patience| *patience < silence) {
            silence -= patience;
            parser.lapse(&mut |input| inputs.push(input));
        }
        now += Duration::from_millis(apart);
        parser.take(&[*byte], now, &mut |input| inputs.push(input));
    }
    while parser.patience().is_some() {
        parser.lapse(&mut |input| inputs.push(input));
    }
    inputs
}

fn keys(inputs: &[Input]) -> Vec<Key> {
    let key = |input: &Input| match input {
        Input::Key(key, _) => *key,
        other => panic!("{other:?}"),
    };
    inputs.iter().map(key).collect()
}

/// The same for bytes that come in two pieces.
fn read_in_two(first: &[u8], second: &[u8], pause: u64) -> Vec<Input> {
    let now = Instant::now();
    let (mut parser, mut inputs) = (Parser::new("C.UTF-8", now), Vec::new());
    parser.take(first, now, &mut |input| inputs.push(input));
    parser.take(second, now + Duration::from_millis(pause), &mut |input| inputs.push(input));
    parser.end(&mut |input| inputs.push(input));
    inputs
}

fn typed(text: &str) -> Vec<Key> {
    text.chars().map(Key::Char).collect()
}

/// Asserts what comes of bytes in one piece, in two pieces cut anywhere, and one by one on a slow serial line.
fn assert_keys(bytes: &[u8], expected: &[Key]) {
    for apart in [0, 1, 30] {
        assert_eq!(keys(&read(bytes, apart)), expected, "{bytes:?} {apart} ms apart");
    }
    for cut in 0..bytes.len() {
        for pause in [10, 100, 140] {
            let (first, second) = bytes.split_at(cut);
            assert_eq!(keys(&read_in_two(first, second, pause)), expected, "{bytes:?} {cut} {pause}");
        }
    }
}

#[test]
fn sequences_are_keys_however_their_bytes_come() {
    let cases: &[(&str, &[Key])] = &[
        ("a", &[Key::Char('a')]),
        ("Ə漢", &[Key::Char('Ə'), Key::Char('漢')]),
        ("\x1b[A", &[Key::Up]),
        ("\x1bOB", &[Key::Down]),
        ("\x1b[1~\x1b[8~\x1b[H\x1bOF", &[Key::Home, Key::End, Key::Home, Key::End]),
        ("\x1b[3~", &[Key::Delete]),
        ("\x1b[Z", &[Key::BackTab]),
        ("\x1bf", &[Key::Alt('f')]),
        ("\x1b\x7f", &[Key::AltBackspace]),
        ("\x1b\x1b[A", &[Key::Esc, Key::Up]),
        ("\r\n\t\x7f\x08", &[Key::Enter, Key::Ctrl('j'), Key::Tab, Key::Backspace, Key::Ctrl('h')]),
        ("\x03\x1a\0", &[Key::Ctrl('c'), Key::Ctrl('z'), Key::Ctrl(' ')]),
        // Function keys, also the Linux console's; a mouse; focus.
        ("\x1b[15~\x1b[[A\x1bOP\x1b[5~\x1b[[E\x1b[2;5~\x1b[11^\x1b[23$", &[]),
        ("\x1b[M !!\x1b[<0;3;4M\x1b[<0;3;4m\x1b[32;3;4M\x1b[I\x1b[O", &[]),
        ("\x1b[Oa", &[Key::Char('a')]),
        // Answers of the terminal: to where the caret is, what it is, which colours and names it has.
        ("\x1b[12;40R\x1b[0;0R", &[]),
        ("\x1b[?62;22c\x1b[>0;276;0c\x1b[=1c\x1b[0n\x1b[?2026;2$y\x1b[4;2$y\x1b[?1u\x1b[8;24;80t", &[]),
        ("\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\", &[]),
        ("\x1b]11;rgb:1e1e/1e1e/1e1e\x07", &[]),
        ("\x1bP>|XTerm(370)\x1b\\\x1bP!|00000000\x1b\\", &[]),
        ("\x1b_Gi=31;OK\x1b\\", &[]),
        ("\x1b]lTitle\x1b\\", &[]),
        ("\x1b]52;c;aGk=\x07", &[]),
        // A control byte ends what was not finished.
        ("\x1b[1\x03", &[Key::Ctrl('c')]),
        ("\x1b[M\r", &[Key::Enter]),
        ("\x1b]11;\ra", &[Key::Enter, Key::Char('a')]),
        ("\x1b]11;\x7f", &[Key::Backspace]),
        ("\x1b]11;\x1b[A", &[Key::Up]),
        ("\x1b[201~", &[]),
    ];
    for (bytes, expected) in cases {
        assert_keys(bytes.as_bytes(), expected);
    }
}

#[test]
fn the_keypad_in_application_mode_types_what_is_printed_on_it() {
    for (byte, key) in b"jklmnopqrstuvwxyX".iter().zip("*+,-./0123456789=".chars()) {
        assert_keys(&[0x1b, b'O', *byte], &[Key::Char(key)]);
        // With Num Lock off and Shift.
        assert_keys(&[0x1b, b'O', b'2', *byte], &[Key::Char(key)]);
    }
    assert_keys(b"\x1bOM", &[Key::Enter]);
    assert_keys(b"\x1bOI", &[Key::Tab]);
    assert_keys(b"\x1bO ", &[Key::Char(' ')]);
    assert_keys(b"\x1bOq\x1bOn\x1bOu\x1bOn\x1bOq\x1bOy\x1bOy\x1bOp", &typed("1.5.1990"));
    assert_keys(b"1\x1bOn5\x1bOn1990", &typed("1.5.1990"));
    for (code, key) in (57_399..).zip("0123456789./*-+".chars()) {
        assert_keys(format!("\x1b[{code}u").as_bytes(), &[Key::Char(key)]);
        assert_keys(format!("\x1b[{code};129u").as_bytes(), &[Key::Char(key)]);
    }
    let named = [(57_414, Key::Enter), (57_415, Key::Char('=')), (57_416, Key::Char(',')), (57_417, Key::Left)];
    for (code, key) in named.into_iter().chain([(57_419, Key::Up), (57_424, Key::End), (57_426, Key::Delete)]) {
        assert_keys(format!("\x1b[{code}u").as_bytes(), &[key]);
    }
    for code in [57_421, 57_425, 57_427, 57_441] {
        assert_keys(format!("\x1b[{code}u").as_bytes(), &[]);
    }
}

#[test]
fn cursor_keys_with_modifiers_are_known_in_each_spelling() {
    let cases: &[(&[&str], &[Key])] = &[
        (&["\x1b[1;5C", "\x1b[1;3C", "\x1b[1;9C", "\x1bOc", "\x1bO5C", "\x1bO1;5C"], &[Key::WordRight]),
        (&["\x1b[1;5D", "\x1b[1;3D", "\x1b[1;6D", "\x1bOd", "\x1bO5D", "\x1bO3D"], &[Key::WordLeft]),
        (&["\x1bO2C", "\x1b[c", "\x1b[1;2C"], &[Key::Right]),
        (&["\x1bO2D", "\x1b[d", "\x1b[1;2D", "\x1b[1;129D"], &[Key::Left]),
        (&["\x1bOa", "\x1b[a", "\x1bO5A", "\x1b[1;5A"], &[Key::Up]),
        (&["\x1bOb", "\x1b[b", "\x1bO2B", "\x1b[1;1:2B"], &[Key::Down]),
        (&["\x1b[7~", "\x1b[7$", "\x1b[7^", "\x1b[7@", "\x1b[1$", "\x1bO5H", "\x1b[1;5H"], &[Key::Home]),
        (&["\x1b[8~", "\x1b[8$", "\x1b[8^", "\x1b[8@", "\x1b[4^", "\x1bO2F", "\x1b[4;5~"], &[Key::End]),
        (&["\x1b[3$", "\x1b[3^", "\x1b[3;5~"], &[Key::Delete]),
        (&["\x1bO2P", "\x1bO5S", "\x1b[1;2P", "\x1bOE", "\x1b[E", "\x1b[5$", "\x1b[6^", "\x1b[1;5:3D"], &[]),
    ];
    for (spellings, expected) in cases {
        for bytes in *spellings {
            assert_keys(bytes.as_bytes(), expected);
            // What is typed next is typed.
            let later = read_in_two(bytes.as_bytes(), b"Aysel 7", 60);
            assert_eq!(keys(&later), [*expected, &typed("Aysel 7")].concat(), "{bytes:?}");
        }
    }
    // At once, too.
    for (bytes, expected) in [("\x1bOdx", Key::WordLeft), ("\x1bOcx", Key::WordRight), ("\x1bO5Dx", Key::WordLeft)] {
        assert_eq!(keys(&read(bytes.as_bytes(), 0)), [expected, Key::Char('x')], "{bytes:?}");
    }
    assert_eq!(keys(&read(b"\x1bOPx", 0)), typed("x"));
    assert_eq!(keys(&read(b"\x1bOnX", 0)), typed(".X"));
    for shift_home in ["\x1b[7$", "\x1b[8$", "\x1b[3$"] {
        assert_eq!(keys(&read(format!("{shift_home}ya").as_bytes(), 0))[1..], typed("ya"), "at once, too");
    }
}

#[test]
fn keys_by_number_are_typed_only_without_modifiers() {
    let cases: &[(&str, &[Key])] = &[
        ("\x1b[27;5;115~", &[Key::Ctrl('s')]),
        ("\x1b[115;5u", &[Key::Ctrl('s')]),
        ("\x1b[115;6u", &[Key::Ctrl('s')]),
        ("\x1b[115;69u", &[Key::Ctrl('s')]),
        ("\x1b[99;3u", &[Key::Alt('c')]),
        ("\x1b[27;3;99~", &[Key::Alt('c')]),
        ("\x1b[399u", &[Key::Char('Ə')]),
        ("\x1b[97u", &[Key::Char('a')]),
        ("\x1b[97;1:1u", &[Key::Char('a')]),
        ("\x1b[97;1:2u", &[Key::Char('a')]),
        ("\x1b[97;1:3u", &[]),
        ("\x1b[97;129u", &[Key::Char('a')]),
        // Shift: as xterm and as kitty tell it, and with Caps Lock.
        ("\x1b[65;2u", &[Key::Char('A')]),
        ("\x1b[97;2u", &[Key::Char('A')]),
        ("\x1b[97:65;2u", &[Key::Char('A')]),
        ("\x1b[49:33;2u", &[Key::Char('!')]),
        ("\x1b[97:65;1u", &[Key::Char('a')]),
        ("\x1b[97;65u", &[Key::Char('A')]),
        ("\x1b[97;66u", &[Key::Char('a')]),
        ("\x1b[97;;601u", &[Key::Char('ə')]),
        ("\x1b[601;2u", &[Key::Char('Ə')]),
        // The Latin letter of a Cyrillic key.
        ("\x1b[1089::99;5u", &[Key::Ctrl('c')]),
        ("\x1b[1089::99;1u", &[Key::Char('\u{441}')]),
        ("\x1b[99:67:99;5:1u", &[Key::Ctrl('c')]),
        ("\x1b[99:3;5u", &[Key::Ctrl('c')]),
        ("\x1b[99;5:3u", &[]),
        ("\x1b[9;2u", &[Key::BackTab]),
        ("\x1b[13;5u\x1b[9u\x1b[27u\x1b[127u", &[Key::Enter, Key::Tab, Key::Esc, Key::Backspace]),
        ("\x1b[91;5u", &[Key::Esc]),
    ];
    for (bytes, expected) in cases {
        assert_keys(bytes.as_bytes(), expected);
    }
    // Super, Hyper, Meta, alone and with others.
    for held in [9, 10, 11, 13, 17, 21, 33, 37, 57, 73, 137] {
        for key in ["99", "13", "115", "32", "57409", "27", "1089::99", "99:67"] {
            assert_keys(format!("\x1b[{key};{held}u").as_bytes(), &[]);
        }
        assert_keys(format!("\x1b[27;{held};99~").as_bytes(), &[]);
        assert_keys(format!("\x1b[99;{held};99u").as_bytes(), &[]);
    }
}

#[test]
fn an_escape_alone_is_the_key_and_what_comes_later_is_typed() {
    assert_eq!(keys(&read(b"\x1b", 0)), [Key::Esc]);
    assert_eq!(keys(&read(b"\x1ba", 151)), [Key::Esc, Key::Char('a')]);
    assert_eq!(keys(&read(b"\x1b[A", 200)), [Key::Esc, Key::Up], "late, but still no typed [A");
    assert_eq!(keys(&read(b"\x1bOA", 200)), [Key::Esc, Key::Up]);
    assert_eq!(keys(&read_in_two(b"\x1b", b"]1;x\x07", 200)), [Key::Esc], "late, but still no typed ]1;x");
    assert_eq!(keys(&read_in_two(b"\x1b", b"OP", 200)), [Key::Esc]);
    assert_eq!(keys(&read(b"\x1b[5", 700)), [Key::Esc, Key::Char('['), Key::Char('5')]);
}

#[test]
fn alt_with_a_key_that_could_begin_a_sequence_is_that_key() {
    let alt = |c: char| Key::Alt(c);
    for by in ['o', '[', ']', 'p', '_'] {
        let bytes = format!("\x1b{}", by.to_ascii_uppercase());
        assert_eq!(keys(&read(bytes.as_bytes(), 0)), [alt(by)], "{by}");
    }
    let cases: &[(&str, &[Key])] = &[
        ("\x1bPa\x1b]b\x1b_c", &[alt('p'), Key::Char('a'), alt(']'), Key::Char('b'), alt('_'), Key::Char('c')]),
        ("\x1bP\x1b[A\x1b]\r", &[alt('p'), Key::Up, alt(']'), Key::Enter]),
        ("\x1bO\x1b[\x1bO\r", &[alt('o'), alt('['), alt('o'), Key::Enter]),
    ];
    for (bytes, expected) in cases {
        assert_eq!(keys(&read(bytes.as_bytes(), 0)), *expected, "{bytes:?}");
    }
    // A person goes on after it, with what an answer could begin with.
    for pause in [160, 300, 600] {
        for next in ["055", "1", "lale"] {
            let mut parser_keys = Vec::new();
            let (now, mut after) = (Instant::now(), 0);
            let mut parser = Parser::new("C.UTF-8", now);
            parser.take(b"\x1b]", now, &mut |input| parser_keys.push(input));
            for byte in next.bytes() {
                after += pause;
                parser.take(&[byte], now + Duration::from_millis(after), &mut |input| parser_keys.push(input));
            }
            parser.end(&mut |input| parser_keys.push(input));
            assert_eq!(keys(&parser_keys), [vec![alt(']')], typed(next)].concat(), "{pause} {next}");
        }
    }
}

#[test]
fn no_letter_of_a_name_after_escape_is_lost() {
    let names = ["Olga", "Orxan", "Osman", "Oktay", "Omar", "Oqtay", "Ofeliya", "Ozan", "OSMAN", "ORXAN", "OMAR"];
    for name in names.into_iter().chain(["[Rauf]", "[nina", "[test", "[x1", "]a", "Pervin", "P", "_a"]) {
        for apart in [40, 60, 100, 140, 160, 200, 400, 700] {
            let bytes = format!("\x1b{name}");
            let expected = [vec![Key::Esc], typed(name)].concat();
            assert_eq!(keys(&read(bytes.as_bytes(), apart)), expected, "{name} {apart} ms apart");
        }
    }
    for name in names.into_iter().chain(["[Rauf]", "[nina", "[test", "Oz", "Of", "Oə"]) {
        let expected = [vec![Key::Esc], typed(name)].concat();
        assert_eq!(keys(&read(format!("\x1b{name}").as_bytes(), 0)), expected, "{name} at once");
        assert_eq!(keys(&read_in_two(b"\x1b", name.as_bytes(), 100)), expected, "{name} soon");
        assert_eq!(keys(&read_in_two(b"\x1b", name.as_bytes(), 300)), expected, "{name} later");
    }
}

#[test]
fn every_state_ends_in_time() {
    let prefixes: [&[u8]; 17] = [
        b"\x1b",
        b"\x1b[",
        b"\x1b[1;",
        b"\x1b[?",
        b"\x1bO",
        b"\x1bO5",
        b"\x1bOl",
        b"\x1b]",
        b"\x1b]1",
        b"\x1b]11;rgb:1e",
        b"\x1b]11;rgb:1e\x1b",
        b"\x1bP>|X",
        b"\x1b_G",
        b"\x1b[M",
        b"\x1b[M !",
        b"\x1b[[",
        b"\xc6",
    ];
    for prefix in prefixes {
        let now = Instant::now();
        let (mut parser, mut inputs) = (Parser::new("C.UTF-8", now), Vec::new());
        parser.take(prefix, now, &mut |input| inputs.push(input));
        let mut time = Duration::ZERO;
        while let Some(patience) = parser.patience() {
            time += patience;
            parser.lapse(&mut |input| inputs.push(input));
        }
        assert!(time <= Duration::from_secs(1), "{prefix:?} {time:?}");
        inputs.clear();
        // Also where nobody has waited for it.
        parser.take(prefix, now + time, &mut |_| {});
        parser.take(b"Aysel", now + time + Duration::from_millis(1_100), &mut |input| inputs.push(input));
        inputs.retain(|input| !matches!(input, Input::Unreadable | Input::Key(Key::Esc | Key::Alt(_), _)));
        let letters = keys(&inputs);
        assert!(letters.ends_with(&typed("Aysel")), "{prefix:?} {letters:?}");
    }
}

#[test]
fn what_is_typed_after_an_answer_that_was_cut_off_is_not_lost() {
    for answer in ["\x1b]11;rgb:1e1e/1e", "\x1bP>|XT", "\x1b_Gi=31"] {
        let now = Instant::now();
        let (mut parser, mut inputs) = (Parser::new("C.UTF-8", now), Vec::new());
        let mut after = Duration::ZERO;
        parser.take(answer.as_bytes(), now, &mut |input| inputs.push(input));
        for letter in ["ə", "A", "y", "s", "ə", "l"] {
            after += Duration::from_millis(180);
            parser.take(letter.as_bytes(), now + after, &mut |input| inputs.push(input));
        }
        parser.end(&mut |input| inputs.push(input));
        assert_eq!(keys(&inputs), typed("əAysəl"), "{answer:?}");
        // Of a quick typist, what comes after three seconds.
        let mut letters = Vec::new();
        let mut parser = Parser::new("C.UTF-8", now);
        parser.take(answer.as_bytes(), now, &mut |_| {});
        for at in (180..6_000).step_by(180) {
            for near in [0, 60] {
                let time = now + Duration::from_millis(at + near);
                parser.take(b"x", time, &mut |input| letters.push(input));
            }
        }
        assert!(letters.len() > 15, "{}", letters.len());
    }
}

fn paste(text: &str) -> Input {
    Input::Paste(text.to_owned())
}

fn part(text: &str) -> Input {
    Input::PastePart(text.to_owned())
}

#[test]
fn a_paste_is_one_thing_with_a_bound() {
    for apart in [0, 50] {
        assert_eq!(read("\x1b[200~a\r\n\x1b[A\x1b[201Ə\x1b[201~".as_bytes(), apart), [paste("a\r\n\x1b[A\x1b[201Ə")]);
    }
    assert_eq!(read(b"\x1b[200~\x1b[201~", 0), [paste("")]);
    assert_eq!(read(b"\x1b[200~a\x1b\x1b\x1b[201~", 0), [paste("a\x1b\x1b")]);
    let long = format!("\x1b[200~{}\x1b[201~b", "a".repeat(200_000));
    let inputs = read(long.as_bytes(), 0);
    assert_eq!(inputs[0], paste(&"a".repeat(MAX_PASTE_BYTES)));
    assert_eq!(keys(&inputs[1..]), [Key::Char('b')]);
    assert_eq!(read_in("C", "\x1b[200~aƏ\x1b[201~".as_bytes(), 0), [paste("a"), Input::Unreadable]);
    // A letter that is cut by the bound is no letter that cannot be read.
    let cut = format!("\x1b[200~{}Ə\x1b[201~", "a".repeat(MAX_PASTE_BYTES - 1));
    assert_eq!(read(cut.as_bytes(), 0), [paste(&"a".repeat(MAX_PASTE_BYTES - 1))]);
}

/// What comes of pieces, each after a pause in milliseconds.
fn read_pieces(pieces: &[(&[u8], u64)]) -> Vec<Input> {
    let mut now = Instant::now();
    let (mut parser, mut inputs) = (Parser::new("C.UTF-8", now), Vec::new());
    for (bytes, pause) in pieces {
        now += Duration::from_millis(*pause);
        parser.take(bytes, now, &mut |input| inputs.push(input));
    }
    inputs
}

#[test]
fn a_paste_that_stalls_is_still_one_paste() {
    for pause in [301, 1_100, 5_000, 3_600_000] {
        let inputs = read_pieces(&[
            (b"\x1b[200~note one", 0),
            (b"\r", pause),
            (b"\n", pause),
            (b"\r\n", pause),
            (b"\x13\x11rest", pause),
            (b"\x1b[201~b", pause),
        ]);
        assert_eq!(inputs[0], part("note one"));
        let got: String = inputs.iter().map(text_of).collect();
        assert_eq!(got, "note one\r\n\r\n\x13\x11rest", "{pause}");
        let has_parted_line_end = |input| text_of(input).ends_with('\r');
        assert!(!inputs.iter().any(has_parted_line_end), "a CR waits for its LF: {inputs:?}");
        assert!(matches!(inputs[inputs.len() - 2], Input::Paste(_)), "{inputs:?}");
        assert_eq!(keys(&inputs[inputs.len() - 1..]), [Key::Char('b')]);
    }
    // The mark that ends it comes late, wherever it is cut.
    for cut in 0..6 {
        for pause in [100, 310, 460, 1_100, 2_400] {
            let (first, second) = b"\x1b[201~".split_at(cut);
            let text = [b"\x1b[200~text", first].concat();
            let got: String = read_pieces(&[(&text, 0), (second, pause)]).iter().map(text_of).collect();
            assert_eq!(got, "text", "{cut} {pause}");
        }
    }
    // A letter that is parted.
    let letters = read_pieces(&[(b"\x1b[200~\xc6", 0), (b"\x8f\x1b[201~", 1_000)]);
    assert_eq!(letters, [part(""), paste("Ə")]);
}

/// What is pasted; nothing else may come.
fn text_of(input: &Input) -> &str {
    match input {
        Input::Paste(text) | Input::PastePart(text) => text,
        Input::Key(Key::Char('b'), _) => "",
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_lone_escape_ends_a_paste_and_loses_nothing() {
    for (bytes, pauses) in [(b"text\x1b".as_slice(), [451, 5_000]), (b"te\x1bxt\x1b", [451, 5_000])] {
        for pause in pauses {
            let inputs = read_pieces(&[(b"\x1b[200~", 0), (bytes, 0), (b"b", pause)]);
            let got: String = inputs.iter().map(text_of).collect();
            assert_eq!(got, std::str::from_utf8(&bytes[..bytes.len() - 1]).unwrap());
            assert_eq!(keys(&inputs[inputs.len() - 1..]), [Key::Char('b')], "{pause}");
        }
    }
    // Typed while it stalls: a part of it, until Esc.
    let inputs = read_pieces(&[(b"\x1b[200~a", 0), (b"b", 1_000), (b"\r", 1_000), (b"\x1b", 1_000), (b"b", 1_000)]);
    let ended = inputs.iter().position(|input| matches!(input, Input::Paste(_))).unwrap();
    assert_eq!(inputs[..=ended].iter().map(text_of).collect::<String>(), "ab\r");
    assert_eq!(keys(&inputs[ended + 1..]), [Key::Char('b')]);
    // Nor does its mark type anything where it comes after all.
    for mark in [b"[201~b".as_slice(), b"\x1b[201~b"] {
        let late = read_pieces(&[(b"\x1b[200~a", 0), (b"\x1b", 1_000), (mark, 1_500)]);
        assert_eq!(late.iter().map(text_of).collect::<String>(), "a");
        assert_eq!(keys(&late[late.len() - 1..]), [Key::Char('b')]);
    }
}

#[test]
fn the_rest_of_a_paste_beyond_the_bound_is_never_typed() {
    let long = [b"\x1b[200~".as_slice(), &b"a".repeat(MAX_PASTE_BYTES)].concat();
    let inputs = read_pieces(&[(&long, 0), (b"more\r\n", 1_000), (b"\x13", 1_000), (b"\x1b[201~b", 1_000)]);
    let got: String = inputs.iter().map(text_of).collect();
    assert_eq!(got.len(), MAX_PASTE_BYTES);
    assert_eq!(keys(&inputs[inputs.len() - 1..]), [Key::Char('b')]);
    let ended = read_pieces(&[(&long, 0), (b"more\r\n", 1_000), (b"\x1b", 1_000), (b"b", 1_000)]);
    assert_eq!(keys(&ended[ended.len() - 1..]), [Key::Char('b')]);
}

#[test]
fn a_paste_is_handed_over_when_the_terminal_goes_away() {
    for unfinished in [b"\x1b[200~text".as_slice(), b"\x1b[200~text\x1b[20", b"\x1b[200~text\x1b"] {
        let got: String = read_in_two(unfinished, b"", 0).iter().map(text_of).collect();
        assert_eq!(got, "text");
    }
}

/// A line that loses a packet sends the rest of an answer when it was sent again.
#[test]
fn an_answer_that_comes_in_halves_is_never_typed() {
    for (first, second) in [
        ("\x1b]11;rgb:1e", "1e/1e1e/1e1e\x1b\\"),
        ("\x1b]11;rgb:1e1e/1e1e/1e1e\x1b", "\\"),
        ("\x1bP>|XT", "erm(370)\x07"),
        ("\x1b[?62", ";22c"),
        ("\x1b[12;", "40R"),
    ] {
        let now = Instant::now();
        let (mut parser, mut inputs) = (Parser::new("C.UTF-8", now), Vec::new());
        parser.take(first.as_bytes(), now, &mut |input| inputs.push(input));
        parser.take(second.as_bytes(), now + Duration::from_millis(900), &mut |input| inputs.push(input));
        assert_eq!(inputs, [], "{first:?} {second:?}");
    }
}

#[test]
fn what_is_no_letter_is_told_and_not_typed() {
    assert_eq!(read_in("C", "aƏ".as_bytes(), 0)[1..], [Input::Unreadable, Input::Unreadable]);
    assert_eq!(keys(&read_in("ru_RU.KOI8-R", b"\xf2\r", 0)), [Key::Char('Р'), Key::Enter]);
    let cut = read(b"\xc6\r", 0);
    assert_eq!(cut[0], Input::Unreadable);
    assert_eq!(keys(&cut[1..]), [Key::Enter]);
    assert_eq!(read(b"\xc6", 0), [Input::Unreadable]);
    // The second byte of this letter is an ASCII letter, and ESC is not one.
    assert_eq!(keys(&read_in("zh_CN.GBK", b"\x81A", 0)), [Key::Char('丄')]);
    assert_eq!(keys(&read_in("zh_CN.GBK", b"\x81\x1b[A", 0)[1..]), [Key::Up]);
}

#[test]
fn debug_shows_nothing_typed() {
    assert_eq!(format!("{:?}", read("a\x1b[200~Ə\x1b[201~".as_bytes(), 0)), "[Key(Char(…)), Paste(2 bytes)]");
}

/// Whole sequences and pieces of them, to be mixed.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..8),
        proptest::sample::select(vec![
            "\x1b",
            "\x1b[",
            "\x1b[200~",
            "\x1b[201~",
            "\x1bP",
            "\x1b]",
            "\x1b\\",
            "\x1b[1;5",
            "~"
        ])
        .prop_map(|piece| piece.as_bytes().to_vec()),
        "[ -~Əё漢]{0,6}".prop_map(String::into_bytes),
    ]
}

proptest! {
    #[test]
    fn no_bytes_panic_or_type_a_control_character(
        pieces in proptest::collection::vec(pieces(), 0..20),
        locale in proptest::sample::select(vec!["C.UTF-8", "C", "ru_RU.KOI8-R", "zh_CN.GBK", "ja_JP.eucJP"]),
        apart in 0_u64..700,
    ) {
        let bytes: Vec<u8> = pieces.concat();
        for input in read_in(locale, &bytes, apart) {
            if let Input::Key(Key::Char(c), _) = input {
                prop_assert!(!c.is_ascii_control(), "{c:?}");
            }
        }
    }

    /// How the bytes are cut into reads makes no difference.
    #[test]
    fn reads_may_be_cut_anywhere(pieces in proptest::collection::vec(pieces(), 0..20), size in 1_usize..9) {
        let bytes: Vec<u8> = pieces.concat();
        let now = Instant::now();
        let (mut whole, mut cut) = (Vec::new(), Vec::new());
        Parser::new("C.UTF-8", now).take(&bytes, now, &mut |input| whole.push(input));
        let mut parser = Parser::new("C.UTF-8", now);
        for chunk in bytes.chunks(size) {
            parser.take(chunk, now, &mut |input| cut.push(input));
        }
        prop_assert_eq!(whole, cut);
    }
}
