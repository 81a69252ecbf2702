use super::*;
use crate::terminal::paste::MAX_PASTE_BYTES;

fn paste(text: &str) -> Input {
    Input::Paste { text: text.to_owned(), is_last: true }
}

fn part(text: &str) -> Input {
    Input::Paste { text: text.to_owned(), is_last: false }
}

#[test]
fn a_paste_is_one_input_of_limited_length() {
    for apart in [0, 50] {
        assert_eq!(parse("\x1b[200~a\r\n\x1b[A\x1b[201Ə\x1b[201~".as_bytes(), apart), [paste("a\r\n\x1b[A\x1b[201Ə")]);
    }
    assert_eq!(parse(b"\x1b[200~\x1b[201~", 0), [paste("")]);
    assert_eq!(parse(b"\x1b[200~a\x1b\x1b\x1b[201~", 0), [paste("a\x1b\x1b")]);
    let long = format!("\x1b[200~{}\x1b[201~b", "a".repeat(200_000));
    let inputs = parse(long.as_bytes(), 0);
    assert_eq!(inputs[0], paste(&"a".repeat(MAX_PASTE_BYTES)));
    assert_eq!(keys(&inputs[1..]), [Key::Char('b')]);
    assert_eq!(parse_in_locale("C", "\x1b[200~aƏ\x1b[201~".as_bytes(), 0), [paste("a"), Input::Unreadable]);
    // A letter that the limit splits is not reported as unreadable.
    let cut = format!("\x1b[200~{}Ə\x1b[201~", "a".repeat(MAX_PASTE_BYTES - 1));
    assert_eq!(parse(cut.as_bytes(), 0), [paste(&"a".repeat(MAX_PASTE_BYTES - 1))]);
}

/// Returns the inputs of chunks, each after a pause in milliseconds.
fn parse_chunks(pieces: &[(&[u8], u64)]) -> Vec<Input> {
    let mut now = Instant::now();
    let (mut parser, mut inputs) = (Parser::new("C.UTF-8", now), Vec::new());
    for (bytes, pause) in pieces {
        now += Duration::from_millis(*pause);
        inputs.extend(parser.feed(bytes, now));
    }
    inputs
}

#[test]
fn a_paste_that_stalls_is_still_one_paste() {
    for pause in [301, 1_100, 5_000, 3_600_000] {
        let inputs = parse_chunks(&[
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
        assert!(matches!(inputs[inputs.len() - 2], Input::Paste { is_last: true, .. }), "{inputs:?}");
        assert_eq!(keys(&inputs[inputs.len() - 1..]), [Key::Char('b')]);
    }
    // The end mark arrives late, split anywhere.
    for cut in 0..6 {
        for pause in [100, 310, 460, 1_100, 2_400] {
            let (first, second) = b"\x1b[201~".split_at(cut);
            let text = [b"\x1b[200~text", first].concat();
            let got: String = parse_chunks(&[(&text, 0), (second, pause)]).iter().map(text_of).collect();
            assert_eq!(got, "text", "{cut} {pause}");
        }
    }
    // A letter that is split between two chunks.
    let letters = parse_chunks(&[(b"\x1b[200~\xc6", 0), (b"\x8f\x1b[201~", 1_000)]);
    assert_eq!(letters, [part(""), paste("Ə")]);
}

/// Returns the pasted text; panics on any other input but the key `b`.
fn text_of(input: &Input) -> &str {
    match input {
        Input::Paste { text, .. } => text,
        Input::Key(Key::Char('b'), _) => "",
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_lone_escape_ends_a_stalled_paste_without_loss() {
    for (bytes, pauses) in [(b"text\x1b".as_slice(), [451, 5_000]), (b"te\x1bxt\x1b", [451, 5_000])] {
        for pause in pauses {
            let inputs = parse_chunks(&[(b"\x1b[200~", 0), (bytes, 0), (b"b", pause)]);
            let got: String = inputs.iter().map(text_of).collect();
            assert_eq!(got, std::str::from_utf8(&bytes[..bytes.len() - 1]).unwrap());
            assert_eq!(keys(&inputs[inputs.len() - 1..]), [Key::Char('b')], "{pause}");
        }
    }
    // Letters typed during the stall are part of the paste until Esc.
    let inputs = parse_chunks(&[(b"\x1b[200~a", 0), (b"b", 1_000), (b"\r", 1_000), (b"\x1b", 1_000), (b"b", 1_000)]);
    let ended = inputs.iter().position(|input| matches!(input, Input::Paste { is_last: true, .. })).unwrap();
    assert_eq!(inputs[..=ended].iter().map(text_of).collect::<String>(), "ab\r");
    assert_eq!(keys(&inputs[ended + 1..]), [Key::Char('b')]);
    // An end mark that arrives after Esc types nothing.
    for mark in [b"[201~b".as_slice(), b"\x1b[201~b"] {
        let late = parse_chunks(&[(b"\x1b[200~a", 0), (b"\x1b", 1_000), (mark, 1_500)]);
        assert_eq!(late.iter().map(text_of).collect::<String>(), "a");
        assert_eq!(keys(&late[late.len() - 1..]), [Key::Char('b')]);
    }
}

#[test]
fn the_rest_of_a_paste_beyond_the_limit_is_never_typed() {
    let long = [b"\x1b[200~".as_slice(), &b"a".repeat(MAX_PASTE_BYTES)].concat();
    let inputs = parse_chunks(&[(&long, 0), (b"more\r\n", 1_000), (b"\x13", 1_000), (b"\x1b[201~b", 1_000)]);
    let got: String = inputs.iter().map(text_of).collect();
    assert_eq!(got.len(), MAX_PASTE_BYTES);
    assert_eq!(keys(&inputs[inputs.len() - 1..]), [Key::Char('b')]);
    let ended = parse_chunks(&[(&long, 0), (b"more\r\n", 1_000), (b"\x1b", 1_000), (b"b", 1_000)]);
    assert_eq!(keys(&ended[ended.len() - 1..]), [Key::Char('b')]);
}

#[test]
fn an_unfinished_paste_is_delivered_when_the_terminal_closes() {
    for unfinished in [b"\x1b[200~text".as_slice(), b"\x1b[200~text\x1b[20", b"\x1b[200~text\x1b"] {
        let got: String = parse_two_chunks(unfinished, b"", 0).iter().map(text_of).collect();
        assert_eq!(got, "text");
    }
}
