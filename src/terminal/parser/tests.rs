use proptest::prelude::*;

use super::*;

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

#[test]
fn sequences_are_keys_however_their_bytes_come() {
    let cases: &[(&str, &[Key])] = &[
        ("a", &[Key::Char('a')]),
        ("Ə漢", &[Key::Char('Ə'), Key::Char('漢')]),
        ("\x1b[A", &[Key::Up]),
        ("\x1bOB", &[Key::Down]),
        ("\x1b[1;5C", &[Key::WordRight]),
        ("\x1b[1;3D", &[Key::WordLeft]),
        ("\x1b[1~\x1b[8~\x1b[H\x1bOF", &[Key::Home, Key::End, Key::Home, Key::End]),
        ("\x1b[3~", &[Key::Delete]),
        ("\x1b[Z", &[Key::BackTab]),
        ("\x1bf", &[Key::Alt('f')]),
        ("\x1b\x7f", &[Key::AltBackspace]),
        ("\x1b\x1b[A", &[Key::Esc, Key::Up]),
        ("\r\n\t\x7f\x08", &[Key::Enter, Key::Ctrl('j'), Key::Tab, Key::Backspace, Key::Ctrl('h')]),
        ("\x03\x1a\0", &[Key::Ctrl('c'), Key::Ctrl('z'), Key::Ctrl(' ')]),
        ("\x1bOp\x1bOM", &[Key::Char('0'), Key::Enter]),
        // Keys that are told with their modifiers, and one that is let go.
        ("\x1b[27;5;115~", &[Key::Ctrl('s')]),
        ("\x1b[115;5u", &[Key::Ctrl('s')]),
        ("\x1b[399u", &[Key::Char('Ə')]),
        ("\x1b[9;2u", &[Key::BackTab]),
        ("\x1b[97;1:3u", &[]),
        ("\x1b[57441u", &[]),
        // Function keys, also the Linux console's; a mouse; focus.
        ("\x1b[15~\x1b[[A\x1bOP\x1b[5~", &[]),
        ("\x1b[M !!\x1b[<0;3;4M\x1b[32;3;4M\x1b[I\x1b[O", &[]),
        // Answers of the terminal: to where the caret is, what it is, which colours and names it has.
        ("\x1b[12;40R\x1b[0;0R", &[]),
        ("\x1b[?62;22c\x1b[>0;276;0c\x1b[=1c\x1b[0n\x1b[?2026;2$y\x1b[?1u\x1b[8;24;80t", &[]),
        ("\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\", &[]),
        ("\x1b]11;rgb:1e1e/1e1e/1e1e\x07", &[]),
        ("\x1bP>|XTerm(370)\x1b\\\x1bP!|00000000\x1b\\", &[]),
        ("\x1b_Gi=31;OK\x1b\\", &[]),
        ("\x1b]lTitle\x1b\\", &[]),
        // Alt with a key that could begin one.
        (
            "\x1bPa\x1b]b\x1b_c",
            &[Key::Alt('p'), Key::Char('a'), Key::Alt(']'), Key::Char('b'), Key::Alt('_'), Key::Char('c')],
        ),
        ("\x1bP\x1b[A\x1b]\r", &[Key::Alt('p'), Key::Up, Key::Alt(']'), Key::Enter]),
        ("\x1b]52;c;aGk=\x07", &[]),
        // A control byte ends what was not finished.
        ("\x1b[1\x03", &[Key::Ctrl('c')]),
        ("\x1b]11;\ra", &[Key::Enter, Key::Char('a')]),
        ("\x1b]11;\x1b[A", &[Key::Up]),
        ("\x1b[201~", &[]),
    ];
    for (bytes, expected) in cases {
        for apart in [0, 1, 50, 100] {
            assert_eq!(keys(&read(bytes.as_bytes(), apart)), *expected, "{bytes:?} {apart} ms apart");
        }
    }
}

#[test]
fn an_escape_alone_is_the_key_and_what_comes_later_is_typed() {
    assert_eq!(keys(&read(b"\x1b", 0)), [Key::Esc]);
    assert_eq!(keys(&read(b"\x1ba", 151)), [Key::Esc, Key::Char('a')]);
    assert_eq!(keys(&read(b"\x1b[A", 200)), [Key::Esc, Key::Up], "late, but still no typed [A");
    assert_eq!(keys(&read(b"\x1bO", 1)), []);
    assert_eq!(keys(&read(b"\x1b]1;x\x07", 200)), [Key::Esc], "late, but still no typed ]1;x");
    assert_eq!(keys(&read(b"\x1bPa", 200)), [Key::Esc, Key::Char('P'), Key::Char('a')]);
    assert_eq!(keys(&read(b"\x1b]", 0)), [Key::Alt(']')]);
    assert_eq!(keys(&read(b"\x1bOP\x1bOA", 200)), [Key::Esc, Key::Esc, Key::Up]);
    assert_eq!(keys(&read(b"\x1bOlga", 200))[..3], [Key::Esc, Key::Char('O'), Key::Char('l')]);
    assert_eq!(keys(&read(b"\x1b[5", 700)), [Key::Esc, Key::Char('['), Key::Char('5')]);
}

#[test]
fn a_paste_is_one_thing_with_a_bound() {
    let paste = |text: &str| vec![Input::Paste(text.to_owned())];
    for apart in [0, 50] {
        assert_eq!(read("\x1b[200~a\r\n\x1b[A\x1b[201Ə\x1b[201~".as_bytes(), apart), paste("a\r\n\x1b[A\x1b[201Ə"));
    }
    assert_eq!(read(b"\x1b[200~\x1b[201~", 0), paste(""));
    // The end of it comes late, wherever it is cut.
    for cut in 1..END_OF_PASTE.len() {
        for pause in [200, 1_100] {
            let now = Instant::now();
            let (mut parser, mut inputs) = (Parser::new("C.UTF-8", now), Vec::new());
            let (first, second) = END_OF_PASTE.split_at(cut);
            parser.take(&[b"\x1b[200~text", first].concat(), now, &mut |input| inputs.push(input));
            if pause > 1_000 {
                parser.lapse(&mut |input| inputs.push(input));
            }
            parser.take(second, now + Duration::from_millis(pause), &mut |input| inputs.push(input));
            assert_eq!(inputs, paste("text"), "{cut} {pause}");
        }
    }
    assert_eq!(read(b"\x1b[200~no end", 0), paste("no end"), "after a while");
    let long = format!("\x1b[200~{}\x1b[201~b", "a".repeat(200_000));
    let inputs = read(long.as_bytes(), 0);
    assert_eq!(inputs[0], Input::Paste("a".repeat(LONGEST_PASTE)));
    assert_eq!(keys(&inputs[1..]), [Key::Char('b')]);
    assert_eq!(read_in("C", "\x1b[200~aƏ\x1b[201~".as_bytes(), 0), [paste("a"), vec![Input::Unreadable]].concat());
}

#[test]
fn nobody_is_held_in_a_paste_without_an_end() {
    let now = Instant::now();
    let (mut parser, mut inputs) = (Parser::new("C.UTF-8", now), Vec::new());
    let pieces: [(&[u8], u64); 6] =
        [(b"\x1b[200~a\x03", 0), (b"b\r", 150), (b"c", 299), ("ə".as_bytes(), 449), (b"\t", 550), (b"\x03", 650)];
    for (bytes, after) in pieces {
        parser.take(bytes, now + Duration::from_millis(after), &mut |input| inputs.push(input));
    }
    assert_eq!(inputs[0], Input::Paste("a\x03b\rc".to_owned()), "what comes in pieces or soon is a part of it");
    assert_eq!(keys(&inputs[1..]), [Key::Char('ə'), Key::Tab, Key::Ctrl('c')]);
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
