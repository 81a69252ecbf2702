use proptest::prelude::*;

use super::*;

/// Returns the inputs of bytes that arrive one by one, `gap_ms` milliseconds apart, and of the silence after them.
fn parse(bytes: &[u8], gap_ms: u64) -> Vec<Input> {
    parse_in_locale("C.UTF-8", bytes, gap_ms)
}

fn parse_in_locale(locale: &str, bytes: &[u8], gap_ms: u64) -> Vec<Input> {
    let start = Instant::now();
    let mut parser = Parser::new(locale, start);
    let mut inputs = Vec::new();
    let mut now = start;
    for byte in bytes {
        // Reports each timeout when it has expired, as the reading thread does.
        let mut silence = Duration::from_millis(gap_ms);
        while let Some(timeout) = parser.timeout().filter(|patience| *patience < silence) {
            silence -= timeout;
            inputs.extend(parser.on_timeout());
        }
        now += Duration::from_millis(gap_ms);
        inputs.extend(parser.feed(&[*byte], now));
    }
    while parser.timeout().is_some() {
        inputs.extend(parser.on_timeout());
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

/// Returns the inputs of bytes that arrive in two chunks.
fn parse_two_chunks(first: &[u8], second: &[u8], pause: u64) -> Vec<Input> {
    let now = Instant::now();
    let (mut parser, mut inputs) = (Parser::new("C.UTF-8", now), Vec::new());
    inputs.extend(parser.feed(first, now));
    inputs.extend(parser.feed(second, now + Duration::from_millis(pause)));
    inputs.extend(parser.finish());
    inputs
}

fn char_keys(text: &str) -> Vec<Key> {
    text.chars().map(Key::Char).collect()
}

/// Asserts the keys of bytes in one chunk, in two chunks split anywhere, and one by one on a slow serial connection.
fn assert_keys(bytes: &[u8], expected: &[Key]) {
    for apart in [0, 1, 30] {
        assert_eq!(keys(&parse(bytes, apart)), expected, "{bytes:?} {apart} ms apart");
    }
    for cut in 0..bytes.len() {
        for pause in [10, 100, 140] {
            let (first, second) = bytes.split_at(cut);
            assert_eq!(keys(&parse_two_chunks(first, second, pause)), expected, "{bytes:?} {cut} {pause}");
        }
    }
}

const F1: Key = Key::Function(1);
const F2: Key = Key::Function(2);
const F3: Key = Key::Function(3);
const F4: Key = Key::Function(4);
const F5: Key = Key::Function(5);

#[test]
fn a_sequence_is_one_key_wherever_its_bytes_are_split() {
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
        // Function keys of xterm, VT220 and rxvt, the Linux console, and kitty.
        ("\x1bOP\x1bOQ\x1bOR\x1bOS\x1b[15~", &[F1, F2, F3, F4, F5]),
        ("\x1b[11~\x1b[12~\x1b[13~\x1b[14~", &[F1, F2, F3, F4]),
        ("\x1b[17~\x1b[17;1~\x1b[18~", &[Key::Function(6), Key::Function(6), Key::Function(7)]),
        ("\x1b[[A\x1b[[B\x1b[[C\x1b[[D\x1b[[E", &[F1, F2, F3, F4, F5]),
        ("\x1b[P\x1b[Q\x1b[13~\x1b[S\x1b[15;1~", &[F1, F2, F3, F4, F5]),
        // Other function keys, and those with modifiers; a mouse; focus reports.
        ("\x1b[5~\x1b[2;5~\x1b[11^\x1b[23$\x1b[19~\x1b[18;5~\x1b[17;5~\x1b[15;5~", &[]),
        ("\x1b[M !!\x1b[<0;3;4M\x1b[<0;3;4m\x1b[32;3;4M\x1b[I\x1b[O", &[]),
        ("\x1b[Oa", &[Key::Char('a')]),
        // Answers of the terminal about the cursor position, its type, its colours and its titles.
        ("\x1b[12;40R\x1b[0;0R", &[]),
        ("\x1b[?62;22c\x1b[>0;276;0c\x1b[=1c\x1b[0n\x1b[?2026;2$y\x1b[4;2$y\x1b[?1u\x1b[8;24;80t", &[]),
        ("\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\", &[]),
        ("\x1b]11;rgb:1e1e/1e1e/1e1e\x07", &[]),
        ("\x1bP>|XTerm(370)\x1b\\\x1bP!|00000000\x1b\\", &[]),
        ("\x1b_Gi=31;OK\x1b\\", &[]),
        ("\x1b]lTitle\x1b\\", &[]),
        ("\x1b]52;c;aGk=\x07", &[]),
        // A control byte ends an unfinished sequence.
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
fn a_lone_escape_is_the_key_and_later_letters_are_typed() {
    assert_eq!(keys(&parse(b"\x1b", 0)), [Key::Esc]);
    assert_eq!(keys(&parse(b"\x1ba", 151)), [Key::Esc, Key::Char('a')]);
    assert_eq!(keys(&parse(b"\x1b[A", 200)), [Key::Esc, Key::Up], "late, but still no typed [A");
    assert_eq!(keys(&parse(b"\x1bOA", 200)), [Key::Esc, Key::Up]);
    assert_eq!(keys(&parse_two_chunks(b"\x1b", b"]1;x\x07", 200)), [Key::Esc], "late, but still no typed ]1;x");
    assert_eq!(keys(&parse_two_chunks(b"\x1b", b"OP", 200)), [Key::Esc, F1]);
    assert_eq!(keys(&parse(b"\x1b[5", 700)), [Key::Esc, Key::Char('['), Key::Char('5')]);
}

#[test]
fn alt_with_a_key_that_could_begin_a_sequence_is_that_key() {
    let alt = |c: char| Key::Alt(c);
    for by in ['o', '[', ']', 'p', '_'] {
        let bytes = format!("\x1b{}", by.to_ascii_uppercase());
        assert_eq!(keys(&parse(bytes.as_bytes(), 0)), [alt(by)], "{by}");
    }
    let cases: &[(&str, &[Key])] = &[
        ("\x1bPa\x1b]b\x1b_c", &[alt('p'), Key::Char('a'), alt(']'), Key::Char('b'), alt('_'), Key::Char('c')]),
        ("\x1bP\x1b[A\x1b]\r", &[alt('p'), Key::Up, alt(']'), Key::Enter]),
        ("\x1bO\x1b[\x1bO\r", &[alt('o'), alt('['), alt('o'), Key::Enter]),
    ];
    for (bytes, expected) in cases {
        assert_eq!(keys(&parse(bytes.as_bytes(), 0)), *expected, "{bytes:?}");
    }
    // A person types on, with bytes that could begin an answer.
    for pause in [160, 300, 600] {
        for next in ["055", "1", "lale"] {
            let mut parser_keys = Vec::new();
            let (now, mut after) = (Instant::now(), 0);
            let mut parser = Parser::new("C.UTF-8", now);
            parser_keys.extend(parser.feed(b"\x1b]", now));
            for byte in next.bytes() {
                after += pause;
                parser_keys.extend(parser.feed(&[byte], now + Duration::from_millis(after)));
            }
            parser_keys.extend(parser.finish());
            assert_eq!(keys(&parser_keys), [vec![alt(']')], char_keys(next)].concat(), "{pause} {next}");
        }
    }
}

#[test]
fn no_letter_of_a_name_after_escape_is_lost() {
    let names = ["Olga", "Orxan", "Osman", "Oktay", "Omar", "Oqtay", "Ofeliya", "Ozan", "OSMAN", "ORXAN", "OMAR"];
    for name in names.into_iter().chain(["[Rauf]", "[nina", "[test", "[x1", "]a", "Pervin", "P", "_a"]) {
        for apart in [40, 60, 100, 140, 160, 200, 400, 700] {
            let bytes = format!("\x1b{name}");
            let expected = [vec![Key::Esc], char_keys(name)].concat();
            assert_eq!(keys(&parse(bytes.as_bytes(), apart)), expected, "{name} {apart} ms apart");
        }
    }
    for name in names.into_iter().chain(["[Rauf]", "[nina", "[test", "Oz", "Of", "Oə"]) {
        let expected = [vec![Key::Esc], char_keys(name)].concat();
        assert_eq!(keys(&parse(format!("\x1b{name}").as_bytes(), 0)), expected, "{name} at once");
        assert_eq!(keys(&parse_two_chunks(b"\x1b", name.as_bytes(), 100)), expected, "{name} soon");
        assert_eq!(keys(&parse_two_chunks(b"\x1b", name.as_bytes(), 300)), expected, "{name} later");
    }
}

#[test]
fn every_state_times_out_within_a_second() {
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
        inputs.extend(parser.feed(prefix, now));
        let mut time = Duration::ZERO;
        while let Some(timeout) = parser.timeout() {
            time += timeout;
            inputs.extend(parser.on_timeout());
        }
        assert!(time <= Duration::from_secs(1), "{prefix:?} {time:?}");
        inputs.clear();
        // Also if no timeout is reported in between.
        parser.feed(prefix, now + time);
        inputs.extend(parser.feed(b"Aysel", now + time + Duration::from_millis(1_100)));
        inputs.retain(|input| !matches!(input, Input::Unreadable | Input::Key(Key::Esc | Key::Alt(_), _)));
        let letters = keys(&inputs);
        assert!(letters.ends_with(&char_keys("Aysel")), "{prefix:?} {letters:?}");
    }
}

#[test]
fn letters_after_an_incomplete_answer_are_not_lost() {
    for answer in ["\x1b]11;rgb:1e1e/1e", "\x1bP>|XT", "\x1b_Gi=31"] {
        let now = Instant::now();
        let (mut parser, mut inputs) = (Parser::new("C.UTF-8", now), Vec::new());
        let mut after = Duration::ZERO;
        inputs.extend(parser.feed(answer.as_bytes(), now));
        for letter in ["ə", "A", "y", "s", "ə", "l"] {
            after += Duration::from_millis(180);
            inputs.extend(parser.feed(letter.as_bytes(), now + after));
        }
        inputs.extend(parser.finish());
        assert_eq!(keys(&inputs), char_keys("əAysəl"), "{answer:?}");
        // A quick typist loses no letter after three seconds.
        let mut letters = Vec::new();
        let mut parser = Parser::new("C.UTF-8", now);
        parser.feed(answer.as_bytes(), now);
        for at in (180..6_000).step_by(180) {
            for near in [0, 60] {
                let time = now + Duration::from_millis(at + near);
                letters.extend(parser.feed(b"x", time));
            }
        }
        assert!(letters.len() > 15, "{}", letters.len());
    }
}

/// A connection that loses a packet delivers the rest of an answer after the retransmission.
#[test]
fn an_answer_in_two_halves_is_never_typed() {
    for (first, second) in [
        ("\x1b]11;rgb:1e", "1e/1e1e/1e1e\x1b\\"),
        ("\x1b]11;rgb:1e1e/1e1e/1e1e\x1b", "\\"),
        ("\x1bP>|XT", "erm(370)\x07"),
        ("\x1b[?62", ";22c"),
        ("\x1b[12;", "40R"),
    ] {
        let now = Instant::now();
        let (mut parser, mut inputs) = (Parser::new("C.UTF-8", now), Vec::new());
        inputs.extend(parser.feed(first.as_bytes(), now));
        inputs.extend(parser.feed(second.as_bytes(), now + Duration::from_millis(900)));
        assert_eq!(inputs, [], "{first:?} {second:?}");
    }
}

#[test]
fn an_undecodable_byte_is_reported_and_not_typed() {
    assert_eq!(parse_in_locale("C", "aƏ".as_bytes(), 0)[1..], [Input::Unreadable, Input::Unreadable]);
    assert_eq!(keys(&parse_in_locale("ru_RU.KOI8-R", b"\xf2\r", 0)), [Key::Char('Р'), Key::Enter]);
    let cut = parse(b"\xc6\r", 0);
    assert_eq!(cut[0], Input::Unreadable);
    assert_eq!(keys(&cut[1..]), [Key::Enter]);
    assert_eq!(parse(b"\xc6", 0), [Input::Unreadable]);
    // The second byte of this letter is an ASCII letter, and ESC is not one.
    assert_eq!(keys(&parse_in_locale("zh_CN.GBK", b"\x81A", 0)), [Key::Char('丄')]);
    assert_eq!(keys(&parse_in_locale("zh_CN.GBK", b"\x81\x1b[A", 0)[1..]), [Key::Up]);
}

#[test]
fn debug_output_hides_typed_text() {
    assert_eq!(format!("{:?}", parse("a\x1b[200~Ə\x1b[201~".as_bytes(), 0)), "[Key(Char(…)), Paste(2 bytes)]");
}

/// Generates complete sequences and parts of them, to be mixed.
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
        for input in parse_in_locale(locale, &bytes, apart) {
            if let Input::Key(Key::Char(c), _) = input {
                prop_assert!(!c.is_ascii_control(), "{c:?}");
            }
        }
    }

    /// The split of the bytes into reads makes no difference.
    #[test]
    fn reads_may_be_cut_anywhere(pieces in proptest::collection::vec(pieces(), 0..20), size in 1_usize..9) {
        let bytes: Vec<u8> = pieces.concat();
        let now = Instant::now();
        let (mut whole, mut cut) = (Vec::new(), Vec::new());
        whole.extend(Parser::new("C.UTF-8", now).feed(&bytes, now));
        let mut parser = Parser::new("C.UTF-8", now);
        for chunk in bytes.chunks(size) {
            cut.extend(parser.feed(chunk, now));
        }
        prop_assert_eq!(whole, cut);
    }
}

mod keyboards;
mod pastes;
